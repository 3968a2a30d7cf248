"""Who says what more often: the arithmetic against scipy, and the page."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, fisher_exact
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from consult.analysis import actions
from consult.analysis.breakdown import Leaning, break_down, holm, wilson
from consult.analysis.models import Theme
from consult.analysis.queries.breakdowns import tabled, ways_to_break_down
from consult.demo.makers.analysis import make_response
from consult.demo.makers.consultations import make_group
from consult.responses.models import Response
from consult.responses.rules import Timeliness
from tests.analysis.conftest import NOW, Scene
from tests.visitor import Visitor


@pytest.fixture
def officer(scene: Scene, visitor: Visitor) -> Visitor:
    return visitor.sign_in_as(scene.officer)


def address_of(scene: Scene) -> str:
    return f"/desk/consultations/{scene.consultation.id}/analysis/{scene.codebook.id}/breakdown"


@settings(deadline=None)  # scipy loads within the first example
@given(st.integers(1, 400).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base))))
def test_the_interval_is_wilsons_as_scipy_has_it(counted: tuple[int, int]) -> None:
    n, base = counted
    low, high = wilson(n, base)
    theirs = binomtest(n, base).proportion_ci(method="wilson")
    assert (low, high) == (pytest.approx(theirs.low, abs=1e-9), pytest.approx(theirs.high, abs=1e-9))
    assert low <= n / base <= high


def test_holm_corrects_as_in_his_paper() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.5, 0.9]) == [1.0, 1.0]
    assert holm([]) == []


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_a_corrected_value_is_never_smaller_and_keeps_the_order(values: list[float]) -> None:
    corrected = holm(values)
    assert all(after >= before for after, before in zip(corrected, values, strict=True))
    by_size = [after for _, after in sorted(zip(values, corrected, strict=True))]
    assert by_size == sorted(by_size)


def test_a_group_that_says_a_theme_more_often_is_told_from_chance() -> None:
    table = break_down({1: {"parent": 40, "teacher": 5}}, {"parent": 100, "teacher": 100})
    assert table[1]["parent"].leaning is Leaning.MORE
    assert table[1]["teacher"].leaning is Leaning.LESS
    p = fisher_exact([[40, 60], [5, 95]]).pvalue
    assert table[1]["parent"].p == pytest.approx(2 * p)


def test_nobody_to_compare_with_leans_nowhere() -> None:
    table = break_down({1: {"parent": 3}}, {"parent": 3})
    assert table[1]["parent"].leaning is Leaning.ALIKE
    with pytest.raises(ValueError, match="cannot say"):
        break_down({1: {"parent": 4}}, {"parent": 3})


def test_where_nothing_differs_few_tables_claim_that_something_does() -> None:
    """120 tables of 60 comparisons drawn from one and the same share: about one in twenty may err."""
    draw, false_alarms = Random(11), 0  # noqa: S311 - no secret
    for _ in range(120):
        bases = {f"group {i}": draw.randint(20, 60) for i in range(6)}
        counts = {
            theme: {name: sum(draw.random() < 0.3 for _ in range(base)) for name, base in bases.items()}
            for theme in range(10)
        }
        cells = break_down(counts, bases)
        false_alarms += any(cell.leaning is not Leaning.ALIKE for row in cells.values() for cell in row.values())
    assert false_alarms <= 12


def test_each_breakdown_counts_every_response_in_time_once(scene: Scene) -> None:
    for way in ways_to_break_down(scene.session, scene.codebook):
        found = tabled(scene.session, scene.codebook, way)
        assert found.total == 21
        for theme in scene.themes:
            assert sum(found.counts[theme.id].values()) == len(scene.texts_in(theme))


def test_a_late_response_stands_apart(scene: Scene) -> None:
    scene.session.scalars(select(Response)).first().timeliness = Timeliness.LATE  # type: ignore[union-attr]
    scene.session.flush()
    (way, *_) = ways_to_break_down(scene.session, scene.codebook)
    assert tabled(scene.session, scene.codebook, way).total == 20


def test_the_page_says_who_says_it_more_and_whom_the_test_describes(scene: Scene, officer: Visitor) -> None:
    theme = scene.themes[0]
    pupils = make_group(scene.session, code="pupil")
    texts = []
    for number in range(30):
        response = make_response(
            scene.session,
            consultation=scene.consultation,
            text=f"Pupils want this, number {number}",
            group=pupils,
            now=NOW.replace(month=2, day=20),
        )
        texts.append(response.answers[0].id)
    _put(scene, texts, theme)
    officer.open(address_of(scene))
    assert officer.says(f"said more by “{pupils.name}”")
    assert officer.says("nothing here says what everyone in the city thinks")
    officer.follow("by ward")
    assert officer.says("What stands out by ward")
    assert officer.says("no difference is larger than chance")


def _put(scene: Scene, texts: list[int], theme: Theme) -> None:
    actions.move_response(
        scene.session,
        codebook=scene.codebook,
        texts=texts,
        source=None,
        into=theme,
        version=None,
        by_id=scene.officer.id,
        now=NOW,
    )


def test_a_breakdown_that_there_is_not_is_not_found(scene: Scene, officer: Visitor) -> None:
    officer.open(address_of(scene) + "?by=shoe-size", expect=404)


def test_a_breakdown_takes_the_same_number_of_queries_however_many_answered(
    scene: Scene, officer: Visitor, session: Session
) -> None:
    def count() -> int:
        seen: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
            seen.append(statement)

        connection = session.connection()
        session.expire_all()
        event.listen(connection, "before_cursor_execute", note)
        officer.open(address_of(scene))
        event.remove(connection, "before_cursor_execute", note)
        return len(seen)

    before = count()
    for theme in scene.themes:
        actions.split_theme(
            session, theme=theme, name=f"Part of {theme.id}", texts=scene.texts_in(theme)[:2], version=theme.version,
            by_id=scene.officer.id, now=NOW,
        )  # fmt: skip
    assert count() == before
