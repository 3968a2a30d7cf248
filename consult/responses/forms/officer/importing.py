"""The forms of an import: the file, what its columns mean, and what odd values mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from consult.consultations.rules import QuestionKind
from consult.responses.forms.officer.keying import KEYED_CHANNELS
from consult.responses.forms.officer.words import MEANINGS
from consult.responses.forms.public_words import SCALE, YES_NO
from consult.responses.intake import options_of_target
from consult.responses.intake_mapping import ColumnMapping, Target, TargetKind, ThingsToFill
from consult.responses.intake_matching import fold, shortened
from consult.responses.rules import Channel, PublishAs
from consult.responses.wording import CHANNELS
from consult.web.fields import DateField, FileField, NumberField, RadiosField, SelectField
from consult.web.forms import Form

LONGEST_PROMPT = 70
IGNORED = "ignored"


class UploadForm(Form):
    """A file with responses."""

    file = FileField(
        _l("File with responses"),
        required=_l("Choose a file"),
        hint=_l(
            "CSV, XLSX or JSON with one response on each row. "
            "Exports of other survey products are known by their headings."
        ),
        accept=".csv,.tsv,.txt,.xlsx,.jsonl,.ndjson,.json,.zip",
    )
    heading_row = NumberField(
        _l("Row of the headings"), hint=_l("Usually 1. Empty rows do not count."), least=1, most=20, default="1"
    )


class ColumnsForm(Form):
    """What the columns mean, and what holds where a row says nothing."""

    received_on = DateField(
        _l("When did the council receive them?"),
        hint=_l("For rows that have no date of their own. This day decides whether they are late."),
        required=_l("Enter the day on which the council received them"),
    )
    group = SelectField(_l("Stakeholder group, for rows that do not say"))
    channel = SelectField(
        _l("How did they come in?"),
        choices=[
            (Channel.IMPORT.value, _l("From another website or system")),
            *((channel.value, CHANNELS[channel]) for channel in KEYED_CHANNELS),
        ],
    )
    publish = RadiosField(
        _l("What were people told about publishing?"),
        choices=[
            (PublishAs.NOT_PUBLISHED.value, _l("Their words are not published, or they were told nothing")),
            (PublishAs.WITHOUT_NAME.value, _l("Their words may be published, without who they are")),
        ],
        default=PublishAs.NOT_PUBLISHED.value,
    )

    today: date | None = None
    columns: Sequence[str] = ()

    def validate_received_on(self, field: Any) -> None:
        """Refuse a day that has not come yet."""
        if field.data is not None and self.today is not None and field.data > self.today:
            raise ValidationError(_("The day of receipt cannot be in the future"))

    def to_mapping(self) -> ColumnMapping:
        """What was chosen.

        Raises:
            Invalid: it cannot work, such as two columns with one meaning.
        """
        return ColumnMapping(
            targets={heading: Target.read(self[column_name(at)].data) for at, heading in enumerate(self.columns)},
            received_on=self.received_on.data,
            group_id=int(self.group.data) if self.group.data else None,
            channel=Channel(self.channel.data or Channel.IMPORT),
            publish_as=PublishAs(self.publish.data),
        )


def column_name(position: int) -> str:
    """The name of the field that says what one column means."""
    return f"column_{position}"


def columns_form(
    columns: Sequence[str], things: ThingsToFill, *, guessed: Mapping[str, Target], today: date
) -> ColumnsForm:
    """The form for the columns of one file, with what was guessed already chosen."""
    offered = targets_offered(things)
    fields = {
        column_name(at): SelectField(
            _("What “%(column)s” means", column=heading[:80]), choices=offered, default=str(guessed[heading])
        )
        for at, heading in enumerate(columns)
    }
    made: type[ColumnsForm] = type("ColumnsFormOfOneFile", (ColumnsForm,), fields)
    form = made(received_on=today)
    form.today, form.columns = today, columns
    form.group.choices = [("", _l("Not known")), *((str(option.id), option.names[0]) for option in things.groups)]
    return form


def targets_offered(things: ThingsToFill) -> list[tuple[str, Any]]:
    """What a column may mean, in words."""
    offered: list[tuple[str, Any]] = [(TargetKind.NOTHING.value, MEANINGS[TargetKind.NOTHING])]
    for question in things.questions:
        prompt = f"{question.position}. {question.prompt[:LONGEST_PROMPT]}"
        offered.append((str(Target(TargetKind.QUESTION, question.id)), prompt))
        if question.asks_why:
            why = Target(TargetKind.WHY, question.id)
            offered.append((str(why), _("%(question)s – why", question=prompt)))
        if question.kind in {QuestionKind.SEVERAL_CHOICES, QuestionKind.RANKING}:
            offered += [
                (
                    str(Target(TargetKind.CHOICE, question.id, choice.id)),
                    f"{question.position}. … {choice.names[0][:60]}",
                )
                for choice in question.choices
            ]
    plain = [kind for kind in MEANINGS if kind != TargetKind.NOTHING]
    return [*offered, *((str(kind), MEANINGS[kind]) for kind in plain)]


def meanings_form(unmatched: Sequence[tuple[str, str]], things: ThingsToFill) -> Form:
    """One list for each value that meant nothing to us, to say what it means."""
    fields = {
        f"value_{at}": SelectField(
            _("What %(cell)s means", cell=shortened([cell])),
            choices=[("", _l("Choose a meaning")), (IGNORED, _l("No answer")), *_meanings(Target.read(target), things)],
        )
        for at, (target, cell) in enumerate(unmatched)
    }
    made: type[Form] = type("MeaningsForm", (Form,), fields)
    return made()


def meanings_chosen(form: Form, unmatched: Sequence[tuple[str, str]]) -> dict[str, dict[str, str]]:
    """What was chosen, by target and folded value, as a mapping stores it."""
    chosen: dict[str, dict[str, str]] = {}
    for at, (target, cell) in enumerate(unmatched):
        value = form[f"value_{at}"].data
        if value:
            chosen.setdefault(target, {})[fold(cell)] = "" if value == IGNORED else value
    return chosen


def _meanings(target: Target, things: ThingsToFill) -> list[tuple[str, Any]]:
    if target.kind is TargetKind.CHANNEL:
        return [(channel.value, words) for channel, words in CHANNELS.items() if channel is not Channel.WEB]
    if target.kind is TargetKind.QUESTION:
        kind = things.question(target.question_id).kind
        if kind is QuestionKind.SCALE:
            return list(SCALE.items())
        if kind is QuestionKind.YES_NO:
            return list(YES_NO.items())
    return [(str(option.id), option.names[0]) for option in options_of_target(target, things)]
