"""The texts that a theme holds, or that are in none: filtered, in pages, each with the other themes it is in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from consult.analysis.models import Assignment, Campaign, Codebook, Theme, Unassigned
from consult.analysis.rules import Bin
from consult.places.models import StakeholderGroup
from consult.responses.models import Answer, Comment, Response
from consult.responses.rules import Hand
from consult.storage.paging import Page, page_of

PAGE_SIZE = 25
_NOT_SAID = "none"


class Sureness(StrEnum):
    """Which assignments to show."""

    UNSURE = "unsure"
    SURE = "sure"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldFilter:
    """Which texts to show; what is empty does not narrow. ``group_id`` 0: those who did not say."""

    group_id: int | None = None
    sureness: Sureness | None = None
    search: str = ""

    @classmethod
    def from_address(cls, typed: Mapping[str, str]) -> "HeldFilter":
        """What an address asks for; what makes no sense is left out."""
        group, sure = typed.get("group", ""), typed.get("sure", "")
        is_number = group.isascii() and group.isdigit() and len(group) < 10
        return cls(
            group_id=0 if group == _NOT_SAID else int(group) if is_number else None,
            sureness=Sureness(sure) if sure in set(Sureness) else None,
            search=" ".join(typed.get("search", "").split())[:200],
        )

    def as_address(self) -> dict[str, str]:
        """What to put into an address, so that the next page shows the same texts."""
        group = "" if self.group_id is None else str(self.group_id) if self.group_id else _NOT_SAID
        given = {"group": group, "sure": self.sureness.value if self.sureness else "", "search": self.search}
        return {name: value for name, value in given.items() if value}


def held_page(
    session: Session,
    codebook: Codebook,
    *,
    theme: Theme,
    wanted: HeldFilter,
    unsure_below: float,
    number: int,
) -> Page[Assignment]:
    """One page of what a theme holds, the least sure first, so that doubts are read before what is plain."""
    asked = (
        select(Assignment)
        .join(Response, Response.id == Assignment.response_id)
        .where(Assignment.theme_id == theme.id, Response.withdrawn_at.is_(None))
        .options(
            joinedload(Assignment.response).joinedload(Response.group),
            joinedload(Assignment.answer),
            joinedload(Assignment.comment),
        )
    )
    asked = _narrowed(asked, codebook, wanted)
    if wanted.sureness is Sureness.OFFICER:
        asked = asked.where(Assignment.hand == Hand.OFFICER)
    if wanted.sureness is Sureness.UNSURE:
        asked = asked.where(Assignment.hand == Hand.MACHINE, Assignment.confidence < unsure_below)
    if wanted.sureness is Sureness.SURE:
        asked = asked.where(Assignment.hand == Hand.MACHINE, Assignment.confidence >= unsure_below)
    return page_of(session, asked, Assignment.confidence.asc(), Assignment.id.asc(), number=number, size=PAGE_SIZE)


def unassigned_page(session: Session, codebook: Codebook, *, bin_: Bin, search: str, number: int) -> Page[Unassigned]:
    """One page of the texts in no theme."""
    asked = (
        select(Unassigned)
        .join(Response, Response.id == Unassigned.response_id)
        .where(Unassigned.codebook_id == codebook.id, Unassigned.bin == bin_, Response.withdrawn_at.is_(None))
        .options(joinedload(Unassigned.answer), joinedload(Unassigned.comment))
    )
    if search:
        kind, key = _text_of(codebook, Unassigned)
        asked = asked.where(key.in_(select(kind.id).where(kind.text.icontains(search, autoescape=True))))
    return page_of(session, asked, Unassigned.id.asc(), number=number, size=PAGE_SIZE)


def other_themes(session: Session, codebook: Codebook, *, texts: Sequence[int]) -> dict[int, list[Theme]]:
    """By text, every theme that it is in, the main one first."""
    column = Assignment.comment_id if codebook.question_id is None else Assignment.answer_id
    rows = session.execute(
        select(column, Theme)
        .join(Theme, Theme.id == Assignment.theme_id)
        .where(Theme.codebook_id == codebook.id, column.in_(texts))
        .order_by(Assignment.main.desc(), Theme.name)
    )
    themes: dict[int, list[Theme]] = {}
    for text, theme in rows:
        if text is not None:
            themes.setdefault(text, []).append(theme)
    return themes


def texts_of_theme(session: Session, codebook: Codebook, theme: Theme, *, most: int) -> list[tuple[int, str]]:
    """(id, words) of the texts that a theme holds, for a suggested cut."""
    kind, key = _text_of(codebook, Assignment)
    rows = session.execute(
        select(kind.id, kind.text)
        .join(Assignment, key == kind.id)
        .join(Response, Response.id == Assignment.response_id)
        .where(Assignment.theme_id == theme.id, Response.withdrawn_at.is_(None))
        .order_by(kind.id)
        .limit(most)
    )
    return [(text_id, words) for text_id, words in rows]


def groups_with_texts(session: Session, codebook: Codebook) -> Sequence[StakeholderGroup]:
    """The stakeholder groups, in order, for the filter."""
    del codebook
    return session.scalars(select(StakeholderGroup).order_by(StakeholderGroup.position)).all()


def campaigns_of(session: Session, codebook: Codebook) -> Sequence[Campaign]:
    """The letters that many people sent, the most first."""
    return session.scalars(
        select(Campaign).where(Campaign.codebook_id == codebook.id).order_by(Campaign.size.desc(), Campaign.id)
    ).all()


def _narrowed(asked: Select[Assignment], codebook: Codebook, wanted: HeldFilter) -> Select[Assignment]:
    if wanted.group_id is not None:
        asked = asked.where(Response.group_id == wanted.group_id if wanted.group_id else Response.group_id.is_(None))
    if wanted.search:
        kind, key = _text_of(codebook, Assignment)
        asked = asked.where(key.in_(select(kind.id).where(kind.text.icontains(wanted.search, autoescape=True))))
    return asked


def _text_of(
    codebook: Codebook, holder: type[Assignment] | type[Unassigned]
) -> tuple[type[Answer] | type[Comment], InstrumentedAttribute[int | None]]:
    """The table of a codebook's texts, and the column that names them."""
    if codebook.question_id is None:
        return Comment, holder.comment_id
    return Answer, holder.answer_id
