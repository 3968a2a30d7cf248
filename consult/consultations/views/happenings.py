"""What happened, told in a sentence for the history page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l

from consult.audit.models import AuditEvent
from consult.audit.rules import Happening
from consult.web.filters import in_a_row, london

SENTENCES = {
    Happening.CONSULTATION_DRAFTED: _l("Began the draft"),
    Happening.CONSULTATION_CHANGED: _l("Changed the draft"),
    Happening.CONSULTATION_CLONED: _l("Began it from another consultation"),
    Happening.QUESTION_ADDED: _l("Added a question"),
    Happening.QUESTION_CHANGED: _l("Changed a question"),
    Happening.QUESTION_REMOVED: _l("Removed a question"),
    Happening.QUESTIONS_REORDERED: _l("Changed the order of the questions"),
    Happening.GROUPS_CHOSEN: _l("Chose the groups to hear"),
    Happening.DATES_SET: _l("Set the dates"),
    Happening.DOCUMENT_ATTACHED: _l("Changed the document"),
    Happening.DOCUMENT_UPLOADED: _l("Uploaded a document"),
    Happening.UPLOAD_READ: _l("The uploaded document was read"),
    Happening.UPLOAD_REFUSED: _l("The uploaded document could not be read"),
    Happening.UPLOAD_APPROVED: _l("Looked the uploaded document over and approved it"),
    Happening.UPLOAD_SET_ASIDE: _l("Set the uploaded document aside"),
    Happening.ORIGINAL_OFFERED: _l("Let people download the original file"),
    Happening.CONSULTATION_SUBMITTED: _l("Sent it for approval"),
    Happening.CONSULTATION_RETURNED: _l("Returned it to its author"),
    Happening.CONSULTATION_APPROVED: _l("Approved it"),
    Happening.CONSULTATION_TAKEN_BACK: _l("Took it back to draft"),
    Happening.APPROVAL_LAPSED: _l("It waits for an approver again"),
    Happening.CONSULTATION_OPENED: _l("It opened"),
    Happening.CONSULTATION_HELD_BACK: _l("It could not open in a pre-election period"),
    Happening.CONSULTATION_ALLOWED: _l("Allowed it to open in a pre-election period"),
    Happening.PUBLISHING_ALLOWED: _l("Allowed the answer to be published in a pre-election period"),
    Happening.CONSULTATION_EXTENDED: _l("Gave people more time"),
    Happening.CONSULTATION_CLOSED: _l("It closed"),
    Happening.CONSULTATION_WITHDRAWN: _l("Withdrew it"),
    Happening.CONSULTATION_ANALYSED: _l("Its themes were confirmed"),
    Happening.CONSULTATION_ANSWERED: _l("It was answered"),
    Happening.WAITING_DECLARED: _l("Said whom it waits on"),
    Happening.CLARIFICATION_ASKED: _l("Asked a clarification question"),
    Happening.CLARIFICATION_ANSWERED: _l("Answered a clarification question in public"),
    Happening.CLARIFICATION_DECLINED: _l("Did not publish a clarification question"),
    Happening.CONSULTEE_ADDED: _l("Put a consultee on the record"),
    Happening.CONSULTEE_CHANGED: _l("Changed what is said of a consultee"),
    Happening.CONTACT_RECORDED: _l("Wrote down a contact with a consultee"),
    Happening.WORKSHOP_PLANNED: _l("Planned a workshop or drop-in"),
    Happening.WORKSHOP_CHANGED: _l("Changed a workshop or drop-in"),
    Happening.WORKSHOP_CALLED_OFF: _l("Called a workshop or drop-in off"),
    Happening.PLACES_BOOKED: _l("Booked places at a workshop"),
    Happening.PLACES_RELEASED: _l("Gave places at a workshop back"),
    Happening.ATTENDANCE_RECORDED: _l("Wrote down who came to a workshop"),
    Happening.HELP_ASKED: _l("Asked for help or another format"),
    Happening.HELP_GIVEN: _l("Gave help or another format"),
    Happening.INVITATIONS_SENT: _l("Sent letters by email to consultees"),
    Happening.INVITATION_REVOKED: _l("Took the link of an invitation back"),
    Happening.OUTREACH_CHANGED: _l("Changed the record of who was consulted"),
    Happening.GATE_PROVED: _l("Put evidence for a check on the record"),
    Happening.GATE_PASSED: _l("Went on although a check was not met"),
    Happening.GATES_LOOKED_AT: _l("The checks of law and practice were looked at"),
    Happening.QUESTIONS_CHECKED: _l("Checked that the questions do not lead"),
    Happening.LEGAL_ADVICE_KEPT: _l("Kept legal advice"),
    Happening.RESPONSE_RECEIVED: _l("Sent a response"),
    Happening.RESPONSE_KEYED: _l("Keyed in a response"),
    Happening.MAIL_ADDED: _l("Put in an email"),
    Happening.MAIL_SET_ASIDE: _l("Set an email aside that was no response"),
    Happening.MAIL_TAKEN_IN: _l("Took in an email as a response"),
    Happening.NOTES_ADDED: _l("Put in the notes of a meeting"),
    Happening.NOTES_TAKEN_IN: _l("Took in what was said in a meeting"),
    Happening.INTAKE_RULE_CHOSEN: _l("Fixed which day decides whether paper is late"),
    Happening.FORM_KEYED_AGAIN: _l("Keyed in a paper form a second time"),
    Happening.KEYINGS_SETTLED: _l("Settled what two keyings of a form had differently"),
    Happening.REPEATS_LOOKED_FOR: _l("Looked for possible repeats"),
    Happening.REPEAT_LINKED: _l("Linked two responses of one person"),
    Happening.REPEAT_KEPT_APART: _l("Said that two responses are not one person's"),
    Happening.PETITION_ADDED: _l("Took in a petition"),
    Happening.PETITION_CHECKED: _l("Checked the signatures of a petition"),
    Happening.RESPONSE_CHANGED: _l("Changed a response"),
    Happening.RESPONSE_WITHDRAWN: _l("Withdrew a response"),
    Happening.RESPONSES_IMPORTED: _l("Imported responses"),
    Happening.COUNTING_RULE_CHOSEN: _l("Chose how copies of the same letter count"),
    Happening.INTAKE_COMPLETED: _l("Marked the intake as complete"),
    Happening.FINDINGS_PUBLISHED: _l("Published the findings"),
    Happening.DECISION_RECORDED: _l("Recorded the decision"),
    Happening.EDITION_PUBLISHED: _l("Published “You said, we did”"),
}
FIELDS = {
    "subjects": _l("subjects and wards"),
    "for_children": _l("whether it is for children"),
    "title": _l("title"),
    "summary": _l("summary"),
    "why": _l("why"),
    "why_now": _l("why now"),
    "open_to_influence": _l("what people can change"),
    "already_decided": _l("what is already decided"),
    "evidence": _l("evidence"),
    "cost_and_impact": _l("cost and impact"),
    "contact": _l("contact"),
    "options": _l("options"),
    "decision": _l("who decides and when"),
    "what_is_asked": _l("what people say about themselves"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What happened, and the one detail worth reading."""

    what: str
    detail: str


def sentence_of(event: AuditEvent) -> Told:
    """Tell an event; one of a room that this page does not know is told by its name."""
    known = next((happening for happening in Happening if happening.value == event.happening), None)
    sentence = SENTENCES.get(known) if known else None
    plain = event.happening.partition(":")[2].replace("_", " ").capitalize()
    return Told(what=str(sentence) if sentence else plain, detail=_detail(event))


def _detail(event: AuditEvent) -> str:
    facts = event.facts
    if facts.get("reason"):
        return str(facts["reason"])
    if facts.get("waiting_on"):
        return str(facts["waiting_on"])
    if facts.get("closes_at"):
        return london(datetime.fromisoformat(str(facts["closes_at"])))
    if isinstance(facts.get("fields"), list):
        return in_a_row([str(FIELDS.get(str(name), name)) for name in facts["fields"]])
    return ""
