"""The officers' pages of checks and the council's calendar."""

from consult.gates.views import calendar, sheet
from consult.gates.views.blueprint import bp, hub_links

__all__ = ["bp", "calendar", "hub_links", "sheet"]
