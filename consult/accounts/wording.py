"""The words for roles."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from consult.accounts.rules import Role

ROLE_NAMES = {
    Role.OFFICER: _l("Officer"),
    Role.APPROVER: _l("Approver"),
    Role.DECISION_MAKER: _l("Decision maker"),
    Role.CLERK: _l("Clerk"),
    Role.MONITORING_OFFICER: _l("Monitoring officer"),
    Role.RETURNING_OFFICER: _l("Returning officer"),
    Role.SAFEGUARDING_OFFICER: _l("Safeguarding officer"),
    Role.DATA_PROTECTION_OFFICER: _l("Data protection officer"),
    Role.ADMINISTRATOR: _l("Administrator"),
}
ROLE_HINTS = {
    Role.OFFICER: _l("Runs consultations: drafts, reads and analyses responses, proposes replies"),
    Role.APPROVER: _l("Approves what someone else drafted"),
    Role.DECISION_MAKER: _l("Decides, alone or for a body"),
    Role.CLERK: _l("Serves bodies and records their decisions"),
    Role.MONITORING_OFFICER: _l("Guards the law and the time before elections"),
    Role.RETURNING_OFFICER: _l("Runs elections"),
    Role.SAFEGUARDING_OFFICER: _l("Reads, alone, what makes an officer fear that somebody is at risk"),
    Role.DATA_PROTECTION_OFFICER: _l("Guards personal data: copies for people, erasure, what may not be erased yet"),
    Role.ADMINISTRATOR: _l("Adds people and gives roles"),
}
