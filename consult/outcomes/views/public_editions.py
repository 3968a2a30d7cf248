"""What everyone reads: the findings, and "You said, we did"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from flask import Response, make_response, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.kernel.clock import day_in_london
from consult.kernel.errors import NotFound
from consult.kernel.freezing import from_json
from consult.margin.queries.reasons import reasons_by_theme
from consult.outcomes.canonical import canonical_json
from consult.outcomes.frozen import DecisionNote, DelayNote, EditionBody, FindingsBody, Section
from consult.outcomes.queries.answering import clock_of, commitments_of, delays_of
from consult.outcomes.queries.editions import (
    edition_numbered,
    edition_numbers,
    findings_numbered,
    findings_numbers,
    published_consultation,
)
from consult.outcomes.queries.figures import asked as asked_of
from consult.outcomes.rules import AnswerClock
from consult.outcomes.views.blueprint import bp
from consult.outcomes.views.promises import promises_by_reference
from consult.outcomes.views.shown import (
    ShownPromise,
    ShownSection,
    ShownTotals,
    moment_words,
    sections_shown,
    totals_shown,
)
from consult.web.caching import kept
from consult.web.clock import now
from consult.web.guards import public
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Another number of the same page."""

    words: str
    href: str
    is_shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """How anyone can check that a page says what it said when it was published."""

    sha256: str
    file_name: str
    href: str


@dataclass(frozen=True, kw_only=True)
class FindingsPage(Page):
    """The main points with their figures, before anyone has decided anything."""

    template: ClassVar[str] = "outcomes/findings.html"

    consultation: str
    consultation_href: str
    number: int
    published_at: datetime
    totals: ShownTotals
    sections: tuple[ShownSection, ...]
    n_points: int
    others: tuple[Other, ...]
    is_latest: bool
    answer_href: str
    answer_due_on: date | None
    breakdowns_href: str
    seal: Seal


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDecision:
    """Who decided, when, and whether it was final when the edition was published."""

    title: str
    href: str
    who: str
    when: str
    minuted_at: str
    standing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDelay:
    """What people were told when the answer was late."""

    said_on: date
    reason: str
    new_due_on: date


@dataclass(frozen=True, kw_only=True)
class EditionPage(Page):
    """The main points as a story, with the council's answer beside each and what it promised."""

    template: ClassVar[str] = "outcomes/edition.html"

    consultation: str
    consultation_href: str
    number: int
    published_at: datetime
    figures_at: datetime
    headline: str
    what_changed: str
    before_final_reason: str
    totals: ShownTotals
    sections: tuple[ShownSection, ...]
    decisions: tuple[ShownDecision, ...]
    delays: tuple[ShownDelay, ...]
    promised_since: tuple[ShownPromise, ...]
    standing_on: datetime
    findings_href: str
    latest_href: str
    breakdowns_href: str
    is_latest: bool
    others: tuple[Other, ...]
    seal: Seal


@dataclass(frozen=True, kw_only=True)
class NotYetPage(Page):
    """There is no answer yet: what is happening and by when it comes."""

    template: ClassVar[str] = "outcomes/not_yet.html"

    consultation: str
    consultation_href: str
    waits_for_findings: bool
    findings_href: str
    due_on: date | None
    is_late: bool
    delays: tuple[ShownDelay, ...]


@bp.get("/consultations/<slug>/findings")
@bp.get("/consultations/<slug>/findings/<int:number>")
@public
@kept
def findings(slug: str, number: int | None = None) -> Response:
    """Show the latest findings, or those with a number."""
    consultation = published_consultation(session(), slug)
    numbers = findings_numbers(session(), consultation.id)
    if not numbers:
        raise NotFound("There are no findings of this consultation yet. They come after it has closed.")
    found = findings_numbered(session(), consultation.id, number or numbers[0][0])
    body = from_json(FindingsBody, found.body)
    clock = clock_of(session(), consultation)
    return FindingsPage(
        title=_("What people said: %(title)s", title=body.asked.title),
        consultation=body.asked.title,
        consultation_href=f"/consultations/{slug}",
        number=found.number,
        published_at=found.published_at,
        totals=totals_shown(body.totals),
        sections=sections_shown(body.sections, counting=body.totals.counting, shared=body.shared),
        n_points=sum(len(section.themes) for section in body.sections),
        others=_others("outcomes.findings", slug, numbers, shown=found.number),
        is_latest=found.number == numbers[0][0],
        answer_href=f"/consultations/{slug}/you-said-we-did" if clock and clock.is_answered else "",
        answer_due_on=clock.due_on if clock and not clock.is_answered else None,
        breakdowns_href=_breakdowns_href("who_said_what_in_findings", slug, found.number, body.sections),
        seal=_seal("outcomes.findings_file", "findings", slug, found.number, found.sha256),
    ).answer()


@bp.get("/consultations/<slug>/findings/<int:number>.json")
@public
@kept
def findings_file(slug: str, number: int) -> Response:
    """Hand over the findings exactly as they were hashed."""
    consultation = published_consultation(session(), slug)
    found = findings_numbered(session(), consultation.id, number)
    return _file(found.body, f"findings-{slug}-{number}.json")


@bp.get("/consultations/<slug>/you-said-we-did")
@public
@kept
def you_said_we_did(slug: str) -> Response:
    """Show the latest edition, or say when it comes."""
    consultation = published_consultation(session(), slug)
    numbers = edition_numbers(session(), consultation.id)
    return _edition(slug, numbers[0][0]) if numbers else _not_yet(slug)


@bp.get("/consultations/<slug>/editions/<int:number>")
@public
@kept
def edition(slug: str, number: int) -> Response:
    """Show one edition, however old."""
    return _edition(slug, number)


@bp.get("/consultations/<slug>/editions/<int:number>.json")
@public
@kept
def edition_file(slug: str, number: int) -> Response:
    """Hand over an edition exactly as it was hashed."""
    consultation = published_consultation(session(), slug)
    found = edition_numbered(session(), consultation.id, number)
    return _file(found.body, f"you-said-we-did-{slug}-{number}.json")


def _edition(slug: str, number: int) -> Response:
    consultation = published_consultation(session(), slug)
    numbers = edition_numbers(session(), consultation.id)
    found = edition_numbered(session(), consultation.id, number)
    body = from_json(EditionBody, found.body)
    promised = promises_by_reference(commitments_of(session(), consultation.id), today=day_in_london(now()))
    frozen = {made.reference for answer in body.answers for made in answer.promises}
    has_findings = bool(findings_numbers(session(), consultation.id))
    return EditionPage(
        title=_("You said, we did: %(title)s", title=body.asked.title),
        consultation=body.asked.title,
        consultation_href=f"/consultations/{slug}",
        number=found.number,
        published_at=found.published_at or body.as_at,
        figures_at=body.as_at,
        headline=headline_of(body),
        what_changed=body.what_changed,
        before_final_reason=body.before_final_reason,
        totals=totals_shown(body.totals),
        sections=sections_of(body, promised),
        decisions=decisions_shown(body.decisions),
        delays=delays_shown(body.delays),
        promised_since=tuple(shown for reference, shown in promised.items() if reference not in frozen),
        standing_on=now(),
        findings_href=f"/consultations/{slug}/findings" if has_findings else "",
        latest_href=f"/consultations/{slug}/you-said-we-did",
        breakdowns_href=_breakdowns_href("who_said_what_in_edition", slug, found.number, body.sections),
        is_latest=found.number == numbers[0][0],
        others=_others("outcomes.edition", slug, numbers, shown=found.number),
        seal=_seal("outcomes.edition_file", "you-said-we-did", slug, found.number, found.sha256),
    ).answer()


def _not_yet(slug: str) -> Response:
    consultation = published_consultation(session(), slug)
    clock: AnswerClock | None = clock_of(session(), consultation)
    if clock is None or now() < clock.closed_at:
        raise NotFound("People can still answer this consultation. The council answers after it has closed.")
    numbers = findings_numbers(session(), consultation.id)
    asked = asked_of(session(), consultation)
    return NotYetPage(
        title=_("The council has not answered yet"),
        consultation=asked.title,
        consultation_href=f"/consultations/{slug}",
        waits_for_findings=not numbers,
        findings_href=f"/consultations/{slug}/findings" if numbers else "",
        due_on=clock.due_on,
        is_late=clock.is_late(now=now()),
        delays=tuple(
            ShownDelay(said_on=day_in_london(delay.at), reason=delay.reason, new_due_on=delay.new_due_on)
            for delay in delays_of(session(), consultation.id)
        ),
    ).answer()


def sections_of(body: EditionBody, promised: dict[str, ShownPromise]) -> tuple[ShownSection, ...]:
    """Show the sections of an edition with replies, decisions and promises."""
    return sections_shown(
        body.sections,
        counting=body.totals.counting,
        answers={answer.theme_id: answer for answer in body.answers},
        decisions=body.decisions,
        promises=promised,
        shared=body.shared,
        changed=reasons_by_theme(session(), theme_ids=[answer.theme_id for answer in body.answers]),
    )


def headline_of(body: EditionBody) -> str:
    """Say in one sentence how many people said how many things and what the council made of them."""
    n_points = sum(len(section.themes) for section in body.sections)
    return _(
        "%(responses)s. %(points)s. The council's answer stands beside each.",
        responses=ngettext(
            "%(n)s person or organisation answered in time",
            "%(n)s people and organisations answered in time",
            body.totals.n_responses,
            n=f"{body.totals.n_responses:,}",
        ),
        points=ngettext("We heard %(n)s main point", "We heard %(n)s main points", n_points, n=str(n_points)),
    )


def delays_shown(delays: tuple[DelayNote, ...]) -> tuple[ShownDelay, ...]:
    """Show what people were told of delays."""
    return tuple(
        ShownDelay(said_on=delay.said_on, reason=delay.reason, new_due_on=delay.new_due_on) for delay in delays
    )


def decisions_shown(decisions: tuple[DecisionNote, ...]) -> tuple[ShownDecision, ...]:
    """Show who decided, when, and whether it was final."""
    return tuple(_decision(decision) for decision in decisions)


def _decision(decision: DecisionNote) -> ShownDecision:
    standing = _("This decision is final.")
    if not decision.final:
        standing = _("When this was published, councillors could still call the decision in.")
    return ShownDecision(
        title=decision.title,
        href=f"/decisions/{decision.id}",
        who=decision.decided_by,
        when=moment_words(decision.decided_on),
        minuted_at=decision.minuted_at,
        standing=standing,
    )


def _others(endpoint: str, slug: str, numbers: list[tuple[int, datetime]], *, shown: int) -> tuple[Other, ...]:
    return tuple(
        Other(
            words=_("Number %(number)s, %(day)s", number=str(number), day=moment_words(published_at)),
            href=url_for(endpoint, slug=slug, number=number),
            is_shown=number == shown,
        )
        for number, published_at in numbers
    )


def _breakdowns_href(endpoint: str, slug: str, number: int, sections: Sequence[Section]) -> str:
    """Return where the points are told apart; what was published earlier tells groups only, beside each point."""
    if not any(section.breakdowns for section in sections):
        return ""
    return url_for(f"outcomes.{endpoint}", slug=slug, number=number)


def _seal(endpoint: str, name: str, slug: str, number: int, sha256: str) -> Seal:
    href = url_for(endpoint, slug=slug, number=number)
    return Seal(sha256=sha256, file_name=f"{name}-{slug}-{number}.json", href=href)


def _file(body: dict[str, Any], name: str) -> Response:
    response = make_response(canonical_json(body))
    response.headers["Content-Type"] = "application/json; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
