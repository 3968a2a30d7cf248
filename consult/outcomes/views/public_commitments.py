"""What the council promised and how it goes, for everyone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.consultations.queries import title_of
from consult.kernel.clock import day_in_london
from consult.outcomes.models import Commitment
from consult.outcomes.queries.commitments import Shelved, commitment_by_reference, public_commitments, shelved
from consult.outcomes.queries.figures import question_of
from consult.outcomes.rules import Shelf
from consult.outcomes.views.blueprint import bp
from consult.outcomes.views.promises import promise_shown
from consult.outcomes.views.shown import ShownPromise, decided_words, paragraphs_of
from consult.outcomes.wording import DECISIONS, POSITIONS
from consult.storage.paging import Page as Paged
from consult.web.caching import kept
from consult.web.clock import now
from consult.web.filters import number as in_words
from consult.web.guards import public
from consult.web.page import Page
from consult.web.transaction import session

SHELVES = {
    Shelf.ALL: _l("All"),
    Shelf.OVERDUE: _l("Overdue"),
    Shelf.RUNNING: _l("Not due yet"),
    Shelf.KEPT: _l("Kept"),
    Shelf.DROPPED: _l("Dropped"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfLink:
    """A way to narrow the list."""

    words: str
    href: str
    is_shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A promise in the list, and the main point that it comes from."""

    promise: ShownPromise
    because: str


@dataclass(frozen=True, kw_only=True)
class CommitmentsPage(Page):
    """All that was promised, the most urgent first."""

    template: ClassVar[str] = "outcomes/commitments.html"

    headline: str
    shelves: tuple[ShelfLink, ...]
    listed: tuple[Listed, ...]
    paged: Paged[Commitment]
    values: dict[str, str]
    is_empty_everywhere: bool


@dataclass(frozen=True, kw_only=True)
class CommitmentPage(Page):
    """One promise, how it goes, and the chain back to what people said."""

    template: ClassVar[str] = "outcomes/commitment.html"

    promise: ShownPromise
    made_on: datetime
    consultation: str
    answer_href: str
    point: str
    point_description: str
    point_href: str
    question: str
    position: str
    position_kind: str
    reply: tuple[str, ...]
    decided: str
    decision_href: str
    decision_word: str
    decision_kind: str


@bp.get("/commitments")
@public
@kept
def commitments() -> Response:
    """List what was promised, all of it or where it stands in one way."""
    today = day_in_london(now())
    shelf = _shelf_asked()
    found = public_commitments(session(), shelf=shelf, today=today, number=request.args.get("page", 1, type=int))
    counts = shelved(session(), today=today)
    return CommitmentsPage(
        title=_("What the council promised"),
        headline=_headline(counts),
        shelves=tuple(_link(each, counts, shown=shelf) for each in Shelf),
        listed=tuple(
            Listed(promise=promise_shown(made, today=today, updates=1), because=made.reply.theme.name)
            for made in found.items
        ),
        paged=found,
        values={} if shelf is Shelf.ALL else {"standing": shelf.value},
        is_empty_everywhere=counts.all == 0,
    ).answer()


@bp.get("/commitments/<reference>")
@public
@kept
def commitment(reference: str) -> Response:
    """Show one promise and the chain that it hangs on."""
    found = commitment_by_reference(session(), reference, public_only=True)
    return _page(found, today=day_in_london(now())).answer()


def _page(found: Commitment, *, today: date) -> CommitmentPage:
    reply, theme = found.reply, found.reply.theme
    consultation, decision = theme.codebook.consultation, found.reply.decision
    answer_href = f"/consultations/{consultation.slug}/you-said-we-did"
    told = DECISIONS[decision.standing(today=today)] if decision else None
    return CommitmentPage(
        title=found.promise,
        promise=promise_shown(found, today=today, updates=None),
        made_on=found.made_at,
        consultation=title_of(consultation),
        answer_href=answer_href,
        point=theme.name,
        point_description=theme.description,
        point_href=f"{answer_href}#point-{theme.id}",
        question=question_of(theme.codebook),
        position=str(POSITIONS[reply.position].word),
        position_kind=POSITIONS[reply.position].kind,
        reply=paragraphs_of(reply.words),
        decided=decided_words(decision.decided_by, decision.decided_on) if decision else "",
        decision_href=f"/decisions/{decision.id}" if decision else "",
        decision_word=str(told.word) if told else "",
        decision_kind=told.kind if told else "",
    )


def _shelf_asked() -> Shelf:
    asked = request.args.get("standing", "")
    return Shelf(asked) if asked in set(Shelf) else Shelf.ALL


def _link(shelf: Shelf, counts: Shelved, *, shown: Shelf) -> ShelfLink:
    return ShelfLink(
        words=_("%(shelf)s (%(n)s)", shelf=str(SHELVES[shelf]), n=in_words(counts.on(shelf))),
        href=url_for("outcomes.commitments", standing=None if shelf is Shelf.ALL else shelf.value),
        is_shown=shelf is shown,
    )


def _headline(counts: Shelved) -> str:
    if not counts.all:
        return ""
    return _(
        "%(all)s promises because of what people said: %(kept)s kept, %(overdue)s overdue.",
        all=in_words(counts.all),
        kept=in_words(counts.kept),
        overdue=in_words(counts.overdue),
    )
