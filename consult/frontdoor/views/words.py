"""The pages of standing words: help, privacy, accessibility."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Response
from flask_babel import gettext as _

from consult.frontdoor.views.blueprint import bp
from consult.web.caching import kept
from consult.web.guards import public
from consult.web.page import Page
from consult.web.site import current_settings


@dataclass(frozen=True, kw_only=True)
class HelpPage(Page):
    """How to take part, step by step."""

    template: ClassVar[str] = "frontdoor/help.html"

    contact: str


@dataclass(frozen=True, kw_only=True)
class PrivacyPage(Page):
    """What we keep of people, for how long, and what they can ask for."""

    template: ClassVar[str] = "frontdoor/privacy.html"

    council: str
    contact: str
    months_kept: int


@dataclass(frozen=True, kw_only=True)
class AccessibilityPage(Page):
    """How well this site can be used by everyone, and how to tell us where it fails."""

    template: ClassVar[str] = "frontdoor/accessibility.html"

    council: str
    contact: str


@bp.get("/help")
@public
@kept
def help_page() -> Response:
    """Show how to take part."""
    return HelpPage(title=_("Help"), contact=current_settings().council_contact).answer()


@bp.get("/privacy")
@public
@kept
def privacy() -> Response:
    """Show what we keep of people."""
    settings = current_settings()
    return PrivacyPage(
        title=_("Privacy"),
        council=settings.council_name,
        contact=settings.council_contact,
        months_kept=settings.retention_months,
    ).answer()


@bp.get("/accessibility")
@public
@kept
def accessibility() -> Response:
    """Show the accessibility statement."""
    settings = current_settings()
    return AccessibilityPage(
        title=_("Accessibility statement"), council=settings.council_name, contact=settings.council_contact
    ).answer()
