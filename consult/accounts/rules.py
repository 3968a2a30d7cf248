"""Who may do what: roles, permissions, how long a sign-in lasts, and what waits for someone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

EVERYWHERE = ""
LINK_LASTS = timedelta(minutes=10)
CHALLENGE_LASTS = timedelta(minutes=5)
MOST_PASSKEYS = 10
IDLE_ENDS_AFTER = timedelta(minutes=60)
SIGN_IN_ENDS_AFTER = timedelta(hours=12)
DESK = "/desk"


class Role(StrEnum):
    """What someone does for the council."""

    OFFICER = "officer"
    APPROVER = "approver"
    DECISION_MAKER = "decision_maker"
    CLERK = "clerk"
    MONITORING_OFFICER = "monitoring_officer"
    RETURNING_OFFICER = "returning_officer"
    SAFEGUARDING_OFFICER = "safeguarding_officer"
    DATA_PROTECTION_OFFICER = "data_protection_officer"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """One thing that a role allows."""

    SEE_DRAFTS = "see drafts"
    WRITE_CONSULTATIONS = "write consultations"
    APPROVE_CONSULTATIONS = "approve consultations"
    ANSWER_CLARIFICATIONS = "answer clarification questions"
    WITHDRAW_CONSULTATIONS = "withdraw consultations"
    CALL_PRE_ELECTION_PERIOD = "call a pre-election period"
    ALLOW_IN_PRE_ELECTION_PERIOD = "allow an opening or an answer in a pre-election period"
    READ_RESPONSES = "read responses"
    KEY_IN_RESPONSES = "key in responses"
    IMPORT_RESPONSES = "import responses"
    SCREEN_RESPONSES = "screen responses"
    READ_CONCERNS = "read safeguarding concerns"
    KEEP_PRIVACY = "guard personal data: holds, erasure, copies for people"
    ANALYSE = "analyse responses"
    PUBLISH_FINDINGS = "publish findings"
    PROPOSE_REPLIES = "propose replies"
    APPROVE_EDITIONS = "approve editions"
    MANAGE_COMMITMENTS = "manage commitments"
    RECORD_DECISIONS = "record decisions"
    DECIDE = "decide"
    KEEP_RECORD = "keep the consultation record"
    READ_LEGAL_ADVICE = "read and keep legal advice"
    EXPORT = "export data"
    READ_HISTORY = "read the history"
    READ_AUDIT = "read the audit"
    MANAGE_ACCOUNTS = "manage people and roles"
    MANAGE_PLACES = "manage places and groups"
    MANAGE_BODIES = "set up bodies and fill seats"
    RUN_ELECTIONS = "run elections"
    KEY_IN_BALLOTS = "key in ballots"
    RUN_INSTALLATION = "run the installation"


_SEEING = frozenset({Permission.SEE_DRAFTS, Permission.READ_HISTORY})

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: _SEEING
    | {
        Permission.WRITE_CONSULTATIONS,
        Permission.ANSWER_CLARIFICATIONS,
        Permission.WITHDRAW_CONSULTATIONS,
        Permission.READ_RESPONSES,
        Permission.KEY_IN_RESPONSES,
        Permission.IMPORT_RESPONSES,
        Permission.SCREEN_RESPONSES,
        Permission.ANALYSE,
        Permission.PUBLISH_FINDINGS,
        Permission.PROPOSE_REPLIES,
        Permission.MANAGE_COMMITMENTS,
        Permission.EXPORT,
        Permission.KEEP_RECORD,
        Permission.READ_LEGAL_ADVICE,
    },
    Role.APPROVER: _SEEING
    | {
        Permission.APPROVE_CONSULTATIONS,
        Permission.APPROVE_EDITIONS,
        Permission.READ_RESPONSES,
        Permission.READ_LEGAL_ADVICE,
    },
    Role.DECISION_MAKER: _SEEING
    | {Permission.DECIDE, Permission.RECORD_DECISIONS, Permission.READ_RESPONSES, Permission.READ_LEGAL_ADVICE},
    Role.CLERK: _SEEING | {Permission.KEY_IN_BALLOTS, Permission.RECORD_DECISIONS, Permission.MANAGE_BODIES},
    Role.MONITORING_OFFICER: _SEEING
    | {
        Permission.CALL_PRE_ELECTION_PERIOD,
        Permission.ALLOW_IN_PRE_ELECTION_PERIOD,
        Permission.READ_LEGAL_ADVICE,
        Permission.WITHDRAW_CONSULTATIONS,
        Permission.READ_AUDIT,
    },
    Role.RETURNING_OFFICER: frozenset({Permission.RUN_ELECTIONS, Permission.KEY_IN_BALLOTS}),
    Role.SAFEGUARDING_OFFICER: frozenset({Permission.READ_CONCERNS}),
    Role.DATA_PROTECTION_OFFICER: _SEEING
    | {Permission.KEEP_PRIVACY, Permission.READ_RESPONSES, Permission.EXPORT, Permission.READ_AUDIT},
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.MANAGE_ACCOUNTS,
            Permission.MANAGE_PLACES,
            Permission.READ_AUDIT,
            Permission.RUN_INSTALLATION,
        }
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A role that someone has: everywhere, or in one scope such as ``consultation:12``."""

    role: Role
    scope: str = EVERYWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingItem:
    """Something that waits for a person: what to do, where, and by when."""

    text: str
    href: str
    about: str = ""
    due_at: datetime | None = None


def may(grants: Iterable[Grant], permission: Permission, *, scope: str = EVERYWHERE) -> bool:
    """Say whether these grants allow something everywhere, or in ``scope``."""
    return any(permission in ROLE_PERMISSIONS[grant.role] and grant.scope in {EVERYWHERE, scope} for grant in grants)


def scopes_of(grants: Iterable[Grant], permission: Permission) -> frozenset[str]:
    """Return the scopes in which these grants allow something; ``""`` among them means everywhere."""
    return frozenset(grant.scope for grant in grants if permission in ROLE_PERMISSIONS[grant.role])


def consultation_scope(consultation_id: int) -> str:
    """Return the scope of one consultation."""
    return f"consultation:{consultation_id}"


def body_scope(body_id: int) -> str:
    """Return the scope of one body."""
    return f"body:{body_id}"


def is_over(*, signed_in_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Say whether a sign-in has ended by itself: too long ago, or too long unused."""
    return now - signed_in_at >= SIGN_IN_ENDS_AFTER or now - seen_at >= IDLE_ENDS_AFTER


def safe_path(asked: str | None) -> str:
    """Return an address inside this site, or the desk when the one asked for leads elsewhere."""
    path = asked or ""
    is_inside = path.startswith("/") and not path.startswith(("//", "/\\", "/sign-"))
    is_plain = all(32 < ord(character) < 127 for character in path) and "\\" not in path
    return path if is_inside and is_plain else DESK


def tidy_email(typed: str) -> str:
    """Return an address as we compare it."""
    return typed.strip().casefold()
