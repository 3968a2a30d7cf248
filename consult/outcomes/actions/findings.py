"""Publishes findings: the themes with their figures, frozen and without replies."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.analysis.models import Codebook, Theme
from consult.analysis.rules import ThemeState
from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.consultations.models import Consultation
from consult.consultations.rules import end_of_minute
from consult.kernel.errors import Refused
from consult.kernel.freezing import to_json
from consult.outcomes.canonical import sha256_of
from consult.outcomes.frozen import FINDINGS_FORMAT, FindingsBody
from consult.outcomes.models import Findings
from consult.outcomes.queries.answering import n_findings
from consult.outcomes.queries.figures import figures


def publish_findings(session: Session, *, consultation: Consultation, by_id: int, now: datetime) -> Findings:
    """Freeze the confirmed themes with their figures and publish them under the next number.

    Raises:
        Refused: people can still answer, responses are still coming in, or themes are not confirmed.
    """
    require_ready_for_findings(session, consultation, now=now)
    found = figures(session, consultation)
    body = to_json(
        FindingsBody(
            format=FINDINGS_FORMAT,
            number=n_findings(session, consultation.id) + 1,
            as_at=now,
            asked=found.asked,
            totals=found.totals,
            sections=found.sections,
            shared=found.shared,
        )
    )
    findings = Findings(
        consultation_id=consultation.id,
        number=body["number"],
        body=body,
        sha256=sha256_of(body),
        published_at=now,
        published_by_id=by_id,
    )
    session.add(findings)
    session.flush()  # the audit event names the findings
    record(
        session,
        Happening.FINDINGS_PUBLISHED,
        stream=f"consultation:{consultation.id}",
        subject=f"findings:{findings.id}",
        actor=f"account:{by_id}",
        at=now,
        findings_id=findings.id,
        number=findings.number,
        themes=sum(len(section.themes) for section in found.sections),
        digest=findings.sha256,
    )
    return findings


def require_ready_for_findings(session: Session, consultation: Consultation, *, now: datetime) -> None:
    """Refuse findings that could still change by themselves.

    Raises:
        Refused: with the first thing that is missing and what to do.
    """
    if consultation.withdrawn_at is not None:
        raise Refused("This consultation was withdrawn, so it has no findings.")
    if consultation.closes_at is None or now < end_of_minute(consultation.closes_at):
        raise Refused("People can still answer. Publish the findings after the consultation has closed.")
    if consultation.intake_complete_at is None:
        raise Refused(
            "Responses on paper or by email may still be waiting. Mark the intake complete, then publish the findings."
        )
    unconfirmed = session.scalar(
        select(Theme.id)
        .join(Codebook, Codebook.id == Theme.codebook_id)
        .where(Codebook.consultation_id == consultation.id, Theme.state == ThemeState.SUGGESTED)
        .limit(1)
    )
    if unconfirmed is not None:
        raise Refused("Some themes are still suggestions. Confirm, merge or reject each of them first.")
    confirmed = session.scalar(
        select(Theme.id)
        .join(Codebook, Codebook.id == Theme.codebook_id)
        .where(Codebook.consultation_id == consultation.id, Theme.state == ThemeState.CONFIRMED)
        .limit(1)
    )
    if confirmed is None:
        raise Refused("There are no confirmed themes yet. Analyse the responses and confirm the themes first.")
