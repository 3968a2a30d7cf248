"""Codes going out, and what is printed: slips, the attendance roll of a hall, and the pack of a paper-only election."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from flask import Response, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.elections.actions import code_of, issue_codes, mark_sent
from consult.elections.models import Contest, RollEntry
from consult.elections.queries.booth import paper_of
from consult.elections.queries.meeting import entries_in_hall, meeting_of
from consult.elections.queries.reading import contest_by_id, n_without_code, roll_page
from consult.elections.rules import PaperIssued
from consult.elections.views.blueprint import bp, code_key
from consult.elections.views.officer.frame import desk_of, me, pressed
from consult.elections.wording import RULES
from consult.jobs.actions import enqueue
from consult.kernel.clock import LONDON
from consult.storage.paging import Page as Paged
from consult.web.clock import now
from consult.web.filters import london
from consult.web.guards import actor, needs
from consult.web.page import Page
from consult.web.site import current_settings
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class CodesPage(Page):
    """Who has had a code and who has not, and the ways in which codes go out."""

    template: ClassVar[str] = "elections/officer/codes.html"

    contest: Contest
    back_href: str
    is_issued: bool
    may_issue: bool
    n_without: int
    issue_href: str
    mail_href: str
    slips_href: str
    attendance_href: str
    pack_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One slip: name and what tells them apart, the code, and where to vote."""

    name: str
    detail: str
    code: str


@dataclass(frozen=True, kw_only=True)
class SlipsPage(Page):
    """Slips to print, cut and hand out; fifty a page."""

    template: ClassVar[str] = "elections/officer/slips.html"

    contest: Contest
    back_href: str
    slips: tuple[Slip, ...]
    paged: Paged[RollEntry]
    endpoint: str
    values: dict[str, int]
    address: str
    closes: str
    sent_href: str


@dataclass(frozen=True, kw_only=True)
class AttendancePage(Page):
    """The roll as a list to tick in the hall, with a code slip for each who may vote."""

    template: ClassVar[str] = "elections/officer/attendance.html"

    contest: Contest
    back_href: str
    paged: Paged[RollEntry]
    values: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class PackPage(Page):
    """Everything on paper, for a hall without signal."""

    template: ClassVar[str] = "elections/officer/pack.html"

    contest: Contest
    back_href: str
    rule: str
    names: tuple[str, ...]
    paged: Paged[RollEntry]
    values: dict[str, int]


@bp.get("/desk/contests/<int:contest_id>/codes")
@needs(Permission.RUN_ELECTIONS)
def codes_desk(contest_id: int) -> Response:
    """Show how codes go out."""
    contest = contest_by_id(session(), contest_id)
    names: dict[str, Any] = {"contest_id": contest.id}
    return CodesPage(
        title=_("Codes and papers"),
        contest=contest,
        back_href=desk_of(contest),
        is_issued=contest.codes_issued,
        may_issue=contest.roll_fixed_at is not None and not contest.codes_issued and contest.by_web,
        n_without=n_without_code(session(), contest),
        issue_href=url_for("elections.issued_codes", **names),
        mail_href=url_for("elections.mailed_codes", **names),
        slips_href=url_for("elections.slips", **names),
        attendance_href=url_for("elections.attendance", **names),
        pack_href=url_for("elections.pack", **names),
    ).answer()


@bp.post("/desk/contests/<int:contest_id>/codes/issue")
@needs(Permission.RUN_ELECTIONS)
def issued_codes(contest_id: int) -> AnyResponse:
    """Make a code for everyone on the roll."""
    contest = contest_by_id(session(), contest_id)
    return pressed(
        lambda: issue_codes(session(), contest=contest, key=code_key(), by_id=me(), now=now()),
        done=_("Everyone on the roll has a code. Send or print them now."),
        back=desk_of(contest, "codes_desk"),
    )


@bp.post("/desk/contests/<int:contest_id>/codes/mail")
@needs(Permission.RUN_ELECTIONS, fresh=True)
def mailed_codes(contest_id: int) -> AnyResponse:
    """Order the job that mails a code to everyone who has an address and has had none."""
    contest = contest_by_id(session(), contest_id)
    order = {"contest_id": contest.id}
    key = f"elections.mail_codes:{contest.id}:{int(now().timestamp()) // 60}"
    return pressed(
        lambda: enqueue(session(), "elections.mail_codes", key=key, args=order, now=now()),
        done=_("The mails are being sent. Who has no address stays on the list of those without a code."),
        back=desk_of(contest, "codes_desk"),
    )


@bp.get("/desk/contests/<int:contest_id>/slips")
@needs(Permission.RUN_ELECTIONS, fresh=True)
def slips(contest_id: int) -> Response:
    """Show slips to print, worked out afresh; they are stored nowhere."""
    contest = contest_by_id(session(), contest_id)
    paged = roll_page(session(), contest, number=request.args.get("page", 1, type=int))
    with_code = [entry for entry in paged.items if entry.issues and entry.paper is PaperIssued.NONE]
    return SlipsPage(
        title=_("Code slips"),
        contest=contest,
        back_href=desk_of(contest, "codes_desk"),
        slips=tuple(
            Slip(name=entry.name, detail=entry.detail, code=code_of(contest, entry, key=code_key()))
            for entry in with_code
        ),
        paged=paged,
        endpoint="elections.slips",
        values={"contest_id": contest.id},
        address=f"{current_settings().base_url}/vote",
        closes=london(contest.election.closes_at),
        sent_href=url_for("elections.handed_out", contest_id=contest.id, page=paged.number),
    ).answer()


@bp.post("/desk/contests/<int:contest_id>/slips")
@needs(Permission.RUN_ELECTIONS)
def handed_out(contest_id: int) -> AnyResponse:
    """Note that the slips of a page were handed out or posted."""
    contest = contest_by_id(session(), contest_id)
    number, meeting = request.args.get("page", 1, type=int), meeting_of(session(), contest)
    if meeting is not None and request.args.get("hall"):
        paged = entries_in_hall(session(), contest, meeting_id=meeting.id, number=number)
    else:
        paged = roll_page(session(), contest, number=number)
    ids, today = [entry.id for entry in paged.items if entry.issues], now().astimezone(LONDON).date()
    return pressed(
        lambda: mark_sent(session(), contest=contest, entry_ids=ids, how="slip", on=today, by=actor(), now=now()),
        done=_("Noted that these slips went out."),
        back=desk_of(contest, "codes_desk"),
    )


@bp.get("/desk/contests/<int:contest_id>/attendance")
@needs(Permission.RUN_ELECTIONS)
def attendance(contest_id: int) -> Response:
    """Show the roll as a list for the door of a hall."""
    contest = contest_by_id(session(), contest_id)
    paged = roll_page(session(), contest, number=request.args.get("page", 1, type=int))
    return AttendancePage(
        title=_("Attendance roll"),
        contest=contest,
        back_href=desk_of(contest, "codes_desk"),
        paged=paged,
        values={"contest_id": contest.id},
    ).answer()


@bp.get("/desk/contests/<int:contest_id>/pack")
@needs(Permission.RUN_ELECTIONS)
def pack(contest_id: int) -> Response:
    """Show the pack to print: instructions, a ballot paper, the roll, the record of the count."""
    contest = contest_by_id(session(), contest_id)
    paged = roll_page(session(), contest, number=request.args.get("page", 1, type=int), size=200)
    has_names = any(each.number for each in contest.nominations)
    return PackPage(
        title=_("Printed pack"),
        contest=contest,
        back_href=desk_of(contest, "codes_desk"),
        rule=str(RULES[contest.rule]),
        names=paper_of(contest).names if has_names else (),
        paged=paged,
        values={"contest_id": contest.id},
    ).answer()
