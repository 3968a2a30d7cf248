"""Legal advice on a consultation: privileged, seen by those with the right, and never printed or exported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.queries import consultation_by_id, title_of
from consult.gates.actions import keep_legal_advice
from consult.gates.forms import AdviceForm
from consult.gates.queries import advice_of
from consult.gates.views.blueprint import bp, scope_of
from consult.kernel.errors import Invalid
from consult.web.clock import now
from consult.web.filters import short_day
from consult.web.guards import needs, require_signed_in
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAdvice:
    """One piece of advice."""

    when: str
    words: str


@dataclass(frozen=True, kw_only=True)
class AdvicePage(Page):
    """What the lawyers said, and one more."""

    template: ClassVar[str] = "gates/advice.html"

    about: str
    back: str
    advice: tuple[ShownAdvice, ...]
    form: AdviceForm


@bp.route("/desk/consultations/<int:consultation_id>/legal-advice", methods=["GET", "POST"])
@needs(Permission.READ_LEGAL_ADVICE, scope=scope_of, proved=True)
def advice(consultation_id: int) -> AnyResponse:
    """Show the advice and keep more of it."""
    consultation, form = consultation_by_id(session(), consultation_id), AdviceForm()
    if form.is_valid_post():
        key, by_id, words = form.submission_key.data, require_signed_in().account_id, form.words.data
        try:
            keep_legal_advice(
                session(), consultation=consultation, words=words, by_id=by_id, now=now(), submission_key=key
            )
        except Invalid as refused:
            form.refuse("words", refused.sentence)
        else:
            flash(_("It is kept here, and nowhere else."))
            return redirect(url_for("gates.advice", consultation_id=consultation_id), 303)
    return AdvicePage(
        title=_("Legal advice"),
        about=title_of(consultation),
        back=url_for("gates.checks", consultation_id=consultation_id),
        advice=tuple(
            ShownAdvice(when=short_day(each.at), words=each.words) for each in advice_of(session(), consultation_id)
        ),
        form=form,
    ).answer()
