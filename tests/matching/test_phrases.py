"""The phrasebook: stems, prefixes, gaps, and how it reads its lexicon."""

from __future__ import annotations

import time

import pytest

from matching.normalise import fold_word
from matching.phrases import SOUND, Phrase, Phrasebook, parse_phrase
from matching.sounds import sound
from matching.tokens import tokenise


def found(text: str, *phrases: str) -> list[str]:
    book = Phrasebook(parse_phrase("act", None, phrase) for phrase in phrases)
    tokens = tokenise(fold_word(text))
    return [" ".join(t.text for t in tokens[h.first : h.last]) for h in book.find(tokens)]


@pytest.mark.parametrize(
    ("text", "phrase", "hit"),
    [
        ("il a démantelé la cellule", "démantel*", "demantele"),
        ("وتفكيك الخلية", "تفكيك*", "وتفكيك"),
        ("mise en échec d'un projet", "mis* en échec", "mise en echec"),
        ("وضع البسيج أمس حدا", "وضع .. حدا", "وضع البسيج امس حدا"),
        ("وضع هو وصديقه وأخوه حدا", "وضع .. حدا", "وضع هو وصديقه واخوه حدا"),
        ("وضع بالحدود", "وضع حدود*", "وضع بالحدود"),
        ("وضع البسيج بالحدود", "وضع .. حدود*", "وضع البسيج بالحدود"),
        ("والشرطة القضائية", "الشرطة القضائية", "والشرطه القضاييه"),
        ("l'bureau tay7at 3issaba", "tay7at", "tay 7 at"),
    ],
)
def test_phrases_are_found(text: str, phrase: str, hit: str) -> None:
    assert found(text, phrase) == [hit]


def test_each_word_of_a_name_may_only_sound_like_it() -> None:
    words = (SOUND + sound("ouled"), SOUND + sound("khouribga"))
    book = Phrasebook([Phrase("place", None, words)])
    assert len(book.find(tokenise("a ulad juribga"))) == 1
    assert not book.find(tokenise("a ulad juriba"))


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("نسيج البلاد", "بسيج"),
        ("mise au point", "mis* en échec"),
        ("وضع هو وصديقه وأخوه وجاره حدا", "وضع .. حدا"),
        ("اليوم", "=يوم"),
    ],
)
def test_other_words_are_not(text: str, phrase: str) -> None:
    assert found(text, phrase) == []


@pytest.mark.parametrize("phrase", ["", "..", "a*", ".. mot", "mot .."])
def test_a_phrase_without_words_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match="word"):
        parse_phrase("act", None, phrase)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("il a démantelé la cellule", "démantel*"),
        ("mise en échec d'un projet", "mis* en échec"),
        ("للقاعدة", "القاعدة"),
        ("وبالقاعدة", "=وبالقاعدة"),
        ("يومه", "=يومه"),
    ],
)
def test_a_root_stands_in_every_text_that_holds_a_phrase(text: str, phrase: str) -> None:
    assert found(text, phrase)
    for is_common in (lambda _: False, lambda _: True):
        roots = Phrasebook([parse_phrase("act", None, phrase)]).roots(is_common)
        assert any(root in fold_word(text) for root in roots)


@pytest.mark.parametrize(
    ("phrase", "root"),
    [
        ("coup de filet dans", "filet"),
        ("pris dans", "pris"),
        ("dans", "dans"),
        ("ألقت بهم", "القت"),
        ("بين يدي", "يدي"),
    ],
)
def test_a_root_is_the_longest_word_that_is_not_common(phrase: str, root: str) -> None:
    book = Phrasebook([parse_phrase("act", None, phrase)])
    assert set(book.roots(lambda word: word == "dans")) == {root}


def test_a_narrower_book_finds_only_its_concepts() -> None:
    phrases = [parse_phrase("act", None, "arrêté"), parse_phrase("topic", "drugs", "drogue")]
    book = Phrasebook(phrases).only({"topic"})
    hits = book.find(tokenise("arrete avec de la drogue"))
    assert [(hit.concept, hit.value) for hit in hits] == [("topic", "drugs")]


def test_gaps_cost_no_more_than_their_length() -> None:
    def seconds(count: int) -> float:
        start = time.process_time()
        found("mis " * count, "mis* .. en .. échec")
        return time.process_time() - start

    short = max(min(seconds(4_000) for _ in range(3)), 0.005)
    assert min(seconds(40_000) for _ in range(3)) < 50 * short


@pytest.mark.parametrize(
    ("written", "phrase"),
    [("أأوقف", "اوقف"), ("االبارح", "البارح"), ("arrrêté", "arrêté"), ("hommmes", "hommes")],
)
def test_letters_that_no_word_has_so_often_are_slips(written: str, phrase: str) -> None:
    assert found(written, phrase) == [fold_word(written)]
