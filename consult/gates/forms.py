"""Forms of the checks: evidence, the check list of the questions, reasons, legal advice, and the calendar."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from consult.gates.asking import ItemFound, ReadQuestion
from consult.gates.rules import Proof, ProofValues
from consult.gates.wording import ITEMS, OFFERED_PROOFS, PERIODS
from consult.web.fields import CheckboxesField, DateField, LongTextField, RadiosField, TextField
from consult.web.forms import Form, OnceForm


class ProofForm(OnceForm):
    """One piece of evidence."""

    proof = RadiosField(
        _l("What is it?"),
        choices=[(proof.value, words) for proof, words in OFFERED_PROOFS.items()],
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


class GoOnForm(Form):
    """Why someone with the right goes on although a check is not met."""

    go_on = LongTextField(
        _l("Why do you go on all the same?"),
        required=_l("Say why you go on"),
        hint=_l("Everyone can read this. It stands for every check that is not met."),
        max_length=2_000,
        rows=3,
    )


class AdviceForm(OnceForm):
    """What the lawyers said."""

    words = LongTextField(_l("What did they advise?"), required=_l("Write down the advice"), max_length=20_000, rows=8)


class QuestionsForm(Form):
    """The check list; the boxes of each question are made for it by ``questions_form``."""

    looked_by = TextField(
        _l("Which team or office looked?"),
        required=_l("Say which team or office looked"),
        hint=_l("Everyone can read this. Name no person."),
        max_length=100,
    )

    def found(self, questions: Sequence[ReadQuestion]) -> tuple[ItemFound, ...]:
        """Return what was found in each question.

        Raises:
            Invalid: something is not as it should be, and nobody said what.
        """
        return tuple(
            ItemFound(
                question_id=question.id,
                item=item,
                is_met=item.value in (self[f"met_{question.id}"].data or ()),
                note=self[f"note_{question.id}"].data or "",
            )
            for question in questions
            for item in question.items
        )


def questions_form(questions: Sequence[ReadQuestion]) -> type[QuestionsForm]:
    """Make the form of these questions: what holds true of each, and what was found."""
    fields: dict[str, object] = {}
    for question in questions:
        fields[f"met_{question.id}"] = CheckboxesField(
            _l("Question %(number)s: tick what is true of it", number=str(question.number)),
            choices=[(item.value, ITEMS[item]) for item in question.items],
        )
        fields[f"note_{question.id}"] = LongTextField(
            _l("Question %(number)s: what did you find?", number=str(question.number)),
            hint=_l("Needed where you leave a box empty."),
            max_length=1_000,
            rows=2,
        )
    return type("QuestionsOfConsultation", (QuestionsForm,), fields)


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
