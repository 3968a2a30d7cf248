"""What every page for answering needs: the consultation, the draft behind this browser, and whether it is too late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from consult.consultations.models import Consultation
from consult.responses.actions.drafts import FIELDS, MODE, BegunDraft
from consult.responses.forms.public import Step, Typed, form_of, steps_of
from consult.responses.models import Draft
from consult.responses.queries.answering import (
    ConsultationToAnswer,
    Opening,
    consultation_by_slug,
    to_answer,
)
from consult.responses.queries.drafts import draft_opened_by
from consult.responses.rules import DRAFT_KEPT_FOR
from consult.web.clock import now
from consult.web.forms import Form
from consult.web.guards import is_safe_method
from consult.web.site import cookie_name, current_settings
from consult.web.transaction import session

bp = Blueprint("respond", __name__)
ALL_ON_ONE_PAGE = "all"
ONE_THING_A_PAGE = "steps"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """Someone in front of one consultation, with the draft that their browser holds."""

    consultation: Consultation
    asked: ConsultationToAnswer
    draft: Draft | None

    @property
    def opening(self) -> Opening:
        """What they can do now; a draft begun before the close has its grace."""
        return self.asked.opening(now=now(), form_opened_at=self.draft.created_at if self.draft else None)

    @property
    def is_in_grace(self) -> bool:
        """Say whether the close has passed and only forms that were open before may still be sent."""
        return self.opening is Opening.GRACE

    @property
    def typed(self) -> Typed:
        """Everything typed so far, by the names of the form."""
        return self.draft.body.get(FIELDS, {}) if self.draft else {}

    @property
    def is_all_on_one_page(self) -> bool:
        """Which of the two ways of answering was chosen."""
        return self.draft is not None and self.draft.body.get(MODE) == ALL_ON_ONE_PAGE

    def steps(self, *, headed: bool = True) -> tuple[Step, ...]:
        """Every step that this consultation asks."""
        return steps_of(self.asked, headed=headed)

    def whole_form(self, *, checked: bool = False, more: Mapping[str, Sequence[str]] | None = None) -> Form:
        """One form with everything typed so far, and what was posted just now."""
        return form_of(self.steps(headed=False), {**self.typed, **(more or {})}, checked=checked)


def answering(slug: str) -> Answering:
    """Look up the consultation at this address and the draft whose key this browser keeps."""
    consultation = consultation_by_slug(session(), slug=slug)
    asked = to_answer(session(), consultation=consultation, now=now())
    key = request.cookies.get(cookie_of(asked.id), "")
    draft = draft_opened_by(session(), key=key, now=now(), consultation_id=asked.id, locked=not is_safe_method())
    return Answering(consultation=consultation, asked=asked, draft=draft)


def cookie_of(consultation_id: int) -> str:
    """The name of the cookie that keeps a draft's key."""
    return cookie_name(f"draft_{consultation_id}")


def keep_draft(response: AnyResponse, asked: ConsultationToAnswer, key: str) -> AnyResponse:
    """Let this browser keep the key of a draft; it is sent to this consultation's pages only."""
    response.set_cookie(
        cookie_of(asked.id),
        key,
        max_age=int(DRAFT_KEPT_FOR.total_seconds()),
        path=f"/consultations/{asked.slug}",
        secure=current_settings().is_https,
        httponly=True,
        samesite="Lax",
    )
    return response


def forget_draft(response: AnyResponse, asked: ConsultationToAnswer) -> AnyResponse:
    """Let this browser forget its draft, for the next person at a shared computer."""
    return without_draft(response, asked.id, asked.slug)


def without_draft(response: AnyResponse, consultation_id: int, slug: str) -> AnyResponse:
    """Take the cookie of a draft away; a browser lets a secure one go only to a secure answer."""
    is_https = current_settings().is_https
    response.delete_cookie(
        cookie_of(consultation_id), path=f"/consultations/{slug}", secure=is_https, httponly=True, samesite="Lax"
    )
    return response


def go_to(endpoint: str, **values: Any) -> AnyResponse:
    """Send the browser on after a post, or back to where it should begin."""
    return redirect(url_for(f"respond.{endpoint}", **values), 303)


def with_draft(begun: BegunDraft, asked: ConsultationToAnswer, response: AnyResponse) -> AnyResponse:
    """Answer with the key of a draft that was just begun."""
    return keep_draft(response, asked, begun.key)


def private(response: AnyResponse) -> AnyResponse:
    """Let nobody but this browser keep the page, and this browser only as long as it shows it."""
    response.headers["Cache-Control"] = "private, no-store"
    return response
