"""The diary of the city: deeds at their moments, done in the order in which they happened."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that somebody did at a moment."""

    at: datetime
    do: Callable[[Session], object]


def play(session: Session, deeds: Iterable[Deed]) -> None:
    """Do everything in order, so that each audit stream tells its story from first to last."""
    for deed in sorted(deeds, key=lambda deed: deed.at):
        deed.do(session)
