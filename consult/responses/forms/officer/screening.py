"""The forms of screening and of the intake."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from consult.responses.screening import ScreeningChoice
from consult.web.fields import CheckboxesField, LongTextField, RadiosField
from consult.web.forms import Form

PUBLISH, REFUSE = "publish", "refuse"


class ScreenForm(Form):
    """What one person decides about one text."""

    hidden = CheckboxesField(_l("Hide these words"), hint=_l("Untick what does not tell who someone is."))
    words = LongTextField(
        _l("Hide more words"),
        hint=_l("Copy words from the text, one part on each line. They are hidden wherever they stand in it."),
        rows=3,
        counted=False,
        max_length=4000,
    )
    decision = RadiosField(
        _l("May it be published?"),
        choices=[(PUBLISH, _l("Yes, without the hidden words")), (REFUSE, _l("No"))],
        required=_l("Select whether this text may be published"),
    )
    reason = LongTextField(
        _l("If not, why?"), hint=_l("Other officers read this."), rows=2, counted=False, max_length=500
    )

    def validate_reason(self, field: Any) -> None:
        """Ask for a reason where a text is refused."""
        if self.decision.data == REFUSE and not (field.data or "").strip():
            raise ValidationError(_("Enter why this text is not published"))

    def to_choice(self) -> ScreeningChoice:
        """What was decided."""
        kept = (tuple(place.split("-")) for place in self.hidden.data or ())
        return ScreeningChoice(
            is_public=self.decision.data == PUBLISH,
            kept_places=frozenset((int(start), int(end)) for start, end in kept),
            words_to_hide=tuple((self.words.data or "").split("\n")),
            reason=self.reason.data or "",
        )


def screen_form(found: Sequence[tuple[str, str]]) -> ScreenForm:
    """The form for one text; ``found`` are the machine's places (``4-10``) and their words, all ticked at first."""
    form = ScreenForm(hidden=[place for place, _words in found])
    form.hidden.choices = list(found)
    return form


class ConfirmForm(Form):
    """Several texts that were seen on one page."""

    texts = CheckboxesField(
        _l("Texts that may be published"),
        required=_l("Tick the texts that may be published"),
        hint=_l("Untick what you want to read again or refuse. It stays in the queue."),
    )


class ReopenForm(Form):
    """Why more responses are added after the intake was complete."""

    reason = LongTextField(
        _l("Why are more responses added?"), required=_l("Enter why more responses are added"), rows=2, max_length=500
    )
