"""The sheet of checks of one consultation, with the evidence for each; whoever has the right goes on with a reason."""

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
from consult.gates.actions import add_proof, go_on
from consult.gates.forms import GoOnForm, ProofForm
from consult.gates.models import GateProof
from consult.gates.queries import gate_facts, last_look, lines_at, passed_gates, proofs_of
from consult.gates.rules import Point, Proof
from consult.gates.telling import told
from consult.gates.views.blueprint import bp, scope_of
from consult.gates.wording import POINTS, PROOFS
from consult.kernel.errors import Invalid
from consult.web.clock import now
from consult.web.filters import short_day
from consult.web.guards import may, needs, require_signed_in
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownProof:
    """One piece of evidence; a later one of the same kind is its next version."""

    what: str
    version: str
    when: str
    by: str
    words: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPoint:
    """The checks of one point on the way."""

    name: str
    lines: tuple[CheckLine, ...]


@dataclass(frozen=True, kw_only=True)
class ChecksPage(Page):
    """Every check from publication to the decision."""

    template: ClassVar[str] = "gates/sheet.html"

    about: str
    back: str
    here: str
    points: tuple[ShownPoint, ...]
    proofs: tuple[ShownProof, ...]
    form: ProofForm
    may_add: bool
    go_on_form: GoOnForm | None
    go_on_href: str
    questions_href: str
    pack_href: str
    docx_href: str
    advice_href: str


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


@bp.post("/desk/consultations/<int:consultation_id>/checks/go-on")
@needs(Permission.APPROVE_CONSULTATIONS, scope=scope_of, proved=True)
def go_on_at_closing(consultation_id: int) -> AnyResponse:
    """Say why the consultation closes although a check is not met."""
    consultation, form = consultation_by_id(session(), consultation_id), GoOnForm()
    if form.is_valid_post():
        why, by_id = form.go_on.data, require_signed_in().account_id
        go_on(session(), consultation=consultation, point=Point.CLOSE, reason=why, by_id=by_id, now=now())
        flash(_("It is on the record, and everyone can read why."))
        return redirect(url_for("gates.checks", consultation_id=consultation_id), 303)
    return _page(consultation, ProofForm(formdata=None), go_on_form=form).answer()


def _page(consultation: Consultation, form: ProofForm, *, go_on_form: GoOnForm | None = None) -> ChecksPage:
    points = shown_points(consultation)
    is_shut = any(line.is_shut for line in points[list(Point).index(Point.CLOSE)].lines)
    scope = consultation_scope(consultation.id)
    may_pass = is_shut and may(Permission.APPROVE_CONSULTATIONS, scope)
    looked = last_look(session(), consultation.id, Point.CLOSE) is not None

    def address(name: str) -> str:
        return url_for(f"gates.{name}", consultation_id=consultation.id)

    return ChecksPage(
        title=_("Checks of law and practice"),
        about=title_of(consultation),
        back=f"/desk/consultations/{consultation.id}",
        here=address("checks"),
        points=points,
        proofs=shown_proofs(consultation.id),
        form=form,
        may_add=may(Permission.KEEP_RECORD, scope),
        go_on_form=go_on_form or (GoOnForm(formdata=None) if may_pass and looked else None),
        go_on_href=address("go_on_at_closing"),
        questions_href=address("questions"),
        pack_href=address("pack"),
        docx_href=address("pack_docx"),
        advice_href=address("advice") if may(Permission.READ_LEGAL_ADVICE, scope) else "",
    )


def shown_points(consultation: Consultation) -> tuple[ShownPoint, ...]:
    """Return the checks of every point as they stand now; their facts are read once."""
    facts, passed = gate_facts(session(), consultation), passed_gates(session(), consultation.id)
    opens_late = now() if consultation.opened_at is None else None
    return tuple(
        ShownPoint(
            name=str(POINTS[point]),
            lines=tuple(told(line) for line in lines_at(facts, passed, point, now=opens_late)),
        )
        for point in Point
    )


def shown_proofs(consultation_id: int) -> tuple[ShownProof, ...]:
    """Return the evidence on the record, each with its version among its kind."""
    seen: dict[Proof, int] = {}
    shown = []
    for each in proofs_of(session(), consultation_id):
        seen[each.proof] = seen.get(each.proof, 0) + 1
        shown.append(_shown_proof(each, seen[each.proof]))
    return tuple(shown)


def _shown_proof(proof: GateProof, version: int) -> ShownProof:
    return ShownProof(
        what=str(PROOFS[proof.proof]),
        version=_("version %(number)s", number=str(version)),
        when=short_day(proof.looked_on),
        by=proof.looked_by,
        words=proof.words,
        link=proof.link,
    )
