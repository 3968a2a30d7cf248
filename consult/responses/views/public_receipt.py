"""The receipt: reference large, secret code once, a copy to keep, and what happens next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

from flask import session as browser
from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.kernel.errors import NotFound
from consult.responses.models import Response
from consult.responses.queries.answering import ConsultationToAnswer, to_answer
from consult.responses.queries.given import given_by, response_by_id
from consult.responses.queries.paragraphs import paragraph_numbers
from consult.responses.views.public_check import RECEIPT
from consult.responses.views.public_frame import bp, go_to, private, without_draft
from consult.responses.views.public_rows import Row, rows_told
from consult.web.clock import now
from consult.web.guards import public
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What someone may see of their own response for a short time after sending it."""

    response: Response
    asked: ConsultationToAnswer
    code: str
    shown_until: datetime
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class ReceiptPage(Page):
    """The receipt on the screen."""

    template: ClassVar[str] = "responses/public/receipt.html"

    kept: Kept
    text_href: str
    html_href: str
    finish_href: str
    yours_href: str


@dataclass(frozen=True, kw_only=True)
class CopyPage(Page):
    """The receipt as a file to keep."""

    template: ClassVar[str] = "responses/public/copy.html"

    kept: Kept


@dataclass(frozen=True, kw_only=True)
class TextCopyPage(CopyPage):
    """The same as plain text."""

    template: ClassVar[str] = "responses/public/copy.txt"


@dataclass(frozen=True, kw_only=True)
class ReceiptGonePage(Page):
    """The receipt is no longer shown in this browser."""

    template: ClassVar[str] = "responses/public/receipt_gone.html"

    yours_href: str


@bp.get("/consultations/<slug>/respond/receipt")
@public
def receipt(slug: str) -> AnyResponse:
    """Show the receipt to the browser that sent the response, for a short time."""
    kept = _kept(slug)
    if kept is None:
        return _gone()
    page = ReceiptPage(
        title=_("We have changed your answers") if kept.response.revision > 1 else _("We have your views"),
        kept=kept,
        text_href=url_for("respond.receipt_text", slug=slug),
        html_href=url_for("respond.receipt_file", slug=slug),
        finish_href=url_for("respond.finish", slug=slug),
        yours_href=url_for("respond.open_yours", _external=True),
    )
    return private(page.answer())


@bp.get("/consultations/<slug>/respond/receipt.txt")
@public
def receipt_text(slug: str) -> AnyResponse:
    """Give a copy as plain text."""
    return _copy(slug, TextCopyPage, "text/plain; charset=utf-8", "txt")


@bp.get("/consultations/<slug>/respond/receipt.html")
@public
def receipt_file(slug: str) -> AnyResponse:
    """Give a copy as a page that opens anywhere."""
    return _copy(slug, CopyPage, "text/html; charset=utf-8", "html")


@bp.post("/consultations/<slug>/respond/finish")
@public
def finish(slug: str) -> AnyResponse:
    """Clear this browser, for the next person at a shared computer."""
    kept = browser.pop(RECEIPT, None)
    answer = go_to("start", slug=slug)
    if kept:
        response = response_by_id(session(), response_id=int(kept["response"]))
        return without_draft(answer, response.consultation_id, slug)
    return answer


def _kept(slug: str) -> Kept | None:
    """What this browser may see, or nothing once its time is over."""
    token: dict[str, Any] | None = browser.get(RECEIPT)
    if not token or float(token["until"]) < now().timestamp():
        return None
    response = response_by_id(session(), response_id=int(token["response"]))
    asked = to_answer(session(), consultation=response.consultation, now=now())
    if asked.slug != slug:
        return None
    submitted = given_by(session(), response=response)
    numbers = paragraph_numbers(session(), paragraph_ids=[comment.paragraph_id for comment in submitted.comments])
    return Kept(
        response=response,
        asked=asked,
        code=str(token["code"]),
        shown_until=datetime.fromtimestamp(float(token["until"]), tz=UTC),
        rows=tuple(row for row in rows_told(submitted, asked, paragraph_numbers=numbers) if not row.is_empty),
    )


def _copy(slug: str, kind: type[CopyPage], media_type: str, suffix: str) -> AnyResponse:
    kept = _kept(slug)
    if kept is None:
        raise NotFound(_("This receipt is no longer shown here. Use your reference and secret code instead."))
    answer = kind(title=_("Your views: %(title)s", title=kept.asked.title), kept=kept).answer()
    answer.headers["Content-Type"] = media_type
    answer.headers["Content-Disposition"] = f'attachment; filename="receipt-{kept.response.reference}.{suffix}"'
    return private(answer)


def _gone() -> AnyResponse:
    page = ReceiptGonePage(title=_("This receipt is no longer shown here"), yours_href=url_for("respond.open_yours"))
    return private(page.answer())
