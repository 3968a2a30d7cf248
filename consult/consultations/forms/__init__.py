"""Forms of the consultations room."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from consult.consultations.actions.drafting import OptionValues
from consult.consultations.rules import CHOICE_KINDS, LONGEST_CLARIFICATION, Part, QuestionKind, QuestionValues
from consult.consultations.wording import COUNTING_RULES, KIND_HINTS, KINDS
from consult.documents.rules import LONGEST_SOURCE, NAMES
from consult.web.fields import (
    CheckboxesField,
    CheckboxField,
    DateField,
    DateTimeField,
    FileField,
    LongTextField,
    NumberField,
    RadiosField,
    SelectField,
    TextField,
)
from consult.web.forms import Form, OnceForm, VersionedForm
from consult.web.traps import TrappedForm

LONGEST_PART = 20_000


class NewConsultationForm(Form):
    """A title to begin with."""

    title = TextField(
        _l("Title"),
        required=_l("Enter a title"),
        hint=_l("Say what it is about in a few plain words. You can change it until it is approved."),
        max_length=120,
    )


class ConfirmForm(VersionedForm):
    """Nothing but the press of a button, and the version that was looked at."""


class WordsForm(VersionedForm):
    """Some of the words of a draft."""

    part: Part
    names: tuple[str, ...] = ()

    def to_words(self) -> dict[str, str]:
        """Return what was typed, by the names of the words."""
        return {name: self._fields[name].data for name in self.names}


class AboutForm(WordsForm):
    """What it is about, and why now."""

    part, names = Part.ABOUT, ("title", "summary", "why", "why_now")

    title = TextField(_l("Title"), required=_l("Enter a title"), max_length=120)
    summary = LongTextField(
        _l("Summary"),
        required=_l("Enter a summary"),
        hint=_l("Two or three sentences that a 12 year old understands."),
        max_length=600,
        rows=3,
    )
    why = LongTextField(_l("Why are we asking?"), required=_l("Say why you are asking"), max_length=LONGEST_PART)
    why_now = LongTextField(_l("Why now?"), max_length=LONGEST_PART, rows=3)


class InfluenceForm(WordsForm):
    """What people can change."""

    part, names = Part.INFLUENCE, ("open_to_influence", "already_decided")

    open_to_influence = LongTextField(
        _l("What can people change?"), required=_l("Say what people can change"), max_length=LONGEST_PART
    )
    already_decided = LongTextField(
        _l("What is already decided?"), hint=_l("Be honest: people notice."), max_length=LONGEST_PART
    )


class EvidenceForm(WordsForm):
    """Evidence, cost and impact."""

    part, names = Part.EVIDENCE, ("evidence", "cost_and_impact")

    evidence = LongTextField(_l("Evidence"), hint=_l("What do you know, and from where?"), max_length=LONGEST_PART)
    cost_and_impact = LongTextField(_l("Cost, and who it affects"), max_length=LONGEST_PART)


class ContactForm(WordsForm):
    """Whom people can ask."""

    part, names = Part.CONTACT, ("contact",)

    contact = LongTextField(
        _l("Whom can people ask?"),
        required=_l("Say whom people can ask"),
        hint=_l("Name the team, with an email address, a telephone number and a postal address."),
        max_length=1_000,
        rows=4,
    )


WORDS_FORMS: dict[Part, type[WordsForm]] = {
    form.part: form for form in (AboutForm, InfluenceForm, EvidenceForm, ContactForm)
}


class OptionForm(VersionedForm):
    """One option that was considered."""

    name = TextField(_l("Option"), required=_l("Name the option"), max_length=300)
    rejected = RadiosField(
        _l("Is it still open?"),
        choices=[("no", _l("Yes, it is still open")), ("yes", _l("No, it was rejected"))],
        required=_l("Choose whether it is still open"),
    )
    reason = LongTextField(_l("Why?"), hint=_l("You must say why an option was rejected."), max_length=4_000, rows=3)

    def to_option(self) -> OptionValues:
        """Return the option as a value.

        Raises:
            Invalid: it was rejected without a reason.
        """
        return OptionValues(name=self.name.data, rejected=self.rejected.data == "yes", reason=self.reason.data)


class DecisionForm(VersionedForm):
    """Who decides, and when."""

    decided_by = TextField(
        _l("Who decides?"),
        required=_l("Say who decides"),
        hint=_l("For example: the Cabinet, on a report"),
    )
    decision_maker = SelectField(_l("Who records the decision here?"), hint=_l("You can choose this later."))
    decision_expected_on = DateField(_l("When do you expect the decision?"), hint=_l("For example, 27 3 2027"))
    answer_within_weeks = NumberField(
        _l("Within how many weeks of closing will people be answered?"),
        required=_l("Enter a number of weeks"),
        least=1,
        most=104,
    )


class QuestionForm(VersionedForm):
    """A question."""

    kind = RadiosField(
        _l("How do people answer?"),
        choices=[(kind.value, KINDS[kind]) for kind in QuestionKind],
        hints={kind.value: KIND_HINTS[kind] for kind in QuestionKind},
        required=_l("Choose how people answer"),
    )
    prompt = TextField(_l("Question"), required=_l("Write the question"), max_length=400)
    help = LongTextField(_l("Help"), hint=_l("What helps people to answer? Leave it empty if nothing does."), rows=2)
    choices = LongTextField(
        _l("Answers to choose from"),
        hint=_l("One on each line. Only for one choice, several choices and ranking."),
        counted=False,
        rows=5,
    )
    required = CheckboxField(_l("People must answer this question"))
    asks_why = CheckboxField(_l("Ask “Why?” as well, without having to answer"))

    def to_question(self) -> QuestionValues:
        """Return the question as a value.

        Raises:
            Invalid: nobody could answer it.
        """
        kind = QuestionKind(self.kind.data)
        lines = tuple(line.strip() for line in self.choices.data.splitlines() if line.strip())
        return QuestionValues(
            kind=kind,
            prompt=self.prompt.data,
            help=self.help.data,
            required=bool(self.required.data),
            asks_why=bool(self.asks_why.data),
            choices=lines if kind in CHOICE_KINDS else (),
        )


class GroupsForm(VersionedForm):
    """Whom to hear, and what people are asked about themselves."""

    groups = CheckboxesField(
        _l("Which groups do you set out to hear?"), required=_l("Choose at least one group"), size="m"
    )
    asked = CheckboxesField(
        _l("What are people asked about themselves?"),
        choices=[
            ("ward", _l("Their ward")),
            ("equality", _l("Equality questions, which nobody must answer and which are kept apart")),
        ],
        size="m",
    )
    publishes = RadiosField(
        _l("Will single responses be published?"),
        choices=[
            ("yes", _l("Yes, once an officer has checked each of them")),
            ("no", _l("No, only figures and chosen quotes")),
        ],
        required=_l("Choose whether responses will be published"),
        size="m",
    )

    def offer_groups(self, groups: Sequence[tuple[str, str]]) -> None:
        """Offer the council's own groups."""
        self.groups.choices = list(groups)


class CountingForm(VersionedForm):
    """How the copies of one letter count."""

    rule = RadiosField(
        _l("If many people send the same letter, how do they count?"),
        choices=[(rule.value, words) for rule, words in COUNTING_RULES.items()],
        hint=_l("Both numbers are always published. This says which of them comes first."),
        required=_l("Choose how they count"),
        size="m",
    )


class DatesForm(VersionedForm):
    """When people can answer."""

    opens_at = DateTimeField(
        _l("Opens"), required=_l("Enter when it opens"), size="s", hint=_l("London time, for example 2 3 2027 at 09:00")
    )
    closes_at = DateTimeField(
        _l("Closes"),
        size="s",
        required=_l("Enter when it closes"),
        hint=_l("People can answer until the end of this minute, for example 27 4 2027 at 17:00"),
    )


class DocumentForm(VersionedForm):
    """The document, pasted or uploaded."""

    upload = FileField(
        _l("Upload a file"),
        hint=_l("Word, PDF, OpenDocument, HTML, Markdown or plain text, up to 20 MB"),
        accept=",".join(NAMES),
    )
    title = TextField(_l("Title of the document"), hint=_l("Needed when you paste it"), max_length=200)
    pasted = LongTextField(
        _l("Or paste it here"),
        hint=_l("A line that begins with ## is a heading. Leave an empty line between paragraphs."),
        max_length=LONGEST_SOURCE,
        rows=12,
        counted=False,
    )


class ReasonForm(VersionedForm):
    """A reason, for acts that need one."""

    reason = LongTextField(_l("Reason"), required=_l("Give a reason"), max_length=2_000, rows=4)


class ApproveForm(VersionedForm):
    """The press of a button, and a reason where a check is not met."""

    go_on = LongTextField(
        _l("Why do you go on all the same?"),
        hint=_l("Everyone can read this reason. It is printed in the record."),
        max_length=2_000,
        rows=4,
    )


class ExtendForm(VersionedForm):
    """More time."""

    closes_at = DateTimeField(_l("New closing time"), required=_l("Enter the new closing time"), hint=_l("London time"))
    reason = LongTextField(
        _l("Why do people get more time?"),
        required=_l("Say why people get more time"),
        hint=_l("Everyone can read this."),
        max_length=2_000,
        rows=4,
    )


class WaitingForm(VersionedForm):
    """Whom a delayed consultation waits on."""

    waiting_on = TextField(
        _l("Whom does it wait on?"), hint=_l("Everyone can read this. Leave it empty when it waits no longer.")
    )


class AnswerForm(Form):
    """The public answer to a clarification question."""

    public_wording = LongTextField(
        _l("The question, as everyone will read it"),
        required=_l("Write the question"),
        hint=_l("Take out names and anything that tells who asked."),
        max_length=LONGEST_CLARIFICATION,
        rows=4,
    )
    answer = LongTextField(_l("Answer"), required=_l("Write the answer"), max_length=LONGEST_PART)


class DeclineForm(Form):
    """Why a clarification question is not published."""

    reason = TextField(_l("Why is it not published?"), required=_l("Say why it is not published"), max_length=400)


class ClarificationForm(TrappedForm, OnceForm):
    """A question that anyone asks about a consultation."""

    asked = LongTextField(
        _l("What would you like explained?"),
        required=_l("Write your question"),
        hint=_l("Do not tell us who you are: we publish the question and the answer, and cannot write back."),
        max_length=LONGEST_CLARIFICATION,
        rows=5,
    )


class PeriodForm(Form):
    """A pre-election period."""

    name = TextField(_l("Which election?"), required=_l("Name the election"))
    starts_on = DateField(_l("First day"), required=_l("Enter the first day"))
    ends_on = DateField(_l("Last day"), required=_l("Enter the last day"), hint=_l("Usually the day of the election"))
