"""What the record allows anyone to say: pure rules, no database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.kernel.errors import Invalid
from consult.outreach.library import LIBRARY, suggested_for
from consult.outreach.reach import Judgement, Part, represent, wilson
from consult.outreach.rules import (
    AlertKind,
    Basis,
    CameBack,
    ConsultationKind,
    ConsulteeFacts,
    ContactChannel,
    ContactFacts,
    ContactValues,
    GroupFacts,
    Scrutiny,
    Standing,
    alerts_about,
    is_vague,
    standing_of,
)

CLEAR = ContactFacts(is_vague=False, came_back=CameBack.NOTHING_YET)
VAGUE = ContactFacts(is_vague=True, came_back=CameBack.NOTHING_YET)


def alerts(**over):
    facts = {
        "consultees": [ConsulteeFacts(name="Unions", basis=Basis.PRACTICE, standing=Standing.ANSWERED)],
        "groups": [],
        "n_responses": 0,
        "scrutiny": Scrutiny.ASKED,
        "decided_on": None,
        "opens_on": date(2026, 3, 2),
    } | over
    return alerts_about(**facts)


@pytest.mark.parametrize(
    ("contacts", "n_responses", "standing"),
    [
        ([], 0, Standing.NOT_ASKED),
        ([], 1, Standing.ANSWERED),
        ([CLEAR], 0, Standing.WAITING),
        ([VAGUE], 0, Standing.VAGUE),
        ([VAGUE, CLEAR], 0, Standing.WAITING),
        ([ContactFacts(is_vague=False, came_back=CameBack.DECLINED)], 0, Standing.DECLINED),
        ([ContactFacts(is_vague=False, came_back=CameBack.ACKNOWLEDGED)], 0, Standing.ACKNOWLEDGED),
        ([ContactFacts(is_vague=False, came_back=CameBack.DECLINED)], 2, Standing.ANSWERED),
    ],
)
def test_where_a_consultee_stands_follows_from_what_happened(contacts, n_responses, standing):
    assert standing_of(contacts, n_responses=n_responses) is standing


def test_a_consultee_that_will_not_be_asked_says_so_until_it_is():
    assert standing_of([], n_responses=0, reason_not_asked="No schools there.") is Standing.WILL_NOT_BE_ASKED
    assert standing_of([CLEAR], n_responses=0, reason_not_asked="No schools there.") is Standing.WAITING


def test_consortia_meetings_and_forums_without_a_day_are_vague():
    assert is_vague(contacted_on=None, consultee_is_class=False, says_how=True)
    assert is_vague(contacted_on=date(2026, 3, 2), consultee_is_class=True, says_how=False)
    assert not is_vague(contacted_on=date(2026, 3, 2), consultee_is_class=True, says_how=True)
    assert not is_vague(contacted_on=date(2026, 3, 2), consultee_is_class=False, says_how=False)


def test_what_the_law_asks_for_and_nobody_did_is_told_first():
    consultees = [
        ConsulteeFacts(name="Pupils", basis=Basis.LAW, standing=Standing.NOT_ASKED),
        ConsulteeFacts(name="Unions", basis=Basis.PRACTICE, standing=Standing.NOT_ASKED),
    ]
    found = alerts(consultees=consultees)
    assert [alert.kind for alert in found] == [AlertKind.REQUIRED_NOT_ASKED, AlertKind.EXPECTED_NOT_ASKED]
    assert found[0].names == ("Pupils",)


def test_one_group_with_most_of_the_responses_is_named_with_its_share():
    groups = [GroupFacts(name="Headteachers", n_responses=71), GroupFacts(name="Parents", n_responses=29)]
    [alert] = alerts(groups=groups, n_responses=100)
    assert (alert.kind, alert.names, alert.share) == (AlertKind.LOPSIDED, ("Headteachers",), 0.71)


def test_a_share_of_a_handful_says_nothing():
    groups = [GroupFacts(name="Headteachers", n_responses=3), GroupFacts(name="Parents", n_responses=1)]
    assert alerts(groups=groups, n_responses=4) == ()


def test_a_decision_before_anyone_could_answer_is_pointed_out():
    assert alerts(decided_on=date(2026, 3, 1))[0].kind is AlertKind.DECIDED_BEFORE
    assert alerts(decided_on=date(2026, 3, 2)) == ()


def test_a_contact_needs_a_team_and_a_day_or_words_for_it():
    with pytest.raises(Invalid, match="team"):
        ContactValues(channel=ContactChannel.EMAIL, contacted_on=date(2026, 3, 2), team=" ")
    with pytest.raises(Invalid, match="day"):
        ContactValues(channel=ContactChannel.EMAIL, contacted_on=None, team="Schools")
    with pytest.raises(Invalid, match="https"):
        ContactValues(
            channel=ContactChannel.EMAIL, contacted_on=date(2026, 3, 2), team="Schools", link="javascript:alert(1)"
        )


def test_every_kind_of_consultation_has_suggestions_with_those_of_the_law_first():
    for kind in ConsultationKind:
        bases = [basis for _entry, basis, _source in suggested_for(kind)]
        assert bases
        assert bases == sorted(bases, key=lambda basis: basis is not Basis.LAW)
    assert len({entry.code for entry in LIBRARY}) == len({entry.name for entry in LIBRARY}) == len(LIBRARY)


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_an_interval_holds_its_share_and_stays_within_none_and_all(n, more):
    low, high = wilson(n, n + more)
    assert 0 <= low <= high <= 1
    if n + more:
        assert low <= n / (n + more) <= high


def test_the_interval_is_the_one_in_the_textbook():
    low, high = wilson(8, 20)  # Newcombe 1998, Statistics in Medicine 17:857, gives 0.2188 to 0.6134 for 8 of 20
    assert (round(low, 4), round(high, 4)) == (0.2188, 0.6134)


def test_a_place_with_too_few_answers_is_told_apart_from_chance():
    parts = [
        Part(name="North", population=100_000, n_responses=5),
        Part(name="South", population=100_000, n_responses=95),
        Part(name="Islands", population=100, n_responses=0),
    ]
    north, south, islands = represent(parts)
    assert (north.judgement, south.judgement) == (Judgement.FEWER, Judgement.MORE)
    assert islands.judgement is Judgement.ABOUT_AS_MANY


def test_without_a_population_nothing_is_judged():
    [only] = represent([Part(name="North", population=None, n_responses=5)])
    assert only.judgement is Judgement.NOT_KNOWN
    assert only.share_of_population is None
