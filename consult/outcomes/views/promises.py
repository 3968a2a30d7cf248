"""Shows commitments as they stand today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from consult.outcomes.models import Commitment
from consult.outcomes.views.shown import ShownPromise, ShownUpdate
from consult.outcomes.wording import PROGRESS, STANDINGS
from consult.web.filters import short_day

UPDATES_SHOWN = 3


def promise_shown(
    commitment: Commitment, *, today: date, updates: int | None = UPDATES_SHOWN, at_desk: bool = False
) -> ShownPromise:
    """Show one promise with the last notes of how it goes, the latest first; officers are led to their own page."""
    address = f"/commitments/{commitment.reference}"
    told = STANDINGS[commitment.standing(today=today)]
    notes = list(reversed(commitment.progress))[:updates]
    return ShownPromise(
        reference=commitment.reference,
        href=f"/desk/consultations/{commitment.consultation_id}{address}" if at_desk else address,
        promise=commitment.promise,
        owner=commitment.owner,
        due=short_day(commitment.due_on),
        word=str(told.word),
        kind=told.kind,
        updates=tuple(
            ShownUpdate(
                when=short_day(note.at),
                text=_("%(word)s: %(note)s", word=str(PROGRESS[note.progress]), note=note.note)
                if note.note
                else str(PROGRESS[note.progress]),
            )
            for note in notes
        ),
    )


def promises_by_reference(commitments: Sequence[Commitment], *, today: date) -> dict[str, ShownPromise]:
    """Show several promises, by reference."""
    return {made.reference: promise_shown(made, today=today) for made in commitments}
