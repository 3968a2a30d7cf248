"""The headers that every answer carries: nothing inline, no frames, no sniffing, no leaking addresses."""

from __future__ import annotations

from flask import Flask, Response, g, request

from consult.web.guards import SignedIn

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "media-src": "'self'",  # a document to listen to
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
FILE_POLICY = {
    "default-src": "'none'",
    "img-src": "'self' data:",
    "media-src": "'self'",
    "form-action": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "sandbox": "",
}
"""For whatever is no page of ours (a table, a feed, a picture, what somebody uploaded): nothing in it ever runs."""
TWO_YEARS = 63_072_000


def install_headers(app: Flask, *, is_https: bool) -> None:
    """Put the headers on every answer of this app."""

    def add_headers(response: Response) -> Response:
        headers = response.headers
        is_page = response.mimetype == "text/html"
        headers["Content-Security-Policy"] = (
            content_security_policy(g.get("csp_nonce")) if is_page else written(FILE_POLICY)
        )
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "cross-origin" if _is_icon() else "same-origin"
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        if is_https:
            headers["Strict-Transport-Security"] = f"max-age={TWO_YEARS}; includeSubDomains"
        if isinstance(g.get("signed_in"), SignedIn):
            headers["Cache-Control"] = "private, no-store"  # the next person at this desk must not page back to it
        return response

    app.after_request(add_headers)


def content_security_policy(nonce: str | None) -> str:
    """Return the policy; a nonce is named only when the page used one."""
    parts = dict(POLICY)
    if nonce:
        parts["script-src"] += f" 'nonce-{nonce}'"
    return written(parts)


def written(parts: dict[str, str]) -> str:
    """Write a policy as a header says it."""
    return "; ".join(f"{name} {value}".rstrip() for name, value in parts.items())


def _is_icon() -> bool:
    """Say whether it is the site's icon: a browser asks for it beside a sandboxed file too, which has no origin."""
    return request.path.rsplit("/", 1)[-1].startswith("favicon.")
