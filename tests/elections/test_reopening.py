"""“Re-open nominations” for several seats: one line of the ballot paper for each that it may leave empty."""

import pytest

from consult.demo.makers.elections import make_counted, make_poll
from consult.elections.actions import add_contest
from consult.elections.actions.seating import names_elected
from consult.elections.ballots import Rule
from consult.elections.queries.booth import paper_of, ron_numbers
from consult.elections.queries.sheets import sheet_of
from consult.elections.rules import ContestAsked
from consult.elections.views.telling import headline_of
from consult.kernel.errors import Invalid


def test_reopening_nominations_stands_once_for_each_seat_that_it_may_leave_empty(session, officer, election):
    asked = ContestAsked(
        title="Governors",
        reference="governors.reopened",
        electorate="Governors",
        seats=3,
        rule=Rule.SCOTTISH,
        ron=True,
        ron_forces_poll=False,
        ron_most_vacant=2,
        by_web=True,
        on_paper=False,
        by_post=False,
    )
    contest = add_contest(session, election=election, asked=asked, by_id=officer.id, now=election.created_at)
    poll = make_poll(session, contest=contest, by_id=officer.id, names=("Ann", "Bo", "Cy", "Di"), n_voters=20)
    assert paper_of(contest).names[4:] == ("Re-open nominations (1)", "Re-open nominations (2)")
    assert ron_numbers(contest) == {5, 6}
    for place in range(20):
        poll.cast(session, place, *((1, 2) if place < 6 else (5, 6)))
    make_counted(session, poll=poll, by_id=officer.id)
    sheet = sheet_of(contest)
    assert set(sheet.elected) == {1, 5, 6}
    assert names_elected(contest) == (paper_of(contest).name(1),)
    assert headline_of(sheet, ron=ron_numbers(contest)) == f"{paper_of(contest).name(1)} won. 2 seats stay empty."


@pytest.mark.parametrize("most", [0, 4])
def test_reopening_nominations_cannot_leave_more_seats_empty_than_there_are(most):
    with pytest.raises(Invalid, match="between one and all"):
        ContestAsked(
            title="Governors",
            reference="x",
            electorate="Governors",
            seats=3,
            rule=Rule.SCOTTISH,
            ron=True,
            ron_forces_poll=False,
            ron_most_vacant=most,
            by_web=True,
            on_paper=True,
            by_post=False,
        )
