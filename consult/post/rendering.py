"""Makes the words of a mail from ``templates/emails/<name>.txt`` and, where there is one, ``<name>.html``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from flask_babel import gettext, ngettext
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from consult.settings import packaged_folder
from consult.web.filters import FILTERS

_NEEDS_NO_PAGE = ("london", "london_day", "london_time", "short_day", "number", "percent", "in_a_row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The words of one mail; ``html`` is empty when the template has only plain text."""

    text: str
    html: str


def render_letter(template: str, values: Mapping[str, object]) -> Letter:
    """Fill in a mail's templates; a value that the template names and nobody gives is an error."""
    mails = _mails()
    text = mails.get_template(f"emails/{template}.txt").render(values).strip() + "\n"
    has_html = f"emails/{template}.html" in mails.list_templates(extensions=["html"])
    html = mails.get_template(f"emails/{template}.html").render(values) if has_html else ""
    return Letter(text=text, html=html)


@cache
def _mails() -> Environment:
    mails = Environment(
        loader=FileSystemLoader(packaged_folder("templates")),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    mails.globals.update({"_": gettext, "gettext": gettext, "ngettext": ngettext})
    mails.filters.update({name: FILTERS[name] for name in _NEEDS_NO_PAGE})
    return mails
