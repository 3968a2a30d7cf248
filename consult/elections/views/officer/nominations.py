"""Nominations on the desk: keyed in, decided with reasons, settled into the order of the ballot paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.elections.actions import decide_nomination, declare_uncontested, settle_nominations, withdraw
from consult.elections.actions.nominating import needs_no_poll
from consult.elections.forms.officer import DecideForm, SettleForm, order_of
from consult.elections.models import Contest, Nomination
from consult.elections.queries.reading import contest_by_id, nomination_of
from consult.elections.rules import ContestState, Verdict
from consult.elections.views.blueprint import bp
from consult.elections.views.officer.frame import desk_of, me, pressed
from consult.elections.wording import VERDICTS
from consult.kernel.errors import Invalid, Refused
from consult.web.clock import now
from consult.web.guards import needs
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationRow:
    """A nomination in the list."""

    id: int
    name: str
    href: str
    word: str
    kind: str
    has_consented: bool
    has_withdrawn: bool
    number: int | None
    stands: bool


@dataclass(frozen=True, kw_only=True)
class NominationsPage(Page):
    """Every nomination of a contest, and settling them."""

    template: ClassVar[str] = "elections/officer/nominations.html"

    contest: str
    back_href: str
    public_href: str
    rows: tuple[NominationRow, ...]
    places: tuple[int, ...]
    may_settle: bool
    has_no_poll: bool
    uncontested_href: str
    form: SettleForm


@dataclass(frozen=True, kw_only=True)
class DecidePage(Page):
    """One nomination to decide."""

    template: ClassVar[str] = "elections/officer/decide.html"

    contest: str
    back_href: str
    nomination: Nomination
    withdraw_href: str
    may_decide: bool
    form: DecideForm


@bp.get("/desk/contests/<int:contest_id>/nominations")
@needs(Permission.RUN_ELECTIONS)
def nominations_desk(contest_id: int) -> Response:
    """List the nominations."""
    return _list_page(contest_by_id(session(), contest_id), SettleForm()).answer()


@bp.post("/desk/contests/<int:contest_id>/nominations")
@needs(Permission.RUN_ELECTIONS)
def settled_nominations(contest_id: int) -> AnyResponse:
    """Settle the nominations and the order of names."""
    contest, form = contest_by_id(session(), contest_id), SettleForm()
    if not form.is_valid_post():
        return _list_page(contest, form).answer()
    try:
        settle_nominations(
            session(), contest=contest, order_how=order_of(form), drawn=_drawn(contest), by_id=me(), now=now()
        )
    except (Invalid, Refused) as wrong:
        form.refuse("how", wrong.sentence)
        return _list_page(contest, form).answer()
    flash(_("Settled. Everyone can read who stands."), "success")
    return redirect(desk_of(contest), 303)


@bp.post("/desk/contests/<int:contest_id>/uncontested")
@needs(Permission.RUN_ELECTIONS, fresh=True)
def uncontested(contest_id: int) -> AnyResponse:
    """Declare everyone who stands elected."""
    contest = contest_by_id(session(), contest_id)
    return pressed(
        lambda: declare_uncontested(session(), contest=contest, by_id=me(), now=now()),
        done=_("Declared. Everyone can read it."),
        back=desk_of(contest),
    )


@bp.get("/desk/contests/<int:contest_id>/nominations/<int:nomination_id>")
@needs(Permission.RUN_ELECTIONS)
def decide(contest_id: int, nomination_id: int) -> Response:
    """Show one nomination."""
    contest = contest_by_id(session(), contest_id)
    found = nomination_of(contest, nomination_id)
    return _decide_page(found, DecideForm(formdata=None, version=found.version)).answer()


@bp.post("/desk/contests/<int:contest_id>/nominations/<int:nomination_id>")
@needs(Permission.RUN_ELECTIONS)
def decided(contest_id: int, nomination_id: int) -> AnyResponse:
    """Say whether it is valid."""
    contest, form = contest_by_id(session(), contest_id), DecideForm()
    found = nomination_of(contest, nomination_id)
    if not form.is_valid_post():
        return _decide_page(found, form).answer()
    try:
        decide_nomination(
            session(),
            nomination=found,
            verdict=Verdict(form.verdict.data),
            reason=form.reason.data,
            version_seen=form.version_seen,
            by_id=me(),
            now=now(),
        )
    except (Invalid, Refused) as wrong:
        form.refuse("reason", wrong.sentence)
        return _decide_page(found, form).answer()
    return redirect(desk_of(contest, "nominations_desk"), 303)


@bp.post("/desk/contests/<int:contest_id>/nominations/<int:nomination_id>/withdraw")
@needs(Permission.RUN_ELECTIONS)
def withdrawn_on_desk(contest_id: int, nomination_id: int) -> AnyResponse:
    """Withdraw a nomination that somebody withdrew on paper."""
    contest = contest_by_id(session(), contest_id)
    found = nomination_of(contest, nomination_id)
    return pressed(
        lambda: withdraw(session(), nomination=found, code=None, by=f"account:{me()}", now=now()),
        done=_("Withdrawn."),
        back=desk_of(contest, "nominations_desk"),
    )


def _drawn(contest: Contest) -> list[int]:
    """Return the nominations in the order of the places typed beside them; those without a place are left out."""
    places: dict[int, int] = {}
    for each in contest.nominations:
        typed = request.form.get(f"drawn-{each.id}", "").strip()
        if each.stands and typed.isdigit():
            places.setdefault(int(typed), each.id)
    return [places[place] for place in sorted(places)]


def _list_page(contest: Contest, form: SettleForm) -> NominationsPage:
    rows = []
    for each in contest.nominations:
        word, kind = VERDICTS[each.verdict]
        href = url_for("elections.decide", contest_id=contest.id, nomination_id=each.id)
        rows.append(
            NominationRow(
                id=each.id,
                name=each.name,
                href=href,
                word=str(word),
                kind=kind,
                has_consented=each.consented_at is not None,
                has_withdrawn=each.withdrawn_at is not None,
                number=each.number,
                stands=each.stands,
            )
        )
    is_open = contest.state is ContestState.NOMINATIONS
    names: dict[str, Any] = {"slug": contest.election.slug, "contest_slug": contest.slug}
    is_published = contest.election.published_at is not None
    return NominationsPage(
        title=_("Nominations"),
        contest=contest.title,
        back_href=desk_of(contest),
        public_href=url_for("elections.nominate", **names) if is_open and is_published else "",
        rows=tuple(rows),
        places=tuple(range(1, sum(row.stands for row in rows) + 1)),
        may_settle=is_open and now() >= contest.election.nominations_close_at,
        has_no_poll=contest.state is ContestState.NOMINATED and needs_no_poll(contest),
        uncontested_href=url_for("elections.uncontested", contest_id=contest.id),
        form=form,
    )


def _decide_page(nomination: Nomination, form: DecideForm) -> DecidePage:
    contest = nomination.contest
    names: dict[str, Any] = {"contest_id": contest.id, "nomination_id": nomination.id}
    return DecidePage(
        title=_("Nomination of %(name)s", name=nomination.name),
        contest=contest.title,
        back_href=desk_of(contest, "nominations_desk"),
        nomination=nomination,
        withdraw_href=url_for("elections.withdrawn_on_desk", **names) if nomination.withdrawn_at is None else "",
        may_decide=contest.state is ContestState.NOMINATIONS,
        form=form,
    )
