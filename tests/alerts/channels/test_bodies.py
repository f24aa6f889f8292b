from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.channels.bodies import BODY_BYTES, standard_body
from alerts.digests import LISTED
from tests.alerts.channels.samples import PASSAGE, PAYLOAD, digest, payload
from tests.alerts.channels.schema import problems

LONG = 3_000


def read(value: dict[str, Any]) -> Any:
    body = standard_body(value)
    assert len(body) <= BODY_BYTES
    return json.loads(body)


def test_a_payload_is_sent_as_it_is_compact_and_in_stable_order() -> None:
    body = standard_body(payload())
    assert json.loads(body) == payload()
    assert body == standard_body(dict(reversed(payload().items())))
    assert b'", "' not in body
    assert "توقيف".encode() in body


def test_long_text_is_shortened_and_named() -> None:
    sent = read(payload(report__passage=PASSAGE * 400, report__marks=[[5, 19], [18_000, 18_005]]))
    passage = sent["report"]["passage"]
    assert passage.startswith(PASSAGE)
    assert passage.endswith("…")
    assert sent["report"]["marks"] == [[5, 19]]
    assert sent["cut"] == ["report.passage"]
    assert not problems(sent)


def test_many_reports_are_shortened_before_the_facts() -> None:
    line = payload()["reports"][0] | {"title": "خبر " * 200}
    sent = read(payload(reports=[line] * 20))
    assert 0 < len(sent["reports"]) < 20
    assert "reports" in sent["cut"]
    assert sent["event"] == payload()["event"]
    assert sent["report"]["url"] == payload()["report"]["url"]


def test_an_endless_url_becomes_unknown_rather_than_broken() -> None:
    sent = read(payload(report__url="https://nord.example/" + "x" * 30_000))
    assert sent["report"]["url"] is None
    assert sent["cut"] == ["report.url"]


def test_ids_stand_whole_even_in_the_shortest_form() -> None:
    ids = {"id": "alr_" + "a" * 32, "event__id": "evt_" + "b" * 32}
    sent = read(payload(**ids, **everything_long("\x01" * LONG, 30)))
    assert (sent["id"], sent["event"]["id"]) == (ids["id"], ids["event__id"])
    assert not problems(sent)


@pytest.mark.parametrize("letter", ["a", "ش", "😀", "\x01", '"'])
def test_a_long_digest_fits_and_names_every_alert(letter: str) -> None:
    ids = [f"alr_{n:032}" for n in range(LISTED)]
    long = {"report__title": letter * 3_000, "report__outlet": letter * 99}
    items = [payload(id=i, event__id=f"evt_{n:032}", **long) for n, i in enumerate(ids)]
    sent = read(digest(*items).payload)
    assert [line["id"] for line in sent["items"]] == ids
    assert sent["cut"] == ["items"]
    assert not problems(sent)


@pytest.mark.parametrize("letter", ["a", "ش", "😀", "\x01", '"'])
@pytest.mark.parametrize("many", [1, LISTED])
def test_what_a_digest_says_of_the_outlets_never_takes_the_room_of_alerts(
    letter: str, many: int
) -> None:
    long = {"report__title": letter * 300, "report__outlet": letter * 99, "report__url": letter * 9}
    told = digest(*[payload(**long)] * many).payload
    told["digest"]["coverage"] = letter * 30_000
    sent = read(told)
    assert len(sent["items"]) == many
    assert sent["digest"]["coverage"]
    assert sent["cut"] == ["digest.coverage", "items"]
    assert not problems(sent)


def test_a_short_digest_holds_the_payloads_as_they_were_frozen() -> None:
    assert read(digest(PAYLOAD, PAYLOAD).payload)["items"] == [PAYLOAD, PAYLOAD]


def test_half_a_surrogate_pair_does_not_stop_an_alert() -> None:
    assert read(payload(report__title="x\ud83dy"))["report"]["title"] == "x?y"


@settings(max_examples=40, deadline=None)
@given(letter=st.characters(), length=st.integers(0, LONG), many=st.integers(0, 30))
def test_whatever_is_published_the_body_is_json_and_fits(
    letter: str, length: int, many: int
) -> None:
    sent = read(payload(**everything_long(letter * length, many)))
    assert not problems(sent)


def everything_long(text: str, many: int) -> dict[str, Any]:
    line = payload()["reports"][0] | {"outlet": text, "title": text, "url": text}
    change = {"what": text, "before": text, "after": text, "source": text}
    value = {"value": text, "outlets": [text] * many}
    return {
        "event__watchlist": text,
        "event__group": text,
        "event__places": [{"name": text, "code": text}] * many,
        "event__partner": [text] * many,
        "event__seizures": [text] * many,
        "event__merged_from": [text] * many,
        "changes": [change] * many,
        "report": line | {"passage": text, "marks": [[0, 1]] * many},
        "reports": [line] * min(many, 20),
        "contradictions": [{"slot": "count", "values": [value] * many}] * min(many, 3),
        "why__evidence": [{"reason": text, "points": 1.5, "text": text}] * many,
        "why__nearest_seed": {
            "seed": text,
            "similarity": 50.0,
            "passage": text,
            "seed_passage": text,
        },
        "why__new_because": text,
    }


@pytest.mark.parametrize("size", [BODY_BYTES - 100, BODY_BYTES, BODY_BYTES + 1])
def test_nothing_is_cut_from_what_fits(size: int) -> None:
    room = size - len(standard_body(payload(report__passage="")))
    sent = read(payload(report__passage="x" * room))
    assert ("cut" in sent) == (size > BODY_BYTES)
