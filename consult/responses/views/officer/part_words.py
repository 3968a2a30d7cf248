"""What the parts of a keyed form are called, and what was keyed into them, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext as _

from consult.consultations.rules import QuestionKind
from consult.responses.forms.public_words import BEHALF, PUBLISHING, PURPOSES, SCALE, YES_NO
from consult.responses.queries.answering import ConsultationToAnswer
from consult.web.filters import short_day


class PartWords:
    """The words of one consultation's form."""

    def __init__(self, asked: ConsultationToAnswer, numbers: Mapping[str, int]) -> None:
        self._questions = {question.id: question for question in asked.questions}
        self._numbers = {paragraph_id: number for number, paragraph_id in numbers.items()}
        self._named: dict[str, Mapping[str, object]] = {
            "group": {str(key): words for key, words in asked.groups},
            "ward": {str(key): words for key, words in asked.wards},
            "behalf": BEHALF,
            "publish": PUBLISHING,
            "outcome": {"yes": _("Yes")},
        }

    def name_of(self, key: str) -> str:
        """What a part is called."""
        kind, *rest = key.split(":")
        if kind == "question":
            question = self._questions.get(int(rest[0]))
            name = f"{question.number}. {question.prompt}" if question else ""
            is_why = rest[1] == "text" and question is not None and question.kind is not QuestionKind.OPEN_TEXT
            return _("%(question)s Why?", question=name) if is_why else name
        if kind == "comment":
            number = self._numbers.get(int(rest[0]), "")
            about = _("what it is") if rest[2] == "purpose" else _("the words")
            return _("Comment on paragraph %(number)s: %(about)s", number=number, about=about)
        return {
            "received_on": _("When the council received it"),
            "group": _("Answering as"),
            "behalf": _("Answering for"),
            "organisation": _("Name of the school or organisation"),
            "people": _("Number of people it says it speaks for"),
            "authority": _("Who in the organisation agreed to this"),
            "members_asked": _("How it asked the people it speaks for"),
            "ward": _("Ward"),
            "publish": _("What they said about publishing"),
            "email": _("Email address"),
            "outcome": _("Wants to be told what the council will do"),
        }[kind]

    def said(self, key: str, value: str) -> str:
        """What was keyed into a part."""
        if not value:
            return _("Nothing")
        kind, *rest = key.split(":")
        if kind == "question" and rest[1] != "text":
            return self._picked(int(rest[0]), rest[1], value)
        if kind == "comment" and rest[2] == "purpose":
            return str(PURPOSES.get(value, value))
        if kind == "received_on":
            return short_day(date.fromisoformat(value))
        return str(self._named.get(kind, {}).get(value, value))

    def _picked(self, question_id: int, part: str, value: str) -> str:
        question = self._questions.get(question_id)
        if question is None:
            return value
        if part == "scale":
            return str((YES_NO if question.kind is QuestionKind.YES_NO else SCALE).get(value, value))
        labels = {str(choice.id): choice.label for choice in question.choices}
        picked = [labels.get(each, each) for each in value.split(",")]
        is_ranking = question.kind is QuestionKind.RANKING
        return "; ".join(f"{place}. {label}" if is_ranking else label for place, label in enumerate(picked, start=1))
