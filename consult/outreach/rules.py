"""Who had to be asked, who was asked and what came back: the pure part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from consult.kernel.errors import Invalid

LONGEST_WORDS = 2_000
LOPSIDED_SHARE = 0.5
"""A group that sent more than this share of all responses is named: others may not have been heard."""
FEWEST_TO_JUDGE = 10
"""Below this many responses a share says nothing, so nothing is said about it."""


class ConsultationKind(StrEnum):
    """What a consultation is about; it decides which consultees are suggested."""

    GENERAL = "general"
    SCHOOLS_STRATEGY = "schools_strategy"
    SCHOOL_ORGANISATION = "school_organisation"
    ADMISSIONS = "admissions"


class Basis(StrEnum):
    """Why a consultee is asked."""

    LAW = "law"
    PRACTICE = "practice"
    CHOICE = "choice"


class ContactChannel(StrEnum):
    """How a consultee was asked."""

    LETTER = "letter"
    EMAIL = "email"
    PHONE = "phone"
    MEETING = "meeting"
    EVENT = "event"
    ONLINE = "online"
    OTHER = "other"


class CameBack(StrEnum):
    """What came back after a contact."""

    NOTHING_YET = "nothing_yet"
    ACKNOWLEDGED = "acknowledged"
    DECLINED = "declined"
    ANSWERED = "answered"


class Scrutiny(StrEnum):
    """Whether the scrutiny committee was asked."""

    NOT_SAID = "not_said"
    ASKED = "asked"
    NOT_ASKED = "not_asked"


class MilestoneKind(StrEnum):
    """What kind of thing happened on the way to the decision."""

    DISCUSSION = "discussion"
    APPROVAL = "approval"
    DECISION = "decision"
    PUBLICATION = "publication"


class Standing(StrEnum):
    """Where one consultee stands; derived from its contacts and from the responses that came."""

    NOT_ASKED = "not_asked"
    WILL_NOT_BE_ASKED = "will_not_be_asked"
    VAGUE = "vague"  # only entries without a day or a named body
    WAITING = "waiting"
    ACKNOWLEDGED = "acknowledged"
    DECLINED = "declined"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFacts:
    """What decides where a consultee stands, of one contact."""

    is_vague: bool
    came_back: CameBack


def is_vague(*, contacted_on: date | None, consultee_is_class: bool, says_how: bool) -> bool:
    """Say whether an entry proves nothing: no day, or a class of people with no word on what was sent or held.

    "Through consortia meetings and forums" names neither the body nor the day that anyone could check.
    """
    return contacted_on is None or (consultee_is_class and not says_how)


def standing_of(contacts: Sequence[ContactFacts], *, n_responses: int, reason_not_asked: str = "") -> Standing:
    """Say where a consultee stands.

    Args:
        contacts: every contact that was recorded.
        n_responses: responses that came from this body; one is an answer, whether or not anyone recorded a contact.
        reason_not_asked: why the council will not ask it.
    """
    came = {contact.came_back for contact in contacts}
    if n_responses or CameBack.ANSWERED in came:
        return Standing.ANSWERED
    for said, standing in ((CameBack.DECLINED, Standing.DECLINED), (CameBack.ACKNOWLEDGED, Standing.ACKNOWLEDGED)):
        if said in came:
            return standing
    if not contacts:
        return Standing.WILL_NOT_BE_ASKED if reason_not_asked else Standing.NOT_ASKED
    return Standing.VAGUE if all(contact.is_vague for contact in contacts) else Standing.WAITING


class AlertKind(StrEnum):
    """What is wrong with who was reached so far, each with a sentence and what to do."""

    REQUIRED_NOT_ASKED = "required_not_asked"
    EXPECTED_NOT_ASKED = "expected_not_asked"
    GROUP_SILENT = "group_silent"
    LOPSIDED = "lopsided"
    VAGUE = "vague"
    SCRUTINY_NOT_SAID = "scrutiny_not_said"
    DECIDED_BEFORE = "decided_before"
    NO_CONSULTEES = "no_consultees"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One thing to put right; ``names`` are the bodies or groups it is about, ``share`` is between 0 and 1."""

    kind: AlertKind
    names: tuple[str, ...] = ()
    share: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsulteeFacts:
    """One consultee as the alerts see it."""

    name: str
    basis: Basis
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFacts:
    """A group that the consultation set out to hear, with how many responses came from it."""

    name: str
    n_responses: int


def alerts_about(
    *,
    consultees: Sequence[ConsulteeFacts],
    groups: Sequence[GroupFacts],
    n_responses: int,
    scrutiny: Scrutiny,
    decided_on: date | None,
    opens_on: date | None,
) -> tuple[Alert, ...]:
    """Name what is wrong with who was reached so far, the gravest first.

    Args:
        consultees: those that are on the record.
        groups: those that the consultation set out to hear.
        n_responses: all that count, from any group.
        scrutiny: what was said of the scrutiny committee.
        decided_on: the earliest day on which something was decided, as far as the record says.
        opens_on: the day on which people can first answer.
    """
    alerts: list[Alert] = []
    if decided_on is not None and opens_on is not None and decided_on < opens_on:
        alerts.append(Alert(kind=AlertKind.DECIDED_BEFORE))
    if not consultees:
        alerts.append(Alert(kind=AlertKind.NO_CONSULTEES))
    for kind, basis in ((AlertKind.REQUIRED_NOT_ASKED, Basis.LAW), (AlertKind.EXPECTED_NOT_ASKED, Basis.PRACTICE)):
        names = tuple(c.name for c in consultees if c.basis is basis and c.standing is Standing.NOT_ASKED)
        if names:
            alerts.append(Alert(kind=kind, names=names))
    alerts += _about_groups(groups, n_responses)
    vague = tuple(consultee.name for consultee in consultees if consultee.standing is Standing.VAGUE)
    if vague:
        alerts.append(Alert(kind=AlertKind.VAGUE, names=vague))
    if scrutiny is Scrutiny.NOT_SAID:
        alerts.append(Alert(kind=AlertKind.SCRUTINY_NOT_SAID))
    return tuple(alerts)


def _about_groups(groups: Sequence[GroupFacts], n_responses: int) -> list[Alert]:
    silent = tuple(group.name for group in groups if not group.n_responses)
    alerts = [Alert(kind=AlertKind.GROUP_SILENT, names=silent)] if silent else []
    loudest = max(groups, key=lambda group: group.n_responses, default=None)
    if loudest is None or n_responses < FEWEST_TO_JUDGE:
        return alerts
    share = loudest.n_responses / n_responses
    if share > LOPSIDED_SHARE:
        alerts.append(Alert(kind=AlertKind.LOPSIDED, names=(loudest.name,), share=share))
    return alerts


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactValues:
    """One contact as an officer wrote it down."""

    channel: ContactChannel
    contacted_on: date | None
    when_words: str = ""
    team: str
    words: str = ""
    link: str = ""
    came_back: CameBack = CameBack.NOTHING_YET
    came_back_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse a contact that says nothing, or that lies in the wrong order."""
        if not self.team.strip():
            raise Invalid("Say which team asked. The public record shows teams and never a person's name.")
        if self.contacted_on is None and not self.when_words.strip():
            raise Invalid("Give the day. If nobody knows it, say in words when it was; the entry is shown as vague.")
        if self.link and not self.link.startswith(("https://", "http://")):
            raise Invalid("A link to evidence begins with https://")
        if self.came_back_on and self.contacted_on and self.came_back_on < self.contacted_on:
            raise Invalid("What came back cannot be earlier than the day on which you asked.")
