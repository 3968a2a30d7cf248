"""Between what is typed into the form and the value that is sent: both ways."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from consult.consultations.queries import AskedQuestion
from consult.consultations.rules import QuestionKind
from consult.responses.equality import ASKED
from consult.responses.forms.public import Typed, rank_name
from consult.responses.queries.answering import ConsultationToAnswer
from consult.responses.rules import (
    Channel,
    GivenAnswer,
    GivenComment,
    OnBehalfOf,
    PublishAs,
    Purpose,
    Submitted,
)
from consult.web.forms import Form

COMMENT = re.compile(r"comment_(\d{1,18})(?:_([2-9]))?")
SUPPORT = re.compile(r"support_([A-Za-z0-9_-]{16,64})")
_PICKED = frozenset({QuestionKind.ONE_CHOICE, QuestionKind.SEVERAL_CHOICES})
_SCALED = frozenset({QuestionKind.SCALE, QuestionKind.YES_NO})


def submitted_from(
    form: Form,
    typed: Typed,
    asked: ConsultationToAnswer,
    *,
    submission_key: str,
    form_opened_at: datetime | None = None,
    organisation_id: int | None = None,
    invited_by: str | None = None,
) -> Submitted:
    """The value of a form with every step; what is missing or odd in it is left out, for the rules to refuse."""
    said: dict[str, Any] = form.data
    return Submitted(
        channel=Channel.WEB,
        submission_key=submission_key,
        group_id=_number(said["group"]),
        answers=tuple(answer for question in asked.questions if not (answer := _answer(form, question)).is_empty),
        comments=comments_in(typed),
        supports=supports_in(typed),
        on_behalf_of=_member(OnBehalfOf, said.get("behalf"), OnBehalfOf.SELF),
        organisation_id=organisation_id,
        organisation_name=said.get("organisation") or "",
        ward_id=_number(said.get("ward")),
        publish_as=_member(PublishAs, said["publish"], PublishAs.NOT_PUBLISHED),
        language=asked.language,
        email=said.get("email") or "",
        wants_outcome=bool(said.get("outcome")),
        equality=tuple(_equality(form)),
        form_opened_at=form_opened_at,
        invited_by=invited_by,
    )


def typed_from(submitted: Submitted, asked: ConsultationToAnswer) -> dict[str, list[str]]:
    """What would have to be typed to send this again: fills the form that changes a response."""
    typed = {
        "group": [str(submitted.group_id or "")],
        "behalf": [submitted.on_behalf_of.value],
        "organisation": [submitted.organisation_name],
        "ward": [str(submitted.ward_id or "")],
        "publish": [submitted.publish_as.value],
        "email": [submitted.email],
        "outcome": ["y"] if submitted.wants_outcome else [],
    }
    typed |= {f"equality_{code}": [answered] for code, answered in submitted.equality}
    given = {answer.question_id: answer for answer in submitted.answers}
    for question in asked.questions:
        if question.id in given:
            typed |= _typed_answer(question, given[question.id])
    on_this: Counter[int] = Counter()
    for comment in submitted.comments:
        on_this[comment.paragraph_id] += 1
        typed |= typed_comment(comment, place=on_this[comment.paragraph_id])
    typed |= {f"support_{handle}": ["yes"] for handle in submitted.supports}
    return {name: values for name, values in typed.items() if any(values)}


def comments_in(typed: Typed) -> tuple[GivenComment, ...]:
    """The comments on paragraphs that a draft holds, in the order they were written."""
    names = [name for name in typed if COMMENT.fullmatch(name)]
    given = (comment_named(name, typed) for name in names)
    return tuple(comment for comment in given if not comment.is_empty)


def comment_named(name: str, typed: Typed) -> GivenComment:
    """The comment that a draft holds under this name; an empty one when it holds none."""
    match = COMMENT.fullmatch(name)

    def said(part: str) -> str:
        return next(iter(typed.get(f"{name}{part}", ())), "")

    return GivenComment(
        paragraph_id=int(match.group(1)) if match else 0,
        purpose=_member(Purpose, said("_purpose"), Purpose.CONCERN),
        text=said(""),
        instead=said("_instead"),
        quote=said("_quote"),
        prefix=said("_prefix"),
        suffix=said("_suffix"),
        starts_at=_number(said("_starts")),
        ends_at=_number(said("_ends")),
    )


def name_of_comment(paragraph_id: int, place: int = 1) -> str:
    """Under which name a draft holds the first, second, … comment on a paragraph."""
    return f"comment_{paragraph_id}" if place == 1 else f"comment_{paragraph_id}_{place}"


def typed_comment(comment: GivenComment, *, place: int = 1) -> dict[str, list[str]]:
    """A comment as a draft holds it; a comment that says nothing leaves nothing behind."""
    name = name_of_comment(comment.paragraph_id, place)
    parts: dict[str, object] = {
        "": comment.text or " " * bool(comment.instead),  # the name itself must stand in the draft
        "_purpose": comment.purpose.value,
        "_instead": comment.instead,
        "_quote": comment.quote,
        "_prefix": comment.prefix,
        "_suffix": comment.suffix,
        "_starts": "" if comment.starts_at is None else comment.starts_at,
        "_ends": "" if comment.ends_at is None else comment.ends_at,
    }
    return {f"{name}{part}": [] if comment.is_empty else [str(said)] for part, said in parts.items()}


def supports_in(typed: Typed) -> tuple[str, ...]:
    """Others' comments that a draft agrees with, by handle."""
    found = ((SUPPORT.fullmatch(name), values) for name, values in typed.items())
    return tuple(match.group(1) for match, values in found if match and any(values))


def _answer(form: Form, question: AskedQuestion) -> GivenAnswer:
    name = f"q{question.id}"
    why = form[f"{name}_why"].data or "" if f"{name}_why" in form else ""
    if question.kind is QuestionKind.OPEN_TEXT:
        return GivenAnswer(question_id=question.id, text=form[name].data or "")
    if question.kind is QuestionKind.RANKING:
        return GivenAnswer(question_id=question.id, text=why, choice_ids=_ranked(form, question))
    if question.kind in _SCALED:
        return GivenAnswer(question_id=question.id, text=why, scale=_number(form[name].data))
    picked = form[name].data if question.kind is QuestionKind.SEVERAL_CHOICES else [form[name].data]
    chosen = tuple(number for value in picked or () if (number := _number(value)) is not None)
    return GivenAnswer(question_id=question.id, text=why, choice_ids=chosen)


def _ranked(form: Form, question: AskedQuestion) -> tuple[int, ...]:
    places = [(_number(form[rank_name(question.id, choice.id)].data), choice.id) for choice in question.choices]
    return tuple(choice_id for place, choice_id in sorted((place, each) for place, each in places if place is not None))


def _typed_answer(question: AskedQuestion, answer: GivenAnswer) -> dict[str, list[str]]:
    name = f"q{question.id}"
    typed: dict[str, list[str]] = {}
    if question.kind is QuestionKind.OPEN_TEXT:
        return {name: [answer.text]}
    if question.kind is QuestionKind.RANKING:
        typed = {rank_name(question.id, each): [str(place)] for place, each in enumerate(answer.choice_ids, start=1)}
    elif question.kind in _PICKED:
        typed = {name: [str(choice_id) for choice_id in answer.choice_ids]}
    elif answer.scale is not None:
        typed = {name: [str(answer.scale)]}
    return {**typed, f"{name}_why": [answer.text]} if answer.text else typed


def _equality(form: Form) -> Iterable[tuple[str, str]]:
    for code in ASKED:
        name = f"equality_{code}"
        if name in form and form[name].data:
            yield code, form[name].data


def _number(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _member(kind: Any, value: Any, otherwise: Any) -> Any:
    return kind(value) if value in set(kind) else otherwise
