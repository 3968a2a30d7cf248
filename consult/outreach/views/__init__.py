"""The officers' pages of the consultation record."""

from consult.outreach.views import consultee, contact, helping, inviting, ledger, reach, whole
from consult.outreach.views.blueprint import bp
from consult.outreach.views.helping import help_ways
from consult.outreach.views.helping import helping as help_bp
from consult.outreach.views.inviting import who_is_invited
from consult.outreach.views.links import hub_links, waiting_for, why_no_late_exception

__all__ = [
    "bp",
    "consultee",
    "contact",
    "help_bp",
    "help_ways",
    "helping",
    "hub_links",
    "inviting",
    "ledger",
    "reach",
    "waiting_for",
    "who_is_invited",
    "whole",
    "why_no_late_exception",
]
