"""How many paper forms to print, and how they are laid out."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from consult.responses.paper import MOST_FORMS, MOST_NUMBERS, Layout
from consult.web.fields import NumberField, RadiosField
from consult.web.forms import Form


class PackForm(Form):
    """A pack of paper forms; it is sent by an address, because printing changes nothing."""

    layout = RadiosField(
        _l("How should they look?"),
        choices=[
            (Layout.NORMAL.value, _l("Normal")),
            (Layout.LARGE.value, _l("Large print")),
            (Layout.EASY.value, _l("Easy read: one thing a page, large, short sentences")),
        ],
        default=Layout.NORMAL.value,
    )
    first = NumberField(
        _l("Number of the first form"),
        hint=_l("Go on after the last one that you printed, so that no number stands on two forms."),
        least=1,
        most=MOST_NUMBERS,
        default="1",
    )
    n = NumberField(_l("How many forms?"), hint=_l("50 at most at once."), least=1, most=MOST_FORMS, default="10")
