"""Cuts responses into what is clustered: the response, and its sentences where it has several.

With its sentences apart, one response can be in several themes. Copies of one text with the same closed answer are one
unit; of a near copy of a template, only the sentences that someone added are units.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from consult.analysis.pipeline.additions import added_parts
from consult.analysis.pipeline.campaigns import Family
from consult.analysis.pipeline.hashing import Hashes
from consult.analysis.pipeline.normalise import normalise
from consult.analysis.pipeline.sentences import sentences
from consult.analysis.pipeline.shingles import shingles


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A text as it is analysed: normalised, folded, with its language. ``given`` is as the person wrote it."""

    id: str
    given: str
    text: str
    folded: str
    language: str
    closed_answer: str | None
    stratum: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One thing to place in a theme, and whose it is: ``owners`` are positions of readings.

    A ``part`` of None is the whole response. A root is a response, or what someone added to a template: not a sentence
    of a response that is there as a whole.
    """

    text: str
    language: str
    closed_answer: str | None
    stratum: str | None
    part: tuple[int, int] | None
    owners: tuple[int, ...]
    is_root: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """All that a run works on: readings in the order of their content, families of copies, and their units."""

    readings: Sequence[Reading]
    families: Sequence[Family]
    units: Sequence[Unit]

    def units_of_readings(self) -> list[list[int]]:
        """Return the numbers of the units that each reading owns; none for one without a substantive answer."""
        owned: list[list[int]] = [[] for _ in self.readings]
        for number, unit in enumerate(self.units):
            for position in unit.owners:
                owned[position].append(number)
        return owned


def stands_in(unit: Unit, reading: Reading) -> bool:
    """Whether a unit's part is where it should be in this reading, and not only in another copy of its text."""
    return unit.part is not None and normalise(reading.given[unit.part[0] : unit.part[1]]) == unit.text


def cut_units(readings: Sequence[Reading], families: Sequence[Family]) -> list[Unit]:
    """Return the units of all families in the order of their leaders."""
    units: list[Unit] = []
    for family in families:
        leader = readings[family.leader]
        parts: list[tuple[int, int] | None] = [None, *sentences(leader.given)]
        for closed_answer, owners in _by_closed_answer(readings, family):
            units.extend(_unit(leader, part, closed_answer, owners, is_root=part is None) for part in parts)
        template = shingles(leader.folded.split() if family.near else ())
        for position in family.near:
            units.extend(_added(readings[position], position, template))
    return units


def _by_closed_answer(readings: Sequence[Reading], family: Family) -> list[tuple[str | None, tuple[int, ...]]]:
    """Return who sent the family's text, once per closed answer given with it.

    Near copies follow the leader's text: their own additions come apart.
    """
    groups: dict[str | None, list[int]] = {}
    for position in family.members:
        groups.setdefault(readings[position].closed_answer, []).append(position)
    return [(answer, tuple(owners)) for answer, owners in sorted(groups.items(), key=lambda item: item[1][0])]


def _added(reading: Reading, position: int, template: Hashes) -> list[Unit]:
    return [
        _unit(reading, part, reading.closed_answer, (position,), is_root=True)
        for part in added_parts(reading.given, template)
    ]


def _unit(
    reading: Reading,
    part: tuple[int, int] | None,
    closed_answer: str | None,
    owners: tuple[int, ...],
    *,
    is_root: bool,
) -> Unit:
    return Unit(
        text=reading.text if part is None else normalise(reading.given[part[0] : part[1]]),
        language=reading.language,
        closed_answer=closed_answer,
        stratum=reading.stratum,
        part=part,
        owners=owners,
        is_root=is_root,
    )
