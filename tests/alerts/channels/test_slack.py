from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from alerts.channels.bodies import BODY_BYTES
from alerts.channels.labels import load_labels
from alerts.channels.slack import slack_body
from tests.alerts.channels.samples import CHANGE, PAYLOAD, digest, notice, payload

LABELS = load_labels()


def message(value: dict[str, Any], language: str = "en") -> dict[str, Any]:
    read: dict[str, Any] = json.loads(slack_body(value, LABELS[language]))
    return read


def sections(value: dict[str, Any]) -> str:
    blocks = message(value)["blocks"]
    return "\n".join(block["text"]["text"] for block in blocks if block["type"] == "section")


def test_a_message_has_a_heading_facts_passage_and_links() -> None:
    told = message(payload(changes=[CHANGE]))
    assert told["blocks"][0]["text"] == {
        "type": "plain_text",
        "text": "New: Terrorism · 4 held · Tangier, Ceuta · 29 January 2024",
    }
    text = sections(payload(changes=[CHANGE]))
    assert "*<https://nord.example/a?x=1&y=2|توقيف أربعة أشخاص بطنجة>*" in text
    assert "*People held:* 4 → 5 · Le Détroit" in text
    assert "> أوقف *المكتب المركزي* أربعة" in text
    assert "• Le Détroit: <https://detroit.example/b|Quatre hommes arrêtés à Tanger>" in text
    assert "Score 7.5 of at least 3.6" in text


@pytest.mark.parametrize(
    "told", [payload(changes=[CHANGE]), digest(*[PAYLOAD] * 9).payload, notice().payload]
)
def test_the_text_alone_says_all_that_the_blocks_say(told: dict[str, Any]) -> None:
    """Mattermost reads nothing else."""
    header, *parts, context = message(told)["blocks"]
    texts = [header["text"]["text"], *(part["text"]["text"] for part in parts)]
    assert message(told)["text"].split("\n") == [
        line for text in [*texts, context["elements"][0]["text"]] for line in text.split("\n")
    ]


def test_labels_are_in_the_subscribers_language() -> None:
    assert message(payload(), "fr")["text"].startswith(
        "Nouveau\xa0: Terrorisme · 4 interpellations"
    )


def test_published_text_cannot_call_a_channel_or_forge_a_link() -> None:
    evil = "<!channel> <https://evil.example|click> & more"
    text = sections(payload(report__title=evil, report__passage=evil, event__group=evil))
    assert "<!channel>" not in text
    assert "<https://evil.example" not in text
    assert "&lt;!channel&gt;" in text


@pytest.mark.parametrize("evil", ["@channel", "قال@all", "(@here)", "[x](https://e.example)"])
def test_published_text_is_no_mention_and_no_link_to_mattermost(evil: str) -> None:
    image = "![x](https://e.example/t.png) [1]: https://e.example"
    text = message(payload(report__title=f"{evil} {image}", report__passage=evil))["text"]
    for sign in ("@channel", "@all", "@here", "](", "]:"):
        assert sign not in text
    assert "a@b.example" in message(payload(report__title="a@b.example"))["text"]


def test_an_address_cannot_break_out_of_its_link() -> None:
    text = sections(payload(report__url="https://a.example/|x><!here>"))
    assert "<https://a.example/%7Cx%3E%3C!here%3E|" in text


def test_a_link_is_never_cut_in_two() -> None:
    for length in range(1_000, 4_000, 250):
        url = "https://x.example/" + "a" * length
        text = message(payload(report__url=url, report__title="&" * 3_000))["text"]
        assert text.count("<") == len(re.findall(r"<https://[^|>]*\|[^|>]*>", text))
        assert not re.search(r"&\w*…", text)
        assert (url in text) == (length < 1_490)


def test_outlets_that_are_left_out_are_said() -> None:
    reports = [PAYLOAD["reports"][1] | {"outlet": f"Outlet {n}"} for n in range(12)]
    text = message(payload(reports=reports))["text"]
    assert "• Outlet 4: <" in text
    assert "Outlet 5" not in text
    assert "• 7 more" in text


@given(st.text(min_size=1), st.integers(1, 9_000), st.sampled_from(["report", "digest"]))
@example("😀", 9_000, "digest")
@example("&", 9_000, "report")
@settings(max_examples=25, deadline=None)
def test_whatever_is_published_the_message_fits(text: str, length: int, kind: str) -> None:
    long = (text * length)[:length]
    value = payload(
        report__passage=long,
        report__title=long,
        report__outlet=long,
        event__seizures=[long] * 9,
        event__places=[{"name": long, "code": None}] * 3,
    )
    body = slack_body(value if kind == "report" else digest(*[value] * 40).payload, LABELS["ar"])
    assert len(body) <= BODY_BYTES
    assert json.loads(body)["text"]


@pytest.mark.parametrize("length", [10, 3_500])
def test_slacks_limits_are_kept(length: int) -> None:
    long = "x" * length
    told = message(payload(report__passage=long, report__title=long))
    for block in told["blocks"]:
        if block["type"] == "header":
            assert len(block["text"]["text"]) <= 150
        elif block["type"] == "section":
            assert 0 < len(block["text"]["text"]) <= 3_000
    assert len(told["blocks"]) <= 50


def test_notices_and_digests() -> None:
    assert "Hespress: 404 since noon" in sections(notice().payload)
    told = sections(digest(PAYLOAD, reason="flood").payload)
    assert "More than 5 alerts came within an hour" in told
    assert "• Terrorism · 4 held" in told
    assert "<https://nord.example/a?x=1&y=2|توقيف أربعة أشخاص بطنجة>" in told


def test_a_digest_names_every_alert_in_as_many_sections_as_it_takes() -> None:
    items = [payload(report__title=f"{n} " + "x" * 80) for n in range(40)]
    body = json.loads(slack_body(digest(*items).payload, load_labels()["en"]))
    told = "".join(b["text"]["text"] for b in body["blocks"] if b["type"] == "section")
    assert all(f"|{n} xxx" in told for n in range(40))
    assert len(body["blocks"]) <= 50


@pytest.mark.parametrize("length", [200, 2_000])
def test_a_digest_of_long_titles_names_every_alert_too(length: int) -> None:
    items = [payload(report__title=f"{n} " + "خ" * length) for n in range(40)]
    told = json.loads(slack_body(digest(*items).payload, load_labels()["ar"]))["text"]
    assert all(f"|{n} خخخ" in told for n in range(40))


def test_an_act_that_changed_is_named_in_the_readers_language() -> None:
    change = {"what": "act", "before": "support", "after": "operation", "source": "Le Quai"}
    body = slack_body(payload(type="event.update", changes=[change]), load_labels()["fr"])
    words = load_labels()["fr"].words["act"]
    assert words["support"] in body.decode()
    assert words["operation"] in body.decode()
    assert "support →" not in body.decode()


def test_what_was_seized_is_listed_with_the_readers_comma() -> None:
    change = {
        "what": "seizures",
        "before": "سيوف, 2 couteaux",
        "after": "بنادق",
        "source": "Le Quai",
    }
    told = message(payload(type="event.update", changes=[change]), "ar")["text"]
    assert "سيوف، \u20682 couteaux\u2069\u2069 ← بنادق" in told
