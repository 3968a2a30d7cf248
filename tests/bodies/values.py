"""Values that several tests of bodies need."""

from datetime import date

from consult.bodies.composition import Holder
from consult.bodies.rules import EvidenceKind, HowFilled


def holder(number: int) -> Holder:
    """Someone who holds a seat."""
    return Holder(
        membership_id=number,
        person_id=number,
        name=f"Person {number}",
        from_on=date(2025, 9, 1),
        term_ends_on=date(2026, 8, 31),
        until_on=None,
        holds_over=True,
        how_filled=HowFilled.ELECTED,
        evidence_kind=EvidenceKind.COUNT_SHEET,
        evidence_ref="archive:x",
        on_behalf_of="",
    )
