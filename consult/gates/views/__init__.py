"""The officers' pages of checks, the compliance pack, legal advice, and the council's calendar."""

from consult.gates.views import advice, calendar, pack, questions, sheet
from consult.gates.views.blueprint import bp, hub_links, waiting_for

__all__ = ["advice", "bp", "calendar", "hub_links", "pack", "questions", "sheet", "waiting_for"]
