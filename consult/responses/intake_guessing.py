"""What the columns of somebody's spreadsheet probably mean, by their headings; an officer sees and changes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from consult.consultations.rules import QuestionKind
from consult.responses.intake_mapping import NOTHING, QuestionToFill, Target, TargetKind, ThingsToFill
from consult.responses.intake_matching import Option, Options, fold

BETWEEN = " - "
"""What other products put between a section, a question and a choice in one heading."""
WHY_WORDS = frozenset(
    {
        "why",
        "text",
        "other text",
        "reason",
        "reasons",
        "comments",
        "comment",
        "please explain",
        "please explain your answer",
        "please give your reasons",
        "please give more details",
        "please tell us why",
        "please use this space to explain your answer",
    }
)

# Headings that people use, folded, in the order in which they are tried.
KNOWN_HEADINGS: tuple[tuple[TargetKind, frozenset[str]], ...] = (
    (
        TargetKind.REFERENCE,
        frozenset(
            {
                "id",
                "reference",
                "response id",
                "responseid",
                "respondent id",
                "themefinder id",
                "ref",
                "response number",
                "number",
                "unique reference",
            }
        ),
    ),
    (
        TargetKind.RECEIVED_ON,
        frozenset(
            {
                "date",
                "received",
                "date received",
                "received on",
                "submitted",
                "submitted at",
                "submitted date",
                "date submitted",
                "submission date",
                "end date",
                "recorded date",
                "completed",
                "date completed",
            }
        ),
    ),
    (
        TargetKind.GROUP,
        frozenset(
            {
                "group",
                "stakeholder group",
                "stakeholder",
                "capacity",
                "responding as",
                "respondent type",
                "i am a",
                "role",
                "are you responding as",
                "are you answering as",
                "which of these best describes you",
                "in what capacity are you responding",
            }
        ),
    ),
    (TargetKind.WARD, frozenset({"ward", "ward name", "ward code", "area"})),
    (TargetKind.CHANNEL, frozenset({"channel", "how received", "how it came in", "received by"})),
    (
        TargetKind.ORGANISATION,
        frozenset(
            {
                "organisation",
                "organisation name",
                "name of organisation",
                "name of your organisation",
                "what is the name of your organisation",
                "what is your organisation",
                "school",
                "school name",
            }
        ),
    ),
    (TargetKind.PUBLISH, frozenset({"publish", "may be published", "permission to publish", "consent to publish"})),
    (TargetKind.PEOPLE, frozenset({"people", "members", "signatures", "number of people"})),
)


def guess_targets(columns: Iterable[str], things: ThingsToFill) -> dict[str, Target]:
    """What each column probably means; the officer sees and changes it before anything is read."""
    by_prompt = Options(
        tuple(Option(q.id, (q.prompt, f"q{q.position}", f"question {q.position}")) for q in things.questions)
    )
    guessed: dict[str, Target] = {}
    for heading in columns:
        target = _guess(heading, things, by_prompt)
        guessed[heading] = NOTHING if target in guessed.values() else target
    return _without_mixing(guessed)


def _without_mixing(guessed: dict[str, Target]) -> dict[str, Target]:
    """A question that has columns for its choices is not answered by a column of its own as well."""
    by_choice = {target.question_id for target in guessed.values() if target.kind is TargetKind.CHOICE}
    return {
        heading: NOTHING if target.kind is TargetKind.QUESTION and target.question_id in by_choice else target
        for heading, target in guessed.items()
    }


def _guess(heading: str, things: ThingsToFill, by_prompt: Options) -> Target:
    for reading in _readings(heading):
        target = _guess_plain(reading, things, by_prompt)
        if target is not NOTHING:
            return target
        target = _guess_part(reading, things, by_prompt)
        if target is not NOTHING:
            return target
    return NOTHING


def _readings(heading: str) -> Iterator[str]:
    """The whole heading, then without the section that stands before the question."""
    yield heading
    rest = heading
    while BETWEEN in rest:
        rest = rest.split(BETWEEN, 1)[1]
        yield rest


def _guess_part(heading: str, things: ThingsToFill, by_prompt: Options) -> Target:
    """A column for one choice of a question, or for why: the question, and then which."""
    prompt, _, part = heading.rpartition(BETWEEN)
    question_id = by_prompt.meant_by(prompt) if prompt else None
    if question_id is None:
        return NOTHING
    question = things.question(question_id)
    if question.asks_why and fold(part) in WHY_WORDS:
        return Target(TargetKind.WHY, question_id)
    return _choice(question, part)


def _choice(question: QuestionToFill, part: str) -> Target:
    if question.kind not in {QuestionKind.SEVERAL_CHOICES, QuestionKind.RANKING}:
        return NOTHING
    choice_id = Options(question.choices).meant_by(part)
    return NOTHING if choice_id is None else Target(TargetKind.CHOICE, question.id, choice_id)


def _guess_plain(heading: str, things: ThingsToFill, by_prompt: Options) -> Target:
    folded = fold(heading)
    question_id = by_prompt.meant_by(heading)
    if question_id is not None:
        return Target(TargetKind.QUESTION, question_id)
    for question in things.questions:
        why_names = {fold(f"{question.prompt} why"), f"q{question.position} why", f"why {fold(question.prompt)}"}
        if question.asks_why and folded in why_names:
            return Target(TargetKind.WHY, question.id)
    for kind, headings in KNOWN_HEADINGS:
        if folded in headings:
            return Target(kind)
    open_questions = [question for question in things.questions if not question.is_closed]
    if len(open_questions) == 1 and folded in {"text", "comment", "comments", "response", "answer", "feedback"}:
        return Target(TargetKind.QUESTION, open_questions[0].id)
    return NOTHING
