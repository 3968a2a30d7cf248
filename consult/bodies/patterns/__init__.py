"""Ways of being represented that can be set up in one step: read from files, with their rules and where they come from.

A pattern is data: types of body, bodies for the city, for each district or each ward, and the seats on them. The law
in it is summed up in our own words, for a lawyer to read before the council relies on it.
"""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from consult.bodies.rules import HowFilled, Phase, TermKind, TermRule, Tier
from consult.kernel.errors import NotFound

FOLDER = Path(__file__).parent
NEEDS_A_LAWYER = (
    "The rules are summed up in our own words. Have the council’s lawyer read them before you rely on them."
)


class Per(StrEnum):
    """For what a body or a seat is set up."""

    CITY = "city"
    DISTRICT = "district"
    WARD = "ward"


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternType:
    """A type of body that a pattern brings."""

    key: str
    name: str
    tier: Tier
    term: TermRule
    description: str
    source: str
    is_council_committee: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternSeat:
    """Seats of one kind; ``per`` repeats them for each district, ``nominated_by`` for each body of that key."""

    name: str
    how_filled: HowFilled
    is_voting: bool
    number: int
    group: str
    electorate: str
    phase: Phase | None
    per: Per
    nominated_by: str
    is_office: bool
    for_councillors: bool
    exception: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternBody:
    """A body that a pattern sets up, once or for each district or ward; ``{area}`` in its name is filled in."""

    key: str
    type_key: str
    name: str
    per: Per
    number: int
    purpose: str
    decides: str
    reports_to: str
    stakes: tuple[str, ...]
    seats: tuple[PatternSeat, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A whole way of being represented."""

    key: str
    name: str
    summary: str
    sources: tuple[str, ...]
    rules: tuple[str, ...]
    types: tuple[PatternType, ...]
    bodies: tuple[PatternBody, ...]

    @property
    def n_kinds_of_seats(self) -> int:
        """How many kinds of seats it knows."""
        return sum(len(body.seats) for body in self.bodies)


@cache
def patterns() -> tuple[Pattern, ...]:
    """Read every pattern, in the order of the files' names."""
    return tuple(_pattern(path) for path in sorted(FOLDER.glob("*.toml")))


def pattern_by_key(key: str) -> Pattern:
    """Give one pattern.

    Raises:
        NotFound: there is none of this name.
    """
    for pattern in patterns():
        if pattern.key == key:
            return pattern
    raise NotFound("We could not find this way of setting up bodies.")


def _pattern(path: Path) -> Pattern:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return Pattern(
        key=path.stem.partition("_")[2].replace("_", "-"),
        name=told["name"],
        summary=told["summary"],
        sources=tuple(told["sources"]),
        rules=tuple(told["rules"]),
        types=tuple(_type(each) for each in told["type"]),
        bodies=tuple(_body(each) for each in told["body"]),
    )


def _type(told: dict[str, Any]) -> PatternType:
    term = told["term"]
    months = term if isinstance(term, int) else None
    kind = TermKind.MONTHS if months else TermKind(term)
    return PatternType(
        key=told["key"],
        name=told["name"],
        tier=Tier(told["tier"]),
        term=TermRule(kind=kind, months=months, holds_over=told.get("holds_over", False)),
        description=told.get("description", ""),
        source=told.get("source", ""),
        is_council_committee=told.get("is_council_committee", False),
    )


def _body(told: dict[str, Any]) -> PatternBody:
    return PatternBody(
        key=told["key"],
        type_key=told["type"],
        name=told["name"],
        per=Per(told.get("per", "city")),
        number=told.get("number", 1),
        purpose=told.get("purpose", ""),
        decides=told.get("decides", ""),
        reports_to=told.get("reports_to", ""),
        stakes=tuple(told.get("stakes", ())),
        seats=tuple(_seat(each) for each in told["seat"]),
    )


def _seat(told: dict[str, Any]) -> PatternSeat:
    return PatternSeat(
        name=told["name"],
        how_filled=HowFilled(told["how"]),
        is_voting=told.get("votes", True),
        number=told.get("number", 1),
        group=told.get("group", ""),
        electorate=told.get("electorate", ""),
        phase=Phase(told["phase"]) if "phase" in told else None,
        per=Per(told.get("per", "city")),
        nominated_by=told.get("nominated_by", ""),
        is_office=told.get("office", False),
        for_councillors=told.get("councillors", False),
        exception=told.get("exception", ""),
        rule=told.get("rule", ""),
    )
