"""Fields that offer choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, RadioField, SelectMultipleField
from wtforms import SelectField as PlainSelectField

from consult.web.fields.validators import Words, must_be_ticked, refuse_unoffered, required_if
from consult.web.widgets import Checkbox, Checkboxes, Radios, Select

Choices = Sequence[tuple[str, Words]]


class RadiosField(RadioField):
    """One choice of several, all in sight; ``choices`` are pairs of value and words, ``hints`` go by value."""

    widget = Radios()

    def __init__(
        self,
        label: Words,
        *,
        choices: Choices = (),
        required: Words = "",
        hint: Words = "",
        hints: Mapping[str, Words] | None = None,
        size: str = "",
        is_heading: bool = False,
        inline: bool = False,
        **kwargs: Any,
    ) -> None:
        kwargs |= {"filters": [_text_or_empty], "validate_choice": False}
        super().__init__(label, required_if(required), coerce=str, description=hint, **kwargs)
        self.choices = list(choices)
        self.hints = dict(hints or {})
        classes = "govuk-radios--inline" if inline else ""
        self.component = {"size": size, "is_heading": is_heading, "classes": classes}

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - the signature is WTForms'
        """Refuse a choice that was not offered."""
        refuse_unoffered(self, [self.data] if self.data else [])


class SelectField(PlainSelectField):
    """One choice of many, from a list that opens."""

    widget = Select()

    def __init__(
        self,
        label: Words,
        *,
        choices: Choices = (),
        required: Words = "",
        hint: Words = "",
        size: str = "",
        classes: str = "",
        **kwargs: Any,
    ) -> None:
        kwargs |= {"filters": [_text_or_empty], "validate_choice": False}
        super().__init__(label, required_if(required), coerce=str, description=hint, **kwargs)
        self.choices = list(choices)
        self.component = {"size": size, "classes": classes}

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - the signature is WTForms'
        """Refuse a choice that was not offered."""
        refuse_unoffered(self, [self.data] if self.data else [])


class CheckboxesField(SelectMultipleField):
    """Any number of several choices."""

    widget = Checkboxes()

    def __init__(
        self,
        label: Words,
        *,
        choices: Choices = (),
        required: Words = "",
        hint: Words = "",
        hints: Mapping[str, Words] | None = None,
        size: str = "",
        is_heading: bool = False,
        **kwargs: Any,
    ) -> None:
        kwargs |= {"validate_choice": False}
        super().__init__(label, required_if(required), coerce=str, description=hint, **kwargs)
        self.choices = list(choices)
        self.hints = dict(hints or {})
        self.component = {"size": size, "is_heading": is_heading}

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - the signature is WTForms'
        """Refuse a choice that was not offered."""
        refuse_unoffered(self, self.data or [])


class CheckboxField(BooleanField):
    """One thing that is true or not."""

    widget = Checkbox()

    def __init__(self, label: Words, *, required: Words = "", hint: Words = "", **kwargs: Any) -> None:
        super().__init__(label, [must_be_ticked(required)] if required else [], description=hint, **kwargs)
        self.component: dict[str, Any] = {}


def _text_or_empty(value: Any) -> Any:
    return "" if value is None or value == "None" else value
