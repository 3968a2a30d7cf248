"""What happens to followers by date: the day's digest, and forgetting addresses that nobody confirmed."""

from __future__ import annotations

from consult.following.actions import forget_unconfirmed, tell_news
from consult.following.queries import next_to_tell
from consult.following.rules import day_of_digest
from consult.jobs.context import JobContext
from consult.jobs.registry import every_minute
from consult.kernel.errors import Invalid

AT_ONCE = 50


@every_minute("following.tell")
def tell(context: JobContext) -> None:
    """Make up the digests of the day, a few in each transaction; a crash repeats none that was queued."""
    day = day_of_digest(context.now())
    if day is None:
        return
    while True:
        with context.session() as session:
            batch = next_to_tell(session, day=day, at_most=AT_ONCE)
            for followings in batch:
                try:
                    with session.begin_nested():
                        tell_news(
                            session,
                            followings=followings,
                            day=day,
                            council=context.settings.council_name,
                            base_url=context.settings.base_url,
                            secret=context.settings.secret_key,
                            now=context.now(),
                        )
                except Invalid:  # a topic or address that cannot be read must not keep the others from being told
                    for following in followings:
                        following.told_on = day
        if not batch:
            return


@every_minute("following.forget")
def forget(context: JobContext) -> None:
    """Delete the addresses that nobody confirmed within a week."""
    with context.session() as session:
        forget_unconfirmed(session, now=context.now())
