"""The base of every form: CSRF, hidden fields that repeat safely, and what guards against stale and double posts."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from consult.kernel.errors import Stale
from consult.kernel.references import draw_token
from consult.web.fields import HiddenField
from consult.web.sentences import told


class Form(FlaskForm):
    """One form of one page; it makes a value with ``to_<value>()`` and never touches the session."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "csrf_token" in self._fields:
            self.csrf_token.render_kw = {"id": False}

    def is_valid_post(self) -> bool:
        """Say whether this request posts the form with nothing wrong in it."""
        return bool(self.validate_on_submit())

    def refuse(self, name: str, sentence: str) -> None:
        """Show a sentence beside a field, for what only the act itself can find wrong."""
        field = self._fields[name]
        field.errors = [*field.errors, told(sentence)]


class VersionedForm(Form):
    """A form that knows which version of the thing it was filled in from."""

    version = HiddenField()

    @property
    def version_seen(self) -> int:
        """The version that went out with the form.

        Raises:
            Stale: the form came back without it.
        """
        text = self.version.data or ""
        if not (text.isascii() and text.isdigit()):
            raise Stale("This page was out of date. Look at it again, then make your change.")
        return int(text)


class OnceForm(Form):
    """A form that acts once, however often the button is pressed: its key goes out, comes back and is unique."""

    submission_key = HiddenField(default=draw_token)


def csrf_field() -> Markup:
    """Return the hidden input that a form without a class of its own carries."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())
