"""What officers confirm teaches the rest: pure, only the unconfirmed move; and where things lie on the map."""

import random

import pytest

from consult.analysis.pipeline import Options, Text, find_themes
from consult.analysis.pipeline.learning import learnable, rescore
from consult.analysis.pipeline.positions import lay_map
from consult.analysis.pipeline.values import Bin

_SAID = {
    1: ("bus", "late", "timetable", "driver", "stop", "fare"),
    2: ("nurse", "clinic", "doctor", "waiting room", "prescription", "surgery"),
    3: ("tree", "park", "bench", "pond", "playground", "flowers"),
}


def some_texts(of_each: int = 20) -> list[Text]:
    draw = random.Random(3)  # noqa: S311 - made-up words, not a secret
    return [
        Text(id=f"{theme}-{n:02d}", text="We spoke of the {} and the {} and the {}".format(*draw.sample(words, 3)))
        for theme, words in _SAID.items()
        for n in range(of_each)
    ]


def confirmed(of_each: int) -> dict[str, tuple[int, ...]]:
    return {f"{theme}-{n:02d}": (theme,) for theme in _SAID for n in range(of_each)}


def test_three_confirmed_responses_a_theme_bring_the_others_where_an_officer_would_put_them() -> None:
    placements = rescore(some_texts(), confirmed(3))
    right = [p.assignments[0].theme == int(p.response_id[0]) for p in placements]
    assert len(placements) == 17 * 3
    assert sum(right) >= 0.85 * len(right)


def test_what_an_officer_confirmed_is_never_scored_again() -> None:
    assert not {p.response_id for p in rescore(some_texts(), confirmed(4))} & set(confirmed(4))


@pytest.mark.parametrize("known", [{}, confirmed(2), {f"1-{n:02d}": (1,) for n in range(9)}])
def test_with_too_little_confirmed_nothing_is_proposed(known: dict[str, tuple[int, ...]]) -> None:
    assert learnable(known) == ()
    assert rescore(some_texts(), known) == ()


def test_a_theme_with_too_few_confirmed_takes_nothing() -> None:
    known = confirmed(3) | {"3-19": (9,), "3-18": (9,)}
    assert learnable(known) == (1, 2, 3)
    assert 9 not in {a.theme for p in rescore(some_texts(), known) for a in p.assignments}


def test_the_order_of_the_texts_changes_no_score_and_blank_ones_get_none() -> None:
    texts = [*some_texts(), Text(id="blank", text="n/a")]
    placements = rescore(texts, confirmed(3))
    assert placements == rescore(texts[::-1], dict(reversed(confirmed(3).items())))
    assert "blank" not in {p.response_id for p in placements}
    assert all(p.bin is Bin.THEMED and sum(a.confidence for a in p.assignments) <= 1.00001 for p in placements)


def test_confirmed_responses_that_are_gone_teach_nothing() -> None:
    gone = {f"gone-{n}": (theme,) for n in range(6) for theme in (1 + n % 2,)}
    assert rescore(some_texts(), gone) == ()


def test_on_the_map_a_response_lies_nearest_to_a_theme_that_it_is_like() -> None:
    texts = some_texts()
    found = find_themes(texts)
    themes = {p.response_id: [a.theme for a in p.assignments] for p in found.placements}
    laid = lay_map(texts, themes)
    assert set(laid.themes) == {t for of_one in themes.values() for t in of_one[:1]}
    assert all(0 <= at <= 1 for place in (*laid.themes.values(), *laid.responses.values()) for at in place)
    assert laid == lay_map(texts[::-1], themes)
    near = 0
    for response, (x, y) in laid.responses.items():
        distance = {key: (x - a) ** 2 + (y - b) ** 2 for key, (a, b) in laid.themes.items()}
        near += min(distance, key=lambda key: distance[key]) == themes[response][0]
    assert near >= 0.7 * len(texts)


def test_a_map_of_nothing_and_of_one_theme_can_be_drawn() -> None:
    assert lay_map([], {}).themes == {}
    one = lay_map(some_texts(3), {f"1-{n:02d}": (7,) for n in range(3)}, Options(tier=0))
    assert one.themes == {7: (0.5, 0.5)}
    assert lay_map(some_texts(1), {}).responses["1-00"] == (0.5, 0.5)


def test_a_run_says_about_itself_how_sure_it_is() -> None:
    texts = [*some_texts(), Text(id="blank", text="-")]
    quality = find_themes(texts).quality
    assert quality is not None
    assert quality.coverage == 1
    assert quality.separation > 0.2
    assert 0 <= quality.share_unsure <= 1
    assert 0.5 <= quality.agreement <= 1
    nothing = find_themes([]).quality
    assert nothing is not None
    assert nothing.coverage == 0
