"""The chain of representation for everyone: who is heard one step up, and where the chain is broken."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.bodies.queries.schools import schools_in_networks
from consult.bodies.queries.showing import bodies_with_areas_on, nominated_seats_on, relations_on, reports_to_on
from consult.bodies.representation import ChainBody, ChainStep, chain_of, outside
from consult.bodies.views.blueprint import AskedDay, asked_day, bp
from consult.bodies.views.public_bodies import TIER_ORDER
from consult.bodies.wording import missing_words
from consult.kernel.errors import NotFound
from consult.storage.paging import Page as Cut
from consult.storage.paging import page_within
from consult.web.caching import kept
from consult.web.filters import short_day
from consult.web.guards import public
from consult.web.page import Page
from consult.web.transaction import session

SHOWN_AT_ONCE = 12
ON_A_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class StepShown:
    """One step of the chain: how many are heard, and in words who is not."""

    title: str
    finding: str
    share: float
    is_whole: bool
    missing: tuple[tuple[str, str], ...]
    heard: tuple[tuple[str, str], ...]
    href: str

    @property
    def some_missing(self) -> tuple[tuple[str, str], ...]:
        """The first of those who are not heard; the rest stands on the step's own page."""
        return self.missing[:SHOWN_AT_ONCE]

    @property
    def some_heard(self) -> tuple[tuple[str, str], ...]:
        """The first of those who are heard."""
        return self.heard[:SHOWN_AT_ONCE]

    @property
    def has_more(self) -> bool:
        """Say whether the step's own page shows more."""
        return max(len(self.missing), len(self.heard)) > SHOWN_AT_ONCE

    @property
    def n_all(self) -> int:
        """How many stand on the step's own page."""
        return len(self.missing) + len(self.heard)


@dataclass(frozen=True, kw_only=True)
class StepPage(Page):
    """One step of the chain with everyone in it, those who are not heard first."""

    template: ClassVar[str] = "bodies/representation_step.html"

    when: AskedDay
    shown_day: str
    number: int
    finding: str
    share: float
    rows: tuple[tuple[str, str, bool], ...]
    cut: Cut[tuple[str, str, bool]]
    values: dict[str, str | int]


@dataclass(frozen=True, kw_only=True)
class ChainPage(Page):
    """The whole chain on one day."""

    template: ClassVar[str] = "bodies/representation.html"

    when: AskedDay
    shown_day: str
    steps: tuple[StepShown, ...]


@bp.get("/representation")
@public
@kept
def representation() -> Response:
    """Show the chain, today or on another day."""
    when = asked_day()
    return ChainPage(
        title=_("From your ward to the city"), when=when, shown_day=short_day(when.day), steps=_steps(when)
    ).answer()


@bp.get("/representation/<int:number>")
@public
@kept
def representation_step(number: int) -> Response:
    """Show one step of the chain, page by page: those who are not heard first."""
    when = asked_day()
    steps = _steps(when)
    if not 1 <= number <= len(steps):
        raise NotFound("There is no such step. Look at the whole chain.")
    step = steps[number - 1]
    rows = (*((*each, False) for each in step.missing), *((*each, True) for each in step.heard))
    page, size = page_within(request.args.get("page", 1, type=int), size=ON_A_PAGE, total=len(rows))
    shown = rows[(page - 1) * size : page * size]
    return StepPage(
        title=step.title,
        when=when,
        shown_day=short_day(when.day),
        number=number,
        finding=step.finding,
        share=step.share,
        rows=shown,
        cut=Cut(items=shown, number=page, size=size, total=len(rows)),
        values={"number": number, **when.query},
    ).answer()


def _steps(when: AskedDay) -> tuple[StepShown, ...]:
    """Return every step of the chain on a day, in a constant number of queries."""
    found = bodies_with_areas_on(session(), when.day)
    above = reports_to_on(relations_on(session(), day=when.day))
    slugs = {each.id: each.slug for each in found}
    nodes = [
        ChainBody(
            body_id=each.id,
            name=each.name,
            tier=TIER_ORDER[each.body_type.tier],
            reports_to=above.get(each.id, ()),
        )
        for each in found
    ]
    steps = chain_of(nodes, nominated_seats_on(session(), day=when.day))
    schools, inside = schools_in_networks(session(), day=when.day)
    unnumbered = (*_school_step(schools, inside), *(_step(step, slugs, when) for step in steps))
    return tuple(
        replace(step, href=url_for("bodies.representation_step", number=number, **when.query))
        for number, step in enumerate(unnumbered, start=1)
    )


def _school_step(schools: list[tuple[int, str]], inside: set[int]) -> tuple[StepShown, ...]:
    """Say which schools are in no network; nothing where no network has a school."""
    if not inside:
        return ()
    missing, n = outside(schools, inside), len(schools)
    numbers = {name: number for number, name in schools}
    return (
        StepShown(
            title=_("From schools to networks"),
            finding=ngettext(
                "%(whole)s of %(n)s school is in a network",
                "%(whole)s of %(n)s schools are in a network",
                n,
                whole=n - len(missing),
                n=n,
            ),
            share=(n - len(missing)) / n,
            is_whole=not missing,
            missing=tuple(
                (_("%(name)s is in no network.", name=name), url_for("bodies.school", school_id=numbers[name]))
                for name in missing
            ),
            heard=(),
            href="",
        ),
    )


def _step(step: ChainStep, slugs: dict[int, str], when: AskedDay) -> StepShown:
    n = len(step.links)
    title = _("From wards and localities to districts") if step.tier > 1 else _("From districts to the city")

    def shown(*, whole: bool) -> tuple[tuple[str, str], ...]:
        return tuple(
            (missing_words(link), url_for("bodies.body", slug=slugs[link.body.body_id], **when.query))
            for link in step.links
            if link.is_whole is whole
        )

    return StepShown(
        title=title,
        finding=ngettext(
            "%(whole)s of %(n)s body is heard one step up",
            "%(whole)s of %(n)s bodies are heard one step up",
            n,
            whole=step.n_whole,
            n=n,
        ),
        share=step.n_whole / n,
        is_whole=not step.missing,
        missing=shown(whole=False),
        heard=shown(whole=True),
        href="",
    )
