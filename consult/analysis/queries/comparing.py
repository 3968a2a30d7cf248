"""What would change in a codebook: the picture as it stands, what waits for an officer, and which texts are new."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.analysis.difference import Picture
from consult.analysis.models import Assignment, Codebook, Comparison, Proposal, Run, Theme, Unassigned
from consult.analysis.pipeline import Text
from consult.analysis.queries.overview import finished_run
from consult.analysis.queries.texts import n_texts, owners_of, texts_to_analyse
from consult.analysis.rules import STANDING
from consult.kernel.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The texts of a codebook: those that the themes were made of, with the main theme of each, and the late ones."""

    known: tuple[Text, ...]
    themes: dict[str, int]
    late: tuple[Text, ...]


def picture(session: Session, codebook: Codebook) -> Picture:
    """The standing themes of a codebook, and the themes of each text in it."""
    themes = session.execute(
        select(Theme.id, Theme.name).where(Theme.codebook_id == codebook.id, Theme.state.in_(STANDING))
    )
    names = {theme_id: name for theme_id, name in themes}  # noqa: C416 - a Row is no pair to the type checker
    of_question = codebook.question_id is not None
    held = Assignment.answer_id if of_question else Assignment.comment_id
    rows = session.execute(
        select(held, Assignment.theme_id)
        .join(Theme, Theme.id == Assignment.theme_id)
        .where(Theme.codebook_id == codebook.id)
    )
    found: dict[int, set[int]] = {}
    for text, theme in rows:
        if text is not None:
            found.setdefault(text, set()).add(theme)
    lying = Unassigned.answer_id if of_question else Unassigned.comment_id
    for text in session.scalars(select(lying).where(Unassigned.codebook_id == codebook.id)):
        if text is not None:
            found.setdefault(text, set())
    return Picture(names=names, themes_of=found)


def has_themes(session: Session, codebook_id: int) -> bool:
    """Whether a codebook has themes that a new run could change."""
    asked = select(func.count()).where(Theme.codebook_id == codebook_id, Theme.state.in_(STANDING))
    return bool(session.scalar(asked))


def n_late_texts(session: Session, codebook: Codebook) -> int:
    """How many texts came after the last analysis and are in no theme and no bin yet."""
    seen = select(func.count(func.distinct(Proposal.text_id))).where(Proposal.codebook_id == codebook.id)
    return max(n_texts(session, codebook) - (session.scalar(seen) or 0), 0) if has_themes(session, codebook.id) else 0


def gather(session: Session, codebook: Codebook) -> Gathered:
    """The texts of a codebook, parted into those that were analysed and those that came later."""
    run = finished_run(session, codebook.id)
    texts = texts_to_analyse(session, codebook, closed_question_id=closed_question_of(run))
    seen = set(session.scalars(select(Proposal.text_id).where(Proposal.codebook_id == codebook.id).distinct()))
    held = Assignment.answer_id if codebook.question_id is not None else Assignment.comment_id
    rows = session.execute(
        select(held, Assignment.theme_id)
        .join(Theme, Theme.id == Assignment.theme_id)
        .where(Theme.codebook_id == codebook.id, Theme.state.in_(STANDING), Assignment.main.is_(True))
    )
    return Gathered(
        known=tuple(text for text in texts if int(text.id) in seen),
        themes={str(text): theme for text, theme in rows},
        late=tuple(text for text in texts if int(text.id) not in seen),
    )


def closed_question_of(run: Run | None) -> int | None:
    """The question whose ticked answers took part in a run."""
    return run.parameters.get("closed_question_id") if run is not None else None


def waiting_comparison(session: Session, codebook_id: int) -> Comparison | None:
    """The comparison of a codebook that nobody has decided on, whether it is done or still being made."""
    return session.scalars(
        select(Comparison)
        .where(Comparison.codebook_id == codebook_id, Comparison.decided_at.is_(None))
        .order_by(Comparison.id.desc())
    ).first()


def comparison_of_run(session: Session, run_id: int) -> Comparison | None:
    """The comparison that a run ended with; none for one that changed nothing that was there."""
    return session.scalars(select(Comparison).where(Comparison.run_id == run_id)).first()


def comparison_by_id(session: Session, comparison_id: int, *, codebook_id: int) -> Comparison:
    """The comparison with this number, of this codebook.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Comparison, comparison_id)
    if found is None or found.codebook_id != codebook_id:
        raise NotFound("We could not find this comparison. Go back to the themes and look again.")
    return found


def words_of_texts(session: Session, codebook: Codebook, texts: Sequence[int]) -> dict[int, tuple[int, str]]:
    """By text, whose response it is and what it says; what is gone is left out."""
    owned = owners_of(session, codebook, texts, with_words=True)
    return {text: (owner.response_id, owner.words) for text, owner in owned.items()}
