"""Making a commitment because of a theme, and saying how it goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission, consultation_scope
from consult.kernel.clock import day_in_london
from consult.kernel.errors import Invalid, NotFound
from consult.outcomes.actions import make_commitment, record_progress
from consult.outcomes.forms.replies import CommitmentForm, ProgressForm
from consult.outcomes.models import Commitment, Reply
from consult.outcomes.queries.answering import reply_to, theme_to_answer
from consult.outcomes.queries.commitments import commitment_by_reference
from consult.outcomes.views.blueprint import bp, of_consultation
from consult.outcomes.views.promises import promise_shown
from consult.outcomes.views.shown import ShownPromise, paragraphs_of
from consult.web.clock import now
from consult.web.guards import may, needs, require_signed_in
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class NewCommitmentPage(Page):
    """Makes a promise because of a theme."""

    template: ClassVar[str] = "outcomes/new_commitment.html"

    point: str
    reply: tuple[str, ...]
    back_href: str
    form: CommitmentForm


@dataclass(frozen=True, kw_only=True)
class ProgressPage(Page):
    """One promise, what was said of it, and a place to say more."""

    template: ClassVar[str] = "outcomes/progress.html"

    promise: ShownPromise
    point: str
    back_href: str
    may_write: bool
    form: ProgressForm


@bp.get("/desk/consultations/<int:consultation_id>/themes/<int:theme_id>/commitments/new")
@needs(Permission.MANAGE_COMMITMENTS, scope=of_consultation)
def new_commitment(consultation_id: int, theme_id: int) -> Response:
    """Ask what the council promises."""
    return _new_page(_reply(consultation_id, theme_id), CommitmentForm()).answer()


@bp.post("/desk/consultations/<int:consultation_id>/themes/<int:theme_id>/commitments/new")
@needs(Permission.MANAGE_COMMITMENTS, scope=of_consultation)
def made_commitment(consultation_id: int, theme_id: int) -> AnyResponse:
    """Make a commitment."""
    form, reply = CommitmentForm(), _reply(consultation_id, theme_id)
    if not form.is_valid_post():
        return _new_page(reply, form).answer()
    said, by_id = form.to_promised(), require_signed_in().account_id
    try:
        make_commitment(
            session(), reply=reply, promise=said.promise, owner=said.owner, due_on=said.due_on, by_id=by_id, now=now()
        )
    except Invalid as wrong:
        form.refuse("due_on", wrong.sentence)
        return _new_page(reply, form).answer()
    flash(_("The promise is made. Everyone can see it once the answer is published."), "success")
    return redirect(url_for("outcomes.reply", consultation_id=consultation_id, theme_id=theme_id), 303)


@bp.get("/desk/consultations/<int:consultation_id>/commitments/<reference>")
@needs(Permission.SEE_DRAFTS, scope=of_consultation)
def commitment_desk(consultation_id: int, reference: str) -> Response:
    """Show a promise and ask how it goes."""
    return _progress_page(_commitment(consultation_id, reference), ProgressForm()).answer()


@bp.post("/desk/consultations/<int:consultation_id>/commitments/<reference>")
@needs(Permission.MANAGE_COMMITMENTS, scope=of_consultation)
def recorded_progress(consultation_id: int, reference: str) -> AnyResponse:
    """Record how a promise goes."""
    form, found = ProgressForm(), _commitment(consultation_id, reference)
    if not form.is_valid_post():
        return _progress_page(found, form).answer()
    said, by_id = form.to_told(), require_signed_in().account_id
    try:
        record_progress(session(), commitment=found, progress=said.progress, note=said.note, by_id=by_id, now=now())
    except Invalid as wrong:
        form.refuse("note", wrong.sentence)
        return _progress_page(found, form).answer()
    flash(_("Recorded. Everyone can read it."), "success")
    return redirect(url_for("outcomes.commitment_desk", consultation_id=consultation_id, reference=reference), 303)


def _reply(consultation_id: int, theme_id: int) -> Reply:
    theme = theme_to_answer(session(), consultation_id=consultation_id, theme_id=theme_id)
    found = reply_to(session(), theme.id)
    if found is None:
        raise NotFound("This theme has no reply yet. Propose a reply first: a promise hangs on it.")
    return found


def _commitment(consultation_id: int, reference: str) -> Commitment:
    found = commitment_by_reference(session(), reference, public_only=False)
    if found.consultation_id != consultation_id:
        raise NotFound("We could not find this commitment in this consultation.")
    return found


def _new_page(reply: Reply, form: CommitmentForm) -> NewCommitmentPage:
    theme = reply.theme
    return NewCommitmentPage(
        title=_("Promise something"),
        point=theme.name,
        reply=paragraphs_of(reply.words),
        back_href=url_for("outcomes.reply", consultation_id=theme.codebook.consultation_id, theme_id=theme.id),
        form=form,
    )


def _progress_page(found: Commitment, form: ProgressForm) -> ProgressPage:
    return ProgressPage(
        title=found.promise,
        promise=promise_shown(found, today=day_in_london(now()), updates=None),
        point=found.reply.theme.name,
        back_href=url_for("outcomes.overview", consultation_id=found.consultation_id),
        may_write=may(Permission.MANAGE_COMMITMENTS, consultation_scope(found.consultation_id)),
        form=form,
    )
