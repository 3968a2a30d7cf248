"""The officer's workbench, page by page, as someone without JavaScript sees it."""

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from consult.accounts.rules import Role, consultation_scope
from consult.analysis import actions
from consult.analysis.models import Assignment, Run, Theme, Unassigned
from consult.analysis.rules import ThemeState
from consult.demo.makers.accounts import make_account
from consult.demo.makers.analysis import make_response, make_responses
from consult.demo.makers.consultations import make_consultation
from consult.demo.makers.documents import make_document_version
from consult.jobs.engine import run_due_jobs_within
from consult.kernel.clock import HandClock
from consult.responses.rules import Hand
from consult.settings import Settings
from tests.analysis.conftest import NOW, Scene
from tests.visitor import Visitor


@pytest.fixture
def officer(scene: Scene, visitor: Visitor) -> Visitor:
    return visitor.sign_in_as(scene.officer)


@pytest.fixture
def other_officer(scene: Scene, app: Flask) -> Visitor:
    return Visitor(app).sign_in_as(scene.other_officer)


def at(scene: Scene, *parts: object) -> str:
    return "/".join([f"/desk/consultations/{scene.consultation.id}/analysis", *(str(part) for part in parts)])


def board_of(scene: Scene) -> str:
    return at(scene, scene.codebook.id)


def theme_page(scene: Scene, theme: Theme) -> str:
    return at(scene, scene.codebook.id, "themes", theme.id)


def test_the_desk_says_that_themes_wait_to_be_confirmed(scene: Scene, officer: Visitor) -> None:
    officer.open("/desk")
    assert officer.says(f"{len(scene.themes)} themes wait to be confirmed")


def test_the_page_of_a_consultation_leads_to_its_analysis(scene: Scene, officer: Visitor) -> None:
    officer.open(f"/desk/consultations/{scene.consultation.id}")
    officer.follow("Analyse the responses")
    assert officer.page.heading.startswith("Analyse responses")


def test_an_officer_starts_an_analysis_and_watches_it(
    session: Session, app: Flask, visitor: Visitor, clock: HandClock, settings: Settings
) -> None:
    account = make_account(session, role=Role.OFFICER)
    consultation = make_consultation(session, officer=account)
    make_responses(session, consultation=consultation, now=clock.now())
    visitor.sign_in_as(account).open(f"/desk/consultations/{consultation.id}/analysis")
    assert visitor.says("Responses can still come in")
    visitor.follow("Start the analysis")
    visitor.choose("More, finer themes")
    visitor.press("Start the analysis")
    assert visitor.says("Waiting to start")
    run_due_jobs_within(session, clock=clock, settings=settings)
    visitor.open(visitor.page.address)
    assert visitor.says("It found")
    visitor.follow("Work on the themes")
    assert visitor.says("This is provisional")


def test_a_question_that_nobody_answered_cannot_be_analysed(
    session: Session, visitor: Visitor, clock: HandClock
) -> None:
    account = make_account(session, role=Role.OFFICER)
    consultation = make_consultation(session, officer=account)
    address = f"/desk/consultations/{consultation.id}/analysis/start/{consultation.questions[0].id}"
    visitor.sign_in_as(account).open(address)
    visitor.press("Start the analysis", expect=422)
    assert visitor.says("nobody has written anything here")


def test_a_run_can_be_stopped(session: Session, visitor: Visitor, clock: HandClock) -> None:
    account = make_account(session, role=Role.OFFICER)
    consultation = make_consultation(session, officer=account)
    make_responses(session, consultation=consultation, now=clock.now())
    visitor.sign_in_as(account)
    visitor.open(f"/desk/consultations/{consultation.id}/analysis/start/{consultation.questions[0].id}")
    visitor.press("Start the analysis")
    visitor.press("Stop the analysis")
    assert visitor.says("It was stopped")
    (run,) = session.scalars(select(Run))
    assert run.failed_at is not None


def test_the_board_shows_each_theme_with_its_weight_groups_and_words(scene: Scene, officer: Visitor) -> None:
    officer.open(board_of(scene))
    for theme in scene.themes:
        assert officer.says(theme.name)
    assert officer.says("of 21")
    assert officer.says("Who said it, and in which words")
    assert officer.says("Counts are not votes")
    assert officer.says("Suggested")


def test_all_suggestions_are_confirmed_with_one_press(scene: Scene, officer: Visitor) -> None:
    officer.open(board_of(scene))
    officer.press(f"Confirm all {len(scene.themes)} suggestions")
    assert {theme.state for theme in scene.themes} == {ThemeState.CONFIRMED}
    officer.open(at(scene))
    assert officer.says("Every theme is confirmed")


def test_one_theme_is_confirmed_on_its_card(scene: Scene, officer: Visitor) -> None:
    officer.open(board_of(scene))
    officer.press("Confirm: ")
    assert [theme.state for theme in scene.themes].count(ThemeState.CONFIRMED) == 1


def test_a_theme_is_named_and_described(scene: Scene, officer: Visitor) -> None:
    theme = scene.themes[0]
    officer.open(theme_page(scene, theme))
    officer.follow("Name and describe")
    officer.fill("Name", "Roads are not safe")
    officer.fill("What people mean by it", "Cars are too fast.\nThere is no crossing.")
    officer.press("Save")
    assert officer.says("The theme is called “Roads are not safe”.")
    scene.session.expire_all()
    assert (theme.name, theme.description) == ("Roads are not safe", "Cars are too fast.\nThere is no crossing.")


def test_an_empty_name_is_asked_for(scene: Scene, officer: Visitor) -> None:
    officer.open(theme_page(scene, scene.themes[0]) + "/words")
    officer.fill("Name", "  ")
    officer.press("Save", expect=422)
    assert officer.page.errors == ["Enter a name for the theme"]


def test_two_officers_who_edit_one_theme_see_each_others_version(
    scene: Scene, officer: Visitor, other_officer: Visitor
) -> None:
    address = theme_page(scene, scene.themes[0]) + "/words"
    officer.open(address)
    other_officer.open(address)
    other_officer.fill("Name", "Safer crossings")
    other_officer.press("Save")
    officer.fill("Name", "Dangerous roads")
    officer.press("Save", expect=409)
    assert officer.says("Someone else changed this theme while you were working on it")
    assert officer.says("Ben Officer changed it on")
    assert officer.says("Safer crossings")
    assert officer.says("Dangerous roads")
    scene.session.expire_all()
    assert scene.themes[0].name == "Safer crossings"
    officer.press("Save")
    scene.session.expire_all()
    assert scene.themes[0].name == "Dangerous roads"


def test_themes_are_merged(scene: Scene, officer: Visitor) -> None:
    first, second = scene.themes[:2]
    officer.open(theme_page(scene, first) + "/merge")
    officer.tick(second.name)
    officer.press("Merge them into this theme")
    scene.session.expire_all()
    assert second.merged_into_id == first.id
    officer.open(theme_page(scene, second))
    assert officer.says("Merged")


def test_a_merge_that_someone_else_was_faster_than_shows_how_it_stands(
    scene: Scene, officer: Visitor, other_officer: Visitor
) -> None:
    first, second = scene.themes[:2]
    officer.open(theme_page(scene, first) + "/merge")
    other_officer.open(theme_page(scene, first) + "/words")
    other_officer.fill("Name", "Something new")
    other_officer.press("Save")
    officer.tick(second.name)
    officer.press("Merge them into this theme", expect=409)
    assert officer.says("Something new")
    officer.press("Merge them into this theme")
    scene.session.expire_all()
    assert second.merged_into_id == first.id


def test_confirming_what_someone_else_changed_confirms_nothing_and_leads_back(
    scene: Scene, officer: Visitor, other_officer: Visitor
) -> None:
    officer.open(board_of(scene))
    other_officer.open(theme_page(scene, scene.themes[0]) + "/words")
    other_officer.fill("Name", "Something new")
    other_officer.press("Save")
    officer.press(next(words for words in officer.page.buttons if words.startswith("Confirm all")), expect=409)
    assert officer.says("Look at it as it is now")
    assert not officer.says("What you typed")
    officer.follow("Go back and look at it as it is now")
    assert officer.page.heading == officer.open(board_of(scene)).heading


def test_an_undo_that_someone_else_was_faster_than_leads_back_to_the_history(
    scene: Scene, officer: Visitor, other_officer: Visitor
) -> None:
    for name in ("Something new", "Something newer"):
        other_officer.open(theme_page(scene, scene.themes[0]) + "/words")
        other_officer.fill("Name", name)
        other_officer.press("Save")
        if name == "Something new":
            officer.open(board_of(scene) + "/history")
    officer.press(next(words for words in officer.page.buttons if words.startswith("Undo")), expect=409)
    assert officer.says("Look at the history again")
    officer.follow("Go back and look at it as it is now")
    assert officer.page.heading == "History of the themes"


def test_a_split_is_suggested_or_the_way_by_hand_is_told(scene: Scene, officer: Visitor) -> None:
    officer.open(theme_page(scene, scene.themes[0]) + "/split")
    assert officer.says("fall into these parts") or officer.says("all of a piece")


def test_a_suggested_part_becomes_a_theme_of_its_own(scene: Scene, officer: Visitor) -> None:
    first, second, *others = scene.themes
    versions = {theme.id: theme.version for theme in scene.themes}
    by = {"by_id": scene.officer.id, "now": NOW}
    actions.merge_themes(
        scene.session,
        themes=[second, *others],
        into=first,
        versions=versions,
        reason="",
        **by,  # type: ignore[arg-type]
    )
    officer.open(theme_page(scene, first) + "/split")
    assert officer.says("fall into these parts")
    parts = [node for node in officer.page.all("input") if node.get("name") == "part"]
    label = next(node for node in officer.page.all("label") if node.get("for") == parts[-1].get("id"))
    officer.choose("".join(label.itertext()).strip())
    officer.fill("Name of the new theme", "A part of it")
    officer.press("Make it a theme of its own")
    assert officer.says("“A part of it” is a theme of its own now.")
    scene.require_whole()


def test_a_theme_is_removed_with_a_reason_and_its_texts_are_listed(scene: Scene, officer: Visitor) -> None:
    theme = scene.themes[0]
    officer.open(theme_page(scene, theme) + "/remove")
    officer.press("Remove this theme", expect=422)
    officer.fill("Why?", "It says nothing")
    officer.press("Remove this theme")
    scene.session.expire_all()
    assert theme.state is ThemeState.REJECTED
    officer.follow("In no theme")
    assert officer.says("Nothing that people wrote is dropped")
    assert scene.session.scalars(select(Unassigned)).all()


def test_a_hidden_theme_says_why_and_is_shown_again(scene: Scene, officer: Visitor) -> None:
    theme = scene.themes[0]
    officer.open(theme_page(scene, theme) + "/hide")
    officer.fill("Why?", "It names a child")
    officer.press("Hide this theme")
    assert officer.says("Hidden because: It names a child")
    officer.press("Show it to the public after all")
    scene.session.expire_all()
    assert theme.hidden_reason == ""


def test_a_theme_is_added_and_filled_by_hand(scene: Scene, officer: Visitor) -> None:
    officer.open(board_of(scene))
    officer.follow("Add a theme")
    officer.fill("Name", "Lollipop people")
    officer.press("Add this theme")
    assert officer.says("This theme holds nothing")
    officer.open(theme_page(scene, scene.themes[0]))
    officer.tick("Choose this text: 1")
    officer.select("Move them to", "Lollipop people")
    officer.press("Move them")
    assert officer.says("1 response was moved.")


def test_ticked_texts_are_confirmed_moved_or_made_a_theme(scene: Scene, officer: Visitor) -> None:
    theme = scene.themes[0]
    officer.open(theme_page(scene, theme))
    officer.tick("Choose this text: 1")
    officer.press("They belong here")
    assert officer.says("1 response is confirmed.")
    assert scene.session.scalars(select(Assignment).where(Assignment.hand == Hand.OFFICER)).all()
    officer.tick("Choose this text: 1")
    officer.tick("Choose this text: 2")
    officer.fill("Name of the new theme", "Both")
    officer.press("Make a new theme of them")
    assert officer.says("“Both” is a theme of its own now.")


def test_pressing_without_a_tick_says_what_to_do(scene: Scene, officer: Visitor) -> None:
    officer.open(theme_page(scene, scene.themes[0]))
    officer.select("Move them to", "No theme")
    officer.press("Move them", expect=409)
    assert officer.page.errors == ["Choose at least one response to move."]


def test_a_text_in_no_theme_is_put_into_one(scene: Scene, officer: Visitor) -> None:
    theme = scene.themes[0]
    by = {"by_id": scene.officer.id, "now": NOW}
    actions.remove_theme(scene.session, theme=theme, reason="Gone", version=theme.version, **by)  # type: ignore[arg-type]
    officer.open(at(scene, scene.codebook.id, "no-theme"))
    officer.tick("Choose this text: 1")
    officer.select("Move them to", scene.themes[1].name)
    officer.press("Move them")
    assert officer.says("1 response was moved.")


def test_texts_are_narrowed_by_group_sureness_and_words(scene: Scene, officer: Visitor) -> None:
    theme = next(t for t in scene.themes if "crossing" in " ".join(t.keywords))
    officer.open(theme_page(scene, theme))
    officer.fill("Words", "zebra")
    officer.press("Show")
    assert officer.says("A zebra crossing at the gates")
    assert not officer.says("Cars speed past")
    officer.select("Stakeholder group", "Did not say")
    officer.press("Show")
    assert officer.says("Nothing fits")
    officer.follow("Show all")
    assert officer.says("Cars speed past")


def test_a_change_is_undone_from_the_history(scene: Scene, officer: Visitor) -> None:
    theme, name = scene.themes[0], scene.themes[0].name
    officer.open(theme_page(scene, theme) + "/words")
    officer.fill("Name", "Another name")
    officer.press("Save")
    officer.open(at(scene, scene.codebook.id, "history"))
    assert officer.says(f"from “{name}” to “Another name”")
    officer.press("Undo")
    assert officer.says("Change 1 is undone.")
    assert officer.says("Undone by change 2")
    scene.session.expire_all()
    assert theme.name == name


def test_the_same_letter_from_many_people_is_shown(
    session: Session, visitor: Visitor, clock: HandClock, settings: Settings
) -> None:
    account = make_account(session, role=Role.OFFICER)
    consultation = make_consultation(session, officer=account)
    letter = "Keep our nursery open because families in this part of the city have nowhere else to go"
    make_responses(session, consultation=consultation, texts=[letter] * 4, now=clock.now())
    visitor.sign_in_as(account)
    visitor.open(f"/desk/consultations/{consultation.id}/analysis/start/{consultation.questions[0].id}")
    visitor.press("Start the analysis")
    run_due_jobs_within(session, clock=clock, settings=settings)
    visitor.open(visitor.page.address)
    visitor.follow("Work on the themes")
    assert visitor.says("4 (100%) are copies of the same letters")
    visitor.follow("Letters")
    assert visitor.says("4 people sent this")


def test_comments_on_paragraphs_have_a_board_of_their_own(
    session: Session, visitor: Visitor, clock: HandClock, settings: Settings
) -> None:
    account, document = make_account(session, role=Role.OFFICER), make_document_version(session)
    consultation = make_consultation(session, officer=account, document=document)
    paragraph = document.paragraphs[0]
    for words in (
        "The chairs should be paid",
        "Chairs should be paid for it",
        "The chairs of networks should be paid",
    ) * 2:
        make_response(session, consultation=consultation, text=words, paragraph_id=paragraph.id, now=clock.now())
    visitor.sign_in_as(account).open(f"/desk/consultations/{consultation.id}/analysis/start/comments")
    visitor.press("Start the analysis")
    run_due_jobs_within(session, clock=clock, settings=settings)
    visitor.open(visitor.page.address)
    visitor.follow("Work on the themes")
    assert visitor.page.heading == "Comments on the document"
    assert visitor.says("6 of 6")


def test_nobody_without_the_right_sees_what_people_wrote(scene: Scene, app: Flask, session: Session) -> None:
    clerk = make_account(session, role=Role.CLERK)
    elsewhere = make_account(session, role=Role.OFFICER, scope=consultation_scope(scene.consultation.id + 1))
    for account in (clerk, elsewhere):
        someone = Visitor(app).sign_in_as(account)
        for address in (at(scene), board_of(scene), theme_page(scene, scene.themes[0])):
            someone.open(address, expect=403)


def test_a_theme_of_another_question_is_not_found(scene: Scene, officer: Visitor) -> None:
    officer.open(at(scene, scene.codebook.id, "themes", 99_999), expect=404)
    officer.open(at(scene, 99_999), expect=404)


def test_a_page_takes_the_same_number_of_queries_however_many_answered(
    scene: Scene, officer: Visitor, session: Session
) -> None:
    def count(address: str) -> int:
        seen: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
            seen.append(statement)

        connection = session.connection()
        event.listen(connection, "before_cursor_execute", note)
        officer.open(address)
        event.remove(connection, "before_cursor_execute", note)
        return len(seen)

    pages = (board_of(scene), theme_page(scene, scene.themes[0]), at(scene))
    before = [count(page) for page in pages]
    for theme in scene.themes:
        texts = scene.texts_in(theme)[:2]
        actions.split_theme(
            session, theme=theme, name=f"Part of {theme.id}", texts=texts, version=theme.version,
            by_id=scene.officer.id, now=NOW,
        )  # fmt: skip
    assert [count(page) for page in pages] == before
    assert max(before) < 40
