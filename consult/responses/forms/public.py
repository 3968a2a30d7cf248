"""The form of a response: one class made for each consultation, asked whole or a step at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms.validators import ValidationError

from consult.consultations.queries import AskedQuestion
from consult.consultations.rules import QuestionKind, Stage
from consult.responses.equality import ASKED
from consult.responses.forms.public_words import (
    BEHALF,
    EQUALITY_ASKED,
    PUBLISHING,
    SCALE,
    YES_NO,
    equality_choices,
)
from consult.responses.queries.answering import ConsultationToAnswer
from consult.responses.rules import LONGEST_ANSWER, LONGEST_NAME, OnBehalfOf, PublishAs
from consult.web.fields import (
    CheckboxesField,
    CheckboxField,
    EmailField,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
)
from consult.web.forms import Form

YOU, BEHALF_OF, WARD, PUBLISH, EQUALITY, EMAIL = "you", "for-whom", "where", "publishing", "equality", "email"
Fields = dict[str, Any]
Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Step:
    """One thing a page: its place in the address, its heading, and the fields it asks.

    A step is equal to itself alone, so that what is made of it can be kept under it.
    """

    name: str
    heading: str
    hint: str
    is_set: bool
    fields: Fields
    ranking: AskedQuestion | None = None

    @property
    def field_names(self) -> tuple[str, ...]:
        """The fields in the order shown."""
        return tuple(self.fields)


def step_name(question: AskedQuestion) -> str:
    """Where a question stands in the address when one thing is asked a page."""
    return f"question-{question.number}"


def steps_of(asked: ConsultationToAnswer, *, headed: bool = True) -> tuple[Step, ...]:
    """Every step of a consultation in order; ``headed`` makes a single field's words the heading of its page."""
    return _steps_in(str(get_locale()), replace(asked, stage=Stage.OPEN), headed)


@lru_cache(maxsize=64)
def _steps_in(language: str, asked: ConsultationToAnswer, headed: bool) -> tuple[Step, ...]:
    """The steps in one language, made once for all who answer: they change only with what is asked."""
    del language  # only the key: the words below come out in it
    steps = [_you(asked, headed)]
    if not asked.is_for_children:
        steps.append(_behalf())
    if asked.wards:
        steps.append(_ward(asked))
    steps += [_question_step(question, headed) for question in asked.questions]
    steps.append(_publishing(asked, headed))
    if asked.asks_equality:
        steps.append(_equality())
    if not asked.is_for_children:
        steps.append(_email())
    return tuple(steps)


def form_of(steps: Sequence[Step], typed: Typed, *, checked: bool = False) -> Form:
    """A form with the fields of these steps, filled with what was typed; ``checked`` looks for what is wrong."""
    made = _form_class(tuple(steps))
    filled = MultiDict([(name, value) for name, values in typed.items() for value in values])
    form = made(formdata=filled, meta={"csrf": False})
    if checked:
        form.validate()
    return form


@lru_cache(maxsize=256)
def _form_class(steps: tuple[Step, ...]) -> type[Form]:
    """The class of a form with the fields of these steps, made once."""
    fields = {name: field for step in steps for name, field in step.fields.items()}
    return type("AnswerForm", (Form,), {**fields, **_checks(steps)})


def typed_into(steps: Sequence[Step], posted: MultiDict[str, str]) -> dict[str, list[str]]:
    """What was posted into the fields of these steps, word for word but for null characters."""
    names = [name for step in steps for name in step.fields]
    return {name: [value.replace("\x00", "") for value in posted.getlist(name)] for name in names}


def question_fields(question: AskedQuestion, *, headed: bool = False) -> Fields:
    """The fields of one question; their names begin with ``q`` and its id."""
    return _MAKERS[question.kind](question, headed)


def rank_name(question_id: int, choice_id: int) -> str:
    """The name of the field that ranks one choice."""
    return f"q{question_id}_rank_{choice_id}"


def _checks(steps: Sequence[Step]) -> dict[str, Callable[[Any, Any], None]]:
    """The check of each ranking, hung on its first field, where WTForms looks for it."""
    rankings = [step.ranking for step in steps if step.ranking is not None and step.ranking.choices]
    return {
        f"validate_{rank_name(question.id, question.choices[0].id)}": _check_of_ranking(question)
        for question in rankings
    }


def _check_of_ranking(question: AskedQuestion) -> Callable[[Any, Any], None]:
    names = [rank_name(question.id, choice.id) for choice in question.choices]

    def check(form: Any, field: Any) -> None:  # noqa: ARG001 - the signature is WTForms'
        places = [form[name].data for name in names if form[name].data]
        if len(set(places)) < len(places):
            raise ValidationError(_("Give each place to one thing only"))
        if question.required and not places:
            raise ValidationError(_("Put at least one thing in order: give it place 1"))

    return check


def _you(asked: ConsultationToAnswer, headed: bool) -> Step:
    words = _l("Are you answering as …")
    field = RadiosField(
        words,
        choices=[(str(group_id), answering_as) for group_id, answering_as in asked.groups],
        required=_l("Select who you are answering as"),
        hint=_l("Choose the one that fits best. It helps the council see whose views it has heard."),
        **_heading(headed),
    )
    return Step(name=YOU, heading=str(words), hint="", is_set=False, fields={"group": field})


def _behalf() -> Step:
    fields: Fields = {
        "behalf": RadiosField(
            _l("I am answering for"),
            choices=list(BEHALF.items()),
            required=_l("Select who you are answering for"),
        ),
        "organisation": TextField(
            _l("Name of the school or organisation"),
            hint=_l("Only if you are answering for one."),
            max_length=LONGEST_NAME,
            validators=[_needs_name],
            autocomplete="organization",
        ),
    }
    return Step(name=BEHALF_OF, heading=_("Who are you answering for?"), hint="", is_set=True, fields=fields)


def _needs_name(form: Any, field: Any) -> None:
    if form.behalf.data in {OnBehalfOf.SCHOOL.value, OnBehalfOf.ORGANISATION.value} and not field.data:
        raise ValidationError(_("Enter the name of the school or organisation you are answering for"))


def _ward(asked: ConsultationToAnswer) -> Step:
    choices = [("", _l("Choose a ward")), *((str(ward_id), name) for ward_id, name in asked.wards)]
    field = SelectField(_l("Your ward"), choices=[*choices, ("none", _l("I do not know, or I live elsewhere"))])
    hint = _("A ward is the area your councillors speak for. You can leave this empty.")
    return Step(name=WARD, heading=_("Where do you live?"), hint=hint, is_set=True, fields={"ward": field})


def _question_step(question: AskedQuestion, headed: bool) -> Step:
    is_set = question.kind is QuestionKind.RANKING
    fields = question_fields(question, headed=headed and not is_set)
    hint = (question.help or _("Give 1 to what matters most to you.")) if is_set else ""
    return Step(
        name=step_name(question),
        heading=_titled(question),
        hint=hint,
        is_set=is_set,
        fields=fields,
        ranking=question if is_set else None,
    )


def _publishing(asked: ConsultationToAnswer, headed: bool) -> Step:
    words = _l("How may the council publish what you say?")
    offered = [
        (way, told)
        for way, told in PUBLISHING.items()
        if not (asked.is_for_children and way == PublishAs.WITH_ORGANISATION_NAME)
    ]
    choices = offered if asked.publishes_responses else offered[-1:]
    hint = _l(
        "Before anything is published, a person takes out names and details that could tell who someone is. "
        "Whatever you choose, the law on access to information may still require the council to release answers."
    )
    field = RadiosField(
        words,
        choices=choices,
        hint=hint,
        required=_l("Select how the council may publish what you say"),
        **_heading(headed),
    )
    return Step(name=PUBLISH, heading=str(words), hint="", is_set=False, fields={"publish": field})


def _equality() -> Step:
    hint = _(
        "You can leave any of these empty. Your answers here are stored apart from everything else you say. They only "
        "help the council see whether it has heard from all kinds of people."
    )
    fields = {
        f"equality_{asked}": RadiosField(EQUALITY_ASKED[asked], choices=equality_choices(asked)) for asked in ASKED
    }
    return Step(name=EQUALITY, heading=_("Some questions about you"), hint=hint, is_set=True, fields=fields)


def _email() -> Step:
    hint = _(
        "You can leave this empty. Your reference is shown on the screen in any case. The council uses the address "
        "only for what you choose here, and keeps it apart from your answers."
    )
    fields: Fields = {
        "email": EmailField(_l("Email address (optional)")),
        "outcome": CheckboxField(_l("Also write to me when the council says what it will do")),
    }
    return Step(name=EMAIL, heading=_("Do you want your reference by email?"), hint=hint, is_set=True, fields=fields)


def _open_text(question: AskedQuestion, headed: bool) -> Fields:
    field = LongTextField(
        _titled(question),
        hint=question.help,
        required=_required(question, _l("Enter your answer")),
        max_length=LONGEST_ANSWER,
        rows=8,
        counted=False,
        **_heading(headed),
    )
    return {f"q{question.id}": field}


def _one_of(choices: list[tuple[str, Any]]) -> Callable[[AskedQuestion, bool], Fields]:
    def make(question: AskedQuestion, headed: bool) -> Fields:
        offered = choices or [(str(choice.id), choice.label) for choice in question.choices]
        field = RadiosField(
            _titled(question),
            choices=offered,
            hint=question.help,
            required=_required(question, _l("Select an answer")),
            **_heading(headed),
        )
        return {f"q{question.id}": field, **_why(question)}

    return make


def _several(question: AskedQuestion, headed: bool) -> Fields:
    field = CheckboxesField(
        _titled(question),
        choices=[(str(choice.id), choice.label) for choice in question.choices],
        hint=question.help or _l("Select all that apply."),
        required=_required(question, _l("Select at least one answer")),
        **_heading(headed),
    )
    return {f"q{question.id}": field, **_why(question)}


def _ranking(question: AskedQuestion, headed: bool) -> Fields:  # noqa: ARG001 - the signature of every maker
    places = [("", _l("No place")), *((str(place), str(place)) for place in range(1, len(question.choices) + 1))]
    fields: Fields = {
        rank_name(question.id, choice.id): SelectField(choice.label, choices=places, classes="govuk-input--width-5")
        for choice in question.choices
    }
    return {**fields, **_why(question)}


def _why(question: AskedQuestion) -> Fields:
    if not question.asks_why:
        return {}
    return {
        f"q{question.id}_why": LongTextField(
            _l("Why do you say that? (optional)"),
            max_length=LONGEST_ANSWER,
            rows=4,
            counted=False,
        )
    }


_MAKERS: dict[QuestionKind, Callable[[AskedQuestion, bool], Fields]] = {
    QuestionKind.OPEN_TEXT: _open_text,
    QuestionKind.ONE_CHOICE: _one_of([]),
    QuestionKind.SEVERAL_CHOICES: _several,
    QuestionKind.SCALE: _one_of(list(SCALE.items())),
    QuestionKind.RANKING: _ranking,
    QuestionKind.YES_NO: _one_of(list(YES_NO.items())),
}


def _heading(headed: bool) -> dict[str, Any]:
    return {"size": "l", "is_heading": True} if headed else {"size": "m"}


def _titled(question: AskedQuestion) -> str:
    return question.prompt if question.required else _("%(question)s (optional)", question=question.prompt)


def _required(question: AskedQuestion, sentence: Any) -> Any:
    return sentence if question.required else ""
