"""The data protection officer's pages: what is due to be erased, what holds it, and who asked for an erasure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.queries import consultation_by_id, title_of, titles_of
from consult.kernel.errors import ConsultError, NotFound
from consult.kernel.references import read_reference
from consult.responses.actions.erasing import Places, ask_erasure, decide_erasure
from consult.responses.actions.holding import lift_hold, place_hold
from consult.responses.actions.retention import Due, due_for_erasure, erase_due
from consult.responses.forms.officer.privacy import ERASE, HOLDS, DecideForm, EraseForm, HoldForm, LiftForm
from consult.responses.models import ErasureRequest, Hold, Response
from consult.responses.privacy import ErasureState, HoldKind, Kept
from consult.responses.queries.holds import hold_by_id, open_holds, request_by_id, requests_waiting
from consult.web.clock import now
from consult.web.guards import needs, require_signed_in
from consult.web.page import Page
from consult.web.site import current_settings
from consult.web.transaction import session

bp = Blueprint("privacy_desk", __name__, url_prefix="/desk/privacy")
KEPT = {
    Kept.CONTACT: _l("Email addresses of people who answered"),
    Kept.EQUALITY_LINK: _l("The key that links equality answers to responses"),
    Kept.ORGANISATION: _l("Names of organisations, references of the source"),
    Kept.EARLIER_WORDS: _l("What responses said before they were changed"),
    Kept.WORDS_AS_GIVEN: _l("Words as given, where they differ from what was published"),
    Kept.CONCERNS: _l("Closed safeguarding concerns"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDue:
    """A line of the dry run."""

    what: str
    consultation: str
    n: int
    since: datetime
    is_held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownHold:
    """A hold that stands."""

    what: str
    kind: str
    reason: str
    at: datetime
    lift_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRequest:
    """A request that waits for a decision."""

    what: str
    at: datetime
    href: str


@dataclass(frozen=True, kw_only=True)
class PrivacyDeskPage(Page):
    """Everything about erasing, on one page."""

    template: ClassVar[str] = "responses/officer/privacy.html"

    requests: tuple[ShownRequest, ...]
    due: tuple[ShownDue, ...]
    can_erase: bool
    holds: tuple[ShownHold, ...]
    hold_form: HoldForm
    erase_form: EraseForm
    months: int


@dataclass(frozen=True, kw_only=True)
class DecidePage(Page):
    """One request, or one hold to lift: what it is about, and the decision."""

    template: ClassVar[str] = "responses/officer/privacy_decide.html"

    about: str
    form: DecideForm | LiftForm
    button: str


@bp.get("")
@needs(Permission.KEEP_PRIVACY)
def overview() -> AnyResponse:
    """Show what is due, what is held and what was asked for; nothing is erased by looking."""
    return _page(_hold_form(), EraseForm(formdata=None)).answer()


@bp.post("/holds")
@needs(Permission.KEEP_PRIVACY)
def hold() -> AnyResponse:
    """Place a hold."""
    form = _hold_form()
    if not form.is_valid_post():
        return _page(form, EraseForm(formdata=None)).answer()
    try:
        response = _response(form.reference.data or "") if form.reference.data else None
        place_hold(
            session(),
            consultation=consultation_by_id(session(), int(form.consultation.data)),
            response=response,
            kind=HoldKind(form.kind.data),
            reason=form.reason.data or "",
            by_id=_me(),
            now=now(),
        )
    except ConsultError as error:
        form.refuse("reference", error.sentence)
        return _page(form, EraseForm(formdata=None)).answer()
    flash(_("Nothing of it is erased until the hold is lifted."))
    return _back()


@bp.route("/holds/<int:hold_id>/lift", methods=["GET", "POST"])
@needs(Permission.KEEP_PRIVACY)
def lift(hold_id: int) -> AnyResponse:
    """Lift a hold."""
    found, form = hold_by_id(session(), hold_id), LiftForm()
    if not form.is_valid_post():
        return DecidePage(title=_("Lift a hold"), about=_about(found), form=form, button=_("Lift it")).answer()
    lift_hold(session(), hold=found, reason=form.reason.data or "", by_id=_me(), now=now())
    flash(_("The hold is lifted. What is due is listed again."))
    return _back()


@bp.post("/erase-words")
@needs(Permission.KEEP_PRIVACY, fresh=True, proved=True)
def erase_one() -> AnyResponse:
    """Erase the words of one response, as its writer asked."""
    form = EraseForm()
    if not form.is_valid_post():
        return _page(_hold_form(empty=True), form).answer()
    try:
        response = _response(form.reference.data or "")
        request = ask_erasure(session(), response=response, by_id=_me(), places=_places(), now=now())
    except ConsultError as error:
        form.refuse("reference", error.sentence)
        return _page(_hold_form(empty=True), form).answer()
    if request.state is ErasureState.WAITING:
        flash(_("Something holds this response. Decide below."))
    else:
        flash(_("The words are erased. The response counts as before."))
    return _back()


@bp.route("/requests/<int:request_id>", methods=["GET", "POST"])
@needs(Permission.KEEP_PRIVACY, fresh=True, proved=True)
def decide(request_id: int) -> AnyResponse:
    """Decide about words that something holds."""
    request, form = request_by_id(session(), request_id), DecideForm()
    if not form.is_valid_post():
        about = _requested(request).what
        return DecidePage(title=_("Erase what is held?"), about=about, form=form, button=_("Decide")).answer()
    decide_erasure(
        session(),
        request=request,
        is_granted=form.decision.data == ERASE,
        because=form.because.data or "",
        by_id=_me(),
        places=_places(),
        now=now(),
    )
    flash(_("Your decision was stored."))
    return _back()


@bp.post("/erase-due")
@needs(Permission.KEEP_PRIVACY, fresh=True, proved=True)
def erase_what_is_due() -> AnyResponse:
    """Erase everything that is due and that nothing holds."""
    settings = current_settings()
    done = erase_due(
        session(),
        longest_months=settings.retention_months,
        by_id=_me(),
        erasures=settings.erasures_file,
        now=now(),
    )
    flash(ngettext("%(num)s line of the list is erased.", "%(num)s lines of the list are erased.", len(done)))
    return _back()


def _page(hold_form: HoldForm, erase_form: EraseForm) -> PrivacyDeskPage:
    months = current_settings().retention_months
    due = due_for_erasure(session(), longest_months=months, now=now())
    return PrivacyDeskPage(
        title=_("Personal data"),
        requests=tuple(_requested(each) for each in requests_waiting(session())),
        due=tuple(_shown_due(each) for each in due),
        can_erase=any(not each.is_held for each in due),
        holds=tuple(_shown_hold(each) for each in open_holds(session())),
        hold_form=hold_form,
        erase_form=erase_form,
        months=months,
    )


def _shown_due(due: Due) -> ShownDue:
    return ShownDue(
        what=str(KEPT[due.kept]),
        consultation=title_of(due.consultation),
        n=due.n,
        since=due.since,
        is_held=due.is_held,
    )


def _shown_hold(held: Hold) -> ShownHold:
    return ShownHold(
        what=_about(held),
        kind=str(HOLDS[held.kind]),
        reason=held.reason,
        at=held.placed_at,
        lift_href=url_for("privacy_desk.lift", hold_id=held.id),
    )


def _about(held: Hold) -> str:
    title = title_of(held.consultation)
    if held.response is None:
        return title
    return _("Response %(reference)s to “%(title)s”", reference=held.response.reference, title=title)


def _requested(request: ErasureRequest) -> ShownRequest:
    response = request.response
    return ShownRequest(
        what=_(
            "Response %(reference)s to “%(title)s”",
            reference=response.reference,
            title=title_of(response.consultation),
        ),
        at=request.asked_at,
        href=url_for("privacy_desk.decide", request_id=request.id),
    )


def _hold_form(*, empty: bool = False) -> HoldForm:
    form = HoldForm(formdata=None) if empty else HoldForm()
    form.consultation.choices = [
        ("", _("Choose one")),
        *((str(key), name) for key, name in titles_of(session()).items()),
    ]
    return form


def _response(typed: str) -> Response:
    wanted = read_reference(typed)
    found = session().scalar(select(Response).where(Response.reference == wanted))
    if found is None:
        raise NotFound("We cannot find a response with this reference. Check it, then try again.")
    return found


def _places() -> Places:
    return Places.of(current_settings())


def _me() -> int:
    return require_signed_in().account_id


def _back() -> AnyResponse:
    return redirect(url_for("privacy_desk.overview"), 303)
