"""What an officer uploads to bring the register of schools up to date."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from consult.web.fields import DateField, FileField
from consult.web.forms import Form


class SchoolsForm(Form):
    """A table of schools, and the day from which it is true."""

    file = FileField(
        _l("File with schools"),
        required=_l("Choose a file"),
        hint=_l("CSV, XLSX or JSON Lines, one school on each row, headings above."),
        accept=".csv,.tsv,.txt,.xlsx,.jsonl,.ndjson,.json",
    )
    as_of = DateField(
        _l("From which day is it true?"),
        required=_l("Enter the day"),
        hint=_l("A status or a network that changed begins on this day, unless its row says another."),
    )
