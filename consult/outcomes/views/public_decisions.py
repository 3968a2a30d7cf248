"""The written record of decisions, for everyone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from flask import Response, request
from flask_babel import gettext as _

from consult.consultations.queries import title_of
from consult.decisions.models import Decision
from consult.decisions.queries import decision_by_id
from consult.decisions.queries import decisions as decisions_page
from consult.decisions.rules import DecisionStanding
from consult.gates.models import GateProof
from consult.gates.queries import assessment_seen
from consult.kernel.clock import day_in_london
from consult.outcomes.models import Reply
from consult.outcomes.queries.decided import decided_by
from consult.outcomes.views.blueprint import bp
from consult.outcomes.views.shown import paragraphs_of
from consult.outcomes.wording import DECISIONS, POSITIONS
from consult.storage.paging import Page as Paged
from consult.web.caching import kept
from consult.web.clock import now
from consult.web.filters import london_day, short_day
from consult.web.guards import public
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """A decision in the list."""

    title: str
    href: str
    who: str
    when: str
    word: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class DecisionsPage(Page):
    """Every decision, the latest first."""

    template: ClassVar[str] = "decisions/decisions.html"

    rows: tuple[DecisionRow, ...]
    paged: Paged[Decision]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedReply:
    """A reply that a decision decided."""

    point: str
    word: str
    kind: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """A consultation that a decision was about."""

    title: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The whole record of one decision, ready to show to anyone."""

    decided: tuple[str, ...]
    who: str
    when: str
    reasons: tuple[str, ...]
    papers: tuple[tuple[str, str], ...]
    alternatives: tuple[tuple[str, str], ...]
    interests: tuple[tuple[str, str, str], ...]
    assessment: str
    assessment_href: str
    minuted_at: str
    word: str
    kind: str
    call_in: str
    called_in: str
    call_in_reason: str
    call_in_outcome: str
    recorded_on: str


@dataclass(frozen=True, kw_only=True)
class DecisionPage(Page):
    """The record of one decision and what it decided."""

    template: ClassVar[str] = "decisions/decision.html"

    record: Record
    about: tuple[About, ...]
    replies: tuple[DecidedReply, ...]


@bp.get("/decisions")
@public
@kept
def decisions() -> Response:
    """List every decision."""
    today = day_in_london(now())
    found = decisions_page(session(), number=request.args.get("page", 1, type=int))
    return DecisionsPage(
        title=_("Decisions"), rows=tuple(_row(each, today=today) for each in found.items), paged=found
    ).answer()


@bp.get("/decisions/<int:decision_id>")
@public
@kept
def decision(decision_id: int) -> Response:
    """Show the record of one decision."""
    found = decision_by_id(session(), decision_id)
    decided = decided_by(session(), decision_id)
    return DecisionPage(
        title=found.title,
        record=record_of(found, today=day_in_london(now())),
        about=tuple(About(title=title_of(each), href=f"/consultations/{each.slug}") for each in decided.consultations),
        replies=tuple(reply_shown(reply) for reply in decided.replies),
    ).answer()


def record_of(found: Decision, *, today: date) -> Record:
    """Show the whole record of a decision as it stands on a day."""
    told = DECISIONS[found.standing(today=today)]
    seen = assessment_seen(session(), found.id)
    return Record(
        decided=paragraphs_of(found.decided),
        who=found.decided_by,
        when=london_day(found.decided_on),
        reasons=paragraphs_of(found.reasons),
        papers=tuple((paper.title, paper.link) for paper in found.papers),
        alternatives=tuple((other.alternative, other.reason) for other in found.alternatives),
        interests=tuple((each.declared_by, each.interest, each.dispensation) for each in found.interests),
        assessment=_assessment(seen),
        assessment_href=seen[1].link if seen else "",
        minuted_at=found.minuted_at,
        word=str(told.word),
        kind=told.kind,
        call_in=_call_in_words(found, today=today),
        called_in=_("Called in on %(day)s by %(who)s.", day=short_day(found.called_in_at), who=found.called_in_by)
        if found.called_in_at
        else "",
        call_in_reason=found.called_in_reason,
        call_in_outcome=found.called_in_outcome,
        recorded_on=short_day(found.recorded_at),
    )


def reply_shown(reply: Reply) -> DecidedReply:
    """Show a reply with the main point that it answers."""
    told = POSITIONS[reply.position]
    return DecidedReply(
        point=reply.theme.name, word=str(told.word), kind=told.kind, paragraphs=paragraphs_of(reply.words)
    )


def _call_in_words(found: Decision, *, today: date) -> str:
    if found.call_in_ends_on is None:
        return _("Call-in does not apply. %(reason)s", reason=found.no_call_in_reason)
    day = london_day(found.call_in_ends_on)
    if found.standing(today=today) is DecisionStanding.CALL_IN_RUNNING:
        return _("Councillors can ask for the decision to be looked at again until the end of %(day)s.", day=day)
    return _("Councillors could ask for the decision to be looked at again until the end of %(day)s.", day=day)


def _assessment(seen: tuple[int, GateProof] | None) -> str:
    if seen is None:
        return ""
    version, proof = seen
    return _(
        "Version %(number)s, %(day)s, %(who)s", number=str(version), day=short_day(proof.looked_on), who=proof.looked_by
    )


def _row(each: Decision, *, today: date) -> DecisionRow:
    told = DECISIONS[each.standing(today=today)]
    return DecisionRow(
        title=each.title,
        href=f"/decisions/{each.id}",
        who=each.decided_by,
        when=short_day(each.decided_on),
        word=str(told.word),
        kind=told.kind,
    )
