"""How the installation stands: disk, jobs, mail, backups and the last verified restore."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.upkeep.checking import Finding, Verdict, look_at_installation
from consult.upkeep.views.blueprint import bp
from consult.upkeep.wording import VERDICTS
from consult.web.clock import now
from consult.web.guards import needs
from consult.web.page import Page
from consult.web.site import current_settings
from consult.web.transaction import session

KINDS = {Verdict.GOOD: "good", Verdict.WATCH: "warn", Verdict.WRONG: "bad"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that was looked at."""

    about: str
    verdict: str
    kind: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class StatusPage(Page):
    """How everything stands, line by line."""

    template: ClassVar[str] = "upkeep/status.html"

    summary: str
    lines: tuple[Line, ...]


@bp.get("/installation")
@needs(Permission.RUN_INSTALLATION)
def status() -> AnyResponse:
    """Show what is right, what is wrong, and what to do about it."""
    findings = tuple(look_at_installation(session(), current_settings(), now=now()))
    page = StatusPage(title=_("Installation"), summary=_summary(findings), lines=tuple(map(_line, findings)))
    return page.answer()


def _line(found: Finding) -> Line:
    sentence = found.sentence[:1].upper() + found.sentence[1:]
    about = found.about[:1].upper() + found.about[1:]
    return Line(about=about, verdict=str(VERDICTS[found.verdict]), kind=KINDS[found.verdict], sentence=sentence)


def _summary(findings: tuple[Finding, ...]) -> str:
    if any(found.verdict is Verdict.WRONG for found in findings):
        return _("Something is wrong. The lines below say what to do.")
    if any(found.verdict is Verdict.WATCH for found in findings):
        return _("Everything works. Some things need your eye.")
    return _("All is well.")
