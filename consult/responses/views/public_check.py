"""Checking the answers and sending them: once, however often the button is pressed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import session as browser
from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.kernel.errors import NotFound
from consult.responses.actions.change import change_response
from consult.responses.actions.drafts import mark_sent
from consult.responses.actions.mailing import mail_receipt
from consult.responses.actions.submit import response_with_key, submit_response
from consult.responses.forms.public_entry import SendForm
from consult.responses.forms.public_given import submitted_from
from consult.responses.models import Draft, Response
from consult.responses.queries.answering import ConsultationToAnswer
from consult.responses.queries.organisations import organisation_named
from consult.responses.queries.paragraphs import paragraph_identities
from consult.responses.receipts import secret_code_of
from consult.responses.rules import RECEIPT_SHOWN_FOR, Incomplete, OnBehalfOf, Submitted, TooLate
from consult.responses.views.public_frame import Answering, answering, bp, go_to, private
from consult.responses.views.public_late import refusal_with_draft, submitted_of, told, too_late_page
from consult.responses.views.public_rows import Row
from consult.web.clock import now
from consult.web.forms import Form
from consult.web.guards import public
from consult.web.page import Page
from consult.web.throttle import limited
from consult.web.transaction import session

RECEIPT = "receipt"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRow:
    """One line of the list with the way to change it."""

    row: Row
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """One thing that is still wrong, and where to mend it."""

    text: str
    href: str


@dataclass(frozen=True, kw_only=True)
class CheckPage(Page):
    """Everything that was answered, before it is sent."""

    template: ClassVar[str] = "responses/public/check.html"

    asked: ConsultationToAnswer
    rows: tuple[CheckRow, ...]
    lacking: tuple[Lacking, ...]
    form: SendForm
    submission_key: str
    asks_again: bool
    is_change: bool
    in_grace: bool
    document_href: str


@bp.get("/consultations/<slug>/respond/check")
@public
def check(slug: str) -> AnyResponse:
    """Show everything that was answered."""
    here = answering(slug)
    refused = refusal_with_draft(here)
    if refused or here.draft is None:
        return refused or go_to("start", slug=slug)
    return private(_check_page(here, here.draft, SendForm(formdata=None)))


@bp.post("/consultations/<slug>/respond/check")
@public
@limited("30 per minute")
def send(slug: str) -> AnyResponse:
    """Send the answers; the same form again leads to the same receipt."""
    form, here = SendForm(), answering(slug)
    key = form.submission_key.data or ""
    sent = _sent_already(here, key)
    if sent is not None:
        return _to_receipt(sent, key, slug)
    refused = refusal_with_draft(here)
    if refused or here.draft is None:
        return refused or go_to("start", slug=slug)
    whole = here.whole_form(checked=True)
    if here.draft.submission_key != key or whole.errors:
        return go_to("check", slug=slug)
    if form.looks_automatic():
        return _check_page(here, here.draft, form, asks_again=True)
    return _send(here, here.draft, whole)


def _sent_already(here: Answering, key: str) -> Response | None:
    """What was sent with this key; a draft that still waits with it says that nothing was."""
    if not key or (here.draft is not None and here.draft.submission_key == key):
        return None
    return response_with_key(session(), consultation=here.consultation, submission_key=key)


def _send(here: Answering, draft: Draft, whole: Form) -> AnyResponse:
    submitted, moment, slug = _submitted(here, draft, whole), now(), here.asked.slug
    try:
        if draft.changes_revision is not None:
            return _send_change(draft, submitted, slug)
        response = submit_response(
            session(), consultation=here.consultation, submitted=submitted, received_at=moment, now=moment
        )
    except Incomplete:
        return go_to("check", slug=slug)
    except TooLate:
        return private(too_late_page(here, {}).answer(409))
    mark_sent(session(), draft=draft, response=response, now=moment)
    if submitted.email:
        mail_receipt(session(), response=response, title=here.asked.title, now=moment)
    return _to_receipt(response, submitted.submission_key, slug)


def _send_change(draft: Draft, submitted: Submitted, slug: str) -> AnyResponse:
    response = session().get(Response, draft.response_id)
    if response is None or draft.changes_revision is None:
        raise NotFound(_("We cannot find the response that you were changing."))
    moment = now()
    change_response(
        session(),
        response=response,
        submitted=submitted,
        revision_seen=draft.changes_revision,
        received_at=moment,
        now=moment,
    )
    mark_sent(session(), draft=draft, response=response, now=moment)
    remember_receipt(response, "")
    return go_to("receipt", slug=slug)


def _submitted(here: Answering, draft: Draft, form: Form) -> Submitted:
    name = form.data.get("organisation") or ""
    is_for_itself = form.data.get("behalf", OnBehalfOf.SELF.value) == OnBehalfOf.SELF.value
    known = None if is_for_itself else organisation_named(session(), name=name)
    return submitted_from(
        form,
        here.typed,
        here.asked,
        submission_key=draft.submission_key,
        form_opened_at=draft.created_at,
        organisation_id=known.id if known else None,
        invited_by=draft.invited_by,
    )


def _to_receipt(response: Response, submission_key: str, slug: str) -> AnyResponse:
    remember_receipt(response, secret_code_of(submission_key))
    return go_to("receipt", slug=slug)


def remember_receipt(response: Response, code: str) -> None:
    """Let this browser, and no address, lead to the receipt for a short time: the cookie is signed and not readable
    by scripts, and it holds the code only because its owner is the one who is shown it.
    """
    until = (now() + RECEIPT_SHOWN_FOR).timestamp()
    browser[RECEIPT] = {"response": response.id, "code": code, "until": until}


def _check_page(here: Answering, draft: Draft, form: SendForm, *, asks_again: bool = False) -> AnyResponse:
    slug = here.asked.slug
    page = CheckPage(
        title=_("Check your answers"),
        asked=here.asked,
        rows=_check_rows(here),
        lacking=_lacking(here),
        form=form,
        submission_key=draft.submission_key,
        asks_again=asks_again,
        is_change=draft.changes_revision is not None,
        in_grace=here.is_in_grace,
        document_href=url_for("respond.document", slug=slug) if here.asked.document_version_id else "",
    )
    return page.answer(200)


def _check_rows(here: Answering) -> tuple[CheckRow, ...]:
    rows = told(here, submitted_of(here))
    ids = [row.comment_on for row in rows if row.comment_on is not None]
    identities = paragraph_identities(session(), paragraph_ids=ids)
    return tuple(
        CheckRow(row=row, href=_href_of(here, row, identities))
        for row in rows
        if row.step or row.is_about_others or row.comment_on in identities
    )


def _href_of(here: Answering, row: Row, identities: dict[int, str]) -> str:
    slug = here.asked.slug
    if row.is_about_others:
        return url_for("respond.document", slug=slug)
    if row.comment_on is not None:
        return url_for("respond.comment", slug=slug, identity=identities[row.comment_on])
    if here.is_all_on_one_page:
        return url_for("respond.all_on_one_page", slug=slug, _anchor=f"part-{row.step}")
    return f"{url_for('respond.step', slug=slug, name=row.step)}?from=check"


def _lacking(here: Answering) -> tuple[Lacking, ...]:
    form = here.whole_form(checked=True)
    step_of = {name: step.name for step in here.steps(headed=False) for name in step.field_names}
    lacking = []
    for name, errors in form.errors.items():
        row = Row(asked="", said=(), step=step_of[name])
        label = str(form[name].label.text)
        lacking += [Lacking(text=f"{label}: {error}", href=_href_of(here, row, {})) for error in errors]
    return tuple(lacking)
