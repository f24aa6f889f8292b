"""The verdict on one text, for a person."""

from __future__ import annotations

from core.articles import Article
from core.assessments import Assessment, Judgement, Slots
from core.jsonable import jsonable
from core.printable import printable


def readable_verdict(article: Article, judgement: Judgement) -> str:
    """Return the verdict as a person reads it: kinds, facts, and the sum that led there."""
    lines = [f"{article.title or article.id}"]
    if article.published:
        lines.append(f"published {jsonable(article.published)}, language {article.language}")
    if not judgement.assessments:
        named = ", ".join(sorted({a.agency for a in judgement.agencies})) or "no agency"
        lines.append(f"kind none: {named} found, nothing to assess")
    for number, assessment in enumerate(judgement.assessments, start=1):
        lines += ["", f"{number}. {_headline(assessment)}", *_facts(assessment.slots)]
        lines += [f"   {e.points:+6.2f}  {e.reason}: {_short(e.text)}" for e in assessment.evidence]
        lines.append(f"   rules: {', '.join(assessment.rules)}")
        lines.append(f"   otherwise: {assessment.counterfactual}")
        if assessment.nearest_seed:
            seed = assessment.nearest_seed
            lines.append(f"   nearest seed: {seed.seed} ({seed.similarity:.0f} of 100)")
    return printable("\n".join(lines))


def _headline(assessment: Assessment) -> str:
    return (
        f"{assessment.kind} ({assessment.watchlist}): score {assessment.score:.2f}, "
        f"threshold {assessment.threshold:.2f}"
    )


def _facts(slots: Slots) -> list[str]:
    stated = {
        "date": slots.date and slots.date.value.isoformat(),
        "places": ", ".join(p.name for p in slots.places),
        "held": slots.count and str(slots.count.value),
        "ages": slots.ages and "-".join(map(str, slots.ages.value)),
        "group": slots.group and slots.group.value,
        "topic": slots.topic and slots.topic.value,
        "seized": ", ".join(s.value for s in slots.seizures),
        "partner": ", ".join(s.value for s in slots.partner),
    }
    facts = "; ".join(f"{name} {value}" for name, value in stated.items() if value)
    return [f"   {facts}"] if facts else []


def _short(text: str, length: int = 80) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= length else f"{one_line[: length - 1]}…"
