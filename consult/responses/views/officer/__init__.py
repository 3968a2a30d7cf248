"""The officer's pages for responses: what came in, reading, keying in, importing, screening, erasing."""

from consult.responses.views.officer import (
    copies,
    importing,
    keying,
    mails,
    meetings,
    overview,
    paper,
    phone,
    privacy,
    reading,
    safeguarding,
    screening,
    ways_in,
)
from consult.responses.views.officer.blueprint import bp
from consult.responses.views.officer.desk import waiting_for
from consult.responses.views.officer.hub import hub_links
from consult.responses.views.officer.keying_pages import install_lateness

__all__ = [
    "bp",
    "copies",
    "hub_links",
    "importing",
    "install_lateness",
    "keying",
    "mails",
    "meetings",
    "overview",
    "paper",
    "phone",
    "privacy",
    "reading",
    "safeguarding",
    "screening",
    "waiting_for",
    "ways_in",
]
