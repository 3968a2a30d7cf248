"""A response told back to the person who gave it: what was asked, what they said, and where to change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from consult.consultations.queries import AskedQuestion
from consult.consultations.rules import QuestionKind
from consult.responses.forms.public import BEHALF_OF, EMAIL, EQUALITY, PUBLISH, WARD, YOU, step_name
from consult.responses.forms.public_words import (
    BEHALF,
    EQUALITY_ASKED,
    PUBLISHING,
    PURPOSES,
    SCALE,
    YES_NO,
    equality_choices,
)
from consult.responses.queries.answering import ConsultationToAnswer
from consult.responses.rules import GivenAnswer, GivenComment, OnBehalfOf, Submitted


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing that was asked and what was said; ``step`` is where it is changed, ``comment_on`` a paragraph's id."""

    asked: str
    said: tuple[str, ...]
    step: str = ""
    comment_on: int | None = None
    is_about_others: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing was said."""
        return not any(self.said)


def rows_told(
    submitted: Submitted, asked: ConsultationToAnswer, *, paragraph_numbers: Mapping[int, str]
) -> tuple[Row, ...]:
    """Everything that was said, in the order asked; what was left empty is told as empty."""
    return (
        *_rows_about_you(submitted, asked),
        *(_row_of_question(question, submitted) for question in asked.questions),
        *_rows_of_comments(submitted, paragraph_numbers),
        *_rows_at_the_end(submitted, asked),
    )


def _rows_about_you(submitted: Submitted, asked: ConsultationToAnswer) -> list[Row]:
    for_whom = str(BEHALF[submitted.on_behalf_of])
    if submitted.on_behalf_of is not OnBehalfOf.SELF and submitted.organisation_name:
        for_whom = f"{for_whom}: {submitted.organisation_name}"
    rows = [
        Row(asked=_("Answering as"), said=_named(asked.groups, submitted.group_id), step=YOU),
    ]
    if not asked.is_for_children:
        rows.append(Row(asked=_("Answering for"), said=(for_whom,), step=BEHALF_OF))
    if asked.wards:
        rows.append(Row(asked=_("Ward"), said=_named(asked.wards, submitted.ward_id), step=WARD))
    return rows


def _named(offered: tuple[tuple[int, str], ...], chosen: int | None) -> tuple[str, ...]:
    return tuple(name for each, name in offered if each == chosen)


def _row_of_question(question: AskedQuestion, submitted: Submitted) -> Row:
    given = next((answer for answer in submitted.answers if answer.question_id == question.id), None)
    return Row(asked=question.prompt, said=_words_of(question, given) if given else (), step=step_name(question))


def _words_of(question: AskedQuestion, given: GivenAnswer) -> tuple[str, ...]:
    labels = {choice.id: choice.label for choice in question.choices}
    picked = [labels[choice_id] for choice_id in given.choice_ids if choice_id in labels]
    if question.kind is QuestionKind.RANKING:
        picked = [f"{place}. {label}" for place, label in enumerate(picked, start=1)]
    scale = SCALE if question.kind is QuestionKind.SCALE else YES_NO
    if given.scale is not None:
        picked.append(str(scale.get(str(given.scale), "")))
    return (*picked, given.text) if given.text else tuple(picked)


def _rows_of_comments(submitted: Submitted, paragraph_numbers: Mapping[int, str]) -> list[Row]:
    rows = [
        Row(
            asked=_("Your comment on paragraph %(number)s", number=paragraph_numbers.get(comment.paragraph_id, "?")),
            said=_said_in(comment),
            comment_on=comment.paragraph_id,
        )
        for comment in submitted.comments
    ]
    if submitted.supports:
        agreed = ngettext("You agree with %(num)s comment", "You agree with %(num)s comments", len(submitted.supports))
        rows.append(Row(asked=_("Comments of other people"), said=(agreed,), is_about_others=True))
    return rows


def _said_in(comment: GivenComment) -> tuple[str, ...]:
    lines = [str(PURPOSES[comment.purpose])]
    if comment.quote:
        lines.append(_("About the words “%(quote)s”", quote=comment.quote))
    if comment.text.strip():
        lines.append(comment.text)
    if comment.instead.strip():
        lines.append(_("You would write: %(words)s", words=comment.instead))
    return tuple(lines)


def _rows_at_the_end(submitted: Submitted, asked: ConsultationToAnswer) -> list[Row]:
    rows = [Row(asked=_("How the council may publish it"), said=(str(PUBLISHING[submitted.publish_as]),), step=PUBLISH)]
    if asked.asks_equality:
        answered = tuple(
            f"{EQUALITY_ASKED[code]} {dict(equality_choices(code)).get(answer, '')}"
            for code, answer in submitted.equality
            if code in EQUALITY_ASKED
        )
        rows.append(Row(asked=_("Questions about you"), said=answered, step=EQUALITY))
    if not asked.is_for_children:
        rows.append(Row(asked=_("Email"), said=(submitted.email,) if submitted.email else (), step=EMAIL))
    return rows
