"""Forms of the checks: evidence, and the council's calendar."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from consult.gates.rules import Proof, ProofValues
from consult.gates.wording import PERIODS, PROOFS
from consult.web.fields import DateField, LongTextField, RadiosField, TextField
from consult.web.forms import Form, OnceForm


class ProofForm(OnceForm):
    """One piece of evidence."""

    proof = RadiosField(
        _l("What is it?"),
        choices=[(proof.value, words) for proof, words in PROOFS.items()],
        required=_l("Say what it is"),
    )
    looked_on = DateField(_l("When was it done?"), required=_l("Give the day"))
    by = TextField(
        _l("Which team or office did it?"),
        required=_l("Say which team or office did it"),
        hint=_l("Everyone can read this. Name no person."),
        max_length=100,
    )
    words = LongTextField(_l("What did they find?"), required=_l("Say what they found"), max_length=2_000, rows=4)
    link = TextField(_l("Link to it"), max_length=500)

    def to_proof(self) -> ProofValues:
        """Return what was written.

        Raises:
            Invalid: the sentence says what is missing.
        """
        return ProofValues(
            proof=Proof(self.proof.data),
            looked_on=self.looked_on.data,
            by=self.by.data,
            words=self.words.data,
            link=self.link.data,
        )


class HolidayForm(Form):
    """Some days of the council's calendar."""

    kind = RadiosField(
        _l("What is it?"),
        choices=[(kind.value, words) for kind, words in PERIODS.items()],
        required=_l("Say what it is"),
        inline=True,
    )
    name = TextField(_l("Name"), required=_l("Name the holiday"), max_length=100)
    starts_on = DateField(_l("First day"), required=_l("Give the first day"))
    ends_on = DateField(_l("Last day"), required=_l("Give the last day"))
