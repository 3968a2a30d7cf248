"""What the queue does for this room: sending sign-in links."""

from __future__ import annotations

from consult.accounts.actions import arm_link, forget_old_links
from consult.accounts.models import SignInLink
from consult.jobs.context import JobContext
from consult.jobs.registry import job
from consult.post.actions import queue_mail


@job("accounts.send_link")
def send_link(context: JobContext, *, link_id: int) -> None:
    """Send a link if we know the address; done again after a crash it sends nothing twice."""
    with context.session() as session:
        now = context.now()
        forget_old_links(session, now=now)
        link = session.get(SignInLink, link_id)
        if link is None:
            return
        address = link.email
        token = arm_link(session, link=link, now=now)
        if token is None:
            return
        council, site = context.settings.council_name, context.settings.base_url
        queue_mail(
            session,
            to=address,
            subject=f"Sign in to consultations of {council}",
            template="sign_in",
            values={"council": council, "link": f"{site}/sign-in/link/{token}"},
            now=now,
        )
