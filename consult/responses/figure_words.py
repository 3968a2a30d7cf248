"""Sentences that stand wherever responses are counted: both totals, and petitions apart."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from consult.responses.queries.petitions import PetitionFigures
from consult.web.filters import number


def both_totals(n_in_time: int, n_repeats: int) -> str:
    """Both totals in a sentence; nothing where no two responses were linked."""
    if not n_repeats:
        return ""
    return _(
        "%(all)s responses in time. %(people)s when those that officers linked as one person's are counted once.",
        all=number(n_in_time),
        people=number(n_in_time - n_repeats),
    )


def petitions_told(figures: PetitionFigures) -> str:
    """The petitions and their signatures in a sentence; nothing where none came."""
    if not figures.n_petitions:
        return ""
    told = ngettext(
        "%(num)s of the responses is a petition, which claims %(claimed)s signatures.",
        "%(num)s of the responses are petitions, which claim %(claimed)s signatures.",
        figures.n_petitions,
        claimed=number(figures.n_claimed),
    )
    if figures.n_unchecked < figures.n_petitions:
        held = number(figures.n_checked)
        told += " " + _("%(n)s were found to hold where they were checked.", n=held)
    return told + " " + _("Signatures are never added to the count.")
