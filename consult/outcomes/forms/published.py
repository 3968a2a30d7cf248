"""What somebody looks for among the published responses; sent by address, so that it can be kept as a link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import lazy_gettext as _l

from consult.outcomes.queries.published import ABOUT_DOCUMENT, Sought
from consult.web.fields import SelectField, TextField
from consult.web.forms import Form

Pairs = Sequence[tuple[str, str]]


class SoughtForm(Form):
    """The words and the choices that narrow the list."""

    words = TextField(_l("Words"), max_length=200)
    question = SelectField(_l("Question"))
    point = SelectField(_l("Main point"))
    group = SelectField(_l("Answered as"))
    ward = SelectField(_l("Ward"))
    month = SelectField(_l("Month"))

    @classmethod
    def read(cls, typed: Mapping[str, str], *, choices: Mapping[str, Pairs]) -> SoughtForm:
        """Return the form with what the address asks for; what is not offered asks for nothing."""
        form = cls(formdata=typed, meta={"csrf": False})
        offered = (form.question, form.point, form.group, form.ward, form.month)
        for field in offered:
            pairs = choices[field.name]
            field.choices = [("", _l("All")), *pairs]
            if field.data not in {value for value, _words in pairs}:
                field.data = ""
        form.words.data = (form.words.data or "").replace("\x00", " ")[:200]
        return form

    def to_sought(self, *, number: str = "") -> Sought:
        """Return what is looked for."""
        return Sought(
            words=self.words.data or "",
            question_id=_number(self.question.data),
            theme_id=_number(self.point.data),
            group_id=_number(self.group.data),
            ward_id=_number(self.ward.data),
            month=date.fromisoformat(f"{self.month.data}-01") if self.month.data else None,
            number=number,
        )

    @property
    def asked_for(self) -> dict[str, str]:
        """What narrows the list, as the address carries it on to the next page."""
        return {field.name: field.data for field in self if field.data}


def _number(chosen: str | None) -> int | None:
    if chosen == "document":
        return ABOUT_DOCUMENT
    return int(chosen) if chosen else None
