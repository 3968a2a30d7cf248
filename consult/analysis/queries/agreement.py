"""Samples that people code blind, and what they say about agreement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult.accounts.models import Account
from consult.analysis.agreement import Agreement, agreement_of
from consult.analysis.models import AgreementSample, Assignment, Codebook, Coding, SampledText, Theme
from consult.analysis.rules import STANDING, ThemeState
from consult.kernel.errors import NotFound
from consult.responses.models import Answer, Comment, Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """Someone who codes a sample, and how far they are."""

    account_id: int
    name: str
    n_coded: int
    is_done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two codings that were compared; an empty name is the machine."""

    one: str
    other: str
    agreement: Agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One sample with who coded it and how far they agree: the machine with each who is done, and those two by two."""

    sample: AgreementSample
    n_texts: int
    coders: tuple[Coder, ...]
    pairs: tuple[Pair, ...]

    @property
    def is_open(self) -> bool:
        """Say whether nobody has coded all of it yet."""
        return not any(coder.is_done for coder in self.coders)


def open_sample(session: Session, codebook_id: int) -> AgreementSample | None:
    """The sample of a codebook that nobody has coded to its end."""
    for measured in samples_of(session, codebook_id):
        if measured.is_open:
            return measured.sample
    return None


def sample_by_id(session: Session, sample_id: int, *, codebook_id: int) -> AgreementSample:
    """The sample with this number, of this codebook, with its texts and how they were coded.

    Raises:
        NotFound: there is none.
    """
    found = session.scalars(
        select(AgreementSample)
        .where(AgreementSample.id == sample_id, AgreementSample.codebook_id == codebook_id)
        .options(selectinload(AgreementSample.texts).selectinload(SampledText.codings))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound("We could not find this sample. Go back to the page about agreement.")
    return found


def sampled_text(session: Session, sample: AgreementSample, place: int) -> SampledText:
    """The text at a place of a sample, with its words and who said them.

    Raises:
        NotFound: there is none.
    """
    found = session.scalars(
        select(SampledText)
        .where(SampledText.sample_id == sample.id, SampledText.place == place)
        .options(
            joinedload(SampledText.answer).joinedload(Answer.response).joinedload(Response.group),
            joinedload(SampledText.comment).joinedload(Comment.response).joinedload(Response.group),
        )
    ).one_or_none()
    if found is None:
        raise NotFound("We could not find this text. Go back to the page about agreement.")
    return found


def first_uncoded(sample: AgreementSample, *, by_id: int) -> int | None:
    """The place of the first text of a sample that this person has not coded yet."""
    for text in sample.texts:
        if all(coding.by_id != by_id for coding in text.codings):
            return text.place
    return None


def n_uncoded_of(session: Session, sample: AgreementSample, *, by_id: int) -> int:
    """How many texts of a sample this person has not coded yet."""
    coded = exists().where(Coding.sampled_text_id == SampledText.id, Coding.by_id == by_id)
    asked = select(func.count()).select_from(SampledText).where(SampledText.sample_id == sample.id, ~coded)
    return session.scalar(asked) or 0


def is_coded_by(session: Session, sample: AgreementSample, *, by_id: int) -> bool:
    """Say whether this person has coded the whole sample."""
    return n_uncoded_of(session, sample, by_id=by_id) == 0


def machine_themes(session: Session, codebook: Codebook, *, texts: Sequence[int]) -> dict[int, list[int]]:
    """By text, the themes that it is in now, the main one first."""
    column = Assignment.comment_id if codebook.question_id is None else Assignment.answer_id
    rows = session.execute(
        select(column, Assignment.theme_id)
        .join(Theme, Theme.id == Assignment.theme_id)
        .where(Theme.codebook_id == codebook.id, column.in_(texts))
        .order_by(Assignment.main.desc(), Assignment.theme_id)
    )
    placed: dict[int, list[int]] = {}
    for text, theme in rows:
        if text is not None:
            placed.setdefault(text, []).append(theme)
    return placed


def samples_of(session: Session, codebook_id: int) -> list[Measured]:
    """Every sample of a codebook with its agreement, the latest first; five queries."""
    return _samples(session, [codebook_id])


def latest_measured_of(session: Session, codebook_ids: Sequence[int]) -> dict[int, Measured]:
    """By codebook, the latest sample that somebody has coded to its end; five queries."""
    found: dict[int, Measured] = {}
    for each in _samples(session, codebook_ids):
        if not each.is_open:
            found.setdefault(each.sample.codebook_id, each)
    return found


def _samples(session: Session, codebook_ids: Sequence[int]) -> list[Measured]:
    samples = session.scalars(
        select(AgreementSample)
        .where(AgreementSample.codebook_id.in_(codebook_ids))
        .order_by(AgreementSample.id.desc())
        .options(selectinload(AgreementSample.texts).selectinload(SampledText.codings))
        .execution_options(populate_existing=True)
    ).all()
    if not samples:
        return []
    heirs = heirs_of(session, codebook_ids)
    by_ids = {coding.by_id for sample in samples for text in sample.texts for coding in text.codings}
    rows = session.execute(select(Account.id, Account.name).where(Account.id.in_(by_ids)))
    names = {key: name for key, name in rows}  # noqa: C416 - a Row is no pair to the type checker
    return [_measured(sample, heirs[sample.codebook_id], names) for sample in samples]


def heirs_of(session: Session, codebook_ids: Sequence[int]) -> dict[int, dict[int, int | None]]:
    """By codebook and theme, the standing theme that holds its responses now: itself, its heir by merging, or none."""
    rows = session.execute(
        select(Theme.codebook_id, Theme.id, Theme.state, Theme.merged_into_id).where(
            Theme.codebook_id.in_(codebook_ids)
        )
    ).all()
    themes = {row.id: (row.state, row.merged_into_id) for row in rows}

    def heir(theme: int | None) -> int | None:
        while theme is not None and theme in themes and themes[theme][0] is ThemeState.MERGED:
            theme = themes[theme][1]
        return theme if theme in themes and themes[theme][0] in STANDING else None

    heirs: dict[int, dict[int, int | None]] = {codebook: {} for codebook in codebook_ids}
    for row in rows:
        heirs[row.codebook_id][row.id] = heir(row.id)
    return heirs


def _measured(sample: AgreementSample, heirs: Mapping[int, int | None], names: Mapping[int, str]) -> Measured:
    n_coded: dict[int, int] = {}
    for text in sample.texts:
        for coding in text.codings:
            n_coded[coding.by_id] = n_coded.get(coding.by_id, 0) + 1
    n_texts = len(sample.texts)
    coders = tuple(
        Coder(account_id=key, name=names.get(key, ""), n_coded=n, is_done=n == n_texts)
        for key, n in sorted(n_coded.items())
    )
    done = [coder for coder in coders if coder.is_done]
    return Measured(sample=sample, n_texts=n_texts, coders=coders, pairs=_pairs(sample, done, heirs))


def _pairs(sample: AgreementSample, done: Sequence[Coder], heirs: Mapping[int, int | None]) -> tuple[Pair, ...]:
    themes = sorted({heir for heir in heirs.values() if heir is not None})
    if not themes or not sample.texts:
        return ()

    def coded(by_id: int | None) -> list[set[int]]:
        return [_now(text.machine_themes if by_id is None else _themes_by(text, by_id), heirs) for text in sample.texts]

    names = ["", *(coder.name for coder in done)]
    sets = [coded(None), *(coded(coder.account_id) for coder in done)]
    return tuple(
        Pair(
            one=names[i],
            other=names[j],
            agreement=agreement_of(sets[i], sets[j], themes=themes, seed=sample.seed),
        )
        for i in range(len(sets))
        for j in range(i + 1, len(sets))
    )


def _themes_by(text: SampledText, by_id: int) -> list[int]:
    return next((coding.themes for coding in text.codings if coding.by_id == by_id), [])


def _now(themes: Sequence[int], heirs: Mapping[int, int | None]) -> set[int]:
    """The themes that stand for some earlier ones today."""
    return {heir for theme in themes if (heir := heirs.get(theme)) is not None}
