"""Matters for the clerk: those that a body sent on, those that it owes an answer to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.bodies.queries import body_by_id
from consult.meetings.actions import answer_escalation, escalate
from consult.meetings.actions.escalating import bodies_above
from consult.meetings.forms import AnswerForm, EscalationForm
from consult.meetings.models import Escalation
from consult.meetings.queries import escalation_to, escalations_page, item_of
from consult.meetings.views.blueprint import bp, of_body, today
from consult.meetings.views.frame import ActPage, act_page, done, of, tried
from consult.meetings.views.shown import ShownMatter, matter_shown
from consult.storage.paging import Page as Cut
from consult.web.clock import now
from consult.web.guards import actor, needs
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class MattersPage(Page):
    """The matters of one body, both ways."""

    template: ClassVar[str] = "meetings/desk_matters.html"

    body: str
    body_id: int
    matters: tuple[ShownMatter, ...]
    cut: Cut[Escalation]


@bp.get("/desk/bodies/<int:body_id>/escalations")
@needs(Permission.MANAGE_BODIES, scope=of_body)
def matters(body_id: int) -> AnyResponse:
    """List what a body sent on and what was sent to it."""
    body = body_by_id(session(), body_id)
    number = request.args.get("page", 1, type=int)
    cut = escalations_page(session(), day=today(), body_id=body_id, number=number)
    return MattersPage(
        title=_("Sent on, and sent here"),
        body=body.name,
        body_id=body_id,
        matters=tuple(matter_shown(each, day=today(), answer_for=body_id) for each in cut.items),
        cut=cut,
    ).answer()


@bp.route("/desk/bodies/<int:body_id>/meetings/<int:meeting_id>/items/<int:item_id>/escalate", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES, scope=of_body)
def escalate_item(body_id: int, meeting_id: int, item_id: int) -> AnyResponse:
    """Send a matter to a body above."""
    found = of(body_id, meeting_id)
    item = item_of(found, item_id)
    above = {str(each.id): each for each in bodies_above(session(), found.body, day=today())}
    form = EscalationForm(title=item.title, to_body=next(iter(above), ""))
    form.to_body.choices = [(number, each.name) for number, each in above.items()]

    def act() -> object:
        to_body, matter = above[form.to_body.data], form.to_matter(today())
        return escalate(
            session(), from_body=found.body, to_body=to_body, matter=matter, item=item, by=actor(), now=now()
        )

    if not above:
        flash(_("This body reports to no other yet. Say first how it stands to other bodies."))
        return redirect(url_for("bodies.relate", body_id=body_id), 303)
    if form.is_valid_post() and tried(form, "due_on", act):
        return done(found, _("It is sent. Everyone can read it, and sees when the answer is late."))
    fields = ("to_body", "title", "words", "due_on")
    return act_page(
        found, form, fields, title=_("Send a matter to the body above"), button=_("Send it"), lead=item.title
    ).answer()


@bp.route("/desk/bodies/<int:body_id>/escalations/<int:escalation_id>/answer", methods=["GET", "POST"])
@needs(Permission.MANAGE_BODIES, scope=of_body)
def answer(body_id: int, escalation_id: int) -> AnyResponse:
    """Answer a matter that was sent to this body."""
    found = escalation_to(session(), body_id=body_id, escalation_id=escalation_id)
    form = AnswerForm(version=str(found.version), answered_on=today())

    def act() -> object:
        return answer_escalation(
            session(),
            escalation=found,
            outcome=form.outcome.data,
            answered_on=form.answered_on.data or today(),
            version_seen=form.version_seen,
            by=actor(),
            now=now(),
        )

    if form.is_valid_post() and tried(form, "outcome", act):
        flash(_("The answer is public."), "success")
        return redirect(url_for("meetings.matters", body_id=body_id), 303)
    shown = matter_shown(found, day=today())
    return ActPage(
        title=_("Answer: %(matter)s", matter=found.title),
        form=form,
        fields=("version", "outcome", "answered_on"),
        back=url_for("meetings.matters", body_id=body_id),
        back_words=_("Sent on, and sent here"),
        lead=f"{shown.between}. {shown.days} {found.words}",
        button=_("Publish the answer"),
    ).answer()
