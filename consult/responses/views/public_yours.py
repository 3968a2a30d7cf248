"""Your response: opened with reference and secret code, changed or withdrawn until closing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from flask import session as browser
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.kernel.errors import NotFound
from consult.responses.actions.change import withdraw_response
from consult.responses.actions.drafts import begin_draft
from consult.responses.forms.public_entry import OpenForm, PressForm
from consult.responses.forms.public_given import typed_from
from consult.responses.models import Response
from consult.responses.queries.answering import ConsultationToAnswer, Opening, to_answer
from consult.responses.queries.given import given_by, response_by_id, response_opened_by
from consult.responses.queries.holds import is_waiting
from consult.responses.queries.paragraphs import paragraph_numbers
from consult.responses.queries.screening import questions_of_texts, refused_texts
from consult.responses.views.public_frame import ALL_ON_ONE_PAGE, bp, go_to, keep_draft, private
from consult.responses.views.public_rows import Row, rows_told
from consult.responses.wording import REFUSED_FOR
from consult.web.clock import now
from consult.web.guards import public
from consult.web.page import Page
from consult.web.throttle import limited
from consult.web.transaction import session

OPENED = "opened"
OPENED_FOR = timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True)
class OpenPage(Page):
    """Where reference and secret code are typed."""

    template: ClassVar[str] = "responses/public/open_yours.html"

    form: OpenForm


@dataclass(frozen=True, slots=True, kw_only=True)
class NotPublished:
    """Words of this response that are not published, and why."""

    about: str
    reason: str
    words: str


@dataclass(frozen=True, kw_only=True)
class YoursPage(Page):
    """What someone sent, and what they can still do with it."""

    template: ClassVar[str] = "responses/public/yours.html"

    asked: ConsultationToAnswer
    response: Response
    rows: tuple[Row, ...]
    may_change: bool
    is_withdrawn: bool
    refused: tuple[NotPublished, ...]
    is_kept: bool
    is_erased: bool


@dataclass(frozen=True, kw_only=True)
class WithdrawPage(Page):
    """Asking once more before words are deleted."""

    template: ClassVar[str] = "responses/public/withdraw.html"

    asked: ConsultationToAnswer
    response: Response


@bp.get("/your-response")
@public
def open_yours() -> AnyResponse:
    """Ask for reference and secret code."""
    return private(_open_page(OpenForm(formdata=None)))


@bp.post("/your-response")
@public
@limited("20 per 10 minutes")
def find_yours() -> AnyResponse:
    """Open the response that reference and secret code belong to."""
    form = OpenForm()
    if not form.is_valid_post():
        return _open_page(form)
    try:
        found = response_opened_by(session(), reference=form.reference.data, secret_code=form.secret_code.data)
    except NotFound as error:
        form.refuse("reference", error.sentence)
        return _open_page(form)
    browser[OPENED] = {"response": found.id, "until": (now() + OPENED_FOR).timestamp()}
    return go_to("yours")


@bp.get("/your-response/answers")
@public
def yours() -> AnyResponse:
    """Show what was sent."""
    response = _opened()
    if response is None:
        return go_to("open_yours")
    asked = to_answer(session(), consultation=response.consultation, now=now())
    submitted = given_by(session(), response=response)
    numbers = paragraph_numbers(session(), paragraph_ids=[comment.paragraph_id for comment in submitted.comments])
    rows = rows_told(submitted, asked, paragraph_numbers=numbers) if response.withdrawn_at is None else ()
    page = YoursPage(
        title=_("Your answers"),
        asked=asked,
        response=response,
        rows=tuple(row for row in rows if not row.is_empty),
        may_change=asked.opening(now=now()) is Opening.OPEN and response.withdrawn_at is None,
        is_withdrawn=response.withdrawn_at is not None,
        refused=_refused(response),
        is_kept=is_waiting(session(), response=response),
        is_erased=response.erased_at is not None,
    )
    return private(page.answer())


@bp.post("/your-response/change")
@public
def change_yours() -> AnyResponse:
    """Begin to change: a draft with everything that was said, which counts only once it is sent."""
    response = _opened()
    if response is None:
        return go_to("open_yours")
    asked = to_answer(session(), consultation=response.consultation, now=now())
    if asked.opening(now=now()) is not Opening.OPEN or response.withdrawn_at is not None:
        return go_to("yours")
    begun = begin_draft(
        session(),
        consultation=response.consultation,
        now=now(),
        mode=ALL_ON_ONE_PAGE,
        fields=typed_from(given_by(session(), response=response), asked),
        changes=response,
    )
    return keep_draft(go_to("all_on_one_page", slug=asked.slug), asked, begun.key)


@bp.get("/your-response/withdraw")
@public
def ask_to_withdraw() -> AnyResponse:
    """Ask once more."""
    response = _opened()
    if response is None or response.withdrawn_at is not None:
        return go_to("yours")
    asked = to_answer(session(), consultation=response.consultation, now=now())
    page = WithdrawPage(title=_("Withdraw your answers"), asked=asked, response=response)
    return private(page.answer())


@bp.post("/your-response/withdraw")
@public
def withdraw_yours() -> AnyResponse:
    """Delete what was said."""
    response = _opened()
    if response is not None and PressForm().is_valid_post():
        withdraw_response(session(), response=response, now=now())
    return go_to("yours")


@bp.post("/your-response/close")
@public
def close_yours() -> AnyResponse:
    """Let this browser forget what it opened."""
    browser.pop(OPENED, None)
    return go_to("open_yours")


def _refused(response: Response) -> tuple[NotPublished, ...]:
    texts = refused_texts(session(), response=response)
    about = questions_of_texts(session(), consultation=response.consultation, texts=texts)
    return tuple(
        NotPublished(about=about[each.id], reason=str(REFUSED_FOR[each.refused_for]), words=each.refused_reason)
        for each in texts
        if each.refused_for is not None
    )


def _opened() -> Response | None:
    """The response that this browser opened a short while ago."""
    token: dict[str, Any] | None = browser.get(OPENED)
    if not token or float(token["until"]) < now().timestamp():
        return None
    return response_by_id(session(), response_id=int(token["response"]))


def _open_page(form: OpenForm) -> AnyResponse:
    return OpenPage(title=_("See, change or withdraw your answers"), form=form).answer()
