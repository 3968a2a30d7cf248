"""The page of components: each part of our pages once, with invented content, for those who build and check them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from flask import Response
from flask_babel import gettext as _

from consult.frontdoor.views.blueprint import bp
from consult.kernel.errors import NotFound
from consult.web.charts import Bar, BarChart, DayChart, bars, day_chart
from consult.web.guards import current_signed_in, public
from consult.web.page import Page
from consult.web.site import current_settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One stop of the stage line."""

    name: str
    when: str
    is_done: bool = False
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownQuote:
    """A quote on a card."""

    text: str
    group: str
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One main point."""

    anchor: str
    name: str
    description: str
    words: str
    share: float
    groups: tuple[Bar, ...]
    quote: ShownQuote | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One dated line under a promise."""

    when: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ComponentsPage(Page):
    """Every component once."""

    template: ClassVar[str] = "frontdoor/components.html"

    stops: tuple[Stop, ...]
    card: Card
    chart: BarChart
    days: DayChart
    updates: tuple[Update, ...]


@bp.get("/components")
@public
def components() -> Response:
    """Show the components to officers, and to anyone where no real council is served."""
    if current_settings().is_production and current_signed_in() is None:
        raise NotFound("We could not find this page.")
    return ComponentsPage(
        title=_("Components"),
        stops=_stops(),
        card=_card(),
        chart=_chart(),
        days=_days(),
        updates=(
            Update(when="3 September 2026", text="The first two crossings are marked out on Fenwick Road."),
            Update(when="12 October 2026", text="The wardens have been chosen and start after half-term."),
        ),
    ).answer()


def _stops() -> tuple[Stop, ...]:
    return (
        Stop(name="Open", when="4 May to 12 June 2026", is_done=True),
        Stop(name="Reading what you said", when="until 31 July 2026", is_current=True),
        Stop(name="Decision", when="8 September 2026"),
        Stop(name="You said, we did", when="by 25 September 2026"),
    )


def _card() -> Card:
    return Card(
        anchor="main-point-1",
        name="Crossings near schools do not feel safe",
        description="People describe traffic that does not slow down, and corners where drivers cannot see children.",
        words="112 of 401 people (28%)",
        share=112 / 401,
        groups=bars((("Parents and carers", 61), ("Pupils", 24), ("School staff", 19), ("Residents", 8)), base=112),
        quote=ShownQuote(
            text="My daughter is nine and I would love to let her walk, but nobody stops at that crossing.",
            group="Parent or carer",
            channel="on paper",
        ),
    )


def _chart() -> BarChart:
    counts = (("Parents and carers", 164), ("Pupils", 88), ("School staff", 71), ("Governors", 23), ("Residents", 55))
    return BarChart(
        title="Four in ten people who answered are parents or carers",
        description="401 people and organisations answered.",
        label_heading="Answering as",
        number_heading="People",
        rows=bars(counts, base=401, words="{n} ({share:.0%})"),
    )


def _days() -> DayChart:
    first = date(2026, 5, 4)
    heights = (3, 8, 5, 4, 2, 1, 1, 6, 9, 14, 11, 7, 3, 2, 8, 12, 21, 34, 25, 12, 6, 5, 9, 11, 8, 4, 2, 3, 12, 19, 28)
    return day_chart(
        tuple((first + timedelta(days=i), n) for i, n in enumerate(heights)),
        anchor="by-day",
        title="Most answers came after the letter to parents on 20 May",
        day_heading="Day",
        number_heading="Responses",
    )
