"""Which words of people may be shown in public: screened by a person, and published with the writer's permission."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from consult.responses.models import Response, ScreenedText
from consult.responses.rules import Channel, PublishAs, Screening

AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicText:
    """A text as anyone may read it; ``number`` is unrelated to the reference, and a name stands only where it may."""

    screened_text_id: int
    response_id: int
    answer_id: int | None
    comment_id: int | None
    number: str
    text: str
    group_id: int | None
    group: str
    channel: Channel
    organisation: str
    language: str


def public_texts_of_answers(session: Session, answer_ids: Iterable[int]) -> dict[int, PublicText]:
    """By answer, the texts that may be shown in public; an answer that is missing here may not be quoted."""
    found = _public_texts(session, ScreenedText.answer_id, answer_ids)
    return {text.answer_id: text for text in found if text.answer_id is not None}


def public_texts_of_comments(session: Session, comment_ids: Iterable[int]) -> dict[int, PublicText]:
    """By comment, the texts that may be shown in public."""
    found = _public_texts(session, ScreenedText.comment_id, comment_ids)
    return {text.comment_id: text for text in found if text.comment_id is not None}


def may_be_public() -> tuple[ColumnElement[bool], ...]:
    """The conditions, on a join of ``ScreenedText`` and ``Response``, under which a text may be shown in public."""
    return (
        ScreenedText.screening == Screening.PUBLIC,
        ScreenedText.public_text != "",
        Response.withdrawn_at.is_(None),
        Response.publish_as != PublishAs.NOT_PUBLISHED,
    )


def _public_texts(session: Session, column: InstrumentedAttribute[int | None], ids: Iterable[int]) -> list[PublicText]:
    wanted = list(ids)
    found: list[PublicText] = []
    for start in range(0, len(wanted), AT_ONCE):
        part = wanted[start : start + AT_ONCE]
        rows = session.scalars(
            select(ScreenedText)
            .join(Response)
            .where(column.in_(part), *may_be_public())
            .options(joinedload(ScreenedText.response).joinedload(Response.group))
        )
        found += [_shown(row) for row in rows]
    return found


def _shown(row: ScreenedText) -> PublicText:
    response = row.response
    is_named = response.publish_as is PublishAs.WITH_ORGANISATION_NAME
    return PublicText(
        screened_text_id=row.id,
        response_id=response.id,
        answer_id=row.answer_id,
        comment_id=row.comment_id,
        number=response.public_number,
        text=row.public_text,
        group_id=response.group_id,
        group=response.group.name if response.group else "",
        channel=response.channel,
        organisation=response.organisation_name if is_named else "",
        language=response.language,
    )
