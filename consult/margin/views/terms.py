"""The words that a document explains: read, added, changed, taken away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.queries import title_of
from consult.documents.explaining import Explained
from consult.documents.queries import terms_of
from consult.margin.actions.terms import explain_term, remove_term
from consult.margin.forms import PressForm, TermForm
from consult.margin.views.blueprint import bp, in_hand, scope_of, version_in_hand
from consult.web.clock import now
from consult.web.guards import actor, needs
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class TermsPage(Page):
    """The words that the document explains."""

    template: ClassVar[str] = "margin/terms.html"

    about: str
    back: str
    terms: tuple[Explained, ...]
    form: TermForm
    removal: str


@bp.route("/desk/consultations/<int:consultation_id>/margin/words", methods=["GET", "POST"])
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def terms(consultation_id: int) -> AnyResponse:
    """Explain a word; readers see it at once, in every version."""
    consultation = in_hand(consultation_id)
    document = version_in_hand(consultation).document
    form = TermForm()
    if form.is_valid_post():
        explain_term(session(), document=document, words=form.to_words(), by=actor(), now=now())
        flash(_("The word is explained wherever the document uses it."), "success")
        return redirect(url_for("margin.terms", consultation_id=consultation_id), 303)
    return TermsPage(
        title=_("Words explained"),
        about=title_of(consultation),
        back=url_for("margin.overview", consultation_id=consultation_id),
        terms=terms_of(session(), document_id=document.id),
        form=form,
        removal=url_for("margin.remove", consultation_id=consultation_id),
    ).answer()


@bp.post("/desk/consultations/<int:consultation_id>/margin/words/remove")
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def remove(consultation_id: int) -> AnyResponse:
    """Explain a word no longer."""
    document = version_in_hand(in_hand(consultation_id)).document
    if PressForm().is_valid_post():
        term_id = request.form.get("term", 0, type=int)
        remove_term(session(), document=document, term_id=term_id, by=actor(), now=now())
        flash(_("The word is no longer explained."))
    return redirect(url_for("margin.terms", consultation_id=consultation_id), 303)
