"""What became of everything that was sent: the judge looks at what was shown and what is stored, and nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.models import AuditEvent
from consult.audit.queries import verify
from consult.audit.rules import Happening
from consult.consultations.rules import QuestionKind
from consult.post.models import Mail
from consult.responses.models import Answer, Response
from tests.durability.browser import Sent


@dataclass(frozen=True, slots=True)
class Stored:
    """One response as it lies in the database."""

    reference: str
    text: str
    scale: str
    email: str
    n_answers: int
    n_receipts: int
    n_mails: int

    @property
    def marker(self) -> str:
        """Who sent it."""
        return self.text.partition(":")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What went wrong, by the markers of those it happened to; nothing may."""

    lost: tuple[str, ...]  # a receipt was shown, and nothing is stored
    repeated: tuple[str, ...]  # sent once, stored twice
    ghosts: tuple[str, ...]  # stored in part, or not as it was sent
    phantoms: tuple[str, ...]  # stored, and nobody sent it
    wrong_receipts: tuple[str, ...]  # the reference shown is that of another response
    broken_trail: tuple[str, ...]  # the audit trail does not fit

    @property
    def is_clean(self) -> bool:
        """Say whether nothing went wrong."""
        return not any(getattr(self, field.name) for field in fields(self))


def judge(sent: list[Sent], stored: list[Stored], *, trail: tuple[str, ...] = ()) -> Verdict:
    """Compare what people sent, and which receipts they saw, with what is stored."""
    times = Counter(row.marker for row in stored)
    by_marker = {row.marker: row for row in stored}
    known = {one.marker for one in sent}
    acknowledged = [one for one in sent if one.reference]
    return Verdict(
        lost=tuple(one.marker for one in acknowledged if one.marker not in times),
        repeated=tuple(marker for marker, n in times.items() if n > 1),
        ghosts=tuple(one.marker for one in sent if one.marker in times and not _is_whole(one, by_marker[one.marker])),
        phantoms=tuple(row.reference for row in stored if row.marker not in known),
        wrong_receipts=tuple(
            one.marker
            for one in acknowledged
            if one.marker in times
            and one.reference not in {row.reference for row in stored if row.marker == one.marker}
        ),
        broken_trail=trail,
    )


def _is_whole(sent: Sent, stored: Stored) -> bool:
    """Say whether a response is stored with every part: words, places, mail, and one event in the trail."""
    said = (stored.text, stored.scale, stored.email, stored.n_receipts, stored.n_mails)
    return said == (sent.text, sent.scale, sent.email, 1, 1 if sent.email else 0) and stored.n_answers == 3


def stored_in(session: Session) -> tuple[list[Stored], tuple[str, ...]]:
    """Read every response, and what is wrong with the audit trail."""
    receipts = Counter(
        session.scalars(select(AuditEvent.subject).where(AuditEvent.happening == Happening.RESPONSE_RECEIVED.value))
    )
    mails = Counter(session.scalars(select(Mail.subject)))
    answers: dict[int, list[Answer]] = {}
    for answer in session.scalars(select(Answer).order_by(Answer.id)):
        answers.setdefault(answer.response_id, []).append(answer)
    rows = []
    for response in session.scalars(select(Response).order_by(Response.id)):
        given = answers.get(response.id, [])
        rows.append(
            Stored(
                reference=response.reference,
                text=next((one.text for one in given if one.question.kind is QuestionKind.OPEN_TEXT), ""),
                scale=next((str(one.scale) for one in given if one.question.kind is QuestionKind.SCALE), ""),
                email=response.contact.email if response.contact else "",
                n_answers=len(given),
                n_receipts=receipts[f"response:{response.id}"],
                n_mails=sum(n for subject, n in mails.items() if response.reference in subject),
            )
        )
    verdict = verify(session)
    return rows, (verdict.first_break.sentence,) if verdict.first_break else ()
