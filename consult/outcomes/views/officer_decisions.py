"""Recording a decision and the replies that it decides; its call-in; where it is minuted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission, consultation_scope
from consult.consultations.models import Consultation
from consult.consultations.queries import consultation_by_id, title_of
from consult.consultations.rules import CheckLine
from consult.decisions.actions import call_in_decision, end_call_in, note_minute
from consult.decisions.models import Decision
from consult.decisions.queries import decision_by_id
from consult.decisions.rules import CallInResult, DecisionStanding
from consult.gates.actions import go_on
from consult.gates.rules import Point
from consult.gates.telling import check_lines
from consult.kernel.clock import day_in_london
from consult.kernel.errors import Invalid, NotFound, Refused
from consult.outcomes.actions import decide_replies
from consult.outcomes.forms.decisions import CallInEndForm, CallInForm, DecisionForm, MinuteForm
from consult.outcomes.queries.answering import replies_of
from consult.outcomes.queries.decided import decided_by
from consult.outcomes.queries.editions import findings_numbers
from consult.outcomes.rules import ReplyStage
from consult.outcomes.views.blueprint import bp, of_consultation
from consult.outcomes.views.public_decisions import DecidedReply, Record, record_of, reply_shown
from consult.web.clock import now
from consult.web.guards import may, needs, require_signed_in
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class NewDecisionPage(Page):
    """Asks for the whole record of a decision, beside the replies that it decides."""

    template: ClassVar[str] = "decisions/new_decision.html"

    consultation: str
    overview_href: str
    findings_href: str
    replies: tuple[DecidedReply, ...]
    form: DecisionForm
    checks: tuple[CheckLine, ...]
    n_shut: int


@dataclass(frozen=True, kw_only=True)
class DecisionDeskPage(Page):
    """A decision and what may still be recorded about it."""

    template: ClassVar[str] = "decisions/decision_desk.html"

    overview_href: str
    public_href: str
    record: Record
    replies: tuple[DecidedReply, ...]
    may_call_in: bool
    may_end_call_in: bool
    may_minute: bool
    call_in_form: CallInForm
    end_form: CallInEndForm
    minute_form: MinuteForm
    call_in_href: str
    end_href: str
    minute_href: str


@bp.get("/desk/consultations/<int:consultation_id>/decisions/new")
@needs(Permission.DECIDE, scope=of_consultation)
def new_decision(consultation_id: int) -> Response:
    """Ask for the record, with what is known already filled in."""
    consultation = consultation_by_id(session(), consultation_id)
    return _new_page(consultation, _first_form(consultation)).answer()


@bp.post("/desk/consultations/<int:consultation_id>/decisions/new")
@needs(Permission.DECIDE, scope=of_consultation)
def recorded_decision(consultation_id: int) -> AnyResponse:
    """Record the decision, or give the page another empty row."""
    consultation, form = consultation_by_id(session(), consultation_id), DecisionForm()
    page = _new_page(consultation, form)
    if request.form.get("more"):
        form.more(request.form["more"])
        return page.answer(200)
    if not form.is_valid_post():
        return page.answer()
    by_id = require_signed_in().account_id
    try:
        made = decide_replies(
            session(),
            consultation=consultation,
            made=form.to_made(),
            chosen=form.to_chosen(),
            by_id=by_id,
            now=now(),
        )
        go_on(
            session(),
            consultation=consultation,
            point=Point.DECIDE,
            reason=form.go_on.data,
            by_id=by_id,
            now=now(),
            decision_id=made.id,
        )
    except (Invalid, Refused) as wrong:
        form.form_errors.append(wrong.sentence)
        return page.answer(422)
    flash(_("The decision is recorded, and everyone can read it."), "success")
    return redirect(url_for("outcomes.overview", consultation_id=consultation_id), 303)


@bp.get("/desk/consultations/<int:consultation_id>/decisions/<int:decision_id>")
@needs(Permission.SEE_DRAFTS, scope=of_consultation)
def decision_desk(consultation_id: int, decision_id: int) -> Response:
    """Show a decision and what may still be recorded."""
    return _desk_page(consultation_id, _decision(consultation_id, decision_id)).answer()


@bp.post("/desk/consultations/<int:consultation_id>/decisions/<int:decision_id>/call-in")
@needs(Permission.RECORD_DECISIONS, scope=of_consultation)
def called_in(consultation_id: int, decision_id: int) -> AnyResponse:
    """Record that the decision was called in."""
    found, form = _decision(consultation_id, decision_id), CallInForm()
    if not form.is_valid_post():
        return _desk_page(consultation_id, found, call_in_form=form).answer()
    call_in_decision(
        session(),
        decision=found,
        called_in_by=form.called_in_by.data,
        reason=form.reason.data,
        version=form.version_seen,
        by_id=require_signed_in().account_id,
        now=now(),
    )
    return _back(consultation_id, decision_id, _("The call-in is recorded. The decision waits until it has ended."))


@bp.post("/desk/consultations/<int:consultation_id>/decisions/<int:decision_id>/call-in-ended")
@needs(Permission.RECORD_DECISIONS, scope=of_consultation)
def ended_call_in(consultation_id: int, decision_id: int) -> AnyResponse:
    """Record how the call-in ended."""
    found, form = _decision(consultation_id, decision_id), CallInEndForm()
    if not form.is_valid_post():
        return _desk_page(consultation_id, found, end_form=form).answer()
    end_call_in(
        session(),
        decision=found,
        result=CallInResult(form.result.data),
        outcome=form.outcome.data,
        version=form.version_seen,
        by_id=require_signed_in().account_id,
        now=now(),
    )
    return _back(consultation_id, decision_id, _("Recorded. Everyone can read how the call-in ended."))


@bp.post("/desk/consultations/<int:consultation_id>/decisions/<int:decision_id>/minute")
@needs(Permission.RECORD_DECISIONS, scope=of_consultation)
def minuted(consultation_id: int, decision_id: int) -> AnyResponse:
    """Record where the decision is minuted."""
    found, form = _decision(consultation_id, decision_id), MinuteForm()
    if not form.is_valid_post():
        return _desk_page(consultation_id, found, minute_form=form).answer()
    by_id = require_signed_in().account_id
    note_minute(
        session(),
        decision=found,
        minuted_at=form.minuted_at.data,
        version=form.version_seen,
        by_id=by_id,
        now=now(),
    )
    return _back(consultation_id, decision_id, _("Recorded. Everyone can read where it is minuted."))


def _first_form(consultation: Consultation) -> DecisionForm:
    papers = [
        {
            "title": _("Findings of the consultation, number %(number)s", number=str(number)),
            "link": f"/consultations/{consultation.slug}/findings/{number}",
        }
        for number, _published_at in findings_numbers(session(), consultation.id)[:1]
    ]
    rejected = [
        {"alternative": option.name, "reason": option.reason} for option in consultation.options if option.rejected
    ]
    return DecisionForm(
        title=title_of(consultation),
        decided_by=consultation.decided_by,
        decided_on=day_in_london(now()),
        papers=[*papers, {}],
        alternatives=rejected or [{}],
    )


def _new_page(consultation: Consultation, form: DecisionForm) -> NewDecisionPage:
    today = day_in_london(now())
    waiting = [
        reply for reply in replies_of(session(), consultation.id) if reply.stage(today=today) is ReplyStage.PROPOSED
    ]
    form.replies.choices = [(f"{reply.id}:{reply.version}", reply.theme.name) for reply in waiting]
    lines = check_lines(session(), consultation, Point.DECIDE)
    has_findings = bool(findings_numbers(session(), consultation.id))
    return NewDecisionPage(
        title=_("Record a decision"),
        consultation=title_of(consultation),
        overview_href=url_for("outcomes.overview", consultation_id=consultation.id),
        findings_href=f"/consultations/{consultation.slug}/findings" if has_findings else "",
        replies=tuple(reply_shown(reply) for reply in waiting),
        form=form,
        checks=lines,
        n_shut=sum(line.is_shut for line in lines),
    )


def _decision(consultation_id: int, decision_id: int) -> Decision:
    if consultation_id not in {each.id for each in decided_by(session(), decision_id).consultations}:
        raise NotFound("We could not find this decision in this consultation.")
    return decision_by_id(session(), decision_id)


def _desk_page(
    consultation_id: int,
    found: Decision,
    *,
    call_in_form: CallInForm | None = None,
    end_form: CallInEndForm | None = None,
    minute_form: MinuteForm | None = None,
) -> DecisionDeskPage:
    standing = found.standing(today=day_in_london(now()))
    may_record = may(Permission.RECORD_DECISIONS, consultation_scope(consultation_id))
    version = str(found.version)

    def address(endpoint: str) -> str:
        return url_for(endpoint, consultation_id=consultation_id, decision_id=found.id)

    return DecisionDeskPage(
        title=found.title,
        overview_href=url_for("outcomes.overview", consultation_id=consultation_id),
        public_href=f"/decisions/{found.id}",
        record=record_of(found, today=day_in_london(now())),
        replies=tuple(reply_shown(reply) for reply in decided_by(session(), found.id).replies),
        may_call_in=may_record and standing is DecisionStanding.CALL_IN_RUNNING,
        may_end_call_in=may_record and standing is DecisionStanding.CALLED_IN,
        may_minute=may_record,
        call_in_form=call_in_form or CallInForm(version=version),
        end_form=end_form or CallInEndForm(version=version),
        minute_form=minute_form or MinuteForm(version=version, minuted_at=found.minuted_at),
        call_in_href=address("outcomes.called_in"),
        end_href=address("outcomes.ended_call_in"),
        minute_href=address("outcomes.minuted"),
    )


def _back(consultation_id: int, decision_id: int, sentence: str) -> AnyResponse:
    flash(sentence, "success")
    return redirect(url_for("outcomes.decision_desk", consultation_id=consultation_id, decision_id=decision_id), 303)
