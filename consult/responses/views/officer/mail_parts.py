"""The parts of a mail as its page shows them, and the form that is filled from those that were chosen."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from consult.consultations.rules import QuestionKind
from consult.kernel.words import truncate
from consult.responses.letters import Block, BlockKind, blocks_of
from consult.responses.models import MailAttachment, ReceivedMail
from consult.responses.queries.answering import ConsultationToAnswer
from consult.web.filters import number

COMMENT = "comment"
LONGEST_PROMPT = 60
LOOKS_LIKE = {
    BlockKind.SAID: "",
    BlockKind.QUOTED: _l("looks like an older mail"),
    BlockKind.SIGNED: _l("looks like the end of the mail"),
    BlockKind.GREETED: _l("looks like the greeting"),
}
_FIELD = re.compile(r"q\d{1,18}(?:_why)?")
_PARAGRAPH = re.compile(r"(?:paragraph|para|section|§)\.? ?(\d{1,3}(?:\.\d{1,3}){0,3})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line about a mail."""

    name: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One place that a part may go to."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownBlock:
    """One part of a mail, and where it may go."""

    text: str
    looks_like: str
    options: tuple[Option, ...]
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFile:
    """A file that came with a mail."""

    id: int
    name: str
    size: str
    href: str

    @classmethod
    def of(cls, attachment: MailAttachment, href: str) -> ShownFile:
        """One attachment in words."""
        size = _("%(n)s KB", n=number(max(1, round(attachment.size / 1024))))
        return cls(id=attachment.id, name=attachment.name, size=size, href=href)


def targets_of(asked: ConsultationToAnswer, *, has_paragraphs: bool) -> tuple[tuple[str, str], ...]:
    """Where words may go: each question that takes words, and a comment."""
    questions = [
        (
            f"q{question.id}" if question.kind is QuestionKind.OPEN_TEXT else f"q{question.id}_why",
            f"{question.number}. {truncate(question.prompt, LONGEST_PROMPT)}",
        )
        for question in asked.questions
        if question.kind is QuestionKind.OPEN_TEXT or question.asks_why
    ]
    comment = [(COMMENT, _("A comment on a paragraph"))] if has_paragraphs else []
    return (("", _("Leave it out")), *questions, *comment)


def shown_blocks(
    blocks: Sequence[Block], targets: Sequence[tuple[str, str]], numbers: Collection[str]
) -> tuple[ShownBlock, ...]:
    """Each part with a first guess: what names a paragraph is a comment, the rest answers the first question."""
    offered = [value for value, _words in targets if value not in {"", COMMENT}]
    first = next((value for value in offered if not value.endswith("_why")), next(iter(offered), ""))
    shown = []
    for block in blocks:
        found = _PARAGRAPH.search(block.text)
        about = found[1] if found and found[1] in numbers else ""
        guess = (COMMENT if about else first) if block.kind is BlockKind.SAID else ""
        shown.append(
            ShownBlock(
                text=block.text,
                looks_like=str(LOOKS_LIKE[block.kind]),
                options=tuple(Option(value=each, words=words, is_chosen=each == guess) for each, words in targets),
                number=about,
            )
        )
    return tuple(shown)


def filled_from(mail: ReceivedMail, chosen: MultiDict[str, str]) -> tuple[Mapping[str, Any], int]:
    """What stands in the form once the parts went where an officer sent them, and how many comments there are."""
    filled: dict[str, Any] = {"received_on": mail.received_on}
    n_comments = 0
    for place, block in enumerate(blocks_of(mail.body), start=1):
        target = chosen.get(f"to_{place}", "")
        if target == COMMENT:
            n_comments += 1
            filled[f"comment_{n_comments}_text"] = block.text
            filled[f"comment_{n_comments}_number"] = chosen.get(f"number_{place}", "")
        elif _FIELD.fullmatch(target):
            before = filled.get(target)
            filled[target] = f"{before}\n\n{block.text}" if before else block.text
    if chosen.get("keep_address"):
        filled |= {"email": mail.from_address, "outcome": True}
    return filled, n_comments
