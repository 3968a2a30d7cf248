"""Sending a draft for approval, and the approver's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.actions import approve, return_draft, submit_for_approval, take_back
from consult.consultations.forms import ApproveForm, ConfirmForm, ReasonForm
from consult.consultations.queries import consultation_by_id, draft_facts, title_of
from consult.consultations.rules import CheckLine, cautions_about
from consult.consultations.views.blueprint import bp, scope_of
from consult.consultations.views.checks import checks
from consult.consultations.views.frame import hub_href, my_id, saved
from consult.consultations.wording import CAUTIONS
from consult.kernel.errors import Refused
from consult.web.clock import now
from consult.web.filters import london
from consult.web.guards import actor, needs
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class JudgePage(Page):
    """Asks an approver for a verdict."""

    template: ClassVar[str] = "consultations/judge.html"

    form: ReasonForm
    about: str
    back: str
    base: str
    preview: str
    opens: str
    closes: str
    cautions: tuple[str, ...]
    approve_form: ApproveForm
    checks: tuple[CheckLine, ...]
    n_shut: int
    checks_href: str


@bp.post("/desk/consultations/<int:consultation_id>/submit")
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def submit(consultation_id: int) -> AnyResponse:
    """Send a draft to the approvers."""
    consultation, form = consultation_by_id(session(), consultation_id), ConfirmForm()
    by_id, seen = my_id(), form.version_seen
    submit_for_approval(session(), consultation=consultation, by_id=by_id, now=now(), version_seen=seen)
    return saved(consultation_id, _("Sent for approval."))


@bp.post("/desk/consultations/<int:consultation_id>/take-back")
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def take_back_draft(consultation_id: int) -> AnyResponse:
    """Make a draft of it again."""
    consultation = consultation_by_id(session(), consultation_id)
    take_back(session(), consultation=consultation, actor=actor(), now=now())
    return saved(consultation_id, _("It is a draft again and will need a new approval."))


@bp.get("/desk/consultations/<int:consultation_id>/judge")
@needs(Permission.APPROVE_CONSULTATIONS, scope=scope_of, proved=True)
def judge(consultation_id: int) -> AnyResponse:
    """Ask for a verdict."""
    return _judge_page(consultation_id, None).answer()


@bp.post("/desk/consultations/<int:consultation_id>/approve")
@needs(Permission.APPROVE_CONSULTATIONS, scope=scope_of, proved=True)
def approve_draft(consultation_id: int) -> AnyResponse:
    """Approve a draft; what is not met needs a reason that everyone can read."""
    consultation, form = consultation_by_id(session(), consultation_id), ApproveForm()
    by_id, seen, why = my_id(), form.version_seen, form.go_on.data
    approve(session(), consultation=consultation, by_id=by_id, now=now(), version_seen=seen)
    try:
        checks().go_on(session(), consultation, reason=why, by_id=by_id, now=now())
    except Refused as refused:  # the page answers 422, so the approval is not kept either
        form.refuse("go_on", refused.sentence)
        return _judge_page(consultation_id, None, approve_form=form).answer()
    return saved(consultation_id, _("Approved. It opens by itself at the time set."))


@bp.post("/desk/consultations/<int:consultation_id>/return")
@needs(Permission.APPROVE_CONSULTATIONS, scope=scope_of, proved=True)
def return_to_author(consultation_id: int) -> AnyResponse:
    """Send a draft back with a reason."""
    form = ReasonForm()
    if not form.is_valid_post():
        return _judge_page(consultation_id, form).answer()
    consultation = consultation_by_id(session(), consultation_id)
    by_id = my_id()
    return_draft(session(), consultation=consultation, reason=form.reason.data, by_id=by_id, now=now())
    return saved(consultation_id, _("Returned to its author."))


def _judge_page(consultation_id: int, form: ReasonForm | None, *, approve_form: ApproveForm | None = None) -> JudgePage:
    consultation = consultation_by_id(session(), consultation_id)
    opens_at, closes_at = consultation.opens_at, consultation.closes_at
    cautions = cautions_about(draft_facts(session(), consultation))
    lines = checks().lines(session(), consultation)
    return JudgePage(
        title=_("Approve or return"),
        form=form or ReasonForm(version=str(consultation.version)),
        about=title_of(consultation),
        back=hub_href(consultation_id),
        base=hub_href(consultation_id),
        preview=url_for("consultations.preview", consultation_id=consultation_id),
        opens=london(opens_at) if opens_at else "",
        closes=london(closes_at) if closes_at else "",
        cautions=tuple(str(CAUTIONS[caution]) for caution in cautions),
        approve_form=approve_form or ApproveForm(formdata=None, version=str(consultation.version)),
        checks=lines,
        n_shut=sum(line.is_shut for line in lines),
        checks_href=f"{hub_href(consultation_id)}/checks",
    )
