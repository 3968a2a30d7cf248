"""When people cannot answer: not open yet, too late, or sent already; whatever was typed stays on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.responses.forms.public_given import submitted_from
from consult.responses.queries.answering import ConsultationToAnswer, Opening
from consult.responses.queries.paragraphs import paragraph_numbers
from consult.responses.rules import Submitted
from consult.responses.views.public_frame import Answering, private
from consult.responses.views.public_rows import Row, rows_told
from consult.web.guards import is_safe_method
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class NotOpenPage(Page):
    """Nobody can answer yet."""

    template: ClassVar[str] = "responses/public/not_open.html"

    asked: ConsultationToAnswer
    opens_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class TooLatePage(Page):
    """Nobody can answer any more; what was typed is kept on the page."""

    template: ClassVar[str] = "responses/public/too_late.html"

    asked: ConsultationToAnswer
    closed_at: datetime | None
    is_withdrawn: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class SentAlreadyPage(Page):
    """This browser's draft was sent already; what was typed since is kept on the page."""

    template: ClassVar[str] = "responses/public/sent_already.html"

    asked: ConsultationToAnswer
    rows: tuple[Row, ...]
    yours_href: str


def refusal(here: Answering, posted: Mapping[str, Sequence[str]] | None = None) -> AnyResponse | None:
    """A page that says why nobody can answer now, with the words that were typed; nothing when they can."""
    status = 200 if is_safe_method() else 409
    if here.opening is Opening.NOT_YET:
        page: Page = NotOpenPage(
            title=_("This consultation is not open yet"), asked=here.asked, opens_at=here.asked.opens_at
        )
        return page.answer(status)
    if here.opening is Opening.OVER:
        return private(too_late_page(here, posted or {}).answer(status))
    return None


def refusal_with_draft(here: Answering, posted: Mapping[str, Sequence[str]] | None = None) -> AnyResponse | None:
    """The same, and also when this browser's draft was sent already in another window."""
    refused = refusal(here, posted)
    if refused is None and here.draft is not None and here.draft.sent_at is not None:
        page = SentAlreadyPage(
            title=_("You have sent these answers already"),
            asked=here.asked,
            rows=typed_rows(here, posted or {}),
            yours_href=url_for("respond.open_yours"),
        )
        return private(page.answer(200 if is_safe_method() else 409))
    return refused


def too_late_page(here: Answering, posted: Mapping[str, Sequence[str]]) -> TooLatePage:
    """The page that keeps the words of someone who came too late."""
    return TooLatePage(
        title=_("This consultation has closed"),
        asked=here.asked,
        closed_at=here.asked.closes_at,
        is_withdrawn=here.asked.is_withdrawn,
        rows=typed_rows(here, posted),
    )


def typed_rows(here: Answering, posted: Mapping[str, Sequence[str]]) -> tuple[Row, ...]:
    """What was typed, told back without what was left empty."""
    typed = {**here.typed, **posted}
    if not any(any(values) for values in typed.values()):
        return ()
    return tuple(row for row in told(here, submitted_of(here, posted)) if not row.is_empty)


def submitted_of(here: Answering, posted: Mapping[str, Sequence[str]] | None = None) -> Submitted:
    """What would be sent, complete or not."""
    typed = {**here.typed, **(posted or {})}
    return submitted_from(here.whole_form(more=posted), typed, here.asked, submission_key="")


def told(here: Answering, submitted: Submitted) -> tuple[Row, ...]:
    """A response told back, with the numbers of the paragraphs that it comments on."""
    numbers = paragraph_numbers(session(), paragraph_ids=[comment.paragraph_id for comment in submitted.comments])
    return rows_told(submitted, here.asked, paragraph_numbers=numbers)
