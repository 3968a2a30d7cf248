"""The officers' pages of the consultation record."""

from consult.outreach.views import consultee, contact, helping, inviting, ledger, reach, whole, workshops
from consult.outreach.views.blueprint import bp
from consult.outreach.views.helping import help_ways, install_closed_days
from consult.outreach.views.helping import helping as help_bp
from consult.outreach.views.inviting import who_is_invited
from consult.outreach.views.links import hub_links, waiting_for, why_no_late_exception
from consult.outreach.views.public_workshops import workshop_ways
from consult.outreach.views.public_workshops import workshops as workshops_bp

__all__ = [
    "bp",
    "consultee",
    "contact",
    "help_bp",
    "help_ways",
    "helping",
    "hub_links",
    "install_closed_days",
    "inviting",
    "ledger",
    "reach",
    "waiting_for",
    "who_is_invited",
    "whole",
    "why_no_late_exception",
    "workshop_ways",
    "workshops",
    "workshops_bp",
]
