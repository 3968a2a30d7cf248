"""What higher rooms lend to meetings, and what meetings lend to bodies.

Elections say which contests are voted on at a meeting; consultations and outcomes what an item may be about; the
calendar which days are bank holidays. Each hands over a function; until then nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from flask import Flask, current_app, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.bodies.lending import Came, Meets
from consult.meetings.lending import Topic, Topics, VotedOn
from consult.meetings.queries import attendance_until, dates_of
from consult.meetings.wording import hours_of
from consult.web.clock import now
from consult.web.filters import short_day

TOPICS = "consult_meeting_topics"
CONTESTS = "consult_meeting_contests"
AWAY = "consult_meeting_days_away"


ContestsAt = Callable[[Session, int, bool], tuple[VotedOn, ...]]
DaysAway = Callable[[Session, date, date], frozenset[date]]


def install_topics(app: Flask, sources: Sequence[Topics]) -> None:
    """Say which rooms know things that an agenda can be about."""
    app.extensions[TOPICS] = tuple(sources)


def install_contests(app: Flask, contests: ContestsAt) -> None:
    """Say who knows which contests are voted on at a meeting, for everyone or for those who run elections."""
    app.extensions[CONTESTS] = contests


def install_away(app: Flask, away: DaysAway) -> None:
    """Say who knows which days between two are bank holidays."""
    app.extensions[AWAY] = away


def topics_offered(session: Session) -> list[Topic]:
    """Return everything that an item can be about."""
    sources: tuple[Topics, ...] = current_app.extensions.get(TOPICS, ())
    return [each for source in sources for each in source.offered(session)]


def topics_named(session: Session, refs: Collection[str]) -> dict[str, Topic]:
    """Return what some items are about."""
    sources: tuple[Topics, ...] = current_app.extensions.get(TOPICS, ())
    found: dict[str, Topic] = {}
    for source in sources if refs else ():
        found |= source.named(session, refs)
    return found


def contests_at(session: Session, meeting_id: int, *, for_officers: bool) -> tuple[VotedOn, ...]:
    """Return the contests that are voted on at a meeting."""
    known: ContestsAt | None = current_app.extensions.get(CONTESTS)
    return known(session, meeting_id, for_officers) if known else ()


def days_away(session: Session, first: date, last: date) -> frozenset[date]:
    """Return the bank holidays between two days; none where nobody knows."""
    known: DaysAway | None = current_app.extensions.get(AWAY)
    return known(session, first, last) if known else frozenset()


def attendance(session: Session, body_id: int, day: date) -> Mapping[int, Came]:
    """Tell bodies how often their members came in the year up to a day."""
    return attendance_until(session, body_id, day)


def meets(session: Session, body_id: int, slug: str) -> Meets:
    """Tell bodies when they meet next and met last, and whether minutes are late."""
    dates = dates_of(session, body_id=body_id, now=now())
    coming, last, n_late = dates.coming, dates.last, dates.n_minutes_late
    late = ngettext("Minutes of %(num)s meeting are late.", "Minutes of %(num)s meetings are late.", n_late)
    return Meets(
        coming=_("It meets next on %(when)s.", when=hours_of(coming)) if coming else "",
        coming_href=url_for("meetings.meeting", meeting_id=coming.id) if coming else "",
        last=_("It met last on %(day)s.", day=short_day(last.starts_at)) if last else "",
        last_href=url_for("meetings.meeting", meeting_id=last.id) if last else "",
        owed=late if n_late else "",
        href=url_for("meetings.of_body", slug=slug),
        desk_href=url_for("meetings.desk_meetings", body_id=body_id),
    )
