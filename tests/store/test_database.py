"""Opening a database: what is made, what is refused, and how that is said."""

from __future__ import annotations

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from core.errors import StoreError, StoreLocked, StoreOutdated
from store.articles import save_article
from store.database import Connection, Database, open_database
from store.events import add_report
from store.feeds import feed_states, sync_feeds
from store.migrate import CONFIG, FOLDER, NEWEST, REVISIONS, STORE_URL, VERSIONS
from store.outbox import list_deliveries, redeliver
from store.reports import standing_reports
from store.schema import SEARCH, attempts, event_slots, metadata
from store.types import Instant, Json
from tests.postgres import PostgresFarm
from tests.store.samples import LIST, NOON, add_feed, article, feed, report


def refused(url: str) -> str:
    """Return the one line in which a database is refused."""
    with pytest.raises(StoreError) as caught:
        open_database(url)
    message = str(caught.value)
    assert "\n" not in message
    return message


def definition(database: Database) -> Any:
    """Return everything that the database itself knows of its tables, without their revision."""
    with database.read() as conn:
        if conn.dialect.name == "sqlite":
            query = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"
            rows = conn.exec_driver_sql(query).all()
            found = {name: " ".join(sql.split()).replace(" )", ",") for name, sql in rows}
            return {name: sorted(sql.split(", ")) for name, sql in found.items()}
        queries = (
            "SELECT table_name, column_name, data_type, is_nullable, is_identity, column_default"
            " FROM information_schema.columns WHERE table_schema = 'public'",
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE connamespace = 'public'::regnamespace",
        )
        return [{tuple(row) for row in conn.exec_driver_sql(query)} for query in queries]


def is_modelled(name: str | None, kind: str, _parents: object) -> bool:
    """The search's tables are compared by their definitions alone."""
    return kind != "table" or not str(name).startswith(SEARCH)


def test_migrations_and_models_agree(fresh_url: str) -> None:
    opened = open_database(fresh_url)
    made = definition(opened)
    return_to(opened, fresh_url, REVISIONS[0])
    assert definition(opened) != made
    opened.close()
    upgraded = open_database(fresh_url)
    assert definition(upgraded) == made
    with upgraded.begin() as conn:
        options = {"version_table": VERSIONS, "include_name": is_modelled}
        context = MigrationContext.configure(conn, opts=options)
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == NEWEST
    upgraded.close()


def test_the_files_of_revisions_are_called_by_their_numbers() -> None:
    scripts = ScriptDirectory(str(FOLDER))
    assert [script.revision for script in scripts.walk_revisions()] == REVISIONS[::-1]


def test_a_database_is_made_with_its_folder_and_opened_again(fresh_url: str) -> None:
    first = open_database(fresh_url)
    with first.begin() as conn:
        sync_feeds(conn, [feed()])
    first.close()
    second = open_database(fresh_url)
    with second.read() as conn:
        assert len(feed_states(conn)) == 1
    second.close()


def test_a_newer_schema_is_refused_and_left_alone(database: Database, database_url: str) -> None:
    with database.begin() as conn:
        conn.exec_driver_sql(f"UPDATE {VERSIONS} SET version_num = '9999'")
    for _ in range(2):
        with pytest.raises(StoreOutdated, match=r"newer than this program's .* update Balagh"):
            open_database(database_url)


def test_another_programs_database_is_refused(fresh_url: str) -> None:
    opened = open_database(fresh_url)
    with opened.begin() as conn:
        metadata.drop_all(conn)
        conn.exec_driver_sql(f"DROP TABLE {VERSIONS}")
        conn.exec_driver_sql("CREATE TABLE events (id INTEGER)")
    opened.close()
    assert "belongs to another program (it has a table 'events')" in refused(fresh_url)


def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    def fail_halfway() -> None:
        with database.begin() as conn:
            add_feed(conn)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    with database.read() as conn:
        assert feed_states(conn) == []


def test_an_overflow_of_the_callers_is_not_the_databases(database: Database) -> None:
    with pytest.raises(OverflowError), database.begin():
        date.max + timedelta(days=1)


def test_a_number_that_no_database_holds_is_said_in_one_line(database: Database) -> None:
    with database.begin() as conn:
        number = save_article(conn, article())
    with pytest.raises(StoreError, match=r"(?i)too large|out of range"), database.begin() as conn:
        add_report(conn, LIST, report(None, number, start=2**70), (), score=0, threshold=0)


def return_to(database: Database, url: str, revision: str) -> None:
    """Make the database an empty one of an earlier schema."""
    with database.begin() as conn:
        metadata.drop_all(conn)
        conn.exec_driver_sql(f"DROP TABLE {VERSIONS}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(STORE_URL, url)
        command.upgrade(Config(CONFIG), revision)


def insert_first_article(conn: Connection) -> int:
    """Store an article as the first schema has it."""
    told = {name: getattr(article(), name) for name in ("url", "title", "text", "outlet", "tier")}
    told |= {"feed": "", "text_source": "page", "revision": 1}
    told |= dict.fromkeys(("arrived", "revised"), NOON)
    values = ", ".join(f":{name}" for name in told)
    sql = f"INSERT INTO articles ({', '.join(told)}) VALUES ({values}) RETURNING id"
    instants = [sa.bindparam(name, type_=Instant) for name in ("arrived", "revised")]
    return int(conn.scalar(sa.text(sql).bindparams(*instants), told))


def test_a_database_of_the_first_schema_keeps_its_reports(fresh_url: str) -> None:
    told: dict[str, Any] = {"watchlist": LIST, "passage_field": "text", "passage_start": 3}
    told |= {"facts": "{}", "marks": "[]", "assessment": "{}", "kind": "operation"}
    first = open_database(fresh_url)
    return_to(first, fresh_url, "0001")
    with first.begin() as conn:
        number = insert_first_article(conn)
        told |= {"article_id": number, "opened": True, "score": 7.5, "threshold": 3.6}
        values = ", ".join(f":{name}" for name in told)
        sql = f"INSERT INTO reports ({', '.join(told)}) VALUES ({values})"
        kinds = [sa.bindparam(n, type_=Json) for n in ("facts", "marks", "assessment")]
        conn.execute(sa.text(sql).bindparams(*kinds), told | {"facts": {}, "marks": []})
    first.close()
    second = open_database(fresh_url)
    with second.begin() as conn:
        [standing] = standing_reports(conn, number, LIST)
        assert standing.passage == ("text", 3)
        assert not add_report(conn, LIST, report(None, number, start=3), (), score=0, threshold=0)
        assert add_report(conn, LIST, report(None, number, start=4), (), score=0, threshold=0)
        assert save_article(conn, article(page="lagune.example/oujda", text="edited")) == number
        assert save_article(conn, article(page="lagune.example/oujda", url="http://x/")) == number
    second.close()


def test_ages_of_an_earlier_schema_lead_to_their_event_by_its_places(fresh_url: str) -> None:
    facts = {"ages": [24, 28], "places": ["02.411.01.23", "Madrid"]}
    first = open_database(fresh_url)
    return_to(first, fresh_url, "0001")
    with first.begin() as conn:
        number = insert_first_article(conn)
        for sql in (
            "INSERT INTO events (id, watchlist, first_seen, alerted) VALUES"
            " ('evt_1', 'x', '2024-01-30T12:00:00Z', true)",
            "INSERT INTO event_slots (watchlist, slot_key, event_id) VALUES"
            " ('x', 'ages:24-28', 'evt_1'), ('x', 'date:2024-01-30', 'evt_1')",
            "INSERT INTO reports (event_id, article_id, watchlist, passage_field, passage_start,"
            " kind, opened, score, threshold, facts, marks, assessment) VALUES"
            f" ('evt_1', {number}, 'x', 'text', 0, 'operation', true, 7, 3, '{json.dumps(facts)}',"
            " '[]', '{}')",
        ):
            conn.exec_driver_sql(sql)
    first.close()
    second = open_database(fresh_url)
    with second.begin() as conn:
        keys = conn.scalars(sa.select(event_slots.c.slot_key)).all()
    second.close()
    assert set(keys) == {"ages:24-28@02.411.01.23", "ages:24-28@Madrid", "date:2024-01-30"}


def test_a_database_of_an_earlier_schema_keeps_its_deliveries(fresh_url: str) -> None:
    first = open_database(fresh_url)
    return_to(first, fresh_url, "0005")
    with first.begin() as conn:
        for sql in (
            "INSERT INTO events (id, watchlist, first_seen, alerted) VALUES"
            " ('evt_1', 'x', '2024-01-30T12:00:00Z', true)",
            "INSERT INTO alerts (id, alert_key, type, event_id, revision, created, payload) VALUES"
            " ('alr_1', 'k', 'event.new', 'evt_1', 1, '2024-01-30T12:00:00Z', '{}')",
            "INSERT INTO deliveries (id, alert_id, event_id, subscriber, channel, message_id, body,"
            " state, due, attempts) OVERRIDING SYSTEM VALUE VALUES (7, 'alr_1', 'evt_1', 'desk',"
            " 'webhook', 'm', '7b7d', 'dead', '2024-01-30T12:00:00Z', 1)",
            "INSERT INTO attempts (delivery_id, number, started, finished, verdict, detail, answer)"
            " VALUES (7, 1, '2024-01-30T12:00:00Z', '2024-01-30T12:00:00Z', 'dead', '', '')",
        ):
            conn.exec_driver_sql(spelt(sql, conn.dialect.name))
    first.close()
    second = open_database(fresh_url)
    with second.begin() as conn:
        [kept] = list_deliveries(conn, limit=9)
        assert (kept.id, kept.state, kept.event_id) == (7, "dead", "evt_1")
        assert redeliver(conn, [7], at=kept.next_attempt or NOON) == 1
        attempt = sa.select(attempts.c.delivery_id)
        assert conn.scalars(attempt).all() == [7]
    second.close()


def test_openers_of_an_earlier_schema_upgrade_it_once(fresh_url: str) -> None:
    first = open_database(fresh_url)
    made = definition(first)
    return_to(first, fresh_url, "0005")
    with ThreadPoolExecutor(2) as pool:
        opened = list(pool.map(open_database, [fresh_url] * 2))
    assert [definition(each) for each in opened] == [made, made]
    for each in (first, *opened):
        each.close()


def test_an_upgrade_that_fails_is_said_in_one_line_and_leaves_all_as_it_was(fresh_url: str) -> None:
    opened = open_database(fresh_url)
    return_to(opened, fresh_url, "0010")
    with opened.begin() as conn:
        conn.exec_driver_sql("DROP TABLE silences")
    found = definition(opened)
    said = refused(fresh_url)
    assert f"its schema can't be upgraded to {NEWEST}: " in said
    assert "silences" in said
    assert definition(opened) == found
    opened.close()


def spelt(sql: str, dialect: str) -> str:
    """Write a statement as the database takes it."""
    if dialect == "postgresql":
        return sql.replace("'7b7d'", "'\\x7b7d'")
    return sql.replace(" OVERRIDING SYSTEM VALUE", "").replace("'7b7d'", "x'7b7d'")


def test_a_reading_transaction_refuses_to_write(database: Database) -> None:
    with pytest.raises(StoreError), database.read() as conn:
        sync_feeds(conn, [feed()])
    with database.begin() as conn:
        assert feed_states(conn) == []
        sync_feeds(conn, [feed()])
    with pytest.raises(StoreError), database.read() as conn:
        sync_feeds(conn, [])


def test_a_reading_transaction_sees_one_moment(database: Database) -> None:
    with database.read() as reader:
        assert feed_states(reader) == []
        with database.begin() as writer:
            sync_feeds(writer, [feed()])
        assert feed_states(reader) == []
    with database.read() as reader:
        assert len(feed_states(reader)) == 1


def test_references_are_kept(database: Database) -> None:
    """An event's report must not point to an article that is not there."""
    with database.begin() as conn:
        number = save_article(conn, article())
    for told in (report("evt_404", number), report(None, 404)):
        with pytest.raises(StoreError, match=r"(?i)foreign key"), database.begin() as conn:
            add_report(conn, LIST, told, (), score=0, threshold=0)


def test_a_commit_on_sqlite_is_on_the_disk(tmp_path: Path) -> None:
    opened = open_database(f"sqlite:///{tmp_path}/balagh.db")
    with opened.begin() as conn:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        found = [conn.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas]
    opened.close()
    assert found == ["wal", 2, 1, 10_000]


def test_a_database_in_memory_is_one_for_all_threads() -> None:
    opened = open_database("sqlite://")
    with opened.hold_daemon_lock(), opened.begin() as conn:
        sync_feeds(conn, [feed()])

    def count() -> int:
        with opened.read() as conn:
            return len(feed_states(conn))

    with ThreadPoolExecutor() as elsewhere:
        assert elsewhere.submit(count).result() == 1
    assert count() == 1
    opened.close()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "balagh.db"
    path.write_text("feeds: none\n" * 200, encoding="utf-8")
    assert f"database sqlite:///{path}: " in refused(f"sqlite:///{path}")
    assert "no SQLite database; name another file" in refused(f"sqlite:///{path}")
    assert path.read_text(encoding="utf-8").startswith("feeds: none")


def test_another_programs_file_is_not_written_to(tmp_path: Path) -> None:
    path = tmp_path / "contacts.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE contacts (name TEXT)")
    connection.close()
    assert "belongs to another program" in refused(f"sqlite:///{path}")


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "can't be made" in refused(f"sqlite:///{tmp_path}/file/var/balagh.db")


def test_a_path_that_cannot_be_opened(tmp_path: Path) -> None:
    assert "check the folder and its rights" in refused(f"sqlite:///{tmp_path}")


def test_a_server_that_does_not_answer() -> None:
    said = refused("postgresql://balagh:s3cret@127.0.0.1:1/balagh?password=s3cret")
    assert "s3cret" not in said
    assert "no server answers there" in said
    assert "balagh:***@127.0.0.1:1/balagh" in said


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:s3cret@host:port/name",
        "oracle://me:s3cret@host/name",
        "s3cret",
        "sqlite+x://",
    ],
)
def test_what_is_no_database_url(url: str) -> None:
    said = refused(url)
    assert "no database URL" in said
    assert "me:s3cret" not in said


def test_a_full_disk_is_said_and_costs_what_did_not_fit(tmp_path: Path) -> None:
    opened = open_database(f"sqlite:///{tmp_path}/balagh.db")
    with opened.begin() as conn:
        save_article(conn, article())
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        conn.exec_driver_sql(f"PRAGMA max_page_count = {pages + 5}")
    with pytest.raises(StoreError, match="disk is full; make room"), opened.begin() as conn:
        save_article(conn, article("tanger", text="long " * 40_000))
    with opened.begin() as conn:
        conn.exec_driver_sql("PRAGMA max_page_count = 100000")
        save_article(conn, article("tanger"))
        assert conn.exec_driver_sql("SELECT count(*) FROM articles").scalar_one() == 2
    opened.close()


def test_closing_twice(database: Database) -> None:
    database.close()
    database.close()
    with database.read() as conn:  # its pools are made anew, as SQLAlchemy's are
        assert conn.exec_driver_sql("SELECT 1").scalar_one() == 1


BREAK = (
    "SELECT pg_terminate_backend(pid, 9000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def break_connections(conn: Connection) -> None:
    """What a restart of the server does to clients; a file has none."""
    if conn.dialect.name == "postgresql":
        conn.exec_driver_sql(BREAK)


def test_a_daemon_whose_connection_broke_ends_without_a_second_error(database: Database) -> None:
    with database.hold_daemon_lock(), database.begin() as conn:
        break_connections(conn)
    with database.hold_daemon_lock(), database.read() as conn:
        assert conn.exec_driver_sql("SELECT 1").scalar_one() == 1


def test_a_daemon_whose_connection_broke_takes_its_lock_again(database: Database) -> None:
    with database.hold_daemon_lock() as hold:
        with database.begin() as conn:
            break_connections(conn)
        hold()
        hold()
        with pytest.raises(StoreLocked), database.hold_daemon_lock():
            pass


def test_a_daemon_learns_that_another_has_its_lock_now(postgres: PostgresFarm) -> None:
    with postgres.database() as url:
        first, second = open_database(url), open_database(url)
        with first.hold_daemon_lock() as hold:
            with second.begin() as conn:
                break_connections(conn)
            with second.hold_daemon_lock():
                for _ in range(2):
                    with pytest.raises(StoreLocked, match="another daemon"):
                        hold()
            hold()
        first.close()
        second.close()
