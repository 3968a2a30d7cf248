"""Drafting an election and its contests, publishing the notice, and stopping a contest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.elections.actions import abandon, add_contest, change_election, draft_election, publish_notice
from consult.elections.forms.officer import ContestForm, ElectionForm, PressForm, ReasonForm
from consult.elections.models import Election
from consult.elections.queries.reading import contest_by_id, election_by_id
from consult.elections.queries.seats import electable_classes, seat_class_by_id
from consult.elections.views.blueprint import bp
from consult.kernel.errors import Invalid, Refused
from consult.web.clock import now
from consult.web.guards import needs, require_signed_in
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class ElectionFormPage(Page):
    """Drafts or changes an election."""

    template: ClassVar[str] = "elections/officer/election_form.html"

    back_href: str
    form: ElectionForm


@dataclass(frozen=True, kw_only=True)
class ContestFormPage(Page):
    """Adds a contest."""

    template: ClassVar[str] = "elections/officer/contest_form.html"

    election: str
    back_href: str
    form: ContestForm


@dataclass(frozen=True, kw_only=True)
class AbandonPage(Page):
    """Stops a contest for good."""

    template: ClassVar[str] = "elections/officer/abandon.html"

    contest: str
    back_href: str
    form: ReasonForm


@bp.get("/desk/elections/new")
@needs(Permission.RUN_ELECTIONS)
def new_election() -> Response:
    """Ask for the notice and the timetable."""
    return _election_page(_("New election"), url_for("elections.elections_desk"), ElectionForm()).answer()


@bp.post("/desk/elections/new")
@needs(Permission.RUN_ELECTIONS)
def drafted_election() -> AnyResponse:
    """Draft an election."""
    form = ElectionForm()
    if form.is_valid_post():
        try:
            made = draft_election(
                session(), notice=form.to_notice(), timetable=form.to_timetable(), by_id=_me(), now=now()
            )
            return redirect(url_for("elections.election_desk", election_id=made.id), 303)
        except Invalid as wrong:
            form.refuse("opens_at", wrong.sentence)
    return _election_page(_("New election"), url_for("elections.elections_desk"), form).answer()


@bp.get("/desk/elections/<int:election_id>/change")
@needs(Permission.RUN_ELECTIONS)
def change_notice(election_id: int) -> Response:
    """Show the notice for changing."""
    found = election_by_id(session(), election_id)
    return _election_page(_("Change the notice"), _desk(found), ElectionForm(obj=found)).answer()


@bp.post("/desk/elections/<int:election_id>/change")
@needs(Permission.RUN_ELECTIONS)
def changed_notice(election_id: int) -> AnyResponse:
    """Change the notice before it is published."""
    found, form = election_by_id(session(), election_id), ElectionForm()
    if form.is_valid_post():
        try:
            notice, timetable = form.to_notice(), form.to_timetable()
            change_election(session(), election=found, notice=notice, timetable=timetable, by_id=_me(), now=now())
            return redirect(_desk(found), 303)
        except (Invalid, Refused) as wrong:
            form.refuse("opens_at", wrong.sentence)
    return _election_page(_("Change the notice"), _desk(found), form).answer()


@bp.get("/desk/elections/<int:election_id>/contests/new")
@needs(Permission.RUN_ELECTIONS)
def new_contest(election_id: int) -> Response:
    """Ask for a contest."""
    return _contest_page(election_by_id(session(), election_id), ContestForm()).answer()


@bp.post("/desk/elections/<int:election_id>/contests/new")
@needs(Permission.RUN_ELECTIONS)
def added_contest(election_id: int) -> AnyResponse:
    """Add a contest."""
    found, form = election_by_id(session(), election_id), ContestForm()
    page = _contest_page(found, form)
    if not form.is_valid_post():
        return page.answer()
    try:
        made = add_contest(session(), election=found, asked=form.to_asked(), by_id=_me(), now=now())
    except (Invalid, Refused) as wrong:
        form.refuse("title", wrong.sentence)
        return page.answer()
    made.seat_class = seat_class_by_id(session(), form.seat_class.data)
    return redirect(_desk(found), 303)


@bp.post("/desk/elections/<int:election_id>/publish")
@needs(Permission.RUN_ELECTIONS, proved=True)
def published_notice(election_id: int) -> AnyResponse:
    """Publish the notice."""
    found = election_by_id(session(), election_id)
    if PressForm().is_valid_post() and found.published_at is None:
        publish_notice(session(), election=found, by_id=_me(), now=now())
        flash(_("The notice is published. Everyone can read it."), "success")
    return redirect(_desk(found), 303)


@bp.get("/desk/contests/<int:contest_id>/abandon")
@needs(Permission.RUN_ELECTIONS)
def abandon_contest(contest_id: int) -> Response:
    """Ask why a contest is stopped."""
    return _abandon_page(contest_id, ReasonForm()).answer()


@bp.post("/desk/contests/<int:contest_id>/abandon")
@needs(Permission.RUN_ELECTIONS, fresh=True, proved=True)
def abandoned_contest(contest_id: int) -> AnyResponse:
    """Stop a contest."""
    form = ReasonForm()
    if not form.is_valid_post():
        return _abandon_page(contest_id, form).answer()
    abandon(session(), contest=contest_by_id(session(), contest_id), reason=form.reason.data, by_id=_me(), now=now())
    return redirect(url_for("elections.contest_desk", contest_id=contest_id), 303)


def _me() -> int:
    return require_signed_in().account_id


def _desk(election: Election) -> str:
    return url_for("elections.election_desk", election_id=election.id)


def _election_page(title: str, back_href: str, form: ElectionForm) -> ElectionFormPage:
    return ElectionFormPage(title=title, back_href=back_href, form=form)


def _contest_page(election: Election, form: ContestForm) -> ContestFormPage:
    classes = electable_classes(session())
    form.seat_class.choices = [("", _("Seats that are not set up here")), *classes]
    return ContestFormPage(title=_("Add a contest"), election=election.title, back_href=_desk(election), form=form)


def _abandon_page(contest_id: int, form: ReasonForm) -> AbandonPage:
    contest = contest_by_id(session(), contest_id)
    back_href = url_for("elections.contest_desk", contest_id=contest_id)
    return AbandonPage(title=_("Abandon this contest"), contest=contest.title, back_href=back_href, form=form)
