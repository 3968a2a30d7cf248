"""Draw a random sample that nobody has read, and keep how people code it blind."""

from collections.abc import Collection
from datetime import datetime
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.analysis.actions.editing import By, tell
from consult.analysis.actions.keeping import lock_codebook
from consult.analysis.actions.reading import note_readings
from consult.analysis.models import AgreementSample, Codebook, Coding, SampledText
from consult.analysis.queries.agreement import is_coded_by, machine_themes, n_uncoded_of, open_sample
from consult.analysis.queries.overview import finished_run
from consult.analysis.queries.reading import texts_unread
from consult.analysis.queries.texts import owners_of
from consult.analysis.queries.themes import standing_themes
from consult.analysis.rules import FEWEST_SAMPLED, LARGEST_SAMPLE, ReadingWay
from consult.audit.rules import Happening
from consult.kernel.errors import Invalid, Refused


def draw_sample(
    session: Session, *, codebook: Codebook, size: int, seed: int, by_id: int, now: datetime
) -> AgreementSample:
    """Draw texts that nobody has read, at random; the same seed over the same unread texts draws the same.

    Raises:
        Invalid: the size makes no sense.
        Refused: too few texts are unread, or an earlier sample is not coded yet.
    """
    locked = lock_codebook(session, codebook.id)
    if not FEWEST_SAMPLED <= size <= LARGEST_SAMPLE:
        raise Invalid(f"Choose between {FEWEST_SAMPLED} and {LARGEST_SAMPLE} texts.")
    if open_sample(session, locked.id) is not None:
        raise Refused("A sample was drawn already and nobody has coded all of it. Code that one first.")
    unread = texts_unread(session, locked)
    if len(unread) < FEWEST_SAMPLED:
        raise Refused(f"Fewer than {FEWEST_SAMPLED} texts are left that nobody has read, so a sample says too little.")
    run = finished_run(session, locked.id)
    sample = AgreementSample(
        codebook_id=locked.id,
        run_id=run.id if run is not None else None,
        seed=seed,
        n_unread=len(unread),
        drawn_at=now,
        drawn_by_id=by_id,
    )
    session.add(sample)
    session.flush()
    drawn = Random(seed).sample(sorted(unread), min(size, len(unread)))  # noqa: S311 - a sample, to be drawn again
    _add_texts(session, locked, sample, drawn)
    facts = {"sample_id": sample.id, "texts": len(drawn), "unread": len(unread), "seed": seed}
    tell(session, Happening.SAMPLE_DRAWN, locked, theme_id=None, by=By(account_id=by_id, at=now), **facts)
    return sample


def code_text(session: Session, *, sampled: SampledText, themes: Collection[int], by_id: int, now: datetime) -> Coding:
    """Keep into which themes a person puts a sampled text; none for no theme. Again, while they are at it, replaces.

    Raises:
        Refused: this person has coded the whole sample, so that its result can be seen; or a theme does not stand.
    """
    sample = session.get_one(AgreementSample, sampled.sample_id)
    codebook = lock_codebook(session, sample.codebook_id)
    chosen = sorted(set(themes))
    if not set(chosen) <= {theme.id for theme in standing_themes(session, codebook.id)}:
        raise Refused("One of these themes is no longer there: someone merged or removed it. Look at the list again.")
    found = session.scalar(select(Coding).where(Coding.sampled_text_id == sampled.id, Coding.by_id == by_id))
    if found is not None and found.themes == chosen:
        return found
    if found is not None and is_coded_by(session, sample, by_id=by_id):
        raise Refused("You have coded this whole sample, so its result can be seen and your coding stays as it is.")
    coding = found or Coding(sampled_text_id=sampled.id, by_id=by_id, at=now)
    coding.themes, coding.at = chosen, now
    session.add(coding)
    session.flush()
    text = sampled.answer_id or sampled.comment_id or 0
    note_readings(session, codebook=codebook, texts=[text], by_id=by_id, way=ReadingWay.AGREEMENT, now=now)
    if not n_uncoded_of(session, sample, by_id=by_id):
        by = By(account_id=by_id, at=now)
        tell(session, Happening.SAMPLE_CODED, codebook, theme_id=None, by=by, sample_id=sample.id)
    return coding


def _add_texts(session: Session, codebook: Codebook, sample: AgreementSample, drawn: list[int]) -> None:
    owners = owners_of(session, codebook, drawn)
    placed = machine_themes(session, codebook, texts=drawn)
    is_comments = codebook.question_id is None
    session.add_all(
        SampledText(
            sample_id=sample.id,
            place=place,
            response_id=owners[text].response_id,
            answer_id=None if is_comments else text,
            comment_id=text if is_comments else None,
            machine_themes=placed.get(text, []),
        )
        for place, text in enumerate(drawn, start=1)
        if text in owners
    )
    session.flush()
