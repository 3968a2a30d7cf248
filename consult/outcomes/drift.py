"""Says whether a frozen edition is still true on the day it is to be published."""

from collections.abc import Mapping, Sequence

from consult.outcomes.frozen import EditionBody, FoundTheme, Quote
from consult.outcomes.tallies import choose_quotes


def what_drifted(
    frozen: EditionBody, today: EditionBody, *, permitted: Mapping[int, Sequence[Quote]]
) -> tuple[str, ...]:
    """Name what a frozen edition says that is no longer so; new figures alone do not count, they have their date.

    Args:
        frozen: what was approved.
        today: what an edition would say now.
        permitted: by theme, every quote that may be published now.
    """
    drifted = []
    if _named(frozen) != _named(today):
        drifted.append("the themes")
    if frozen.answers != today.answers:
        drifted.append("a reply or a commitment")
    if frozen.decisions != today.decisions:
        drifted.append("a decision")
    if frozen.delays != today.delays:
        drifted.append("a delay statement")
    if any(_lost_quote(theme, permitted.get(theme.id, ())) for theme in _themes(frozen)):
        drifted.append("the permission to publish a quote")
    return tuple(drifted)


def _themes(body: EditionBody) -> list[FoundTheme]:
    return [theme for section in body.sections for theme in section.themes]


def _named(body: EditionBody) -> set[tuple[int, str, str]]:
    return {(theme.id, theme.name, theme.description) for theme in _themes(body)}


def _lost_quote(theme: FoundTheme, permitted: Sequence[Quote]) -> bool:
    may = {quote.text for quote in choose_quotes(permitted, at_most=len(permitted))}
    return any(quote.text not in may for quote in theme.quotes)
