"""What higher rooms tell of meetings: values that this room shows and that others make."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What an item is about: what it is called, where it stands, where it can be read."""

    ref: str
    title: str
    standing: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VotedOn:
    """A contest that is voted on at a meeting: how it stands, and where to go."""

    title: str
    standing: str
    href: str
    hall_href: str
    desk_href: str


class Topics(Protocol):
    """What one room lets agendas be about."""

    def offered(self, session: Session) -> Sequence[Topic]:
        """Return what can be chosen, the latest first."""
        ...

    def named(self, session: Session, refs: Collection[str]) -> Mapping[str, Topic]:
        """Return those of some references that everyone may read of."""
        ...
