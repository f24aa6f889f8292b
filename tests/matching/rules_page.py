"""docs/rules.md, written from the code: python -m tests.matching.rules_page > docs/rules.md"""

from __future__ import annotations

from matching.lexicon import Weights, load_lexicon
from matching.rules import ACT_RULES, ASPECT_RULES

_INTRODUCTION = """# How a kind is decided

The matcher looks for passages around the names of watched agencies, reads signs from them (what the
agency does, an act, a date, people held, places, cues against) and sums the points of the evidence.
Then two tables of rules decide, each read from top to bottom: the first rule that holds wins.

"""


def rules_table(weights: Weights) -> str:
    """Return docs/rules.md: both tables, the kinds and the points."""
    days = {"past": weights.past_days, "fresh": weights.fresh_days}
    parts = [
        _INTRODUCTION,
        "## What was done\n\n| rule | holds when | act |\n|---|---|---|\n",
        *(f"| {rule.name} | {rule.says} | {rule.act} |\n" for rule in ACT_RULES),
        "\n## How new it is\n\n| rule | holds when | aspect |\n|---|---|---|\n",
        *(f"| {r.name} | {r.says.format(**days)} | {r.aspect} |\n" for r in ASPECT_RULES),
        "\n## The kind\n\n| aspect | kind |\n|---|---|\n",
        "| new | operation or support, as the act says |\n| followup | update |\n",
        "| past | retelling |\n\n## The points\n\n",
        f"A report announces from {weights.threshold} points on; a watchlist may have its own.\n",
        "What seeds say (the last four) gives up to the points shown.\n",
        "\n| reason | points |\n|---|---|\n",
        *(f"| {reason} | {points:+.1f} |\n" for reason, points in weights.points.items()),
    ]
    return "".join(parts)


if __name__ == "__main__":
    print(rules_table(load_lexicon().weights), end="")
