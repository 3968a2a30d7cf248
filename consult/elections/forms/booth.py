"""Forms of the booth."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.kernel.errors import Invalid
from consult.web.fields import HiddenField, TextField
from consult.web.forms import Form


class CodeForm(Form):
    """The one-time code."""

    code = TextField(
        _l("Your voting code"),
        required=_l("Enter your voting code"),
        hint=_l("Sixteen letters and numbers, from your letter, email or slip. Capitals and spaces do not matter."),
        max_length=60,
        classes="govuk-input--width-20 c-code-box",
        size="m",
        autocomplete="one-time-code",
    )


class MarkedForm(Form):
    """A marked ballot paper: ``place-3`` holds the place that candidate 3 was given."""

    code = HiddenField()
    nonce = HiddenField()

    @property
    def goes_back(self) -> bool:
        """Say whether the voter wants to change the ballot."""
        return request.form.get("act") == "change"

    def to_preferences(self, n_candidates: int) -> tuple[int, ...]:
        """Return the candidates in the order of their places.

        Raises:
            Invalid: two have the same place, a place is left out, or it is no number.
        """
        places: dict[int, int] = {}
        for number in range(1, n_candidates + 1):
            typed = request.form.get(f"place-{number}", "").strip()
            if not typed:
                continue
            if not (typed.isascii() and typed.isdigit() and 1 <= int(typed[:4]) <= n_candidates):
                raise Invalid(_("Use the numbers 1 to %(most)s only.", most=n_candidates))
            place = int(typed)
            if place in places:
                raise Invalid(
                    _("You gave the number %(place)s to two candidates. Give each a number of its own.", place=place)
                )
            places[place] = number
        missing = next((place for place in range(1, len(places) + 1) if place not in places), None)
        if missing is not None:
            raise Invalid(_("No candidate has the number %(place)s. Number your choices without a gap.", place=missing))
        return tuple(places[place] for place in sorted(places))
