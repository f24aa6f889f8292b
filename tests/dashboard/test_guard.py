"""What stands before every request."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient

from core.settings import Settings
from dashboard.access import Access, add_token
from dashboard.guard import LARGEST_BODY, own_hosts
from dashboard.routes.signing import Turnstile
from store.database import Database
from tests.conftest import SteppedClock
from tests.dashboard.visiting import HOST, face_app

PASSWORD = "a long enough password"
LOCKED = Access(
    key="k", password=PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
)
PAGE = {"accept": "text/html"}
Visit = Callable[..., TestClient]


@pytest.fixture
def visit(archive: Database, clock: SteppedClock) -> Iterator[Visit]:
    """Open the face with this access, reached under this address."""
    opened: list[TestClient] = []

    def visit(access: Access | None = None, base: str = f"http://{HOST}") -> TestClient:
        app = face_app(archive, clock, Settings(), access)
        client = TestClient(app, base_url=base, follow_redirects=False, headers=PAGE)
        opened.append(client.__enter__())
        return opened[-1]

    yield visit
    for client in opened:
        client.__exit__(None, None, None)


def sign_in(client: TestClient, password: str = PASSWORD, next: str = "/feeds"):  # type: ignore[no-untyped-def]
    return client.post("/sign-in", data={"password": password, "next": next})


def test_every_answer_carries_a_strict_policy(visit: Visit) -> None:
    for path in ("/", "/nothing", "/static/balagh.css", "/healthz"):
        headers = visit().get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


def test_pages_hold_no_script_or_style_of_their_own(visit: Visit) -> None:
    for path in ("/", "/trends", "/feeds", "/deliveries", "/seeds", "/search?q=a"):
        page = visit().get(path).text
        assert "style=" not in page
        assert "<style" not in page
        assert page.count("<script") == 1
        assert " onclick" not in page


def test_a_host_name_that_is_not_ours_is_refused(visit: Visit) -> None:
    assert visit(base="http://evil.example").get("/").status_code == 421
    assert visit(base="http://localhost:8765").get("/").status_code == 200


def test_the_outer_address_of_a_proxy_is_ours_too() -> None:
    settings = Settings.model_validate({"dashboard": {"url": "https://balagh.example.org/x"}})
    assert "balagh.example.org" in own_hosts(settings.dashboard)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin"}, 409),
        ({"sec-fetch-site": "none"}, 409),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": f"http://{HOST}"}, 409),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({}, 409),
    ],
)
def test_another_site_can_not_change_anything(
    visit: Visit, headers: dict[str, str], status: int
) -> None:
    """409: it got through, and there is no such delivery."""
    answer = visit().post("/deliveries/999999/redeliver", headers=headers)
    assert answer.status_code == status


def test_a_body_of_any_length_is_not_read(visit: Visit) -> None:
    long = "x" * (LARGEST_BODY + 1)
    assert visit().post("/seeds", data={"text": long}).status_code == 413

    def pieces() -> Iterator[bytes]:
        yield b"text="
        for _ in range(30):
            yield b"x" * 50_000

    form = {"content-type": "application/x-www-form-urlencoded"}
    answer = visit().post("/seeds", content=pieces(), headers=form)
    assert answer.status_code == 413
    assert str(LARGEST_BODY) in answer.text


def test_who_has_no_session_is_asked_to_sign_in(visit: Visit) -> None:
    client = visit(LOCKED)
    answer = client.get("/feeds?failing=1")
    assert answer.headers["location"] == "/sign-in?next=%2Ffeeds%3Ffailing%3D1"
    assert client.post("/seeds", data={"text": "x"}).status_code == 401
    assert client.get("/static/balagh.css").status_code == 200


def test_the_right_password_opens_and_signing_out_closes(visit: Visit) -> None:
    client = visit(LOCKED)
    answer = sign_in(client)
    assert (answer.status_code, answer.headers["location"]) == (303, "/feeds")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert client.get("/feeds").status_code == 200
    client.post("/sign-out")
    assert client.get("/feeds").status_code == 303


@pytest.mark.parametrize("other", ['a={"x": 1}', "a/b=1", "a=b c", "=", ";;"])
def test_cookies_of_other_programs_end_no_session(visit: Visit, other: str) -> None:
    """Those of all ports of a host come along."""
    client = visit(LOCKED)
    session = LOCKED.new_session()
    answer = client.get("/feeds", headers={"cookie": f"{other}; balagh_session={session}"})
    assert answer.status_code == 200


def test_a_wrong_password_opens_nothing(visit: Visit) -> None:
    client = visit(LOCKED)
    assert sign_in(client, "another password").status_code == 403
    assert client.get("/feeds").status_code == 303


@pytest.mark.parametrize("next", ["//evil.example", "/\\evil.example", "https://evil.example"])
def test_signing_in_leads_to_no_other_site(visit: Visit, next: str) -> None:
    assert sign_in(visit(LOCKED), next=next).headers["location"] == "/"


def test_guessing_is_slowed_down_even_with_the_right_password(visit: Visit) -> None:
    client = visit(LOCKED)
    answers = [sign_in(client, f"guess number {n}").status_code for n in range(11)]
    assert answers == [403] * 10 + [429]
    assert sign_in(client).status_code == 429


def test_guessing_from_many_addresses_is_slowed_down_too() -> None:
    turnstile = Turnstile()
    let_in = [turnstile.lets_pass(f"192.0.2.{n}") for n in range(40)]
    assert let_in == [True] * 30 + [False] * 10


def test_a_session_ends_with_its_password(visit: Visit) -> None:
    client = visit(LOCKED)
    sign_in(client)
    other = Access(
        key="k", password=PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash("changed")
    )
    assert LOCKED.is_session(client.cookies["balagh_session"])
    assert not other.is_session(client.cookies["balagh_session"])
    assert not LOCKED.is_session("forged")


def test_a_token_lets_a_program_in_and_a_wrong_one_nobody(
    visit: Visit, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("access") / "dashboard.toml"
    token = add_token(path, "systems")
    from_file = Access(key="k", password=LOCKED.password, tokens={"systems": _hash_in(path)})
    client = visit(from_file)
    right = {"authorization": f"Bearer {token}"}
    assert client.get("/feeds", headers=right).status_code == 200
    assert client.get("/feeds", headers={"authorization": "Bearer balagh_x"}).status_code == 401


def _hash_in(path: object) -> str:
    return str(path.read_text()).rpartition('systems = "')[2].split('"')[0]  # type: ignore[attr-defined]
