"""Alerts as Slack, Mattermost and compatible receivers read them: text and blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from alerts.channels.bodies import BODY_BYTES, CUT, LADDER, Limits, compact, shorten
from alerts.channels.bulletin import Bulletin, Item, announce
from alerts.channels.labels import Labels
from alerts.channels.story import Row, Source, Story, tell
from alerts.channels.texts import isolate

HEADER_LENGTH = 150
SECTION_LENGTH = 2_900
"""Slack refuses a message with a header over 150 or a section over 3,000 characters."""

URL_LENGTH, TITLE_LENGTH, OUTLET_LENGTH = 1_500, 500, 200
"""What stands around a link in a line, so that the line fits into a section and is never cut."""

LISTED = 5
DIGEST_LADDER = tuple(Limits(0, 100, length) for length in (300, 100, 44))
"""For a digest that is too long: it keeps each of its alerts. Ids and instants stand whole."""

_MENTION = re.compile(r"(?<![0-9A-Za-z_])@(?=\w)")
_MARKDOWN_LINK = re.compile(r"\](?=[(\[:])")
_NOTHING = "\u200b"
"""An invisible character between @ and a name, or within a Markdown link, leaves plain text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Message:
    heading: str
    sections: tuple[str, ...]
    note: str

    @property
    def text(self) -> str:
        return "\n".join([_safe(self.heading), *self.sections, self.note])


def slack_body(payload: dict[str, Any], labels: Labels) -> bytes:
    """Return JSON of at most BODY_BYTES with `text` and `blocks`, which say the same.

    Mattermost reads `text` alone, Slack shows it where there are no blocks: they are left out where
    both are too long together. Then texts are shortened, as in the standard body.
    """
    text = ""
    for short in _ever_shorter(payload):
        message = _message(short, labels)
        text = message.text
        for body in ({"text": text, "blocks": _blocks(message)}, {"text": text}):
            if len(written := compact(body)) <= BODY_BYTES:
                return written
    return _without_its_end(text)


def _ever_shorter(payload: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield payload
    for limits in DIGEST_LADDER if "items" in payload else LADDER:
        yield shorten(payload, limits)[0]


def _without_its_end(text: str) -> bytes:
    """Leave out the last lines of a digest of which every letter takes four bytes."""
    lines = text.splitlines()
    while len(body := compact({"text": "\n".join([*lines, CUT])})) > BODY_BYTES:
        del lines[-1]
    return body


def _message(payload: dict[str, Any], labels: Labels) -> _Message:
    if "event" in payload:
        return _of_event(tell(payload, labels))
    return _of_bulletin(announce(payload, labels))


def _of_event(story: Story) -> _Message:
    passage = "".join(f"*{_safe(p.text)}*" if p.marked else _safe(p.text) for p in story.pieces)
    clauses = [isolate(clause.text, story.labels) for clause in story.new_because]
    parts: list[Sequence[str]] = [
        [f"*{_link(story.source)}*"],
        [_safe(story.status)],
        [_row(row, story.labels) for row in (*story.changes, *story.rows)],
        [f"> {line}" for line in passage.splitlines()],
        [_row(row, story.labels) for row in story.contradictions],
        list(_others(story)),
        [" · ".join(map(_safe, (*story.why, *clauses)))],
    ]
    return _Message(
        heading=f"{story.type}{story.labels['colon']}{story.subject}",
        sections=tuple(section for part in parts for section in _packed(part)),
        note=" · ".join(note for note in (story.late, _safe(story.ids)) if note),
    )


def _others(story: Story) -> Iterator[str]:
    for source in story.others[:LISTED]:
        yield f"• {_told(source, story.labels)}"
    if left := story.others[LISTED:]:
        yield f"• {story.labels.of('coverage', 'more').format(n=len(left))}"


def _of_bulletin(bulletin: Bulletin) -> _Message:
    lines = [_item(item, bulletin.labels) for item in bulletin.items]
    sections = _packed([_safe(bulletin.intro)] if bulletin.intro else []) + _packed(lines)
    return _Message(heading=bulletin.subject, sections=tuple(sections), note=bulletin.ids)


def _item(item: Item, labels: Labels) -> str:
    text, source = _safe(item.text.text), item.source
    if source is None:
        return text
    return f"• {text}\n{_told(source, labels)}"


def _told(source: Source, labels: Labels) -> str:
    return _cut(_safe(source.outlet.text), OUTLET_LENGTH) + labels["colon"] + _link(source)


def _packed(lines: Iterable[str]) -> list[str]:
    """Put lines together into as few sections as take them whole."""
    sections: list[str] = []
    for line in (_cut(line, SECTION_LENGTH) for line in lines if line):
        if sections and len(sections[-1]) + len(line) < SECTION_LENGTH:
            sections[-1] += f"\n{line}"
        else:
            sections.append(line)
    return sections


def _blocks(message: _Message) -> list[dict[str, Any]]:
    heading = _cut(message.heading, HEADER_LENGTH)
    return [
        {"type": "header", "text": {"type": "plain_text", "text": heading}},
        *({"type": "section", "text": {"type": "mrkdwn", "text": s}} for s in message.sections),
        {"type": "context", "elements": [{"type": "mrkdwn", "text": message.note}]},
    ]


def _row(row: Row, labels: Labels) -> str:
    values = " · ".join(_safe(isolate(value.text, labels)) for value in row.values)
    return f"*{_safe(row.label)}{labels['colon'].rstrip()}* {values}"


def _link(source: Source) -> str:
    title = _cut(_safe(source.title.text), TITLE_LENGTH)
    if source.url is None or len(source.url) > URL_LENGTH:
        return title
    url = source.url.replace("|", "%7C").replace(">", "%3E").replace("<", "%3C")
    return f"<{url}|{title}>"


def _safe(text: str) -> str:
    """Escape what Slack reads as a command, such as <!channel>, and Mattermost as @channel or as a
    link or an image in Markdown."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _MENTION.sub(f"@{_NOTHING}", text)
    return _MARKDOWN_LINK.sub(f"]{_NOTHING}", text)


def _cut(text: str, length: int) -> str:
    """Cut a text that holds no link, and no escaped character in two."""
    if len(text) <= length:
        return text
    return re.sub(r"&\w*$", "", text[: length - len(CUT)]) + CUT
