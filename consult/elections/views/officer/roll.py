"""The roll on the desk: loading, claims, fixing; and one person on it: code again, paper, envelope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.elections.actions import (
    decide_claim,
    fix_roll,
    issue_paper,
    load_roll,
    receive_envelope,
    reissue_code,
    remove_entry,
    voters_in,
    voters_typed,
)
from consult.elections.actions.rolls import Voter
from consult.elections.forms.officer import ClaimDecisionForm, EnvelopeForm, ReasonForm, RollForm
from consult.elections.models import Contest, RollClaim, RollEntry
from consult.elections.queries.reading import claims_of, contest_by_id, roll_entry, roll_page
from consult.elections.queries.seats import bodies_as_choices, voting_members
from consult.elections.rules import BEFORE_POLL, ClaimVerdict, Envelope, PaperIssued
from consult.elections.views.blueprint import bp, code_key
from consult.elections.views.officer.frame import desk_of, me, pressed
from consult.elections.wording import CLAIM_VERDICTS, CLAIMS
from consult.files.tables import read_table
from consult.kernel.clock import LONDON
from consult.kernel.errors import Invalid, NotFound, Refused
from consult.storage.paging import Page as Paged
from consult.web.clock import now
from consult.web.guards import needs
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """A claim in the list."""

    kind: str
    name: str
    words: str
    word: str
    tag: str
    href: str


@dataclass(frozen=True, kw_only=True)
class RollPage(Page):
    """Who is on the roll."""

    template: ClassVar[str] = "elections/officer/roll.html"

    contest: Contest
    back_href: str
    paged: Paged[RollEntry]
    values: dict[str, int | str]
    asked_for: str
    claims: tuple[ClaimRow, ...]
    may_load: bool
    is_fixed: bool
    fix_href: str
    form: RollForm


@dataclass(frozen=True, kw_only=True)
class EntryPage(Page):
    """One person on the roll, and what can be given to them."""

    template: ClassVar[str] = "elections/officer/entry.html"

    contest: Contest
    entry: RollEntry
    back_href: str
    hall_href: str
    post_href: str
    has_paper: bool
    envelope_waits: bool
    is_fixed: bool
    may_reissue: bool
    code: str
    form: ReasonForm
    envelope_form: EnvelopeForm


@dataclass(frozen=True, kw_only=True)
class ClaimDecisionPage(Page):
    """One claim to decide."""

    template: ClassVar[str] = "elections/officer/claim.html"

    contest: str
    back_href: str
    claim: RollClaim
    kind: str
    is_open: bool
    form: ClaimDecisionForm


@bp.get("/desk/contests/<int:contest_id>/roll")
@needs(Permission.RUN_ELECTIONS)
def roll_desk(contest_id: int) -> Response:
    """Show the roll."""
    return _roll_page(contest_by_id(session(), contest_id), RollForm()).answer()


@bp.post("/desk/contests/<int:contest_id>/roll")
@needs(Permission.RUN_ELECTIONS)
def loaded_roll(contest_id: int) -> AnyResponse:
    """Put people on the roll."""
    contest, form = contest_by_id(session(), contest_id), RollForm()
    page = _roll_page(contest, form)
    if not form.is_valid_post():
        return page.answer()
    source, basis = form.to_source()
    try:
        voters = _voters(form)
        loaded = load_roll(session(), contest=contest, voters=voters, source=source, basis=basis, by_id=me(), now=now())
    except (Invalid, Refused) as wrong:
        form.refuse("source" if isinstance(wrong, Refused) else "file", wrong.sentence)
        return _roll_page(contest, form).answer()
    flash(_("%(added)s added, %(known)s were there already.", added=loaded.added, known=loaded.known), "success")
    return redirect(desk_of(contest, "roll_desk"), 303)


@bp.post("/desk/contests/<int:contest_id>/roll/fix")
@needs(Permission.RUN_ELECTIONS)
def fixed_roll(contest_id: int) -> AnyResponse:
    """Fix the roll."""
    contest = contest_by_id(session(), contest_id)
    return pressed(
        lambda: fix_roll(session(), contest=contest, by_id=me(), now=now()),
        done=_("The roll is fixed. Nobody is added or taken off any more."),
        back=desk_of(contest, "roll_desk"),
    )


@bp.get("/desk/contests/<int:contest_id>/roll/<entry_id>")
@needs(Permission.RUN_ELECTIONS)
def entry_desk(contest_id: int, entry_id: str) -> Response:
    """Show one person on the roll."""
    contest = contest_by_id(session(), contest_id)
    return _entry_page(contest, roll_entry(session(), contest, entry_id), ReasonForm(), EnvelopeForm()).answer()


@bp.post("/desk/contests/<int:contest_id>/roll/<entry_id>/remove")
@needs(Permission.RUN_ELECTIONS)
def removed_entry(contest_id: int, entry_id: str) -> AnyResponse:
    """Take somebody off the roll before it is fixed."""
    contest, form = contest_by_id(session(), contest_id), ReasonForm()
    entry = roll_entry(session(), contest, entry_id)
    if not form.is_valid_post():
        return _entry_page(contest, entry, form, EnvelopeForm(formdata=None)).answer()
    reason = form.reason.data
    return pressed(
        lambda: remove_entry(session(), contest=contest, entry=entry, reason=reason, by_id=me(), now=now()),
        done=_("Taken off the roll."),
        back=desk_of(contest, "roll_desk"),
    )


@bp.post("/desk/contests/<int:contest_id>/roll/<entry_id>/code")
@needs(Permission.RUN_ELECTIONS)
def reissued_code(contest_id: int, entry_id: str) -> Response:
    """Void somebody's code and show the new one once."""
    contest, form = contest_by_id(session(), contest_id), ReasonForm()
    entry = roll_entry(session(), contest, entry_id)
    if not form.is_valid_post():
        return _entry_page(contest, entry, form, EnvelopeForm(formdata=None)).answer()
    try:
        code = reissue_code(
            session(),
            contest=contest,
            entry=entry,
            reason=form.reason.data,
            key=code_key(),
            by_id=me(),
            now=now(),
        )
    except (Invalid, Refused) as wrong:
        form.refuse("reason", wrong.sentence)
        return _entry_page(contest, entry, form, EnvelopeForm(formdata=None)).answer()
    return _entry_page(contest, entry, ReasonForm(formdata=None), EnvelopeForm(formdata=None), code=code).answer()


@bp.post("/desk/contests/<int:contest_id>/roll/<entry_id>/paper/<how>")
@needs(Permission.RUN_ELECTIONS)
def issued_paper(contest_id: int, entry_id: str, how: str) -> AnyResponse:
    """Hand or send somebody a paper; their unspent code ends."""
    contest = contest_by_id(session(), contest_id)
    entry = roll_entry(session(), contest, entry_id)
    if how not in ("hall", "post"):
        raise NotFound("A paper is handed out in the hall or sent by post.")
    return pressed(
        lambda: issue_paper(session(), contest=contest, entry=entry, how=PaperIssued(how), key=code_key()),
        done=_("Noted. A code that was not used has ended."),
        back=url_for("elections.entry_desk", contest_id=contest_id, entry_id=entry_id),
    )


@bp.post("/desk/contests/<int:contest_id>/roll/<entry_id>/envelope")
@needs(Permission.RUN_ELECTIONS)
def received_envelope(contest_id: int, entry_id: str) -> AnyResponse:
    """Say that an outer envelope came back."""
    contest, form = contest_by_id(session(), contest_id), EnvelopeForm()
    entry = roll_entry(session(), contest, entry_id)
    if not form.is_valid_post():
        return _entry_page(contest, entry, ReasonForm(formdata=None), form).answer()
    try:
        envelope = Envelope(form.envelope.data)
        receive_envelope(session(), contest=contest, entry=entry, envelope=envelope, reason=form.wrong.data)
    except (Invalid, Refused) as wrong:
        form.refuse("wrong", wrong.sentence)
        return _entry_page(contest, entry, ReasonForm(formdata=None), form).answer()
    return redirect(url_for("elections.entry_desk", contest_id=contest_id, entry_id=entry_id), 303)


@bp.get("/desk/contests/<int:contest_id>/claims/<int:claim_id>")
@needs(Permission.RUN_ELECTIONS)
def claim_desk(contest_id: int, claim_id: int) -> Response:
    """Show a claim."""
    contest = contest_by_id(session(), contest_id)
    return _claim_page(contest, _claim(contest, claim_id), ClaimDecisionForm()).answer()


@bp.post("/desk/contests/<int:contest_id>/claims/<int:claim_id>")
@needs(Permission.RUN_ELECTIONS)
def decided_claim(contest_id: int, claim_id: int) -> AnyResponse:
    """Allow or refuse a claim."""
    contest, form = contest_by_id(session(), contest_id), ClaimDecisionForm()
    found = _claim(contest, claim_id)
    if not form.is_valid_post():
        return _claim_page(contest, found, form).answer()
    try:
        verdict = ClaimVerdict(form.verdict.data)
        decide_claim(
            session(),
            contest=contest,
            claim=found,
            verdict=verdict,
            reason=form.reason.data,
            by_id=me(),
            now=now(),
        )
    except (Invalid, Refused) as wrong:
        form.refuse("reason", wrong.sentence)
        return _claim_page(contest, found, form).answer()
    return redirect(desk_of(contest, "roll_desk"), 303)


def _voters(form: RollForm) -> tuple[Voter, ...]:
    upload = form.file.upload
    if upload is not None:
        return voters_in(read_table(upload.read(), upload.filename or ""))
    if form.body.data:
        today = now().astimezone(LONDON).date()
        return tuple(Voter(name=name) for name in voting_members(session(), form.body.data, day=today))
    return voters_typed(form.lines.data)


def _claim(contest: Contest, claim_id: int) -> RollClaim:
    found = next((each for each in claims_of(session(), contest) if each.id == claim_id), None)
    if found is None:
        raise NotFound("We could not find this claim.")
    return found


def _roll_page(contest: Contest, form: RollForm) -> RollPage:
    asked_for = request.args.get("name", "")
    form.body.choices = [("", _("No body")), *bodies_as_choices(session())]
    paged = roll_page(session(), contest, number=request.args.get("page", 1, type=int), asked_for=asked_for)
    claims = []
    for each in claims_of(session(), contest):
        word, kind = CLAIM_VERDICTS[each.verdict]
        href = url_for("elections.claim_desk", contest_id=contest.id, claim_id=each.id)
        row = ClaimRow(
            kind=str(CLAIMS[each.kind]), name=each.name, words=each.words, word=str(word), tag=kind, href=href
        )
        claims.append(row)
    return RollPage(
        title=_("The roll"),
        contest=contest,
        back_href=desk_of(contest),
        paged=paged,
        values={"contest_id": contest.id, "name": asked_for},
        asked_for=asked_for,
        claims=tuple(claims),
        may_load=contest.roll_fixed_at is None and contest.state in BEFORE_POLL,
        is_fixed=contest.roll_fixed_at is not None,
        fix_href=url_for("elections.fixed_roll", contest_id=contest.id),
        form=form,
    )


def _entry_page(
    contest: Contest, entry: RollEntry, form: ReasonForm, envelope_form: EnvelopeForm, *, code: str = ""
) -> EntryPage:
    names: dict[str, Any] = {"contest_id": contest.id, "entry_id": entry.id}
    has_paper = entry.paper is not PaperIssued.NONE
    may_issue = contest.roll_fixed_at is not None and not has_paper
    return EntryPage(
        title=entry.name,
        contest=contest,
        entry=entry,
        back_href=desk_of(contest, "roll_desk"),
        hall_href=url_for("elections.issued_paper", how="hall", **names) if may_issue and contest.on_paper else "",
        post_href=url_for("elections.issued_paper", how="post", **names) if may_issue and contest.by_post else "",
        has_paper=has_paper,
        envelope_waits=entry.paper is PaperIssued.POST and entry.envelope is Envelope.NONE,
        is_fixed=contest.roll_fixed_at is not None,
        may_reissue=bool(entry.issues) and not has_paper,
        code=code,
        form=form,
        envelope_form=envelope_form,
    )


def _claim_page(contest: Contest, claim: RollClaim, form: ClaimDecisionForm) -> ClaimDecisionPage:
    return ClaimDecisionPage(
        title=_("Claim about %(name)s", name=claim.name),
        contest=contest.title,
        back_href=desk_of(contest, "roll_desk"),
        claim=claim,
        kind=str(CLAIMS[claim.kind]),
        is_open=claim.verdict is ClaimVerdict.OPEN,
        form=form,
    )
