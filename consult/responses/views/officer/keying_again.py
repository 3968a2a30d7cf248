"""Two people key in the same paper form; where they differ, somebody looks at the paper again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.models import Consultation
from consult.kernel.errors import Invalid
from consult.responses.actions.importing import require_open_intake
from consult.responses.actions.keying_again import first_keyed, key_again, require_second_keying, settle_keyings
from consult.responses.forms.officer.keying_again import DifferencesForm, differences_form
from consult.responses.keyings import differences, parts_of
from consult.responses.models import Response, SecondKeying
from consult.responses.queries.answering import to_answer
from consult.responses.queries.keyings import Agreement, agreement_of, forms_to_key_again, keying_of, keyings_page
from consult.responses.queries.listing import numbered_paragraphs, response_to_read
from consult.responses.rules import Channel
from consult.responses.views.officer.blueprint import Around, address, around, bp, go_to, in_hand, scope_of
from consult.responses.views.officer.keying import KeyingPage
from consult.responses.views.officer.keying_pages import comment_slots, make_form, shown_questions, submitted_by
from consult.responses.views.officer.part_words import PartWords
from consult.storage.paging import Page as ListPage
from consult.web.clock import now
from consult.web.filters import percent
from consult.web.guards import needs, require_signed_in
from consult.web.page import Page
from consult.web.site import Link
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyingRow:
    """One form that was keyed in twice."""

    code: str
    told: str
    kind: str
    href: str


@dataclass(frozen=True, kw_only=True)
class KeyingsPage(Page):
    """The forms that were keyed in twice, and those that wait for it."""

    template: ClassVar[str] = "responses/officer/keyings.html"

    around: Around
    home: str
    agreement: str
    rows: tuple[KeyingRow, ...]
    shown: ListPage[SecondKeying]
    waiting: tuple[Link, ...]
    values: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class DifferencesPage(Page):
    """What two people keyed in differently."""

    template: ClassVar[str] = "responses/officer/differences.html"

    around: Around
    home: str
    form: DifferencesForm
    is_one_of_the_two: bool


@bp.get("/keyings")
@needs(Permission.KEY_IN_RESPONSES, scope=scope_of)
def keyings(consultation_id: int) -> AnyResponse:
    """Show what was keyed in twice and how far it agrees, and what waits for a second keying."""
    consultation = in_hand(consultation_id)
    shown = keyings_page(session(), consultation=consultation, number=request.args.get("page", 1, type=int))
    waiting = forms_to_key_again(session(), consultation=consultation, account_id=require_signed_in().account_id)
    return KeyingsPage(
        title=_("Forms keyed in twice"),
        around=around(consultation, here="ways_in"),
        home=address("ways_in", consultation),
        agreement=_agreed(agreement_of(session(), consultation=consultation)),
        rows=tuple(_row(consultation, each) for each in shown.items),
        shown=shown,
        waiting=tuple(
            Link(text=response.source_reference, href=address("key_in_again", consultation, response_id=response.id))
            for response in waiting
        ),
        values={"consultation_id": consultation.id},
    ).answer()


@bp.route("/<int:response_id>/key-again", methods=["GET", "POST"])
@needs(Permission.KEY_IN_RESPONSES, scope=scope_of)
def key_in_again(consultation_id: int, response_id: int) -> AnyResponse:
    """Key a form in from the paper, without seeing what was keyed in first."""
    consultation = in_hand(consultation_id)
    require_open_intake(consultation)
    response = response_to_read(session(), consultation=consultation, response_id=response_id)
    by_id = require_signed_in().account_id
    require_second_keying(session(), response=response, by_id=by_id)
    asked, form = make_form(consultation, channel=Channel.PAPER)
    form.leave_out_what_is_known()
    if form.is_valid_post():
        keying = key_again(session(), response=response, submitted=submitted_by(asked, form), by_id=by_id, now=now())
        if keying.n_differing:
            flash(_("Some parts differ from the first keying. Look at the paper again, or let a third person do it."))
            return go_to("keying_differences", consultation, response_id=response.id)
        flash(_("Both keyings say the same."))
        return go_to("keyings", consultation)
    return KeyingPage(
        title=_("Key in form %(code)s a second time", code=response.source_reference),
        around=around(consultation, here="ways_in"),
        form=form,
        lead=_("Key it in from the paper, as if you were the first. You do not see what your colleague keyed in."),
        links=(),
        questions=shown_questions(asked, form),
        comment_slots=comment_slots(form),
        button=_("Compare with the first keying"),
    ).answer()


@bp.route("/<int:response_id>/differences", methods=["GET", "POST"])
@needs(Permission.KEY_IN_RESPONSES, scope=scope_of)
def keying_differences(consultation_id: int, response_id: int) -> AnyResponse:
    """Show what differs, and keep what stands on the paper."""
    consultation = in_hand(consultation_id)
    keying = keying_of(session(), consultation=consultation, response_id=response_id)
    if keying.settled_at is not None or not keying.n_differing:
        return go_to("keyings", consultation)
    form, by_id = _form(consultation, keying), require_signed_in().account_id
    if form.is_valid_post():
        try:
            settle_keyings(session(), keying=keying, chosen=form.chosen(), note=form.note.data, by_id=by_id, now=now())
        except Invalid as refused:
            form.refuse("note", refused.sentence)
        else:
            flash(_("Settled. The response says what you chose; what was keyed in first is kept beside it."))
            return go_to("keyings", consultation)
    return DifferencesPage(
        title=_("What differs on form %(code)s", code=keying.response.source_reference),
        around=around(consultation, here="ways_in"),
        home=address("keyings", consultation),
        form=form,
        is_one_of_the_two=by_id in {keying.keyed_by_id, keying.response.keyed_by_id},
    ).answer()


def _form(consultation: Consultation, keying: SecondKeying) -> DifferencesForm:
    asked = to_answer(session(), consultation=consultation, now=now())
    words = PartWords(asked, numbered_paragraphs(session(), consultation=consultation))
    first = parts_of(first_keyed(session(), keying.response))
    return differences_form(
        [
            (each.key, words.name_of(each.key), words.said(each.key, each.first), words.said(each.key, each.second))
            for each in differences(first, keying.body)
        ]
    )


def _agreed(agreement: Agreement) -> str:
    if not agreement.n_forms:
        return ""
    return _(
        "%(forms)s forms were keyed in twice. In %(share)s of all parts both people keyed in the same.",
        forms=agreement.n_forms,
        share=percent(agreement.share),
    )


def _row(consultation: Consultation, keying: SecondKeying) -> KeyingRow:
    response: Response = keying.response
    if not keying.n_differing:
        told, kind, href = _("Both say the same"), "good", ""
    elif keying.settled_at is None:
        told = _("%(n)s of %(all)s parts differ", n=keying.n_differing, all=keying.n_parts)
        kind, href = "warn", address("keying_differences", consultation, response_id=response.id)
    else:
        told, kind, href = _("%(n)s parts differed; settled", n=keying.n_differing), "plain", ""
    return KeyingRow(code=response.source_reference, told=told, kind=kind, href=href)
