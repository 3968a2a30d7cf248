"""Checks that say what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from wtforms.validators import StopValidation, ValidationError

Words = Any  # a str or a lazy translation, which becomes one when shown
Check = Callable[[Any, Any], None]


class Required:
    """Refuse an empty answer with a sentence that says what to do."""

    def __init__(self, message: Words) -> None:
        self.message = message

    def __call__(self, _form: Any, field: Any) -> None:
        """Stop at this field when nothing was given."""
        is_empty = field.data is None or field.data in ("", [])
        is_no_file = isinstance(field.data, FileStorage) and not field.data.filename
        if is_empty or is_no_file:
            raise StopValidation(str(self.message))


def required_if(message: Words) -> list[Check]:
    """Require an answer when there is a sentence to ask for it with."""
    return [Required(message)] if message else []


def at_most(max_length: int) -> Check:
    """Refuse a text that is too long, and say by how much."""

    def refuse_longer(_form: Any, field: Any) -> None:
        over = (
            len(str(field.data or "")) - max_length
        )  # a number that was there before stays one when nothing is posted
        if over > 0:
            raise ValidationError(
                _(
                    "Use %(most)s characters or fewer. You have %(over)s too many",
                    most=f"{max_length:,}",
                    over=f"{over:,}",
                )
            )

    return refuse_longer


def looks_like_an_email(_form: Any, field: Any) -> None:
    """Refuse what cannot be an email address."""
    text = field.data or ""
    name, _at, domain = text.rpartition("@")
    is_odd = not name or "." not in domain.strip(".") or "@" in name or any(character.isspace() for character in text)
    if text and is_odd:
        raise ValidationError(_("Enter an email address in the correct format, such as name@example.com"))


def must_be_ticked(message: Words) -> Check:
    """Refuse a box that was left empty."""

    def refuse_unticked(_form: Any, field: Any) -> None:
        if not field.data:
            raise ValidationError(str(message))

    return refuse_unticked


def refuse_unoffered(field: Any, chosen: Sequence[str]) -> None:
    """Refuse choices that the page did not offer."""
    offered = {str(choice[0]) for choice in field.choices or ()}
    if any(str(value) not in offered for value in chosen):
        raise ValidationError(_("Choose one of the answers on the page"))
