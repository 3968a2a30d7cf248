"""A vote at a meeting: which one, those in its hall as the roll, and a code slip for each who is here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.elections.actions import code_of
from consult.elections.actions.meeting import hold_at_meeting, put_hall_on_roll
from consult.elections.forms.officer import HallOnRollForm, HeldAtForm
from consult.elections.models import Contest
from consult.elections.queries.meeting import contests_of_meeting, entries_in_hall, meeting_of, strangers_in_hall
from consult.elections.queries.reading import contest_by_id
from consult.elections.rules import BEFORE_POLL, OVER, ContestState, LawfulBasis, PaperIssued
from consult.elections.views.blueprint import bp, code_key
from consult.elections.views.officer.codes import Slip, SlipsPage
from consult.elections.views.officer.frame import desk_of, me
from consult.elections.wording import standing_of
from consult.kernel.errors import Invalid, NotFound, Refused
from consult.meetings.lending import VotedOn
from consult.meetings.models import InHall, Meeting
from consult.meetings.queries import upcoming_or_recent
from consult.meetings.wording import hours_of
from consult.storage.paging import Page as Paged
from consult.web.clock import now
from consult.web.filters import london
from consult.web.guards import may, needs
from consult.web.page import Page
from consult.web.site import current_settings
from consult.web.transaction import session

_OFFERED_BACK = timedelta(days=2)
_PROJECTED = frozenset(ContestState) - {ContestState.DRAFTED, ContestState.NOMINATIONS, ContestState.ABANDONED}


@dataclass(frozen=True, kw_only=True)
class ContestMeetingPage(Page):
    """At which meeting people vote, and what can be done in its hall."""

    template: ClassVar[str] = "elections/officer/meeting.html"

    contest: Contest
    back_href: str
    meeting: str
    meeting_href: str
    form: HeldAtForm
    may_change: bool
    roll_form: HallOnRollForm
    roll_href: str
    may_load: bool
    n_here: int
    strangers: Paged[InHall]
    values: dict[str, int]
    slips_href: str


@bp.route("/desk/contests/<int:contest_id>/meeting", methods=["GET", "POST"])
@needs(Permission.RUN_ELECTIONS)
def contest_meeting(contest_id: int) -> AnyResponse:
    """Say at which meeting people vote."""
    contest, found = _both(contest_id)
    form = HeldAtForm(meeting=str(found.id) if found else "")
    offered = _offer(form, found)
    if form.is_valid_post():
        chosen = offered.get(form.meeting.data)
        hold_at_meeting(session(), contest=contest, meeting=chosen, by_id=me(), now=now())
        flash(_("Noted. The meeting’s page shows the vote.") if chosen else _("People vote at no meeting."), "success")
        return redirect(desk_of(contest, "contest_meeting"), 303)
    return _page(contest, found, form, HallOnRollForm(formdata=None)).answer()


@bp.post("/desk/contests/<int:contest_id>/meeting/roll")
@needs(Permission.RUN_ELECTIONS)
def hall_on_roll(contest_id: int) -> AnyResponse:
    """Put those on the list of the hall on the roll."""
    contest, found = _both(contest_id)
    meeting, form = _needed(found), HallOnRollForm()
    if form.is_valid_post():
        try:
            loaded = put_hall_on_roll(
                session(),
                contest=contest,
                meeting=meeting,
                basis=LawfulBasis(form.basis.data),
                by_id=me(),
                now=now(),
            )
        except (Invalid, Refused) as wrong:
            form.refuse("basis", wrong.sentence)
        else:
            words = _("%(added)s added, %(known)s were there already.", added=loaded.added, known=loaded.known)
            flash(words, "success")
            return redirect(desk_of(contest, "contest_meeting"), 303)
    offer = HeldAtForm(formdata=None, meeting=str(meeting.id))
    _offer(offer, meeting)
    return _page(contest, meeting, offer, form).answer()


@bp.get("/desk/contests/<int:contest_id>/meeting/slips")
@needs(Permission.RUN_ELECTIONS, fresh=True)
def hall_slips(contest_id: int) -> Response:
    """Show a slip for each who is in the hall and on the roll; worked out afresh, stored nowhere."""
    contest, found = _both(contest_id)
    meeting = _needed(found)
    number = request.args.get("page", 1, type=int)
    paged = entries_in_hall(session(), contest, meeting_id=meeting.id, number=number)
    with_code = [entry for entry in paged.items if entry.issues and entry.paper is PaperIssued.NONE]
    return SlipsPage(
        title=_("Code slips for the hall"),
        contest=contest,
        back_href=desk_of(contest, "contest_meeting"),
        slips=tuple(
            Slip(name=entry.name, detail=entry.detail, code=code_of(contest, entry, key=code_key()))
            for entry in with_code
        ),
        paged=paged,
        endpoint="elections.hall_slips",
        values={"contest_id": contest.id},
        address=f"{current_settings().base_url}/vote",
        closes=london(contest.election.closes_at),
        sent_href=url_for("elections.handed_out", contest_id=contest.id, page=paged.number, hall="yes"),
    ).answer()


def contests_at(within: Session, meeting_id: int, for_officers: bool) -> tuple[VotedOn, ...]:
    """Tell a meeting which contests are voted on at it, for everyone or for those who run elections."""
    on_desk = for_officers and may(Permission.RUN_ELECTIONS)
    return tuple(
        VotedOn(
            title=each.title,
            standing=standing_of(each, now=now()).sentence,
            href=url_for("elections.contest", slug=each.election.slug, contest_slug=each.slug),
            hall_href=url_for("elections.projector", slug=each.election.slug, contest_slug=each.slug)
            if each.state in _PROJECTED
            else "",
            desk_href=desk_of(each, "contest_meeting") if on_desk else "",
        )
        for each in contests_of_meeting(within, meeting_id)
    )


def _both(contest_id: int) -> tuple[Contest, Meeting | None]:
    contest = contest_by_id(session(), contest_id)
    return contest, meeting_of(session(), contest)


def _needed(found: Meeting | None) -> Meeting:
    if found is None:
        raise NotFound("Say first at which meeting people vote.")
    return found


def _offer(form: HeldAtForm, found: Meeting | None) -> dict[str, Meeting]:
    """Say which meetings can be chosen, and return them by number."""
    offered = {str(each.id): each for each in upcoming_or_recent(session(), since=now() - _OFFERED_BACK)}
    if found is not None:
        offered.setdefault(str(found.id), found)
    names = [(number, f"{each.body.name}: {hours_of(each)}") for number, each in offered.items()]
    form.meeting.choices = [("", _("At no meeting")), *names]
    return offered


def _page(contest: Contest, found: Meeting | None, form: HeldAtForm, roll_form: HallOnRollForm) -> ContestMeetingPage:
    number, meeting_id = request.args.get("page", 1, type=int), found.id if found else 0
    here = entries_in_hall(session(), contest, meeting_id=meeting_id)
    return ContestMeetingPage(
        title=_("The vote at a meeting"),
        contest=contest,
        back_href=desk_of(contest),
        meeting=f"{found.body.name}, {hours_of(found)}, {found.place}" if found else "",
        meeting_href=url_for("meetings.meeting", meeting_id=found.id) if found else "",
        form=form,
        may_change=found is None or contest.state not in OVER,
        roll_form=roll_form,
        roll_href=url_for("elections.hall_on_roll", contest_id=contest.id),
        may_load=found is not None and contest.roll_fixed_at is None and contest.state in BEFORE_POLL,
        n_here=here.total,
        strangers=strangers_in_hall(session(), contest, meeting_id=meeting_id, number=number),
        values={"contest_id": contest.id},
        slips_href=url_for("elections.hall_slips", contest_id=contest.id)
        if here.total and contest.codes_issued
        else "",
    )
