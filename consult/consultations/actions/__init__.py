"""What people do with consultations."""

from consult.consultations.actions.approving import (
    approve,
    lapse_approval,
    return_draft,
    submit_for_approval,
    take_back,
)
from consult.consultations.actions.clarifying import answer_clarification, ask_clarification, decline_clarification
from consult.consultations.actions.counting import choose_counting_rule
from consult.consultations.actions.drafting import (
    WordsChange,
    attach_document,
    change_words,
    choose_groups,
    clone_consultation,
    draft_consultation,
    plan_decision,
    set_dates,
    set_options,
    set_what_is_asked,
)
from consult.consultations.actions.elections import allow_opening, allow_publishing, call_pre_election_period
from consult.consultations.actions.questions import add_question, change_question, move_question, remove_question
from consult.consultations.actions.running import (
    declare_waiting,
    extend_consultation,
    mark_analysed,
    mark_answered,
    record_closing,
    record_held_back,
    record_opening,
    withdraw_consultation,
)

__all__ = [
    "WordsChange",
    "add_question",
    "allow_opening",
    "allow_publishing",
    "answer_clarification",
    "approve",
    "ask_clarification",
    "attach_document",
    "call_pre_election_period",
    "change_question",
    "change_words",
    "choose_counting_rule",
    "choose_groups",
    "clone_consultation",
    "declare_waiting",
    "decline_clarification",
    "draft_consultation",
    "extend_consultation",
    "lapse_approval",
    "mark_analysed",
    "mark_answered",
    "move_question",
    "plan_decision",
    "record_closing",
    "record_held_back",
    "record_opening",
    "remove_question",
    "return_draft",
    "set_dates",
    "set_options",
    "set_what_is_asked",
    "submit_for_approval",
    "take_back",
    "withdraw_consultation",
]
