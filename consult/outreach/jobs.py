"""What happens to the record by date: addresses of consultees are forgotten."""

from __future__ import annotations

from consult.jobs.context import JobContext
from consult.jobs.registry import every_minute
from consult.outreach.actions.helping import forget_reach
from consult.outreach.actions.inviting import forget_addresses
from consult.outreach.actions.workshops import forget_bookers


@every_minute("outreach.forget_addresses")
def forget(context: JobContext) -> None:
    """Forget the addresses of consultees and how to reach those who were helped, each in its time."""
    with context.session() as session:
        forget_addresses(session, now=context.now())
        forget_reach(session, now=context.now())
        forget_bookers(session, now=context.now())
