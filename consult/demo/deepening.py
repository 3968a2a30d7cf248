"""What the officers of the city do beyond naming themes: hide one, link some, draw the map, let the machine learn."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.analysis.actions import (
    add_theme,
    ask_lesson,
    confirm_responses,
    finish_lesson,
    hide_theme,
    keep_map,
    link_themes,
)
from consult.analysis.models import Assignment, Codebook, Theme
from consult.analysis.pipeline import Options
from consult.analysis.queries.learning import confirmed_texts, main_places
from consult.analysis.queries.texts import texts_to_analyse
from consult.consultations.models import Consultation
from consult.demo.theming import Workbench, find_now
from consult.demo.values import SaidResponse
from consult.responses.models import Comment, Response

_HIDDEN, _HIDDEN_BECAUSE = "staffing", "Some of these answers describe one member of staff. We answer it all the same."
_LINKED = "tell_families"
_LINK_NAME = "Tell families soon, and tell them the end of it too"
_LINK_BECAUSE = "In comments people ask for the same as in their answers."
_CONFIRMED = 4


def deepen(
    bench: Workbench, *, consultation: Consultation, named: Mapping[str, Theme], said: Mapping[int, SaidResponse]
) -> None:
    """Do on the themes of the main question what a careful officer does before confirming them."""
    _confirm_some(bench, named)
    if _HIDDEN in named:
        theme = bench.session.get_one(Theme, named[_HIDDEN].id)
        hide_theme(
            bench.session,
            theme=theme,
            reason=_HIDDEN_BECAUSE,
            version=theme.version,
            by_id=bench.by_id,
            now=bench.after(),
        )
    if _LINKED in named:
        _link(bench, consultation, named[_LINKED], said)
    draw_map(bench)
    _learn(bench)


def draw_map(bench: Workbench) -> None:
    """Draw the map of the themes at once, as the queue would a little later."""
    from consult.analysis.pipeline.positions import lay_map  # noqa: PLC0415 - scikit-learn takes seconds to load

    session, codebook = bench.session, bench.codebook
    places = {str(text): [theme] for text, theme in main_places(session, codebook).items() if theme is not None}
    laid = lay_map(texts_to_analyse(session, codebook, closed_question_id=None), places, Options())
    texts = {int(text): place for text, place in laid.responses.items()}
    keep_map(session, codebook=codebook, themes=laid.themes, texts=texts, now=bench.after())


def _confirm_some(bench: Workbench, named: Mapping[str, Theme]) -> None:
    """Confirm what is surest of each named theme, so that there is something to learn from."""
    for theme_id in sorted(theme.id for theme in named.values()):
        surest = bench.session.scalars(
            select(Assignment.answer_id)
            .where(Assignment.theme_id == theme_id, Assignment.main)
            .order_by(Assignment.confidence.desc(), Assignment.id)
            .limit(_CONFIRMED)
        )
        texts = [text for text in surest if text is not None]
        theme = bench.session.get_one(Theme, theme_id)
        if texts:
            confirm_responses(
                bench.session, theme=theme, texts=texts, version=theme.version, by_id=bench.by_id, now=bench.after()
            )


def _link(bench: Workbench, consultation: Consultation, theme: Theme, said: Mapping[int, SaidResponse]) -> None:
    """Find the themes of the comments, add one that was missed, and link it with the same one of the answers."""
    comments = find_now(bench.session, consultation=consultation, question=None, by_id=bench.by_id, now=bench.after())
    bench.now = comments.now
    same = add_theme(
        bench.session,
        codebook=bench.session.get_one(Codebook, comments.codebook.id),
        name="Tell families, and say when it is over",
        description="Families want to hear soon, in person, and again when the help has ended.",
        texts=_comments_about(bench.session, consultation, said),
        by_id=bench.by_id,
        now=bench.after(),
    )
    link_themes(
        bench.session,
        consultation=consultation,
        themes=[theme.id, same.id],
        name=_LINK_NAME,
        reason=_LINK_BECAUSE,
        by_id=bench.by_id,
        now=bench.after(),
    )


def _comments_about(session: Session, consultation: Consultation, said: Mapping[int, SaidResponse]) -> list[int]:
    rows = session.execute(
        select(Comment.id, Comment.response_id)
        .join(Response, Response.id == Comment.response_id)
        .where(Response.consultation_id == consultation.id)
        .order_by(Comment.id)
    )
    return [comment for comment, response in rows if said[response].theme == _LINKED]


def _learn(bench: Workbench) -> None:
    """Let the machine learn at once from what was confirmed; what it would move waits for an officer to look."""
    from consult.analysis.pipeline.learning import rescore  # noqa: PLC0415 - scikit-learn takes seconds to load

    session, codebook = bench.session, bench.codebook
    lesson = ask_lesson(session, codebook=codebook, by_id=bench.by_id, now=bench.after())
    texts = texts_to_analyse(session, codebook, closed_question_id=None)
    placed = rescore(texts, confirmed_texts(session, codebook), Options())
    finish_lesson(session, lesson=lesson, placed=placed, now=bench.after())
