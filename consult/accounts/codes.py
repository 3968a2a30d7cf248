"""Codes of an authenticator app (RFC 6238: six digits, a new one every 30 seconds), and how their key is kept."""

from __future__ import annotations

import base64
import hmac
from datetime import datetime

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

STEP_SECONDS = 30
NEIGHBOURS = (0, -1, 1)  # a clock that is half a minute off still works
_PURPOSE = b"consult second factor"


def matching_step(secret: str, typed: str, *, now: datetime, last_step: int) -> int | None:
    """Return the step of time whose code was typed, or nothing; a step that was used up, or an older one, is over.

    Args:
        secret: the key that the app holds, in base 32.
        typed: what was typed; spaces are forgiven.
        now: the server's time.
        last_step: the last step whose code was taken, so that nobody who looked on can use it again.
    """
    code = "".join(typed.split())
    generator = pyotp.TOTP(secret, interval=STEP_SECONDS)
    current = int(now.timestamp()) // STEP_SECONDS
    found = None
    for offset in NEIGHBOURS:  # all three, so that the time taken tells nothing
        is_same = hmac.compare_digest(generator.generate_otp(current + offset).encode(), code.encode())
        found = current + offset if is_same and current + offset > last_step else found
    return found


def address_for_app(secret: str, *, email: str, council: str) -> str:
    """Return the address that a phone's camera hands to its app."""
    return str(pyotp.TOTP(secret, interval=STEP_SECONDS).provisioning_uri(name=email, issuer_name=council))


def seal(secret: str, *, key: str) -> str:
    """Encrypt the app's key under the installation's own, so that a stolen backup opens nothing."""
    return _cipher(key).encrypt(secret.encode()).decode()


def unseal(sealed: str, *, key: str) -> str | None:
    """Return the app's key, or nothing when CONSULT_SECRET_KEY is another one than when it was sealed."""
    try:
        return _cipher(key).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _cipher(key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
