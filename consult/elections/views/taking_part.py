"""What candidates and voters do beside voting: nominate, consent, withdraw, look at the roll, check a receipt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.elections.actions import consent, give_nomination, make_claim, withdraw
from consult.elections.actions.closing import sealed_commitments
from consult.elections.actions.rolls import key_of
from consult.elections.box import Step, proof_of
from consult.elections.forms.public import ClaimForm, NominateForm, NominationCodeForm, ReceiptForm, RollCheckForm
from consult.elections.models import Contest, Nomination
from consult.elections.queries.reading import is_on_the_roll, nomination_by_reference, published_contest
from consult.elections.views.blueprint import bp
from consult.elections.wording import VERDICTS
from consult.kernel.errors import Invalid, NotFound, Refused
from consult.web.clock import now
from consult.web.filters import london
from consult.web.guards import actor, public
from consult.web.page import Page
from consult.web.throttle import limited
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class NominatePage(Page):
    """Puts somebody forward."""

    template: ClassVar[str] = "elections/nominate.html"

    contest: str
    back_href: str
    closes: str
    form: NominateForm


@dataclass(frozen=True, kw_only=True)
class NominatedPage(Page):
    """What became of a nomination, and the code that opens it, shown once."""

    template: ClassVar[str] = "elections/nomination.html"

    nomination: Nomination
    contest: str
    contest_href: str
    code: str
    verdict: str
    verdict_kind: str
    has_consented: bool
    has_withdrawn: bool
    form: NominationCodeForm


@dataclass(frozen=True, kw_only=True)
class RollCheckPage(Page):
    """Says whether somebody is on the roll, to who knows both name and detail."""

    template: ClassVar[str] = "elections/roll_check.html"

    contest: str
    back_href: str
    claim_href: str
    is_asked: bool
    is_found: bool
    form: RollCheckForm


@dataclass(frozen=True, kw_only=True)
class ClaimPage(Page):
    """Says that the roll is wrong."""

    template: ClassVar[str] = "elections/claim.html"

    contest: str
    back_href: str
    closes: str
    form: ClaimForm


@dataclass(frozen=True, kw_only=True)
class ReceiptPage(Page):
    """Shows that a ballot is in the sealed box."""

    template: ClassVar[str] = "elections/receipt_check.html"

    contest: str
    back_href: str
    seal_number: str
    seals_href: str
    commitment: str
    steps: tuple[Step, ...]
    form: ReceiptForm


@bp.get("/elections/<slug>/<contest_slug>/nominate")
@public
def nominate(slug: str, contest_slug: str) -> Response:
    """Ask who is put forward."""
    return _nominate_page(published_contest(session(), slug, contest_slug), NominateForm()).answer()


@bp.post("/elections/<slug>/<contest_slug>/nominate")
@public
@limited("20 per hour")
def nominated(slug: str, contest_slug: str) -> Response:
    """Take a nomination and show its code once, in the answer itself."""
    contest, form = published_contest(session(), slug, contest_slug), NominateForm()
    if not form.is_valid_post():
        return _nominate_page(contest, form).answer()
    try:
        given = give_nomination(
            session(),
            contest=contest,
            given=form.to_nominated(),
            submission_key=form.submission_key.data or "",
            by=actor(),
            now=now(),
        )
    except (Invalid, Refused) as wrong:
        form.refuse("name", wrong.sentence)
        return _nominate_page(contest, form).answer()
    return _nomination_page(given.nomination, NominationCodeForm(formdata=None), code=given.code or "").answer()


@bp.get("/nominations/<reference>")
@public
def nomination(reference: str) -> Response:
    """Show what became of a nomination."""
    return _nomination_page(nomination_by_reference(session(), reference), NominationCodeForm()).answer()


@bp.post("/nominations/<reference>")
@public
@limited("20 per hour")
def nomination_changed(reference: str) -> AnyResponse:
    """Agree to stand, or withdraw."""
    found, form = nomination_by_reference(session(), reference), NominationCodeForm()
    if not form.is_valid_post():
        return _nomination_page(found, form).answer()
    try:
        if request.form.get("act") == "consent":
            consent(session(), nomination=found, code=form.code.data, now=now())
        else:
            withdraw(session(), nomination=found, code=form.code.data, by="resident", now=now())
    except Refused as wrong:
        form.refuse("code", wrong.sentence)
        return _nomination_page(found, form).answer()
    flash(_("Done. This page shows where the nomination stands now."), "success")
    return redirect(url_for("elections.nomination", reference=reference), 303)


@bp.get("/elections/<slug>/<contest_slug>/roll")
@public
def roll_check(slug: str, contest_slug: str) -> Response:
    """Ask who wants to know."""
    return _roll_page(published_contest(session(), slug, contest_slug), RollCheckForm()).answer()


@bp.post("/elections/<slug>/<contest_slug>/roll")
@public
@limited("30 per hour")
def roll_checked(slug: str, contest_slug: str) -> Response:
    """Say whether exactly this person is on the roll; nothing is kept of the question."""
    contest, form = published_contest(session(), slug, contest_slug), RollCheckForm()
    if not form.is_valid_post():
        return _roll_page(contest, form).answer()
    keys: dict[str, Any] = {"name_key": key_of(form.name.data), "detail_key": key_of(form.detail.data)}
    is_found = is_on_the_roll(session(), contest, **keys)
    return _roll_page(contest, form, is_asked=True, is_found=is_found).answer()


@bp.get("/elections/<slug>/<contest_slug>/claim")
@public
def claim(slug: str, contest_slug: str) -> Response:
    """Ask what is wrong with the roll."""
    return _claim_page(published_contest(session(), slug, contest_slug), ClaimForm()).answer()


@bp.post("/elections/<slug>/<contest_slug>/claim")
@public
@limited("20 per hour")
def claimed(slug: str, contest_slug: str) -> AnyResponse:
    """Take a claim or an objection."""
    contest, form = published_contest(session(), slug, contest_slug), ClaimForm()
    if not form.is_valid_post():
        return _claim_page(contest, form).answer()
    kind, voter = form.to_claim()
    key = form.submission_key.data or ""
    try:
        make_claim(
            session(), contest=contest, kind=kind, voter=voter, words=form.words.data, submission_key=key, now=now()
        )
    except Refused as wrong:
        form.refuse("kind", wrong.sentence)
        return _claim_page(contest, form).answer()
    flash(_("We have your claim. The returning officer decides it before the roll is fixed."), "success")
    return redirect(url_for("elections.contest", slug=slug, contest_slug=contest_slug), 303)


@bp.get("/elections/<slug>/<contest_slug>/receipt")
@public
def receipt_check(slug: str, contest_slug: str) -> Response:
    """Ask for a receipt."""
    return _receipt_page(published_contest(session(), slug, contest_slug), ReceiptForm()).answer()


@bp.post("/elections/<slug>/<contest_slug>/receipt")
@public
def receipt_checked(slug: str, contest_slug: str) -> Response:
    """Show the way from a receipt to the seal number."""
    contest, form = published_contest(session(), slug, contest_slug), ReceiptForm()
    if not form.is_valid_post():
        return _receipt_page(contest, form).answer()
    typed = "".join(sign for sign in form.receipt.data.lower() if sign.isalnum())
    found = [each for each in sealed_commitments(session(), contest) if each.startswith(typed)]
    if len(typed) < 8 or len(found) != 1:
        form.refuse("receipt", _("No ballot in the box has this receipt. Check each sign, then complain."))
        return _receipt_page(contest, form).answer()
    return _receipt_page(contest, form, commitment=found[0]).answer()


@bp.get("/elections/<slug>/<contest_slug>/seals.txt")
@public
def seals(slug: str, contest_slug: str) -> Response:
    """Give the sorted list of every ballot's commitment, from which anyone can work out the seal number."""
    contest = published_contest(session(), slug, contest_slug)
    if not contest.seal_number:
        raise NotFound("The box is not sealed yet. The list is published when it is.")
    lines = "".join(f"{each}\n" for each in sealed_commitments(session(), contest))
    return Response(lines, content_type="text/plain; charset=utf-8")


def _names(contest: Contest) -> dict[str, Any]:
    return {"slug": contest.election.slug, "contest_slug": contest.slug}


def _nominate_page(contest: Contest, form: NominateForm) -> NominatePage:
    return NominatePage(
        title=_("Put someone forward"),
        contest=contest.title,
        back_href=url_for("elections.contest", **_names(contest)),
        closes=london(contest.election.nominations_close_at),
        form=form,
    )


def _nomination_page(nomination: Nomination, form: NominationCodeForm, *, code: str = "") -> NominatedPage:
    word, kind = VERDICTS[nomination.verdict]
    return NominatedPage(
        title=_("Nomination of %(name)s", name=nomination.name),
        nomination=nomination,
        contest=nomination.contest.title,
        contest_href=url_for("elections.contest", **_names(nomination.contest)),
        code=code,
        verdict=str(word),
        verdict_kind=kind,
        has_consented=nomination.consented_at is not None,
        has_withdrawn=nomination.withdrawn_at is not None,
        form=form,
    )


def _roll_page(
    contest: Contest, form: RollCheckForm, *, is_asked: bool = False, is_found: bool = False
) -> RollCheckPage:
    takes_claims = contest.roll_fixed_at is None and now() < contest.election.claims_close_at
    return RollCheckPage(
        title=_("Are you on the roll?"),
        contest=contest.title,
        back_href=url_for("elections.contest", **_names(contest)),
        claim_href=url_for("elections.claim", **_names(contest)) if takes_claims else "",
        is_asked=is_asked,
        is_found=is_found,
        form=form,
    )


def _claim_page(contest: Contest, form: ClaimForm) -> ClaimPage:
    return ClaimPage(
        title=_("Say that the roll is wrong"),
        contest=contest.title,
        back_href=url_for("elections.contest", **_names(contest)),
        closes=london(contest.election.claims_close_at),
        form=form,
    )


def _receipt_page(contest: Contest, form: ReceiptForm, *, commitment: str = "") -> ReceiptPage:
    if not contest.seal_number:
        raise NotFound("The box is not sealed yet. Check your receipt when voting has closed.")
    steps = proof_of(commitment, sealed_commitments(session(), contest)) if commitment else ()
    return ReceiptPage(
        title=_("Is your ballot in the box?"),
        contest=contest.title,
        back_href=url_for("elections.contest", **_names(contest)),
        seal_number=contest.seal_number,
        seals_href=url_for("elections.seals", **_names(contest)),
        commitment=commitment,
        steps=steps,
        form=form,
    )
