"""Campaigns: which responses are copies of one letter, what someone added to it, and what is no copy."""

import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.analysis.pipeline import Options, Text, find_themes
from consult.analysis.pipeline.additions import added_parts
from consult.analysis.pipeline.campaigns import Family, find_families
from consult.analysis.pipeline.normalise import folded
from consult.analysis.pipeline.shingles import shingles

_LETTER = (
    "Please keep the nursery in our street open because families here have nowhere else to go. "
    "The staff know every child by name and the building was paid for by the people who live around it. "
    "Closing it saves less than the new car park costs and we will remember that."
)
_OWN = "My grandson learned to speak there after the accident and he still asks for the garden."

_FOUR_WORDS = ["keep", "our", "nursery", "open"]


def family_with(texts: list[str], member: int) -> Family:
    return next(f for f in find_families([folded(text) for text in texts]) if member in f.members)


def without(words: str, every: int) -> str:
    return " ".join(word for n, word in enumerate(words.split(), start=1) if n % every)


def exchanged(words: str, every: int) -> str:
    return " ".join("something" if n % every == 0 else word for n, word in enumerate(words.split(), start=1))


@pytest.mark.parametrize(
    "copy",
    [
        _LETTER.upper(),
        _LETTER.replace(".", " !"),
        without(_LETTER, 8),
        exchanged(_LETTER, 7),
        _LETTER.replace("because", "because as I said at the meeting last week").replace("child", "little child"),
        f"{_OWN} {_LETTER}",
        f"{_LETTER} {_OWN} {_OWN} I also want to say that the bus should stop at the corner again.",
        _LETTER.split(". ", 1)[1],
    ],
    ids=["in capitals", "other marks", "words out", "words exchanged", "words in", "before", "after", "a part"],
)
def test_a_letter_that_someone_changed_is_still_that_letter(copy: str) -> None:
    assert family_with([_LETTER, _LETTER, copy], 2).members == (0, 1, 2)


def test_people_who_only_share_the_words_of_the_question_are_no_campaign() -> None:
    because = "We should not build the new road through the park because"
    texts = [
        f"{because} {reason}"
        for reason in ("children play there", "it floods every winter", "nobody asked us", "old trees would go")
    ]
    assert not any(family.is_campaign for family in find_families([folded(text) for text in texts]))


def test_a_response_that_quotes_one_sentence_of_a_letter_is_no_copy_of_it() -> None:
    quoting = (
        "I read that closing it saves less than the new car park costs. That is not the whole story, since the roof "
        "leaks, the heating fails every January and half of the places are empty. Move it next door to the school."
    )
    assert family_with([_LETTER, _LETTER, _LETTER, quoting], 3).members == (3,)


def test_a_family_does_not_grow_by_chaining() -> None:
    words = ["".join("abcdefghij"[int(digit)] for digit in f"{n:03d}") for n in range(400)]
    steps = [" ".join(words[begin : begin + 60]) for begin in range(0, 300, 12)]
    first, last = family_with(steps, 0), family_with(steps, len(steps) - 1)
    assert first != last


def test_a_short_sentence_that_many_wrote_is_no_campaign() -> None:
    assert not any(family.is_campaign for family in find_families(["save our library"] * 50))


def test_every_response_is_in_exactly_one_family_and_the_parts_add_up() -> None:
    texts = [folded(text) for text, _ in some_copies(random.Random(3), 400)]  # noqa: S311 - texts, no secrets
    assert sorted(member for family in find_families(texts) for member in family.members) == list(range(len(texts)))


def some_copies(chance: random.Random, n: int) -> Iterator[tuple[str, int]]:
    """Yield texts of invented words, a third of them edited copies of a few letters, with the number of the letter."""
    words = ["".join(chance.choices("abdeiklmnorstu", k=chance.randrange(2, 8))) for _ in range(900)]

    def sentence() -> str:
        return " ".join(chance.choices(words, k=chance.randrange(7, 16))).capitalize() + "."

    letters = [" ".join(sentence() for _ in range(4)) for _ in range(6)]
    for place in range(n):
        if place % 3:
            yield " ".join(sentence() for _ in range(chance.randrange(1, 6))), -1
            continue
        letter = chance.randrange(len(letters))
        kept = [word for word in letters[letter].split() if chance.random() > 0.08]
        yield chance.choice(("", f"{sentence()} ")) + " ".join(kept), letter


def test_of_three_thousand_responses_nearly_all_copies_are_found_and_nearly_no_others() -> None:
    made = list(some_copies(random.Random(11), 3_000))  # noqa: S311 - texts, no secrets
    family_of = {m: f.leader for f in find_families([folded(t) for t, _ in made]) if f.is_campaign for m in f.members}
    said = Counter((family_of[n], letter) for n, (_, letter) in enumerate(made) if n in family_of)
    right = sum(n for (_, letter), n in said.items() if letter >= 0)
    assert right >= 0.97 * sum(said.values())
    assert right >= 0.97 * sum(letter >= 0 for _, letter in made)
    assert len({leader for leader, _ in said}) == 6


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_responses_changes_no_family(chance: random.Random) -> None:
    texts = [Text(id=f"r{n}", text=text) for n, (text, _) in enumerate(some_copies(random.Random(5), 60))]  # noqa: S311
    shuffled = texts[:]
    chance.shuffle(shuffled)
    options = Options(use_closed_answer=False)
    assert find_themes(shuffled, options).campaigns == find_themes(texts, options).campaigns


def test_a_campaign_says_its_template_how_many_sent_it_and_what_each_added() -> None:
    more = f"{_LETTER} {_OWN}"
    texts = [Text(id=f"r{n}", text=_LETTER) for n in range(4)] + [Text(id="more", text=more)]
    (campaign,) = find_themes(texts).campaigns
    assert (campaign.template, len(campaign.members), campaign.n_exact) == (_LETTER, 5, 4)
    assert [(each.response_id, more[each.start : each.end]) for each in campaign.additions] == [("more", _OWN)]


def test_words_of_ones_own_within_a_sentence_of_the_letter_are_found_too() -> None:
    template = "Keep the nursery in our street open because families here have nowhere else to go at all"
    given = template.replace(" because", ", where my own three children went every day for years, because")
    parts = added_parts(given, shingles(folded(template).split()))
    assert [given[begin:end] for begin, end in parts] == ["where my own three children went every day for years"]


def test_a_shingle_has_the_same_number_in_every_process() -> None:
    program = (
        "from consult.analysis.pipeline.shingles import shingles; print(shingles('keep our nursery open'.split()))"
    )
    printed = {
        subprocess.run(  # noqa: S603 - our own interpreter and our own words
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path.cwd())},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert printed == {str(shingles(_FOUR_WORDS))}
    assert shingles(_FOUR_WORDS).tolist() != shingles(_FOUR_WORDS[::-1]).tolist()


def test_folding_leaves_letters_alone_in_any_script() -> None:
    for text in ("Ça va – l'école, 3 enfants_", "ہم چاہتے ہیں 12", "Straße №5 x²", "बच्चे (2) ठीक", "İstanbul"):
        assert folded(text) == re.sub(r"[\W\d_]+", " ", text.casefold().replace("'", " ")).strip()
