"""Petitions: one response each, with its signatures beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.models import Consultation
from consult.kernel.clock import day_in_london
from consult.kernel.errors import Invalid
from consult.responses.actions.importing import require_open_intake
from consult.responses.actions.petitions import add_petition, check_signatures
from consult.responses.forms.officer.petitions import PetitionForm, SignaturesForm
from consult.responses.models import Petition
from consult.responses.queries.answering import to_answer
from consult.responses.queries.listing import numbered_paragraphs
from consult.responses.queries.petitions import petition_of, petitions_page
from consult.responses.views.officer.blueprint import Around, address, around, bp, go_to, in_hand, scope_of
from consult.responses.views.officer.meetings import questions_in_words
from consult.storage.paging import Page as ListPage
from consult.web.clock import now
from consult.web.filters import number
from consult.web.guards import needs, require_signed_in
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionRow:
    """One petition in the list."""

    title: str
    told: str
    read_href: str
    check_href: str
    is_checked: bool


@dataclass(frozen=True, kw_only=True)
class PetitionsPage(Page):
    """The petitions so far."""

    template: ClassVar[str] = "responses/officer/petitions.html"

    around: Around
    home: str
    new_href: str
    rows: tuple[PetitionRow, ...]
    shown: ListPage[Petition]
    values: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class NewPetitionPage(Page):
    """A form for one petition."""

    template: ClassVar[str] = "responses/officer/petition.html"

    around: Around
    home: str
    form: PetitionForm
    has_paragraphs: bool


@dataclass(frozen=True, kw_only=True)
class SignaturesPage(Page):
    """Asks how many signatures hold."""

    template: ClassVar[str] = "responses/officer/signatures.html"

    around: Around
    home: str
    claimed: str
    form: SignaturesForm


@bp.get("/petitions")
@needs(Permission.KEY_IN_RESPONSES, scope=scope_of)
def petitions(consultation_id: int) -> AnyResponse:
    """Show the petitions so far."""
    consultation = in_hand(consultation_id)
    shown = petitions_page(session(), consultation=consultation, number=request.args.get("page", 1, type=int))
    return PetitionsPage(
        title=_("Petitions"),
        around=around(consultation, here="ways_in"),
        home=address("ways_in", consultation),
        new_href=address("new_petition", consultation),
        rows=tuple(_row(consultation, each) for each in shown.items),
        shown=shown,
        values={"consultation_id": consultation.id},
    ).answer()


@bp.route("/petitions/new", methods=["GET", "POST"])
@needs(Permission.KEY_IN_RESPONSES, scope=scope_of)
def new_petition(consultation_id: int) -> AnyResponse:
    """Take in one petition."""
    consultation, form = in_hand(consultation_id), PetitionForm()
    require_open_intake(consultation)
    asked = to_answer(session(), consultation=consultation, now=now())
    numbers = numbered_paragraphs(session(), consultation=consultation)
    groups = [(str(group), words) for group, words in asked.groups]
    form.offer(questions=questions_in_words(asked), groups=groups, numbers=numbers, today=day_in_london(now()))
    if form.is_valid_post():
        submitted = form.to_submitted(language=asked.language, keyed_by_id=require_signed_in().account_id)
        values = form.to_petition()
        add_petition(session(), consultation=consultation, submitted=submitted, values=values, now=now())
        flash(_("The petition was stored as one response."))
        return go_to("petitions", consultation)
    return NewPetitionPage(
        title=_("Take in a petition"),
        around=around(consultation, here="ways_in"),
        home=address("petitions", consultation),
        form=form,
        has_paragraphs=bool(numbers),
    ).answer()


@bp.route("/petitions/<int:response_id>/signatures", methods=["GET", "POST"])
@needs(Permission.KEY_IN_RESPONSES, scope=scope_of)
def signatures(consultation_id: int, response_id: int) -> AnyResponse:
    """Write down how many signatures of a petition hold."""
    consultation = in_hand(consultation_id)
    petition = petition_of(session(), consultation=consultation, response_id=response_id)
    n_checked = "" if petition.n_checked is None else str(petition.n_checked)
    form = SignaturesForm(n_checked=n_checked, words=petition.checked_words)
    if form.is_valid_post():
        n, by_id = form.n_checked.number or 0, require_signed_in().account_id
        try:
            check_signatures(session(), petition=petition, n_checked=n, words=form.words.data, by_id=by_id, now=now())
        except Invalid as refused:
            form.refuse("n_checked", refused.sentence)
        else:
            flash(_("Saved."))
            return go_to("petitions", consultation)
    return SignaturesPage(
        title=_("The signatures of “%(title)s”", title=petition.title),
        around=around(consultation, here="ways_in"),
        home=address("petitions", consultation),
        claimed=_("It claims %(n)s signatures.", n=number(petition.n_claimed)),
        form=form,
    ).answer()


def _row(consultation: Consultation, petition: Petition) -> PetitionRow:
    claimed = _("%(n)s signatures claimed", n=number(petition.n_claimed))
    is_checked = petition.n_checked is not None
    checked = _("%(n)s hold: %(how)s", n=number(petition.n_checked or 0), how=petition.checked_words)
    return PetitionRow(
        title=petition.title or petition.response.reference,
        told=" · ".join((claimed, checked if is_checked else _("not checked yet"))),
        read_href=address("one_response", consultation, response_id=petition.response_id),
        check_href=address("signatures", consultation, response_id=petition.response_id),
        is_checked=is_checked,
    )
