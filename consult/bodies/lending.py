"""What higher rooms tell of bodies: values that this room shows and that others make."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """To how many meetings someone came, of how many they could have come to."""

    times: int
    meetings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A consultation about a document: what it is called, where it stands, where it can be read."""

    title: str
    stage: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderWay:
    """An election that fills seats of a class just now: how it stands, in a sentence, and where to read of it."""

    seat_class_id: int
    words: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meets:
    """When a body meets next and met last, what it owes, and where all its meetings stand."""

    coming: str
    coming_href: str
    last: str
    last_href: str
    owed: str
    href: str
    desk_href: str
