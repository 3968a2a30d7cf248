"""Ask to follow, confirm, leave, and make up the day's digest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.audit.actions import record
from consult.audit.rules import RESIDENT, Happening
from consult.following.models import Following
from consult.following.queries import NewsItem, following_of, latest_event_id, news_about
from consult.following.rules import CONFIRM_WITHIN, Topic
from consult.following.tokens import TokenAct, make_token
from consult.following.wording import digest_lines
from consult.kernel.errors import NotFound
from consult.post.actions import queue_mail
from consult.post.rules import checked_address

_ASK_AGAIN_AFTER = timedelta(minutes=10)


def ask_to_follow(
    session: Session, *, email: str, topic: Topic, about: str, base_url: str, secret: str, now: datetime
) -> Following:
    """Note that an address asks for news, and mail it a link to confirm; a repeat sends no flood of mails.

    Whoever asks is told the same whether or not the address follows already, so that nobody can find out.

    Raises:
        Invalid: the address cannot be written to.
    """
    address = checked_address(email).lower()
    known = following_of(session, email=address, topic=topic)
    if known is not None and (known.confirmed_at is not None or now - known.asked_at < _ASK_AGAIN_AFTER):
        return known
    following = known or Following(email=address, topic=topic.code, told_until=latest_event_id(session))
    following.asked_at = now
    session.add(following)
    session.flush()
    token = make_token(secret, act=TokenAct.CONFIRM, following_id=following.id, asked_at=now)
    queue_mail(
        session,
        to=address,
        subject="Confirm that you want news",
        template="follow_confirm",
        values={"about": about, "link": f"{base_url}/news/confirm/{token}"},
        now=now,
    )
    return following


def confirm_following(session: Session, *, following_id: int, asked_second: int, now: datetime) -> Following:
    """Begin to tell an address the news; confirming twice is confirming once.

    Raises:
        NotFound: it left, or waited too long.
    """
    following = _meant(session, following_id, asked_second)
    if following is None:
        raise NotFound("This link does not work any more. Ask for news again from the page that you want to follow.")
    if following.confirmed_at is None:
        following.confirmed_at = now
        following.told_until = latest_event_id(session)
        _note(session, Happening.FOLLOWER_ADDED, following, now=now)
        session.flush()
    return following


def leave(session: Session, *, following_id: int, asked_second: int, now: datetime) -> None:
    """Forget an address; one that left already stays forgotten."""
    following = _meant(session, following_id, asked_second)
    if following is None:
        return
    _note(session, Happening.FOLLOWER_REMOVED, following, now=now)
    session.delete(following)
    session.flush()


def forget_unconfirmed(session: Session, *, now: datetime) -> None:
    """Delete the addresses that nobody confirmed in time."""
    session.execute(
        delete(Following).where(Following.confirmed_at.is_(None), Following.asked_at < now - CONFIRM_WITHIN)
    )


def tell_news(
    session: Session,
    *,
    followings: Sequence[Following],
    day: date,
    council: str,
    base_url: str,
    secret: str,
    now: datetime,
) -> bool:
    """Queue one digest of one day for all that one address follows, when there is news, and note that the day is done.

    What two of them tell is told once. One press leaves all of them; each can be left by itself too.
    """
    found: dict[int, NewsItem] = {}
    for each in followings:
        news = news_about(session, Topic.read(each.topic), after=each.told_until)
        found |= {item.event_id: item for item in news}
        each.told_on = day
        each.told_until = max([each.told_until, *(item.event_id for item in news)])
    if found:
        items = [found[number] for number in sorted(found, reverse=True)]
        leave_href = _leave_href(followings, base_url, secret)
        queue_mail(
            session,
            to=followings[0].email,
            subject=f"News from {council}",
            template="digest",
            values={"items": digest_lines(items, base_url), "council": council, "leave": leave_href},
            now=now,
            leave_href=leave_href,
        )
    session.flush()
    return bool(found)


def _leave_href(followings: Sequence[Following], base_url: str, secret: str) -> str:
    """Return the link that leaves everything that the digest was made of."""
    first = followings[0]
    act = TokenAct.LEAVE if len(followings) == 1 else TokenAct.LEAVE_ALL
    token = make_token(secret, act=act, following_id=first.id, asked_at=first.asked_at)
    page = "leave" if act is TokenAct.LEAVE else "leave-all"
    return f"{base_url}/news/{page}/{token}"


def leave_all(session: Session, *, following_id: int, asked_second: int, now: datetime) -> None:
    """Forget an address altogether; one that left already stays forgotten."""
    following = _meant(session, following_id, asked_second)
    if following is None:
        return
    for each in session.scalars(select(Following).where(Following.email == following.email)).all():
        _note(session, Happening.FOLLOWER_REMOVED, each, now=now)
        session.delete(each)
    session.flush()


def _meant(session: Session, following_id: int, asked_second: int) -> Following | None:
    following = session.get(Following, following_id)
    if following is None or int(following.asked_at.timestamp()) != asked_second:
        return None
    return following


def _note(session: Session, happening: Happening, following: Following, *, now: datetime) -> None:
    """Record that somebody came or went, and never who."""
    record(session, happening, stream="following", subject="following", actor=RESIDENT, at=now, topic=following.topic)
