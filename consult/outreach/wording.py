"""The words for what the record holds, for officers and for everyone."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from consult.outreach.helping import Help
from consult.outreach.inviting import InvitationState
from consult.outreach.rules import (
    Alert,
    AlertKind,
    Basis,
    CameBack,
    ConsultationKind,
    ContactChannel,
    MilestoneKind,
    Scrutiny,
    Standing,
)
from consult.web.filters import in_a_row, percent

KINDS = {
    ConsultationKind.GENERAL: _l("Something else"),
    ConsultationKind.SCHOOLS_STRATEGY: _l("A strategy or plan for schools"),
    ConsultationKind.SCHOOL_ORGANISATION: _l("A change to a school, such as opening, closing or moving it"),
    ConsultationKind.ADMISSIONS: _l("How places at schools are given"),
}
BASES = {
    Basis.LAW: _l("The law asks for it"),
    Basis.PRACTICE: _l("Good practice"),
    Basis.CHOICE: _l("Our choice"),
}
CHANNELS = {
    ContactChannel.LETTER: _l("Letter"),
    ContactChannel.EMAIL: _l("Email"),
    ContactChannel.PHONE: _l("Telephone"),
    ContactChannel.MEETING: _l("Meeting"),
    ContactChannel.EVENT: _l("Public event or drop-in"),
    ContactChannel.ONLINE: _l("Website or social media"),
    ContactChannel.OTHER: _l("Another way"),
}
CAME_BACK = {
    CameBack.NOTHING_YET: _l("Nothing yet"),
    CameBack.ACKNOWLEDGED: _l("They said they got it"),
    CameBack.DECLINED: _l("They said they would not answer"),
    CameBack.ANSWERED: _l("They answered"),
}
SCRUTINY = {
    Scrutiny.NOT_SAID: _l("Not said yet"),
    Scrutiny.ASKED: _l("Yes, it went to the committee"),
    Scrutiny.NOT_ASKED: _l("No"),
}
MILESTONES = {
    MilestoneKind.DISCUSSION: _l("Discussed"),
    MilestoneKind.APPROVAL: _l("Approved for asking"),
    MilestoneKind.DECISION: _l("Decided"),
    MilestoneKind.PUBLICATION: _l("Published"),
}
STANDINGS = {
    Standing.NOT_ASKED: _l("Not asked yet"),
    Standing.WILL_NOT_BE_ASKED: _l("Not asked"),
    Standing.VAGUE: _l("Asked, but the record is vague"),
    Standing.WAITING: _l("Asked, no answer yet"),
    Standing.ACKNOWLEDGED: _l("Asked, and got it"),
    Standing.DECLINED: _l("Asked, and would not answer"),
    Standing.ANSWERED: _l("Answered"),
}
MOST_NAMED = 6
"""How many bodies an alert names before it counts the rest."""
WHAT_TO_DO = {
    AlertKind.DECIDED_BEFORE: _l("Say on the consultation's page what is still open, or ask again before you decide."),
    AlertKind.NO_CONSULTEES: _l("Choose from the list for this kind of consultation."),
    AlertKind.REQUIRED_NOT_ASKED: _l("Contact them, and write it down here. If you will not, say why."),
    AlertKind.EXPECTED_NOT_ASKED: _l("Contact them, or say why you will not."),
    AlertKind.GROUP_SILENT: _l("Ask someone who can reach them: a school, a union, a community organisation."),
    AlertKind.LOPSIDED: _l("Others may not have heard of it. Look at which groups and wards are missing."),
    AlertKind.VAGUE: _l("Add the day, what was sent or held, and a link or file that shows it."),
    AlertKind.SCRUTINY_NOT_SAID: _l("Give the day, or say why not."),
}
HELPS = {
    Help.LARGE_PRINT: _l("Large print"),
    Help.EASY_READ: _l("Easy read"),
    Help.BRAILLE: _l("Braille"),
    Help.BSL: _l("British Sign Language"),
    Help.AUDIO: _l("To listen to"),
    Help.LANGUAGE: _l("Another language"),
    Help.TELEPHONE: _l("To answer by telephone"),
    Help.OTHER: _l("Something else"),
}
INVITATION_STATES = {
    InvitationState.WAITING: (_l("No response by it yet"), "info"),
    InvitationState.ANSWERED: (_l("A response came by it"), "good"),
    InvitationState.ANSWERED_OTHERWISE: (_l("Answered in another way"), "good"),
    InvitationState.REVOKED: (_l("Taken back"), "plain"),
}
STANDING_KINDS = {
    Standing.NOT_ASKED: "bad",
    Standing.WILL_NOT_BE_ASKED: "plain",
    Standing.VAGUE: "warn",
    Standing.WAITING: "info",
    Standing.ACKNOWLEDGED: "info",
    Standing.DECLINED: "plain",
    Standing.ANSWERED: "good",
}


def alert_words(alert: Alert) -> tuple[str, str]:
    """Return what is wrong, and what to do about it."""
    n = len(alert.names)
    named = list(alert.names[:MOST_NAMED])
    if n > MOST_NAMED:
        named.append(ngettext("%(num)s more", "%(num)s more", n - MOST_NAMED))
    names = in_a_row(named)
    told: dict[AlertKind, str] = {
        AlertKind.DECIDED_BEFORE: _("Something was decided before anyone could answer."),
        AlertKind.NO_CONSULTEES: _("The record names nobody who is to be asked."),
        AlertKind.REQUIRED_NOT_ASKED: ngettext(
            "The law asks for %(names)s, and the record shows no contact.",
            "The law asks for these, and the record shows no contact: %(names)s.",
            n,
            names=names,
        ),
        AlertKind.EXPECTED_NOT_ASKED: _("Not contacted yet: %(names)s.", names=names),
        AlertKind.GROUP_SILENT: ngettext(
            "Nobody has answered from this group: %(names)s.",
            "Nobody has answered from these groups: %(names)s.",
            n,
            names=names,
        ),
        AlertKind.LOPSIDED: _(
            "%(share)s of the responses are from one group: %(names)s.", share=percent(alert.share), names=names
        ),
        AlertKind.VAGUE: _("What is written down names no day or no body: %(names)s.", names=names),
        AlertKind.SCRUTINY_NOT_SAID: _("The record does not say whether the scrutiny committee was asked."),
    }
    return told[alert.kind], str(WHAT_TO_DO[alert.kind])
