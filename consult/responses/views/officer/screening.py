"""Screening: each text that may be published is read by a person, who hides what tells who someone is."""

from __future__ import annotations

from flask import flash
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.kernel.errors import Invalid
from consult.responses.actions.concerns import raise_concern
from consult.responses.actions.screening import (
    claim_clean_texts,
    claim_next_text,
    confirm_texts,
    release_text,
    screen_again,
    screen_text,
)
from consult.responses.forms.officer.screening import ConcernForm, ConfirmForm, screen_form
from consult.responses.queries.screening import (
    clean_texts_held,
    text_of,
    text_to_screen,
)
from consult.responses.queries.waiting import count_screened, count_texts_to_screen
from consult.responses.rules import Screening
from consult.responses.views.officer.blueprint import address, around, bp, go_to, in_hand, scope_of
from consult.responses.views.officer.screening_pages import (
    ScreeningPage,
    concern_page,
    found_places,
    me,
    one_text_page,
    recently,
    refuse_if_kept_back,
    together_page,
)
from consult.web.clock import now
from consult.web.guards import needs
from consult.web.transaction import session


@bp.get("/screening")
@needs(Permission.SCREEN_RESPONSES, scope=scope_of)
def screening(consultation_id: int) -> AnyResponse:
    """Show how many texts wait, and what was decided last."""
    consultation = in_hand(consultation_id)
    decided = count_screened(session(), consultation=consultation)
    here = around(consultation, here="screening")
    return ScreeningPage(
        title=_("Screen responses to “%(title)s”", title=here.consultation),
        around=here,
        n_waiting=count_texts_to_screen(session(), consultation=consultation),
        n_public=decided[Screening.PUBLIC],
        n_refused=decided[Screening.REFUSED],
        next_href=address("next_text", consultation),
        together_href=address("take_together", consultation),
        recent=recently(consultation),
    ).answer()


@bp.post("/screening/next")
@needs(Permission.SCREEN_RESPONSES, scope=scope_of)
def next_text(consultation_id: int) -> AnyResponse:
    """Take the next text that waits; nobody else is offered it meanwhile."""
    consultation = in_hand(consultation_id)
    taken = claim_next_text(session(), consultation=consultation, account_id=me(), now=now())
    if taken is None:
        flash(_("Nothing waits to be read, or others are reading what is left."))
        return go_to("screening", consultation)
    return go_to("one_text", consultation, text_id=taken.id)


@bp.route("/screening/<int:text_id>", methods=["GET", "POST"])
@needs(Permission.SCREEN_RESPONSES, scope=scope_of)
def one_text(consultation_id: int, text_id: int) -> AnyResponse:
    """Show one text and take the decision about it."""
    consultation = in_hand(consultation_id)
    screened = text_to_screen(session(), consultation=consultation, text_id=text_id)
    form = screen_form(found_places(text_of(screened)))
    refuse_if_kept_back(screened)
    fault = ""
    if form.is_valid_post():
        try:
            screen_text(session(), screened=screened, choice=form.to_choice(), account_id=me(), now=now())
        except Invalid as refused:
            fault = refused.sentence
        else:
            flash(_("Your decision was stored."))
            return next_text(consultation_id=consultation.id)
    return one_text_page(consultation, screened, form, fault).answer(422 if fault else None)


@bp.route("/screening/<int:text_id>/concern", methods=["GET", "POST"])
@needs(Permission.SCREEN_RESPONSES, scope=scope_of)
def concern(consultation_id: int, text_id: int) -> AnyResponse:
    """Pass a text to the safeguarding officer, and take it out of everyone else's sight."""
    consultation, form = in_hand(consultation_id), ConcernForm()
    screened = text_to_screen(session(), consultation=consultation, text_id=text_id)
    refuse_if_kept_back(screened)
    if not form.is_valid_post():
        return concern_page(consultation, screened, form).answer()
    raise_concern(session(), screened=screened, words=form.words.data or "", account_id=me(), now=now())
    flash(_("The safeguarding officer has it now. If someone is in danger at this moment, call 999 as well."))
    return go_to("screening", consultation)


@bp.post("/screening/<int:text_id>/release")
@needs(Permission.SCREEN_RESPONSES, scope=scope_of)
def release(consultation_id: int, text_id: int) -> AnyResponse:
    """Leave a text for someone else."""
    consultation = in_hand(consultation_id)
    screened = text_to_screen(session(), consultation=consultation, text_id=text_id)
    release_text(session(), screened=screened, account_id=me())
    return go_to("screening", consultation)


@bp.post("/screening/<int:text_id>/again")
@needs(Permission.SCREEN_RESPONSES, scope=scope_of)
def again(consultation_id: int, text_id: int) -> AnyResponse:
    """Take a decided text up again."""
    consultation = in_hand(consultation_id)
    screened = text_to_screen(session(), consultation=consultation, text_id=text_id)
    screen_again(session(), screened=screened, account_id=me(), now=now())
    return go_to("one_text", consultation, text_id=text_id)


@bp.post("/screening/together")
@needs(Permission.SCREEN_RESPONSES, scope=scope_of)
def take_together(consultation_id: int) -> AnyResponse:
    """Take some short texts in which nothing was found."""
    consultation = in_hand(consultation_id)
    taken = claim_clean_texts(session(), consultation=consultation, account_id=me(), now=now())
    if not taken:
        flash(_("No short text without marked words waits. Read the others one by one."))
        return go_to("screening", consultation)
    return go_to("together", consultation)


@bp.route("/screening/together", methods=["GET"])
@needs(Permission.SCREEN_RESPONSES, scope=scope_of)
def together(consultation_id: int) -> AnyResponse:
    """Show the short texts that this person has taken."""
    consultation = in_hand(consultation_id)
    return together_page(consultation, ConfirmForm()).answer()


@bp.post("/screening/together/confirm")
@needs(Permission.SCREEN_RESPONSES, scope=scope_of)
def confirm(consultation_id: int) -> AnyResponse:
    """Let the ticked texts be published as they are."""
    consultation, form = in_hand(consultation_id), ConfirmForm()
    held = {
        str(text.id): text
        for text in clean_texts_held(session(), consultation=consultation, account_id=me(), now=now())
    }
    form.texts.choices = [(value, value) for value in held]
    if not form.is_valid_post():
        return together_page(consultation, form).answer()
    chosen = set(form.texts.data or ())
    ticked = [text for value, text in held.items() if value in chosen]
    for value in held.keys() - chosen:
        release_text(session(), screened=held[value], account_id=me())
    confirm_texts(session(), screened=ticked, account_id=me(), now=now())
    flash(ngettext("%(num)s text may be published.", "%(num)s texts may be published.", len(ticked)))
    return go_to("screening", consultation)
