"""Possible repeats by one person across the channels: an officer reads both and says what they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.models import Consultation
from consult.kernel.errors import Invalid, NotFound
from consult.kernel.words import truncate
from consult.responses.actions.repeats import keep_apart, link_repeat, look_for_repeats, note_repeat
from consult.responses.figure_words import both_totals
from consult.responses.forms.officer.repeats import NoteRepeatForm, RepeatForm
from consult.responses.models import PossibleRepeat, Response
from consult.responses.queries.figures import counted_cube, linked_repeats
from consult.responses.queries.repeats import repeat_by_id, repeats_page, response_called
from consult.responses.repeats import RepeatSign, RepeatState
from consult.responses.views.officer.blueprint import Around, address, around, bp, go_to, in_hand, scope_of
from consult.responses.wording import CHANNELS
from consult.storage.paging import Page as ListPage
from consult.web.clock import now
from consult.web.filters import short_day
from consult.web.guards import needs, require_signed_in
from consult.web.page import Page
from consult.web.transaction import session

EXCERPT = 400
SIGNS = {
    RepeatSign.SAME_ADDRESS: _l("Both gave the same email address."),
    RepeatSign.SAME_ORGANISATION: _l("Both name the same organisation."),
    RepeatSign.SAME_WORDS: _l("Both say the same, word for word."),
    RepeatSign.OFFICER: _l("An officer noticed it while reading."),
}
STANDINGS = {
    RepeatState.WAITING: (_l("Waits for you"), "warn"),
    RepeatState.LINKED: (_l("One person"), "info"),
    RepeatState.APART: (_l("Not one person"), "plain"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSide:
    """One of the two responses."""

    reference: str
    told: str
    words: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRepeat:
    """One pair."""

    sign: str
    standing: str
    standing_kind: str
    note: str
    sides: tuple[ShownSide, ShownSide]
    href: str


@dataclass(frozen=True, kw_only=True)
class RepeatsPage(Page):
    """The pairs that may be one person's."""

    template: ClassVar[str] = "responses/officer/repeats.html"

    around: Around
    home: str
    totals: str
    look_href: str
    rows: tuple[ShownRepeat, ...]
    shown: ListPage[PossibleRepeat]
    form: NoteRepeatForm
    values: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class RepeatPage(Page):
    """One pair, to be decided."""

    template: ClassVar[str] = "responses/officer/repeat.html"

    around: Around
    home: str
    pair: ShownRepeat
    form: RepeatForm


@bp.route("/repeats", methods=["GET", "POST"])
@needs(Permission.KEY_IN_RESPONSES, scope=scope_of)
def repeats(consultation_id: int) -> AnyResponse:
    """Show the pairs, and take one that an officer noticed."""
    consultation, form = in_hand(consultation_id), NoteRepeatForm()
    if form.is_valid_post():
        try:
            one, other = (response_called(session(), consultation=consultation, typed=each) for each in form.both())
            made = note_repeat(session(), consultation=consultation, one=one, other=other, now=now())
        except (Invalid, NotFound) as refused:
            form.refuse("other", refused.sentence)
        else:
            return go_to("one_repeat", consultation, repeat_id=made.id)
    shown = repeats_page(session(), consultation=consultation, number=request.args.get("page", 1, type=int))
    return RepeatsPage(
        title=_("Possible repeats"),
        around=around(consultation, here="ways_in"),
        home=address("ways_in", consultation),
        totals=both_totals(
            counted_cube(session(), consultation.id).n_in_time, linked_repeats(session(), consultation.id)
        ),
        look_href=address("look_for", consultation),
        rows=tuple(_pair(consultation, each) for each in shown.items),
        shown=shown,
        form=form,
        values={"consultation_id": consultation.id},
    ).answer()


@bp.post("/repeats/look")
@needs(Permission.KEY_IN_RESPONSES, scope=scope_of)
def look_for(consultation_id: int) -> AnyResponse:
    """Look through every response for pairs that may be one person's."""
    consultation = in_hand(consultation_id)
    n = look_for_repeats(session(), consultation=consultation, by_id=require_signed_in().account_id, now=now())
    found = ngettext("%(num)s new pair was found.", "%(num)s new pairs were found.", n)
    flash(found if n else _("No new pair was found."))
    return go_to("repeats", consultation)


@bp.route("/repeats/<int:repeat_id>", methods=["GET", "POST"])
@needs(Permission.KEY_IN_RESPONSES, scope=scope_of)
def one_repeat(consultation_id: int, repeat_id: int) -> AnyResponse:
    """Show both responses side by side, and say what they are."""
    consultation = in_hand(consultation_id)
    repeat = repeat_by_id(session(), consultation=consultation, repeat_id=repeat_id)
    is_decided = repeat.state is not RepeatState.WAITING
    form = RepeatForm(judged=repeat.state.value if is_decided else "", note=repeat.note)
    if form.is_valid_post():
        judged, by_id = RepeatState(form.judged.data), require_signed_in().account_id
        if judged is not repeat.state:
            act = link_repeat if judged is RepeatState.LINKED else keep_apart
            act(session(), repeat=repeat, note=form.note.data, by_id=by_id, now=now())
        flash(_("Saved. Both responses stay and are read."))
        return go_to("repeats", consultation)
    return RepeatPage(
        title=_("Are these two one person's?"),
        around=around(consultation, here="ways_in"),
        home=address("repeats", consultation),
        pair=_pair(consultation, repeat),
        form=form,
    ).answer()


def _pair(consultation: Consultation, repeat: PossibleRepeat) -> ShownRepeat:
    standing, kind = STANDINGS[repeat.state]
    return ShownRepeat(
        sign=str(SIGNS[repeat.sign]),
        standing=str(standing),
        standing_kind=kind,
        note=repeat.note,
        sides=(_side(consultation, repeat.first), _side(consultation, repeat.second)),
        href=address("one_repeat", consultation, repeat_id=repeat.id),
    )


def _side(consultation: Consultation, response: Response) -> ShownSide:
    texts = [answer.text for answer in response.answers] + [comment.text for comment in response.comments]
    told = (
        str(CHANNELS[response.channel]),
        short_day(response.received_on),
        response.group.name if response.group else "",
        response.ward.name if response.ward else "",
        response.organisation_name,
    )
    return ShownSide(
        reference=response.reference,
        told=" · ".join(part for part in told if part),
        words=truncate(max(texts, key=len, default=""), EXCERPT),
        href=address("one_response", consultation, response_id=response.id),
    )
