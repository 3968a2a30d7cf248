"""Forms of the consultation record."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from consult.outreach.actions.keeping import MilestoneValues, ScrutinyValues
from consult.outreach.actions.naming import ConsulteeValues
from consult.outreach.helping import LONGEST_WORDS as LONGEST_REQUEST
from consult.outreach.helping import Help, HelpValues
from consult.outreach.rules import (
    LONGEST_WORDS,
    Basis,
    CameBack,
    ConsultationKind,
    ContactChannel,
    ContactValues,
    MilestoneKind,
    Scrutiny,
)
from consult.outreach.wording import BASES, CAME_BACK, CHANNELS, HELPS, KINDS, MILESTONES, SCRUTINY
from consult.web.fields import (
    CheckboxesField,
    CheckboxField,
    DateField,
    EmailField,
    FileField,
    HiddenField,
    LongTextField,
    NumberField,
    RadiosField,
    SelectField,
    TextField,
)
from consult.web.forms import Form, OnceForm, VersionedForm

Offered = Sequence[tuple[str, str]]


class KindForm(Form):
    """What the consultation is about."""

    kind = RadiosField(
        _l("What is this consultation about?"),
        choices=[(kind.value, words) for kind, words in KINDS.items()],
        required=_l("Choose what it is about"),
        hint=_l("It decides whom we suggest."),
    )

    def to_kind(self) -> ConsultationKind:
        """Return what was chosen."""
        return ConsultationKind(self.kind.data)


class LibraryForm(Form):
    """The suggested consultees to put on the record."""

    codes = CheckboxesField(_l("Put these on the record"), required=_l("Choose at least one"))


class ConsulteeForm(VersionedForm):
    """One consultee."""

    name = TextField(
        _l("Name of the body or group"),
        required=_l("Enter the name of the body or group"),
        hint=_l("As exactly as you can: a body that can be named proves more than “partners”."),
    )
    basis = RadiosField(
        _l("Why is it asked?"),
        choices=[(basis.value, words) for basis, words in BASES.items()],
        required=_l("Say why it is asked"),
    )
    source = TextField(_l("Which law or rule?"), hint=_l("Leave it empty if it is your choice."))
    is_class = CheckboxField(_l("This is a class of people, not a body with a name"))
    group = SelectField(_l("Stakeholder group"))
    organisation = SelectField(
        _l("The same as this organisation"), hint=_l("Then a response from it shows here by itself.")
    )
    email = EmailField(
        _l("Email address for an invitation"),
        hint=_l("Only officers see it. We forget it 90 days after the consultation closes."),
    )
    reason_not_asked = LongTextField(
        _l("If it will not be asked, why?"),
        hint=_l("Everyone can read this. Leave it empty if you will ask."),
        max_length=LONGEST_WORDS,
        rows=3,
    )

    def offer(self, *, groups: Offered, organisations: Offered) -> None:
        """Say which groups and organisations may be chosen."""
        self.group.choices = [("", _l("None")), *groups]
        self.organisation.choices = [("", _l("None")), *organisations]

    def to_consultee(self) -> ConsulteeValues:
        """Return what was written."""
        return ConsulteeValues(
            name=self.name.data,
            basis=Basis(self.basis.data),
            source=self.source.data,
            is_class=bool(self.is_class.data),
            group_id=int(self.group.data) if self.group.data else None,
            organisation_id=int(self.organisation.data) if self.organisation.data else None,
            email=self.email.data or "",
            reason_not_asked=self.reason_not_asked.data,
        )


class ContactForm(OnceForm):
    """One contact with one consultee."""

    channel = RadiosField(
        _l("How did you ask?"),
        choices=[(channel.value, words) for channel, words in CHANNELS.items()],
        required=_l("Say how you asked"),
    )
    contacted_on = DateField(_l("On which day?"))
    when_words = TextField(
        _l("If nobody knows the day, when was it?"),
        hint=_l("Such as “spring term 2026”. The entry is then shown as vague."),
        max_length=100,
    )
    team = TextField(
        _l("Which team asked?"),
        required=_l("Say which team asked"),
        hint=_l("The public record shows the team and never your name."),
        max_length=100,
    )
    words = LongTextField(
        _l("What was sent, said or held?"),
        hint=_l("Everyone can read this. Name no person."),
        max_length=LONGEST_WORDS,
        rows=3,
    )
    link = TextField(_l("Link to the evidence"), hint=_l("Such as the agenda of the meeting."), max_length=500)
    evidence = FileField(
        _l("Or a file that shows it"),
        hint=_l("PDF, picture, email or document, up to 10 MB. Only officers can open it."),
    )
    came_back = RadiosField(
        _l("What came back?"),
        choices=[(came.value, words) for came, words in CAME_BACK.items()],
        default=CameBack.NOTHING_YET.value,
        required=_l("Say what came back"),
    )

    def to_contact(self) -> ContactValues:
        """Return what was written.

        Raises:
            Invalid: the sentence says what is missing.
        """
        return ContactValues(
            channel=ContactChannel(self.channel.data),
            contacted_on=self.contacted_on.data,
            when_words=self.when_words.data,
            team=self.team.data,
            words=self.words.data,
            link=self.link.data,
            came_back=CameBack(self.came_back.data),
        )


class CameBackForm(VersionedForm):
    """What came back after a contact."""

    came_back = RadiosField(
        _l("What came back?"),
        choices=[(came.value, words) for came, words in CAME_BACK.items()],
        required=_l("Say what came back"),
    )
    came_back_on = DateField(_l("On which day?"), hint=_l("Leave it empty if nothing came."))


class UploadForm(Form):
    """A spreadsheet of contacts."""

    team = TextField(
        _l("Which team asked?"),
        required=_l("Say which team asked"),
        hint=_l("For the rows that do not say it themselves."),
        max_length=100,
    )
    file = FileField(
        _l("Spreadsheet"),
        required=_l("Choose a file"),
        hint=_l("CSV or XLSX with the columns consultee, channel, day, team, what, link and came back."),
        accept=".csv,.xlsx",
    )


class ScrutinyForm(VersionedForm):
    """Whether the scrutiny committee was asked."""

    scrutiny = RadiosField(
        _l("Did it go to the scrutiny committee?"),
        choices=[(each.value, words) for each, words in SCRUTINY.items()],
        required=_l("Say whether it went to the scrutiny committee"),
    )
    committee = TextField(_l("Name of the committee"))
    on = DateField(_l("On which day?"))
    reason = LongTextField(_l("If not, why not?"), hint=_l("Everyone can read this."), max_length=LONGEST_WORDS, rows=3)

    def to_scrutiny(self) -> ScrutinyValues:
        """Return what was written.

        Raises:
            Invalid: the sentence says what is missing.
        """
        return ScrutinyValues(
            scrutiny=Scrutiny(self.scrutiny.data),
            committee=self.committee.data,
            on=self.on.data,
            reason=self.reason.data,
        )


class MilestoneForm(OnceForm):
    """One step on the way to the decision."""

    kind = RadiosField(
        _l("What happened?"),
        choices=[(kind.value, words) for kind, words in MILESTONES.items()],
        required=_l("Say what kind of step it was"),
        inline=True,
    )
    happened_on = DateField(_l("On which day?"), required=_l("Give the day"))
    body_name = TextField(_l("Which body or office?"), hint=_l("Such as Cabinet, or the Schools Forum."))
    words = TextField(_l("In a few words"), required=_l("Say what happened"), max_length=300)
    link = TextField(_l("Link to the papers"), max_length=500)

    def to_milestone(self) -> MilestoneValues:
        """Return what was written.

        Raises:
            Invalid: the sentence says what is missing.
        """
        return MilestoneValues(
            kind=MilestoneKind(self.kind.data),
            happened_on=self.happened_on.data,
            words=self.words.data,
            body_name=self.body_name.data,
            link=self.link.data,
        )


class ShaperForm(OnceForm):
    """Some people who helped to write the document."""

    who = TextField(
        _l("Who are they?"), required=_l("Say who they are"), hint=_l("A role or a body, never a person's name.")
    )
    group = SelectField(_l("Stakeholder group"))
    n_people = NumberField(_l("How many people?"), required=_l("Say how many"), least=1, most=100_000)

    def offer(self, groups: Offered) -> None:
        """Say which groups may be chosen."""
        self.group.choices = [("", _l("None")), *groups]


class LetterForm(Form):
    """Whom to write to, by which team, and what to add to the letter."""

    consultees = CheckboxesField(_l("Whom do you write to?"), required=_l("Choose at least one"))
    team = TextField(
        _l("Which team writes?"),
        required=_l("Say which team writes"),
        hint=_l("It stands under the letter and on the public record. Your name does not."),
        max_length=100,
    )
    words = LongTextField(
        _l("Words of your own at the top of the letter"),
        hint=_l("Leave it empty if the letter needs none. The link and the dates stand in it by themselves."),
        max_length=LONGEST_WORDS,
        rows=4,
    )


class SendLettersForm(LetterForm):
    """The letter after it was looked at, with how many will leave."""

    n_shown = HiddenField()
    n_typed = NumberField(_l("How many emails will leave?"), hint=_l("Type the number, so that we know you mean it."))


class HelpForm(OnceForm):
    """What someone needs to be able to answer."""

    help = RadiosField(
        _l("What do you need?"),
        choices=[(each.value, words) for each, words in HELPS.items()],
        required=_l("Choose what you need"),
    )
    words = LongTextField(
        _l("Is there more that we should know?"),
        hint=_l("Such as which language, or when we can call."),
        max_length=LONGEST_REQUEST,
        rows=3,
    )
    reach = TextField(
        _l("How can we reach you?"),
        required=_l("Say how we can reach you"),
        hint=_l("An email address, a telephone number or a postal address. We forget it 30 days after we helped."),
        max_length=300,
    )

    def to_help(self) -> HelpValues:
        """Return what was asked for."""
        return HelpValues(help=Help(self.help.data), reach=self.reach.data, words=self.words.data)


class GiveHelpForm(VersionedForm):
    """What was done for someone, and how much extra time they have."""

    done_words = LongTextField(
        _l("What was done?"),
        required=_l("Say what was done"),
        hint=_l("Such as “large print sent by post”. Name no person."),
        max_length=LONGEST_REQUEST,
        rows=3,
    )
    extra_until = DateField(
        _l("Extra time until"),
        hint=_l("Only if they need it: at most 14 days after the close."),
    )
