"""Publishing what people wrote, once every response is in and texts were screened; or taking it off again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.queries import consultation_by_id, title_of
from consult.outcomes.queries.published import are_responses_shown
from consult.outcomes.views.blueprint import bp, of_consultation
from consult.responses.actions.publishing import show_responses
from consult.responses.queries.moderation import moderation_log
from consult.web.clock import now
from consult.web.guards import needs, require_signed_in
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class PublishedDeskPage(Page):
    """How many texts everyone could read, and the button."""

    template: ClassVar[str] = "outcomes/published_desk.html"

    consultation: str
    back: str
    here: str
    are_shown: bool
    n_public: int
    n_waiting: int
    may_publish: bool
    why_not: str
    public_href: str


@bp.get("/desk/consultations/<int:consultation_id>/published-responses")
@needs(Permission.PUBLISH_FINDINGS, scope=of_consultation)
def published_responses(consultation_id: int) -> AnyResponse:
    """Show how many texts everyone could read."""
    consultation = consultation_by_id(session(), consultation_id)
    log = moderation_log(session(), consultation=consultation)
    why_not = ""
    if not consultation.publishes_responses:
        why_not = _("People were told that their responses are not published. So they cannot be.")
    elif consultation.intake_complete_at is None:
        why_not = _("Not every response is in yet. Mark the intake as complete first.")
    return PublishedDeskPage(
        title=_("Publish what people wrote"),
        consultation=title_of(consultation),
        back=f"/desk/consultations/{consultation_id}",
        here=url_for("outcomes.published_responses", consultation_id=consultation_id),
        are_shown=are_responses_shown(session(), consultation_id),
        n_public=log.n_published,
        n_waiting=log.n_waiting,
        may_publish=not why_not,
        why_not=why_not,
        public_href=f"/consultations/{consultation.slug}/responses",
    ).answer()


@bp.post("/desk/consultations/<int:consultation_id>/published-responses")
@needs(Permission.PUBLISH_FINDINGS, scope=of_consultation, proved=True)
def turn_published(consultation_id: int) -> AnyResponse:
    """Publish the screened words, or take them off again."""
    consultation, by_id = consultation_by_id(session(), consultation_id), require_signed_in().account_id
    are_shown = not are_responses_shown(session(), consultation_id)
    show_responses(session(), consultation=consultation, are_shown=are_shown, by_id=by_id, now=now())
    flash(_("Everyone can read and search them now.") if are_shown else _("Nobody outside can read them any more."))
    return redirect(url_for("outcomes.published_responses", consultation_id=consultation_id), 303)
