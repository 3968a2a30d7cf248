"""What is held about one person, as each room tells it: the value that a copy for that person is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Told = str | int | bool | None
WITHHELD = "withheld"


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """A person as they asked: by an address, by references of what they sent, or by both."""

    email: str = ""
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldThing:
    """One thing that is held about a person.

    ``told`` is everything about it that the person is given; ``withheld`` names what is not, with the reason.
    """

    told: Mapping[str, Told]
    withheld: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """What is told, as words to read; what is empty is left out."""
        return tuple((name, str(value)) for name, value in self.told.items() if value not in (None, ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Everything of one kind that is held about a person; ``name`` is its key in the file, ``why`` what it is for."""

    name: str
    title: str
    why: str
    things: tuple[HeldThing, ...]

    @classmethod
    def all_told(cls, name: str, *, title: str, why: str, told: Iterable[Mapping[str, Told]]) -> Held:
        """Things of which nothing is withheld from the person."""
        return cls(name=name, title=title, why=why, things=tuple(HeldThing(told=each) for each in told))
