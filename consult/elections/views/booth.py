"""The booth: a code, a ballot paper, a look over it, and a receipt. Nothing of it is logged or stands in an address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Response, request, url_for
from flask_babel import gettext as _

from consult.elections.actions import Receipt, cast_ballot, draw_nonce
from consult.elections.actions.voting import require_open
from consult.elections.forms.booth import CodeForm, MarkedForm
from consult.elections.models import Contest
from consult.elections.queries.booth import contest_of_code, paper_of
from consult.elections.views.blueprint import bp, code_key
from consult.kernel.errors import ConsultError, Invalid
from consult.web.clock import now
from consult.web.filters import london
from consult.web.guards import public
from consult.web.page import Page
from consult.web.transaction import roll_back, session


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A line of the ballot paper: who, what they say, and the place they were given."""

    number: int
    name: str
    statement: str
    interests: str
    is_ron: bool
    place: int | None


@dataclass(frozen=True, kw_only=True)
class CodePage(Page):
    """Asks for the code."""

    template: ClassVar[str] = "elections/booth_code.html"

    form: CodeForm


@dataclass(frozen=True, kw_only=True)
class BallotPage(Page):
    """The ballot paper."""

    template: ClassVar[str] = "elections/booth_ballot.html"

    election: str
    seats: int
    closes: str
    choices: tuple[Choice, ...]
    places: tuple[int, ...]
    has_ron: bool
    fault: str
    form: MarkedForm


@dataclass(frozen=True, kw_only=True)
class CheckPage(Page):
    """The ballot as it will be cast."""

    template: ClassVar[str] = "elections/booth_check.html"

    contest: str
    ranked: tuple[str, ...]
    unranked: tuple[str, ...]
    marks: tuple[tuple[int, int], ...]
    fault: str
    form: MarkedForm


@dataclass(frozen=True, kw_only=True)
class VotedPage(Page):
    """The receipt: proves that the ballot is in the box, not what it says."""

    template: ClassVar[str] = "elections/booth_voted.html"

    contest: str
    contest_href: str
    commitment: str
    groups: tuple[str, ...]
    nonce: str
    closes: str


@bp.get("/vote")
@public
def booth() -> Response:
    """Ask for the code."""
    return CodePage(title=_("Vote"), form=CodeForm()).answer()


@bp.post("/vote")
@public
def booth_ballot() -> Response:
    """Show the ballot paper that a code opens; a ballot sent back from the check page comes with its marks."""
    form = CodeForm()
    if not form.is_valid_post():
        return CodePage(title=_("Vote"), form=form).answer()
    try:
        contest, _hash = contest_of_code(session(), form.code.data, key=code_key())
        require_open(contest, now=now())
    except ConsultError as wrong:
        form.refuse("code", wrong.sentence)
        return CodePage(title=_("Vote"), form=form).answer()
    return _ballot(contest, MarkedForm(formdata=None, code=form.code.data), fault="").answer()


@bp.post("/vote/check")
@public
def booth_check() -> Response:
    """Show the ballot as it will be cast, or the paper again with what has to be put right."""
    form = MarkedForm()
    contest, _hash = contest_of_code(session(), form.code.data or "", key=code_key())
    try:
        preferences = form.to_preferences(len(paper_of(contest).names))
    except Invalid as wrong:
        return _ballot(contest, form, fault=wrong.sentence).answer(422)
    if form.goes_back:
        return _ballot(contest, form, fault="").answer()
    form.nonce.data = draw_nonce()
    return _check(contest, form, preferences, fault="").answer()


@bp.post("/vote/cast")
@public
def booth_cast() -> Response:
    """Cast the ballot and show the receipt, in the answer itself, so that no address ever holds it."""
    form = MarkedForm()
    contest, _hash = contest_of_code(session(), form.code.data or "", key=code_key())
    preferences: tuple[int, ...] = ()
    try:
        preferences = form.to_preferences(len(paper_of(contest).names))
        receipt = cast_ballot(
            session(),
            code=form.code.data or "",
            preferences=preferences,
            nonce=form.nonce.data or "",
            key=code_key(),
            now=now(),
        )
    except ConsultError as wrong:
        roll_back()
        again = contest_of_code(session(), form.code.data or "", key=code_key())[0]
        return _check(again, form, preferences, fault=wrong.sentence).answer(422)
    return _voted(receipt).answer()


def _ballot(contest: Contest, form: MarkedForm, *, fault: str) -> BallotPage:
    paper = paper_of(contest)
    statements = {each.number: each for each in contest.nominations if each.number}
    marks = _marks_sent()
    choices = []
    for number in paper.standing:
        stands = statements.get(number)
        choices.append(
            Choice(
                number=number,
                name=paper.name(number),
                statement=stands.statement if stands else _("If this wins a seat, the seat stays empty and is re-run."),
                interests=stands.interests if stands else "",
                is_ron=stands is None,
                place=marks.get(number),
            )
        )
    return BallotPage(
        title=contest.title,
        election=contest.election.title,
        seats=contest.seats,
        closes=london(contest.election.closes_at),
        choices=tuple(choices),
        places=tuple(range(1, len(choices) + 1)),
        has_ron=contest.ron,
        fault=fault,
        form=form,
    )


def _check(contest: Contest, form: MarkedForm, preferences: tuple[int, ...], *, fault: str) -> CheckPage:
    paper = paper_of(contest)
    return CheckPage(
        title=_("Check your ballot"),
        contest=contest.title,
        ranked=tuple(paper.name(number) for number in preferences),
        unranked=tuple(paper.name(number) for number in paper.standing if number not in preferences),
        marks=tuple((number, place) for place, number in enumerate(preferences, start=1)),
        fault=fault,
        form=form,
    )


def _voted(receipt: Receipt) -> VotedPage:
    contest = receipt.contest
    letters = receipt.commitment
    return VotedPage(
        title=_("Your ballot is in the box"),
        contest=contest.title,
        contest_href=url_for("elections.contest", slug=contest.election.slug, contest_slug=contest.slug),
        commitment=letters,
        groups=tuple(letters[at : at + 8] for at in range(0, len(letters), 8)),
        nonce=receipt.nonce,
        closes=london(contest.election.closes_at),
    )


def _marks_sent() -> dict[int, int]:
    """Return the places that were given to candidates in the form that was sent, as far as they can be read."""
    sent = {name.removeprefix("place-"): value.strip() for name, value in request.form.items()}
    return {int(number): int(place) for number, place in sent.items() if number.isdigit() and place.isdigit()}
