"""Themes of several questions that say the same: whoever says it is counted once, and the link can be undone."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from consult.accounts.rules import Role
from consult.analysis import actions
from consult.analysis.models import Theme
from consult.analysis.queries.linking import ended_links_of, links_of
from consult.consultations.models import Consultation, Question, QuestionWords
from consult.consultations.rules import QuestionKind
from consult.demo.makers.accounts import make_account
from consult.demo.makers.consultations import make_consultation
from consult.demo.makers.outcomes import make_findings
from consult.kernel.errors import Invalid, NotFound, Refused
from consult.kernel.freezing import from_json
from consult.outcomes.frozen import FindingsBody
from consult.responses.actions.submit import submit_response
from consult.responses.rules import Channel, GivenAnswer, Submitted
from tests.analysis.conftest import CLOSES_AT, NOW
from tests.visitor import Visitor

SAID = (("Buses are late", ""), ("", "More buses"), ("Buses!", "Buses, as I said"), ("Meals", "Homework"))


class Asked:
    """Two questions with a theme about buses each; one person said it to both."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.officer = make_account(session, role=Role.OFFICER, name="Ada Officer")
        self.consultation: Consultation = make_consultation(
            session, officer=self.officer, opens_at=CLOSES_AT - timedelta(days=50), closes_at=CLOSES_AT
        )
        words = [QuestionWords(language="en", prompt="What else?")]
        self.consultation.questions.append(Question(position=90, kind=QuestionKind.OPEN_TEXT, words=words))
        session.flush()
        self.first, self.second = self.consultation.questions[0], self.consultation.questions[-1]
        told = [self._send(number, said) for number, said in enumerate(SAID)]
        self.consultation.intake_complete_at = NOW - timedelta(hours=1)
        self.buses = self._theme(self.first, "Buses", [told[0][0], told[2][0]])
        self.more = self._theme(self.second, "More buses", [told[1][1], told[2][1]])
        self.meals = self._theme(self.first, "Meals", [told[3][0]])

    def _send(self, number: int, said: tuple[str, str]) -> dict[int, int]:
        answers = tuple(
            GivenAnswer(question_id=question.id, text=text)
            for question, text in zip((self.first, self.second), said, strict=True)
            if text
        )
        sent = Submitted(
            channel=Channel.EMAIL,
            submission_key=f"linking-{number}",
            group_id=None,
            answers=answers,
            received_on=CLOSES_AT.date(),
        )
        at = CLOSES_AT - timedelta(hours=3)
        response = submit_response(self.session, consultation=self.consultation, submitted=sent, received_at=at, now=at)
        place = {self.first.id: 0, self.second.id: 1}
        return {place[answer.question_id]: answer.id for answer in response.answers}

    def _theme(self, question: Question, name: str, texts: list[int]) -> Theme:
        book = actions.codebook_for(self.session, consultation=self.consultation, question=question)
        return actions.add_theme(self.session, codebook=book, name=name, texts=texts, by_id=self.officer.id, now=NOW)

    def link(self, *themes: Theme, name: str = "Better buses"):
        return actions.link_themes(
            self.session,
            consultation=self.consultation,
            themes=[theme.id for theme in themes],
            name=name,
            by_id=self.officer.id,
            now=NOW,
        )


@pytest.fixture
def asked(session: Session) -> Asked:
    return Asked(session)


def test_whoever_says_it_twice_is_counted_once(session: Session, asked: Asked) -> None:
    asked.link(asked.buses, asked.more)
    (found,) = links_of(session, asked.consultation.id)
    assert (found.n, found.base, found.n_late) == (3, 4, 0)  # two and two say it, one of them in both places
    assert [theme.name for theme in found.themes] == ["Buses", "More buses"]


def test_a_link_follows_a_theme_that_is_merged(session: Session, asked: Asked) -> None:
    asked.link(asked.buses, asked.more)
    versions = {asked.buses.id: asked.buses.version, asked.meals.id: asked.meals.version}
    actions.merge_themes(
        session, themes=[asked.buses], into=asked.meals, versions=versions, by_id=asked.officer.id, now=NOW
    )
    (found,) = links_of(session, asked.consultation.id)
    assert {theme.name for theme in found.themes} == {"Meals", "More buses"}
    assert found.n == 4


def test_a_link_is_undone_and_made_again(session: Session, asked: Asked) -> None:
    link = asked.link(asked.buses, asked.more)
    actions.end_link(session, link=link, by_id=asked.officer.id, now=NOW)
    assert links_of(session, asked.consultation.id) == []
    assert [each.id for each in ended_links_of(session, asked.consultation.id)] == [link.id]
    with pytest.raises(Refused, match="undone already"):
        actions.end_link(session, link=link, by_id=asked.officer.id, now=NOW)
    actions.link_again(session, link=link, by_id=asked.officer.id, now=NOW)
    (found,) = links_of(session, asked.consultation.id)
    assert found.n == 3


def test_a_theme_is_in_one_link_at_most(session: Session, asked: Asked) -> None:
    asked.link(asked.buses, asked.more)
    with session.begin_nested(), pytest.raises(Refused, match="linked already"):
        asked.link(asked.meals, asked.more, name="Another")


def test_themes_of_one_question_are_merged_and_not_linked(asked: Asked) -> None:
    with pytest.raises(Invalid, match="at least two questions"):
        asked.link(asked.buses, asked.meals)


def test_a_theme_of_elsewhere_cannot_be_linked(session: Session, asked: Asked) -> None:
    with pytest.raises(NotFound):
        actions.link_themes(
            session,
            consultation=asked.consultation,
            themes=[asked.buses.id, 999_999],
            name="Nowhere",
            by_id=asked.officer.id,
            now=NOW,
        )


def test_findings_count_people_once_and_leave_hidden_themes_out(session: Session, asked: Asked) -> None:
    asked.link(asked.buses, asked.more)
    for theme in (asked.buses, asked.more, asked.meals):
        versions = {theme.id: theme.version}
        actions.confirm_themes(session, codebook=theme.codebook, versions=versions, by_id=asked.officer.id, now=NOW)
    made = make_findings(session, consultation=asked.consultation, by_id=asked.officer.id, now=NOW)
    (shared,) = from_json(FindingsBody, made.body).shared
    assert (shared.name, shared.n, shared.base) == ("Better buses", 3, 4)
    assert set(shared.theme_ids) == {asked.buses.id, asked.more.id}
    reason, version = "It names a driver.", asked.more.version
    actions.hide_theme(session, theme=asked.more, reason=reason, version=version, by_id=asked.officer.id, now=NOW)
    made = make_findings(session, consultation=asked.consultation, by_id=asked.officer.id, now=NOW)
    assert from_json(FindingsBody, made.body).shared == ()


def test_an_officer_links_themes_and_undoes_it(session: Session, asked: Asked, visitor: Visitor) -> None:
    session.commit()
    board = f"/desk/consultations/{asked.consultation.id}/analysis/{asked.buses.codebook_id}"
    visitor.sign_in_as(asked.officer).open(board)
    visitor.follow("Who said what")
    visitor.follow("Across questions")
    page = visitor.press("Link them", expect=422)
    assert page.says("Choose at least two themes of different questions")
    visitor.choose("Buses (")
    visitor.choose("More buses (")
    visitor.fill("What they say, in a few words", "Better buses")
    page = visitor.press("Link them")
    assert page.says("Better buses")
    assert page.says("3 of 4 (75%)")
    page = visitor.open(board)
    assert page.says("“Better buses” across questions: 3 of 4 (75%), each person once")
    visitor.follow("“Better buses” across questions")
    page = visitor.press("Undo this link")
    assert page.says("The themes stay as they are")
    page = visitor.press("Link again")
    assert page.says("3 of 4 (75%)")
