"""What differs between two keyings of one form, and the rules of the intake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from consult.responses.actions.keying_again import FIRST, SECOND
from consult.responses.rules import LateRule
from consult.web.fields import CheckboxField, LongTextField, RadiosField
from consult.web.forms import Form, VersionedForm

LATE_RULES = {
    LateRule.RECEIVED: _l("The day on which the council received it"),
    LateRule.POSTMARKED: _l("The day of its postmark"),
}


class DifferencesForm(Form):
    """One choice for each part that differs, and what was seen on the paper."""

    note = LongTextField(
        _l("What did you see on the paper?"),
        hint=_l("If you keyed it in yourself, say why you are sure. Name no person."),
        rows=2,
        max_length=1000,
    )

    keys: tuple[str, ...] = ()

    @property
    def part_names(self) -> list[str]:
        """The names of the fields, one for each part that differs."""
        return [f"part_{place}" for place in range(1, len(self.keys) + 1)]

    def chosen(self) -> Mapping[str, str]:
        """Which keying is right, for each part."""
        return {key: self[name].data for key, name in zip(self.keys, self.part_names, strict=True)}


def differences_form(found: Sequence[tuple[str, str, str, str]]) -> DifferencesForm:
    """The form of one paper form: each part's key, its name, and what both people keyed in."""
    fields: dict[str, Any] = {
        f"part_{place}": RadiosField(
            label,
            choices=[(FIRST, first), (SECOND, second)],
            required=_l("Choose what stands on the paper"),
            size="s",
        )
        for place, (_key, label, first, second) in enumerate(found, start=1)
    }
    made: type[DifferencesForm] = type("DifferencesOfOneForm", (DifferencesForm,), fields)
    form = made()
    form.keys = tuple(key for key, *_others in found)
    return form


class IntakeRulesForm(VersionedForm):
    """Which day decides whether paper is late, and whether two people key each form in."""

    late_rule = RadiosField(
        _l("Which day decides whether a letter or form is late?"),
        choices=[(rule.value, words) for rule, words in LATE_RULES.items()],
        required=_l("Choose which day decides"),
        hint=_l("This stands on the paper forms. It cannot be changed once people can answer."),
    )
    keys_twice = CheckboxField(_l("Two people key in each paper form"), hint=_l("What differs is shown side by side."))
