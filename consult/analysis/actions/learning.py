"""Learn from officers: ask what the machine would place otherwise, see the difference, and apply it or not."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from consult.analysis.actions.editing import By, make_edit, tell
from consult.analysis.actions.keeping import lock_codebook
from consult.analysis.book import Edit
from consult.analysis.models import Codebook, Lesson, ThemeEdit
from consult.analysis.pipeline.values import Placement
from consult.analysis.queries.learning import main_places, open_lesson, themes_to_learn
from consult.analysis.rules import EditAct
from consult.audit.rules import Happening
from consult.jobs.actions import enqueue
from consult.kernel.errors import Refused, Stale

JOB = "analysis.learn"


def ask_lesson(session: Session, *, codebook: Codebook, by_id: int, now: datetime) -> Lesson:
    """Order what the machine would place otherwise after what officers confirmed; nothing moves before it is applied.

    Raises:
        Refused: too little is confirmed, or one is under way.
    """
    locked = lock_codebook(session, codebook.id)
    if len(themes_to_learn(session, locked)) < 2:
        raise Refused("At least two themes need three confirmed responses each before the machine can learn from them.")
    if open_lesson(session, locked.id) is not None:
        raise Refused("The machine is learning already. Wait until it is done.")
    lesson = Lesson(codebook_id=locked.id, codebook_version=locked.version, asked_at=now, asked_by_id=by_id)
    session.add(lesson)
    session.flush()
    enqueue(session, JOB, key=f"{JOB}:{lesson.id}", args={"lesson_id": lesson.id}, now=now)
    return lesson


def finish_lesson(session: Session, *, lesson: Lesson, placed: Sequence[Placement], now: datetime) -> Lesson:
    """Keep what the machine would place otherwise; done twice it leaves the same behind."""
    if lesson.finished_at is not None:
        return lesson
    codebook = session.get_one(Codebook, lesson.codebook_id)
    lies_in = main_places(session, codebook)
    moves = []
    for placement in placed:
        text, first = int(placement.response_id), placement.assignments[0]
        if text in lies_in and lies_in[text] != first.theme:
            moves.append([text, lies_in[text], first.theme, round(first.confidence, 4)])
    lesson.moves, lesson.finished_at = moves, now
    lesson.facts = {"n_scored": len(placed), "themes": list(themes_to_learn(session, codebook))}
    session.flush()
    return lesson


def fail_lesson(session: Session, *, lesson: Lesson, fault: str, now: datetime) -> Lesson:
    """Note that nothing could be learnt; the themes stay as they were."""
    if lesson.finished_at is None:
        lesson.finished_at, lesson.failure = now, fault
        session.flush()
    return lesson


def apply_lesson(session: Session, *, lesson: Lesson, by_id: int, now: datetime) -> ThemeEdit:
    """Move what nobody confirmed to where the machine would put it now; one edit, which can be undone like any other.

    Raises:
        Stale: someone changed the themes after the lesson was asked for.
        Refused: it is applied already, or there is nothing to apply.
    """
    codebook, by = lock_codebook(session, lesson.codebook_id), By(account_id=by_id, at=now)
    session.refresh(lesson)
    if lesson.edit_number is not None:
        raise Refused("This is applied already. You can undo it in the history.")
    if lesson.finished_at is None or lesson.failure or not lesson.moves:
        raise Refused("There is nothing to apply.")
    if codebook.version != lesson.codebook_version:
        raise Stale("Someone changed these themes after the machine learned from them. Let it learn again.")
    placed = tuple((int(text), int(theme), float(sure)) for text, _before, theme, sure in lesson.moves)
    texts = tuple(text for text, _theme, _sure in placed)
    edit = Edit(act=EditAct.LEARN, texts=texts, placed=placed)
    row = make_edit(session, codebook_id=codebook.id, edit=edit, by=by)
    lesson.edit_number = row.number
    session.flush()
    facts = {"codebook_id": codebook.id, "lesson_id": lesson.id, "texts": len(placed), "edit_id": row.id}
    tell(session, Happening.THEMES_LEARNED, codebook, theme_id=None, by=by, **facts)
    return row
