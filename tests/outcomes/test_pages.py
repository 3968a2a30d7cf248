"""The order of work through the pages: by an officer, a decision maker and an approver, for everyone to read."""

import hashlib
import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Connection, event, select

from consult.analysis.models import Theme
from consult.analysis.rules import ThemeState
from consult.demo.makers.outcomes import make_decided, make_findings, make_promise, make_published_edition, make_reply
from consult.kernel.clock import HandClock
from consult.outcomes.actions import propose_edition
from consult.outcomes.models import Commitment, Edition, Reply
from consult.outcomes.queries.answering import reply_to
from consult.outcomes.rules import Position
from tests.outcomes.scene import NOW, Scene
from tests.visitor import Visitor

AFTER_CALL_IN = NOW + timedelta(days=9)


@pytest.fixture(autouse=True)
def _on_the_day(clock: HandClock) -> None:
    clock.move_to(NOW)


def desk(scene: Scene, page: str) -> str:
    return f"/desk/consultations/{scene.consultation.id}/{page}"


def decided(scene: Scene) -> Commitment:
    """Publish findings, reply to both themes with one promise, and decide."""
    make_findings(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=NOW)
    first = make_reply(scene.session, theme=scene.themes[0], by_id=scene.officer.id, now=NOW)
    make_reply(
        scene.session,
        theme=scene.themes[1],
        by_id=scene.officer.id,
        now=NOW,
        position=Position.DO_NOT_AGREE,
        words="Schools set homework, and the council may not.",
    )
    promise = make_promise(scene.session, reply=first, by_id=scene.officer.id, now=NOW)
    make_decided(scene.session, consultation=scene.consultation, by_id=scene.maker.id, now=NOW)
    scene.session.commit()
    return promise


def published(scene: Scene, clock: HandClock) -> Edition:
    """Do all of it, up to the published edition, and stand on that day."""
    decided(scene)
    clock.move_to(AFTER_CALL_IN)
    edition = make_published_edition(
        scene.session,
        consultation=scene.consultation,
        by_id=scene.officer.id,
        approved_by_id=scene.approver.id,
        now=AFTER_CALL_IN,
    )
    scene.session.commit()
    return edition


def test_an_officer_publishes_the_findings_and_everyone_reads_them(scene: Scene, visitor: Visitor) -> None:
    scene.session.commit()
    visitor.sign_in_as(scene.officer)
    visitor.open(desk(scene, "findings"))
    visitor.press("Publish these findings")
    page = visitor.open("/consultations/schools/findings")
    assert page.says("39 of 51 responses (76%)")
    assert page.says("These numbers are not votes")
    assert page.says("consult-themes 1, seed 7")


def test_an_officer_writes_a_reply_and_the_overview_shows_what_is_left(scene: Scene, visitor: Visitor) -> None:
    scene.session.commit()
    visitor.sign_in_as(scene.officer)
    page = visitor.open(desk(scene, "replies"))
    assert page.says("0 of 2 themes have a reply")
    assert page.says("Publish the findings Next")
    visitor.follow("Buses")
    visitor.choose("Agree").fill("What the council says", "We will run two more buses.")
    page = visitor.press("Propose this reply")
    assert page.says("1 of 2 themes have a reply")
    assert "Homework" in page.text.split("What still lacks a reply")[1]


def test_before_any_theme_is_confirmed_the_overview_leads_to_the_themes(scene: Scene, visitor: Visitor) -> None:
    for theme in scene.session.scalars(select(Theme)):
        theme.state = ThemeState.SUGGESTED
    scene.session.commit()
    visitor.sign_in_as(scene.officer)
    page = visitor.open(desk(scene, "replies"))
    assert page.says("There are no confirmed themes yet")
    assert not page.all("table")
    assert page.links["Go to the themes"] == desk(scene, "analysis")
    page = visitor.open(desk(scene, "findings"))
    assert page.links["Go to the consultation’s page"] == desk(scene, "").rstrip("/")


def test_an_officer_says_why_a_theme_gets_no_reply(scene: Scene, visitor: Visitor) -> None:
    scene.session.commit()
    visitor.sign_in_as(scene.officer)
    visitor.open(desk(scene, f"themes/{scene.themes[1].id}/reply"))
    visitor.fill("Why the council does not reply to this theme", "Each school decides this for itself.")
    page = visitor.press("Record this reason")
    assert page.says("No reply, with a reason")


def test_an_officer_whose_reply_was_overtaken_sees_both(scene: Scene, visitor: Visitor) -> None:
    scene.session.commit()
    visitor.sign_in_as(scene.officer)
    visitor.open(desk(scene, f"themes/{scene.themes[0].id}/reply"))
    make_reply(scene.session, theme=scene.themes[0], by_id=scene.approver.id, now=NOW, words="The words of another.")
    scene.session.commit()
    visitor.choose("Agree").fill("What the council says", "My own words.")
    page = visitor.press("Propose this reply", expect=409)
    assert page.says("The words of another.")
    assert page.says("My own words.")
    page = visitor.press("Keep mine instead")
    assert page.says("The reply is proposed")


def test_a_decision_maker_decides_the_replies(scene: Scene, visitor: Visitor) -> None:
    make_findings(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=NOW)
    make_reply(scene.session, theme=scene.themes[0], by_id=scene.officer.id, now=NOW)
    scene.session.commit()
    visitor.sign_in_as(scene.maker)
    visitor.open(desk(scene, "decisions/new"))
    visitor.press("Add another paper")
    visitor.choose("Buses").fill("What was decided", "The strategy is adopted.")
    visitor.fill("Reasons", "Most people want it.")
    visitor.fill("Paper 3 > Title of the paper", "Report of the Director")
    visitor.choose("Yes").fill_date("If yes: the last day for call-in", 29, 6, 2026)
    visitor.fill("If a check is not met: why do you decide all the same?", "They are minuted with the papers.")
    page = visitor.press("Record this decision")
    assert page.says("Decided, not yet final")
    visitor.follow("Helping every school to improve", number=1)
    page = visitor.follow("Read it as everyone does")
    assert page.says("Findings of the consultation, number 1")
    assert page.says("Report of the Director")
    assert page.says("until the end of Monday 29 June 2026")


def test_a_decision_without_a_last_day_for_call_in_is_sent_back_with_the_words_kept(
    scene: Scene, visitor: Visitor
) -> None:
    make_findings(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=NOW)
    make_reply(scene.session, theme=scene.themes[0], by_id=scene.officer.id, now=NOW)
    scene.session.commit()
    visitor.sign_in_as(scene.maker)
    visitor.open(desk(scene, "decisions/new"))
    visitor.choose("Buses").fill("What was decided", "The strategy is adopted.").fill("Reasons", "Because.")
    visitor.choose("Yes")
    page = visitor.press("Record this decision", expect=422)
    assert page.errors == ["Enter the last day on which the decision can be called in."]
    assert page.says("The strategy is adopted.")


def test_a_call_in_is_recorded_and_sent_back(scene: Scene, visitor: Visitor) -> None:
    decided(scene)
    visitor.sign_in_as(scene.maker)
    visitor.open(desk(scene, "replies"))
    visitor.follow("How our schools will improve together")
    visitor.fill("Who called it in", "Five councillors").fill("Why", "The costs are not clear.")
    page = visitor.press("Record the call-in")
    assert page.says("Called in on 22 June 2026 by Five councillors.")
    visitor.choose("It goes back and is decided anew")
    visitor.fill("What the committee said, and where it is minuted", "Scrutiny, minute 4.")
    page = visitor.press("Record how it ended")
    assert page.says("Sent back, to be decided anew")


def test_an_edition_goes_from_author_to_approver_to_everyone(scene: Scene, visitor: Visitor, clock: HandClock) -> None:
    decided(scene)
    clock.move_to(AFTER_CALL_IN)
    visitor.sign_in_as(scene.officer)
    visitor.open(desk(scene, "editions/new"))
    page = visitor.press("Send for approval")
    assert page.says("someone else has to approve it")
    visitor.sign_in_as(scene.approver)
    visitor.open("/desk")
    visitor.follow("Approve “You said, we did”")
    visitor.press("Approve this edition")
    visitor.sign_in_as(scene.officer)
    visitor.open("/desk")
    visitor.follow("Publish “You said, we did”")
    visitor.press("Publish this edition")
    page = visitor.open("/consultations/schools/you-said-we-did")
    assert page.heading == "You said, we did: Helping every school to improve"
    assert page.says("You said, we did not, because …")
    assert page.says("Schools set homework, and the council may not.")
    assert page.says("Decided by Cabinet on 22 June 2026")
    assert page.says("Publish a safe walking route for every primary school")


def test_the_author_is_offered_no_way_to_approve(scene: Scene, visitor: Visitor, clock: HandClock) -> None:
    decided(scene)
    clock.move_to(AFTER_CALL_IN)
    edition = propose_edition(
        scene.session, consultation=scene.consultation, by_id=scene.approver.id, now=AFTER_CALL_IN
    )
    scene.session.commit()
    visitor.sign_in_as(scene.approver)
    page = visitor.open(desk(scene, f"editions/{edition.id}"))
    assert "Approve this edition" not in page.buttons
    visitor.post(desk(scene, f"editions/{edition.id}/approve"), {"sha256": edition.sha256}, expect=409)


def test_the_draft_of_an_edition_names_what_it_lacks(scene: Scene, visitor: Visitor) -> None:
    scene.session.commit()
    visitor.sign_in_as(scene.officer)
    page = visitor.open(desk(scene, "editions/new"))
    assert page.says("2 themes still lack a reply: “Buses”, “Homework”")
    assert "Send for approval" not in page.buttons


def test_the_downloaded_edition_has_the_fingerprint_that_the_page_shows(
    scene: Scene, visitor: Visitor, clock: HandClock
) -> None:
    published(scene, clock)
    page = visitor.open("/consultations/schools/you-said-we-did")
    file = visitor.client.get("/consultations/schools/editions/1.json")
    assert page.says(hashlib.sha256(file.data).hexdigest())
    assert json.loads(file.data)["format"] == "consult-edition/1"


def test_a_promise_shows_its_progress_beside_the_edition_that_never_changes(
    scene: Scene, visitor: Visitor, clock: HandClock
) -> None:
    edition = published(scene, clock)
    visitor.sign_in_as(scene.officer)
    visitor.open(desk(scene, "replies"))
    visitor.follow("Publish a safe walking route")
    visitor.choose("Done").fill("What happened", "All routes are on the website.")
    visitor.press("Record this")
    page = visitor.open("/consultations/schools/you-said-we-did")
    assert page.says("Where this stands on 1 July 2026")
    assert page.says("Done: All routes are on the website.")
    assert page.says(edition.sha256)


def test_a_promise_leads_back_to_what_people_said(scene: Scene, visitor: Visitor, clock: HandClock) -> None:
    published(scene, clock)
    visitor.open("/commitments")
    page = visitor.follow("Publish a safe walking route for every primary school")
    assert page.says("Buses")
    assert page.says("You are right. We will do this before the next school year begins.")
    visitor.follow("Buses")
    assert visitor.page.heading.startswith("You said, we did")


def test_an_overdue_promise_is_found_under_overdue(scene: Scene, visitor: Visitor, clock: HandClock) -> None:
    published(scene, clock)
    clock.advance(days=120)
    page = visitor.open("/commitments?standing=overdue")
    assert page.says("Overdue (1)")
    assert page.says("Publish a safe walking route")
    page = visitor.open("/commitments?standing=kept")
    assert page.says("No promise stands like this today")


def test_a_promise_is_not_public_before_the_answer_is(scene: Scene, visitor: Visitor) -> None:
    promise = decided(scene)
    assert visitor.open("/commitments").says("Nothing has been promised yet")
    visitor.open(f"/commitments/{promise.reference}", expect=404)


def test_people_are_told_when_the_answer_comes_and_when_it_is_late(
    scene: Scene, visitor: Visitor, clock: HandClock
) -> None:
    scene.session.commit()
    assert visitor.open("/consultations/schools/you-said-we-did").says("due by Friday 4 September 2026")
    clock.move_to(NOW + timedelta(weeks=12))
    assert visitor.open("/consultations/schools/you-said-we-did").says("It is late.")
    visitor.sign_in_as(scene.officer)
    visitor.open(desk(scene, "replies"))
    visitor.follow("Say that the answer is late, and why")
    visitor.fill("Why the answer is late", "The election moved the meeting.")
    visitor.fill_date("The new day for the answer", 1, 11, 2026)
    visitor.press("Tell everyone")
    page = visitor.open("/consultations/schools/you-said-we-did")
    assert page.says("The election moved the meeting.")
    assert page.says("due by Sunday 1 November 2026")


def test_older_editions_stay_readable_and_say_that_they_are_old(
    scene: Scene, visitor: Visitor, clock: HandClock
) -> None:
    published(scene, clock)
    make_published_edition(
        scene.session,
        consultation=scene.consultation,
        by_id=scene.officer.id,
        approved_by_id=scene.approver.id,
        now=AFTER_CALL_IN,
        what_changed="We named the wrong year.",
    )
    scene.session.commit()
    assert visitor.open("/consultations/schools/editions/1").says("This is an older edition.")
    page = visitor.open("/consultations/schools/you-said-we-did")
    assert page.says("We named the wrong year.")
    assert page.says("Number 1, 1 July 2026")


def test_the_public_pages_take_as_many_queries_for_many_themes_as_for_two(
    scene: Scene, visitor: Visitor, clock: HandClock, connection: Connection
) -> None:
    published(scene, clock)
    addresses = (
        "/consultations/schools/you-said-we-did",
        "/consultations/schools/findings",
        "/commitments",
        "/decisions/1",
    )
    few = [count_queries(visitor, connection, address) for address in addresses[:3]]
    reply: Reply | None = None
    for number in range(6):
        theme = scene.theme(f"Point {number}", said_by={"Parents": 2})
        reply = make_reply(scene.session, theme=theme, by_id=scene.officer.id, now=AFTER_CALL_IN)
    make_findings(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=AFTER_CALL_IN)
    make_decided(scene.session, consultation=scene.consultation, by_id=scene.maker.id, now=AFTER_CALL_IN)
    later = AFTER_CALL_IN + timedelta(days=9)
    for theme in scene.themes[2:]:
        reply = reply_to(scene.session, theme.id)
        assert reply
        make_promise(scene.session, reply=reply, by_id=scene.officer.id, now=later)
    make_published_edition(
        scene.session,
        consultation=scene.consultation,
        by_id=scene.officer.id,
        approved_by_id=scene.approver.id,
        now=later,
        what_changed="Six more points.",
    )
    scene.session.commit()
    clock.move_to(later)
    assert [count_queries(visitor, connection, address) for address in addresses[:3]] == few


def count_queries(visitor: Visitor, connection: Connection, address: str) -> int:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    try:
        visitor.open(address)
    finally:
        event.remove(connection, "before_cursor_execute", note)
    return len(seen)


def test_every_page_of_this_room_says_who_may_call_it(app: Flask) -> None:
    from consult.web.guards import guard_of

    silent = [name for name, view in app.view_functions.items() if name.startswith("outcomes.") and not guard_of(view)]
    assert silent == []
