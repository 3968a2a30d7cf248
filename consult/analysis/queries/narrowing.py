"""Which texts of a theme to show and in which order: what an address asks for, and how it narrows a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from consult.analysis.models import Assignment, Codebook, Unassigned
from consult.analysis.queries.reading import unread
from consult.places.models import StakeholderGroup, Ward
from consult.responses.models import Answer, Comment, Response
from consult.responses.rules import Channel, Hand

NOT_SAID = "none"
_LONGEST_SEARCH = 200


class Sureness(StrEnum):
    """Which assignments to show."""

    UNSURE = "unsure"
    SURE = "sure"
    OFFICER = "officer"
    UNREAD = "unread"


class Order(StrEnum):
    """Which texts come first."""

    DOUBTFUL = "doubtful"
    FITTING = "fitting"
    LATEST = "latest"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldFilter:
    """Which texts to show; what is empty does not narrow. ``group_id`` and ``ward_id`` 0: those who did not say."""

    group_id: int | None = None
    ward_id: int | None = None
    channel: Channel | None = None
    language: str = ""
    since: date | None = None
    until: date | None = None
    sureness: Sureness | None = None
    search: str = ""
    order: Order = Order.DOUBTFUL

    @classmethod
    def from_address(cls, typed: Mapping[str, str]) -> "HeldFilter":
        """What an address asks for; what makes no sense is left out."""
        channel, sure, order = typed.get("channel", ""), typed.get("sure", ""), typed.get("order", "")
        language = typed.get("language", "")
        return cls(
            group_id=_number(typed.get("group", "")),
            ward_id=_number(typed.get("ward", "")),
            channel=Channel(channel) if channel in set(Channel) else None,
            language=language if language.isalnum() and len(language) < 9 else "",
            since=_day(typed.get("since", "")),
            until=_day(typed.get("until", "")),
            sureness=Sureness(sure) if sure in set(Sureness) else None,
            search=" ".join(typed.get("search", "").split())[:_LONGEST_SEARCH],
            order=Order(order) if order in set(Order) else Order.DOUBTFUL,
        )

    def as_address(self) -> dict[str, str]:
        """What to put into an address, so that the next page shows the same texts in the same order."""
        given = {
            "group": _told(self.group_id),
            "ward": _told(self.ward_id),
            "channel": self.channel.value if self.channel else "",
            "language": self.language,
            "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
            "sure": self.sureness.value if self.sureness else "",
            "search": self.search,
            "order": "" if self.order is Order.DOUBTFUL else self.order.value,
        }
        return {name: value for name, value in given.items() if value}

    @property
    def is_narrow(self) -> bool:
        """Say whether anything is left out."""
        return bool(set(self.as_address()) - {"order"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a list of texts can be narrowed to."""

    groups: tuple[tuple[int, str], ...]
    wards: tuple[tuple[int, str], ...]
    languages: tuple[str, ...]


def choices_for(session: Session, codebook: Codebook) -> Choices:
    """What the responses of a codebook's consultation can be told apart by; three queries."""
    here = Response.consultation_id == codebook.consultation_id
    groups = session.execute(select(StakeholderGroup.id, StakeholderGroup.name).order_by(StakeholderGroup.position))
    wards = session.execute(
        select(Ward.id, Ward.name)
        .join(Response, Response.ward_id == Ward.id)
        .where(here)
        .distinct()
        .order_by(Ward.name)
    )
    languages = session.scalars(select(Response.language).where(here).distinct().order_by(Response.language))
    return Choices(
        groups=tuple((row[0], row[1]) for row in groups),
        wards=tuple((row[0], row[1]) for row in wards),
        languages=tuple(languages),
    )


def narrowed(
    asked: Select[Assignment], codebook: Codebook, wanted: HeldFilter, *, unsure_below: float
) -> Select[Assignment]:
    """Keep the assignments that a filter asks for; responses are joined already."""
    for condition in (*_about_response(wanted), *_about_sureness(codebook, wanted, unsure_below)):
        asked = asked.where(condition)
    if wanted.search:
        kind, key = text_of(codebook, Assignment)
        asked = asked.where(key.in_(select(kind.id).where(kind.text.icontains(wanted.search, autoescape=True))))
    return asked


def order_of(wanted: HeldFilter) -> tuple[ColumnElement[Any], ...]:
    """In which order a filter asks for the assignments; always the same for the same address."""
    orders: dict[Order, tuple[ColumnElement[Any], ...]] = {
        Order.DOUBTFUL: (Assignment.confidence.asc(), Assignment.id.asc()),
        Order.FITTING: (Assignment.main.desc(), Assignment.confidence.desc(), Assignment.id.asc()),
        Order.LATEST: (Response.received_at.desc(), Assignment.id.asc()),
    }
    return orders[wanted.order]


def text_of(
    codebook: Codebook, holder: type[Assignment] | type[Unassigned]
) -> tuple[type[Answer] | type[Comment], InstrumentedAttribute[int | None]]:
    """The table of a codebook's texts, and the column that names them."""
    if codebook.question_id is None:
        return Comment, holder.comment_id
    return Answer, holder.answer_id


def _about_response(wanted: HeldFilter) -> Sequence[ColumnElement[bool]]:
    kept: list[ColumnElement[bool]] = []
    if wanted.group_id is not None:
        kept.append(Response.group_id == wanted.group_id if wanted.group_id else Response.group_id.is_(None))
    if wanted.ward_id is not None:
        kept.append(Response.ward_id == wanted.ward_id if wanted.ward_id else Response.ward_id.is_(None))
    if wanted.channel is not None:
        kept.append(Response.channel == wanted.channel)
    if wanted.language:
        kept.append(Response.language == wanted.language)
    if wanted.since is not None:
        kept.append(Response.received_on >= wanted.since)
    if wanted.until is not None:
        kept.append(Response.received_on <= wanted.until)
    return kept


def _about_sureness(codebook: Codebook, wanted: HeldFilter, unsure_below: float) -> Sequence[ColumnElement[bool]]:
    machine = Assignment.hand == Hand.MACHINE
    if wanted.sureness is Sureness.OFFICER:
        return [Assignment.hand == Hand.OFFICER]
    if wanted.sureness is Sureness.UNSURE:
        return [machine, Assignment.confidence < unsure_below]
    if wanted.sureness is Sureness.SURE:
        return [machine, Assignment.confidence >= unsure_below]
    return [unread(codebook, text_of(codebook, Assignment)[1])] if wanted.sureness is Sureness.UNREAD else []


def _number(typed: str) -> int | None:
    if typed == NOT_SAID:
        return 0
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


def _told(number: int | None) -> str:
    return "" if number is None else str(number) if number else NOT_SAID


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if len(typed) == 10 else None
    except ValueError:
        return None
