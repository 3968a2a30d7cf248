"""The officer's pages for responses: what came in, reading, keying in, importing, screening, erasing."""

from consult.responses.views.officer import (
    copies,
    importing,
    intake_rules,
    keying,
    keying_again,
    mails,
    meetings,
    overview,
    paper,
    petitions,
    phone,
    privacy,
    reading,
    repeats,
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
    "intake_rules",
    "keying",
    "keying_again",
    "mails",
    "meetings",
    "overview",
    "paper",
    "petitions",
    "phone",
    "privacy",
    "reading",
    "repeats",
    "safeguarding",
    "screening",
    "waiting_for",
    "ways_in",
]
