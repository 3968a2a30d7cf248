"""Verbs that write what the council answers, decides, promises and publishes."""

from consult.outcomes.actions.commitments import make_commitment, record_progress
from consult.outcomes.actions.deciding import decide_replies
from consult.outcomes.actions.delays import add_delay_statement
from consult.outcomes.actions.editions import approve_edition, propose_edition, publish_edition, return_edition
from consult.outcomes.actions.findings import publish_findings
from consult.outcomes.actions.replies import propose_reply, record_no_reply, reopen_reply

__all__ = [
    "add_delay_statement",
    "approve_edition",
    "decide_replies",
    "make_commitment",
    "propose_edition",
    "propose_reply",
    "publish_edition",
    "publish_findings",
    "record_no_reply",
    "record_progress",
    "reopen_reply",
    "return_edition",
]
