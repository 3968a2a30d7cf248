"""Chooses quotes for a theme: near its middle, sure, short enough to read, by different people; no paraphrase."""

from collections.abc import Mapping, Sequence

from consult.analysis.pipeline.placing import Placed
from consult.analysis.pipeline.units import Material, Reading, Unit, stands_in
from consult.analysis.pipeline.values import Quote
from consult.analysis.pipeline.words import words

QUOTES = 3
_FEWEST_WORDS, _MOST_WORDS = 5, 45


def choose_quotes(material: Material, placed: Placed) -> list[tuple[Quote, ...]]:
    """Return up to three quotes per theme, in the order of the themes."""
    members: list[list[int]] = [[] for _ in range(placed.n_themes)]
    for number, label in enumerate(placed.labels):
        if label >= 0:
            members[label].append(number)
    themes = {p.response_id: {assignment.theme for assignment in p.assignments} for p in placed.placements}
    return [_quotes(material, placed, numbers, themes) for numbers in members]


def _quotes(
    material: Material, placed: Placed, numbers: Sequence[int], themes: Mapping[str, set[int]]
) -> tuple[Quote, ...]:
    def rank(number: int) -> tuple[bool, float, int]:
        unreadable = not _FEWEST_WORDS <= len(words(material.units[number].text)) <= _MOST_WORDS
        return unreadable, -float(placed.confidence[number] + placed.likeness[number]), number

    quotes: dict[str, Quote] = {}
    said: set[str] = set()
    for number in sorted(numbers, key=rank):
        unit = material.units[number]
        reading = material.readings[unit.owners[0]]
        words_given = _verbatim(reading, unit)
        new = reading.id not in quotes and unit.text.casefold() not in said
        if words_given and new and int(placed.labels[number]) in themes[reading.id]:
            quotes[reading.id] = Quote(response_id=reading.id, text=words_given)
            said.add(unit.text.casefold())
        if len(quotes) == QUOTES:
            break
    return tuple(quotes.values())


def _verbatim(reading: Reading, unit: Unit) -> str:
    """Return the words as given; nothing where the unit was cut from somebody else's copy."""
    if unit.part is None:
        return reading.given.strip()
    return reading.given[unit.part[0] : unit.part[1]] if stands_in(unit, reading) else ""
