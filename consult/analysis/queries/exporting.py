"""The codebook, assignments and history of one question as rows to take out: streamed, with the board's figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.analysis.models import Assignment, Codebook, Theme, ThemeEdit, Unassigned
from consult.analysis.queries.linking import Linked, links_of
from consult.analysis.queries.themes import Weighed, all_names, board
from consult.analysis.rules import Bin, EditAct
from consult.places.models import StakeholderGroup, Ward
from consult.responses.models import Response
from consult.responses.rules import Channel, Hand, Timeliness

AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookRow:
    """One theme, whatever became of it; ``weighed`` holds its figures as the board shows them."""

    theme: Theme
    merged_into: str
    weighed: Weighed
    linked: Linked | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentRow:
    """That one text is in one theme, or in none: then ``bin`` says where it lies and ``theme`` is the nearest."""

    text_id: int
    reference: str
    group: str
    ward: str
    channel: Channel
    received_on: date
    is_late: bool
    theme_id: int | None
    theme: str
    bin: Bin | None = None
    is_main: bool = False
    confidence: float | None = None
    hand: Hand | None = None
    is_pinned: bool = False
    starts_at: int | None = None
    ends_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditRow:
    """One edit of the log."""

    number: int
    at: datetime
    act: EditAct
    theme_id: int | None
    theme: str
    by: str
    reason: str
    before: dict[str, Any]
    after: dict[str, Any]
    undone_by_number: int | None


def codebook_rows(session: Session, codebook: Codebook) -> Iterator[CodebookRow]:
    """Every theme of a codebook: those that stand in order of weight, then the others."""
    names = all_names(session, codebook.id)
    weighed = board(session, codebook)
    links = {theme.id: linked for linked in links_of(session, codebook.consultation_id) for theme in linked.themes}
    standing = {each.theme.id for each in weighed.themes}
    rest = session.scalars(
        select(Theme).where(Theme.codebook_id == codebook.id, Theme.id.not_in(standing)).order_by(Theme.id)
    )
    for each in (*weighed.themes, *(Weighed(theme=theme, base=weighed.base) for theme in rest)):
        yield CodebookRow(
            theme=each.theme,
            merged_into=names.get(each.theme.merged_into_id or 0, ""),
            weighed=each,
            linked=links.get(each.theme.id),
        )


def assignment_rows(session: Session, codebook: Codebook) -> Iterator[AssignmentRow]:
    """Every text with each theme that it is in, then those in no theme; read from the database in parts."""
    names = all_names(session, codebook.id)
    held = _of_responses(select(Assignment), Assignment, codebook).join(Theme, Theme.id == Assignment.theme_id)
    held = held.where(Theme.codebook_id == codebook.id).order_by(Assignment.response_id, Assignment.id)
    for row, *response in session.execute(held.execution_options(yield_per=AT_ONCE)):
        yield AssignmentRow(
            **_about(row, response),
            theme_id=row.theme_id,
            theme=names.get(row.theme_id, ""),
            is_main=row.main,
            confidence=row.confidence,
            hand=row.hand,
            is_pinned=row.pinned,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
        )
    lying = _of_responses(select(Unassigned), Unassigned, codebook)
    lying = lying.where(Unassigned.codebook_id == codebook.id).order_by(Unassigned.response_id, Unassigned.id)
    for row, *response in session.execute(lying.execution_options(yield_per=AT_ONCE)):
        nearest = names.get(row.nearest_theme_id or 0, "")
        yield AssignmentRow(**_about(row, response), theme_id=None, theme=nearest, bin=row.bin)


def edit_rows(session: Session, codebook: Codebook) -> Iterator[EditRow]:
    """Every edit of a codebook in order, with who made it."""
    names = all_names(session, codebook.id)
    rows = session.execute(
        select(ThemeEdit, Account.name)
        .join(Account, Account.id == ThemeEdit.by_id)
        .where(ThemeEdit.codebook_id == codebook.id)
        .order_by(ThemeEdit.number)
        .execution_options(yield_per=AT_ONCE)
    )
    for edit, by in rows:
        yield EditRow(
            number=edit.number,
            at=edit.at,
            act=edit.act,
            theme_id=edit.theme_id,
            theme=names.get(edit.theme_id or 0, ""),
            by=by,
            reason=edit.reason,
            before=edit.before,
            after=edit.after,
            undone_by_number=edit.undone_by_number,
        )


def _of_responses(asked: Any, kind: type[Assignment] | type[Unassigned], codebook: Codebook) -> Any:
    """Join what is said of a response; those that were withdrawn are left out."""
    return (
        asked.add_columns(
            Response.reference,
            StakeholderGroup.name,
            Ward.name,
            Response.channel,
            Response.received_on,
            Response.timeliness,
        )
        .join(Response, Response.id == kind.response_id)
        .outerjoin(StakeholderGroup, StakeholderGroup.id == Response.group_id)
        .outerjoin(Ward, Ward.id == Response.ward_id)
        .where(Response.consultation_id == codebook.consultation_id, Response.withdrawn_at.is_(None))
    )


def _about(row: Assignment | Unassigned, response: list[Any]) -> dict[str, Any]:
    reference, group, ward, channel, received_on, timeliness = response
    return {
        "text_id": row.answer_id or row.comment_id or 0,
        "reference": reference,
        "group": group or "",
        "ward": ward or "",
        "channel": channel,
        "received_on": received_on,
        "is_late": timeliness is Timeliness.LATE,
    }
