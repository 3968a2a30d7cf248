"""Learning from officers and the map, as someone without JavaScript sees them."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.analysis import actions
from consult.analysis.mapping import draw_map
from consult.analysis.models import Assignment, Lesson, ThemeEdit, ThemeMap
from consult.analysis.pipeline.values import Assignment as Placed
from consult.analysis.pipeline.values import Bin, Placement
from consult.analysis.rules import EditAct
from consult.jobs.engine import run_due_jobs_within
from consult.kernel.clock import HandClock
from consult.kernel.errors import Refused, Stale
from consult.responses.rules import Hand
from consult.settings import Settings
from tests.analysis.conftest import NOW, Scene
from tests.visitor import Visitor


@pytest.fixture
def officer(scene: Scene, visitor: Visitor) -> Visitor:
    return visitor.sign_in_as(scene.officer)


@pytest.fixture
def other_officer(scene: Scene, app: Flask) -> Visitor:
    return Visitor(app).sign_in_as(scene.other_officer)


def board_of(scene: Scene) -> str:
    return f"/desk/consultations/{scene.consultation.id}/analysis/{scene.codebook.id}"


def confirm_three_of_each(scene: Scene) -> None:
    for theme in scene.themes:
        actions.confirm_responses(
            scene.session,
            theme=theme,
            texts=scene.texts_in(theme)[:3],
            version=theme.version,
            by_id=scene.officer.id,
            now=NOW,
        )


def lesson_that_moves(scene: Scene, text: int, theme: int) -> Lesson:
    """A finished lesson that would move one text."""
    lesson = actions.ask_lesson(scene.session, codebook=scene.codebook, by_id=scene.officer.id, now=NOW)
    placed = Placement(response_id=str(text), bin=Bin.THEMED, assignments=(Placed(theme=theme, confidence=0.8),))
    return actions.finish_lesson(scene.session, lesson=lesson, placed=(placed,), now=NOW)


def test_too_little_to_learn_from_is_said(scene: Scene, officer: Visitor) -> None:
    officer.open(f"{board_of(scene)}/learning")
    assert officer.says("Too little is confirmed yet")
    with pytest.raises(Refused, match="three confirmed responses each"):
        actions.ask_lesson(scene.session, codebook=scene.codebook, by_id=scene.officer.id, now=NOW)


def test_the_machine_learns_and_moves_nothing_by_itself(
    scene: Scene, officer: Visitor, session: Session, clock: HandClock, settings: Settings
) -> None:
    confirm_three_of_each(scene)
    before = scene.picture()
    officer.open(f"{board_of(scene)}/learning")
    officer.press("Let the machine learn")
    assert officer.says("Nothing moves until you say so")
    run_due_jobs_within(session, clock=clock, settings=settings)
    lesson = session.scalars(select(Lesson)).one()
    assert lesson.finished_at is not None
    assert not lesson.failure
    assert lesson.facts["n_scored"] > 0
    assert scene.picture() == before
    officer.open(f"{board_of(scene)}/learning")
    assert officer.says("It would move") or officer.says("The machine would move nothing")


def test_a_lesson_is_applied_as_one_change_and_undone_like_any_other(
    scene: Scene, officer: Visitor, session: Session
) -> None:
    confirm_three_of_each(scene)
    first, second = scene.themes[:2]
    text = next(
        place.answer_id
        for place in session.scalars(
            select(Assignment).where(Assignment.theme_id == first.id, Assignment.hand == Hand.MACHINE, Assignment.main)
        )
    )
    assert text is not None
    lesson_that_moves(scene, text, second.id)
    before = scene.picture()
    officer.open(f"{board_of(scene)}/learning")
    assert officer.says("It would move 1 response")
    officer.press("Move them")
    place = session.scalars(select(Assignment).where(Assignment.answer_id == text, Assignment.main)).one()
    assert (place.theme_id, place.hand, place.pinned) == (second.id, Hand.MACHINE, False)
    scene.require_whole()
    assert officer.says("This was applied as change")
    row = session.scalars(select(ThemeEdit).where(ThemeEdit.act == EditAct.LEARN)).one()
    actions.undo_edit(
        session, codebook=scene.codebook, number=row.number, version=scene.codebook.version, by_id=scene.officer.id,
        now=NOW,
    )  # fmt: skip
    assert scene.picture() == before


def test_what_an_officer_placed_never_moves(scene: Scene) -> None:
    confirm_three_of_each(scene)
    first, second = scene.themes[:2]
    pinned = scene.texts_in(first)[0]
    lesson = lesson_that_moves(scene, pinned, second.id)
    before = scene.held()[pinned]
    actions.apply_lesson(scene.session, lesson=lesson, by_id=scene.officer.id, now=NOW)
    assert scene.held()[pinned] == before


def test_a_lesson_of_themes_that_changed_since_is_stale(scene: Scene, officer: Visitor) -> None:
    confirm_three_of_each(scene)
    first, second = scene.themes[:2]
    lesson = lesson_that_moves(scene, scene.texts_in(first)[-1], second.id)
    actions.rename_theme(
        scene.session, theme=first, name="Another", version=first.version, by_id=scene.other_officer.id, now=NOW
    )
    with pytest.raises(Stale, match="Let it learn again"):
        actions.apply_lesson(scene.session, lesson=lesson, by_id=scene.officer.id, now=NOW)
    officer.open(f"{board_of(scene)}/learning")
    assert officer.says("The themes changed since")
    assert "Move them" not in officer.page.buttons


def test_a_lesson_survives_a_new_run_that_does_not_know_it(scene: Scene, session: Session) -> None:
    confirm_three_of_each(scene)
    first, second = scene.themes[:2]
    text = scene.texts_in(first)[-1]
    lesson = lesson_that_moves(scene, text, second.id)
    actions.apply_lesson(session, lesson=lesson, by_id=scene.officer.id, now=NOW)
    row = session.scalars(select(ThemeEdit).where(ThemeEdit.act == EditAct.LEARN)).one()
    actions.undo_edit(
        session, codebook=scene.codebook, number=row.number, version=scene.codebook.version, by_id=scene.officer.id,
        now=NOW,
    )  # fmt: skip
    undone = session.scalars(select(ThemeEdit).where(ThemeEdit.act == EditAct.UNDO)).one()
    actions.undo_edit(
        session, codebook=scene.codebook, number=undone.number, version=scene.codebook.version,
        by_id=scene.officer.id, now=NOW,
    )  # fmt: skip
    assert second.id in scene.held()[text]


def test_the_map_is_drawn_and_says_in_a_table_what_it_shows(
    scene: Scene, officer: Visitor, session: Session, clock: HandClock, settings: Settings
) -> None:
    officer.open(f"{board_of(scene)}/map")
    assert officer.says("The map is not drawn yet")
    officer.press("Draw the map anew")
    run_due_jobs_within(session, clock=clock, settings=settings)
    officer.open(f"{board_of(scene)}/map")
    for theme in scene.themes:
        assert theme.name in officer.page.links or officer.says(theme.name)
    assert officer.says("Lies nearest to")
    drawn = session.get_one(ThemeMap, scene.codebook.id)
    assert len(drawn.points) == 21
    assert all(0 <= x <= 1 and 0 <= y <= 1 for _, x, y in [*drawn.points, *drawn.places])


def test_a_theme_that_is_newer_than_the_map_lies_in_the_middle_of_its_responses(
    scene: Scene, officer: Visitor, session: Session, clock: HandClock, settings: Settings
) -> None:
    officer.open(f"{board_of(scene)}/map")
    officer.press("Draw the map anew")
    run_due_jobs_within(session, clock=clock, settings=settings)
    theme = scene.themes[0]
    actions.split_theme(
        session, theme=theme, name="Split off", texts=scene.texts_in(theme)[:2], version=theme.version,
        by_id=scene.officer.id, now=NOW,
    )  # fmt: skip
    officer.open(f"{board_of(scene)}/map")
    assert officer.says("Split off")


def test_names_on_the_map_cover_neither_each_other_nor_the_edge() -> None:
    places = {number: (0.5 + number * 0.001, 0.5) for number in range(12)}
    picture = draw_map(
        places, dict.fromkeys(places, 5), {n: f"Theme number {n}" for n in places}, (), width=700, height=500
    )
    shown = [circle for circle in picture.circles if circle.name]
    assert 0 < len(shown) < 12
    ys = sorted((circle.name_y, circle.name_x) for circle in shown)
    assert len(set(ys)) == len(ys)
    assert {circle.theme for circle in picture.circles} == set(places)
