"""The link with which observers follow a contest."""

from sqlalchemy.orm import Session

from consult.elections.models import Contest
from consult.kernel.references import draw_token, hash_code


def make_observer_link(session: Session, *, contest: Contest) -> str:
    """Make a new link for observers; only its hash is kept, and an older link ends."""
    link = draw_token()
    contest.observer_hash = hash_code(link)
    session.flush()
    return link
