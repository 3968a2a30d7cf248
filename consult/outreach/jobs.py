"""What happens to the record by date: addresses of consultees are forgotten."""

from __future__ import annotations

from consult.jobs.context import JobContext
from consult.jobs.registry import every_minute
from consult.outreach.actions.inviting import forget_addresses


@every_minute("outreach.forget_addresses")
def forget(context: JobContext) -> None:
    """Forget the addresses of consultees ninety days after the close."""
    with context.session() as session:
        forget_addresses(session, now=context.now())
