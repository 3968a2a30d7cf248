"""Everything that officers do beside a document, and whether people see each other's comments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.models import Account
from consult.accounts.rules import Permission, consultation_scope
from consult.accounts.rules import may as account_may
from consult.consultations.models import Consultation
from consult.consultations.queries import title_of
from consult.consultations.rules import HubLink, Stage, Work
from consult.documents.queries import terms_of
from consult.margin.forms import PressForm
from consult.margin.queries.changes import versions_of
from consult.margin.queries.figures import n_odd_figures
from consult.margin.queries.silences import silence_counts
from consult.margin.views.blueprint import bp, in_hand, scope_of, version_in_hand
from consult.responses.actions.beside import show_comments
from consult.responses.queries.beside import are_comments_shown
from consult.web.clock import now
from consult.web.guards import may, needs, require_signed_in
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class WayIn:
    """One thing to do beside the document, and how it stands."""

    text: str
    href: str
    hint: str


@dataclass(frozen=True, kw_only=True)
class OverviewPage(Page):
    """What stands beside the document."""

    template: ClassVar[str] = "margin/overview.html"

    about: str
    back: str
    ways: tuple[WayIn, ...]
    are_shown: bool
    may_change: bool
    shown_href: str


def hub_links(
    session: Session, consultation: Consultation, account: Account, stage: Stage, now: datetime
) -> tuple[HubLink, ...]:
    """Offer what stands beside the document to whoever may see the consultation."""
    del stage, now
    scope = consultation_scope(consultation.id)
    if consultation.document_version_id is None or not account_may(account.grants, Permission.SEE_DRAFTS, scope=scope):
        return ()
    odd = n_odd_figures(session, version_id=consultation.document_version_id)
    hint = (
        ngettext("Look at %(num)s figure first", "Look at %(num)s figures first", odd)
        if odd
        else _("Words, figures, redrafts, comments and questions")
    )
    href = url_for("margin.overview", consultation_id=consultation.id)
    return (HubLink(text=_("Beside the document"), href=href, hint=hint, work=Work.UNDERSTAND),)


@bp.get("/desk/consultations/<int:consultation_id>/margin")
@needs(Permission.SEE_DRAFTS, scope=scope_of)
def overview(consultation_id: int) -> AnyResponse:
    """Show what stands beside the document."""
    consultation = in_hand(consultation_id)
    return OverviewPage(
        title=_("Beside the document"),
        about=title_of(consultation),
        back=f"/desk/consultations/{consultation_id}",
        ways=_ways_in(consultation),
        are_shown=are_comments_shown(session(), consultation_id=consultation_id),
        may_change=may(Permission.WRITE_CONSULTATIONS, scope_of(consultation_id)),
        shown_href=url_for("margin.comments_shown", consultation_id=consultation_id),
    ).answer()


@bp.post("/desk/consultations/<int:consultation_id>/margin/comments-shown")
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def comments_shown(consultation_id: int) -> AnyResponse:
    """Let people read each other's screened comments, or not."""
    consultation = in_hand(consultation_id)
    if PressForm().is_valid_post():
        are_shown = request.form.get("shown") == "yes"
        by_id = require_signed_in().account_id
        show_comments(session(), consultation=consultation, are_shown=are_shown, by_id=by_id, now=now())
        flash(_("Everyone can read the screened comments.") if are_shown else _("The comments are hidden."), "success")
    return redirect(url_for("margin.overview", consultation_id=consultation_id), 303)


def _ways_in(consultation: Consultation) -> tuple[WayIn, ...]:
    version = version_in_hand(consultation)
    scope = scope_of(consultation.id)
    n_terms = len(terms_of(session(), document_id=version.document_id))
    n_odd = n_odd_figures(session(), version_id=version.id)
    n_versions = len(versions_of(session(), document_id=version.document_id))
    offered = (
        (
            Permission.WRITE_CONSULTATIONS,
            "terms",
            _("Words explained"),
            ngettext("%(num)s word", "%(num)s words", n_terms),
        ),
        (
            Permission.SEE_DRAFTS,
            "figures",
            _("Figures in the document"),
            ngettext("%(num)s figure to look at", "%(num)s figures to look at", n_odd) if n_odd else _("All add up"),
        ),
        (
            Permission.READ_RESPONSES,
            "redrafts",
            _("Redrafts, and comments in them"),
            ngettext("%(num)s version", "%(num)s versions", n_versions),
        ),
        (Permission.READ_RESPONSES, "questions", _("Unanswered questions"), _questions_hint(consultation)),
        (Permission.SEE_DRAFTS, "alternatives", _("The document in other forms"), ""),
        (Permission.READ_RESPONSES, "heat_for_officers", _("Where comments gather"), ""),
    )
    return tuple(
        WayIn(text=text, hint=hint, href=url_for(f"margin.{name}", consultation_id=consultation.id))
        for permission, name, text, hint in offered
        if may(permission, scope)
    )


def _questions_hint(consultation: Consultation) -> str:
    counts = silence_counts(session(), consultation_id=consultation.id)
    return _("%(answered)s of %(total)s answered", answered=str(counts.answered), total=str(counts.total))
