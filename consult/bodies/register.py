"""Reads the register of schools from a table: every fault is named with its line, and one stops all. Pure."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from consult.bodies.rules import GovernorRoute, Phase, SchoolStatus
from consult.kernel.words import clean_line

K = TypeVar("K", Phase, SchoolStatus)

_ROUTE_COLUMNS = {
    "parents elected": GovernorRoute.ELECTED_PARENTS,
    "staff elected": GovernorRoute.ELECTED_STAFF,
    "appointed": GovernorRoute.APPOINTED,
    "co-opted": GovernorRoute.CO_OPTED,
    "by office": GovernorRoute.EX_OFFICIO,
    "vacant": GovernorRoute.VACANT,
}
NEEDED = ("name", "phase", "status")
COLUMNS = (*NEEDED, "urn", "ward", "status since", "trust", "opened", "closed", "network", *_ROUTE_COLUMNS)
_OTHER_WORDS = {
    "all-through": "all_through",
    "alternative provision": "alternative",
    "pupil referral unit": "alternative",
    "16 to 19": "post_16",
    "sixth form": "post_16",
    "free": "free_school",
    "va": "voluntary_aided",
    "vc": "voluntary_controlled",
    "maintained": "community",
}
_WAYS_OF_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")
MOST_GOVERNORS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolRow:
    """What one line says of a school."""

    line: int
    name: str
    phase: Phase
    status: SchoolStatus
    urn: str
    ward: str
    status_since: date | None
    trust: str
    opened_on: date | None
    closed_on: date | None
    network: str
    governors: Mapping[GovernorRoute, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong on one line, as a sentence."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a line may name, in lower case."""

    wards: Collection[str]
    networks: Collection[str]


def read_register(
    columns: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], known: Known
) -> tuple[tuple[SchoolRow, ...], tuple[Fault, ...]]:
    """Read every line; where there is any fault, nothing should be stored.

    Args:
        columns: the headings, in any case; those that are not ours are passed over.
        rows: the number of each line in the file, and its cells.
        known: the wards and networks that the council knows.
    """
    places = {heading.strip().lower(): place for place, heading in enumerate(columns)}
    missing = [name for name in NEEDED if name not in places]
    if missing:
        return (), (Fault(line=1, sentence=f"There is no column called {' or '.join(missing)}."),)
    read: list[SchoolRow] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for line, cells in rows:
        said = {name: clean_line(cells[place]) for name, place in places.items() if name in COLUMNS}
        reader = _Reader(line, said, known)
        row = reader.row()
        faults += reader.faults
        if row is None:
            continue
        twice = [seen[key] for key in _keys(row) if key in seen]
        if twice:
            faults.append(Fault(line=line, sentence=f"This school stands on line {twice[0]} already."))
        seen |= {key: line for key in _keys(row) if key not in seen}
        read.append(row)
    return tuple(read), tuple(faults)


def _keys(row: SchoolRow) -> tuple[str, ...]:
    return (row.name.lower(), f"urn {row.urn}") if row.urn else (row.name.lower(),)


class _Reader:
    """Reads one line and remembers what was wrong with it."""

    def __init__(self, line: int, said: Mapping[str, str], known: Known) -> None:
        self.line, self.said, self.known = line, said, known
        self.faults: list[Fault] = []

    def row(self) -> SchoolRow | None:
        """Give what the line says, or nothing where it has a fault."""
        name = self._of("name")
        if not name:
            self._wrong("Enter the name of the school.")
        phase, status = self._one_of(Phase, "phase"), self._one_of(SchoolStatus, "status")
        urn = self._of("urn")
        if urn and not (urn.isascii() and urn.isdigit() and len(urn) == 6):
            self._wrong(f"“{urn}” is no URN: it has six digits.")
        opened, closed = self._day("opened"), self._day("closed")
        if opened and closed and closed < opened:
            self._wrong("The school closes before it opens. Check the two days.")
        since = self._day("status since")
        governors = {route: n for column, route in _ROUTE_COLUMNS.items() if (n := self._count(column)) is not None}
        ward, network = self._named("ward", self.known.wards), self._named("network", self.known.networks)
        trust = self._of("trust")
        if trust and status is not None and status.is_maintained:
            self._wrong("A school that the council maintains is in no academy trust. Check status and trust.")
        if self.faults or phase is None or status is None:
            return None
        return SchoolRow(
            line=self.line,
            name=name,
            phase=phase,
            status=status,
            urn=urn,
            ward=ward,
            status_since=since,
            trust=trust,
            opened_on=opened,
            closed_on=closed,
            network=network,
            governors=governors,
        )

    def _of(self, column: str) -> str:
        return self.said.get(column, "")

    def _wrong(self, sentence: str) -> None:
        self.faults.append(Fault(line=self.line, sentence=sentence))

    def _one_of(self, kind: Callable[[str], K], column: str) -> K | None:
        typed = self._of(column).lower().removesuffix(" school")
        try:
            return kind(_OTHER_WORDS.get(typed, typed.replace(" ", "_").replace("-", "_")))
        except ValueError:
            words = f"“{self._of(column)}” is no {column} that we know." if typed else f"Enter the {column}."
            self._wrong(words)
            return None

    def _named(self, column: str, known: Collection[str]) -> str:
        typed = self._of(column)
        if typed and typed.lower() not in known:
            self._wrong(f"We know no {column} called “{typed}”.")
        return typed

    def _day(self, column: str) -> date | None:
        typed = self._of(column)
        for way in _WAYS_OF_DAYS if typed else ():
            try:
                day = datetime.strptime(typed, way).date()  # noqa: DTZ007 - a day has no time zone
            except ValueError:
                continue
            if 1800 <= day.year <= 2200:
                return day
        if typed:
            self._wrong(f"“{typed}” under “{column}” is no day. Write it like 2024-09-01.")
        return None

    def _count(self, column: str) -> int | None:
        typed = self._of(column).removesuffix(".0")
        if not typed:
            return None
        if typed.isascii() and typed.isdigit() and int(typed[:6]) <= MOST_GOVERNORS:
            return int(typed)
        self._wrong(f"“{typed}” under “{column}” is no number of governors from 0 to {MOST_GOVERNORS}.")
        return None
