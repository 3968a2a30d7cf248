"""Notes of a meeting split into points, and points put together into responses. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from consult.kernel.errors import Invalid
from consult.kernel.words import clean_text
from consult.responses.rules import LONGEST_ANSWER, GivenAnswer, GivenComment, Purpose

MOST_POINTS = 100
LONGEST_NOTES = 100_000
MOST_AGREEING = 100_000
LONGEST_SPEAKER = 60
_BULLET = re.compile(r"^\s*(?:[-–—*•·●▪◦]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+", re.IGNORECASE)


def split_notes(notes: str) -> tuple[str, ...]:
    """Each line is a point; where there are bullets or numbers, a line without one goes on with the point above.

    Raises:
        Invalid: there is no point, or more than one page can hold.
    """
    points: list[str] = []
    has_bullets, goes_on = any(_BULLET.match(line) for line in notes.splitlines()), False
    for line in notes.splitlines():
        begins, said = bool(_BULLET.match(line)), _BULLET.sub("", line).strip()
        if said and has_bullets and goes_on and not begins:
            points[-1] = f"{points[-1]} {said}"
        elif said:
            points.append(said)
        goes_on = bool(said)
    if not points:
        raise Invalid("There is no point in these notes. Write each thing that was said on a line of its own.")
    require_few(len(points))
    return tuple(points)


def require_few(n: int) -> None:
    """Refuse more points than one page can hold.

    Raises:
        Invalid: it says what to do.
    """
    if n > MOST_POINTS:
        raise Invalid(f"These notes have more than {MOST_POINTS} points. Put them in as two meetings.")


def split_point(words: str) -> tuple[str, ...]:
    """Split one point where an officer put an empty line, or else at each new line.

    Raises:
        Invalid: there is nothing to split it at.
    """
    for between in (r"\n\s*\n", r"\n"):
        parts = tuple(part.strip() for part in re.split(between, words.strip()) if part.strip())
        if len(parts) > 1:
            return parts
    raise Invalid("Put a new line where the point should be split, then press again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PointSaid:
    """One point as far as it makes a response."""

    id: int
    words: str
    speaker: str
    group_id: int | None
    n_agreeing: int | None
    question_id: int | None
    paragraph_id: int | None
    purpose: Purpose | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidTogether:
    """What one speaker said: one response, however many points; ``claimed`` stands beside the count."""

    point_ids: tuple[int, ...]
    group_id: int | None
    claimed: int | None
    answers: tuple[GivenAnswer, ...]
    comments: tuple[GivenComment, ...]


def put_together(points: Sequence[PointSaid]) -> tuple[SaidTogether, ...]:
    """Put the points of one speaker together; a point without a speaker stands alone.

    Raises:
        Invalid: a point is about nothing, a speaker is in two groups, or somebody said more than we can take.
    """
    lost = [place for place, point in enumerate(points, start=1) if not (point.question_id or point.paragraph_id)]
    if lost:
        raise Invalid(f"Say what point {lost[0]} is about: a question, or a paragraph of the document.")
    by_speaker: dict[str, list[PointSaid]] = {}
    for point in points:
        by_speaker.setdefault(point.speaker.casefold() or f"\n{point.id}", []).append(point)
    return tuple(_together(said) for said in by_speaker.values())


def _together(points: Sequence[PointSaid]) -> SaidTogether:
    groups = {point.group_id for point in points if point.group_id is not None}
    if len(groups) > 1:
        raise Invalid(f"{points[0].speaker} stands in two stakeholder groups. Give each speaker one.")
    texts: dict[int, list[str]] = {}
    for point in points:
        if point.question_id is not None:
            texts.setdefault(point.question_id, []).append(clean_text(point.words))
    answers = tuple(GivenAnswer(question_id=key, text="\n\n".join(said)) for key, said in texts.items())
    if any(len(answer.text) > LONGEST_ANSWER for answer in answers):
        raise Invalid("One speaker said more than one answer can hold. Give some of the points another speaker.")
    return SaidTogether(
        point_ids=tuple(point.id for point in points),
        group_id=next(iter(groups), None),
        claimed=max((point.n_agreeing for point in points if point.n_agreeing is not None), default=None),
        answers=answers,
        comments=tuple(
            GivenComment(
                paragraph_id=point.paragraph_id, purpose=point.purpose or Purpose.CONCERN, text=clean_text(point.words)
            )
            for point in points
            if point.paragraph_id is not None
        ),
    )
