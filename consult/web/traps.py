"""What tells a person from a program on a public form; it asks again and never rejects by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer
from markupsafe import Markup

from consult.web.clock import now
from consult.web.forms import Form

BAIT = "website"
SHOWN = "shown_at"
CHECKED = "checked_again"
QUICKEST = timedelta(seconds=3)


class TrappedForm(Form):
    """A form with a bait that no person sees and a note of when it was shown.

    Print ``form.traps()`` inside the tag. When ``looks_automatic()``, show the form again: ``traps()`` then carries
    a sign that a person pressed twice, and the second press is taken.
    """

    def traps(self) -> Markup:
        """Return the hidden inputs; the bait is hidden from screen readers too."""
        asked_again = self.is_submitted() and self.looks_automatic()
        return Markup(
            '<div hidden aria-hidden="true"><label>{label}<input type="text" name="{bait}" tabindex="-1" '
            'autocomplete="off"></label></div><input type="hidden" name="{shown}" value="{moment}">{again}'
        ).format(
            label="Leave this empty",
            bait=BAIT,
            shown=SHOWN,
            moment=self._typed(SHOWN) or _signer().dumps(now().timestamp()),
            again=Markup('<input type="hidden" name="{}" value="yes">').format(CHECKED) if asked_again else "",
        )

    def looks_automatic(self) -> bool:
        """Say whether a program seems to have filled this in and nobody has yet looked at it again."""
        if self._typed(CHECKED) == "yes" and not self._typed(BAIT):
            return False
        return bool(self._typed(BAIT)) or not self._was_shown_long_enough()

    def _was_shown_long_enough(self) -> bool:
        try:
            shown_at = float(_signer().loads(self._typed(SHOWN)))
        except (BadData, ValueError, TypeError):
            return False
        return now() - datetime.fromtimestamp(shown_at, tz=now().tzinfo) >= QUICKEST

    def _typed(self, name: str) -> str:
        formdata: Any = self.meta.wrap_formdata(self, None) if self.formdata_kept is None else self.formdata_kept
        return str(formdata.get(name, "")) if formdata else ""

    formdata_kept: Any = None

    def process(self, formdata: Any = None, *args: Any, **kwargs: Any) -> None:
        """Keep what was posted, for the traps are no fields."""
        self.formdata_kept = self.meta.wrap_formdata(self, formdata)
        super().process(formdata, *args, **kwargs)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="shown-at")
