"""What law and practice ask: each gate alone, at its edges."""

from datetime import date, timedelta

import pytest

from consult.gates.rules import (
    CalendarPeriod,
    Gate,
    GateFacts,
    Point,
    Proof,
    ProofValues,
    is_within_admissions_window,
    judge,
    statutory_close,
    term_days,
)
from consult.kernel.errors import Invalid
from consult.outreach.rules import ConsultationKind, Scrutiny

MONDAY = date(2026, 3, 2)


def is_open(gate, point=Point.APPROVE, **facts):
    found = {judged.gate: judged.is_open for judged in judge(GateFacts(**facts), point)}
    return found.get(gate)


def test_what_was_decided_before_the_opening_shuts_the_first_gate():
    assert is_open(Gate.FORMATIVE, opens_on=MONDAY)
    assert is_open(Gate.FORMATIVE, opens_on=MONDAY, decided_on=MONDAY)
    assert not is_open(Gate.FORMATIVE, opens_on=MONDAY, decided_on=MONDAY - timedelta(days=1))


def test_an_ordinary_consultation_lasts_as_long_as_the_council_says():
    assert is_open(Gate.TIME, opens_on=MONDAY, closes_on=MONDAY + timedelta(weeks=6))
    assert not is_open(Gate.TIME, opens_on=MONDAY, closes_on=MONDAY + timedelta(weeks=6, days=-1))
    assert not is_open(Gate.TIME)


def test_days_in_term_are_weekdays_outside_the_holidays():
    half_term = CalendarPeriod(name="Half-term", starts_on=date(2026, 3, 9), ends_on=date(2026, 3, 13))
    assert term_days(MONDAY, MONDAY + timedelta(days=13), []) == 10
    assert term_days(MONDAY, MONDAY + timedelta(days=13), [half_term]) == 5
    assert term_days(MONDAY, MONDAY, [half_term]) == 1


def test_without_a_calendar_nobody_can_count_term_days():
    window = {"opens_on": MONDAY, "closes_on": MONDAY + timedelta(weeks=8), "kind": ConsultationKind.SCHOOLS_STRATEGY}
    assert is_open(Gate.TERM_TIME, **window) is False
    assert is_open(Gate.TERM_TIME, has_calendar=True, **window)
    summer = CalendarPeriod(name="Summer", starts_on=MONDAY, ends_on=MONDAY + timedelta(weeks=7))
    assert is_open(Gate.TERM_TIME, has_calendar=True, holidays=(summer,), **window) is False


def test_a_general_consultation_is_not_asked_about_term_time():
    assert is_open(Gate.TERM_TIME, opens_on=MONDAY, closes_on=MONDAY + timedelta(weeks=8)) is None


def test_a_school_organisation_proposal_lasts_four_weeks_to_the_day():
    kind = {"kind": ConsultationKind.SCHOOL_ORGANISATION, "opens_on": MONDAY}
    assert statutory_close(MONDAY) == date(2026, 3, 29)
    assert is_open(Gate.FIXED_WINDOW, closes_on=date(2026, 3, 29), **kind)
    for wrong in (date(2026, 3, 28), date(2026, 3, 30)):
        assert is_open(Gate.FIXED_WINDOW, closes_on=wrong, **kind) is False
    assert is_open(Gate.TIME, closes_on=date(2026, 3, 29), **kind) is None, "the law's window stands for our own"


@pytest.mark.parametrize(
    ("opens_on", "closes_on", "fits"),
    [
        (date(2026, 10, 1), date(2026, 11, 12), True),
        (date(2026, 9, 30), date(2026, 11, 12), False),
        (date(2026, 12, 20), date(2027, 1, 31), True),
        (date(2026, 12, 21), date(2027, 2, 1), False),
        (date(2026, 10, 1), date(2026, 11, 11), False),
        (date(2027, 1, 2), date(2027, 1, 31), False),
    ],
)
def test_admissions_are_asked_for_six_weeks_between_october_and_january(opens_on, closes_on, fits):
    assert is_within_admissions_window(opens_on, closes_on) is fits


def test_an_equality_assessment_from_before_does_not_open_the_gate_at_the_decision():
    facts = {"closes_on": MONDAY, "proofs": {Proof.EQUALITY: (MONDAY,)}}
    assert is_open(Gate.EQUALITY, **facts)
    assert not is_open(Gate.EQUALITY_AGAIN, Point.DECIDE, **facts)
    later = {Proof.EQUALITY: (MONDAY, MONDAY + timedelta(days=1))}
    assert is_open(Gate.EQUALITY_AGAIN, Point.DECIDE, closes_on=MONDAY, proofs=later)


def test_scrutiny_wants_a_word_and_not_a_yes():
    assert not is_open(Gate.SCRUTINY)
    assert is_open(Gate.SCRUTINY, scrutiny=Scrutiny.NOT_ASKED)


def test_a_document_that_nobody_checked_is_asked_about_only_where_there_is_one():
    assert is_open(Gate.ACCESSIBLE_DOCUMENT) is None
    assert is_open(Gate.ACCESSIBLE_DOCUMENT, has_document=True) is False


def test_evidence_says_who_looked_and_what_they_found():
    with pytest.raises(Invalid):
        ProofValues(proof=Proof.EQUALITY, looked_on=MONDAY, by="", words="Fine.")
    with pytest.raises(Invalid):
        ProofValues(proof=Proof.EQUALITY, looked_on=MONDAY, by="Team", words="Fine.", link="javascript:alert(1)")
