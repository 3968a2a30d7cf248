"""The sheet of checks of one consultation, with the evidence for each; it prints as the compliance pack."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission, consultation_scope
from consult.consultations.models import Consultation
from consult.consultations.queries import consultation_by_id, title_of
from consult.consultations.rules import CheckLine
from consult.gates.actions import add_proof
from consult.gates.forms import ProofForm
from consult.gates.queries import proofs_of
from consult.gates.rules import Point
from consult.gates.telling import check_lines
from consult.gates.views.blueprint import bp, scope_of
from consult.gates.wording import PROOFS
from consult.kernel.errors import Invalid
from consult.web.clock import now
from consult.web.filters import short_day
from consult.web.guards import may, needs, require_signed_in
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownProof:
    """One piece of evidence."""

    what: str
    when: str
    by: str
    words: str
    link: str


@dataclass(frozen=True, kw_only=True)
class ChecksPage(Page):
    """Every check before approval and before the decision."""

    template: ClassVar[str] = "gates/sheet.html"

    about: str
    back: str
    here: str
    before: tuple[CheckLine, ...]
    at_decision: tuple[CheckLine, ...]
    proofs: tuple[ShownProof, ...]
    form: ProofForm
    may_add: bool


@bp.get("/desk/consultations/<int:consultation_id>/checks")
@needs(Permission.SEE_DRAFTS, scope=scope_of)
def checks(consultation_id: int) -> AnyResponse:
    """Show every check with its evidence."""
    return _page(consultation_by_id(session(), consultation_id), ProofForm(formdata=None)).answer()


@bp.post("/desk/consultations/<int:consultation_id>/checks")
@needs(Permission.KEEP_RECORD, scope=scope_of)
def new_proof(consultation_id: int) -> AnyResponse:
    """Put a piece of evidence on the record."""
    consultation, form = consultation_by_id(session(), consultation_id), ProofForm()
    if form.is_valid_post():
        try:
            key, by_id = form.submission_key.data, require_signed_in().account_id
            values = form.to_proof()
            add_proof(session(), consultation=consultation, values=values, by_id=by_id, now=now(), submission_key=key)
        except Invalid as refused:
            form.refuse("link", refused.sentence)
        else:
            flash(_("It is on the record."))
            return redirect(url_for("gates.checks", consultation_id=consultation_id), 303)
    return _page(consultation, form).answer()


def _page(consultation: Consultation, form: ProofForm) -> ChecksPage:
    return ChecksPage(
        title=_("Checks of law and practice"),
        about=title_of(consultation),
        back=f"/desk/consultations/{consultation.id}",
        here=url_for("gates.checks", consultation_id=consultation.id),
        before=check_lines(session(), consultation, Point.APPROVE),
        at_decision=check_lines(session(), consultation, Point.DECIDE),
        proofs=tuple(
            ShownProof(
                what=str(PROOFS[each.proof]),
                when=short_day(each.looked_on),
                by=each.looked_by,
                words=each.words,
                link=each.link,
            )
            for each in proofs_of(session(), consultation.id)
        ),
        form=form,
        may_add=may(Permission.KEEP_RECORD, consultation_scope(consultation.id)),
    )
