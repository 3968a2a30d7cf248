"""The responses in people's own words: only what was screened and allowed, and nothing that singles anyone out."""

import csv
import io
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from consult.demo.makers.outcomes import make_findings
from consult.kernel.errors import Refused
from consult.outcomes.placing import NOT_SAID, place
from consult.outcomes.suppression import SMALLEST_SHOWN
from consult.places.models import District, Ward
from consult.responses.actions.publishing import show_responses
from consult.responses.actions.screening import ScreeningChoice, screen_again, screen_text
from consult.responses.models import ScreenedText
from consult.responses.rules import PublishAs, Screening
from consult.storage.search import SearchEntry
from tests.frontdoor.test_follow import count_queries
from tests.outcomes.scene import CLOSED, NOW, Scene

ADDRESS = "/consultations/schools/responses"
JUNE, MAY = date(2026, 6, 1), date(2026, 5, 1)


@pytest.fixture
def ward(scene: Scene) -> Ward:
    district = District(code="E07000001", name="North")
    ward = Ward(code="E05000001", name="Mill Hill", population=9000, district=district)
    scene.session.add_all([district, ward])
    scene.session.flush()
    return ward


@pytest.fixture
def published(scene: Scene, ward: Ward) -> Scene:
    """Two groups that may be named, one that may not; twelve parents of one ward; all of June, one of May."""
    make_findings(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=NOW)
    buses = scene.themes[0]
    for number in range(12):
        scene.screen(scene.said(buses, text=f"The bus is late, says parent {number}.", ward_id=ward.id))
    scene.screen(scene.said(buses, group="Governors", text="We governors want heating.", ward_id=ward.id))
    scene.screen(scene.said(buses, group="Pupils", text="Pupils like cycling.", ward_id=ward.id))
    early = {"received_on": date(2026, 5, 20), "received_at": CLOSED - timedelta(days=23)}
    scene.screen(scene.said(buses, text="An early word about swimming.", **early))
    show_responses(scene.session, consultation=scene.consultation, are_shown=True, by_id=scene.officer.id, now=NOW)
    scene.session.commit()
    return scene


@pytest.fixture(autouse=True)
def _now(clock):
    clock.move_to(NOW)


def told(page):
    return {"parent": page.body.count("says parent"), "governor": page.says("We governors want heating.")}


def test_everyone_reads_and_searches_the_screened_words(published, visitor):
    page = visitor.open(ADDRESS)
    assert page.says("15 texts")
    found = visitor.open(f"{ADDRESS}?words=cycling")
    assert found.says("1 text")
    assert found.says("Pupils like cycling.")


def test_words_that_no_query_language_should_see_find_nothing_and_break_nothing(published, visitor):
    for words in ('"', "* OR 1", "bus) (", "%00", "a:b & !c", "ü" * 500):
        visitor.open(f"{ADDRESS}?words={words}")


def test_nothing_is_public_before_an_officer_publishes_it(scene, visitor):
    scene.screen(scene.said(scene.themes[0], text="Not yet."))
    scene.session.commit()
    visitor.open(ADDRESS, expect=404)
    visitor.open(f"{ADDRESS}.csv", expect=404)
    assert not scene.session.scalar(select(func.count()).select_from(SearchEntry))


def test_a_text_that_was_not_screened_not_allowed_or_refused_is_nowhere(published, visitor):
    theme = published.themes[0]
    unseen = published.said(theme, text="Nobody has read this zebra.")
    kept_back = published.screen(published.said(theme, text="Not for print zebra.", publish_as=PublishAs.NOT_PUBLISHED))
    refused = published.screen(published.said(theme, text="A cruel zebra."), screening=Screening.REFUSED)
    refused.public_text = ""
    published.session.commit()
    assert unseen.id
    assert kept_back.id
    page = visitor.open(f"{ADDRESS}?words=zebra")
    assert page.says("No text fits")
    assert "zebra" not in visitor.client.get(f"{ADDRESS}.csv").text


def test_what_is_screened_later_is_added_and_what_is_taken_up_again_is_gone_at_once(published, visitor):
    response = published.said(published.themes[0], text="A late walrus.")
    waiting = published.screen(response, screening=Screening.WAITING)
    waiting.public_text = ""
    by = {"account_id": published.officer.id, "now": NOW}
    screen_text(published.session, screened=waiting, choice=ScreeningChoice(is_public=True), **by)
    published.session.commit()
    assert visitor.open(f"{ADDRESS}?words=walrus").says("A late walrus.")
    screen_again(published.session, screened=waiting, **by)
    published.session.commit()
    assert visitor.open(f"{ADDRESS}?words=walrus").says("No text fits")
    left = select(func.count()).select_from(SearchEntry).where(SearchEntry.body.contains("walrus"))
    assert not published.session.scalar(left)


def test_whatever_way_a_text_goes_its_words_leave_the_index(published):
    session = published.session
    count = select(func.count()).select_from(SearchEntry)
    assert session.scalar(count) == 15
    one = session.scalars(select(ScreenedText.id)).first()
    session.execute(text("DELETE FROM screened_texts WHERE id = :id"), {"id": one})
    assert session.scalar(count) == 14
    session.execute(text("DELETE FROM responses"))
    assert session.scalar(count) == 0


def test_taking_them_off_leaves_no_word_in_the_index(published, visitor):
    by = {"by_id": published.officer.id, "now": NOW}
    show_responses(published.session, consultation=published.consultation, are_shown=False, **by)
    published.session.commit()
    visitor.open(ADDRESS, expect=404)
    assert not published.session.scalar(select(func.count()).select_from(SearchEntry))


def test_what_people_were_told_is_not_published_cannot_be(scene):
    scene.consultation.publishes_responses = False
    with pytest.raises(Refused):
        show_responses(scene.session, consultation=scene.consultation, are_shown=True, by_id=scene.officer.id, now=NOW)


def test_a_group_under_ten_is_neither_told_nor_offered(published, visitor):
    page = visitor.open(f"{ADDRESS}?words=heating")
    assert page.says("We governors want heating.")
    groups = [option for option in page.all("option") if "Governors" in "".join(option.itertext())]
    assert not groups
    governors = published.groups["Governors"].id
    assert visitor.open(f"{ADDRESS}?group={governors}").says("15 texts"), "what is not offered asks for nothing"


def test_a_ward_is_told_only_beside_ten_of_a_group(published, visitor, ward):
    page = visitor.open(f"{ADDRESS}?ward={ward.id}")
    assert page.says("12 texts"), "one pupil of the ward would be found, so no filter tells of them"
    assert not page.says("Pupils like cycling.")


def test_a_month_in_which_one_person_wrote_is_not_offered(published, visitor):
    page = visitor.open(ADDRESS)
    assert page.says("June 2026")
    assert not page.says("May 2026")
    assert visitor.open(f"{ADDRESS}?words=swimming").says("An early word about swimming.")


def test_main_points_lead_on_once_they_are_public(published, visitor):
    page = visitor.open(f"{ADDRESS}?words=cycling")
    visitor.follow("Buses")
    assert visitor.page.says("15 texts")
    assert page.says("Main points:")


def test_main_points_are_not_told_before_the_council_publishes_them(scene, visitor):
    scene.screen(scene.said(scene.themes[0], text="The bus is late."))
    show_responses(scene.session, consultation=scene.consultation, are_shown=True, by_id=scene.officer.id, now=NOW)
    scene.session.commit()
    assert not visitor.open(ADDRESS).says("Main points:")


def test_one_response_is_told_by_its_public_number(published, visitor):
    visitor.open(f"{ADDRESS}?words=cycling")
    link = next(words for words in visitor.page.links if words.startswith("Response P"))
    assert visitor.follow(link).says("Pupils like cycling.")
    visitor.open(f"{ADDRESS}/nobody", expect=404)


def test_the_spreadsheet_says_what_the_page_says(published, visitor):
    rows = list(csv.DictReader(io.StringIO(visitor.client.get(f"{ADDRESS}.csv").text.lstrip("\ufeff"))))
    assert len(rows) == 15
    by_text = {row["text"]: row for row in rows}
    assert by_text["We governors want heating."]["stakeholder_group"] == ""
    assert by_text["Pupils like cycling."]["ward"] == ""
    assert Counter(row["ward"] for row in rows)["Mill Hill"] == 12


def test_an_officer_publishes_them_with_one_press_and_takes_them_off_again(scene, visitor):
    scene.screen(scene.said(scene.themes[0], text="The bus is late."))
    scene.session.commit()
    here = f"/desk/consultations/{scene.consultation.id}/published-responses"
    visitor.sign_in_as(scene.officer, at=NOW).open(here)
    assert visitor.press("Publish them").says("Everyone can read and search them now.")
    assert visitor.follow("Read them as everyone does").says("The bus is late.")
    visitor.open(here)
    visitor.press("Take them off again")
    visitor.open(ADDRESS, expect=404)


def test_a_page_takes_the_same_number_of_queries_however_many_texts(published, visitor, connection):
    def look():
        return count_queries(connection, lambda: visitor.open(f"{ADDRESS}?words=bus"))

    look()
    few = look()
    for number in range(30):
        published.screen(published.said(published.themes[0], text=f"The bus again, {number}."))
    published.session.commit()
    assert look() == few


CELLS = st.dictionaries(
    st.tuples(st.integers(0, 3), st.integers(0, 4), st.sampled_from([MAY, JUNE])), st.integers(1, 40), min_size=1
)


@given(CELLS)
def test_whatever_is_told_of_somebody_at_least_ten_share_it(counts):
    places = place(counts)
    sharing = Counter()
    for cell, n in counts.items():
        sharing[places.shown[cell]] += n
    for told_here, n in sharing.items():
        if any(each is not None for each in told_here):
            assert n >= SMALLEST_SHOWN


@given(CELLS, st.integers(1, 3), st.integers(1, 4))
def test_no_filter_finds_somebody_whom_the_page_does_not_place(counts, group, ward):
    places = place(counts)
    for cell in places.cells(group=group, ward=ward, month=JUNE):
        assert places.shown[cell] == (group, ward, JUNE)
    assert all(cell[0] != NOT_SAID for cell in places.cells(group=group, ward=None, month=None))
