"""Carrying comments into a new version where that is beyond doubt, and letting a person settle the rest."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import SYSTEM, Happening
from consult.documents.certainty import certain_places
from consult.documents.models import DocumentVersion, Paragraph
from consult.kernel.errors import Invalid
from consult.margin.models import Placement
from consult.margin.queries.changes import published_before, readings_of
from consult.margin.rules import PLACEMENT_MACHINE, Standing
from consult.responses.models import Comment, Response


def place_comments(session: Session, *, version: DocumentVersion, now: datetime) -> tuple[int, int]:
    """Place every comment on earlier versions in this published one; gives how many were carried and how many wait.

    Comments that were placed here before stay as they are, so it may run again and again. What was retired in the
    version before stays retired; what still waits there waits here too.
    """
    before = published_before(session, version=version)
    if before is None or version.published_at is None:
        return 0, 0
    old = readings_of(session, version_id=before.id)
    new = readings_of(session, version_id=version.id)
    places = certain_places([reading.text for reading in old], [reading.text for reading in new])
    heirs = {old[from_].id: new[to].id for from_, to in places.items()}
    fresh = [
        _placement(comment, stood, heirs, version, now=now)
        for comment, stood in _not_placed_yet(session, version=version, before=before)
        if stood is None or stood.standing is not Standing.RETIRED
    ]
    session.add_all(fresh)
    session.flush()
    n_carried = sum(one.standing is Standing.CARRIED for one in fresh)
    if fresh:
        _record_placed(session, version, n_carried, len(fresh) - n_carried, now=now)
    return n_carried, len(fresh) - n_carried


def settle_comment(
    session: Session,
    *,
    placement: Placement,
    act: str,
    by_id: int,
    now: datetime,
    paragraph: Paragraph | None = None,
    reason: str = "",
) -> Placement:
    """Say, as a person who looked, where a comment belongs in this version; saying the same twice changes nothing.

    Args:
        session: one that may write.
        placement: where it stands now.
        act: ``keep``, ``anchor_anew`` or ``retire``.
        by_id: who looked.
        now: the moment.
        paragraph: where it belongs; none when it is retired.
        reason: why it is retired, for its author to read.

    Raises:
        Invalid: no paragraph of this version is named, or it is retired without a reason.
        Refused: it was carried beyond doubt.
    """
    is_retired = act == "retire"
    if is_retired and not reason.strip():
        raise Invalid("Say why nothing in the new version is what this comment was about. Its author reads it.")
    if not is_retired and (paragraph is None or paragraph.version_id != placement.version_id):
        raise Invalid("Enter the number of a paragraph of the new version, such as 2.3.")
    target = PLACEMENT_MACHINE.after(placement.standing, act) if placement.standing.value != _AFTER[act] else None
    old = placement.standing
    placement.standing = target or placement.standing
    placement.paragraph_id = paragraph.id if paragraph is not None and not is_retired else None
    placement.reason = reason.strip() if is_retired else ""
    placement.decided_at, placement.decided_by_id = now, by_id
    session.flush()
    session.expire(placement, ["paragraph"])
    _record_settled(session, placement, old, by_id=by_id, now=now)
    return placement


_AFTER = {arrow.act: arrow.target.value for arrow in PLACEMENT_MACHINE.arrows}


def _placement(
    comment: Comment, stood: Placement | None, heirs: dict[int, int], version: DocumentVersion, *, now: datetime
) -> Placement:
    stands_at = comment.paragraph_id if stood is None else stood.paragraph_id
    heir = heirs.get(stands_at) if stands_at is not None else None
    return Placement(
        comment_id=comment.id,
        version_id=version.id,
        from_paragraph_id=stands_at or (stood.from_paragraph_id if stood else comment.paragraph_id),
        standing=Standing.CARRIED if heir is not None else Standing.WAITING,
        paragraph_id=heir,
        placed_at=now,
    )


def _not_placed_yet(
    session: Session, *, version: DocumentVersion, before: DocumentVersion
) -> list[tuple[Comment, Placement | None]]:
    """Comments on earlier versions without a place in this one, each with its place in the version before."""
    here = select(Placement.comment_id).where(Placement.version_id == version.id)
    earlier = select(Paragraph.id).join(DocumentVersion, DocumentVersion.id == Paragraph.version_id)
    earlier = earlier.where(DocumentVersion.document_id == version.document_id, DocumentVersion.number < version.number)
    comments = session.scalars(
        select(Comment)
        .join(Response, Response.id == Comment.response_id)
        .where(Comment.paragraph_id.in_(earlier), Comment.id.not_in(here), Response.withdrawn_at.is_(None))
        .order_by(Comment.id)
    ).all()
    stood = {one.comment_id: one for one in session.scalars(select(Placement).where(Placement.version_id == before.id))}
    return [(comment, stood.get(comment.id)) for comment in comments]


def _record_placed(
    session: Session, version: DocumentVersion, n_carried: int, n_waiting: int, *, now: datetime
) -> None:
    record(
        session,
        Happening.COMMENTS_PLACED,
        stream=f"document:{version.document_id}",
        subject=f"document_version:{version.id}",
        actor=SYSTEM,
        at=now,
        version=version.number,
        carried=n_carried,
        waiting=n_waiting,
    )


def _record_settled(session: Session, placement: Placement, old: Standing, *, by_id: int, now: datetime) -> None:
    version = session.get_one(DocumentVersion, placement.version_id)
    record(
        session,
        Happening.COMMENT_SETTLED,
        stream=f"document:{version.document_id}",
        subject=f"comment:{placement.comment_id}",
        actor=f"account:{by_id}",
        at=now,
        comment_id=placement.comment_id,
        version=version.number,
        standing=placement.standing,
        old=old,
    )
