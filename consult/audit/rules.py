"""What may happen here, in the past tense, and the facts each happening may carry; and the arithmetic of the chain.

A fact is a small thing: an id, a count, a name of ours, old and new of a change. What people wrote, where they
live, how to reach them and what opens something are never facts.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from types import MappingProxyType

SYSTEM = "system"
RESIDENT = "resident"
FIRST_HASH = "0" * 64
_LONGEST_FACT = 2000


class Happening(StrEnum):
    """One kind of thing that happened, as ``subject:act``."""

    # the installation
    INSTALLATION_SEEDED = "installation:seeded"
    SETTINGS_CHANGED = "installation:settings_changed"
    BACKUP_MADE = "installation:backup_made"
    BACKUP_RESTORED = "installation:backup_restored"
    ERASURE_APPLIED = "installation:erasure_applied"
    EXPORT_TAKEN = "installation:export_taken"
    # accounts
    ACCOUNT_ADDED = "account:added"
    ACCOUNT_CHANGED = "account:changed"
    ACCOUNT_CLOSED = "account:closed"
    ACCOUNT_REOPENED = "account:reopened"
    SIGN_IN_LINK_ASKED = "account:sign_in_link_asked"
    SIGNED_IN = "account:signed_in"
    SIGN_IN_REFUSED = "account:sign_in_refused"
    SIGNED_OUT = "account:signed_out"
    SESSIONS_ENDED = "account:sessions_ended"
    SECOND_FACTOR_PROVED = "account:second_factor_proved"
    SECOND_FACTOR_REMOVED = "account:second_factor_removed"
    PASSKEY_ADDED = "account:passkey_added"
    PASSKEY_REMOVED = "account:passkey_removed"
    ROLE_GRANTED = "account:role_granted"
    ROLE_REMOVED = "account:role_removed"
    # places
    PLACE_ADDED = "place:added"
    PLACE_CHANGED = "place:changed"
    ORGANISATION_ADDED = "organisation:added"
    GROUP_ADDED = "stakeholder_group:added"
    GROUP_CHANGED = "stakeholder_group:changed"
    # documents
    DOCUMENT_ADDED = "document:added"
    DOCUMENT_VERSION_ADDED = "document:version_added"
    DOCUMENT_VERSION_FROZEN = "document:version_frozen"
    DOCUMENT_PARAGRAPH_SETTLED = "document:paragraph_settled"
    DOCUMENT_UPLOADED = "document:uploaded"
    UPLOAD_READ = "document:upload_read"
    UPLOAD_REFUSED = "document:upload_refused"
    UPLOAD_APPROVED = "document:upload_approved"
    UPLOAD_SET_ASIDE = "document:upload_set_aside"
    ORIGINAL_OFFERED = "document:original_offered"
    TERM_EXPLAINED = "document:term_explained"
    TERM_REMOVED = "document:term_removed"
    ALTERNATIVE_PUBLISHED = "document:alternative_published"
    ALTERNATIVE_REMOVED = "document:alternative_removed"
    # the margin of a document
    COMMENTS_PLACED = "margin:comments_placed"
    COMMENT_SETTLED = "margin:comment_settled"
    CHANGE_EXPLAINED = "margin:change_explained"
    SILENCE_LISTED = "margin:silence_listed"
    SILENCE_ANSWERED = "margin:silence_answered"
    # bodies
    PERSON_ADDED = "person:added"
    PERSON_CHANGED = "person:changed"
    BODY_TYPE_ADDED = "body_type:added"
    PATTERN_SET_UP = "body_type:pattern_set_up"
    BODY_ADDED = "body:added"
    BODY_CHANGED = "body:changed"
    BODY_STATUS_CHANGED = "body:status_changed"
    TERMS_DRAFTED = "body:terms_drafted"
    TERMS_IN_FORCE = "body:terms_in_force"
    BODIES_RELATED = "body:related"
    RELATION_ENDED = "body:relation_ended"
    STAKES_SET = "body:stakes_set"
    PILOT_REPORTED = "body:pilot_reported"
    SEAT_CLASS_ADDED = "seat_class:added"
    SEAT_CLASS_ENDED = "seat_class:ended"
    SEAT_FILLED = "seat:filled"
    SEAT_VACATED = "seat:vacated"
    PANEL_SET_UP = "panel:set_up"
    PANEL_QUOTAS_SET = "panel:quotas_set"
    PANEL_POOL_READ = "panel:pool_read"
    PANEL_POOL_FIXED = "panel:pool_fixed"
    PANEL_DRAWN = "panel:drawn"
    PANEL_MEMBER_REPLACED = "panel:member_replaced"
    PANEL_FINISHED = "panel:finished"
    INTEREST_DECLARED = "person:interest_declared"
    INTEREST_ENDED = "person:interest_ended"
    RECUSAL_RECORDED = "body:interest_in_item_recorded"
    SCHOOLS_IMPORTED = "schools:imported"
    INTEREST_EXPRESSED = "seat:interest_expressed"
    INTEREST_ANSWERED = "seat:interest_answered"
    DEPUTY_NAMED = "seat:deputy_named"
    DEPUTY_ENDED = "seat:deputy_ended"
    # meetings
    MEETING_DRAFTED = "meeting:drafted"
    MEETING_DROPPED = "meeting:dropped"
    MEETING_CHANGED = "meeting:changed"
    MEETING_CALLED = "meeting:called"
    MEETING_CANCELLED = "meeting:cancelled"
    MEETING_HELD = "meeting:roll_taken"
    AGENDA_CHANGED = "meeting:agenda_changed"
    HALL_LISTED = "meeting:hall_listed"
    HALL_FORGOTTEN = "meeting:hall_forgotten"
    MINUTES_WRITTEN = "meeting:minutes_written"
    MINUTES_PUBLISHED = "meeting:minutes_published"
    MATTER_ESCALATED = "body:matter_escalated"
    ESCALATION_ANSWERED = "body:escalation_answered"
    # consultations
    CONSULTATION_DRAFTED = "consultation:drafted"
    CONSULTATION_CHANGED = "consultation:changed"
    CONSULTATION_CLONED = "consultation:cloned"
    QUESTION_ADDED = "consultation:question_added"
    QUESTION_CHANGED = "consultation:question_changed"
    QUESTION_REMOVED = "consultation:question_removed"
    QUESTIONS_REORDERED = "consultation:questions_reordered"
    GROUPS_CHOSEN = "consultation:groups_chosen"
    DATES_SET = "consultation:dates_set"
    DOCUMENT_ATTACHED = "consultation:document_attached"
    CONSULTATION_SUBMITTED = "consultation:submitted_for_approval"
    CONSULTATION_RETURNED = "consultation:returned"
    CONSULTATION_APPROVED = "consultation:approved"
    CONSULTATION_TAKEN_BACK = "consultation:taken_back"
    APPROVAL_LAPSED = "consultation:approval_lapsed"
    CONSULTATION_OPENED = "consultation:opened"
    CONSULTATION_HELD_BACK = "consultation:held_back"
    CONSULTATION_ALLOWED = "consultation:allowed_in_pre_election_period"
    PUBLISHING_ALLOWED = "consultation:publishing_allowed_in_pre_election_period"
    CONSULTATION_EXTENDED = "consultation:extended"
    COUNTING_RULE_CHOSEN = "consultation:counting_rule_chosen"
    CONSULTATION_CLOSED = "consultation:closed"
    CONSULTATION_WITHDRAWN = "consultation:withdrawn"
    CONSULTATION_ANALYSED = "consultation:analysed"
    CONSULTATION_ANSWERED = "consultation:answered"
    WAITING_DECLARED = "consultation:waiting_declared"
    DELAY_EXPLAINED = "consultation:delay_explained"
    PRE_ELECTION_PERIOD_CALLED = "consultation:pre_election_period_called"
    PRE_ELECTION_PERIOD_CHANGED = "consultation:pre_election_period_changed"
    CONSULTEE_ADDED = "consultee:added"
    CONSULTEE_CHANGED = "consultee:changed"
    CONTACT_RECORDED = "contact:recorded"
    OUTREACH_CHANGED = "consultation:outreach_changed"
    INVITATIONS_SENT = "consultation:invitations_sent"
    INVITATION_REVOKED = "consultee:invitation_revoked"
    WORKSHOP_PLANNED = "workshop:planned"
    WORKSHOP_CHANGED = "workshop:changed"
    WORKSHOP_CALLED_OFF = "workshop:called_off"
    PLACES_BOOKED = "workshop:places_booked"
    PLACES_RELEASED = "workshop:places_released"
    ATTENDANCE_RECORDED = "workshop:attendance_recorded"
    HELP_ASKED = "consultation:help_asked"
    HELP_GIVEN = "consultation:help_given"
    GATE_PROVED = "consultation:gate_proved"
    GATE_PASSED = "consultation:gate_passed"
    GATES_LOOKED_AT = "consultation:gates_looked_at"
    QUESTIONS_CHECKED = "consultation:questions_checked"
    LEGAL_ADVICE_KEPT = "consultation:legal_advice_kept"
    CLARIFICATION_ASKED = "clarification:asked"
    CLARIFICATION_ANSWERED = "clarification:answered"
    CLARIFICATION_DECLINED = "clarification:declined"
    # responses
    RESPONSE_RECEIVED = "response:received"
    RESPONSE_KEYED = "response:keyed"
    RESPONSE_CHANGED = "response:changed"
    RESPONSE_WITHDRAWN = "response:withdrawn"
    RESPONSE_READ = "response:read"
    RESPONSES_IMPORTED = "response:imported"
    MAIL_ADDED = "received_mail:added"
    MAIL_SET_ASIDE = "received_mail:set_aside"
    MAIL_TAKEN_IN = "received_mail:taken_in"
    NOTES_ADDED = "meeting_notes:added"
    NOTES_TAKEN_IN = "meeting_notes:taken_in"
    INTAKE_RULE_CHOSEN = "consultation:intake_rule_chosen"
    FORM_KEYED_AGAIN = "response:keyed_again"
    KEYINGS_SETTLED = "response:keyings_settled"
    REPEATS_LOOKED_FOR = "consultation:repeats_looked_for"
    REPEAT_LINKED = "response:repeat_linked"
    REPEAT_KEPT_APART = "response:repeat_kept_apart"
    PETITION_ADDED = "petition:added"
    PETITION_CHECKED = "petition:checked"
    INTAKE_COMPLETED = "response:intake_completed"
    INTAKE_REOPENED = "response:intake_reopened"
    TEXT_SCREENED = "response:text_screened"
    TEXT_WITHHELD = "response:text_withheld"
    CONCERN_RAISED = "safeguarding_concern:raised"
    HOLD_PLACED = "hold:placed"
    HOLD_LIFTED = "hold:lifted"
    ERASURE_ASKED = "response:erasure_asked"
    ERASURE_REFUSED = "response:erasure_refused"
    RETENTION_APPLIED = "consultation:retention_applied"
    CONCERN_CLOSED = "safeguarding_concern:closed"
    REFUSAL_TOLD = "response:refusal_told"
    CAMPAIGN_MARKED = "response:campaign_marked"
    CAMPAIGN_UNMARKED = "response:campaign_unmarked"
    RESPONSE_ERASED = "response:erased"
    DRAFTS_DELETED = "response:drafts_deleted"
    EQUALITY_KEY_DESTROYED = "response:equality_key_destroyed"
    # analysis
    RUN_STARTED = "run:started"
    RUN_FINISHED = "run:finished"
    RUN_FAILED = "run:failed"
    RUN_CANCELLED = "run:cancelled"
    THEME_ADDED = "theme:added"
    THEME_RENAMED = "theme:renamed"
    THEME_DESCRIBED = "theme:described"
    THEMES_MERGED = "theme:merged"
    THEME_SPLIT = "theme:split"
    THEMES_LINKED = "theme:linked"
    THEMES_UNLINKED = "theme:unlinked"
    THEME_REMOVED = "theme:removed"
    THEME_HIDDEN = "theme:hidden"
    THEME_SHOWN = "theme:shown"
    RESPONSE_MOVED = "theme:response_moved"
    EVIDENCE_ADDED = "theme:evidence_added"
    EVIDENCE_REMOVED = "theme:evidence_removed"
    QUOTE_CHOSEN = "theme:quote_chosen"
    QUOTE_DROPPED = "theme:quote_dropped"
    THEME_EDIT_UNDONE = "theme:edit_undone"
    THEMES_CONFIRMED = "theme:confirmed"
    THEMES_REOPENED = "theme:reopened"
    CHANGE_APPLIED = "codebook:change_applied"
    CHANGE_DISCARDED = "codebook:change_discarded"
    SAMPLE_DRAWN = "codebook:sample_drawn"
    SAMPLE_CODED = "codebook:sample_coded"
    THEMES_LEARNED = "codebook:themes_learned"
    # outcomes and decisions
    FINDINGS_PUBLISHED = "findings:published"
    REPLY_PROPOSED = "reply:proposed"
    REPLY_CHANGED = "reply:changed"
    REPLY_REOPENED = "reply:reopened"
    REPLY_DECIDED = "reply:decided"
    REPLY_FINAL = "reply:final"
    NO_REPLY_EXPLAINED = "reply:lack_explained"
    DECISION_RECORDED = "decision:recorded"
    DECISION_MINUTED = "decision:minuted"
    DECISION_CALLED_IN = "decision:called_in"
    CALL_IN_ENDED = "decision:call_in_ended"
    COMMITMENT_MADE = "commitment:made"
    COMMITMENT_CHANGED = "commitment:changed"
    PROGRESS_RECORDED = "commitment:progress_recorded"
    EDITION_PROPOSED = "edition:proposed"
    EDITION_RETURNED = "edition:returned"
    EDITION_APPROVED = "edition:approved"
    EDITION_PUBLISHED = "edition:published"
    # elections; a single ballot is no event
    ELECTION_DRAFTED = "election:drafted"
    ELECTION_CHANGED = "election:changed"
    NOTICE_PUBLISHED = "election:notice_published"
    CONTEST_ADDED = "contest:added"
    CONTEST_CHANGED = "contest:changed"
    CONTEST_ABANDONED = "contest:abandoned"
    NOMINATION_GIVEN = "nomination:given"
    NOMINATION_CONSENTED = "nomination:consented"
    NOMINATION_WITHDRAWN = "nomination:withdrawn"
    NOMINATION_DECIDED = "nomination:decided"
    NOMINATIONS_SETTLED = "contest:nominations_settled"
    CONTEST_HELD_AT = "contest:held_at_meeting"
    ROLL_LOADED = "roll:loaded"
    ROLL_ENTRY_REMOVED = "roll:entry_removed"
    ROLL_FIXED = "roll:fixed"
    ROLL_CLAIM_MADE = "roll:claim_made"
    ROLL_CLAIM_DECIDED = "roll:claim_decided"
    KEY_HOLDER_NAMED = "contest:key_holder_named"
    KEY_MADE = "contest:key_made"
    CODES_ISSUED = "contest:codes_issued"
    CODES_SENT = "contest:codes_sent"
    CODE_REISSUED = "contest:code_reissued"
    CONTEST_READY = "contest:made_ready"
    BOX_CLOSED = "contest:box_closed"
    BOX_OPENED = "contest:box_opened"
    LOT_SEED_RECORDED = "contest:lot_seed_recorded"
    PAPER_SETTLED = "contest:paper_settled"
    CONTEST_COUNTED = "contest:counted"
    CONTEST_DECLARED = "contest:declared"
    BALLOTS_COUNTED_BACK = "contest:ballots_counted_back"
    CONTEST_UNCONTESTED = "contest:uncontested"
    # following
    FOLLOWER_ADDED = "follower:added"
    FOLLOWER_REMOVED = "follower:removed"


FACTS: Mapping[Happening, frozenset[str]] = MappingProxyType(
    {
        happening: frozenset(names.split())
        for happening, names in {
            Happening.INSTALLATION_SEEDED: "consultations responses",
            Happening.SETTINGS_CHANGED: "field old new",
            Happening.BACKUP_MADE: "files size digest",
            Happening.BACKUP_RESTORED: "files digest made_at",
            Happening.ERASURE_APPLIED: "rows reason",
            Happening.EXPORT_TAKEN: "kind consultation_id rows digest reason",
            Happening.ACCOUNT_ADDED: "roles",
            Happening.ACCOUNT_CHANGED: "field fields",
            Happening.ACCOUNT_CLOSED: "reason",
            Happening.ACCOUNT_REOPENED: "reason",
            Happening.SIGN_IN_LINK_ASKED: "",
            Happening.SIGNED_IN: "way is_new_device",
            Happening.SIGN_IN_REFUSED: "why",
            Happening.SIGNED_OUT: "why",
            Happening.SESSIONS_ENDED: "count why",
            Happening.SECOND_FACTOR_PROVED: "way",
            Happening.SECOND_FACTOR_REMOVED: "",
            Happening.PASSKEY_ADDED: "",
            Happening.PASSKEY_REMOVED: "",
            Happening.ROLE_GRANTED: "role scope consultation_id account_id",
            Happening.ROLE_REMOVED: "role scope consultation_id account_id",
            Happening.PLACE_ADDED: "kind name code count",
            Happening.PLACE_CHANGED: "field old new",
            Happening.ORGANISATION_ADDED: "kind name count",
            Happening.GROUP_ADDED: "name code count",
            Happening.GROUP_CHANGED: "field old new",
            Happening.DOCUMENT_ADDED: "title document_id version paragraphs format",
            Happening.DOCUMENT_VERSION_ADDED: "document_id version paragraphs kept added removed digest format",
            Happening.DOCUMENT_VERSION_FROZEN: "document_id version digest",
            Happening.DOCUMENT_PARAGRAPH_SETTLED: "version paragraph",
            Happening.DOCUMENT_UPLOADED: "upload_id format size digest",
            Happening.UPLOAD_READ: "upload_id paragraphs pictures warnings",
            Happening.UPLOAD_REFUSED: "upload_id",
            Happening.UPLOAD_APPROVED: "upload_id edits",
            Happening.UPLOAD_SET_ASIDE: "upload_id",
            Happening.ORIGINAL_OFFERED: "upload_id version_id digest",
            Happening.TERM_EXPLAINED: "term_id word",
            Happening.TERM_REMOVED: "term_id word",
            Happening.ALTERNATIVE_PUBLISHED: "alternative_id form language follows",
            Happening.ALTERNATIVE_REMOVED: "alternative_id form language",
            Happening.COMMENTS_PLACED: "version carried waiting",
            Happening.COMMENT_SETTLED: "comment_id version standing old",
            Happening.CHANGE_EXPLAINED: "version paragraph themes comments",
            Happening.SILENCE_LISTED: "silence_id kind comments",
            Happening.SILENCE_ANSWERED: "silence_id",
            Happening.PERSON_ADDED: "person_id",
            Happening.PERSON_CHANGED: "person_id",
            Happening.BODY_TYPE_ADDED: "key",
            Happening.PATTERN_SET_UP: "key count",
            Happening.BODY_ADDED: "body_id name",
            Happening.BODY_CHANGED: "body_id version",
            Happening.BODY_STATUS_CHANGED: "body_id old new from_on",
            Happening.TERMS_DRAFTED: "body_id version version_id",
            Happening.TERMS_IN_FORCE: "body_id version version_id from_on decided_by",
            Happening.BODIES_RELATED: "body_id to_id kind relation_id",
            Happening.RELATION_ENDED: "body_id relation_id",
            Happening.STAKES_SET: "body_id groups",
            Happening.PILOT_REPORTED: "body_id version",
            Happening.SEAT_CLASS_ADDED: "body_id seat_class_id seats is_voting",
            Happening.SEAT_CLASS_ENDED: "body_id seat_class_id",
            Happening.SEAT_FILLED: "body_id membership_id seat_id person_id how from_on until_on",
            Happening.SEAT_VACATED: "body_id membership_id seat_id until_on",
            Happening.PANEL_SET_UP: "panel_id",
            Happening.PANEL_QUOTAS_SET: "panel_id count",
            Happening.PANEL_POOL_READ: "panel_id count",
            Happening.PANEL_POOL_FIXED: "panel_id digest count",
            Happening.PANEL_DRAWN: "panel_id count attempt",
            Happening.PANEL_MEMBER_REPLACED: "panel_id old new",
            Happening.PANEL_FINISHED: "panel_id",
            Happening.INTEREST_DECLARED: "person_id interest_id nature",
            Happening.INTEREST_ENDED: "person_id interest_id",
            Happening.RECUSAL_RECORDED: "body_id person_id interest_id conduct",
            Happening.SCHOOLS_IMPORTED: "rows added digest",
            Happening.INTEREST_EXPRESSED: "body_id seat_class_id",
            Happening.INTEREST_ANSWERED: "body_id seat_class_id state",
            Happening.DEPUTY_NAMED: "body_id deputy_id seat_id person_id",
            Happening.DEPUTY_ENDED: "body_id deputy_id seat_id",
            Happening.MEETING_DRAFTED: "body_id meeting_id meets_on",
            Happening.MEETING_DROPPED: "body_id meeting_id",
            Happening.MEETING_CHANGED: "body_id meeting_id old new",
            Happening.MEETING_CALLED: "body_id meeting_id items",
            Happening.MEETING_CANCELLED: "body_id meeting_id reason",
            Happening.MEETING_HELD: "body_id meeting_id came of",
            Happening.AGENDA_CHANGED: "body_id meeting_id items",
            Happening.HALL_LISTED: "body_id meeting_id added",
            Happening.HALL_FORGOTTEN: "body_id meeting_id people",
            Happening.MINUTES_WRITTEN: "body_id meeting_id",
            Happening.MINUTES_PUBLISHED: "body_id meeting_id approved_on",
            Happening.MATTER_ESCALATED: "body_id escalation_id to_id due_on",
            Happening.ESCALATION_ANSWERED: "body_id escalation_id answered_on late",
            Happening.CONSULTATION_DRAFTED: "title",
            Happening.CONSULTATION_CHANGED: "field fields old new version",
            Happening.CONSULTATION_CLONED: "from_id title",
            Happening.QUESTION_ADDED: "question_id kind position",
            Happening.QUESTION_CHANGED: "question_id field fields old new",
            Happening.QUESTION_REMOVED: "question_id",
            Happening.QUESTIONS_REORDERED: "order",
            Happening.GROUPS_CHOSEN: "groups count",
            Happening.DATES_SET: "opens_at closes_at old_opens_at old_closes_at",
            Happening.DOCUMENT_ATTACHED: "document_id version version_id",
            Happening.CONSULTATION_SUBMITTED: "version digest",
            Happening.CONSULTATION_RETURNED: "reason",
            Happening.CONSULTATION_APPROVED: "version digest reason opens_at closes_at",
            Happening.CONSULTATION_TAKEN_BACK: "stage version",
            Happening.APPROVAL_LAPSED: "reason version",
            Happening.CONSULTATION_OPENED: "due_at",
            Happening.CONSULTATION_HELD_BACK: "why period_id until",
            Happening.CONSULTATION_ALLOWED: "reason period_id",
            Happening.PUBLISHING_ALLOWED: "reason period_id",
            Happening.COUNTING_RULE_CHOSEN: "old new",
            Happening.CONSULTATION_EXTENDED: "reason old_closes_at closes_at",
            Happening.CONSULTATION_CLOSED: "due_at responses",
            Happening.CONSULTATION_WITHDRAWN: "reason stage",
            Happening.CONSULTATION_ANALYSED: "themes",
            Happening.CONSULTATION_ANSWERED: "edition",
            Happening.WAITING_DECLARED: "waiting_on reason until",
            Happening.DELAY_EXPLAINED: "reason due_on",
            Happening.PRE_ELECTION_PERIOD_CALLED: "starts_at ends_at starts_on ends_on name",
            Happening.PRE_ELECTION_PERIOD_CHANGED: "starts_at ends_at starts_on ends_on name",
            Happening.CONSULTEE_ADDED: "consultee_id kind",
            Happening.CONSULTEE_CHANGED: "consultee_id field old new",
            Happening.CONTACT_RECORDED: "consultee_id contact_id channel contacted_on outcome",
            Happening.WORKSHOP_PLANNED: "workshop_id",
            Happening.WORKSHOP_CHANGED: "workshop_id",
            Happening.WORKSHOP_CALLED_OFF: "workshop_id",
            Happening.PLACES_BOOKED: "workshop_id count",
            Happening.PLACES_RELEASED: "workshop_id count",
            Happening.ATTENDANCE_RECORDED: "workshop_id count",
            Happening.HELP_ASKED: "field new",
            Happening.HELP_GIVEN: "field new",
            Happening.INVITATIONS_SENT: "kind count",
            Happening.INVITATION_REVOKED: "consultee_id",
            Happening.OUTREACH_CHANGED: "field old new",
            Happening.GATE_PROVED: "gate",
            Happening.GATE_PASSED: "gate reason",
            Happening.GATES_LOOKED_AT: "point not_met",
            Happening.QUESTIONS_CHECKED: "count faults",
            Happening.LEGAL_ADVICE_KEPT: "",
            Happening.CLARIFICATION_ASKED: "clarification_id",
            Happening.CLARIFICATION_ANSWERED: "clarification_id",
            Happening.CLARIFICATION_DECLINED: "clarification_id reason",
            Happening.RESPONSE_RECEIVED: "response_id channel is_late group ward answers comments",
            Happening.MAIL_ADDED: "mail_id count",
            Happening.MAIL_SET_ASIDE: "mail_id",
            Happening.MAIL_TAKEN_IN: "mail_id response_id",
            Happening.NOTES_ADDED: "notes_id count",
            Happening.NOTES_TAKEN_IN: "notes_id responses count",
            Happening.INTAKE_RULE_CHOSEN: "field old new",
            Happening.FORM_KEYED_AGAIN: "response_id count differing",
            Happening.KEYINGS_SETTLED: "response_id differing",
            Happening.REPEATS_LOOKED_FOR: "count",
            Happening.REPEAT_LINKED: "response_id first_id",
            Happening.REPEAT_KEPT_APART: "response_id first_id",
            Happening.PETITION_ADDED: "response_id count",
            Happening.PETITION_CHECKED: "response_id count",
            Happening.RESPONSE_KEYED: "response_id channel is_late received_on group ward answers comments",
            Happening.RESPONSE_CHANGED: "response_id version channel answers comments",
            Happening.RESPONSE_WITHDRAWN: "response_id version channel",
            Happening.RESPONSE_READ: "response_id",
            Happening.RESPONSES_IMPORTED: "import_id rows added skipped digest format channel",
            Happening.INTAKE_COMPLETED: "responses late reason",
            Happening.INTAKE_REOPENED: "reason",
            Happening.TEXT_SCREENED: "response_id answer_id comment_id text_id spans outcome version",
            Happening.TEXT_WITHHELD: "response_id answer_id comment_id text_id reason",
            Happening.CONCERN_RAISED: "concern_id",
            Happening.HOLD_PLACED: "hold_id kind response_id",
            Happening.HOLD_LIFTED: "hold_id reason",
            Happening.ERASURE_ASKED: "response_id request_id",
            Happening.ERASURE_REFUSED: "response_id request_id reason",
            Happening.RETENTION_APPLIED: "field count",
            Happening.CONCERN_CLOSED: "concern_id",
            Happening.REFUSAL_TOLD: "response_id count",
            Happening.CAMPAIGN_MARKED: "campaign_id responses reason",
            Happening.CAMPAIGN_UNMARKED: "campaign_id responses reason",
            Happening.RESPONSE_ERASED: "response_id reason fields",
            Happening.DRAFTS_DELETED: "count",
            Happening.EQUALITY_KEY_DESTROYED: "consultation_id",
            Happening.RUN_STARTED: "run_id question_id kind texts seed is_provisional options digest",
            Happening.RUN_FINISHED: "run_id question_id themes texts assignments digest seconds",
            Happening.RUN_FAILED: "run_id question_id fault",
            Happening.RUN_CANCELLED: "run_id question_id",
            Happening.THEME_ADDED: "theme_id name version edit_id",
            Happening.THEME_RENAMED: "theme_id old new version edit_id",
            Happening.THEME_DESCRIBED: "theme_id version edit_id",
            Happening.THEMES_MERGED: "theme_id merged_ids into_id responses version edit_id",
            Happening.THEMES_LINKED: "link_id name theme_ids",
            Happening.THEMES_UNLINKED: "link_id name theme_ids",
            Happening.THEME_SPLIT: "theme_id new_id new_ids responses version edit_id",
            Happening.THEME_REMOVED: "theme_id reason version edit_id",
            Happening.THEME_HIDDEN: "theme_id reason version edit_id",
            Happening.THEME_SHOWN: "theme_id reason version edit_id",
            Happening.RESPONSE_MOVED: "response_id unit_id from_id to_id version edit_id",
            Happening.EVIDENCE_ADDED: "theme_id response_id unit_id version edit_id",
            Happening.EVIDENCE_REMOVED: "theme_id response_id unit_id version edit_id",
            Happening.QUOTE_CHOSEN: "theme_id response_id unit_id quote_id version edit_id",
            Happening.QUOTE_DROPPED: "theme_id response_id unit_id quote_id version edit_id",
            Happening.THEME_EDIT_UNDONE: "theme_id edit_id undone_id version",
            Happening.THEMES_CONFIRMED: "question_id codebook_id theme_id themes version",
            Happening.THEMES_REOPENED: "question_id codebook_id theme_id reason version",
            Happening.CHANGE_APPLIED: "comparison_id kind run_id themes moves joined",
            Happening.CHANGE_DISCARDED: "comparison_id kind run_id",
            Happening.SAMPLE_DRAWN: "sample_id texts unread seed",
            Happening.SAMPLE_CODED: "sample_id",
            Happening.THEMES_LEARNED: "codebook_id lesson_id texts edit_id",
            Happening.FINDINGS_PUBLISHED: "findings_id themes digest number",
            Happening.REPLY_PROPOSED: "reply_id theme_id position version",
            Happening.REPLY_CHANGED: "reply_id theme_id position version",
            Happening.REPLY_REOPENED: "reply_id theme_id position version reason",
            Happening.REPLY_DECIDED: "reply_id theme_id position decision_id",
            Happening.REPLY_FINAL: "reply_id theme_id decision_id",
            Happening.NO_REPLY_EXPLAINED: "theme_id reason",
            Happening.DECISION_RECORDED: "decision_id decided_on maker call_in_ends_on replies",
            Happening.DECISION_MINUTED: "decision_id",
            Happening.DECISION_CALLED_IN: "decision_id called_in_on",
            Happening.CALL_IN_ENDED: "decision_id outcome reason",
            Happening.COMMITMENT_MADE: "commitment_id theme_id due_on owner",
            Happening.COMMITMENT_CHANGED: "commitment_id field old new",
            Happening.PROGRESS_RECORDED: "commitment_id progress_id state old",
            Happening.EDITION_PROPOSED: "edition_id number",
            Happening.EDITION_RETURNED: "edition_id number reason",
            Happening.EDITION_APPROVED: "edition_id number",
            Happening.EDITION_PUBLISHED: "edition_id number digest corrects",
            Happening.ELECTION_DRAFTED: "title",
            Happening.ELECTION_CHANGED: "version",
            Happening.NOTICE_PUBLISHED: "contests",
            Happening.CONTEST_ADDED: "contest_id title",
            Happening.CONTEST_CHANGED: "contest_id version",
            Happening.CONTEST_ABANDONED: "contest_id reason",
            Happening.NOMINATION_GIVEN: "contest_id nomination_id",
            Happening.NOMINATION_CONSENTED: "contest_id nomination_id",
            Happening.NOMINATION_WITHDRAWN: "contest_id nomination_id",
            Happening.NOMINATION_DECIDED: "contest_id nomination_id verdict reason",
            Happening.NOMINATIONS_SETTLED: "contest_id candidates order",
            Happening.CONTEST_HELD_AT: "contest_id meeting_id",
            Happening.ROLL_LOADED: "contest_id added known source basis",
            Happening.ROLL_ENTRY_REMOVED: "contest_id reason",
            Happening.ROLL_FIXED: "contest_id entries",
            Happening.ROLL_CLAIM_MADE: "contest_id claim_id kind",
            Happening.ROLL_CLAIM_DECIDED: "contest_id claim_id verdict reason",
            Happening.KEY_HOLDER_NAMED: "contest_id number",
            Happening.KEY_MADE: "contest_id public_key",
            Happening.CODES_ISSUED: "contest_id count",
            Happening.CODES_SENT: "contest_id count how",
            Happening.CODE_REISSUED: "contest_id reason",
            Happening.CONTEST_READY: "contest_id",
            Happening.BOX_CLOSED: "contest_id ballots seal_number",
            Happening.BOX_OPENED: "contest_id ballots holders",
            Happening.LOT_SEED_RECORDED: "contest_id seed",
            Happening.PAPER_SETTLED: "contest_id number reason",
            Happening.CONTEST_COUNTED: "contest_id valid digest",
            Happening.CONTEST_DECLARED: "contest_id elected vacant",
            Happening.BALLOTS_COUNTED_BACK: "contest_id countback_id elected digest",
            Happening.CONTEST_UNCONTESTED: "contest_id elected vacant",
            Happening.FOLLOWER_ADDED: "topic",
            Happening.FOLLOWER_REMOVED: "topic",
        }.items()
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What one event commits to with its hash."""

    previous_hash: str
    stream: str
    seq: int
    happening: str
    subject: str
    actor: str
    at: datetime
    facts: Mapping[str, object]

    def hash(self) -> str:
        """Compute SHA-256 over the canonical JSON of every field."""
        fields = [
            self.previous_hash,
            self.stream,
            self.seq,
            self.happening,
            self.subject,
            self.actor,
            self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            dict(self.facts),
        ]
        canonical = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()


def checked_facts(happening: Happening, facts: Mapping[str, object]) -> dict[str, object]:
    """Give the facts as they are stored: only names that this happening may carry, only small values.

    Raises:
        ValueError: a name is not listed for this happening, or a value is too long; both are mistakes in our code.
    """
    strangers = set(facts) - FACTS[happening]
    if strangers:
        raise ValueError(f"{happening} carries no {', '.join(sorted(strangers))}; list it in consult/audit/rules.py")
    return {name: _stored(value) for name, value in facts.items()}


def _stored(value: object) -> object:
    stored = value
    match value:
        case StrEnum():
            stored = value.value
        case float():
            stored = str(value)  # JSONB would print another form of the same number, and the hash would break
        case datetime():
            stored = value.astimezone(UTC).isoformat(timespec="seconds")
        case date():
            stored = value.isoformat()
        case set() | frozenset():
            stored = [_stored(item) for item in sorted(value)]
        case list() | tuple():
            stored = [_stored(item) for item in value]
    if not isinstance(stored, str | int | list | None) or len(str(stored)) > _LONGEST_FACT:
        raise ValueError(f"{type(value).__name__} is no fact, or is longer than {_LONGEST_FACT} characters")
    return stored
