"""Put in the notes of a meeting, put its points right, and take them in through the one door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.consultations.models import Consultation
from consult.kernel.errors import Invalid, Refused, Stale
from consult.kernel.references import draw_token
from consult.kernel.words import clean_line, clean_text
from consult.responses.actions.importing import noon_in_london, require_open_intake
from consult.responses.actions.submit import submit_response
from consult.responses.models import MeetingNotes, MeetingPoint, Response
from consult.responses.points import PointSaid, SaidTogether, put_together, require_few, split_notes, split_point
from consult.responses.rules import Channel, PublishAs, Purpose, Submitted


@dataclass(frozen=True, slots=True, kw_only=True)
class NotesValues:
    """The notes of one meeting as an officer put them in."""

    title: str
    held_on: date
    text: str
    may_publish: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PointValues:
    """One point as an officer put it right."""

    id: int
    words: str
    speaker: str = ""
    group_id: int | None = None
    n_agreeing: int | None = None
    question_id: int | None = None
    paragraph_id: int | None = None
    purpose: Purpose | None = None


def add_notes(
    session: Session,
    *,
    consultation: Consultation,
    values: NotesValues,
    submission_key: str,
    by_id: int,
    now: datetime,
) -> MeetingNotes:
    """Split the notes of a meeting into points; the same key gives the same notes.

    Raises:
        Invalid: there is no point in them, or too many.
        Refused: the intake is complete.
    """
    known = session.scalar(select(MeetingNotes).where(MeetingNotes.submission_key == submission_key))
    if known is not None:
        return known
    require_open_intake(consultation)
    notes = MeetingNotes(
        consultation_id=consultation.id,
        title=clean_line(values.title),
        held_on=values.held_on,
        may_publish=values.may_publish,
        added_by_id=by_id,
        added_at=now,
        submission_key=submission_key,
        points=[
            MeetingPoint(position=place, words=clean_text(words))
            for place, words in enumerate(split_notes(values.text), start=1)
        ],
    )
    session.add(notes)
    session.flush()
    _note(session, Happening.NOTES_ADDED, notes, by_id=by_id, now=now, count=len(notes.points))
    return notes


def save_points(
    session: Session, *, notes: MeetingNotes, values: Sequence[PointValues], version_seen: int
) -> MeetingNotes:
    """Keep what an officer put right, before anything else is done with it.

    Raises:
        Stale: someone else changed these notes meanwhile.
        Refused: they were taken in already.
    """
    if notes.taken_in_at is not None:
        raise Refused("These notes were taken in already. Their points can be read as responses.")
    if version_seen != notes.version:
        raise Stale("Someone else changed these notes meanwhile. Your words are below; look at both before you save.")
    by_id = {point.id: point for point in notes.points}
    for said in values:
        point = by_id.get(said.id)
        if point is not None:
            point.words, point.speaker = clean_text(said.words), clean_line(said.speaker)
            point.group_id, point.n_agreeing = said.group_id, said.n_agreeing
            point.question_id, point.paragraph_id, point.purpose = said.question_id, said.paragraph_id, said.purpose
    notes.version += 1
    session.flush()
    return notes


def join_to_the_one_above(session: Session, *, notes: MeetingNotes, point_id: int) -> None:
    """Make one point of two; the one above keeps who said it, unless it says nothing of that.

    Raises:
        Invalid: there is none above.
    """
    place = _place(notes, point_id)
    if place == 0:
        raise Invalid("There is no point above this one.")
    above, point = notes.points[place - 1], notes.points[place]
    above.words = f"{above.words}\n{point.words}".strip()
    above.speaker = above.speaker or point.speaker
    above.group_id = above.group_id or point.group_id
    agreeing = [each.n_agreeing for each in (above, point) if each.n_agreeing is not None]
    above.n_agreeing = max(agreeing, default=None)
    if above.question_id is None and above.paragraph_id is None:
        above.question_id, above.paragraph_id, above.purpose = point.question_id, point.paragraph_id, point.purpose
    notes.points.remove(point)
    _number(session, notes)


def split_in_two(session: Session, *, notes: MeetingNotes, point_id: int) -> None:
    """Make several points of one, each with the same speaker and about the same.

    Raises:
        Invalid: there is no line to split it at, or there are too many points.
    """
    place = _place(notes, point_id)
    point = notes.points[place]
    first, *rest = split_point(point.words)
    require_few(len(notes.points) + len(rest))
    point.words = first
    kept = {
        name: getattr(point, name)
        for name in ("speaker", "group_id", "n_agreeing", "question_id", "paragraph_id", "purpose")
    }
    for step, words in enumerate(rest, start=1):
        notes.points.insert(place + step, MeetingPoint(position=0, words=words, **kept))
    _number(session, notes)


def drop_point(session: Session, *, notes: MeetingNotes, point_id: int) -> None:
    """Leave a point out, such as a heading or "apologies were given"."""
    notes.points.remove(notes.points[_place(notes, point_id)])
    _number(session, notes)


def take_in_points(
    session: Session, *, consultation: Consultation, notes: MeetingNotes, language: str, by_id: int, now: datetime
) -> list[Response]:
    """Send each speaker's points through the one door, as one response received on the day of the meeting.

    Raises:
        Invalid: a point is about nothing, or a speaker stands in two groups.
        Refused: they were taken in already, none is left, or the intake is complete.
    """
    require_open_intake(consultation)
    if notes.taken_in_at is not None or not notes.points:
        raise Refused("There is no point left to take in from these notes.")
    points = {point.id: point for point in notes.points}
    responses = []
    for said in put_together([_said(point) for point in notes.points if point.words]):
        submitted = _submitted(notes, said, language=language, by_id=by_id)
        received_at = noon_in_london(notes.held_on)
        response = submit_response(
            session, consultation=consultation, submitted=submitted, received_at=received_at, now=now
        )
        for point_id in said.point_ids:
            points[point_id].response_id = response.id
        responses.append(response)
    notes.taken_in_at = now
    session.flush()
    facts = {"responses": len(responses), "count": len(notes.points)}
    _note(session, Happening.NOTES_TAKEN_IN, notes, by_id=by_id, now=now, **facts)
    return responses


def _submitted(notes: MeetingNotes, said: SaidTogether, *, language: str, by_id: int) -> Submitted:
    return Submitted(
        channel=Channel.MEETING,
        submission_key=draw_token(),
        group_id=said.group_id,
        answers=said.answers,
        comments=said.comments,
        publish_as=PublishAs.WITHOUT_NAME if notes.may_publish else PublishAs.NOT_PUBLISHED,
        language=language,
        received_on=notes.held_on,
        keyed_by_id=by_id,
        claimed_people=said.claimed,
    )


def _said(point: MeetingPoint) -> PointSaid:
    return PointSaid(
        id=point.id,
        words=point.words,
        speaker=point.speaker,
        group_id=point.group_id,
        n_agreeing=point.n_agreeing,
        question_id=point.question_id,
        paragraph_id=point.paragraph_id,
        purpose=point.purpose,
    )


def _place(notes: MeetingNotes, point_id: int) -> int:
    place = next((place for place, point in enumerate(notes.points) if point.id == point_id), None)
    if place is None:
        raise Stale("This point is not there any more. Look at the notes again.")
    return place


def _number(session: Session, notes: MeetingNotes) -> None:
    for place, point in enumerate(notes.points, start=1):
        point.position = place
    session.flush()


def _note(
    session: Session, happening: Happening, notes: MeetingNotes, *, by_id: int, now: datetime, **facts: object
) -> None:
    record(
        session,
        happening,
        stream=f"consultation:{notes.consultation_id}",
        subject=f"meeting_notes:{notes.id}",
        actor=f"account:{by_id}",
        at=now,
        notes_id=notes.id,
        **facts,
    )
