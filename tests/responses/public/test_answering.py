"""What a resident sees and does, from the first page to the receipt."""

from datetime import timedelta

import pytest
from sqlalchemy import event, func, select

from consult.post.models import Mail
from consult.responses.actions.drafts import forget_old_drafts
from consult.responses.models import Answer, Comment, Draft, Response
from consult.responses.rules import Purpose, Timeliness
from tests.responses.public.asking import CLOSES, OPENS
from tests.responses.public.walking import (
    A_WHILE,
    CHECK,
    START,
    answer_all_on_one_page,
    begin,
    fill_required,
    reference_and_code,
    send,
)
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("asking")


def count(session, model):
    session.expire_all()
    return session.scalar(select(func.count()).select_from(model))


def test_one_thing_a_page_leads_to_a_receipt(visitor, clock, session, asking):
    begin(visitor, clock)
    visitor.choose("a parent or carer").press("Save and go on")
    visitor.choose("A school").press("Save and go on")
    assert visitor.page.errors == ["Enter the name of the school or organisation you are answering for"]
    visitor.fill("Name of the school", "Wharf Primary").press("Save and go on")
    visitor.select("Your ward", "Old Wharf").press("Save and go on")
    assert visitor.page.heading == "What do you think of the networks?"
    visitor.fill("What do you think", "Good 🏫 — ہم اس کے حق میں ہیں").press("Save and go on")
    visitor.choose("Agree").fill("Why do you say that?", "It works.").press("Save and go on")
    visitor.choose("Every term").press("Save and go on")
    visitor.tick("Heads").tick("Pupils").press("Save and go on")
    visitor.select("Inclusion", "1").select("Reading", "2").press("Save and go on")
    visitor.choose("No").press("Save and go on")
    visitor.choose("You can publish my words, but not who I am").press("Save and go on")
    visitor.choose("35 to 49").press("Save and go on")
    visitor.fill("Email address", "me@example.org").press("Save and go on")
    assert visitor.page.heading == "Check your answers"
    for words in ("A school: Wharf Primary", "Old Wharf", "ہم اس کے حق میں ہیں", "1. Inclusion", "35 to 49"):
        assert visitor.says(words)
    clock.advance(A_WHILE)
    visitor.press("Send your answers")
    assert visitor.page.heading == "We have your views"
    reference, code = reference_and_code(visitor)
    assert len(code.replace("-", "")) == 16
    stored = session.scalars(select(Response).where(Response.reference == reference)).one()
    assert (stored.organisation_name, stored.ward_id, stored.timeliness) == (
        "Wharf Primary",
        asking.ward.id,
        Timeliness.IN_TIME,
    )
    ranking = next(answer for answer in stored.answers if answer.question_id == asking.questions[4].id)
    assert [pick.choice_id for pick in ranking.picks] == [asking.choices(5)[2], asking.choices(5)[0]]
    assert "secret code" in session.scalars(select(Mail.text_body)).one()
    assert code not in session.scalars(select(Mail.text_body)).one()


def test_all_on_one_page_tells_everything_that_is_missing_at_once(visitor, clock):
    begin(visitor, clock, "All questions on one page")
    visitor.fill("Email address", "nobody").press("Save and check your answers")
    assert visitor.page.errors == [
        "Select who you are answering as",
        "Select who you are answering for",
        "Enter your answer",
        "Select how the council may publish what you say",
        "Enter an email address in the correct format, such as name@example.com",
    ]
    fill_required(visitor).fill("Email address", "").press("Save and check your answers")
    assert visitor.page.heading == "Check your answers"


def test_nothing_can_be_sent_while_something_is_missing_and_the_page_says_what(visitor, clock, session):
    begin(visitor, clock)
    visitor.open(CHECK)
    assert "Are you answering as …: Select who you are answering as" in visitor.page.errors
    assert "Send your answers" not in visitor.page.buttons
    key = session.scalars(select(Draft.submission_key)).one()
    visitor.post(CHECK, {"submission_key": key})
    assert visitor.page.heading == "Check your answers"
    assert count(session, Response) == 0


def test_two_places_in_a_ranking_cannot_be_the_same(visitor, clock):
    begin(visitor, clock)
    visitor.open(f"{START}/question-5")
    visitor.select("Reading", "1").select("Inclusion", "1").press("Save and go on")
    assert visitor.page.errors == ["Give each place to one thing only"]


def test_changing_one_answer_leads_back_to_the_page_where_answers_are_checked(visitor, clock):
    begin(visitor, clock)
    visitor.open(CHECK)
    visitor.follow("Change Answering as")
    visitor.choose("a teacher").press("Save and go on")
    assert visitor.page.heading == "Check your answers"
    assert visitor.says("a teacher")


def test_a_double_click_gives_one_response_and_the_same_receipt(visitor, clock, session):
    answer_all_on_one_page(visitor, clock)
    checked = visitor.page
    form = {node.get("name"): node.get("value", "") for node in checked.all("input") if node.get("name")}
    visitor.press("Send your answers")
    first = reference_and_code(visitor)
    visitor.post(CHECK, form)
    assert reference_and_code(visitor) == first
    assert count(session, Response) == 1


def test_the_back_button_and_a_second_tab_lead_to_the_same_response(app, visitor, clock, session):
    answer_all_on_one_page(visitor, clock)
    key = next(node.get("value") for node in visitor.page.all("input") if node.get("name") == "submission_key")
    visitor.press("Send your answers")
    first = reference_and_code(visitor)
    page = visitor.open(CHECK)
    assert page.heading == "You have sent these answers already"
    visitor.post(f"{START}/question-1", {f"q{_first_question(session)}": "One more word"}, expect=409)
    assert visitor.says("One more word")
    elsewhere = Visitor(app)
    elsewhere.post(CHECK, {"submission_key": key})
    assert reference_and_code(elsewhere) == first
    assert count(session, Response) == 1


def _first_question(session):
    return session.scalars(select(Answer.question_id)).first()


def test_at_the_closing_minute_it_is_still_in_time(visitor, clock, session):
    clock.move_to(CLOSES - timedelta(minutes=5))
    answer_all_on_one_page(visitor, clock)
    clock.move_to(CLOSES + timedelta(seconds=59))
    visitor.press("Send your answers")
    assert visitor.page.heading == "We have your views"
    assert session.scalars(select(Response.timeliness)).one() is Timeliness.IN_TIME


def test_someone_who_had_begun_can_send_within_the_stated_grace(visitor, clock, session):
    clock.move_to(CLOSES - timedelta(minutes=5))
    answer_all_on_one_page(visitor, clock)
    clock.move_to(CLOSES + timedelta(minutes=10))
    visitor.open(CHECK)
    assert visitor.says("you can still send your answers for 10 minutes after closing")
    clock.advance(A_WHILE)
    visitor.press("Send your answers")
    assert session.scalars(select(Response.timeliness)).one() is Timeliness.IN_GRACE


def test_closing_in_the_middle_of_typing_loses_no_word(visitor, clock, session):
    clock.move_to(CLOSES - timedelta(minutes=30))
    begin(visitor, clock)
    visitor.choose("a parent or carer").press("Save and go on")
    visitor.open(f"{START}/question-1")
    visitor.fill("What do you think", "My long and careful words")
    clock.move_to(CLOSES + timedelta(minutes=30))
    visitor.press("Save and go on", expect=409)
    assert visitor.page.heading == "This consultation has closed"
    for words in ("It closed on Friday 27 March 2026 at 5 pm", "My long and careful words", "a parent or carer"):
        assert visitor.says(words)
    visitor.open(CHECK)
    assert visitor.says("a parent or carer")
    assert count(session, Response) == 0


def test_pressing_send_too_late_keeps_the_words_on_the_page(visitor, clock, session):
    answer_all_on_one_page(visitor, clock, words="Words that came too late")
    clock.move_to(CLOSES + timedelta(hours=2))
    visitor.press("Send your answers", expect=409)
    assert visitor.says("Words that came too late")
    assert count(session, Response) == 0


def test_before_the_opening_people_are_told_when_to_come_back(visitor, clock):
    clock.move_to(OPENS - timedelta(days=1))
    visitor.open(START)
    assert visitor.says("It is planned to open on Monday 23 February 2026 at 9 am")


def test_after_closing_the_start_says_so(visitor, clock):
    clock.move_to(CLOSES + timedelta(days=1))
    assert visitor.open(START).heading == "This consultation has closed"


def test_a_consultation_nobody_approved_is_not_found(visitor, session, asking):
    asking.consultation.approved_at = None
    session.commit()
    visitor.open(START, expect=404)
    visitor.open("/consultations/nowhere/respond", expect=404)


def test_a_draft_comes_back_on_another_device_with_its_code(app, visitor, clock):
    begin(visitor, clock)
    visitor.open(f"{START}/question-1")
    visitor.fill("What do you think", "Half a thou").press("Save and come back later")
    code = "".join(visitor.page.first("strong").itertext())
    clock.advance(days=5)
    phone = Visitor(app)
    phone.open(f"{START}/carry-on")
    phone.fill("Your code", "0000 0000 0000 0000").press("Carry on", expect=422)
    assert phone.page.errors == ["We cannot find anything saved with this code. Check it, then try again"]
    phone.fill("Your code", code.lower().replace("-", " ")).press("Carry on")
    assert phone.says("Half a thou")
    visitor.open(CHECK)
    assert visitor.says("Half a thou")


def test_a_draft_survives_a_lost_signal_because_every_step_is_kept(visitor, clock):
    begin(visitor, clock)
    visitor.open(f"{START}/question-1")
    visitor.fill("What do you think", "Kept").press("Save and go on")
    clock.advance(days=2)
    page = visitor.open(f"{START}/question-1")
    assert any("Kept" in "".join(node.itertext()) for node in page.all("textarea"))


def test_a_browser_without_its_draft_begins_again_and_keeps_what_was_just_typed(app, asking, visitor, clock):
    begin(visitor, clock)
    elsewhere = Visitor(app)
    assert elsewhere.open(f"{START}/question-1").heading.startswith("Give your views")
    page = elsewhere.post(f"{START}/question-1", {f"q{asking.questions[0].id}": "Half an hour of thought"}, expect=409)
    assert page.says("Half an hour of thought")


def test_a_draft_is_forgotten_after_thirty_days(visitor, clock, session):
    clock.move_to(OPENS)
    begin(visitor, clock)
    clock.advance(days=31)
    assert visitor.open(f"{START}/question-1").heading.startswith("Give your views")
    assert forget_old_drafts(session, now=clock.now()) == 1
    assert count(session, Draft) == 0


def test_an_answer_of_200000_characters_is_refused_and_kept(visitor, clock, session):
    begin(visitor, clock)
    visitor.open(f"{START}/question-1")
    visitor.fill("What do you think", "é" * 200_000).press("Save and go on")
    assert visitor.page.errors == ["Use 50,000 characters or fewer. You have 150,000 too many"]
    kept = "".join(visitor.page.first("textarea").itertext())
    assert kept.strip() == "é" * 200_000
    visitor.open(CHECK)
    assert "Send your answers" not in visitor.page.buttons


def test_null_characters_are_taken_out(visitor, clock, session):
    answer_all_on_one_page(visitor, clock, words="Be\x00fore")
    visitor.press("Send your answers")
    assert session.scalars(select(Answer.text)).one() == "Before"


def test_a_program_that_fills_everything_in_is_asked_again_and_a_person_gets_through(visitor, clock, session):
    visitor.open(START)
    visitor.choose("All questions on one page").press("Start")
    assert visitor.says("That was very quick, so we ask again")
    visitor.press("Start")
    fill_required(visitor).press("Save and check your answers")
    visitor.press("Send your answers")
    assert visitor.says("That was very quick, so we ask again")
    assert count(session, Response) == 0
    visitor.press("Send your answers")
    assert visitor.page.heading == "We have your views"


def test_a_filled_bait_is_asked_again(visitor, clock, session):
    answer_all_on_one_page(visitor, clock)
    visitor.fill("Leave this empty", "https://spam.example").press("Send your answers")
    assert visitor.says("so we ask again")
    assert count(session, Response) == 0


def test_the_receipt_can_be_kept_as_a_file_and_is_gone_after_half_an_hour(visitor, clock):
    reference, code = send(visitor, clock)
    text = visitor.client.get(f"{START}/receipt.txt")
    assert text.headers["Content-Type"] == "text/plain; charset=utf-8"
    for words in (reference, code, "A good idea."):
        assert words in text.get_data(as_text=True)
    page = visitor.client.get(f"{START}/receipt.html")
    assert "attachment" in page.headers["Content-Disposition"]
    assert reference in page.get_data(as_text=True)
    assert "no-store" in page.headers["Cache-Control"]
    assert reference not in visitor.page.address
    clock.advance(minutes=31)
    assert visitor.open(f"{START}/receipt").heading == "This receipt is no longer shown here"
    visitor.open(f"{START}/receipt.txt", expect=404)


def test_the_next_person_at_a_shared_computer_sees_nothing(visitor, clock):
    reference, _ = send(visitor, clock)
    visitor.press("Clear this computer")
    assert visitor.open(f"{START}/receipt").heading == "This receipt is no longer shown here"
    visitor.open(CHECK)
    assert visitor.page.heading.startswith("Give your views")
    assert not visitor.says(reference)


def test_a_comment_on_a_paragraph_is_sent_with_the_answers(visitor, clock, session, asking):
    visitor.open("/consultations/networks/document")
    assert visitor.says("Half of our schools have not been inspected for five years.")
    visitor.follow("Comment on this paragraph 1.1")
    visitor.press("Save the comment", expect=422)
    assert visitor.page.errors == ["Select what your comment is about", "Enter your comment"]
    visitor.choose("I am worried about this").fill("Your comment", "Which half?").press("Save the comment")
    assert visitor.says("You have commented on 1 paragraph. It is not sent yet.")
    visitor.follow("Comment on this paragraph 1.2")
    visitor.choose("There is a mistake here").fill("Your comment", "Gone again").press("Save the comment")
    visitor.follow("Comment on this paragraph 1.2")
    visitor.press("Remove the comment")
    assert not visitor.says("2 paragraphs")
    answer_all_on_one_page(visitor, clock)
    assert visitor.says("Your comment on paragraph 1.1")
    visitor.press("Send your answers")
    stored = session.scalars(select(Comment)).one()
    assert (stored.text, stored.purpose) == ("Which half?", Purpose.CONCERN)
    assert stored.paragraph_id == next(each.id for each in asking.version.paragraphs if each.number == "1.1")


def test_a_paragraph_that_is_not_there_is_not_found(visitor):
    visitor.open("/consultations/networks/document/pnothinghere", expect=404)


def test_after_closing_the_document_can_be_read_and_not_commented(visitor, clock):
    clock.move_to(CLOSES + timedelta(days=3))
    visitor.open("/consultations/networks/document")
    assert "Comment on this paragraph 1.1" not in visitor.page.links


def test_pages_take_a_constant_number_of_queries_and_reading_writes_nothing(visitor, clock, session):
    begin(visitor, clock)
    statements = []
    event.listen(session.connection(), "before_cursor_execute", lambda *args: statements.append(args[2]))
    for address, most in (("/consultations/networks/document", 14), (f"{START}/all", 11), (START, 11)):
        statements.clear()
        visitor.client.get(address)
        reads = [each for each in statements if each.startswith("SELECT")]
        assert len(reads) <= most
        assert not [each for each in statements if each.startswith(("INSERT", "UPDATE", "DELETE"))]


@pytest.mark.parametrize("address", [START, f"{START}/you", f"{START}/question-1", CHECK])
def test_pages_for_answering_weigh_little(visitor, clock, address):
    begin(visitor, clock)
    page = visitor.client.get(address, follow_redirects=True)
    assert len(page.get_data()) < 30_000
