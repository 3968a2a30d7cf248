"""Themes from texts: what is found, what adds up, and that the same texts always give the same bytes."""

import json
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from consult.analysis.pipeline import Options, Text, find_themes
from consult.analysis.pipeline.naming import name_themes
from consult.analysis.pipeline.values import Bin, Themes

_SAID = {
    "crossing": (
        "The road outside the school is dangerous at home time",
        "We need a safe crossing on the main road outside school",
        "Cars speed past the school gates and there is no crossing",
        "Put a crossing patrol back on the road by the gates",
        "Traffic on the road makes walking to school dangerous",
        "Please slow the traffic down near the school crossing",
        "My son was nearly hit by a car crossing the road",
    ),
    "meals": (
        "School meals are cold and the portions are too small",
        "Free school meals should go to every hungry child",
        "The dinners are poor and my daughter comes home hungry",
        "Hot meals at lunch would help hungry children learn",
        "Better lunches please, the meals are not fresh",
        "Fresh fruit and hot dinners for every child at lunch",
        "Lunch portions are small and meals run out",
    ),
    "support": (
        "Children with special needs wait years for an assessment",
        "There are not enough teaching assistants for special needs",
        "Support for autistic pupils came after a two year wait",
        "More teaching assistants to support pupils who need help",
        "The wait for an assessment of special needs is too long",
        "Autistic children get no support until the assessment",
        "Fund more support and assistants for special needs pupils",
    ),
}


def some_texts(copies: int = 4) -> list[Text]:
    endings = ("", " every day", " I think", " this year", " again", " in winter", " they say", " by the way")
    return [
        Text(id=f"{kind}-{i}-{n}", text=sentence + endings[n], closed_answer="yes" if i % 2 else "no")
        for kind, sentences in _SAID.items()
        for i, sentence in enumerate(sentences)
        for n in range(copies)
    ]


def main_themes(result: Themes) -> dict[str, int]:
    return {p.response_id: p.assignments[0].theme for p in result.placements if p.assignments}


def test_people_who_say_alike_are_in_one_theme() -> None:
    result = find_themes(some_texts(), Options(use_closed_answer=False))
    main = main_themes(result)
    for kind in _SAID:
        of_kind = [theme for response, theme in main.items() if response.startswith(kind)]
        most = max(of_kind.count(theme) for theme in set(of_kind))
        assert most >= 0.4 * len(of_kind)
    assert 3 <= len(result.themes) <= 9


def test_every_response_is_counted_once_and_the_parts_add_up() -> None:
    texts = [*some_texts(), Text(id="blank", text="  "), Text(id="na", text="N/A"), Text(id="no", text="No comment.")]
    result = find_themes(texts)
    counts = result.counts
    assert counts.responses == len(texts) == len(result.placements)
    assert counts.themed + counts.unthemed + counts.no_substantive_answer == len(texts)
    assert {p.response_id for p in result.placements if p.bin is Bin.NO_SUBSTANTIVE_ANSWER} == {"blank", "na", "no"}
    for theme in result.themes:
        members = [p for p in result.placements if theme.key in {a.theme for a in p.assignments}]
        assert len(members) == theme.size


def test_the_order_in_which_responses_arrive_changes_nothing() -> None:
    texts = some_texts()
    shuffled = texts[:]
    random.Random(4).shuffle(shuffled)  # noqa: S311 - an order, not a secret
    assert find_themes(shuffled) == find_themes(texts)


_PROGRAM = """
import json, sys
from consult.analysis.pipeline import Text, find_themes
from hashlib import sha256
print(sha256(repr(find_themes([Text(**text) for text in json.load(sys.stdin)])).encode()).hexdigest())
"""


def test_two_processes_with_other_hash_seeds_and_threads_give_the_same_bytes() -> None:
    texts = json.dumps(
        [{"id": text.id, "text": text.text, "closed_answer": text.closed_answer} for text in some_texts()]
    )
    found = {
        subprocess.run(  # noqa: S603 - our own interpreter and our own words
            [sys.executable, "-c", _PROGRAM],
            env={"PYTHONHASHSEED": seed, "OMP_NUM_THREADS": threads, "PYTHONPATH": str(Path.cwd())},
            input=texts,
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        ).stdout
        for seed, threads in (("1", "1"), ("2", "2"))
    }
    assert len(found) == 1


def test_nothing_in_gives_nothing_out() -> None:
    result = find_themes([])
    assert (result.themes, result.placements, result.counts.responses) == ((), (), 0)


def test_one_response_is_no_theme_and_is_not_lost() -> None:
    result = find_themes([Text(id="a", text="The bus is always late in the morning")])
    assert result.themes == ()
    assert [p.bin for p in result.placements] == [Bin.UNTHEMED]


def test_a_hundred_identical_letters_are_one_theme_and_one_campaign() -> None:
    letter = "Keep our nursery open because families in this part of the city have nowhere else to go"
    result = find_themes([Text(id=f"r{n:03d}", text=letter) for n in range(100)])
    assert [(t.size, t.size_without_copies) for t in result.themes] == [(100, 1)]
    assert [len(c.members) for c in result.campaigns] == [100]


def test_what_someone_added_to_a_letter_is_analysed_on_its_own() -> None:
    letter = (
        "Keep our nursery open because families in this part of the city have nowhere else to go. "
        "The staff know every child and the building was paid for by the people who live here. "
    )
    texts = [*some_texts(), *(Text(id=f"letter-{n}", text=letter) for n in range(6))]
    texts.append(Text(id="more", text=letter + "Also the road outside the school is dangerous and needs a crossing."))
    result = find_themes(texts, Options(use_closed_answer=False))
    assert any({"more", "letter-0"} <= set(campaign.members) for campaign in result.campaigns)
    placed = {p.response_id: p for p in result.placements}
    own = {a.theme for a in placed["more"].assignments} - {a.theme for a in placed["letter-0"].assignments}
    assert own & {theme for response, theme in main_themes(result).items() if response.startswith("crossing")}


@pytest.mark.parametrize(
    "junk",
    [
        "\x00\x01\x02\x03" * 50,
        "PK\x03\x04\x14\x00\x08\x00 \ufffd\ufffd\ufffd" * 20,
        "\ud800 lone surrogate",
        "\u202eright to left\u202c",
        "😀😀😀",
        "0" * 200_000,
        "word " * 40_000,
        "ہم چاہتے ہیں کہ اسکول محفوظ ہو",
        "।।।" * 10,
    ],
)
def test_junk_is_placed_somewhere_and_breaks_nothing(junk: str) -> None:
    result = find_themes([*some_texts(1), Text(id="junk", text=junk)])
    assert "junk" in {p.response_id for p in result.placements}


def test_two_texts_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="same id"):
        find_themes([Text(id="a", text="One"), Text(id="a", text="Two")])


def test_quotes_are_verbatim_and_of_a_response_in_the_theme() -> None:
    texts = {text.id: text.text for text in some_texts()}
    result = find_themes(some_texts())
    members = {p.response_id: {a.theme for a in p.assignments} for p in result.placements}
    for theme in result.themes:
        assert theme.quotes
        for quote in theme.quotes:
            assert quote.text in texts[quote.response_id]
            assert theme.key in members[quote.response_id]


def test_a_response_that_says_two_things_is_in_two_themes_with_the_part_that_says_each() -> None:
    both = "The road outside the school is dangerous at home. School meals are cold and the portions are too small."
    result = find_themes([*some_texts(), Text(id="both", text=both)], Options(use_closed_answer=False))
    placed = next(p for p in result.placements if p.response_id == "both")
    assert len({a.theme for a in placed.assignments}) == len(placed.assignments) == 2
    parts = [both[a.start : a.end] for a in placed.assignments if a.start is not None]
    assert parts
    assert all(part.endswith(".") for part in parts)


def test_a_small_theme_is_kept_and_flagged_as_a_minority() -> None:
    few = [Text(id=f"deaf-{n}", text=t) for n, t in enumerate(
        ("Deaf parents need signing interpreters", "Interpreters who sign for deaf parents", "Signing for deaf parents")
    )]  # fmt: skip
    result = find_themes([*some_texts(4), *few], Options(use_closed_answer=False))
    theme = next(t for t in result.themes if t.key == main_themes(result)["deaf-0"])
    assert theme.size == 3
    assert theme.minority


def test_a_name_keeps_the_word_that_turns_its_meaning_round() -> None:
    unsafe = [("The park is not safe", "en", 1), ("Not safe for children at night", "en", 2)]
    green = [("The park is green", "en", 1), ("A green and safe place", "en", 2)]
    assert name_themes([unsafe, green])[0].keywords[0] == "not safe"


def test_the_closed_answer_can_be_left_out() -> None:
    with_answer = find_themes(some_texts())
    without = find_themes([replace(text, closed_answer=None) for text in some_texts()])
    left_out = find_themes(some_texts(), Options(use_closed_answer=False))
    assert [t.size for t in left_out.themes] == [t.size for t in without.themes]
    assert with_answer.record.parameters != left_out.record.parameters


def test_the_stakeholder_group_never_forms_a_theme() -> None:
    grouped = [replace(text, stratum="parent" if n % 2 else "pupil") for n, text in enumerate(some_texts())]
    assert main_themes(find_themes(grouped)) == main_themes(find_themes(some_texts()))


def test_finer_gives_at_least_as_many_themes_as_broader() -> None:
    broad = find_themes(some_texts(), Options(granularity=0.5))
    fine = find_themes(some_texts(), Options(granularity=2))
    assert len(broad.themes) <= len(fine.themes)


def test_progress_is_told_in_order() -> None:
    heard: list[float] = []
    find_themes(some_texts(), report=lambda share, _sentence: heard.append(share))
    assert heard == sorted(heard)
    assert 0 <= heard[0] < heard[-1] <= 1


def test_bengali_words_stay_whole_and_text_in_other_languages_finds_themes() -> None:
    from consult.analysis.pipeline.words import words

    assert len(words("বিদ্যালয় নিরাপদ")) == 2
    spanish = ("El autobús llega tarde", "Queremos más autobuses por la mañana", "El autobús nunca llega a tiempo")
    result = find_themes([Text(id=f"{n}-{i}", text=t, language="es") for n in range(3) for i, t in enumerate(spanish)])
    assert result.counts.themed == 9


def test_a_granularity_out_of_bounds_is_refused() -> None:
    with pytest.raises(ValueError, match="Granularity"):
        Options(granularity=9)
