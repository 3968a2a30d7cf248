"""The words in which elections are told to people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.elections.ballots import Rule
from consult.elections.models import Contest
from consult.elections.rules import (
    ClaimKind,
    ClaimVerdict,
    ContestState,
    ElectionKind,
    Envelope,
    Fate,
    LawfulBasis,
    OrderHow,
    PaperIssued,
    RollSource,
    Verdict,
)
from consult.web.filters import london

KINDS = {
    ElectionKind.ORDINARY: _l("Election"),
    ElectionKind.BY_ELECTION: _l("By-election for an empty seat"),
    ElectionKind.CHAIR: _l("Election of a chair by the body itself"),
    ElectionKind.INDIRECT: _l("Election by the members of another body"),
}
RULES = {
    Rule.SCOTTISH: _l("Single transferable vote, counted as in Scottish council elections"),
    Rule.ALTERNATIVE_VOTE: _l("Alternative vote, for one seat"),
}
SOURCES = {
    RollSource.ATTENDANCE: _l("The attendance list of a meeting"),
    RollSource.SCHOOL_RECORDS: _l("School records"),
    RollSource.MEMBERSHIP: _l("A list of members"),
    RollSource.BODY_MEMBERS: _l("The members of a body"),
    RollSource.SIGN_UP: _l("People who signed up"),
    RollSource.FULL_REGISTER: _l("The full electoral register"),
}
BASES = {
    LawfulBasis.PUBLIC_TASK: _l("Public task"),
    LawfulBasis.LEGAL_DUTY: _l("Legal duty"),
    LawfulBasis.CONSENT: _l("Consent"),
}
ORDERS = {
    OrderHow.RANDOM: _l("Shuffled by the machine"),
    OrderHow.DRAWN: _l("Drawn by hand"),
}
VERDICTS = {
    Verdict.UNDECIDED: (_l("Not decided yet"), "warn"),
    Verdict.VALID: (_l("Valid"), "good"),
    Verdict.INVALID: (_l("Not valid"), "bad"),
}
CLAIMS = {
    ClaimKind.ADD_ME: _l("I should be on the roll and am not"),
    ClaimKind.CORRECT_ME: _l("What the roll says of me is wrong"),
    ClaimKind.OBJECTION: _l("Somebody is on the roll who should not be"),
}
CLAIM_VERDICTS = {
    ClaimVerdict.OPEN: (_l("Waits for a decision"), "warn"),
    ClaimVerdict.ALLOWED: (_l("Allowed"), "good"),
    ClaimVerdict.REFUSED: (_l("Refused"), "bad"),
}
FATES = {
    Fate.VALID: _l("Valid"),
    Fate.BLANK: _l("Blank: nothing is marked"),
    Fate.SPOILT: _l("Spoilt: it cannot be read as a choice"),
    Fate.REJECTED: _l("Rejected: for example, not one of our papers"),
}
CAME_BY = {PaperIssued.HALL: _l("In the hall"), PaperIssued.POST: _l("By post")}
ENVELOPES = {
    Envelope.ACCEPTED: _l("In order: put the inner envelope into the box, unopened"),
    Envelope.REJECTED: _l("Rejected"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a contest stands, in a word with its kind, and in a sentence."""

    word: str
    kind: str
    sentence: str


def standing_of(contest: Contest, *, now: datetime) -> Standing:
    """Say where a contest stands at this moment."""
    election = contest.election
    if contest.state is ContestState.NOMINATIONS:
        return _nominations(contest, now=now)
    if contest.state is ContestState.READY:
        if now < election.opens_at:
            return _standing(_("Ready"), "info", _("Voting opens %(when)s.", when=london(election.opens_at)))
        if now < election.closes_at:
            return _standing(_("Voting is open"), "good", _("Until %(when)s.", when=london(election.closes_at)))
        return _standing(_("Voting has closed"), "info", _("The box is sealed next, then it is opened and counted."))
    word, kind, sentence = _STATES[contest.state]
    return _standing(str(word), kind, str(sentence))


_STATES = {
    ContestState.DRAFTED: (_l("Draft"), "plain", _l("Nobody else sees it yet.")),
    ContestState.NOMINATED: (_l("Candidates are known"), "info", _l("Voting is being prepared.")),
    ContestState.CLOSED: (_l("Box sealed"), "info", _l("The seal number is published. The box is not opened yet.")),
    ContestState.OPENED: (_l("Being counted"), "info", _l("The box is open. The result comes next.")),
    ContestState.COUNTED: (_l("Counted"), "info", _l("The count is checked before the result is declared.")),
    ContestState.DECLARED: (_l("Result declared"), "good", _l("See how each seat was won.")),
    ContestState.UNCONTESTED: (
        _l("Elected without a vote"),
        "good",
        _l("There were no more candidates than seats, so there was no need to vote."),
    ),
    ContestState.ABANDONED: (_l("Abandoned"), "bad", _l("This contest was stopped.")),
}


def _nominations(contest: Contest, *, now: datetime) -> Standing:
    election = contest.election
    if now < election.nominations_open_at:
        sentence = _("Nominations open %(when)s.", when=london(election.nominations_open_at))
        return _standing(_("Announced"), "info", sentence)
    if now < election.nominations_close_at:
        until = _("Until %(when)s.", when=london(election.nominations_close_at))
        return _standing(_("Nominations are open"), "good", until)
    return _standing(_("Nominations have closed"), "info", _("Each nomination is being checked."))


def _standing(word: str, kind: str, sentence: str) -> Standing:
    return Standing(word=word, kind=kind, sentence=sentence)
