from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.channels.labels import load_labels
from alerts.channels.letter import Writer
from alerts.channels.links import FeedbackLinks, Ticket
from core.alerts import Alert
from tests.alerts.channels.samples import CHANGE, CREATED, PASSAGE, alert, digest, notice, payload

LABELS = load_labels()
FSI, RLI, LRI, PDI = "\u2068", "\u2067", "\u2066", "\u2069"


def writer(language: str = "en", **changes: Any) -> Writer:
    given: dict[str, Any] = {
        "subscriber": "desk",
        "sender": "balagh@news.example",
        "recipient": "desk@example.org",
        "labels": LABELS[language],
        "unsubscribe_url": None,
    }
    return Writer(**(given | changes))


def raw(of: Alert, language: str = "en", **changes: Any) -> bytes:
    return writer(language, **changes).write(of)[1]


def mail(of: Alert, language: str = "en", **changes: Any) -> EmailMessage:
    message = message_from_bytes(raw(of, language, **changes), policy=policy.default)
    assert not message.defects
    return message


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert isinstance(body, EmailMessage)
    return str(body.get_content())


def text(of: Alert, language: str = "en", **changes: Any) -> str:
    return part(mail(of, language, **changes), "plain")


def html(of: Alert, language: str = "en", **changes: Any) -> str:
    return part(mail(of, language, **changes), "html")


def shown(page: str) -> str:
    """Return what a reader of the page sees, spaces collapsed."""
    seen: list[str] = []
    parser = HTMLParser()
    parser.handle_data = seen.append  # type: ignore[method-assign]
    parser.feed(page.partition("<body")[2])
    return " ".join("".join(seen).split())


def test_the_envelope_of_a_mail() -> None:
    message = mail(alert())
    assert message["From"] == "Balagh <balagh@news.example>"
    assert message["To"] == "desk@example.org"
    assert message["Date"].datetime == CREATED
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "multipart/alternative"
    assert [p.get_content_type() for p in message.iter_parts()] == ["text/plain", "text/html"]
    assert message["List-Unsubscribe"] is None


@pytest.mark.parametrize(
    "of", [alert(report__title="ب" * 900), notice("بلاغ", "بلاغ")], ids=["long", "short"]
)
def test_lines_end_with_crlf_and_stay_within_smtp(of: Alert) -> None:
    lines = raw(of).split(b"\r\n")
    assert all(b"\n" not in line and b"\r" not in line for line in lines)
    assert max(map(len, lines)) < 998
    assert all(byte < 128 for line in lines for byte in line)


def test_the_same_alert_gives_the_same_bytes() -> None:
    assert raw(alert()) == raw(alert())


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("en", "Terrorism · 4 held · Tangier, Ceuta · 29 January 2024"),
        ("fr", "Terrorisme · 4 interpellations · Tanger, Sebta · 29 janvier 2024"),
        ("es", "Terrorismo · 4 detenidos · Tánger, Ceuta · 29 de enero de 2024"),
        ("ar", "إرهاب · عدد الموقوفين: 4 · طنجة، سبتة · 29 يناير 2024"),
    ],
)
def test_the_subject_says_what_how_many_where_and_when(language: str, subject: str) -> None:
    assert mail(alert(), language)["Subject"] == subject


def test_names_that_the_language_has_none_for_stand_as_they_are() -> None:
    places = [{"name": "Tanger", "code": "01.511."}, {"name": "Oz", "code": None}]
    change = {"what": "places", "before": "Tanger", "after": "Madrid, Oz", "source": "Le Détroit"}
    named = {
        "event__places": places,
        "event__group": "Hydra",
        "event__partner": ["douanes", "Spectre"],
    }
    told = text(alert(changes=[change], **named), "ar")
    for expected in (
        f"{FSI}طنجة{PDI} · {FSI}Oz{PDI}",
        f"طنجة ← {FSI}مدريد، Oz{PDI}",
        f"{FSI}Hydra{PDI}",
        f"{FSI}الجمارك{PDI} · {FSI}Spectre{PDI}",
    ):
        assert expected in told


def test_the_subject_falls_back_on_the_headline() -> None:
    bare = alert(event__count=None, event__date=None, event__places=[])
    assert mail(bare)["Subject"] == f"Terrorism · {FSI}توقيف أربعة أشخاص بطنجة{PDI}"


def test_the_subject_of_an_update_says_so() -> None:
    update = alert(revision=2, type="event.update", event__count=1)
    assert mail(update, "fr")["Subject"].startswith("Suite\xa0: Terrorisme · 1 interpellation ·")


def test_a_long_subject_is_cut_with_its_isolates_closed() -> None:
    bare = alert(event__topic=None, event__count=None, event__date=None, event__places=[])
    bare.payload["report"]["title"] = "خبر " * 200
    subject = mail(bare)["Subject"]
    assert len(subject) <= 122
    assert subject.count(FSI) == subject.count(PDI) == 1


def test_an_alert_says_all_that_is_known() -> None:
    told = text(alert(changes=[CHANGE], late_s=7200))
    for expected in (
        "Confirmed by an official source or several outlets",
        f"{RLI}توقيف أربعة أشخاص بطنجة{PDI}",
        f"{FSI}صحيفة الشمال{PDI} (regional) · {FSI}30 January 2024, 12:40 (Morocco){PDI}",
        f"{FSI}https://nord.example/a?x=1&y=2{PDI}",
        "This alert comes 2 hours after publication",
        f"- People held: {LRI}4 → 5{PDI} · {FSI}Le Détroit{PDI}",
        f"What: {FSI}Terrorism{PDI} · {FSI}operation of the agency{PDI}",
        f"Where: {FSI}Tangier{PDI} · {FSI}Ceuta{PDI}",
        f"When: {FSI}29 January 2024{PDI}",
        f"Held: {FSI}4{PDI}",
        f"Ages: {LRI}24–38{PDI}",
        f"Group: {FSI}Islamic State{PDI}",
        f"Seized: {FSI}أسلحة بيضاء{PDI} · {FSI}2 ordinateurs{PDI}",
        f"Together with: {FSI}DGSN{PDI}",
        f"Outlets so far: {FSI}2{PDI}",
        f"- People held: {LRI}4 ({FSI}صحيفة الشمال{PDI}){PDI} · {LRI}5 (Le Détroit){PDI}",
        f"> {FSI}أوقف المكتب المركزي أربعة أشخاص بطنجة، ينتمون إلى خلية DAECH.{PDI}",
        f"> {FSI}وحُجزت أسلحة بيضاء.{PDI}",
        f"- {FSI}Le Détroit{PDI} (national)",
        "Score 7.5 of at least 3.6",
        "Most like the reference article 003 (71 %)",
        f"Counts as new because: \u2066no known event shares its facts{PDI}",
        f"{FSI}+4.5{PDI} {FSI}actor{PDI}: {FSI}أوقف المكتب المركزي{PDI}",
        "evt_1 · alr_1",
    ):
        assert expected in told


@pytest.mark.parametrize(
    ("language", "rest"), [("en", "3 more"), ("fr", "3 autres"), ("es", "3 más"), ("ar", "3 غيرها")]
)
def test_of_many_outlets_that_agree_against_others_a_few_are_named(
    language: str, rest: str
) -> None:
    values = [{"value": 4, "outlets": [f"outlet{n}" for n in range(9)]}]
    values.append({"value": 5, "outlets": ["Le Détroit"]})
    told = text(alert(contradictions=[{"slot": "count", "values": values}]), language)
    assert "outlet5" in told
    assert f" {rest})" in told
    assert "outlet6" not in told


def test_the_two_parts_say_the_same() -> None:
    update = alert(changes=[CHANGE], late_s=7200)
    invisible = str.maketrans("", "", FSI + RLI + LRI + PDI + ">-")
    source = unescape(html(update))
    page = shown(source).translate(invisible)
    links = re.findall(r'href="([^"]*)"', source)
    for line in text(update).translate(invisible).splitlines():
        for told in filter(None, re.split(r" [·(] |: ", line)):
            words = " ".join(told.split()).strip("*() ")
            assert words in links or words in page


def test_unknown_facts_leave_no_empty_rows() -> None:
    bare = alert(
        **{f"event__{slot}": None for slot in ("topic", "date", "count", "ages", "group")},
        **{f"event__{slot}": [] for slot in ("places", "partner", "seizures")},
        why__nearest_seed=None,
        contradictions=[],
        event__status="unconfirmed",
    )
    told = text(bare)
    assert "Not confirmed: a single source so far" in told
    absent = (
        "Where",
        "When",
        "Held",
        "Ages",
        "Group",
        "Seized",
        "Together",
        "disagree",
        "Most like",
    )
    assert not [word for word in absent if word in told]
    assert "None" not in told + html(bare)


def test_an_arabic_mail_runs_from_right_to_left() -> None:
    page = html(alert(), "ar")
    assert '<html lang="ar" dir="rtl">' in page
    assert '<div dir="rtl" lang="ar"' in page
    assert "text-align:right" in page
    assert '<blockquote dir="rtl" lang="ar"' in page
    assert '<bdi dir="ltr">https://nord.example/a?x=1&amp;y=2</bdi>' in page
    assert '<bdi dir="ltr">24–38</bdi>' in page


def test_quoted_text_keeps_its_own_direction_in_any_mail() -> None:
    page = html(alert(), "fr")
    assert '<html lang="fr" dir="ltr">' in page
    assert '<blockquote dir="rtl" lang="ar"' in page
    assert '<bdi dir="ltr" lang="fr">Quatre hommes arrêtés à Tanger</bdi>' in page
    assert '<bdi dir="auto">أسلحة بيضاء</bdi>' in page
    unknown = html(alert(report__language=None), "fr")
    assert '<blockquote dir="auto" style' in unknown


def test_matched_words_are_marked() -> None:
    marked = re.findall(r"<mark[^>]*>(.*?)</mark>", html(alert()))
    assert marked == [PASSAGE[5:19], PASSAGE[40:44]]


def test_marks_outside_the_passage_or_over_each_other_do_no_harm() -> None:
    passage = "abcdefghij"
    page = html(
        alert(report__passage=passage, report__marks=[[6, 8], [1, 3], [2, 7], [9, 99], [5, 5]])
    )
    assert re.findall(r"<mark[^>]*>(.*?)</mark>", page) == ["bc", "gh"]
    assert passage in shown(page)


def test_published_text_is_never_markup() -> None:
    evil = "<script>alert(1)</script><img src=x onerror=y>&amp;"
    page = html(
        alert(
            report__title=evil,
            report__passage=evil,
            report__outlet=evil,
            event__group=evil,
            why__new_because=evil,
        )
    )
    assert "<script" not in page
    assert "<img" not in page
    assert evil in shown(page)


def test_only_web_addresses_become_links() -> None:
    page = html(alert(report__url="javascript:alert(1)", reports=[]))
    assert "javascript" not in page
    assert "<a " not in page


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n ", "\u2028", "\x0b", "\x85"])
def test_no_header_can_be_injected(end: str) -> None:
    evil = f"Arrest{end}Bcc: victim@example.net{end}{end}body"
    bare = alert(
        report__title=evil,
        event__topic=None,
        event__count=None,
        event__date=None,
        event__places=[{"name": evil, "code": None}],
    )
    message = mail(bare)
    assert message["Bcc"] is None
    assert message["Subject"].startswith("Arrest")
    headers = raw(bare).partition(b"\r\n\r\n")[0].lower()
    assert b"\nbcc" not in headers


def test_a_quote_cannot_break_out_of_its_isolate() -> None:
    evil = f"a{PDI}{PDI}\u202eb\u2067c\x00\x07"
    told = text(alert(report__title=evil, event__group=evil, report__passage=evil))
    assert "\u202e" not in told
    assert "\x00" not in told
    for line in told.splitlines():
        opened = sum(line.count(sign) for sign in (FSI, RLI, LRI))
        assert opened == line.count(PDI)


@settings(deadline=None)
@given(published=st.text(max_size=60))
def test_any_published_text_makes_a_readable_mail(published: str) -> None:
    odd = alert(
        report__title=published,
        report__passage=published,
        report__outlet=published,
        report__url=published,
        event__group=published or None,
        event__places=[{"name": published, "code": None}],
    )
    message = mail(odd, "ar")
    assert part(message, "plain")
    assert part(message, "html")


def test_the_first_mail_of_an_event_is_the_root_of_its_thread() -> None:
    first = mail(alert())
    update = mail(alert(revision=2, type="event.update", id="alr_2"))
    again = mail(alert(revision=3, type="event.update", id="alr_3"))
    assert first["References"] is None
    assert update["In-Reply-To"] == update["References"] == first["Message-ID"]
    assert again["References"] == first["Message-ID"]
    assert len({m["Message-ID"] for m in (first, update, again)}) == 3


def test_the_message_id_is_stable_and_each_subscribers_own() -> None:
    message_id, body = writer().write(alert())
    assert re.fullmatch(r"<[\w]+@news\.example>", message_id)
    assert writer().write(alert())[0] == message_id
    assert writer(subscriber="other").write(alert())[0] != message_id
    assert f"\r\nMessage-ID: {message_id}\r\n".encode() in body


def test_a_merged_event_refers_to_the_threads_of_both() -> None:
    merged = mail(alert(revision=2, type="event.merged", event__merged_from=["evt_0"]))
    absorbed = alert(event__id="evt_0")
    root = mail(alert())["Message-ID"]
    assert merged["In-Reply-To"] == root
    assert merged["References"] == f"{root} {mail(absorbed)['Message-ID']}"


def test_a_merge_that_is_an_events_first_mail_stays_in_the_thread_that_the_reader_holds() -> None:
    """The event was stored without alerting; what it took in was told."""
    held = mail(alert(event__id="evt_0"))["Message-ID"]
    merged = mail(alert(revision=1, type="event.merged", event__merged_from=["evt_0"]))
    assert merged["In-Reply-To"] == merged["References"] == held
    assert merged["Message-ID"] == mail(alert())["Message-ID"]


def test_a_mail_of_many_merged_events_has_no_line_that_servers_refuse() -> None:
    absorbed = [f"evt_{number}" for number in range(2, 300)]
    merged = alert(revision=2, type="event.merged", event__merged_from=absorbed)
    body = raw(merged)
    assert max(map(len, body.split(b"\r\n"))) < 998
    threads = mail(merged)["References"].split()
    assert threads[0] == mail(alert())["Message-ID"]
    assert mail(alert(event__id="evt_2"))["Message-ID"] in threads


def test_ids_and_addresses_are_never_folded_or_encoded() -> None:
    url = "https://example.org/unsubscribe/" + "x" * 200
    sender = "balagh@" + "long." * 20 + "example"
    body = raw(alert(revision=2, type="event.update"), unsubscribe_url=url, sender=sender)
    assert f"\r\nList-Unsubscribe: <{url}>\r\n".encode() in body
    (references,) = re.findall(rb"\r\nReferences: (.*)\r\n", body)
    assert references.startswith(b"<evt_1_")
    assert references.endswith(sender.partition("@")[2].encode() + b">")


def test_the_reader_is_told_how_to_unsubscribe() -> None:
    url = "https://example.org/bye"
    assert url in text(alert(), unsubscribe_url=url)
    assert f'<a href="{url}"' in html(alert(), unsubscribe_url=url)


@pytest.mark.parametrize("language", ["ar", "fr", "en", "es"])
def test_a_test_says_that_nothing_happened(language: str) -> None:
    trial = alert(test=True)
    assert LABELS[language]["test"] in text(trial, language)
    assert LABELS[language]["test"] in shown(html(trial, language))
    assert mail(trial, language)["Subject"].startswith(f"[{LABELS[language].of('type', 'test')}] ")


def test_a_notice_to_the_operator() -> None:
    message = mail(notice())
    assert message["Subject"] == "Notice to the operator: A feed is silent"
    assert message["In-Reply-To"] is None
    assert "Hespress: 404 since noon" in part(message, "plain")
    assert "Hespress: 404 since noon" in shown(part(message, "html"))


def test_a_digest_lists_its_alerts() -> None:
    message = mail(digest(payload(), payload(event__count=9), reason="quiet"))
    assert message["Subject"] == "Digest: 2 alerts"
    for body in (part(message, "plain"), shown(part(message, "html"))):
        assert "4 held" in body
        assert "9 held" in body
        assert "Held back in your quiet hours since 30 January 2024, 07:00 (Morocco)" in body
        assert "توقيف أربعة أشخاص بطنجة" in body
    assert "https://nord.example/a?x=1&y=2" in part(message, "plain")


LINKS = FeedbackLinks("https://face.example/", ("k" * 32,))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Was this alert right?", "Right", "Wrong", "A duplicate"]),
        ("fr", ["Cette alerte était-elle juste ?", "Juste", "Fausse", "Doublon"]),
        ("es", ["¿Era correcta esta alerta?", "Correcta", "Errónea", "Duplicada"]),
        ("ar", ["هل كان هذا التنبيه صحيحا؟", "صحيح", "خاطئ", "مكرر"]),
    ],
)
def test_a_reader_may_say_what_they_think_in_one_click(language: str, words: list[str]) -> None:
    plain = text(alert(), language, links=LINKS)
    page = html(alert(), language, links=LINKS)
    for word in words:
        assert word in plain
        assert word in shown(page)
    for verdict in ("right", "wrong", "duplicate"):
        [said] = re.findall(rf"https://face\.example/said/{verdict}/[\w.-]+", plain)
        assert f'href="{said}?lang={language}"' in page
        assert LINKS.read(said.rpartition("/")[2], CREATED) == Ticket(
            alert_id="alr_1", subscriber="desk"
        )


def test_links_are_frozen_with_the_body() -> None:
    assert raw(alert(), links=LINKS) == raw(alert(), links=LINKS)


def test_each_line_of_a_digest_has_links_of_its_own() -> None:
    of = digest()
    plain = text(of, links=LINKS)
    told = re.findall(r"/said/wrong/([\w.-]+)", plain)
    tickets = [LINKS.read(token, CREATED) for token in told]
    assert [t.alert_id for t in tickets if isinstance(t, Ticket)] == [
        item["id"] for item in of.payload["items"]
    ]
    assert html(of, links=LINKS).count("/said/wrong/") == len(told)


@pytest.mark.parametrize("of", [alert(), digest(), notice("Title", "Text")])
def test_where_nobody_would_hear_it_nothing_is_asked(of: Alert) -> None:
    assert LABELS["en"]["feedback"] not in text(of) + html(of)
    assert "/said/" not in text(notice("Title", "Text"), links=LINKS)
