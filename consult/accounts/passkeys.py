"""Passkeys: what a browser is asked for, and whether what it answers is right. The library does the mathematics.

It is loaded when the first passkey is used: most processes never need it.
"""

from __future__ import annotations

import ipaddress
import json
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from consult.kernel.errors import Invalid

LONGEST_ANSWER = 20_000
NOT_RIGHT = "This passkey did not work. Try again, or sign in another way."


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The site that a passkey is good for: nothing it says works on any other, however alike it looks."""

    name: str
    host: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A new passkey, as the browser told it."""

    key_id: str
    public_key: bytes
    n_uses: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a browser says when a passkey is used: which one, whose it claims to be, over which challenge."""

    key_id: str
    owner: str
    challenge: bytes


def home_of(base_url: str, *, name: str) -> Home | None:
    """Return the site as passkeys see it; at a bare number (127.0.0.1) browsers make none."""
    address = urlsplit(base_url)
    host = address.hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return Home(name=name, host=host, origin=f"{address.scheme}://{address.netloc}")
    return None


def to_make(home: Home, *, challenge: bytes, account_id: int, email: str, name: str, held: list[str]) -> str:
    """Write what a browser needs to make a passkey; one that the person's device holds already is not made again."""
    library, kinds = _library()
    asked = library.generate_registration_options(
        rp_id=home.host,
        rp_name=home.name,
        user_id=str(account_id).encode(),
        user_name=email,
        user_display_name=name,
        challenge=challenge,
        authenticator_selection=kinds.AuthenticatorSelectionCriteria(
            resident_key=kinds.ResidentKeyRequirement.PREFERRED,
            user_verification=kinds.UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=_named(held),
    )
    return str(library.options_to_json(asked))


def to_show(home: Home, *, challenge: bytes, held: list[str], must_know_person: bool) -> str:
    """Write what a browser needs to use a passkey: one of these, or any that it holds for this site."""
    library, kinds = _library()
    wanted = kinds.UserVerificationRequirement
    asked = library.generate_authentication_options(
        rp_id=home.host,
        challenge=challenge,
        allow_credentials=_named(held),
        user_verification=wanted.REQUIRED if must_know_person else wanted.PREFERRED,
    )
    return str(library.options_to_json(asked))


def read_shown(answer: str) -> Shown:
    """Read who a browser says is there, before anything of it is believed.

    Raises:
        Invalid: it cannot be read.
    """
    try:
        told = json.loads(answer[:LONGEST_ANSWER])
        inside = json.loads(_bytes(told["response"]["clientDataJSON"]))
        owner = told["response"].get("userHandle") or ""
        return Shown(
            key_id=str(told["id"]),
            owner=_bytes(owner).decode() if owner else "",
            challenge=_bytes(inside["challenge"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Invalid(NOT_RIGHT) from None


def check_made(answer: str, *, home: Home, challenge: bytes) -> Made:
    """Return a new passkey.

    Raises:
        Invalid: it was made for another site, over another challenge, or its parts do not fit.
    """
    library, _kinds = _library()
    try:
        found = library.verify_registration_response(
            credential=answer[:LONGEST_ANSWER],
            expected_challenge=challenge,
            expected_rp_id=home.host,
            expected_origin=home.origin,
        )
    except Exception:  # noqa: BLE001 - whatever the library finds wrong in bytes from outside, it is not a passkey
        raise Invalid(NOT_RIGHT) from None
    return Made(key_id=_text(found.credential_id), public_key=found.credential_public_key, n_uses=found.sign_count)


def check_shown(
    answer: str, *, home: Home, challenge: bytes, public_key: bytes, n_uses: int, must_know_person: bool
) -> int:
    """Return how often this passkey was used, as it counts itself.

    Args:
        answer: what the browser sent.
        home: this site.
        challenge: what the browser was asked to sign.
        public_key: of the passkey that it names.
        n_uses: as it counted when it was last used here.
        must_know_person: whether the device must have asked for a finger, a face or a PIN.

    Raises:
        Invalid: the signature is another's, for another site or challenge, or from a copy of the key.
    """
    library, _kinds = _library()
    try:
        found = library.verify_authentication_response(
            credential=answer[:LONGEST_ANSWER],
            expected_challenge=challenge,
            expected_rp_id=home.host,
            expected_origin=home.origin,
            credential_public_key=public_key,
            credential_current_sign_count=n_uses,
            require_user_verification=must_know_person,
        )
    except Exception:  # noqa: BLE001 - whatever the library finds wrong in bytes from outside, nobody is let in
        raise Invalid(NOT_RIGHT) from None
    return int(found.new_sign_count)


def _library() -> tuple[Any, Any]:
    return import_module("webauthn"), import_module("webauthn.helpers.structs")


def _named(key_ids: list[str]) -> list[Any]:
    _webauthn, kinds = _library()
    return [kinds.PublicKeyCredentialDescriptor(id=_bytes(key_id)) for key_id in key_ids]


def _bytes(text: str) -> bytes:
    found: bytes = import_module("webauthn.helpers").base64url_to_bytes(text)
    return found


def _text(raw: bytes) -> str:
    return str(import_module("webauthn.helpers").bytes_to_base64url(raw))
