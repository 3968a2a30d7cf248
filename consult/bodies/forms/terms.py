"""What clerks fill in about terms of reference: their words, and what brings them into force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import lazy_gettext as _l

from consult.bodies.actions.terms import TermsDecided
from consult.documents.rules import LONGEST_SOURCE
from consult.web.fields import DateField, FileField, LongTextField, SelectField, TextField
from consult.web.forms import Form, VersionedForm


class TermsForm(VersionedForm):
    """The words of a draft, pasted or uploaded."""

    upload = FileField(
        _l("Upload a file"),
        hint=_l("Word, PDF, OpenDocument, HTML, Markdown or plain text, up to 20 MB"),
    )
    pasted = LongTextField(
        _l("Or write or paste it here"),
        hint=_l("A line that begins with ## is a heading. Leave an empty line between paragraphs."),
        max_length=LONGEST_SOURCE,
        rows=16,
        counted=False,
    )


class IntoForceForm(Form):
    """Who decided that terms come into force, and from when."""

    decided_by_body = SelectField(_l("Which body decided it?"))
    decided_by = TextField(
        _l("If no body of the list decided it: who did?"), hint=_l("Such as “The cabinet”."), max_length=120
    )
    decided_on = DateField(_l("When was it decided?"), required=_l("Enter the day of the decision"))
    from_on = DateField(_l("From which day is it in force?"), required=_l("Enter the first day"))
    minute = TextField(
        _l("Where can the decision be read? (optional)"),
        hint=_l("Such as “Minutes of 12 May 2026, item 4”. Everyone can read this."),
        max_length=200,
    )

    def offer(self, bodies: Sequence[tuple[str, str]]) -> None:
        """Say which bodies can be chosen."""
        self.decided_by_body.choices = [("", str(_l("Another than these"))), *bodies]

    def body_id(self) -> int | None:
        """Return the number of the body that decided, if one of the list did."""
        chosen = self.decided_by_body.data or ""
        return int(chosen) if chosen.isascii() and chosen.isdigit() else None

    def to_decided(self, name: str) -> TermsDecided:
        """Return what was decided; ``name`` is that of the chosen body.

        Raises:
            Invalid: nobody decided it, or the days do not fit.
        """
        return TermsDecided(
            from_on=self.from_on.data or date.min,
            decided_on=self.decided_on.data or date.max,
            decided_by=name or self.decided_by.data or "",
            minute=self.minute.data or "",
        )
