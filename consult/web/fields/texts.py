"""Fields for words and numbers that people type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from wtforms import StringField, TextAreaField
from wtforms.validators import ValidationError

from consult.kernel.words import clean_line, clean_text
from consult.web.fields.validators import Check, Words, at_most, looks_like_an_email, required_if
from consult.web.widgets import CountedTextArea, TextArea, TextBox

WIDEST_NUMBER = 11


class TextField(StringField):
    """One line of text, trimmed.

    Args:
        required: the sentence shown when it is empty, such as "Enter a title"; leave it out for an optional field.
        hint: what helps to answer.
        size: of the label: s, m, l or xl.
        is_heading: whether the label is the page's ``h1``.
        classes: of the control, such as ``govuk-input--width-10``.
    """

    widget = TextBox()
    data: str  # the filter makes it a text, also when nothing came

    def __init__(
        self,
        label: Words,
        *,
        required: Words = "",
        hint: Words = "",
        max_length: int = 200,
        validators: Sequence[Check] = (),
        size: str = "",
        is_heading: bool = False,
        classes: str = "",
        autocomplete: str = "",
        inputmode: str = "",
        **kwargs: Any,
    ) -> None:
        checks = [*required_if(required), at_most(max_length), *validators]
        super().__init__(label, checks, [_clean_line], hint, **kwargs)
        self.component = {"size": size, "is_heading": is_heading, "classes": classes}
        more = {"autocomplete": autocomplete, "inputmode": inputmode}
        self.component |= {name: value for name, value in more.items() if value}


class EmailField(TextField):
    """An email address; only its shape is looked at, because only a mail can prove it."""

    def __init__(self, label: Words, **kwargs: Any) -> None:
        super().__init__(
            label, autocomplete="email", inputmode="email", max_length=254, validators=[looks_like_an_email], **kwargs
        )
        self.component["spellcheck"] = False


class LongTextField(TextAreaField):
    """Several lines of text, with a count of what is left unless ``counted`` is false."""

    data: str  # as above

    def __init__(
        self,
        label: Words,
        *,
        required: Words = "",
        hint: Words = "",
        max_length: int = 10_000,
        rows: int = 6,
        counted: bool = True,
        size: str = "",
        is_heading: bool = False,
        classes: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(label, [*required_if(required), at_most(max_length)], [_clean_text], hint, **kwargs)
        self.widget = CountedTextArea() if counted else TextArea()
        self.component = {"size": size, "is_heading": is_heading, "classes": classes, "rows": rows}
        if counted:
            self.component |= {"maxlength": max_length, "threshold": 75}


class NumberField(TextField):
    """A whole number, typed as people type it; ``number`` is ``None`` when empty."""

    def __init__(self, label: Words, *, least: int = 0, most: int = 10_000_000, **kwargs: Any) -> None:
        kwargs.setdefault("classes", "govuk-input--width-5")
        super().__init__(label, inputmode="numeric", max_length=20, **kwargs)
        self.least, self.most = least, most

    @property
    def number(self) -> int | None:
        """The number that was typed; commas and spaces are forgiven."""
        digits = str(self.data or "").replace(",", "").replace(" ", "")
        return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < WIDEST_NUMBER else None

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - the signature is WTForms'
        """Refuse what is not a whole number within the limits."""
        if self.data in (None, ""):
            return
        if self.number is None:
            raise ValidationError(_("Enter a whole number, such as 12"))
        if not self.least <= self.number <= self.most:
            limits = {"least": f"{self.least:,}", "most": f"{self.most:,}"}
            raise ValidationError(_("Enter a number from %(least)s to %(most)s", **limits))

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)


def _clean_line(typed: Any) -> Any:
    return clean_line(typed) if isinstance(typed, str) else typed if typed is not None else ""


def _clean_text(typed: Any) -> Any:
    return clean_text(typed) if isinstance(typed, str) else typed if typed is not None else ""
