"""The charts of what came in, each with a title that says what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask_babel import gettext as _

from consult.responses.queries.figures import Counted, IntakeFigures
from consult.responses.rules import Channel
from consult.responses.wording import CHANNELS
from consult.web.charts import Bar, BarChart, DayChart, bars, day_chart, day_words
from consult.web.filters import number

MOST_WARDS = 15


def chart_of_days(figures: IntakeFigures) -> DayChart:
    """Responses by the day on which they were received."""
    day, most = max(figures.by_day, key=lambda counted: counted[1])
    return day_chart(
        figures.by_day,
        anchor="by-day",
        title=_("Most came on %(day)s: %(n)s", day=day_words(day), n=number(most)),
        day_heading=_("Day received"),
        number_heading=_("Responses"),
    )


def chart_of_groups(figures: IntakeFigures) -> BarChart:
    """Responses by stakeholder group."""
    return _chart(
        figures.by_group,
        base=figures.n_in_time,
        nobody=_("Nobody has said in which capacity they answer"),
        heading=_("Stakeholder group"),
    )


def chart_of_channels(figures: IntakeFigures) -> BarChart:
    """Responses by how they came in."""
    named = tuple(replace(line, name=str(CHANNELS[Channel(line.name)])) for line in figures.by_channel)
    return _chart(named, base=figures.n_in_time, nobody="", heading=_("How it came in"))


def chart_of_wards(figures: IntakeFigures) -> BarChart:
    """Responses by ward: those with most, and the others together."""
    heard = [line for line in figures.by_ward if line.n and line.id]
    unsaid = [line for line in figures.by_ward if not line.id]
    rest = heard[MOST_WARDS:]
    chart = _chart(
        (*heard[:MOST_WARDS], *unsaid),
        base=figures.n_in_time,
        nobody=_("Nobody has said in which ward they live"),
        heading=_("Ward"),
    )
    if not rest:
        return chart
    words = _("%(n)s other wards", n=len(rest))
    more = bars([(words, sum(line.n for line in rest))], base=figures.n_in_time)
    return replace(chart, rows=(*chart.rows, replace(more[0], is_rest=True)))


def silent_wards(figures: IntakeFigures) -> tuple[str, ...]:
    """The wards from which nobody has answered yet, by name."""
    return tuple(sorted(line.name for line in figures.by_ward if line.id and not line.n))


def _chart(lines: Sequence[Counted], *, base: int, nobody: str, heading: str) -> BarChart:
    named = [line for line in lines if line.id and line.n]
    most = max(named, key=lambda line: line.n, default=None)
    title = nobody
    if most is not None:
        title = _("%(name)s: %(n)s of %(base)s", name=most.name, n=number(most.n), base=number(base))
    rows: tuple[Bar, ...] = bars([(line.name or _("Did not say"), line.n) for line in lines], base=base)
    return BarChart(title=title, label_heading=heading, number_heading=_("Responses"), rows=rows)
