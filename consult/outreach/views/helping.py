"""Help to answer, and other formats: anyone asks, an officer sees by when it is owed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from flask import Blueprint, Flask, current_app, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.queries import Reading, consultation_by_id, consultation_for_reading
from consult.consultations.rules import Stage, WayOn
from consult.kernel.clock import day_in_london
from consult.kernel.errors import Invalid, Refused, Stale
from consult.outreach.actions.helping import answer_help, ask_for_help
from consult.outreach.forms import GiveHelpForm, HelpForm
from consult.outreach.models import HelpRequest
from consult.outreach.queries.helping import help_request_by_id, help_requests
from consult.outreach.views.blueprint import Around, address, around, bp, go_to, in_hand, scope_of
from consult.outreach.wording import HELPS
from consult.web.clock import now
from consult.web.filters import short_day
from consult.web.guards import needs, public, require_signed_in
from consult.web.page import Page
from consult.web.throttle import limited
from consult.web.transaction import session

helping = Blueprint("helping", __name__)


@dataclass(frozen=True, kw_only=True)
class HelpPage(Page):
    """Asks what someone needs to be able to answer."""

    template: ClassVar[str] = "outreach/help.html"

    consultation: str
    back: str
    form: HelpForm
    fault: str


@dataclass(frozen=True, kw_only=True)
class HelpAskedPage(Page):
    """Says that the request arrived."""

    template: ClassVar[str] = "outreach/help_asked.html"

    consultation: str
    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRequest:
    """One request in words."""

    what: str
    words: str
    reach: str
    due: str
    is_done: bool
    is_late: bool
    done: str
    extra: str
    href: str


@dataclass(frozen=True, kw_only=True)
class HelpRequestsPage(Page):
    """Who asked for what, and by when it is owed."""

    template: ClassVar[str] = "outreach/help_requests.html"

    around: Around
    requests: tuple[ShownRequest, ...]
    public_href: str


@dataclass(frozen=True, kw_only=True)
class GiveHelpPage(Page):
    """One request, and what was done for it."""

    template: ClassVar[str] = "outreach/give_help.html"

    around: Around
    back: str
    request: ShownRequest
    form: GiveHelpForm
    fault: str


def help_ways(session: Session, reading: Reading, moment: object) -> tuple[WayOn, ...]:
    """Lead anyone who needs it to help, while people can answer."""
    del session, moment
    if reading.stage is not Stage.OPEN:
        return ()
    hint = _("Large print, easy read, Braille, British Sign Language, another language, or by telephone.")
    return (WayOn(text=_("Ask for help or another format"), href=f"/consultations/{reading.slug}/help", hint=hint),)


@helping.route("/consultations/<slug>/help", methods=["GET", "POST"])
@public
@limited("30 per 10 minutes")
def ask(slug: str) -> AnyResponse:
    """Take a request for help or another format."""
    reading = consultation_for_reading(session(), slug=slug, now=now())
    form, fault = HelpForm(), ""
    if form.is_valid_post():
        consultation = consultation_by_id(session(), reading.id)
        values, key = form.to_help(), str(form.submission_key.data)
        try:
            ask_for_help(
                session(),
                consultation=consultation,
                values=values,
                submission_key=key,
                closed_days=closed_days(),
                now=now(),
            )
            return redirect(url_for("helping.asked", slug=slug), 303)
        except Refused as refused:
            fault = refused.sentence
    page = HelpPage(
        title=_("Ask for help or another format"),
        consultation=reading.title,
        back=f"/consultations/{slug}",
        form=form,
        fault=fault,
    )
    return page.answer(409 if fault else None)


@helping.get("/consultations/<slug>/help/asked")
@public
def asked(slug: str) -> AnyResponse:
    """Say that the request arrived and what happens next."""
    reading = consultation_for_reading(session(), slug=slug, now=now())
    title = _("We have your request")
    return HelpAskedPage(title=title, consultation=reading.title, back=f"/consultations/{slug}").answer()


CLOSED_DAYS = "consult_closed_days"
ClosedDays = Callable[[Session], Sequence[tuple[date, date]]]


def install_closed_days(app: Flask, closed: ClosedDays) -> None:
    """Say who knows the days on which the council is shut; without anyone only weekends are."""
    app.extensions[CLOSED_DAYS] = closed


def closed_days() -> Sequence[tuple[date, date]]:
    """The first and last days of the holidays on which the council is shut."""
    known: ClosedDays | None = current_app.extensions.get(CLOSED_DAYS)
    return known(session()) if known else ()


@bp.get("/help")
@needs(Permission.KEEP_RECORD, scope=scope_of)
def requests_for_help(consultation_id: int) -> AnyResponse:
    """Show who asked for what."""
    consultation = in_hand(consultation_id)
    return HelpRequestsPage(
        title=_("Help and other formats"),
        around=around(consultation, here="requests_for_help"),
        requests=tuple(_shown(each) for each in help_requests(session(), consultation.id)),
        public_href=f"/consultations/{consultation.slug}/help" if consultation.opened_at else "",
    ).answer()


@bp.route("/help/<int:number>", methods=["GET", "POST"])
@needs(Permission.KEEP_RECORD, scope=scope_of)
def give_help(consultation_id: int, number: int) -> AnyResponse:
    """Say what was done for one request."""
    consultation = in_hand(consultation_id)
    request = help_request_by_id(session(), consultation.id, number)
    form = GiveHelpForm(version=str(request.version), done_words=request.done_words, extra_until=request.extra_until)
    fault = ""
    if form.is_valid_post():
        try:
            answer_help(
                session(),
                request=request,
                done_words=form.done_words.data,
                extra_until=form.extra_until.data,
                closes_on=day_in_london(consultation.closes_at) if consultation.closes_at else None,
                version_seen=form.version_seen,
                by_id=require_signed_in().account_id,
                now=now(),
            )
            return go_to("requests_for_help", consultation, _("Saved."))
        except Invalid as refused:
            form.refuse("extra_until", refused.sentence)
        except Stale as stale:
            fault, form.version.data = stale.sentence, str(request.version)
    page = GiveHelpPage(
        title=str(HELPS[request.help]),
        around=around(consultation, here="requests_for_help"),
        back=address("requests_for_help", consultation),
        request=_shown(request),
        form=form,
        fault=fault,
    )
    return page.answer(409 if fault else None)


def _shown(request: HelpRequest) -> ShownRequest:
    is_done = request.done_at is not None
    done = _("Done %(day)s", day=short_day(day_in_london(request.done_at))) if request.done_at else ""
    return ShownRequest(
        what=str(HELPS[request.help]),
        words=request.words,
        reach=request.reach,
        due=_("Owed by %(day)s", day=short_day(request.due_on)),
        is_done=is_done,
        is_late=not is_done and request.due_on < day_in_london(now()),
        done=f"{done}: {request.done_words}" if request.done_words else done,
        extra=_("Extra time until %(day)s", day=short_day(request.extra_until)) if request.extra_until else "",
        href=url_for("outreach.give_help", consultation_id=request.consultation_id, number=request.id),
    )
