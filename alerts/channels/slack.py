"""Alerts as Slack, Mattermost and compatible receivers read them: text and blocks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from alerts.channels.bodies import compact
from alerts.channels.bulletin import Bulletin, Item, announce
from alerts.channels.labels import Labels
from alerts.channels.story import Row, Source, Story, tell
from alerts.channels.texts import isolate

HEADER_LENGTH = 150
SECTION_LENGTH = 2_900
"""Slack refuses a message with a header over 150 or a section over 3,000 characters."""

LISTED = 5


def slack_body(payload: dict[str, Any], labels: Labels) -> bytes:
    """Return JSON with `text`, complete for receivers that read nothing else, and `blocks`."""
    if "event" in payload:
        return _event_body(tell(payload, labels))
    return _bulletin_body(announce(payload, labels))


def _event_body(story: Story) -> bytes:
    title = f"*{_link(story.source.title.text, story.source)}*"
    facts = "\n".join(_row(row, story.labels) for row in (*story.changes, *story.rows))
    passage = "".join(f"*{_safe(p.text)}*" if p.marked else _safe(p.text) for p in story.pieces)
    others = "\n".join(f"• {_told(s, story.labels)}" for s in story.others[:LISTED])
    clauses = [isolate(clause.text, story.labels) for clause in story.new_because]
    because = " · ".join(map(_safe, (*story.why, *clauses)))
    notes = [note for note in (story.late, _safe(story.ids)) if note]
    disagreement = "\n".join(_row(row, story.labels) for row in story.contradictions)
    status = _safe(story.status)
    texts = [title, status, facts, _quoted(passage), disagreement, others, because]
    return _body(f"{story.type}{story.labels['colon']}{story.subject}", texts, " · ".join(notes))


def _bulletin_body(bulletin: Bulletin) -> bytes:
    lines = [_item(item, bulletin.labels) for item in bulletin.items]
    return _body(bulletin.subject, [_safe(bulletin.intro or ""), *_packed(lines)], bulletin.ids)


def _item(item: Item, labels: Labels) -> str:
    text, source = _safe(item.text.text), item.source
    if source is None:
        return text
    return f"• {text}\n{_told(source, labels)}"


def _told(source: Source, labels: Labels) -> str:
    return _safe(source.outlet.text) + labels["colon"] + _link(source.title.text, source)


def _packed(lines: Iterable[str]) -> list[str]:
    """Put lines together into as few sections as take them whole."""
    sections: list[str] = []
    for line in lines:
        if sections and len(sections[-1]) + len(line) < SECTION_LENGTH:
            sections[-1] += f"\n{line}"
        else:
            sections.append(line)
    return sections


def _body(heading: str, texts: list[str], note: str) -> bytes:
    sections = [_cut(text, SECTION_LENGTH) for text in texts if text]
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": _cut(heading, HEADER_LENGTH)}},
        *({"type": "section", "text": {"type": "mrkdwn", "text": s}} for s in sections),
        {"type": "context", "elements": [{"type": "mrkdwn", "text": note}]},
    ]
    return compact({"text": "\n".join([_safe(heading), *sections[:2]]), "blocks": blocks})


def _row(row: Row, labels: Labels) -> str:
    values = " · ".join(_safe(isolate(value.text, labels)) for value in row.values)
    return f"*{_safe(row.label)}{labels['colon'].rstrip()}* {values}"


def _link(text: str, source: Source) -> str:
    if source.url is None:
        return _safe(text)
    url = source.url.replace("|", "%7C").replace(">", "%3E").replace("<", "%3C")
    return f"<{url}|{_safe(text)}>"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.splitlines())


def _safe(text: str) -> str:
    """Escape what Slack reads as a command, such as <!channel>."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
