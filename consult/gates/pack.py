"""The compliance pack of one consultation: every gate, evidence, reason and date, as one frozen value.

What the lawyers said is no part of it, and this module reads none of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.consultations.queries import title_of
from consult.consultations.queries.stages import pre_election_periods, publishing_permissions
from consult.consultations.rules import CheckLine
from consult.gates.models import GateLook
from consult.gates.queries import (
    gate_facts,
    lines_at,
    looks_of,
    passed_gates,
    proofs_of,
    question_checks,
    questions_to_read,
)
from consult.gates.rules import Gate, Judged, Point, Proof
from consult.gates.telling import told
from consult.gates.wording import GATES, ITEMS, POINTS, PROOFS, age_in_words, shut_words
from consult.outreach.wording import KINDS
from consult.web.filters import london, short_day


@dataclass(frozen=True, slots=True, kw_only=True)
class PackTable:
    """A table with its heading; the first cell of a row says what the row is about."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """The whole pack, in the order in which it is read."""

    title: str
    council: str
    made: str
    facts: tuple[tuple[str, str], ...]
    tables: tuple[PackTable, ...]


def pack_of(session: Session, consultation: Consultation, *, council: str, now: datetime) -> Pack:
    """Return the pack as it stands now."""
    facts, passed = gate_facts(session, consultation), passed_gates(session, consultation.id)
    looks = looks_of(session, consultation.id)
    late = now if consultation.opened_at is None else None
    points = tuple(_point(point, [told(line) for line in lines_at(facts, passed, point, now=late)]) for point in Point)
    return Pack(
        title=title_of(consultation),
        council=council,
        made=london(now),
        facts=_facts(consultation, str(KINDS[facts.kind])),
        tables=(
            *points,
            _looks(looks),
            _reasons(session, consultation),
            _evidence(session, consultation),
            _questions(session, consultation),
            _options(consultation),
            _times(consultation),
        ),
    )


def _facts(consultation: Consultation, kind: str) -> tuple[tuple[str, str], ...]:
    moments = (
        (_("Sent for approval"), consultation.submitted_at),
        (_("Approved"), consultation.approved_at),
        (_("Opens"), consultation.opens_at),
        (_("Closes"), consultation.closes_at),
        (_("Every response was in"), consultation.intake_complete_at),
        (_("Answered"), consultation.answered_at),
        (_("Withdrawn"), consultation.withdrawn_at),
    )
    dated = tuple((name, london(moment)) for name, moment in moments if moment is not None)
    return ((_("What it is about"), kind), *dated, (_("Who decides"), consultation.decided_by or _("Not said")))


def _point(point: Point, lines: Sequence[CheckLine]) -> PackTable:
    return PackTable(
        heading=str(POINTS[point]),
        columns=(_("Check"), _("How it stands"), _("Rule"), _("More")),
        rows=tuple((line.asks, _standing(line), line.rule, line.passed_because or line.why) for line in lines),
    )


def _standing(line: CheckLine) -> str:
    if line.passed_because:
        return _("Not met, with a reason")
    return _("Not met") if line.is_shut else _("Met")


def _looks(looks: Sequence[GateLook]) -> PackTable:
    return PackTable(
        heading=_("When the checks were looked at, and how they stood"),
        columns=(_("When"), _("Checks"), _("How many were met"), _("What was not met")),
        rows=tuple((london(look.at), str(POINTS[look.point]), _how_many(look), _not_met(look)) for look in looks),
        empty=_("Nobody has stood before the checks yet."),
    )


def _how_many(look: GateLook) -> str:
    n_met = sum(bool(each["is_open"]) for each in look.judged)
    return _("%(met)s of %(all)s", met=str(n_met), all=str(len(look.judged)))


def _not_met(look: GateLook) -> str:
    shut = (
        Judged(gate=Gate(each["gate"]), is_open=False, detail=tuple(each["detail"]))
        for each in look.judged
        if not each["is_open"]
    )
    return "\n".join(f"{GATES[judged.gate].asks}. {shut_words(judged)}".strip() for judged in shut)


def _reasons(session: Session, consultation: Consultation) -> PackTable:
    periods = {period.id: period.name for period in pre_election_periods(session)}
    rows = [
        (london(each.at), str(GATES[each.gate].asks), _who(each.point), each.reason)
        for each in passed_gates(session, consultation.id)
    ]
    rows += [
        (
            london(each.at),
            _("May open in: %(name)s", name=periods[each.period_id]),
            _("Monitoring officer"),
            each.reason,
        )
        for each in consultation.pre_election_permissions
    ]
    rows += [
        (
            london(each.at),
            _("The answer may be published in: %(name)s", name=periods[each.period_id]),
            _("Monitoring officer"),
            each.reason,
        )
        for each in publishing_permissions(session, consultation.id)
    ]
    return PackTable(
        heading=_("Where someone went on although a check was not met"),
        columns=(_("When"), _("Check"), _("Who"), _("Why")),
        rows=tuple(rows),
        empty=_("Nobody did."),
    )


def _who(point: Point) -> str:
    return _("Decision maker") if point is Point.DECIDE else _("Approver")


def _evidence(session: Session, consultation: Consultation) -> PackTable:
    seen: dict[Proof, int] = {}
    rows = []
    for each in proofs_of(session, consultation.id):
        seen[each.proof] = seen.get(each.proof, 0) + 1
        what = _("%(what)s, version %(number)s", what=str(PROOFS[each.proof]), number=str(seen[each.proof]))
        rows.append((what, short_day(each.looked_on), each.looked_by, "\n".join(filter(None, (each.words, each.link)))))
    return PackTable(
        heading=_("Evidence on the record"),
        columns=(_("What"), _("When"), _("Who"), _("What they found")),
        rows=tuple(rows),
        empty=_("Nothing yet."),
    )


def _questions(session: Session, consultation: Consultation) -> PackTable:
    found: dict[int, list[str]] = {}
    for check in question_checks(session, consultation.id):
        word = _("Yes") if check.is_met else _("No")
        found.setdefault(check.question_id, []).append(f"{ITEMS[check.item]}: {word}. {check.note}".strip())
    return PackTable(
        heading=_("Do the questions lead, and are they easy to read?"),
        columns=(_("Question"), _("How hard to read"), _("What was found")),
        rows=tuple(
            (each.prompt, age_in_words(each.age), "\n".join(found.get(each.id, ())) or _("Not checked"))
            for each in questions_to_read(session, consultation)
        ),
        empty=_("It asks no questions."),
    )


def _options(consultation: Consultation) -> PackTable:
    return PackTable(
        heading=_("Options that were looked at"),
        columns=(_("Option"), _("What became of it"), _("Why")),
        rows=tuple(
            (each.name, _("Rejected") if each.rejected else _("Kept"), each.reason) for each in consultation.options
        ),
        empty=_("None are told."),
    )


def _times(consultation: Consultation) -> PackTable:
    return PackTable(
        heading=_("More time"),
        columns=(_("When"), _("New close"), _("Why")),
        rows=tuple((london(each.at), london(each.to_closes_at), each.reason) for each in consultation.extensions),
        empty=_("Nobody was given more time."),
    )
