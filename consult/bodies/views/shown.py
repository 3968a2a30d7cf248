"""Parts that several pages of bodies show: a seat with its holder, and the picture of all seats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.bodies.composition import Counts, Holder, SeatOnDay, counts_of
from consult.bodies.drawing import seat_plan
from consult.bodies.lending import Came, UnderWay
from consult.bodies.wording import EVIDENCE, HOW
from consult.web.filters import in_a_row, short_day


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnSeat:
    """One seat in the picture; its number is the one in the table."""

    x: float
    y: float
    number: int
    words: str
    is_voting: bool
    is_vacant: bool
    is_chair: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnPlan:
    """One size of the seat plan."""

    size: str
    width: int
    height: int
    radius: float
    seats: tuple[DrawnSeat, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatPlanShown:
    """What components/seat_plan.html draws."""

    id: str
    title: str
    description: str
    drawings: tuple[DrawnPlan, ...]
    n_voting: int
    n_other: int
    n_vacant: int
    has_officers: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitter:
    """Who sits in a seat, ready to show."""

    who: str
    href: str
    on_behalf_of: str
    since: str
    until: str
    how: str
    evidence: str
    evidence_href: str
    attendance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRow:
    """One seat in the table; ``sitter`` is missing while it stands empty."""

    number: str
    name: str
    group: str
    electorate: str
    is_voting: bool
    is_office: bool
    exception: str
    deputy: str
    how: str
    interest_href: str
    election_href: str
    sitter: Sitter | None


def plan_shown(seats: Sequence[SeatOnDay], *, chairs: frozenset[int], name: str) -> SeatPlanShown | None:
    """Return the picture of a body's seats, or nothing where it has none; ``chairs`` are people's numbers."""
    counted = [seat for seat in seats if not seat.is_office]
    if not counted:
        return None
    counts = counts_of(counted)
    drawings = []
    for size, width in (("wide", 720), ("narrow", 330)):
        plan = seat_plan(len(counted), size=size, width=width)
        drawn = tuple(
            DrawnSeat(
                x=place.x,
                y=place.y,
                number=number,
                words=_words(number, seat),
                is_voting=seat.is_voting,
                is_vacant=seat.is_vacant,
                is_chair=seat.holder is not None and seat.holder.person_id in chairs,
            )
            for number, (seat, place) in enumerate(zip(counted, plan.places, strict=True), start=1)
        )
        drawings.append(DrawnPlan(size=size, width=width, height=plan.height, radius=plan.radius, seats=drawn))
    return SeatPlanShown(
        id="seats",
        title=finding(counts),
        description=_("Each circle is a seat of %(name)s; its number is the one in the table.", name=name),
        drawings=tuple(drawings),
        n_voting=counts.voting - counts.voting_vacant,
        n_other=counts.other - counts.other_vacant,
        n_vacant=counts.vacant,
        has_officers=bool(chairs),
    )


def finding(counts: Counts) -> str:
    """Say in a sentence how full a body is."""
    taken = ngettext(
        "%(taken)s of %(n)s seat is taken",
        "%(taken)s of %(n)s seats are taken",
        counts.seats,
        taken=counts.members,
        n=counts.seats,
    )
    parts = [taken]
    if counts.other:
        parts.append(ngettext("%(n)s seat has no vote", "%(n)s seats have no vote", counts.other, n=counts.other))
    if counts.vacant:
        parts.append(ngettext("%(n)s stands empty", "%(n)s stand empty", counts.vacant, n=counts.vacant))
    return f"{in_a_row(parts)}."


def chairs_of(seats: Sequence[SeatOnDay]) -> frozenset[int]:
    """Return who holds an office, by their numbers."""
    return frozenset(seat.holder.person_id for seat in seats if seat.is_office and seat.holder)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the rows of a table are told besides the seats."""

    slug: str
    day: date
    came: Mapping[int, Came]
    addresses: Mapping[str, str]
    under_way: Mapping[int, UnderWay]
    may_ask: bool


def seat_rows(seats: Sequence[SeatOnDay], told: Told) -> tuple[SeatRow, ...]:
    """Return the rows of the table: seats with the numbers of the picture, then offices."""
    rows = []
    number = 0
    for seat in seats:
        number += not seat.is_office
        rows.append(_row(seat, "" if seat.is_office else str(number), told))
    return tuple(rows)


def until_words(holder: Holder, *, day: date) -> str:
    """Say until when someone sits, and whether they sit on after their term."""
    if holder.until_on is not None:
        return _("Leaves on %(day)s", day=short_day(holder.until_on)) if holder.until_on >= day else ""
    if holder.term_ends_on is None:
        return _("No end is set")
    if holder.term_ends_on < day:
        return _("Term ended on %(day)s; stays until a successor is declared", day=short_day(holder.term_ends_on))
    return _("Term ends on %(day)s", day=short_day(holder.term_ends_on))


def _words(number: int, seat: SeatOnDay) -> str:
    who = seat.holder.name if seat.holder else _("empty")
    return f"{number}: {seat.name} – {who}"


def _row(seat: SeatOnDay, number: str, told: Told) -> SeatRow:
    is_open = told.may_ask and seat.is_vacant and not seat.is_office
    is_told = seat.is_vacant and seat.seat_class_id in told.under_way
    return SeatRow(
        number=number,
        name=seat.name,
        group=seat.group,
        electorate=seat.electorate,
        is_voting=seat.is_voting,
        is_office=seat.is_office,
        exception=seat.exception,
        deputy=seat.deputy,
        how=str(HOW[seat.how_filled]),
        interest_href=url_for("bodies.interest", slug=told.slug, seat_class_id=seat.seat_class_id) if is_open else "",
        election_href=told.under_way[seat.seat_class_id].href if is_told else "",
        sitter=_sitter(seat.holder, told) if seat.holder else None,
    )


def _sitter(holder: Holder, told: Told) -> Sitter:
    return Sitter(
        who=holder.name,
        href=url_for("bodies.member", person_id=holder.person_id),
        on_behalf_of=holder.on_behalf_of,
        since=short_day(holder.from_on),
        until=until_words(holder, day=told.day),
        how=str(HOW[holder.how_filled]),
        evidence=_evidence_words(holder),
        evidence_href=told.addresses.get(holder.evidence_ref, ""),
        attendance=_attendance(told.came.get(holder.person_id)),
    )


def _evidence_words(holder: Holder) -> str:
    """Say what shows it, where it is kept on paper; what another room owns is shown by its address alone."""
    kept, _colon, where = holder.evidence_ref.partition(":")
    return where.strip() if kept == "archive" else str(EVIDENCE[holder.evidence_kind])


def _attendance(came: Came | None) -> str:
    if came is None:
        return ""
    return ngettext(
        "Came to %(times)s of %(n)s meeting",
        "Came to %(times)s of %(n)s meetings",
        came.meetings,
        times=came.times,
        n=came.meetings,
    )
