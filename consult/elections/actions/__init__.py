"""What the returning officer, key holders, candidates and voters do."""

from consult.elections.actions.closing import close_box, count_contest, declare, open_box, record_seed
from consult.elections.actions.issuing import (
    code_of,
    issue_codes,
    issue_paper,
    make_ready,
    mark_sent,
    receive_envelope,
    reissue_code,
)
from consult.elections.actions.keys import draw_holder_code, make_key, name_holders
from consult.elections.actions.nominating import (
    Nominated,
    consent,
    decide_nomination,
    declare_uncontested,
    give_nomination,
    settle_nominations,
    withdraw,
)
from consult.elections.actions.notice import abandon, add_contest, change_election, draft_election, publish_notice
from consult.elections.actions.papers import Read, key_in, note_found, settle
from consult.elections.actions.rolls import (
    Voter,
    decide_claim,
    fix_roll,
    load_roll,
    make_claim,
    remove_entry,
    voters_in,
    voters_typed,
)
from consult.elections.actions.voting import Receipt, cast_ballot, draw_nonce

__all__ = [
    "Nominated",
    "Read",
    "Receipt",
    "Voter",
    "abandon",
    "add_contest",
    "cast_ballot",
    "change_election",
    "close_box",
    "code_of",
    "consent",
    "count_contest",
    "decide_claim",
    "decide_nomination",
    "declare",
    "declare_uncontested",
    "draft_election",
    "draw_holder_code",
    "draw_nonce",
    "fix_roll",
    "give_nomination",
    "issue_codes",
    "issue_paper",
    "key_in",
    "load_roll",
    "make_claim",
    "make_key",
    "make_ready",
    "mark_sent",
    "name_holders",
    "note_found",
    "open_box",
    "publish_notice",
    "receive_envelope",
    "record_seed",
    "reissue_code",
    "remove_entry",
    "settle",
    "settle_nominations",
    "voters_in",
    "voters_typed",
    "withdraw",
]
