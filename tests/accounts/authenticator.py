"""A security key made of software: it makes passkeys and signs with them, as the standard says or a test asks."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from hashlib import sha256

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

PRESENT, VERIFIED, HAS_KEY = 1, 4, 64


@dataclass(slots=True)
class Device:
    """One device and the one passkey that it holds.

    Args:
        knows_person: whether it asks for a finger, a face or a PIN.
    """

    origin: str = "https://consult.example"
    knows_person: bool = True
    n_uses: int = 0
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    key_id: bytes = field(default_factory=lambda: os.urandom(16))
    owner: bytes = b""

    def make(self, options: dict) -> str:
        """Make the passkey that a site asks for."""
        self.owner = base64url_to_bytes(options["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        held = bytes(16) + len(self.key_id).to_bytes(2, "big") + self.key_id + cbor2.dumps(public)
        told = self._told(options["rp"]["id"], HAS_KEY) + held
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": told})
        return self._written("webauthn.create", options, attestationObject=attestation)

    def show(self, options: dict, **changed: bytes) -> str:
        """Sign what a site asks for; a test may change parts of the answer."""
        self.n_uses += 1
        told = self._told(options["rpId"], 0)
        client = self._client("webauthn.get", options)
        signature = self.key.sign(told + sha256(client).digest(), ec.ECDSA(SHA256()))
        parts = {"authenticatorData": told, "signature": signature, "userHandle": self.owner} | changed
        return self._written("webauthn.get", options, **parts)

    def _told(self, host: str, more: int) -> bytes:
        flags = PRESENT | more | (VERIFIED if self.knows_person else 0)
        return sha256(host.encode()).digest() + bytes([flags]) + self.n_uses.to_bytes(4, "big")

    def _client(self, kind: str, options: dict) -> bytes:
        told = {"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _written(self, kind: str, options: dict, **parts: bytes) -> str:
        response = {name: bytes_to_base64url(value) for name, value in parts.items()}
        response["clientDataJSON"] = bytes_to_base64url(self._client(kind, options))
        named = bytes_to_base64url(self.key_id)
        return json.dumps({"id": named, "rawId": named, "type": "public-key", "response": response})
