"""What officers confirmed, for the machine to learn from, and what it made of it."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.analysis.models import Assignment, Codebook, Lesson, Theme, Unassigned
from consult.analysis.rules import FEWEST_CONFIRMED, STANDING, Bin
from consult.kernel.errors import NotFound
from consult.responses.models import Response
from consult.responses.rules import Hand


def confirmed_texts(session: Session, codebook: Codebook) -> dict[str, list[int]]:
    """By text, the standing themes that an officer confirmed for it, the main one first."""
    column = Assignment.comment_id if codebook.question_id is None else Assignment.answer_id
    rows = session.execute(
        select(column, Assignment.theme_id)
        .join(Theme, Theme.id == Assignment.theme_id)
        .join(Response, Response.id == Assignment.response_id)
        .where(
            Theme.codebook_id == codebook.id,
            Theme.state.in_(STANDING),
            Assignment.hand == Hand.OFFICER,
            Response.withdrawn_at.is_(None),
        )
        .order_by(column, Assignment.main.desc(), Assignment.theme_id)
    )
    confirmed: dict[str, list[int]] = {}
    for text, theme in rows:
        confirmed.setdefault(str(text), []).append(theme)
    return confirmed


def n_confirmed_by_theme(session: Session, codebook: Codebook) -> dict[int, int]:
    """By standing theme, how many responses an officer confirmed."""
    counts: dict[int, int] = {}
    for themes in confirmed_texts(session, codebook).values():
        for theme in themes:
            counts[theme] = counts.get(theme, 0) + 1
    return counts


def themes_to_learn(session: Session, codebook: Codebook) -> tuple[int, ...]:
    """The themes that have enough confirmed responses to be learnt."""
    counts = n_confirmed_by_theme(session, codebook)
    return tuple(sorted(theme for theme, n in counts.items() if n >= FEWEST_CONFIRMED))


def main_places(session: Session, codebook: Codebook) -> dict[int, int | None]:
    """By text, the theme it mainly is in; ``None`` for those of substance that are in none."""
    is_comments = codebook.question_id is None
    held = Assignment.comment_id if is_comments else Assignment.answer_id
    lying = Unassigned.comment_id if is_comments else Unassigned.answer_id
    in_themes = session.execute(
        select(held, Assignment.theme_id)
        .join(Theme, Theme.id == Assignment.theme_id)
        .where(Theme.codebook_id == codebook.id, Assignment.main)
    )
    places: dict[int, int | None] = {text: theme for text, theme in in_themes if text is not None}
    loose = session.scalars(select(lying).where(Unassigned.codebook_id == codebook.id, Unassigned.bin == Bin.UNTHEMED))
    places.update({text: None for text in loose if text is not None})
    return places


def open_lesson(session: Session, codebook_id: int) -> Lesson | None:
    """The lesson of a codebook that is not finished."""
    return session.scalars(
        select(Lesson).where(Lesson.codebook_id == codebook_id, Lesson.finished_at.is_(None))
    ).first()


def lessons_of(session: Session, codebook_id: int, *, most: int = 10) -> Sequence[Lesson]:
    """The last lessons of a codebook, the latest first."""
    return session.scalars(
        select(Lesson).where(Lesson.codebook_id == codebook_id).order_by(Lesson.id.desc()).limit(most)
    ).all()


def lesson_by_id(session: Session, lesson_id: int, *, codebook_id: int) -> Lesson:
    """The lesson with this number, of this codebook.

    Raises:
        NotFound: there is none.
    """
    found = session.scalar(select(Lesson).where(Lesson.id == lesson_id, Lesson.codebook_id == codebook_id))
    if found is None:
        raise NotFound("We could not find this. Go back to the page about learning.")
    return found


def n_unconfirmed(session: Session, codebook: Codebook) -> int:
    """How many placements no officer has confirmed."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Assignment)
            .join(Theme, Theme.id == Assignment.theme_id)
            .where(Theme.codebook_id == codebook.id, Assignment.main, Assignment.hand == Hand.MACHINE)
        )
        or 0
    )
