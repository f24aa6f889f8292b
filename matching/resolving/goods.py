"""Reads what was seized as a thing and an amount, so that it is the same in every language."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from matching.normalise import fold
from matching.phrases import Hit, Phrase, Phrasebook, parse_phrase
from matching.resolving.quantities import read_quantity
from matching.resolving.weights import PATH, load_weights
from matching.tokens import tokenise

CLOSE = 0.1
"""Two amounts that differ by less are one: outlets round."""

MORE = 0.25
"""Another outlet's larger amount is news from here on: below, it is a rounded or a partial one."""


@dataclass(frozen=True, slots=True)
class Goods:
    """`thing` is a word of the data file, None where the text says only how much.

    `amount` is in kilos where `weighed`, else a number; None where it isn't told. `decimal` is
    another way to read it, "25,740 kg". It is the `least` that it may be: "more than a tonne".
    """

    thing: str | None
    amount: float | None
    weighed: bool
    decimal: float | None = None
    least: bool = False


class Amount(NamedTuple):
    """So much of a thing, in kilos where `weighed`, else in number; or more where it is `least`."""

    thing: str
    weighed: bool
    value: float
    least: bool


@lru_cache(maxsize=4096)
def read_goods(text: str) -> Goods:
    """Return what a seizure's words say, in whatever language."""
    folded = fold(text).text
    quantity = read_quantity(folded)
    hits = _phrasebook().find(tokenise(folded))
    return Goods(
        thing=_thing([hit for hit in hits if hit.concept == "thing"]),
        amount=quantity.amount,
        weighed=quantity.weighed,
        decimal=quantity.decimal,
        least=any(hit.concept == "least" for hit in hits),
    )


def new_goods(texts: Sequence[str], known: Iterable[str], *, followup: bool) -> tuple[str, ...]:
    """Return the texts that tell of goods which no known text tells.

    Of a thing that is known another outlet's amount is new where it is well above; a follow-up's
    where it is another one, since it comes on top; the sum of what was told in parts is known.
    Small matters are new only in a follow-up, beside nothing.
    """
    told = [read_goods(text) for text in known]
    return tuple(text for text in texts if _is_new(read_goods(text), told, followup))


def one_of_each(texts: Iterable[str]) -> tuple[str, ...]:
    """Return texts without those that repeat an earlier one's goods in other words."""
    kept: dict[str, Goods] = {}
    for text in texts:
        goods = read_goods(text)
        if text not in kept and not any(_repeats(goods, other) for other in kept.values()):
            kept[text] = goods
    return tuple(kept)


def goods_named(text: str) -> tuple[str, ...]:
    """Return the things that a text names by which cases are told apart, in one order."""
    hits = _phrasebook().find(tokenise(fold(text).text))
    telling = load_weights().goods.telling
    return tuple(sorted({hit.value for hit in hits if hit.value in telling}))


def amounts(texts: Iterable[str]) -> set[int]:
    """Return the whole amounts, kilos or numbers: "trois tonnes" is 3000 in every language."""
    found = (goods.amount for goods in map(read_goods, texts))
    return {int(amount) for amount in found if amount is not None and amount == int(amount) > 1}


def amounts_told(texts: Iterable[str]) -> frozenset[Amount]:
    """Return the amounts of things by which cases are told apart, read in every way.

    Weights, and what is counted one by one: sixty bales and 1,500 slabs may be the same.
    """
    words = load_weights().goods
    return frozenset(
        Amount(goods.thing, goods.weighed, amount, goods.least)
        for goods in map(read_goods, texts)
        if goods.thing in words.telling and (goods.weighed or goods.thing in words.counted)
        for amount in (goods.amount, goods.decimal)
        if amount
    )


def _is_new(goods: Goods, told: Sequence[Goods], followup: bool) -> bool:
    minor = goods.thing in load_weights().goods.minor
    if not told:
        return followup or not minor
    if goods.thing is None or minor:
        return False
    same = [other for other in told if _is_same(goods.thing, other.thing)]
    kin = [other for other in told if other.amount is not None and _is_kin(goods, other)]
    amounts = [other.amount for other in kin if other.amount is not None]
    if goods.amount is None or not amounts:
        return not same and not (amounts and goods.amount is None)
    if _is_close(goods.amount, sum({*amounts})) or any(_are_close(goods, o) for o in kin):
        return False
    return followup or not same or goods.amount > max(amounts) * (1 + MORE)


def _is_same(thing: str, other: str | None) -> bool:
    """ "Arms" may be said of rifles and of knives."""
    return thing == other or any({thing, other} <= {*kin} for kin in load_weights().goods.kin)


def _is_kin(goods: Goods, other: Goods) -> bool:
    """Where the text was cut short it doesn't say of what there are so many kilos."""
    cut = None in (goods.thing, other.thing) and goods.weighed
    return goods.weighed == other.weighed and (goods.thing == other.thing or cut)


def _repeats(goods: Goods, other: Goods) -> bool:
    if goods.thing is None and goods.amount is None:
        return False
    if None in (goods.amount, other.amount):
        return goods.thing == other.thing and goods.amount is None
    return _is_kin(goods, other) and _are_close(goods, other)


def _are_close(goods: Goods, other: Goods) -> bool:
    """In one way or another to read them."""
    ways = product((goods.amount, goods.decimal), (other.amount, other.decimal))
    return any(_is_close(a, b) for a, b in ways if a is not None and b is not None)


def _is_close(one: float, other: float) -> bool:
    return abs(one - other) <= CLOSE * max(one, other)


def _thing(hits: Sequence[Hit]) -> str | None:
    """The longest words say it best: bladed weapons are not just weapons."""
    best = max(hits, key=lambda hit: hit.last - hit.first, default=None)
    return str(best.value) if best else None


@cache
def _phrasebook() -> Phrasebook:
    return Phrasebook(_phrases())


def _phrases() -> Iterator[Phrase]:
    for thing, texts in load_weights().goods.things.items():
        yield from (parse_phrase("thing", thing, text) for text in texts)
    seizures = tomllib.loads((PATH.parent / "seizures.toml").read_text(encoding="utf-8"))
    yield from (parse_phrase("least", None, text) for text in seizures["least"])
