"""Who was consulted: who had to be asked, who was asked, when and how, who answered, and what the council replied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from flask import Response
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.consultations.queries import Reading, consultation_by_id, consultation_for_reading
from consult.consultations.queries.stages import publishing_permissions
from consult.consultations.rules import WayOn
from consult.frontdoor.queries.consulted import Raised, raised_by_organisations
from consult.frontdoor.views.blueprint import bp
from consult.gates.queries import passed_gates, proofs_of
from consult.gates.rules import Gate, Proof
from consult.gates.wording import GATES
from consult.kernel.clock import day_in_london
from consult.outcomes.queries.answering import decisions_of
from consult.outcomes.suppression import suppressed
from consult.outcomes.wording import POSITIONS
from consult.outreach.models import ConsultationRecord, Milestone
from consult.outreach.queries.record import (
    LedgerLine,
    first_decided_on,
    ledger,
    milestones_of,
    record_as_it_stands,
    shapers_of,
)
from consult.outreach.rules import ConsultationKind, Scrutiny, Standing
from consult.outreach.shown import ShownConsultee, shown_consultee
from consult.outreach.wording import MILESTONES
from consult.responses.figure_words import both_totals, petitions_told
from consult.responses.queries.figures import IntakeFigures, intake_figures
from consult.responses.queries.petitions import petition_figures
from consult.responses.queries.taken_in import late_rule_of
from consult.responses.rules import LateRule
from consult.web.caching import kept
from consult.web.charts import Bar, BarChart, bars
from consult.web.clock import now
from consult.web.filters import number, short_day
from consult.web.guards import public
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One main point that a consultee raised, and the council's position in a word."""

    name: str
    word: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """One consultee as everyone sees it, with what it raised."""

    consultee: ShownConsultee
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step on the way, before or after people could answer."""

    day: str
    what: str
    who: str
    link: str
    is_ours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PutAside:
    """A check of law or practice that was not met, and why the council went on."""

    asks: str
    rule: str
    reason: str
    when: str


@dataclass(frozen=True, kw_only=True)
class ConsultedPage(Page):
    """The whole record of one consultation."""

    template: ClassVar[str] = "frontdoor/consulted.html"

    consultation: str
    consultation_href: str
    lead: tuple[str, ...]
    lines: tuple[ShownLine, ...]
    n_responses: int
    beside: tuple[str, ...]
    late: str
    earlier: tuple[Step, ...]
    groups: BarChart | None
    groups_later: bool
    shapers: BarChart | None
    steps: tuple[Step, ...]
    too_late: bool
    scrutiny: str
    put_aside: tuple[PutAside, ...]
    answer_href: str
    csv_href: str
    json_href: str


def ways_on(session: Session, reading: Reading, now: datetime) -> tuple[WayOn, ...]:
    """Lead anyone from a consultation to the record of who was asked."""
    del session, now
    href = f"/consultations/{reading.slug}/who-was-consulted"
    return (WayOn(text=_("Who was consulted"), href=href, hint=_("Whom we asked, when and how, and who answered.")),)


@bp.get("/consultations/<slug>/who-was-consulted")
@public
@kept
def consulted(slug: str) -> Response:
    """Show the record of who was consulted."""
    reading = consultation_for_reading(session(), slug=slug, now=now())
    consultation = consultation_by_id(session(), reading.id)
    lines = ledger(session(), consultation.id, named_only=True)
    figures = intake_figures(session(), consultation=consultation)
    milestones = milestones_of(session(), consultation.id)
    kept_record = record_as_it_stands(session(), consultation.id)
    base = f"/consultations/{slug}"
    is_in = consultation.intake_complete_at is not None
    return ConsultedPage(
        title=_("Who was consulted"),
        consultation=reading.title,
        consultation_href=base,
        lead=_lead(lines),
        lines=_shown(lines, _raised(consultation, lines)),
        n_responses=figures.n_in_time,
        beside=_beside(consultation, figures),
        late=_late(kept_record, figures.n_late),
        earlier=_earlier(consultation.id),
        groups=_groups([(line.name or _("Did not say"), line.n) for line in figures.by_group]) if is_in else None,
        groups_later=not is_in,
        shapers=_shapers(consultation.id),
        steps=_steps(consultation, milestones),
        too_late=_is_too_late(consultation, milestones),
        scrutiny=_scrutiny(kept_record),
        put_aside=_put_aside(consultation),
        answer_href=f"{base}/you-said-we-did" if consultation.answered_at else "",
        csv_href=f"{base}/who-was-consulted.csv",
        json_href=f"{base}/who-was-consulted.json",
    ).answer()


def _lead(lines: Sequence[LedgerLine]) -> tuple[str, ...]:
    """Tell in a few sentences who was asked and who was not."""
    if not lines:
        return (_("The council has not written down yet whom it asked."),)
    standings = [line.standing for line in lines]
    n_not = standings.count(Standing.NOT_ASKED) + standings.count(Standing.WILL_NOT_BE_ASKED)
    n_answered, n_vague = standings.count(Standing.ANSWERED), standings.count(Standing.VAGUE)
    told = [
        ngettext(
            "%(num)s organisation or group is on the list.",
            "%(num)s organisations and groups are on the list.",
            len(lines),
        ),
        ngettext("%(num)s of them was asked.", "%(num)s of them were asked.", len(lines) - n_not),
        ngettext("%(num)s is known to have answered.", "%(num)s are known to have answered.", n_answered),
    ]
    if n_not:
        told.append(ngettext("%(num)s was not asked.", "%(num)s were not asked.", n_not))
    if n_vague:
        told.append(
            ngettext(
                "For %(num)s the record names no day or no body, so nobody can check it.",
                "For %(num)s the record names no day or no body, so nobody can check it.",
                n_vague,
            )
        )
    return tuple(told)


def _raised(consultation: Consultation, lines: Sequence[LedgerLine]) -> tuple[Raised, ...]:
    ids = [line.consultee.organisation_id for line in lines if line.consultee.organisation_id is not None]
    today = day_in_london(now())
    return raised_by_organisations(session(), consultation_id=consultation.id, organisation_ids=ids, today=today)


def _shown(lines: Sequence[LedgerLine], raised: Sequence[Raised]) -> tuple[ShownLine, ...]:
    return tuple(
        ShownLine(
            consultee=shown_consultee(line),
            points=tuple(_point(each) for each in raised if each.organisation_id == line.consultee.organisation_id),
        )
        for line in lines
    )


def _point(raised: Raised) -> Point:
    if raised.position is None:
        return Point(name=raised.theme, word=_("No answer yet"), kind="plain")
    told = POSITIONS[raised.position]
    return Point(name=raised.theme, word=str(told.word), kind=told.kind)


def _groups(counted: Sequence[tuple[str, int]]) -> BarChart | None:
    """Return the groups that answered; small numbers are left out and the others rounded, as in every breakdown."""
    answered = {name: n for name, n in counted if n}
    if not answered:
        return None
    base = sum(answered.values())
    rows = [_group_bar(name, about, base) for name, about in suppressed(answered).items()]
    rows += [_bar(name, 0, _("nobody"), base) for name, n in counted if not n]
    return BarChart(
        title=_("How many answered in each group"),
        description=_("Rounded to five. Groups with fewer than ten people are not shown, so that nobody is found."),
        label_heading=_("Group"),
        number_heading=_("Responses"),
        rows=tuple(rows),
    )


def _group_bar(name: str, about: int | None, base: int) -> Bar:
    if about is None:
        return _bar(name, 0, _("too few to show"), base)
    return _bar(name, about, _("about %(n)s", n=number(about)), base)


def _bar(name: str, n: int, words: str, base: int) -> Bar:
    return Bar(label=name, n=n, words=words, share=min(n / base, 1.0) if base else 0.0)


def _shapers(consultation_id: int) -> BarChart | None:
    counted: dict[str, int] = {}
    for shaper in shapers_of(session(), consultation_id):
        name = shaper.group.name if shaper.group else shaper.who
        counted[name] = counted.get(name, 0) + shaper.n_people
    if not counted:
        return None
    total = sum(counted.values())
    most = max(counted, key=lambda name: counted[name])
    return BarChart(
        title=_("%(who)s: %(n)s of the %(total)s people who wrote it", who=most, n=counted[most], total=number(total)),
        label_heading=_("Who"),
        number_heading=_("People"),
        rows=bars(sorted(counted.items(), key=lambda each: -each[1]), base=total),
    )


def _steps(consultation: Consultation, milestones: Sequence[Milestone]) -> tuple[Step, ...]:
    """Return every step in order: those of the record, and the moments that this site knows itself."""
    own = (
        (consultation.opened_at, _("Anyone could answer from this day")),
        (consultation.closes_at if consultation.closed_at else None, _("It closed")),
        (consultation.answered_at, _("The council answered")),
    )
    dated: list[tuple[date, Step]] = [
        (day_in_london(moment), Step(day=short_day(moment), what=what, who="", link="", is_ours=True))
        for moment, what in own
        if moment is not None
    ]
    for decision in decisions_of(session(), consultation.id):
        what, link = _("Decided: %(title)s", title=decision.title), f"/decisions/{decision.id}"
        step = Step(day=short_day(decision.decided_on), what=what, who=decision.decided_by, link=link, is_ours=False)
        dated.append((decision.decided_on, step))
    for each in milestones:
        what = f"{MILESTONES[each.kind]}: {each.words}"
        step = Step(day=short_day(each.happened_on), what=what, who=each.body_name, link=each.link, is_ours=False)
        dated.append((each.happened_on, step))
    return tuple(step for _day, step in sorted(dated, key=lambda each: each[0]))


def _put_aside(consultation: Consultation) -> tuple[PutAside, ...]:
    """Return what was not met and why the council went on, with what the monitoring officer allowed."""
    gates = [
        PutAside(
            asks=str(GATES[each.gate].asks),
            rule=str(GATES[each.gate].rule),
            reason=each.reason,
            when=short_day(each.at),
        )
        for each in passed_gates(session(), consultation.id)
    ]
    allowed = [
        (each.at, each.reason, _("It opened in a pre-election period"))
        for each in consultation.pre_election_permissions
    ]
    allowed += [
        (each.at, each.reason, _("The answer was published in a pre-election period"))
        for each in publishing_permissions(session(), consultation.id)
    ]
    rule = str(GATES[Gate.PRE_ELECTION].rule)
    return (*gates, *(PutAside(asks=asks, rule=rule, reason=why, when=short_day(at)) for at, why, asks in allowed))


def _beside(consultation: Consultation, figures: IntakeFigures) -> tuple[str, ...]:
    """What stands beside the count: what came late, both totals, and petitions."""
    by_postmark = late_rule_of(session(), consultation) is LateRule.POSTMARKED
    rule = _("A letter counts by its postmark.") if by_postmark else _("A letter counts by the day it reached us.")
    n_late, n_excepted = figures.n_late, figures.n_excepted
    late = ngettext("%(num)s came late and is counted apart.", "%(num)s came late and are counted apart.", n_late)
    excepted = ngettext(
        "%(num)s came late and counts all the same, for a reason that the council wrote down.",
        "%(num)s came late and count all the same, for reasons that the council wrote down.",
        n_excepted,
    )
    told = (
        f"{late} {rule}" if n_late else "",
        excepted if n_excepted else "",
        both_totals(figures.n_in_time, figures.n_repeats),
        petitions_told(petition_figures(session(), consultation.id)),
    )
    return tuple(sentence for sentence in told if sentence)


def _late(kept_record: ConsultationRecord, n_late: int) -> str:
    """Say what becomes of what came late, where the law fixes the window."""
    if kept_record.kind is not ConsultationKind.SCHOOL_ORGANISATION or not n_late:
        return ""
    return ngettext(
        "%(num)s came after the four weeks of the law. It is kept and read, and is not a statutory objection.",
        "%(num)s came after the four weeks of the law. They are kept and read, and are not statutory objections.",
        n_late,
    )


def _earlier(consultation_id: int) -> tuple[Step, ...]:
    """Return the informal consultation that came before, where one is on the record."""
    return tuple(
        Step(day=short_day(each.looked_on), what=each.words, who=each.looked_by, link=each.link, is_ours=False)
        for each in proofs_of(session(), consultation_id)
        if each.proof is Proof.EARLIER
    )


def _is_too_late(consultation: Consultation, milestones: Sequence[Milestone]) -> bool:
    decided = first_decided_on(milestones)
    return decided is not None and consultation.opens_at is not None and decided < day_in_london(consultation.opens_at)


def _scrutiny(kept_record: ConsultationRecord) -> str:
    if kept_record.scrutiny is Scrutiny.ASKED and kept_record.scrutiny_on is not None:
        committee = kept_record.scrutiny_committee or _("the scrutiny committee")
        return _("It went to %(committee)s on %(day)s.", committee=committee, day=short_day(kept_record.scrutiny_on))
    if kept_record.scrutiny is Scrutiny.NOT_ASKED:
        return _("It did not go to the scrutiny committee: %(reason)s", reason=kept_record.scrutiny_reason)
    return _("The council has not said whether it went to the scrutiny committee.")
