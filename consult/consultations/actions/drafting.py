"""Drafting a consultation: its words, options, groups, dates, document and who decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.rules import Happening
from consult.consultations.actions.changing import begin_change, note
from consult.consultations.models import (
    Choice,
    ChoiceWords,
    ConsideredOption,
    Consultation,
    ConsultationWords,
    CountingChoice,
    GroupAsked,
    Question,
    QuestionWords,
)
from consult.consultations.rules import window_to_plan
from consult.documents.models import DocumentVersion
from consult.kernel.errors import Invalid
from consult.kernel.words import address_in, clean_line, clean_text, slug_of

WORDS = ("title", "summary", "why", "why_now", "open_to_influence", "already_decided", "evidence", "cost_and_impact")
WORDS_ALL = (*WORDS, "contact")
WordsChange = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionValues:
    """An option as an officer wrote it."""

    name: str
    rejected: bool
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse a rejected option that does not say why."""
        if self.rejected and not self.reason.strip():
            raise Invalid(f"Say why “{self.name}” was rejected.")


def draft_consultation(
    session: Session, *, title: str, created_by_id: int, now: datetime, language: str = "en"
) -> Consultation:
    """Begin a consultation.

    Raises:
        Invalid: it has no title.
    """
    called = clean_line(title)
    if not called:
        raise Invalid("Enter a title.")
    consultation = Consultation(
        slug=free_slug(session, called),
        language=language,
        version=1,
        created_at=now,
        created_by_id=created_by_id,
        words=[ConsultationWords(language=language, title=called)],
    )
    session.add(consultation)
    session.flush()
    note(session, Happening.CONSULTATION_DRAFTED, consultation, actor=_account(created_by_id), now=now, title=called)
    return consultation


def change_words(
    session: Session,
    *,
    consultation: Consultation,
    words: WordsChange,
    actor: str,
    now: datetime,
    version_seen: int | None = None,
    language: str = "",
) -> Consultation:
    """Change some of the words of a draft; names are those of ``ConsultationWords``.

    Raises:
        Stale: someone changed it meanwhile.
        Refused: it is no draft.
    """
    begin_change(session, consultation, version_seen=version_seen, now=now)
    row = words_in(consultation, language or consultation.language)
    changed = [name for name, text in words.items() if getattr(row, name) != _clean(name, text)]
    for name in changed:
        setattr(row, name, _clean(name, words[name]))
    if "contact" in changed and row.language == consultation.language:
        consultation.contact_email = address_in(row.contact)
    if not row.title:
        raise Invalid("Enter a title.")
    if "title" in changed and row.language == consultation.language and consultation.approved_at is None:
        consultation.slug = free_slug(session, row.title, besides=consultation.id)
    session.flush()
    note(session, Happening.CONSULTATION_CHANGED, consultation, actor=actor, now=now, fields=changed)
    return consultation


def set_options(
    session: Session,
    *,
    consultation: Consultation,
    options: Sequence[OptionValues],
    actor: str,
    now: datetime,
    version_seen: int | None = None,
) -> Consultation:
    """Say which options were considered, which were rejected and why."""
    begin_change(session, consultation, version_seen=version_seen, now=now)
    consultation.options[:] = [
        ConsideredOption(
            language=consultation.language,
            position=position,
            name=clean_line(option.name),
            rejected=option.rejected,
            reason=clean_text(option.reason),
        )
        for position, option in enumerate(options, start=1)
    ]
    session.flush()
    note(session, Happening.CONSULTATION_CHANGED, consultation, actor=actor, now=now, fields=["options"])
    return consultation


def plan_decision(
    session: Session,
    *,
    consultation: Consultation,
    decided_by: str,
    decision_expected_on: date | None,
    decision_maker_id: int | None = None,
    answer_within_weeks: int | None = None,
    actor: str,
    now: datetime,
    version_seen: int | None = None,
) -> Consultation:
    """Say who decides and when, and by when people will be answered."""
    begin_change(session, consultation, version_seen=version_seen, now=now)
    consultation.decided_by = clean_line(decided_by)
    consultation.decision_expected_on = decision_expected_on
    consultation.decision_maker_id = decision_maker_id
    if answer_within_weeks is not None:
        consultation.answer_within_weeks = answer_within_weeks
    session.flush()
    note(session, Happening.CONSULTATION_CHANGED, consultation, actor=actor, now=now, fields=["decision"])
    return consultation


def set_what_is_asked(
    session: Session,
    *,
    consultation: Consultation,
    asks_ward: bool,
    asks_equality: bool,
    publishes_responses: bool,
    actor: str,
    now: datetime,
    version_seen: int | None = None,
) -> Consultation:
    """Say what people are asked about themselves; the privacy notice follows from it."""
    begin_change(session, consultation, version_seen=version_seen, now=now)
    consultation.asks_ward, consultation.asks_equality = asks_ward, asks_equality
    consultation.publishes_responses = publishes_responses
    session.flush()
    note(session, Happening.CONSULTATION_CHANGED, consultation, actor=actor, now=now, fields=["what_is_asked"])
    return consultation


def choose_groups(
    session: Session,
    *,
    consultation: Consultation,
    group_ids: Sequence[int],
    actor: str,
    now: datetime,
    version_seen: int | None = None,
) -> Consultation:
    """Say which stakeholder groups this consultation sets out to hear."""
    begin_change(session, consultation, version_seen=version_seen, now=now)
    kept = {asked.group_id for asked in consultation.groups_asked} & set(group_ids)
    consultation.groups_asked[:] = [asked for asked in consultation.groups_asked if asked.group_id in kept]
    session.flush()
    consultation.groups_asked += [GroupAsked(group_id=group_id) for group_id in sorted(set(group_ids) - kept)]
    session.flush()
    note(session, Happening.GROUPS_CHOSEN, consultation, actor=actor, now=now, groups=sorted(set(group_ids)))
    return consultation


def set_dates(
    session: Session,
    *,
    consultation: Consultation,
    opens_at: datetime,
    closes_at: datetime,
    actor: str,
    now: datetime,
    version_seen: int | None = None,
) -> Consultation:
    """Say when people can answer; the closing minute itself still counts.

    Raises:
        Invalid: the window ends before it begins, or has begun already.
    """
    begin_change(session, consultation, version_seen=version_seen, now=now)
    window = window_to_plan(opens_at=opens_at, closes_at=closes_at, now=now)
    old_opens_at, old_closes_at = consultation.opens_at, consultation.closes_at
    consultation.opens_at, consultation.closes_at = window.opens_at, window.closes_at
    session.flush()
    note(
        session,
        Happening.DATES_SET,
        consultation,
        actor=actor,
        now=now,
        opens_at=window.opens_at,
        closes_at=window.closes_at,
        old_opens_at=old_opens_at,
        old_closes_at=old_closes_at,
    )
    return consultation


def attach_document(
    session: Session,
    *,
    consultation: Consultation,
    version: DocumentVersion | None,
    actor: str,
    now: datetime,
    version_seen: int | None = None,
) -> Consultation:
    """Put a version of a document before people, or take it away."""
    begin_change(session, consultation, version_seen=version_seen, now=now)
    consultation.document_version_id = version.id if version else None
    session.flush()
    note(
        session,
        Happening.DOCUMENT_ATTACHED,
        consultation,
        actor=actor,
        now=now,
        document_id=version.document_id if version else None,
        version=version.number if version else None,
    )
    return consultation


def clone_consultation(
    session: Session, *, consultation: Consultation, created_by_id: int, now: datetime
) -> Consultation:
    """Begin a new draft from an old consultation: its words, options, questions and groups, without its dates."""
    words = words_in(consultation, consultation.language)
    title = f"Copy of {words.title}"
    copy = draft_consultation(
        session, title=title, created_by_id=created_by_id, now=now, language=consultation.language
    )
    copy.cloned_from_id = consultation.id
    for name in ("decided_by", "decision_maker_id", "contact_email", "asks_ward", "asks_equality"):
        setattr(copy, name, getattr(consultation, name))
    copy.publishes_responses, copy.answer_within_weeks = (
        consultation.publishes_responses,
        consultation.answer_within_weeks,
    )
    if consultation.counting is not None:
        rule = consultation.counting.rule
        copy.counting = CountingChoice(rule=rule, chosen_at=now, chosen_by_id=created_by_id)
    for name in WORDS_ALL[1:]:
        setattr(copy.words[0], name, getattr(words, name))
    copy.options += [
        ConsideredOption(
            language=old.language, position=old.position, name=old.name, rejected=old.rejected, reason=old.reason
        )
        for old in consultation.options
    ]
    copy.questions += [_copied(question) for question in consultation.questions]
    copy.groups_asked += [GroupAsked(group_id=asked.group_id) for asked in consultation.groups_asked]
    session.flush()
    actor = _account(created_by_id)
    note(session, Happening.CONSULTATION_CLONED, copy, actor=actor, now=now, from_id=consultation.id, title=title)
    return copy


def words_in(consultation: Consultation, language: str) -> ConsultationWords:
    """Return the words in a language, beginning an empty row when there is none yet."""
    row = next((row for row in consultation.words if row.language == language), None)
    if row is None:
        row = ConsultationWords(language=language, title=consultation.words[0].title)
        consultation.words.append(row)
    return row


def free_slug(session: Session, title: str, *, besides: int | None = None) -> str:
    """Return an address that no other consultation has."""
    wanted = slug_of(title) or "consultation"
    asked = select(Consultation.slug).where(Consultation.slug.startswith(wanted), Consultation.id != (besides or 0))
    taken = set(session.scalars(asked))
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _copied(question: Question) -> Question:
    return Question(
        position=question.position,
        kind=question.kind,
        required=question.required,
        asks_why=question.asks_why,
        words=[QuestionWords(language=row.language, prompt=row.prompt, help=row.help) for row in question.words],
        choices=[
            Choice(
                position=choice.position,
                words=[ChoiceWords(language=row.language, label=row.label) for row in choice.words],
            )
            for choice in question.choices
        ],
    )


def _clean(name: str, text: str) -> str:
    return clean_line(text) if name == "title" else clean_text(text)


def _account(account_id: int) -> str:
    return f"account:{account_id}"
