"""Answering by the link of an invitation: no account, nobody is told that it was opened, one response by each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from flask import Flask, current_app, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from consult.responses.actions.drafts import begin_draft, note_invitation
from consult.responses.forms.public_entry import StartForm
from consult.responses.queries.answering import ConsultationToAnswer, consultation_by_slug
from consult.responses.rules import Invited
from consult.responses.views.public_frame import Answering, answering, bp, private, with_draft
from consult.responses.views.public_late import refusal
from consult.responses.views.public_start import first_page
from consult.web.clock import now
from consult.web.guards import public
from consult.web.page import Page
from consult.web.throttle import limited
from consult.web.transaction import session

INVITATIONS = "consult_invitations"
WhoIsInvited = Callable[[Session, str, int], Invited]


@dataclass(frozen=True, kw_only=True)
class InvitedPage(Page):
    """Who was asked by this link, and how to begin."""

    template: ClassVar[str] = "responses/public/invited.html"

    asked: ConsultationToAnswer
    name: str
    has_answered: bool
    form: StartForm
    as_yourself_href: str
    yours_href: str
    document_href: str
    asks_again: bool


def install_invitations(app: Flask, who_is_invited: WhoIsInvited) -> None:
    """Say who knows whom a link belongs to; it raises NotFound for one that opens nothing."""
    app.extensions[INVITATIONS] = who_is_invited


@bp.get("/consultations/<slug>/respond/invited/<token>")
@public
@limited("60 per minute")
def invited(slug: str, token: str) -> AnyResponse:
    """Show who was asked by this link; that it was opened is kept nowhere."""
    here = answering(slug)
    return private(refusal(here) or _page(here, _invited(here, token), StartForm(formdata=None)))


@bp.post("/consultations/<slug>/respond/invited/<token>")
@public
@limited("30 per minute")
def begin_invited(slug: str, token: str) -> AnyResponse:
    """Begin to answer by this link, or go on with what this browser holds."""
    here, form = answering(slug), StartForm()
    refused, who = refusal(here), _invited(here, token)
    if refused or who.has_answered or not form.is_valid_post() or form.looks_automatic():
        return private(refused or _page(here, who, form, asks_again=form.looks_automatic()))
    if here.draft is not None and here.draft.sent_at is None:
        note_invitation(session(), draft=here.draft, invited=who, now=now())
        return first_page(here, form.way.data)
    consultation = consultation_by_slug(session(), slug=slug)
    begun = begin_draft(session(), consultation=consultation, mode=form.way.data, now=now())
    note_invitation(session(), draft=begun.draft, invited=who, now=now())
    return with_draft(begun, here.asked, first_page(here, form.way.data))


def _invited(here: Answering, token: str) -> Invited:
    who_is_invited: WhoIsInvited = current_app.extensions[INVITATIONS]
    return who_is_invited(session(), token, here.asked.id)


def _page(here: Answering, who: Invited, form: StartForm, *, asks_again: bool = False) -> AnyResponse:
    slug = here.asked.slug
    return InvitedPage(
        title=_("We ask for your views: %(title)s", title=here.asked.title),
        asked=here.asked,
        name=who.name,
        has_answered=who.has_answered,
        form=form,
        as_yourself_href=url_for("respond.start", slug=slug),
        yours_href=url_for("respond.open_yours"),
        document_href=url_for("respond.document", slug=slug) if here.asked.document_version_id else "",
        asks_again=asks_again,
    ).answer()
