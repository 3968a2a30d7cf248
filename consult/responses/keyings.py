"""Two people's keyings of one paper form: taken apart, compared, and put together again. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from consult.responses.rules import (
    GivenAnswer,
    GivenComment,
    OnBehalfOf,
    PublishAs,
    Purpose,
    Submitted,
)

Parts = Mapping[str, str]
"""What was keyed in, part by part: ``ward``, ``question:7:text``, ``comment:3:1:purpose`` …; no part is empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One part that two people keyed in differently."""

    key: str
    first: str
    second: str


def parts_of(submitted: Submitted) -> dict[str, str]:
    """Take apart what was keyed in."""
    parts = {
        "received_on": submitted.received_on.isoformat() if submitted.received_on else "",
        "group": _number(submitted.group_id),
        "behalf": submitted.on_behalf_of.value,
        "organisation": submitted.organisation_name,
        "people": _number(submitted.claimed_people),
        "authority": submitted.authority,
        "members_asked": submitted.members_asked,
        "ward": _number(submitted.ward_id),
        "publish": submitted.publish_as.value,
        "email": submitted.email.lower(),
        "outcome": "yes" if submitted.wants_outcome else "",
    }
    for answer in submitted.answers:
        parts |= _parts_of_answer(answer)
    on_this: Counter[int] = Counter()
    for comment in submitted.comments:
        on_this[comment.paragraph_id] += 1
        key = f"comment:{comment.paragraph_id}:{on_this[comment.paragraph_id]}"
        parts |= {f"{key}:purpose": comment.purpose.value, f"{key}:text": comment.whole_text}
    return {key: said for key, words in parts.items() if (said := _same_spaces(words))}


def _parts_of_answer(answer: GivenAnswer) -> dict[str, str]:
    key = f"question:{answer.question_id}"
    return {
        f"{key}:picks": ",".join(str(choice) for choice in answer.choice_ids),
        f"{key}:scale": _number(answer.scale),
        f"{key}:text": answer.text,
    }


def differences(first: Parts, second: Parts) -> tuple[Difference, ...]:
    """Name every part that is not the same in both, in the order of the form."""
    keys = [*first, *(key for key in second if key not in first)]
    return tuple(
        Difference(key=key, first=first.get(key, ""), second=second.get(key, ""))
        for key in keys
        if first.get(key, "") != second.get(key, "")
    )


def n_parts(first: Parts, second: Parts) -> int:
    """How many parts somebody filled in."""
    return len(set(first) | set(second))


def put_together(parts: Parts, like: Submitted) -> Submitted:
    """Put what was settled together again; what no part tells is as in ``like``."""
    questions: dict[int, dict[str, str]] = {}
    comments: dict[tuple[int, int], dict[str, str]] = {}
    for key, said in parts.items():
        kind, *rest = key.split(":")
        if kind == "question":
            questions.setdefault(int(rest[0]), {})[rest[1]] = said
        elif kind == "comment":
            comments.setdefault((int(rest[0]), int(rest[1])), {})[rest[2]] = said
    return replace(
        like,
        received_on=date.fromisoformat(parts["received_on"]) if parts.get("received_on") else like.received_on,
        group_id=_id(parts.get("group")),
        on_behalf_of=OnBehalfOf(parts.get("behalf", OnBehalfOf.SELF)),
        organisation_name=parts.get("organisation", ""),
        claimed_people=_id(parts.get("people")),
        authority=parts.get("authority", ""),
        members_asked=parts.get("members_asked", ""),
        ward_id=_id(parts.get("ward")),
        publish_as=PublishAs(parts.get("publish", PublishAs.NOT_PUBLISHED)),
        email=parts.get("email", ""),
        wants_outcome=bool(parts.get("outcome")),
        answers=tuple(_answer(question_id, told) for question_id, told in questions.items()),
        comments=tuple(_comment(place[0], told) for place, told in sorted(comments.items()) if told.get("text")),
    )


def _answer(question_id: int, told: Parts) -> GivenAnswer:
    picks = told.get("picks", "")
    return GivenAnswer(
        question_id=question_id,
        text=told.get("text", ""),
        choice_ids=tuple(int(choice) for choice in picks.split(",") if choice),
        scale=_id(told.get("scale")),
    )


def _comment(paragraph_id: int, told: Parts) -> GivenComment:
    purpose = Purpose(told.get("purpose", Purpose.CONCERN))
    return GivenComment(paragraph_id=paragraph_id, purpose=purpose, text=told["text"])


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _id(said: str | None) -> int | None:
    return int(said) if said else None


def _same_spaces(words: str) -> str:
    """Spaces at the ends of lines are nobody's words."""
    return "\n".join(" ".join(line.split()) for line in words.strip().splitlines())
