"""What changes accounts: adding people, giving and taking roles, signing in and out."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import CursorResult, delete, func, update
from sqlalchemy.orm import Session

from consult.accounts.models import (
    Account,
    Passkey,
    PasskeyChallenge,
    RoleGrant,
    SecondFactor,
    SignInLink,
    SignInSession,
)
from consult.accounts.passkeys import NOT_RIGHT, Made
from consult.accounts.queries import (
    account_by_email,
    hash_token,
    open_account_by_email,
    passkey_by_key_id,
    usable_link,
)
from consult.accounts.rules import (
    CHALLENGE_LASTS,
    EVERYWHERE,
    LINK_LASTS,
    MOST_PASSKEYS,
    SIGN_IN_ENDS_AFTER,
    Role,
    safe_path,
    tidy_email,
)
from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.jobs.actions import enqueue
from consult.kernel.errors import Invalid, Refused
from consult.kernel.references import draw_token
from consult.kernel.words import clean_line

KEEP_LINKS = timedelta(days=1)
STREAM = "accounts"


def add_account(session: Session, *, email: str, name: str, actor: str, now: datetime) -> Account:
    """Add someone who may then sign in; roles are given separately.

    Raises:
        Invalid: someone has this address already, or the name or address is missing.
    """
    address, called = tidy_email(email), clean_line(name)
    if not called or "@" not in address:
        raise Invalid("Enter the person's name and email address.")
    if account_by_email(session, address) is not None:
        raise Invalid("Someone with this email address is already here. Open their page to change their roles.")
    account = Account(email=address, name=called, created_at=now)
    session.add(account)
    session.flush()
    record(session, Happening.ACCOUNT_ADDED, stream=STREAM, subject=account.actor, actor=actor, at=now)
    return account


def give_role(
    session: Session, *, account: Account, role: Role, scope: str = EVERYWHERE, actor: str, now: datetime
) -> RoleGrant:
    """Give someone a role, everywhere or in one scope; giving it twice changes nothing."""
    held = next((held for held in account.role_grants if held.role is role and held.scope == scope), None)
    if held is not None:
        return held
    given = RoleGrant(role=role, scope=scope, granted_at=now, granted_by=actor)
    account.role_grants.append(given)
    session.flush()
    record(
        session,
        Happening.ROLE_GRANTED,
        stream=STREAM,
        subject=account.actor,
        actor=actor,
        at=now,
        role=role.value,
        scope=scope,
    )
    return given


def take_role(session: Session, *, account: Account, grant_id: int, actor: str, now: datetime) -> None:
    """Take a role away.

    Raises:
        Refused: it would leave the person who does it without the right to undo it.
    """
    held = next((held for held in account.role_grants if held.id == grant_id), None)
    if held is None:
        return
    if held.role is Role.ADMINISTRATOR and account.actor == actor:
        raise Refused("You cannot take the administrator role from yourself. Ask another administrator.")
    account.role_grants.remove(held)
    session.flush()
    record(
        session,
        Happening.ROLE_REMOVED,
        stream=STREAM,
        subject=account.actor,
        actor=actor,
        at=now,
        role=held.role.value,
        scope=held.scope,
    )


def close_account(session: Session, *, account: Account, actor: str, now: datetime) -> Account:
    """Let someone sign in no more, and sign them out everywhere.

    Raises:
        Refused: it is the person's own account.
    """
    if account.actor == actor:
        raise Refused("You cannot close your own account. Ask another administrator.")
    if account.closed_at is None:
        account.closed_at = now
        end_sign_ins(session, account=account, now=now)
        record(session, Happening.ACCOUNT_CLOSED, stream=STREAM, subject=account.actor, actor=actor, at=now)
    return account


def reopen_account(session: Session, *, account: Account, actor: str, now: datetime) -> Account:
    """Let someone sign in again."""
    if account.closed_at is not None:
        account.closed_at = None
        session.flush()
        record(session, Happening.ACCOUNT_REOPENED, stream=STREAM, subject=account.actor, actor=actor, at=now)
    return account


def ask_for_link(session: Session, *, email: str, next_path: str, now: datetime) -> SignInLink:
    """Note that someone asked to sign in; a job looks whether we know them, so that asking tells nobody."""
    link = SignInLink(email=tidy_email(email), next_path=safe_path(next_path), asked_at=now)
    session.add(link)
    session.flush()
    enqueue(session, "accounts.send_link", key=f"accounts.send_link:{link.id}", args={"link_id": link.id}, now=now)
    return link


def arm_link(session: Session, *, link: SignInLink, now: datetime, lasts: timedelta = LINK_LASTS) -> str | None:
    """Give a request its token, once, if its address is known; the address is forgotten either way."""
    account = open_account_by_email(session, link.email) if link.email else None
    link.email = ""
    if account is None or link.token_hash is not None:
        session.flush()
        return None
    token = draw_token()
    link.account, link.token_hash, link.ends_at = account, hash_token(token), now + lasts
    session.flush()
    return token


def draw_link(session: Session, *, account: Account, now: datetime, lasts: timedelta = LINK_LASTS) -> str:
    """Make a sign-in link for someone without a mail, for the command line and the demo; return its token."""
    token = draw_token()
    session.add(SignInLink(email="", account=account, token_hash=hash_token(token), asked_at=now, ends_at=now + lasts))
    session.flush()
    return token


def use_link(session: Session, *, token: str, now: datetime) -> SignInLink:
    """Use up a link.

    Raises:
        Refused: it was used, has ended or never was; all three sound the same.
    """
    link = usable_link(session, token, now=now)
    used = session.execute(
        update(SignInLink)
        .where(SignInLink.id == (link.id if link else 0), SignInLink.used_at.is_(None))
        .values(used_at=now)
    )
    if link is None or not isinstance(used, CursorResult) or used.rowcount != 1:
        raise Refused("This link has been used or is too old. Ask for a new one.")
    return link


def start_sign_in(
    session: Session, *, account: Account, now: datetime, way: str = "link", is_proved: bool = False
) -> str:
    """Sign a browser in and return the token that it keeps; only its hash stays here."""
    token = draw_token()
    signed_in = SignInSession(
        account=account,
        token_hash=hash_token(token),
        signed_in_at=now,
        seen_at=now,
        proved_at=now if is_proved else None,
    )
    session.add(signed_in)
    session.flush()
    record(session, Happening.SIGNED_IN, stream=STREAM, subject=account.actor, actor=account.actor, at=now, way=way)
    return token


def renew_token(session: Session, *, signed_in_id: int) -> str:
    """Give a sign-in another token, because it may do more from now on; the one before is worth nothing."""
    token = draw_token()
    session.execute(update(SignInSession).where(SignInSession.id == signed_in_id).values(token_hash=hash_token(token)))
    return token


def touch_sign_in(session: Session, *, signed_in_id: int, now: datetime) -> None:
    """Note that someone was here; only on posts, because a page that is read writes nothing."""
    session.execute(update(SignInSession).where(SignInSession.id == signed_in_id).values(seen_at=now))


def end_sign_in(session: Session, *, signed_in_id: int, actor: str, now: datetime) -> None:
    """Sign one browser out."""
    session.execute(update(SignInSession).where(SignInSession.id == signed_in_id).values(ended_at=now))
    record(session, Happening.SIGNED_OUT, stream=STREAM, subject=actor, actor=actor, at=now)


def end_sign_ins(session: Session, *, account: Account, now: datetime) -> None:
    """Sign someone out of every browser."""
    session.execute(
        update(SignInSession)
        .where(SignInSession.account_id == account.id, SignInSession.ended_at.is_(None))
        .values(ended_at=now)
    )


def begin_second_factor(session: Session, *, account: Account, sealed_secret: str, now: datetime) -> SecondFactor:
    """Keep the key of a new authenticator app; it counts once its first code came.

    Raises:
        Refused: one is set up already.
    """
    if account.has_app:
        raise Refused("You have set up an app already. Remove it first, then set up another.")
    if account.second_factor is not None:
        account.second_factor.sealed_secret, account.second_factor.added_at = sealed_secret, now
    else:
        account.second_factor = SecondFactor(sealed_secret=sealed_secret, added_at=now)
    session.flush()
    return account.second_factor


def take_code(session: Session, *, account: Account, step: int, signed_in_id: int, now: datetime) -> None:
    """Note that a right code came: it is used up, and this browser is proved.

    Raises:
        Refused: the same code came a moment earlier from somewhere else.
    """
    used = session.execute(
        update(SecondFactor)
        .where(SecondFactor.account_id == account.id, SecondFactor.last_step < step)
        .values(last_step=step, confirmed_at=func.coalesce(SecondFactor.confirmed_at, now))
    )
    if not isinstance(used, CursorResult) or used.rowcount != 1:
        raise Refused("This code has been used. Wait for the next one.")
    _note_proof(session, account=account, signed_in_id=signed_in_id, way="app", now=now)


def _note_proof(session: Session, *, account: Account, signed_in_id: int, way: str, now: datetime) -> None:
    who = account.actor
    session.execute(update(SignInSession).where(SignInSession.id == signed_in_id).values(proved_at=now))
    record(session, Happening.SECOND_FACTOR_PROVED, stream=STREAM, subject=who, actor=who, at=now, way=way)


def draw_challenge(session: Session, *, now: datetime) -> str:
    """Draw what a browser is asked to sign with a passkey, and remember it for a few minutes."""
    challenge = draw_token()
    session.add(PasskeyChallenge(challenge_hash=hash_token(challenge), asked_at=now))
    session.flush()
    return challenge


def use_challenge(session: Session, *, challenge: str, now: datetime) -> None:
    """Use a challenge up: what was signed once opens nothing a second time.

    Raises:
        Invalid: it was used, is too old or never was.
    """
    used = session.execute(
        update(PasskeyChallenge)
        .where(
            PasskeyChallenge.challenge_hash == hash_token(challenge),
            PasskeyChallenge.used_at.is_(None),
            PasskeyChallenge.asked_at > now - CHALLENGE_LASTS,
        )
        .values(used_at=now)
    )
    if not isinstance(used, CursorResult) or used.rowcount != 1:
        raise Invalid(NOT_RIGHT)


def add_passkey(
    session: Session, *, account: Account, made: Made, name: str, signed_in_id: int, now: datetime
) -> Passkey:
    """Keep a new passkey; whoever made it just showed it, so this browser is proved.

    Raises:
        Refused: there are very many already, or somebody has this one.
    """
    if len(account.passkeys) >= MOST_PASSKEYS:
        raise Refused("You have ten passkeys. Remove one that you no longer use, then add this one.")
    if passkey_by_key_id(session, made.key_id) is not None:
        raise Refused("This passkey is here already.")
    passkey = Passkey(
        key_id=made.key_id, public_key=made.public_key, n_uses=made.n_uses, name=clean_line(name), added_at=now
    )
    account.passkeys.append(passkey)
    session.flush()
    record(session, Happening.PASSKEY_ADDED, stream=STREAM, subject=account.actor, actor=account.actor, at=now)
    _note_proof(session, account=account, signed_in_id=signed_in_id, way="passkey", now=now)
    return passkey


def name_passkey(session: Session, *, passkey: Passkey, name: str) -> None:
    """Call a passkey by another name."""
    passkey.name = clean_line(name)
    session.flush()


def note_passkey_used(session: Session, *, passkey: Passkey, n_uses: int, now: datetime) -> None:
    """Note when a passkey was last used, and how often by its own count."""
    passkey.n_uses, passkey.used_at = n_uses, now
    session.flush()


def prove_with_passkey(session: Session, *, account: Account, signed_in_id: int, now: datetime) -> None:
    """Note that this browser showed a passkey."""
    _note_proof(session, account=account, signed_in_id=signed_in_id, way="passkey", now=now)


def remove_passkey(session: Session, *, passkey: Passkey, actor: str, now: datetime) -> None:
    """Take a passkey away, as when a device is sold or lost."""
    account = passkey.account
    account.passkeys.remove(passkey)
    session.flush()
    record(session, Happening.PASSKEY_REMOVED, stream=STREAM, subject=account.actor, actor=actor, at=now)


def remove_second_factor(session: Session, *, account: Account, actor: str, now: datetime) -> None:
    """Take the authenticator app away, as when a phone is lost; doing it twice changes nothing."""
    if account.second_factor is None:
        return
    account.second_factor = None
    session.flush()
    record(session, Happening.SECOND_FACTOR_REMOVED, stream=STREAM, subject=account.actor, actor=actor, at=now)


def end_other_sign_ins(session: Session, *, account: Account, kept_id: int, now: datetime) -> int:
    """Sign someone out everywhere but in this browser, and count the browsers."""
    ended = session.execute(
        update(SignInSession)
        .where(SignInSession.account_id == account.id, SignInSession.ended_at.is_(None), SignInSession.id != kept_id)
        .values(ended_at=now)
    )
    count = ended.rowcount if isinstance(ended, CursorResult) else 0
    record(
        session,
        Happening.SESSIONS_ENDED,
        stream=STREAM,
        subject=account.actor,
        actor=account.actor,
        at=now,
        count=count,
        why="asked",
    )
    return count


def forget_old_links(session: Session, *, now: datetime) -> None:
    """Remove requests and sign-ins that nobody can use any more."""
    session.execute(delete(PasskeyChallenge).where(PasskeyChallenge.asked_at < now - KEEP_LINKS))
    session.execute(delete(SignInLink).where(SignInLink.asked_at < now - KEEP_LINKS))
    session.execute(delete(SignInSession).where(SignInSession.signed_in_at < now - SIGN_IN_ENDS_AFTER - KEEP_LINKS))
