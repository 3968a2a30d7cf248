"""Fields for files, and for what goes out with a form unseen and comes back."""

from __future__ import annotations

from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import FileField as PlainFileField
from wtforms import HiddenField as PlainHiddenField

from consult.web.fields.validators import Words, required_if
from consult.web.widgets import FileChooser


class FileField(PlainFileField):
    """A file to upload; the form's tag needs ``enctype="multipart/form-data"``."""

    widget = FileChooser()

    def __init__(
        self, label: Words, *, required: Words = "", hint: Words = "", accept: str = "", **kwargs: Any
    ) -> None:
        super().__init__(label, required_if(required), description=hint, **kwargs)
        self.component: dict[str, Any] = {"attributes": {"accept": accept}} if accept else {}

    @property
    def upload(self) -> FileStorage | None:
        """The file that was sent, or nothing."""
        return self.data if isinstance(self.data, FileStorage) and self.data.filename else None


class HiddenField(PlainHiddenField):
    """Something that goes out and comes back; it carries no id, so that a page may hold several forms."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("", render_kw={"id": False}, **kwargs)
