"""Forms for the record of a decision and for its call-in."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField
from wtforms import Form as Rows

from consult.decisions.rules import Alternative, CallIn, CallInResult, DecisionMade, Interest, Paper
from consult.kernel.errors import Invalid
from consult.web.fields import CheckboxesField, DateField, LongTextField, RadiosField, TextField
from consult.web.forms import Form, VersionedForm

MOST_ROWS = 20


class PaperRow(Rows):
    """One paper."""

    title = TextField(_l("Title of the paper"), max_length=300)
    link = TextField(_l("Its web address, if it has one"), max_length=500)


class AlternativeRow(Rows):
    """One option that was rejected."""

    alternative = TextField(_l("Option that was rejected"), max_length=300)
    reason = LongTextField(_l("Why it was rejected"), max_length=1000, rows=2, counted=False)


class InterestRow(Rows):
    """One interest that was declared."""

    declared_by = TextField(_l("Who declared it"), max_length=200)
    interest = TextField(_l("What the interest is"), max_length=500)
    dispensation = TextField(_l("Dispensation, if one was given"), max_length=500)


class DecisionForm(Form):
    """The whole record of a decision and the replies that it decides."""

    replies = CheckboxesField(
        _l("Which replies does this decide?"),
        required=_l("Choose the replies that this decides"),
        hint=_l("Read each reply first. A reply that changes before you send this is not decided."),
        size="m",
    )
    title = TextField(_l("Title of the decision"), required=_l("Enter a title for the decision"))
    decided = LongTextField(_l("What was decided"), required=_l("Write what was decided"), max_length=6000, rows=5)
    decided_by = TextField(
        _l("Who decided"),
        required=_l("Enter who decided"),
        hint=_l("A body or an office, such as “Cabinet” or “Cabinet Member for Children”."),
    )
    decided_on = DateField(_l("When"), required=_l("Enter the day of the decision"), hint=_l("For example, 12 6 2026"))
    reasons = LongTextField(_l("Reasons"), required=_l("Write the reasons for the decision"), max_length=6000, rows=5)
    papers = FieldList(FormField(PaperRow), min_entries=1, max_entries=MOST_ROWS)
    alternatives = FieldList(FormField(AlternativeRow), min_entries=1, max_entries=MOST_ROWS)
    interests = FieldList(FormField(InterestRow), min_entries=1, max_entries=MOST_ROWS)
    minuted_at = TextField(
        _l("Where it is minuted"),
        hint=_l("For example, “Cabinet, 12 June 2026, minute 7”. You can add this later."),
        max_length=300,
    )
    call_in = RadiosField(
        _l("Can councillors call the decision in?"),
        choices=[(CallIn.APPLIES.value, _l("Yes")), (CallIn.DOES_NOT_APPLY.value, _l("No, call-in does not apply"))],
        required=_l("Choose whether the decision can be called in"),
        size="m",
    )
    call_in_ends_on = DateField(
        _l("If yes: the last day for call-in"), hint=_l("The decision is final when this day has passed.")
    )
    no_call_in_reason = LongTextField(_l("If no: why call-in does not apply"), max_length=1000, rows=2, counted=False)

    go_on = LongTextField(
        _l("If a check is not met: why do you decide all the same?"),
        hint=_l("Everyone can read this reason. It is printed in the record."),
        max_length=2000,
        rows=3,
        counted=False,
    )

    def more(self, rows: str) -> None:
        """Add an empty row to one of the lists, for a page that works without JavaScript."""
        lists: dict[str, Any] = {"papers": self.papers, "alternatives": self.alternatives, "interests": self.interests}
        if rows in lists and len(lists[rows]) < MOST_ROWS:
            lists[rows].append_entry()

    def to_made(self) -> DecisionMade:
        """Return the record as a value.

        Raises:
            Invalid: the record leaves out what the law asks for; the sentence says what.
        """
        return DecisionMade(
            title=self.title.data,
            decided=self.decided.data,
            decided_by=self.decided_by.data,
            decided_on=self.decided_on.data,
            reasons=self.reasons.data,
            papers=tuple(Paper(**row) for row in _filled(self.papers)),
            alternatives=tuple(Alternative(**row) for row in _filled(self.alternatives)),
            interests=tuple(Interest(**row) for row in _filled(self.interests)),
            minuted_at=self.minuted_at.data,
            call_in=CallIn(self.call_in.data),
            call_in_ends_on=self.call_in_ends_on.data if self.call_in.data == CallIn.APPLIES else None,
            no_call_in_reason=self.no_call_in_reason.data if self.call_in.data == CallIn.DOES_NOT_APPLY else "",
        )

    def to_chosen(self) -> dict[int, int]:
        """Return the chosen replies with the version of each that was read."""
        chosen = {}
        for value in self.replies.data or ():
            reply_id, _sign, version = value.partition(":")
            if not (reply_id.isdigit() and version.isdigit()):
                raise Invalid("Choose the replies on the page.")
            chosen[int(reply_id)] = int(version)
        return chosen


class CallInForm(VersionedForm):
    """That the decision was called in."""

    called_in_by = TextField(_l("Who called it in"), required=_l("Enter who called it in"), max_length=300)
    reason = LongTextField(_l("Why"), required=_l("Write why it was called in"), max_length=2000, rows=4)


class CallInEndForm(VersionedForm):
    """How a call-in ended."""

    result = RadiosField(
        _l("How did the call-in end?"),
        choices=[
            (CallInResult.STANDS.value, _l("The decision stands and is final")),
            (CallInResult.RECONSIDER.value, _l("It goes back and is decided anew")),
        ],
        required=_l("Choose how the call-in ended"),
        size="m",
    )
    outcome = LongTextField(
        _l("What the committee said, and where it is minuted"),
        required=_l("Write what the committee said"),
        max_length=2000,
        rows=4,
    )


class MinuteForm(VersionedForm):
    """Where a decision is minuted."""

    minuted_at = TextField(
        _l("Where it is minuted"),
        required=_l("Enter where it is minuted"),
        hint=_l("For example, “Cabinet, 12 June 2026, minute 7”."),
        max_length=300,
    )


def _filled(rows: Any) -> list[dict[str, str]]:
    """Give the rows in which anything was typed."""
    return [row.data for row in rows if any((text or "").strip() for text in row.data.values())]
