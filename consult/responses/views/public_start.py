"""Beginning to answer, saving for later and coming back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.kernel.references import SecretCode
from consult.responses.actions.drafts import begin_draft, save_draft
from consult.responses.forms.public_entry import CarryOnForm, StartForm
from consult.responses.queries.answering import ConsultationToAnswer, Opening, consultation_by_slug
from consult.responses.queries.drafts import draft_opened_by
from consult.responses.receipts import draft_code_of
from consult.responses.views.public_frame import (
    ALL_ON_ONE_PAGE,
    Answering,
    answering,
    bp,
    forget_draft,
    go_to,
    keep_draft,
    private,
    with_draft,
)
from consult.responses.views.public_late import refusal
from consult.web.clock import now
from consult.web.guards import public
from consult.web.page import Page
from consult.web.throttle import limited
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class StartPage(Page):
    """How to answer, and what happens with it."""

    template: ClassVar[str] = "responses/public/start.html"

    asked: ConsultationToAnswer
    form: StartForm
    carry_on_href: str
    document_href: str
    asks_again: bool


@dataclass(frozen=True, kw_only=True)
class LaterPage(Page):
    """The code that brings an unsent response back."""

    template: ClassVar[str] = "responses/public/later.html"

    asked: ConsultationToAnswer
    code: SecretCode
    kept_until: datetime
    carry_on_href: str


@dataclass(frozen=True, kw_only=True)
class CarryOnPage(Page):
    """Where the code is typed."""

    template: ClassVar[str] = "responses/public/carry_on.html"

    asked: ConsultationToAnswer
    form: CarryOnForm


@bp.get("/consultations/<slug>/respond")
@public
def start(slug: str) -> AnyResponse:
    """Show how to answer."""
    here = answering(slug)
    return refusal(here) or _start_page(here, StartForm(formdata=None))


@bp.post("/consultations/<slug>/respond")
@public
@limited("60 per minute")
def begin(slug: str) -> AnyResponse:
    """Begin to answer, or go on with what this browser holds."""
    here, form = answering(slug), StartForm()
    refused = refusal(here)
    if refused or not form.is_valid_post():
        return refused or _start_page(here, form)
    if form.looks_automatic():
        return _start_page(here, form, asks_again=True)
    if here.draft is not None and here.draft.sent_at is None:
        save_draft(session(), draft=here.draft, fields={}, mode=form.way.data, now=now())
        return first_page(here, form.way.data)
    consultation = consultation_by_slug(session(), slug=slug)
    begun = begin_draft(session(), consultation=consultation, mode=form.way.data, now=now())
    return with_draft(begun, here.asked, first_page(here, form.way.data))


@bp.get("/consultations/<slug>/respond/later")
@public
def later(slug: str) -> AnyResponse:
    """Show the code that brings this draft back."""
    here = answering(slug)
    if here.draft is None or here.draft.sent_at is not None:
        return go_to("start", slug=slug)
    page = LaterPage(
        title=_("We have saved what you wrote"),
        asked=here.asked,
        code=draft_code_of(here.draft.submission_key),
        kept_until=here.draft.expires_at,
        carry_on_href=url_for("respond.carry_on", slug=slug, _external=True),
    )
    return private(page.answer())


@bp.get("/consultations/<slug>/respond/carry-on")
@public
def carry_on(slug: str) -> AnyResponse:
    """Ask for the code."""
    return _carry_on_page(answering(slug), CarryOnForm(formdata=None))


@bp.post("/consultations/<slug>/respond/carry-on")
@public
@limited("20 per minute")
def come_back(slug: str) -> AnyResponse:
    """Open the draft that a code belongs to."""
    here, form = answering(slug), CarryOnForm()
    if not form.is_valid_post():
        return _carry_on_page(here, form)
    draft = draft_opened_by(session(), key=form.code.data, now=now(), consultation_id=here.asked.id)
    if draft is None:
        form.refuse("code", _("We cannot find anything saved with this code. Check it, then try again"))
        return _carry_on_page(here, form)
    found = replace(here, draft=draft)
    return keep_draft(go_to("check" if found.typed else "start", slug=slug), here.asked, form.code.data)


@bp.post("/consultations/<slug>/respond/forget")
@public
def forget(slug: str) -> AnyResponse:
    """Let this browser forget the draft, for the next person at a shared computer."""
    return forget_draft(go_to("start", slug=slug), answering(slug).asked)


def first_page(here: Answering, mode: str | None) -> AnyResponse:
    """Go where answering begins, in the way that was chosen."""
    slug = here.asked.slug
    return go_to("all_on_one_page", slug=slug) if mode == ALL_ON_ONE_PAGE else go_to("step", slug=slug, name="you")


def _start_page(here: Answering, form: StartForm, *, asks_again: bool = False) -> AnyResponse:
    page = StartPage(
        title=_("Give your views: %(title)s", title=here.asked.title),
        asked=here.asked,
        form=form,
        carry_on_href=url_for("respond.carry_on", slug=here.asked.slug),
        document_href=url_for("respond.document", slug=here.asked.slug) if here.asked.document_version_id else "",
        asks_again=asks_again,
    )
    return page.answer()


def _carry_on_page(here: Answering, form: CarryOnForm) -> AnyResponse:
    if here.opening is Opening.NOT_YET:
        return go_to("start", slug=here.asked.slug)
    return CarryOnPage(title=_("Carry on with your answers"), asked=here.asked, form=form).answer()
