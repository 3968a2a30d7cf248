"""The forms of screening and of the intake."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from consult.responses.rules import RefusedFor
from consult.responses.screening import ScreeningChoice
from consult.responses.wording import REFUSED_FOR
from consult.web.fields import CheckboxesField, CheckboxField, LongTextField, RadiosField, SelectField
from consult.web.forms import Form

PUBLISH, REFUSE = "publish", "refuse"


def _is_offered(kind: RefusedFor) -> bool:
    """A safeguarding concern has a button of its own."""
    return kind is not RefusedFor.CONCERN


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
    refused_for = SelectField(
        _l("If not, why?"),
        choices=[
            ("", _l("Choose a reason")),
            *((kind, words) for kind, words in REFUSED_FOR.items() if _is_offered(kind)),
        ],
        hint=_l("That the council does not like it is no reason. How often each reason was given is public."),
    )
    reason = LongTextField(
        _l("Say it in a sentence"),
        hint=_l(
            "Whoever wrote it is told this, half an hour later, if they gave an address. Other officers read it too."
        ),
        rows=2,
        counted=False,
        max_length=500,
    )
    alike = CheckboxField(_l("Decide the same for the others with exactly these words"))

    def validate_refused_for(self, field: Any) -> None:
        """Ask for the kind of reason where a text is refused."""
        if self.decision.data == REFUSE and not field.data:
            raise ValidationError(_("Choose why this text is not published"))

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
            refused_for=RefusedFor(self.refused_for.data or RefusedFor.OTHER),
            reason=self.reason.data or "",
            alike_too=bool(self.alike.data),
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


class ConcernForm(Form):
    """What makes a reader fear that somebody is at risk."""

    words = LongTextField(
        _l("What worries you?"),
        required=_l("Say in a few words what worries you"),
        hint=_l("Only the safeguarding officer reads this and the text. It leaves this list at once."),
        rows=2,
        counted=False,
        max_length=2000,
    )


class CloseConcernForm(Form):
    """What the safeguarding officer did."""

    outcome = LongTextField(
        _l("What did you do?"),
        required=_l("Say what you did"),
        hint=_l("Only safeguarding officers read this."),
        rows=3,
        counted=False,
        max_length=2000,
    )
    back = CheckboxField(
        _l("Nobody is at risk: let the text be read for publishing like any other"),
    )
