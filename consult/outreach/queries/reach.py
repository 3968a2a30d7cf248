"""Questions about who answered, against who lives here: by district and by ward, in one query each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.outreach.reach import Part
from consult.places.models import District, Ward


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCounts:
    """Responses by district and by ward, with who lives there; ``n_without`` said no ward."""

    districts: tuple[Part, ...]
    wards: tuple[Part, ...]
    n_without: int


def place_counts(session: Session, counts: Mapping[int | None, int]) -> PlaceCounts:
    """Lay the responses in time, counted by ward, beside who lives there, and add them up by district."""
    wards = session.execute(
        select(Ward.id, Ward.name, Ward.population, District.name)
        .join(District, Ward.district_id == District.id)
        .order_by(District.name, Ward.name)
    ).all()
    parts = [
        (district, Part(name=name, population=population, n_responses=counts.get(ward_id, 0)))
        for ward_id, name, population, district in wards
    ]
    return PlaceCounts(
        districts=_by_district(parts),
        wards=tuple(part for _district, part in parts),
        n_without=counts.get(None, 0),
    )


def _by_district(parts: list[tuple[str, Part]]) -> tuple[Part, ...]:
    found: dict[str, list[Part]] = {}
    for district, part in parts:
        found.setdefault(district, []).append(part)
    return tuple(
        Part(
            name=district,
            population=None if any(p.population is None for p in inside) else sum(p.population or 0 for p in inside),
            n_responses=sum(p.n_responses for p in inside),
        )
        for district, inside in found.items()
    )
