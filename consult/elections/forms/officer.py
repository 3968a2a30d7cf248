"""Forms of the returning officer."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from consult.elections.actions import Read
from consult.elections.ballots import Rule
from consult.elections.rules import (
    ClaimVerdict,
    ContestAsked,
    ElectionKind,
    Fate,
    LawfulBasis,
    Notice,
    OrderHow,
    PaperIssued,
    RollSource,
    Timetable,
    Verdict,
)
from consult.elections.wording import BASES, CAME_BY, FATES, KINDS, ORDERS, RULES, SOURCES
from consult.kernel.errors import Invalid
from consult.web.fields import (
    CheckboxesField,
    CheckboxField,
    DateField,
    DateTimeField,
    FileField,
    HiddenField,
    LongTextField,
    NumberField,
    RadiosField,
    SelectField,
    TextField,
)
from consult.web.forms import Form, VersionedForm


def _choices(words: Any) -> list[tuple[str, Any]]:
    return [(each.value, said) for each, said in words.items()]


class ElectionForm(Form):
    """The notice and the timetable."""

    title = TextField(_l("Title"), required=_l("Enter a title"), size="m")
    kind = RadiosField(_l("What is it for?"), choices=_choices(KINDS), required=_l("Choose what it is for"), size="m")
    about = LongTextField(_l("What people should know"), required=_l("Write what people should know"), max_length=2000)
    nominations_open_at = DateTimeField(_l("Nominations open"), required=_l("Enter when nominations open"))
    nominations_close_at = DateTimeField(_l("Nominations close"), required=_l("Enter when nominations close"))
    claims_close_at = DateTimeField(_l("Claims about the roll close"), required=_l("Enter when claims close"))
    roll_fixed_on = DateField(_l("Day on which the roll is fixed"), required=_l("Enter the day"))
    opens_at = DateTimeField(_l("Voting opens"), required=_l("Enter when voting opens"))
    closes_at = DateTimeField(_l("Voting closes"), required=_l("Enter when voting closes"))
    lot_source = TextField(
        _l("Where the seed of the lots will come from"),
        required=_l("Say where the seed will come from"),
        hint=_l("Such as “six dice, thrown before the observers once the box is sealed”."),
        max_length=300,
    )
    challenge_to = TextField(_l("Who hears a challenge"), required=_l("Say who hears a challenge"))
    challenge_by = DateField(_l("Last day for a challenge"), required=_l("Enter the last day for a challenge"))
    destroy_on = DateField(_l("Day on which ballots are destroyed"), required=_l("Enter the day"))

    def to_notice(self) -> Notice:
        """Return what the notice says."""
        names = ("title", "about", "lot_source", "challenge_to", "challenge_by", "destroy_on")
        return Notice(kind=ElectionKind(self.kind.data), **{name: self[name].data for name in names})

    def to_timetable(self) -> Timetable:
        """Return the timetable.

        Raises:
            Invalid: the moments are out of order.
        """
        return Timetable(**{name: self[name].data for name in Timetable.__slots__})


class ContestForm(Form):
    """One contest."""

    title = TextField(
        _l("Title of the contest"), required=_l("Enter a title"), hint=_l("Such as “Parents of Moseley”.")
    )
    reference = TextField(
        _l("Its name in lots and seals"),
        required=_l("Enter a name that is used once for ever"),
        hint=_l("Such as ward.moseley.parents.2026"),
    )
    electorate = TextField(_l("Who may vote"), required=_l("Say who may vote"), max_length=300)
    seats = NumberField(_l("How many seats"), required=_l("Enter how many seats"), least=1, most=50)
    seat_class = SelectField(
        _l("Which seats does it fill?"),
        hint=_l(
            "Whoever is elected is then given one of these seats. Leave it empty for seats that are not set up here."
        ),
    )
    rule = RadiosField(_l("How it is counted"), choices=_choices(RULES), required=_l("Choose how it is counted"))
    ways = CheckboxesField(
        _l("How people can vote"),
        choices=[("web", _l("On the web, with a code")), ("hall", _l("On paper in the hall")), ("post", _l("By post"))],
        required=_l("Choose at least one way to vote"),
    )
    ron = CheckboxField(_l("“Re-open nominations” stands"))
    ron_most_vacant = NumberField(
        _l("How many seats may “re-open nominations” leave empty?"),
        hint=_l("It stands once on the ballot paper for each of them. Leave it at 1 if your rules do not say."),
        least=1,
        most=50,
        default="1",
    )
    ron_forces_poll = CheckboxField(
        _l("There is a vote even with no more candidates than seats"), hint=_l("Only if “re-open nominations” stands.")
    )

    countback_until = DateField(
        _l("Until when may the ballots be counted again if a seat falls empty? (optional)"),
        hint=_l("This is called a countback. Leave it empty if the rules know none. Ballots must be kept until then."),
    )

    def to_asked(self) -> ContestAsked:
        """Return the contest as a value.

        Raises:
            Invalid: rule and seats do not fit.
        """
        ways = self.ways.data or []
        return ContestAsked(
            title=self.title.data,
            reference=self.reference.data,
            electorate=self.electorate.data,
            seats=self.seats.number or 0,
            rule=Rule(self.rule.data),
            ron=bool(self.ron.data),
            ron_forces_poll=bool(self.ron_forces_poll.data),
            ron_most_vacant=self.ron_most_vacant.number or 1,
            by_web="web" in ways,
            on_paper="hall" in ways,
            by_post="post" in ways,
            countback_until=self.countback_until.data,
        )


class CountbackForm(Form):
    """Who of those who were not elected does not want the seat."""

    unwilling = CheckboxesField(
        _l("Who does not want the seat, or may no longer hold it?"), hint=_l("Tick none if all of them would sit.")
    )

    def to_unwilling(self) -> frozenset[int]:
        """Return their numbers on the ballot paper."""
        return frozenset(int(number) for number in self.unwilling.data or [])


class HeldAtForm(Form):
    """At which meeting people vote."""

    meeting = SelectField(_l("At which meeting do people vote?"))


class HallOnRollForm(Form):
    """On which ground those in a hall go on the roll."""

    basis = RadiosField(
        _l("Lawful basis"), choices=_choices(BASES), required=_l("Choose the lawful basis"), size="s", inline=True
    )


class PressForm(Form):
    """Nothing but the press of a button."""


class ReasonForm(Form):
    """A reason."""

    reason = TextField(_l("Why"), required=_l("Say why"), max_length=500)


class DecideForm(VersionedForm):
    """Whether a nomination is valid."""

    verdict = RadiosField(
        _l("Is it valid?"),
        choices=[(Verdict.VALID.value, _l("Valid")), (Verdict.INVALID.value, _l("Not valid"))],
        required=_l("Choose whether it is valid"),
        inline=True,
    )
    reason = TextField(_l("If not, why"), hint=_l("The candidate can read it."), max_length=500)


class SettleForm(Form):
    """How the order of names comes about; drawn places come in boxes of their own."""

    how = RadiosField(_l("Order on the ballot paper"), choices=_choices(ORDERS), required=_l("Choose how"), size="m")


class RollForm(Form):
    """People for the roll, from a spreadsheet or typed."""

    source = RadiosField(
        _l("Where do these names come from?"), choices=_choices(SOURCES), required=_l("Choose the source"), size="m"
    )
    basis = RadiosField(
        _l("Lawful basis"), choices=_choices(BASES), required=_l("Choose the lawful basis"), size="m", inline=True
    )
    file = FileField(
        _l("A spreadsheet"),
        hint=_l("CSV or XLSX with a column headed Name, and others headed Detail, Email and Address if you have them."),
        accept=".csv,.xlsx",
    )
    body = SelectField(
        _l("Or take the members of a body"),
        hint=_l("Everyone who has a vote in it today: for its chair, or for a seat on the body above it."),
    )
    lines = LongTextField(
        _l("Or type them"),
        hint=_l("One person a line. After a comma: what tells them apart, such as a postcode."),
        max_length=400_000,
        rows=8,
        counted=False,
    )

    def to_source(self) -> tuple[RollSource, LawfulBasis]:
        """Return where the names come from and on which ground."""
        return RollSource(self.source.data), LawfulBasis(self.basis.data)


class ClaimDecisionForm(Form):
    """What becomes of a claim."""

    verdict = RadiosField(
        _l("Decision"),
        choices=[(ClaimVerdict.ALLOWED.value, _l("Allow")), (ClaimVerdict.REFUSED.value, _l("Refuse"))],
        required=_l("Choose what you decide"),
        inline=True,
    )
    reason = TextField(_l("If refused, why"), max_length=500)


class HoldersForm(Form):
    """The three who hold the key."""

    name_1 = TextField(_l("Returning officer"), required=_l("Enter the name of the returning officer"))
    name_2 = TextField(_l("First scrutineer"), required=_l("Enter the name of the first scrutineer"))
    name_3 = TextField(_l("Second scrutineer"), required=_l("Enter the name of the second scrutineer"))


class OpenForm(Form):
    """The codes of two key holders."""

    code_1 = TextField(_l("Code of the returning officer"), max_length=80, autocomplete="off")
    code_2 = TextField(_l("Code of the first scrutineer"), max_length=80, autocomplete="off")
    code_3 = TextField(_l("Code of the second scrutineer"), max_length=80, autocomplete="off")


class SeedForm(Form):
    """What was drawn."""

    seed = TextField(_l("What was drawn"), required=_l("Enter what was drawn"), hint=_l("Such as “dice 4 1 6 2 2 5”."))


class FoundForm(Form):
    """How many papers lay in the box."""

    found = NumberField(
        _l("Papers from the hall found in the box"), required=_l("Enter how many, 0 if none"), least=0, most=100_000
    )
    explained = TextField(_l("If some are missing, what became of them"), max_length=300)


class EnvelopeForm(Form):
    """What became of an outer envelope."""

    envelope = RadiosField(
        _l("The declaration in the outer envelope"),
        choices=[("accepted", _l("In order")), ("rejected", _l("Not in order"))],
        required=_l("Choose whether it is in order"),
        inline=True,
    )
    wrong = TextField(_l("If not, why"), max_length=300)


class PaperForm(Form):
    """What stands on one paper; the places come in boxes of their own."""

    number = NumberField(_l("Number written on the paper"), required=_l("Enter the number"), least=1, most=100_000)
    came_by = RadiosField(
        _l("How it came"), choices=_choices(CAME_BY), required=_l("Choose how the paper came"), inline=True
    )
    fate = RadiosField(_l("The paper is"), choices=_choices(FATES), required=_l("Choose what the paper is"))
    reason = TextField(_l("If spoilt or rejected, why"), max_length=200)

    def to_read(self, preferences: tuple[int, ...]) -> tuple[int, PaperIssued, Read]:
        """Return what was read.

        Raises:
            Invalid: choices, fate and reason do not fit.
        """
        if self.number.number is None:
            raise Invalid("Enter the number written on the paper.")
        read = Read(fate=Fate(self.fate.data), preferences=preferences, reason=self.reason.data)
        return self.number.number, PaperIssued(self.came_by.data), read


class SettlePaperForm(Form):
    """Which of two readings is right."""

    which = HiddenField()
    reason = TextField(_l("How you decided"), required=_l("Say how you decided"), max_length=300)


def order_of(form: SettleForm) -> OrderHow:
    """Return how the order comes about."""
    return OrderHow(form.how.data)
