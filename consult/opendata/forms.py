"""The form of the bundle for a request for information."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from consult.opendata.bundle import Exemption, Part, Withheld
from consult.web.fields import LongTextField, SelectField, TextField
from consult.web.forms import Form

PARTS = {
    Part.RECORD: _l("The record of who was consulted"),
    Part.RESPONSES: _l("Responses, redacted"),
    Part.MODERATION: _l("The log of what was published and what not"),
    Part.FINDINGS: _l("Findings"),
    Part.EDITIONS: _l("Editions of “You said, we did”"),
    Part.DECISIONS: _l("Decisions"),
    Part.CLARIFICATIONS: _l("Questions to the council, and its answers"),
    Part.COMPLIANCE: _l("The compliance pack"),
}
EXEMPTIONS = {
    Exemption.S21: _l("Section 21: anyone can read it already"),
    Exemption.S22: _l("Section 22: it will be published"),
    Exemption.S30: _l("Section 30: investigations"),
    Exemption.S36: _l("Section 36: conduct of public affairs"),
    Exemption.S38: _l("Section 38: health and safety"),
    Exemption.S40: _l("Section 40: personal data"),
    Exemption.S41: _l("Section 41: given in confidence"),
    Exemption.S42: _l("Section 42: legal professional privilege"),
    Exemption.S43: _l("Section 43: commercial interests"),
}


class BundleForm(Form):
    """Under which number, and what is withheld; the boxes of each part are made by ``bundle_form``."""

    request = TextField(
        _l("Your number of the request"), hint=_l("It stands in the trail. Name no person."), max_length=100
    )

    def withheld(self) -> dict[Part, Withheld]:
        """Return the parts that are withheld, each with its reason.

        Raises:
            Invalid: a part is withheld and nobody said why.
        """
        return {
            part: Withheld(
                what=str(PARTS[part]),
                exemption=Exemption(self[part.value].data),
                reason=self[f"why_{part.value}"].data or "",
            )
            for part in Part
            if self[part.value].data
        }

    def first_without_reason(self) -> str:
        """Name the box of the first part that is withheld without a reason."""
        lacking = (
            part for part in Part if self[part.value].data and not (self[f"why_{part.value}"].data or "").strip()
        )
        return f"why_{next(lacking).value}"


def bundle_form() -> type[BundleForm]:
    """Make the form with two boxes for each part."""
    fields: dict[str, object] = {}
    for part, words in PARTS.items():
        fields[part.value] = SelectField(words, choices=[("", _l("Hand it over")), *EXEMPTIONS.items()])
        fields[f"why_{part.value}"] = LongTextField(
            _l("%(part)s: why is it withheld?", part=words), max_length=1_000, rows=2, counted=False
        )
    return type("BundleOfConsultation", (BundleForm,), fields)
