"""What every layout shows around a page: the council, the language, who is signed in and where they may go."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from babel import Locale
from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import get_locale

from consult.settings import Settings
from consult.web.guards import SignedIn, current_signed_in

A_YEAR = 365 * 24 * 60 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A place to go, and whether we are there."""

    text: str
    href: str
    is_current: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What layouts see as ``site``."""

    council_name: str
    language: str
    direction: str
    languages: tuple[Link, ...]
    path: str
    signed_in: SignedIn | None
    navigation: tuple[Link, ...]
    officer_navigation: tuple[Link, ...]
    footer: tuple[Link, ...]
    is_demo: bool

    @property
    def nonce(self) -> str:
        """The nonce of this answer, for the rare script that must stand in the page."""
        return csp_nonce()


@dataclass(slots=True, kw_only=True)
class Furniture:
    """What the app installs around its pages; each callable gives links for the current request."""

    navigation: Callable[[], tuple[Link, ...]] = field(default=lambda: ())
    officer_navigation: Callable[[], tuple[Link, ...]] = field(default=lambda: ())
    footer: Callable[[], tuple[Link, ...]] = field(default=lambda: ())


def install_furniture(app: Flask, furniture: Furniture) -> None:
    """Say what stands around every page of this app."""
    app.extensions["consult_furniture"] = furniture


def install_languages(app: Flask, languages: tuple[str, ...]) -> None:
    """Say which languages this site can be read in, the first being its own."""
    app.extensions["consult_languages"] = languages

    def remember_choice(response: Response) -> Response:
        asked = request.args.get("lang", "")
        if asked in languages and len(languages) > 1:
            is_https = current_settings().is_https
            name = cookie_name("lang")
            response.set_cookie(name, asked, max_age=A_YEAR, samesite="Lax", secure=is_https, httponly=True)
        return response

    app.after_request(remember_choice)


def current_settings() -> Settings:
    """Return the settings this app was made with."""
    settings: Settings = current_app.extensions["consult_settings"]
    return settings


def cookie_name(name: str) -> str:
    """Return the name of a cookie of ours; over HTTPS browsers take one named so from a secure page only."""
    return f"__Secure-{name}" if current_settings().is_https else name


def available_languages() -> tuple[str, ...]:
    """Return the codes of the languages this site can be read in."""
    languages: tuple[str, ...] = current_app.extensions["consult_languages"]
    return languages


def csp_nonce() -> str:
    """Return this answer's nonce, made when first asked for."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def choose_language() -> str:
    """Choose a language: what the address asks for, else what was chosen before, else what the browser prefers.

    Where nobody asks, as in a job, it is the first language of the site.
    """
    available = available_languages()
    if not has_request_context():
        return available[0]
    asked = request.args.get("lang") or request.cookies.get(cookie_name("lang")) or ""
    if asked in available:
        return asked
    by_code = {code.replace("_", "-"): code for code in available}
    best = request.accept_languages.best_match(list(by_code))
    return by_code[best] if best else available[0]


def current_site() -> Site:
    """Gather what the layouts show for this request."""
    furniture: Furniture = current_app.extensions["consult_furniture"]
    settings = current_settings()
    locale = get_locale() or Locale("en", "GB")
    signed_in = current_signed_in()
    return Site(
        council_name=settings.council_name,
        language=str(locale).replace("_", "-"),
        direction=locale.text_direction,
        languages=_language_links(str(locale)),
        path=request.path,
        signed_in=signed_in,
        navigation=furniture.navigation(),
        officer_navigation=furniture.officer_navigation() if signed_in else (),
        footer=furniture.footer(),
        is_demo=not settings.is_production,
    )


def _language_links(current: str) -> tuple[Link, ...]:
    available = available_languages()
    if len(available) < 2:
        return ()
    return tuple(
        Link(
            text=Locale.parse(code).get_language_name(code) or code,
            href=f"{request.path}?lang={code}",
            is_current=code == current,
            language=code.replace("_", "-"),
        )
        for code in available
    )
