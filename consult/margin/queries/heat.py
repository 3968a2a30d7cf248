"""Where comments gather: counted by paragraph, purpose and group, in one query."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.documents.models import Paragraph
from consult.places.models import StakeholderGroup
from consult.responses.models import Comment, Response
from consult.responses.rules import Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """How many comments of one purpose and one group stand on one paragraph."""

    number: str
    identity: str
    purpose: Purpose
    group: str
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatRow:
    """One paragraph that was commented on: how often, by purpose and by group; ``share`` is of the most on any."""

    number: str
    identity: str
    n: int
    share: float
    by_purpose: dict[Purpose, int]
    by_group: dict[str, int]


def gathered(session: Session, *, consultation_id: int, version_id: int) -> tuple[Gathered, ...]:
    """Count the comments on this version, those of withdrawn responses left out, in the order of the document."""
    rows = session.execute(
        select(Paragraph.number, Paragraph.identity, Comment.purpose, StakeholderGroup.name, func.count().label("n"))
        .join(Comment, Comment.paragraph_id == Paragraph.id)
        .join(Response, Response.id == Comment.response_id)
        .outerjoin(StakeholderGroup, StakeholderGroup.id == Response.group_id)
        .where(
            Paragraph.version_id == version_id,
            Response.consultation_id == consultation_id,
            Response.withdrawn_at.is_(None),
        )
        .group_by(
            Paragraph.id,
            Paragraph.number,
            Paragraph.identity,
            Paragraph.position,
            Comment.purpose,
            StakeholderGroup.name,
        )
        .order_by(Paragraph.position)
    )
    return tuple(
        Gathered(number=row.number, identity=row.identity, purpose=row.purpose, group=row.name or "", n=row.n)
        for row in rows
    )


def heat_of(found: Sequence[Gathered]) -> tuple[HeatRow, ...]:
    """Put the counts together by paragraph."""
    by_paragraph: dict[str, list[Gathered]] = {}
    for one in found:
        by_paragraph.setdefault(one.identity, []).append(one)
    most = max((sum(one.n for one in part) for part in by_paragraph.values()), default=1)
    return tuple(_row(part, most) for part in by_paragraph.values())


def _row(part: Sequence[Gathered], most: int) -> HeatRow:
    purposes: Counter[Purpose] = Counter()
    groups: Counter[str] = Counter()
    for one in part:
        purposes[one.purpose] += one.n
        groups[one.group] += one.n
    n = purposes.total()
    return HeatRow(
        number=part[0].number,
        identity=part[0].identity,
        n=n,
        share=n / most,
        by_purpose=dict(purposes),
        by_group=dict(groups),
    )
