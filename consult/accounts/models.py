"""Accounts of those who work here, the roles they hold, and how they are signed in."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.accounts.rules import Grant, Role
from consult.storage.db import Base


class Account(Base):
    """Someone who signs in to work on consultations."""

    __tablename__ = "accounts"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_in_lower_case"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    role_grants: Mapped[list["RoleGrant"]] = relationship(
        back_populates="account", cascade="all, delete-orphan", order_by="RoleGrant.id"
    )

    second_factor: Mapped["SecondFactor | None"] = relationship(back_populates="account", cascade="all, delete-orphan")
    passkeys: Mapped[list["Passkey"]] = relationship(
        back_populates="account", cascade="all, delete-orphan", order_by="Passkey.id"
    )

    @property
    def has_app(self) -> bool:
        """Say whether an authenticator app was set up and tried."""
        return self.second_factor is not None and self.second_factor.confirmed_at is not None

    @property
    def has_second_factor(self) -> bool:
        """Say whether something besides the mailbox shows that it is this person."""
        return self.has_app or bool(self.passkeys)

    @property
    def actor(self) -> str:
        """How the audit names this person."""
        return f"account:{self.id}"

    @property
    def grants(self) -> tuple[Grant, ...]:
        """The roles held, as values."""
        return tuple(Grant(role=held.role, scope=held.scope) for held in self.role_grants)


class RoleGrant(Base):
    """A role that an account holds, everywhere (an empty scope) or in one consultation or body."""

    __tablename__ = "role_grants"
    __table_args__ = (UniqueConstraint("account_id", "role", "scope"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    role: Mapped[Role]
    scope: Mapped[str] = mapped_column(default="")
    granted_at: Mapped[datetime]
    granted_by: Mapped[str]

    account: Mapped[Account] = relationship(back_populates="role_grants")


class SecondFactor(Base):
    """The authenticator app of one account; until its first code came it counts for nothing."""

    __tablename__ = "second_factors"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    sealed_secret: Mapped[str]  # encrypted under a key that is not in the database
    last_step: Mapped[int] = mapped_column(default=0)  # the last code taken, which is not taken again
    added_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(back_populates="second_factor")


class Passkey(Base):
    """A key that one device, or the person's password manager, holds for this site; here is its public half."""

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    key_id: Mapped[str] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    n_uses: Mapped[int]  # as the device counts; a copy of the key would count otherwise
    name: Mapped[str]
    added_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(back_populates="passkeys")


class PasskeyChallenge(Base):
    """What a browser was asked to sign, once; only its hash stays here."""

    __tablename__ = "passkey_challenges"

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_hash: Mapped[str] = mapped_column(unique=True)
    asked_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInLink(Base):
    """One request for a link; an unknown address gets a row too, so that asking looks and lasts the same."""

    __tablename__ = "sign_in_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]  # blanked once the mail is written or the address proves unknown
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    next_path: Mapped[str] = mapped_column(default="/desk")
    asked_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]

    account: Mapped[Account | None] = relationship()


class SignInSession(Base):
    """One browser in which someone is signed in; ending the row signs it out at once."""

    __tablename__ = "sign_in_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    signed_in_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    proved_at: Mapped[datetime | None]  # when a code of the authenticator app was given
    ended_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()
