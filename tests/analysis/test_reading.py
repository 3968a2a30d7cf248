"""The reading queue and what counts as read, as someone without JavaScript sees it; and the theme page's narrowing."""

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from consult.analysis import actions
from consult.analysis.models import Assignment, Reading, Theme
from consult.analysis.queries.reading import next_to_read, progress
from consult.analysis.rules import ReadingWay
from consult.consultations.models import Question
from consult.kernel.errors import Refused
from consult.responses.models import Answer, Response
from consult.responses.rules import Channel, Hand
from tests.analysis.conftest import NOW, Scene
from tests.visitor import Visitor


@pytest.fixture
def officer(scene: Scene, visitor: Visitor) -> Visitor:
    return visitor.sign_in_as(scene.officer)


@pytest.fixture
def other_officer(scene: Scene, app: Flask) -> Visitor:
    return Visitor(app).sign_in_as(scene.other_officer)


def board_of(scene: Scene) -> str:
    return f"/desk/consultations/{scene.consultation.id}/analysis/{scene.codebook.id}"


def theme_page(scene: Scene, theme: Theme) -> str:
    return f"{board_of(scene)}/themes/{theme.id}"


def place_of(scene: Scene, text: int) -> Assignment:
    return scene.session.scalars(select(Assignment).where(Assignment.answer_id == text, Assignment.main)).one()


def test_the_queue_begins_with_the_text_that_the_machine_is_least_sure_of(scene: Scene, officer: Visitor) -> None:
    doubtful = scene.session.scalars(select(Assignment).where(Assignment.main)).all()[3]
    doubtful.confidence = 0.01
    scene.session.flush()
    officer.open(f"{board_of(scene)}/read")
    assert officer.says(scene.session.get_one(Answer, doubtful.answer_id).text)
    assert officer.says("People have read 0 of 21 texts")


def test_a_text_that_stays_where_it_is_is_confirmed_and_counted_as_read(scene: Scene, officer: Visitor) -> None:
    waiting = next_to_read(scene.session, scene.codebook)
    assert waiting is not None
    officer.open(f"{board_of(scene)}/read")
    officer.press("Save and show the next")
    assert officer.says("Read, and it stays where it is.")
    assert officer.says("People have read 1 of 21 texts")
    assert officer.says("1 of them by you")
    place = place_of(scene, waiting.text_id)
    assert (place.hand, place.pinned) == (Hand.OFFICER, True)
    reading = scene.session.scalars(select(Reading)).one()
    assert (reading.answer_id, reading.by_id, reading.way) == (waiting.text_id, scene.officer.id, ReadingWay.QUEUE)


def test_a_text_is_moved_to_the_theme_that_was_chosen(scene: Scene, officer: Visitor) -> None:
    waiting = next_to_read(scene.session, scene.codebook)
    assert waiting is not None
    assert waiting.theme is not None
    other = next(theme for theme in scene.themes if theme.id != waiting.theme.id)
    officer.open(f"{board_of(scene)}/read")
    officer.choose(other.name)
    officer.press("Save and show the next")
    assert officer.says("Read and moved.")
    assert place_of(scene, waiting.text_id).theme_id == other.id


def test_a_text_can_be_put_into_no_theme_and_is_still_counted(scene: Scene, officer: Visitor) -> None:
    waiting = next_to_read(scene.session, scene.codebook)
    assert waiting is not None
    officer.open(f"{board_of(scene)}/read")
    officer.choose("In no theme")
    officer.press("Save and show the next")
    scene.require_whole()
    assert waiting.text_id not in scene.held()
    assert officer.says("People have read 1 of 21 texts")


def test_a_text_that_is_left_for_later_comes_again(scene: Scene, officer: Visitor) -> None:
    first = next_to_read(scene.session, scene.codebook)
    assert first is not None
    second = next_to_read(scene.session, scene.codebook, after=first.text_id)
    assert second is not None
    assert second.text_id != first.text_id
    officer.open(f"{board_of(scene)}/read")
    officer.follow("Leave it for later")
    assert officer.says(second.text)
    officer.open(f"{board_of(scene)}/read")
    assert officer.says(first.text)


def test_leaving_the_last_one_for_later_begins_again(scene: Scene, officer: Visitor) -> None:
    order, after = [], None
    while (waiting := next_to_read(scene.session, scene.codebook, after=after)) is not None:
        order.append(waiting.text_id)
        after = waiting.text_id
    assert len(order) == len(set(order)) == 21
    officer.open(f"{board_of(scene)}/read?after={order[-1]}")
    assert officer.says(scene.session.get_one(Answer, order[0]).text)


def test_pressing_twice_reads_once(scene: Scene) -> None:
    waiting = next_to_read(scene.session, scene.codebook)
    assert waiting is not None
    assert waiting.theme is not None
    wanted = {"text": waiting.text_id, "seen": waiting.theme.id, "chosen": waiting.theme.id}
    for _ in range(2):
        actions.read_text(scene.session, codebook=scene.codebook, **wanted, by_id=scene.officer.id, now=NOW)
    assert len(scene.session.scalars(select(Reading)).all()) == 1


def test_two_people_may_read_one_text_and_it_is_one_text_read(scene: Scene) -> None:
    waiting = next_to_read(scene.session, scene.codebook)
    assert waiting is not None
    for account in (scene.officer, scene.other_officer):
        actions.note_readings(
            scene.session,
            codebook=scene.codebook,
            texts=[waiting.text_id],
            by_id=account.id,
            way=ReadingWay.THEME,
            now=NOW,
        )
    told = progress(scene.session, scene.codebook, by_id=scene.officer.id, unsure_below=0.0)
    assert (told.n_read, told.n_mine) == (1, 1)
    assert len(scene.session.scalars(select(Reading)).all()) == 2


def test_a_colleague_who_was_faster_is_not_overruled_unseen(scene: Scene) -> None:
    waiting = next_to_read(scene.session, scene.codebook)
    assert waiting is not None
    assert waiting.theme is not None
    mine, theirs, third = waiting.theme, *[t for t in scene.themes if t.id != waiting.theme.id][:2]
    seen = {"session": scene.session, "codebook": scene.codebook, "text": waiting.text_id, "seen": mine.id, "now": NOW}
    actions.read_text(**seen, chosen=theirs.id, by_id=scene.other_officer.id)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="A colleague put this response into another theme"):
        actions.read_text(**seen, chosen=third.id, by_id=scene.officer.id)  # type: ignore[arg-type]
    assert place_of(scene, waiting.text_id).theme_id == theirs.id


def test_the_queue_says_when_nothing_is_left(scene: Scene, officer: Visitor) -> None:
    texts = list(scene.held())
    actions.note_readings(
        scene.session,
        codebook=scene.codebook,
        texts=texts,
        by_id=scene.officer.id,
        way=ReadingWay.THEME,
        now=NOW,
    )
    officer.open(f"{board_of(scene)}/read")
    assert officer.says("There is nothing left to read")


def test_a_withdrawn_response_waits_for_nobody(scene: Scene) -> None:
    first = next_to_read(scene.session, scene.codebook)
    assert first is not None
    scene.session.get_one(Response, first.response.id).withdrawn_at = NOW
    scene.session.flush()
    then = next_to_read(scene.session, scene.codebook)
    assert then is not None
    assert then.text_id != first.text_id


def test_ticked_texts_count_as_read_and_a_whole_list_does_not(scene: Scene, officer: Visitor) -> None:
    theme, other = scene.themes[0], scene.themes[1]
    n = len(scene.texts_in(theme))
    officer.open(theme_page(scene, theme))
    officer.tick("Choose this text: 1")
    officer.press("They belong here")
    assert len(scene.session.scalars(select(Reading)).all()) == 1
    officer.tick(f"All {n} of this list")
    officer.select("Move them to", other.name)
    officer.press("Move them")
    assert officer.says(f"{n} responses were moved.")
    assert scene.texts_in(theme) == []
    assert len(scene.session.scalars(select(Reading)).all()) == 1


def test_all_of_a_narrowed_list_are_only_those(scene: Scene, officer: Visitor) -> None:
    theme = next(t for t in scene.themes if "crossing" in " ".join(t.keywords))
    other = next(t for t in scene.themes if t.id != theme.id)
    before = scene.texts_in(theme)
    officer.open(theme_page(scene, theme) + "?search=zebra")
    officer.tick("All 1 of this list")
    officer.select("Move them to", other.name)
    officer.press("Move them")
    assert officer.says("1 response was moved.")
    assert len(scene.texts_in(theme)) == len(before) - 1
    assert "search=zebra" in officer.page.address


def test_a_fault_keeps_the_ticks(scene: Scene, officer: Visitor) -> None:
    officer.open(theme_page(scene, scene.themes[0]))
    officer.tick("Choose this text: 2")
    officer.press("Move them", expect=409)
    assert [node.get("checked") is not None for node in officer.page.all("input") if node.get("name") == "text"][1]


def test_texts_are_narrowed_by_ward_channel_language_and_date_and_the_address_keeps_it(
    scene: Scene, officer: Visitor
) -> None:
    theme = scene.themes[0]
    first, second, third = [scene.session.get_one(Answer, text).response for text in scene.texts_in(theme)[:3]]
    first.channel, second.language = Channel.PAPER, "cy"
    third.received_on = third.received_on.replace(day=1)
    scene.session.flush()
    for asked, wanted in (
        ("channel=paper", first),
        ("language=cy", second),
        (f"until={third.received_on.isoformat()}", third),
    ):
        officer.open(f"{theme_page(scene, theme)}?{asked}&order=fitting")
        assert officer.says("1 text, the best fit first"), asked
        assert officer.says(wanted.answers[0].text)
    officer.open(theme_page(scene, theme) + "?ward=none&since=not-a-day&channel=pigeon")
    assert not officer.says("Nothing fits")


def test_a_theme_says_what_was_merged_into_it_also_by_way_of_others(scene: Scene, officer: Visitor) -> None:
    first, second, third = scene.themes[:3]
    first.minority = True
    scene.session.flush()
    for source, into in ((first, second), (second, third)):
        actions.merge_themes(
            scene.session,
            themes=[source],
            into=into,
            versions={source.id: source.version, into.id: into.version},
            reason="",
            by_id=scene.officer.id,
            now=NOW,
        )
    officer.open(theme_page(scene, third))
    assert officer.says("Merged from")
    assert officer.says(first.name)
    assert officer.says("Few people said this")
    officer.open(board_of(scene))
    assert officer.says(f"Holds what few people said: {first.name}")
    officer.open(theme_page(scene, first))
    assert officer.says("This theme was merged into another one")


def test_the_history_of_one_theme_is_shown_alone(scene: Scene, officer: Visitor) -> None:
    first, second = scene.themes[:2]
    for theme in (first, second):
        actions.rename_theme(
            scene.session, theme=theme, name=f"New {theme.id}", version=theme.version, by_id=scene.officer.id, now=NOW
        )
    officer.open(theme_page(scene, first))
    officer.follow("Everything that was done to this theme")
    assert officer.says(f"“New {first.id}”")
    assert not officer.says(f"“New {second.id}”")
    officer.follow("Show the whole history")
    assert officer.says(f"“New {second.id}”")


def test_the_queue_takes_the_same_number_of_queries_however_many_wait(
    scene: Scene, officer: Visitor, session: Session
) -> None:
    def count() -> int:
        seen: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
            seen.append(statement)

        connection = session.connection()
        event.listen(connection, "before_cursor_execute", note)
        officer.open(f"{board_of(scene)}/read")
        event.remove(connection, "before_cursor_execute", note)
        return len(seen)

    before = count()
    texts = list(scene.held())[:15]
    way = ReadingWay.THEME
    actions.note_readings(session, codebook=scene.codebook, texts=texts, by_id=scene.officer.id, way=way, now=NOW)
    assert count() == before
    assert session.get_one(Question, scene.codebook.question_id) is not None
