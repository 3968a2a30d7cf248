"""Every way in which a response may come, with what waits in each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.models import Consultation
from consult.responses.actions.importing import require_open_intake
from consult.responses.queries.taken_in import WaitingIn, waiting_in
from consult.responses.views.officer.blueprint import Around, address, around, bp, in_hand, scope_of
from consult.web.guards import needs
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way in."""

    text: str
    href: str
    hint: str
    waiting: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Ways that belong together."""

    heading: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, kw_only=True)
class WaysInPage(Page):
    """Where to go with a response that came by another way than the website."""

    template: ClassVar[str] = "responses/officer/ways_in.html"

    around: Around
    parts: tuple[Part, ...]


@bp.get("/ways-in")
@needs(Permission.KEY_IN_RESPONSES, scope=scope_of)
def ways_in(consultation_id: int) -> AnyResponse:
    """Show every way in."""
    consultation = in_hand(consultation_id)
    require_open_intake(consultation)
    waiting = waiting_in(session(), consultation)
    return WaysInPage(
        title=_("Take in a response"),
        around=around(consultation, here="ways_in"),
        parts=(_one_by_one(consultation, waiting), _besides(consultation, waiting)),
    ).answer()


def _one_by_one(consultation: Consultation, waiting: WaitingIn) -> Part:
    return Part(
        heading=_("How did it come?"),
        ways=(
            Way(
                text=_("On paper"),
                href=address("key_in", consultation),
                hint=_("Key in a form or a letter. You can print forms too."),
            ),
            Way(
                text=_("By email"),
                href=address("mails", consultation),
                hint=_("Paste the mail or choose the file, then say which words answer what."),
                waiting=_told_waiting(waiting.n_mails),
            ),
            Way(
                text=_("By telephone"),
                href=address("phone", consultation),
                hint=_("A script to read out, with a field for each answer."),
            ),
            Way(
                text=_("In a meeting"),
                href=address("meetings", consultation),
                hint=_("Paste the notes. Each line becomes a point, with who said it and how many agreed."),
                waiting=_told_waiting(waiting.n_notes),
            ),
            Way(
                text=_("As a petition"),
                href=address("petitions", consultation),
                hint=_("One response with its wording, its organiser and its signatures."),
            ),
        ),
    )


def _besides(consultation: Consultation, waiting: WaitingIn) -> Part:
    return Part(
        heading=_("Is it right?"),
        ways=(
            Way(
                text=_("Forms keyed in twice"),
                href=address("keyings", consultation),
                hint=_("A second person keys in the same form; you see where they differ."),
                waiting=_told_differences(waiting.n_differences),
            ),
            Way(
                text=_("Possible repeats"),
                href=address("repeats", consultation),
                hint=_("Two responses that may be one person's. You say what they are; both stay."),
                waiting=_told_waiting(waiting.n_repeats),
            ),
            Way(
                text=_("Rules for what comes on paper"),
                href=address("intake_rules", consultation),
                hint=_("Which day decides whether it is late, and whether two people key it in."),
            ),
        ),
    )


def _told_waiting(n: int) -> str:
    return ngettext("%(num)s waits", "%(num)s wait", n) if n else ""


def _told_differences(n: int) -> str:
    return ngettext("%(num)s differs", "%(num)s differ", n) if n else ""
