"""What clerks fill in to run a citizens' panel."""

from __future__ import annotations

import re

from flask_babel import lazy_gettext as _l

from consult.bodies.actions.panels import PanelValues
from consult.bodies.lottery import Quota, quotas_for
from consult.kernel.errors import Invalid
from consult.web.fields import FileField, LongTextField, NumberField, TextField
from consult.web.forms import Form, VersionedForm

_LINE = re.compile(
    r"^(?P<category>[^:=]{1,60}):(?P<value>[^:=]{1,80})=\s*(?P<n>[0-9, ]{1,15})"
    r"(?:\((?P<limits>[0-9]{1,3}-[0-9]{1,3})\))?$"
)
MOST_QUOTAS = 80


class PanelForm(Form):
    """What a panel is called, what it is asked, and how it will be drawn."""

    name = TextField(_l("What is the panel called?"), required=_l("Enter a name"), max_length=120)
    purpose = LongTextField(
        _l("What is it asked?"), required=_l("Say what it is asked"), hint=_l("Everyone can read this."), rows=3
    )
    n_seats = NumberField(_l("How many people are drawn?"), required=_l("Enter how many"), least=1, most=500)
    invited = LongTextField(
        _l("Who is invited, and how?"), hint=_l("Such as “4,000 letters to addresses drawn at random”."), rows=3
    )
    seed_source = TextField(
        _l("Where will the seed come from?"),
        required=_l("Say where the seed will come from"),
        hint=_l("Something that nobody can know yet, such as the lottery numbers of 12 June."),
        max_length=200,
    )

    def to_values(self) -> PanelValues:
        """Return what was said."""
        return PanelValues(
            name=self.name.data,
            purpose=self.purpose.data,
            n_seats=self.n_seats.number or 0,
            invited=self.invited.data,
            seed_source=self.seed_source.data,
        )


class QuotasForm(Form):
    """How many people of the place there are of each value; quotas follow in proportion."""

    lines = LongTextField(
        _l("What should the panel look like?"),
        required=_l("Write at least one line"),
        hint=_l(
            "One line for each value: what it is about, a colon, the value, an equals sign, how many people of the "
            "place there are. To say the quota yourself, add it in brackets. Such as “Age: 16 to 29 = 21,000” or "
            "“Age: 16 to 29 = 21,000 (5-7)”."
        ),
        rows=12,
        max_length=8000,
    )

    def to_quotas(self, n_seats: int) -> list[Quota]:
        """Return the quotas, in proportion where nothing else is said.

        Raises:
            Invalid: a line cannot be read; the sentence names it.
        """
        told = [_read(line) for line in self.lines.data.splitlines() if line.strip()]
        if len(told) > MOST_QUOTAS:
            raise Invalid(f"There are more than {MOST_QUOTAS} lines. Put some values together.")
        quotas: list[Quota] = []
        for category in dict.fromkeys(line[0] for line in told):
            theirs = [line for line in told if line[0] == category]
            counted = quotas_for(n_seats, category, {value: n for _category, value, n, _limits in theirs})
            by_value = {quota.value: quota for quota in counted}
            quotas += [_limited(by_value[value], limits) for _category, value, _n, limits in theirs]
        return quotas


class PoolForm(Form):
    """Those who said that they would serve."""

    file = FileField(
        _l("File with the pool"),
        required=_l("Choose a file"),
        hint=_l("CSV, XLSX or JSON Lines: a column “name”, perhaps “contact”, and one for each category."),
        accept=".csv,.tsv,.txt,.xlsx,.jsonl,.ndjson,.json",
    )


class SeedForm(VersionedForm):
    """The seed, as it was made public."""

    seed = TextField(_l("What is the seed?"), required=_l("Enter the seed, as it was made public"), max_length=200)


class PressForm(VersionedForm):
    """Nothing but the press of a button, and the version that was looked at."""


def _read(line: str) -> tuple[str, str, int, str]:
    found = _LINE.match(line.strip())
    digits = re.sub(r"[, ]", "", found["n"]) if found else ""
    if found is None or not digits:
        raise Invalid(f"We cannot read “{line.strip()[:80]}”. Write it like “Age: 16 to 29 = 21,000”.")
    return found["category"].strip(), found["value"].strip(), int(digits), found["limits"] or ""


def _limited(quota: Quota, limits: str) -> Quota:
    if not limits:
        return quota
    least, most = (int(part) for part in limits.split("-"))
    return Quota(category=quota.category, value=quota.value, population=quota.population, least=least, most=most)
