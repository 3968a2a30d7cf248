"""What clerks fill in to set bodies up, fill their seats and say how they are doing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import lazy_gettext as _l

from consult.bodies.actions.setting_up import BodyValues
from consult.bodies.rules import (
    Evidence,
    EvidenceKind,
    HowFilled,
    InterestState,
    Phase,
    RelationKind,
    SeatClassValues,
    TermKind,
    TermRule,
    Tier,
)
from consult.bodies.wording import EVIDENCE, HOW_FORM, PHASES, RELATIONS, TERMS, TIERS
from consult.web.fields import (
    CheckboxesField,
    CheckboxField,
    DateField,
    LongTextField,
    NumberField,
    RadiosField,
    SelectField,
    TextField,
)
from consult.web.forms import Form, VersionedForm

_PHASES = [("", _l("No")), *[(phase.value, words) for phase, words in PHASES.items()]]


class TypeForm(Form):
    """A type of body that no pattern brings."""

    name = TextField(_l("What is this type of body called?"), required=_l("Enter a name"), max_length=80)
    tier = RadiosField(
        _l("How wide is its area?"),
        choices=[(tier.value, words) for tier, words in TIERS.items()],
        required=_l("Choose how wide its area is"),
    )
    term_kind = RadiosField(
        _l("How long does someone hold a seat?"),
        choices=[(kind.value, words) for kind, words in TERMS.items()],
        required=_l("Choose how long a seat is held"),
    )
    term_months = NumberField(_l("How many months, if you chose months"), least=1, most=120)
    holds_over = CheckboxField(_l("Members stay after their term until a successor is declared"))
    is_council_committee = CheckboxField(
        _l("It is a committee of the council"),
        hint=_l(
            "On such a committee someone who is not a councillor has no vote, unless you state the exception "
            "(Local Government and Housing Act 1989, section 13)."
        ),
    )
    source = LongTextField(_l("Where are its rules laid down?"), max_length=2000, rows=3)

    def to_term(self) -> TermRule:
        """Return for how long its seats are held."""
        kind = TermKind(self.term_kind.data)
        months = self.term_months.number if kind is TermKind.MONTHS else None
        return TermRule(kind=kind, months=months, holds_over=bool(self.holds_over.data))

    def to_tier(self) -> Tier:
        """Return how wide its area is."""
        return Tier(self.tier.data)


class BodyForm(VersionedForm):
    """A body: what it is called, what it is for, since when."""

    name = TextField(_l("Name"), required=_l("Enter the name of the body"), max_length=120)
    purpose = LongTextField(_l("What is it for?"), hint=_l("One or two plain sentences."), max_length=1000, rows=3)
    decides = LongTextField(_l("What does it decide, and what does it only advise on?"), max_length=2000, rows=3)
    founded_on = DateField(_l("When did it begin?"), required=_l("Enter the day on which it began"))
    is_pilot = CheckboxField(_l("It is a pilot for a limited time"))
    pilot_ends_on = DateField(_l("If it is a pilot: when does it end?"))
    report_due_on = DateField(_l("If it is a pilot: by when is it reported what was learned?"))

    def to_values(self) -> BodyValues:
        """Return what was said of the body."""
        return BodyValues(
            name=self.name.data,
            purpose=self.purpose.data,
            decides=self.decides.data,
            founded_on=self.founded_on.data or date.min,
            is_pilot=bool(self.is_pilot.data),
            pilot_ends_on=self.pilot_ends_on.data,
            report_due_on=self.report_due_on.data,
        )


class NewBodyForm(BodyForm):
    """A new body, of a type and for an area."""

    body_type = SelectField(_l("Type of body"), required=_l("Choose a type"))
    area = SelectField(_l("Area"))

    def offer(self, *, types: Sequence[tuple[str, str]], areas: Sequence[tuple[str, str]]) -> None:
        """Say what can be chosen."""
        self.body_type.choices = [("", str(_l("Choose a type"))), *types]
        self.area.choices = [("", str(_l("The whole city, or none"))), *areas]


class StatusForm(VersionedForm):
    """How a body is doing."""

    act = RadiosField(_l("How is it doing?"), required=_l("Choose how it is doing"))
    why = LongTextField(
        _l("What lies behind it?"),
        hint=_l("Who is missing, what cannot be done, what would help. Everyone can read this."),
        max_length=1000,
        rows=4,
    )
    from_on = DateField(_l("Since when?"), required=_l("Enter the day since when"))


class ReportForm(VersionedForm):
    """What a pilot taught."""

    report = LongTextField(
        _l("What did the pilot teach you?"), required=_l("Say what you learned"), max_length=8000, rows=10
    )


class RelationForm(Form):
    """How a body stands to another."""

    kind = RadiosField(
        _l("How does it stand to the other body?"),
        choices=[(kind.value, words) for kind, words in RELATIONS.items()],
        required=_l("Choose how it stands to the other body"),
    )
    other = SelectField(_l("The other body"), required=_l("Choose the other body"))
    from_on = DateField(_l("Since when?"), required=_l("Enter the day since when"))

    def to_kind(self) -> RelationKind:
        """Return the kind of relation."""
        return RelationKind(self.kind.data)


class StakesForm(Form):
    """Which groups a body's decisions touch."""

    groups = CheckboxesField(
        _l("Which groups does it concern?"),
        hint=_l("The body’s page says which of them have no voting seat."),
    )

    def to_whys(self) -> Mapping[int, str]:
        """Return the numbers of the groups."""
        return {int(number): "" for number in self.groups.data or []}


class SeatClassForm(Form):
    """Seats of one kind."""

    name = TextField(_l("What is a seat of this kind called?"), required=_l("Enter a name"), max_length=120)
    n_seats = NumberField(_l("How many?"), required=_l("Enter how many there are"), least=1, most=200)
    group = SelectField(_l("For whom do they speak?"))
    electorate = TextField(
        _l("Who chooses?"), hint=_l("Such as “Headteachers of primary schools in Northgate”."), max_length=300
    )
    how_filled = RadiosField(
        _l("How are they filled?"),
        choices=[(how.value, words) for how, words in HOW_FORM.items()],
        required=_l("Choose how they are filled"),
    )
    area = SelectField(_l("Only one area?"))
    phase = SelectField(
        _l("Only schools of one kind?"), choices=[("", _l("No")), *[(p.value, w) for p, w in PHASES.items()]]
    )
    nominating_body = SelectField(_l("Does another body send them?"))
    vote = RadiosField(
        _l("Do they vote?"),
        choices=[
            ("votes", _l("They vote")),
            ("listens", _l("They speak and do not vote")),
            ("office", _l("It is an office, such as the chair, held by someone who sits already")),
        ],
        required=_l("Choose whether they vote"),
    )
    for_councillors = CheckboxField(_l("Only councillors hold them"))
    exception = TextField(_l("On a council committee: what lets someone who is not a councillor vote?"), max_length=400)
    rule = TextField(_l("Where is this laid down?"), max_length=400)
    from_on = DateField(_l("Since when are there such seats?"), required=_l("Enter the day since when"))

    def to_values(self) -> SeatClassValues:
        """Return what was said of the seats."""
        return SeatClassValues(
            name=self.name.data,
            how_filled=HowFilled(self.how_filled.data),
            is_voting=self.vote.data == "votes",
            n_seats=self.n_seats.number or 0,
            electorate=self.electorate.data,
            group_id=_number(self.group.data),
            area_id=_number(self.area.data),
            phase=Phase(self.phase.data) if self.phase.data else None,
            nominating_body_id=_number(self.nominating_body.data),
            is_office=self.vote.data == "office",
            for_councillors=bool(self.for_councillors.data),
            exception=self.exception.data,
            rule=self.rule.data,
        )


class PersonForm(Form):
    """Someone by name; where we know people of that name, which of them."""

    name = TextField(_l("Who?"), required=_l("Enter the person’s name"), max_length=120)
    which = RadiosField(_l("We know someone of this name. Is it them?"))

    def offer_known(self, known: Sequence[tuple[str, str]]) -> None:
        """Ask which of those we know it is."""
        self.which.choices = [*known, ("new", str(_l("No, someone else of the same name")))] if known else []

    def asks_which(self) -> bool:
        """Say whether the person must still say who is meant."""
        return bool(self.which.choices) and not self.which.data

    def known_id(self) -> int | None:
        """Return the number of the person who is meant, or nothing for someone new."""
        return _number(self.which.data)


class FillForm(PersonForm):
    """Who takes a seat, from when, and what shows it."""

    from_on = DateField(_l("From which day?"), required=_l("Enter the first day"))
    until_on = DateField(
        _l("Last day of the term"), hint=_l("Leave it empty and the rules of this type of body say it.")
    )
    how_filled = RadiosField(
        _l("How did they come to the seat?"),
        choices=[(how.value, words) for how, words in HOW_FORM.items()],
        required=_l("Choose how they came to it"),
    )
    evidence = SelectField(
        _l("What shows it?"),
        choices=[(kind.value, words) for kind, words in EVIDENCE.items()],
        required=_l("Choose what shows it"),
    )
    ref = TextField(
        _l("Where is that kept?"),
        required=_l("Say where it is kept"),
        hint=_l("Such as “Minutes of 12 May 2026, item 4”. Everyone can read this."),
        max_length=200,
    )
    on_behalf_of = TextField(
        _l("For whom do they sit? (optional)"), hint=_l("Such as the name of a school."), max_length=160
    )

    def to_how(self) -> HowFilled:
        """Return how they came to the seat."""
        return HowFilled(self.how_filled.data)

    def to_evidence(self) -> Evidence:
        """Return what shows it, kept outside this installation."""
        return Evidence(kind=EvidenceKind(self.evidence.data), ref=f"archive:{self.ref.data}")


class LeaveForm(VersionedForm):
    """When and why someone leaves a seat."""

    until_on = DateField(_l("What is their last day?"), required=_l("Enter their last day"))
    reason = TextField(_l("Why do they leave?"), required=_l("Say why they leave"), hint=_l("Such as “Resigned”."))


class DeputyForm(PersonForm):
    """Who sits for a holder who is away."""

    from_on = DateField(_l("From which day?"), required=_l("Enter the first day"))
    until_on = DateField(_l("Until which day? (optional)"))


class OfferForm(Form):
    """What became of an offer to sit."""

    state = RadiosField(
        _l("What did you do?"),
        choices=[
            (InterestState.INVITED.value, _l("I told them how the seat is filled, or invited them to stand")),
            (InterestState.DECLINED.value, _l("I told them that it does not fit")),
        ],
        required=_l("Choose what you did"),
    )


class PatternForm(Form):
    """From when a whole way of being represented begins, and for which districts."""

    founded_on = DateField(_l("From which day?"), required=_l("Enter the day on which it begins"))
    districts = CheckboxesField(_l("For which districts?"))


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None
