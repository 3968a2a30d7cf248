"""The bundle that answers a request for information about one consultation, and the schedule of what is withheld.

Some things are never in it, and the schedule says so each time: words as given, equality answers, legal advice. The
data protection officer can withhold further parts, each under an exemption and with a reason.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.models import Clarification, Consultation
from consult.kernel.errors import Invalid
from consult.kernel.freezing import to_json
from consult.opendata.outreach_shapes import WHO_WAS_CONSULTED, contacts_of
from consult.opendata.response_shapes import PUBLISHED_TEXTS, published_rows
from consult.opendata.shapes import Field, Shape
from consult.opendata.writing import ExportFormat, write_rows
from consult.outcomes.queries.answering import decisions_of
from consult.outcomes.queries.editions import edition_numbered, edition_numbers, findings_numbered, findings_numbers
from consult.outreach.queries.record import ledger
from consult.responses.queries.moderation import ModerationLog, moderation_log


class Part(StrEnum):
    """One part of the bundle."""

    RECORD = "record"
    RESPONSES = "responses"
    MODERATION = "moderation"
    FINDINGS = "findings"
    EDITIONS = "editions"
    DECISIONS = "decisions"
    CLARIFICATIONS = "clarifications"
    COMPLIANCE = "compliance"


class Exemption(StrEnum):
    """A section of the Freedom of Information Act 2000 under which something is withheld."""

    S21 = "s21"
    S22 = "s22"
    S30 = "s30"
    S36 = "s36"
    S38 = "s38"
    S40 = "s40"
    S41 = "s41"
    S42 = "s42"
    S43 = "s43"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """One thing that is not handed over, and why."""

    what: str
    exemption: Exemption
    reason: str
    n: int | None = None

    def __post_init__(self) -> None:
        """Refuse to withhold without a reason."""
        if not self.reason.strip():
            raise Invalid("Say why it is withheld.")


SCHEDULE: Shape[Withheld] = Shape(
    name="what-is-withheld",
    about="Everything that was not handed over, the section under which, and why.",
    fields=(
        Field("what", "What is withheld.", lambda each: each.what),
        Field("section", "The section of the Freedom of Information Act 2000.", lambda each: each.exemption.value),
        Field("reason", "Why.", lambda each: each.reason),
        Field("count", "How many, where they can be counted.", lambda each: each.n),
    ),
)


def always_withheld(log: ModerationLog) -> tuple[Withheld, ...]:
    """Name what is never handed over, with what can be counted of it."""
    return (
        Withheld(
            what="Responses as given, with names, addresses and references",
            exemption=Exemption.S40,
            reason="They tell who those who answered are. The words that a person screened are in the bundle.",
        ),
        Withheld(
            what="Responses whose writers did not let the council publish them",
            exemption=Exemption.S41,
            reason="Their writers were told so. They count in every figure of the bundle.",
            n=log.n_not_to_publish,
        ),
        Withheld(
            what="Texts that a person read and refused to publish",
            exemption=Exemption.S40,
            reason="They tell who somebody is, or could harm somebody. The moderation log says how many, and why.",
            n=log.n_refused,
        ),
        Withheld(
            what="Texts that nobody has screened yet",
            exemption=Exemption.S22,
            reason="When a person has read them, where their writers allow it.",
            n=log.n_waiting,
        ),
        Withheld(
            what="Answers to the equality questions",
            exemption=Exemption.S40,
            reason="They are of the special kinds. Figures that single nobody out are in the editions.",
        ),
        Withheld(
            what="Legal advice, if there is any",
            exemption=Exemption.S42,
            reason="What lawyers advise the council is between them and the council.",
        ),
    )


def bundle_parts(session: Session, consultation: Consultation) -> dict[Part, dict[str, bytes]]:
    """Return the files of each part; a part of which there is nothing yet is empty."""
    log = moderation_log(session, consultation=consultation)
    words = published_rows(session, consultation=consultation, is_shown=False)
    editions = [
        edition_numbered(session, consultation.id, number) for number, _at in edition_numbers(session, consultation.id)
    ]
    findings = [
        findings_numbered(session, consultation.id, number)
        for number, _at in findings_numbers(session, consultation.id)
    ]
    told = [_decision(each) for each in decisions_of(session, consultation.id)]
    asked = _clarifications(session, consultation.id)
    record = contacts_of(ledger(session, consultation.id, named_only=True))
    return {
        Part.RECORD: {"who-was-consulted.csv": _csv(WHO_WAS_CONSULTED, record)},
        Part.MODERATION: {"moderation-log.json": _json(_log(log))},
        Part.FINDINGS: {f"findings-{each.number}.json": _json(each.body) for each in findings},
        Part.EDITIONS: {f"you-said-we-did-{each.number}.json": _json(each.body) for each in editions},
        Part.DECISIONS: {"decisions.json": _json(told)} if told else {},
        Part.CLARIFICATIONS: {"questions-to-the-council.json": _json(asked)} if asked else {},
        Part.COMPLIANCE: {},
        Part.RESPONSES: {"responses-redacted.csv": _csv(PUBLISHED_TEXTS, words)},
    }


def pack_bundle(
    parts: Mapping[Part, Mapping[str, bytes]], withheld: Iterable[Withheld], *, left_out: Iterable[Part], now: datetime
) -> bytes:
    """Return the bytes of a ZIP file: each part that is handed over, and the schedule of what is not."""
    out = frozenset(left_out)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        files = {name: data for part, named in parts.items() if part not in out for name, data in named.items()}
        for name, data in {"what-is-withheld.csv": _csv(SCHEDULE, withheld), **files}.items():
            entry = zipfile.ZipInfo(name, date_time=now.timetuple()[:6])
            packed.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _csv(shape: Shape[Any], rows: Iterable[Any]) -> bytes:
    return b"".join(write_rows(shape, rows, ExportFormat.CSV))


def _json(told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _log(log: ModerationLog) -> dict[str, Any]:
    return {
        "published": log.n_published,
        "with_parts_hidden": log.n_with_parts_hidden,
        "refused": log.n_refused,
        "waiting": log.n_waiting,
        "hidden_by_kind": {kind.value: n for kind, n in log.hidden.items()},
        "refused_by_reason": {reason.value: n for reason, n in log.refused.items()},
    }


def _decision(decision: Any) -> dict[str, Any]:
    return {
        "title": decision.title,
        "decided": decision.decided,
        "decided_by": decision.decided_by,
        "decided_on": to_json(decision.decided_on),
        "reasons": decision.reasons,
        "minuted_at": decision.minuted_at,
        "papers": [{"title": paper.title, "link": paper.link} for paper in decision.papers],
        "rejected": [{"option": other.alternative, "reason": other.reason} for other in decision.alternatives],
    }


def _clarifications(session: Session, consultation_id: int) -> list[dict[str, Any]]:
    asked = select(Clarification).where(
        Clarification.consultation_id == consultation_id,
        Clarification.answered_at.is_not(None),
        Clarification.not_published_reason == "",
    )
    return [
        {"asked": each.public_wording or each.asked, "answer": each.answer, "answered_at": to_json(each.answered_at)}
        for each in session.scalars(asked.order_by(Clarification.id))
    ]
