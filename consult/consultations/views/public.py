"""What anyone sees: the list of consultations, one consultation, its clarifications and its privacy notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flask import Response, flash, redirect, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.consultations.actions import ask_clarification
from consult.consultations.forms import ClarificationForm
from consult.consultations.queries import (
    ListedConsultation,
    PublicFilter,
    Reading,
    consultation_by_id,
    consultation_for_reading,
    counts_for_public,
    public_consultations,
)
from consult.consultations.queries.children import guardian_note_of
from consult.consultations.rules import QuestionKind, Stage
from consult.consultations.views.blueprint import bp
from consult.consultations.views.shown import consultation_page
from consult.storage.paging import Page as Cut
from consult.web.caching import kept
from consult.web.clock import now
from consult.web.filters import days_away, deadline
from consult.web.guards import public
from consult.web.page import Page
from consult.web.site import current_settings
from consult.web.throttle import limited
from consult.web.transaction import session

SOON_DAYS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One consultation in the list."""

    title: str
    summary: str
    href: str
    lead: str
    moment: datetime
    is_soon: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterLink:
    """One way to narrow the list."""

    text: str
    href: str
    is_current: bool


@dataclass(frozen=True, kw_only=True)
class ConsultationsPage(Page):
    """Open, closed or answered consultations."""

    template: ClassVar[str] = "consultations/consultations.html"

    filters: tuple[FilterLink, ...]
    listed: tuple[Listed, ...]
    cut: Cut[ListedConsultation]
    show: str
    nothing: str


@dataclass(frozen=True, kw_only=True)
class AskPage(Page):
    """Asks the council what it means."""

    template: ClassVar[str] = "consultations/ask.html"

    form: ClarificationForm
    about: str
    home: str
    is_open: bool
    asks_again: bool


@dataclass(frozen=True, kw_only=True)
class PrivacyPage(Page):
    """What happens to what people tell us about themselves, generated from what this consultation asks."""

    template: ClassVar[str] = "consultations/privacy.html"

    about: str
    home: str
    council: str
    contact: str
    is_for_children: bool
    asks_ward: bool
    asks_equality: bool
    asks_own_words: bool
    publishes: bool
    has_document: bool
    retention_months: int
    is_preview: bool


@bp.get("/consultations")
@public
@kept
def consultations() -> Response:
    """List consultations by where they stand."""
    show = next((one for one in PublicFilter if one.value == request.args.get("show")), PublicFilter.OPEN)
    number = request.args.get("page", 1, type=int)
    counts = counts_for_public(session(), now=now())
    cut = public_consultations(session(), now=now(), show=show, language=_language(), number=number, total=counts[show])
    names = {PublicFilter.OPEN: _("Open"), PublicFilter.CLOSED: _("Closed"), PublicFilter.ANSWERED: _("Answered")}
    nothing = {
        PublicFilter.OPEN: _("Nothing is open now"),
        PublicFilter.CLOSED: _("Nothing is closed and waiting for its answer"),
        PublicFilter.ANSWERED: _("Nothing has been answered yet"),
    }
    return ConsultationsPage(
        title=_("Consultations"),
        filters=tuple(
            FilterLink(
                text=f"{names[one]} ({counts[one]})",
                href=url_for("consultations.consultations", show=one.value),
                is_current=one is show,
            )
            for one in PublicFilter
        ),
        listed=tuple(_listed(each, show) for each in cut.items),
        cut=cut,
        show=show.value,
        nothing=nothing[show],
    ).answer()


@bp.get("/consultations/<slug>")
@public
@kept
def consultation(slug: str) -> Response:
    """Show what is asked, by when, and the ways in."""
    return consultation_page(_reading(slug)).answer()


@bp.route("/consultations/<slug>/ask", methods=["GET", "POST"])
@public
@limited("5 per 10 minutes")
def ask(slug: str) -> AnyResponse:
    """Ask what something means; the answer is public."""
    reading = _reading(slug)
    form = ClarificationForm()
    is_complete = form.is_valid_post()
    asks_again = is_complete and form.looks_automatic()
    if is_complete and not asks_again:
        ask_clarification(
            session(),
            consultation=consultation_by_id(session(), reading.id),
            asked=form.asked.data,
            submission_key=form.submission_key.data or "",
            now=now(),
        )
        flash(_("We have your question. The answer will be on this page before the consultation closes."))
        return redirect(url_for("consultations.consultation", slug=slug), 303)
    return AskPage(
        title=_("Ask what something means"),
        form=form,
        about=reading.title,
        home=f"/consultations/{slug}",
        is_open=reading.stage is Stage.OPEN,
        asks_again=asks_again,
    ).answer()


@bp.get("/consultations/<slug>/privacy")
@public
@kept
def privacy(slug: str) -> Response:
    """Show the privacy notice."""
    return privacy_page(_reading(slug)).answer()


def privacy_page(reading: Reading, *, is_preview: bool = False, home: str = "") -> PrivacyPage:
    """Return the notice of one consultation: it speaks only of what is asked."""
    settings, is_for_children = current_settings(), bool(guardian_note_of(session(), reading.id))
    return PrivacyPage(
        title=_("What happens to what you tell us"),
        about=reading.title,
        home=home or f"/consultations/{reading.slug}",
        council=settings.council_name,
        contact=reading.contact or settings.council_contact,
        is_for_children=is_for_children,
        asks_ward=reading.asks_ward and not is_for_children,
        asks_equality=reading.asks_equality and not is_for_children,
        asks_own_words=reading.document_version_id is not None
        or any(question.kind is QuestionKind.OPEN_TEXT or question.asks_why for question in reading.questions),
        publishes=reading.publishes_responses,
        has_document=reading.document_version_id is not None,
        retention_months=settings.retention_months,
        is_preview=is_preview,
    )


def _reading(slug: str) -> Reading:
    return consultation_for_reading(session(), slug, now=now(), language=_language())


def _language() -> str:
    locale = get_locale()
    return locale.language if locale else ""


def _listed(row: ListedConsultation, show: PublicFilter) -> Listed:
    moment = row.answered_at if show is PublicFilter.ANSWERED else row.closes_at
    return Listed(
        title=row.title,
        summary=row.summary,
        href=url_for("consultations.consultation", slug=row.slug),
        lead=_lead(row, show),
        moment=moment or row.closes_at,
        is_soon=show is PublicFilter.OPEN and 0 <= days_away(row.closes_at) <= SOON_DAYS,
    )


def _lead(row: ListedConsultation, show: PublicFilter) -> str:
    if show is PublicFilter.ANSWERED:
        return _("Answered")
    when = deadline(row.closes_at)
    return _("Closes %(when)s", when=when) if show is PublicFilter.OPEN else _("Closed %(when)s", when=when)
