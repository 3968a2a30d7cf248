"""What happens to bodies by date: offers to sit are forgotten after a year."""

from consult.bodies.actions.asking import forget_old_interests, has_old_interests
from consult.jobs.context import JobContext
from consult.jobs.registry import every_minute


@every_minute("bodies.forget_offers")
def forget_offers(context: JobContext) -> None:
    """Delete offers to sit that are a year old; most minutes there are none, and nothing is written."""
    with context.reading() as session:
        if not has_old_interests(session, now=context.now()):
            return
    with context.session() as session:
        forget_old_interests(session, now=context.now())
