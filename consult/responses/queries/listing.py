"""The responses of one consultation as an officer reads them: filtered, in pages, and one by one."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from consult.consultations.models import Consultation
from consult.documents.models import Paragraph
from consult.kernel.errors import Invalid, NotFound
from consult.kernel.references import read_reference
from consult.responses.models import Answer, Comment, Response, ScreenedText
from consult.responses.rules import Channel, Timeliness
from consult.storage.paging import Page, page_of

PAGE_SIZE = 25
NOT_SAID = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseFilter:
    """Which responses to show; what is empty does not narrow. ``group_id`` and ``ward_id`` 0: those who did not say."""

    group_id: int | None = None
    ward_id: int | None = None
    channel: Channel | None = None
    is_late: bool | None = None
    is_incomplete: bool | None = None
    is_withdrawn: bool = False
    received_on: date | None = None
    search: str = ""

    @classmethod
    def from_address(cls, typed: Mapping[str, str]) -> "ResponseFilter":
        """What an address asks for; what makes no sense is left out, so that an old link still shows something."""
        channel = typed.get("channel", "")
        late = typed.get("late", "")
        return cls(
            group_id=_number(typed.get("group", "")),
            ward_id=_number(typed.get("ward", "")),
            channel=Channel(channel) if channel in set(Channel) else None,
            is_late={"yes": True, "no": False}.get(late),
            is_incomplete=True if typed.get("incomplete") == "yes" else None,
            is_withdrawn=typed.get("withdrawn") == "yes",
            received_on=_day(typed.get("day", "")),
            search=" ".join(typed.get("search", "").split())[:200],
        )

    def as_address(self) -> dict[str, str]:
        """What to put into an address, so that the next page shows the same responses."""
        given = {
            "group": _shown(self.group_id),
            "ward": _shown(self.ward_id),
            "channel": self.channel.value if self.channel else "",
            "late": {True: "yes", False: "no", None: ""}[self.is_late],
            "incomplete": "yes" if self.is_incomplete else "",
            "withdrawn": "yes" if self.is_withdrawn else "",
            "day": self.received_on.isoformat() if self.received_on else "",
            "search": self.search,
        }
        return {name: value for name, value in given.items() if value}


def responses_page(
    session: Session, *, consultation: Consultation, wanted: ResponseFilter, number: int
) -> Page[Response]:
    """One page of the responses that a filter lets through, newest first, with their group, ward and answers."""
    asked = _filtered(consultation, wanted).options(
        joinedload(Response.group),
        joinedload(Response.ward),
        selectinload(Response.answers),
        selectinload(Response.comments),
    )
    return page_of(session, asked, Response.received_at.desc(), Response.id.desc(), number=number, size=PAGE_SIZE)


def response_to_read(session: Session, *, consultation: Consultation, response_id: int) -> Response:
    """One response with everything it says, in a constant number of queries.

    Raises:
        NotFound: it is not a response to this consultation.
    """
    found = session.scalar(
        select(Response)
        .where(Response.id == response_id, Response.consultation_id == consultation.id)
        .options(
            joinedload(Response.group),
            joinedload(Response.ward),
            joinedload(Response.organisation),
            joinedload(Response.contact),
            selectinload(Response.answers).selectinload(Answer.picks),
            selectinload(Response.comments),
        )
    )
    if found is None:
        raise NotFound("We could not find this response. Check the link that brought you here.")
    return found


def neighbours(session: Session, *, response: Response) -> tuple[int | None, int | None]:
    """The ids of the responses recorded before and after this one, so that they can be read one after another."""
    same = select(Response.id).where(Response.consultation_id == response.consultation_id)
    before = session.scalar(same.where(Response.id < response.id).order_by(Response.id.desc()).limit(1))
    after = session.scalar(same.where(Response.id > response.id).order_by(Response.id).limit(1))
    return before, after


def screened_by_source(session: Session, *, response: Response) -> dict[tuple[str, int], ScreenedText]:
    """What was decided about each text of a response, by ``("answer", id)`` or ``("comment", id)``."""
    rows = session.scalars(select(ScreenedText).where(ScreenedText.response_id == response.id))
    return {("answer", row.answer_id) if row.answer_id else ("comment", row.comment_id or 0): row for row in rows}


def paragraph_numbers(session: Session, *, response: Response) -> dict[int, str]:
    """The numbers that people see of the paragraphs that a response comments on."""
    ids = {comment.paragraph_id for comment in response.comments}
    if not ids:
        return {}
    rows = session.execute(select(Paragraph.id, Paragraph.number).where(Paragraph.id.in_(ids)))
    return {key: value for key, value in rows}  # noqa: C416 - a Row is no pair to the type checker


def keyed_with(session: Session, *, consultation: Consultation, source_reference: str) -> Response | None:
    """The response that was keyed in from the paper form with this code, also one that was withdrawn."""
    asked = select(Response).where(
        Response.consultation_id == consultation.id, Response.source_reference == source_reference
    )
    return session.scalars(asked.order_by(Response.id).limit(1)).first()


def numbered_paragraphs(session: Session, *, consultation: Consultation) -> dict[str, int]:
    """The paragraphs of the document that is consulted on, by the number that people see."""
    rows = session.execute(
        select(Paragraph.number, Paragraph.id).where(Paragraph.version_id == consultation.document_version_id)
    )
    return {row.number: row.id for row in rows}


def _filtered(consultation: Consultation, wanted: ResponseFilter) -> Select[Response]:
    asked = select(Response).where(Response.consultation_id == consultation.id)
    asked = asked.where(Response.withdrawn_at.is_not(None) if wanted.is_withdrawn else Response.withdrawn_at.is_(None))
    if wanted.group_id is not None:
        asked = asked.where(Response.group_id == wanted.group_id if wanted.group_id else Response.group_id.is_(None))
    if wanted.ward_id is not None:
        asked = asked.where(Response.ward_id == wanted.ward_id if wanted.ward_id else Response.ward_id.is_(None))
    if wanted.channel is not None:
        asked = asked.where(Response.channel == wanted.channel)
    if wanted.is_late is not None:
        is_late = Response.timeliness == Timeliness.LATE
        asked = asked.where(is_late if wanted.is_late else ~is_late)
    if wanted.is_incomplete:
        asked = asked.where(Response.incomplete)
    if wanted.received_on is not None:
        asked = asked.where(Response.received_on == wanted.received_on)
    return _searched(asked, wanted.search)


def _searched(asked: Select[Response], search: str) -> Select[Response]:
    if not search:
        return asked
    in_answers = select(Answer.response_id).where(Answer.text.icontains(search, autoescape=True))
    in_comments = select(Comment.response_id).where(Comment.text.icontains(search, autoescape=True))
    found = [
        Response.id.in_(in_answers),
        Response.id.in_(in_comments),
        Response.organisation_name.icontains(search, autoescape=True),
        Response.source_reference == search,
    ]
    with suppress(Invalid):  # what is no reference is words
        found.append(Response.reference == read_reference(search))
    return asked.where(or_(*found))


def _number(typed: str) -> int | None:
    if typed == NOT_SAID:
        return 0
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


def _shown(number: int | None) -> str:
    return "" if number is None else str(number) if number else NOT_SAID


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
