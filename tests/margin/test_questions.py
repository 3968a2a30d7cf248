"""The list of unanswered questions, the other forms of a document, and where comments gather."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from consult.demo.makers.word import drawing, related, said, word_file
from consult.documents.models import Alternative, Term
from consult.kernel.errors import Invalid
from consult.margin.actions.silences import list_silence
from consult.margin.audio import kind_of_audio
from consult.margin.models import Silence
from consult.margin.rules import SilenceKind, SilenceWords
from consult.responses.actions.beside import show_comments
from consult.responses.rules import Purpose
from tests.documents.files import png
from tests.margin.scene import AFTER, WHILE_OPEN

LIST = "/consultations/helping/unanswered-questions"
MP3 = b"ID3\x03\x00\x00\x00\x00\x00\x00" + bytes(400)


def listed(scene, *, due_on=date(2026, 4, 1), comment_ids=(), key="one"):
    words = SilenceWords(
        kind=SilenceKind.QUESTION, asked="Which half of the schools?", owner="School improvement team", due_on=due_on
    )
    return list_silence(
        scene.session,
        consultation=scene.consultation,
        words=words,
        paragraph=scene.paragraph("1.1"),
        comment_ids=comment_ids,
        submission_key=key,
        by_id=scene.officer.id,
        now=AFTER,
    )


def test_an_officer_puts_questions_on_the_list_and_answers_them_with_the_words_of_the_document(scene, visitor):
    scene.comment("1.1", "Which half?", Purpose.QUESTION)
    scene.comment("1.1", "Which schools do you mean?", Purpose.QUESTION)
    scene.comment("1.2", "I like it.", Purpose.SUPPORT)
    scene.session.commit()
    visitor.sign_in_as(scene.officer)
    visitor.open(scene.desk)
    visitor.follow("Unanswered questions")
    assert not visitor.says("I like it.")
    visitor.follow("On paragraph 1.1: A question")
    visitor.fill("What is asked", "").press("Put it on the list", expect=422)
    assert visitor.page.errors == ["Enter what is asked", "Enter who owes the answer"]
    visitor.fill("What is asked", "Which half of the schools?").fill("Who owes the answer?", "Improvement team")
    visitor.choose("Which schools do you mean?").press("Put it on the list")
    assert visitor.says("No comment waits.")
    page = visitor.open(LIST)
    assert page.says("1 answer is owed. 0 are given.")
    assert page.says("2 comments asked this")
    visitor.open(f"{scene.desk}/questions")
    visitor.follow("Answer it: Which half of the schools?")
    visitor.fill("Answer", "Those in the north.").fill("Paragraph whose words answer it", "8.8")
    visitor.press("Publish the answer", expect=422)
    assert visitor.page.errors == [
        "No paragraph has this number. Look at the document, then enter a number such as 2.3."
    ]
    visitor.fill("Paragraph whose words answer it", "1.2").press("Publish the answer")
    page = visitor.open(LIST)
    assert page.says("0 answers are owed. 1 is given.")
    assert page.says("Those in the north.")
    visitor.follow("Read the words that answer it: paragraph 1.2")
    assert visitor.says("Fewer pupils come to our schools each year")


def test_an_answer_that_is_late_is_called_overdue(scene, visitor):
    listed(scene, due_on=(AFTER - timedelta(days=1)).date())
    scene.session.commit()
    assert visitor.open(LIST).says("Overdue.")


def test_the_same_form_twice_lists_one_question(scene):
    comment = scene.comment("1.1", "Which half?", Purpose.QUESTION)
    assert listed(scene, comment_ids=[comment.id]) is listed(scene, comment_ids=[comment.id])
    assert len(scene.session.scalars(select(Silence)).all()) == 1


def test_a_comment_stands_behind_one_question_only(scene):
    comment = scene.comment("1.1", "Which half?", Purpose.QUESTION)
    first = listed(scene, comment_ids=[comment.id])
    second = listed(scene, comment_ids=[comment.id], key="two")
    assert [len(first.comments), len(second.comments)] == [1, 0]


def test_an_answer_about_a_word_goes_into_the_words_explained(scene, visitor):
    silence = listed(scene)
    scene.session.commit()
    visitor.sign_in_as(scene.officer)
    visitor.open(f"{scene.desk}/questions/{silence.id}")
    visitor.fill("Answer", "Schools near each other.").fill("Word that this explains", "Locality network")
    visitor.press("Publish the answer")
    assert [term.word for term in scene.session.scalars(select(Term))] == ["Locality network"]
    assert visitor.open("/consultations/helping/document").says("What does “Locality network” mean?")


def test_an_easy_read_says_which_version_it_follows_and_warns_when_it_is_behind(scene, visitor, clock):
    visitor.sign_in_as(scene.officer)
    visitor.open(f"{scene.desk}/forms")
    visitor.press("Publish it", expect=422)
    assert visitor.page.errors == ["Select which form it is"]
    visitor.choose("Easy read").select("Language", "English")
    visitor.select("Which version of the document does it follow?", "Version 1")
    visitor.fill("Or paste its words here", "## In short\n\nSchools help schools.").press("Publish it")
    visitor.open("/consultations/helping/document")
    visitor.follow("Easy read")
    assert visitor.says("This follows version 1 of the document, the newest one.")
    assert visitor.says("Schools help schools.")
    scene.redraft()
    scene.session.commit()
    visitor.open("/consultations/helping/document/in/easy_read/en")
    assert visitor.says("The document has changed since. What you read here follows version 1.")


def test_urdu_reads_from_right_to_left_and_leads_into_the_same_consultation(scene, visitor, clock):
    clock.move_to(WHILE_OPEN)
    visitor.sign_in_as(scene.officer, at=WHILE_OPEN)
    visitor.open(f"{scene.desk}/forms")
    visitor.choose("In another language").select("Language", "اردو")
    visitor.select("Which version of the document does it follow?", "Version 1")
    words = "# اسکول\n\nاسکول ایک دوسرے کی مدد کرتے ہیں۔"
    visitor.fill("Or paste its words here", words).press("Publish it")
    page = visitor.open("/consultations/helping/document/in/translation/ur")
    assert page.heading == "اسکول"
    assert [(node.get("lang"), node.get("dir")) for node in page.all("h1")] == [("ur", "auto")]
    assert page.links["Give your views"] == "/consultations/helping/respond"


def test_a_recording_is_published_with_its_words(scene, visitor):
    visitor.sign_in_as(scene.officer)
    visitor.open(f"{scene.desk}/forms")
    visitor.choose("To listen to").select("Language", "English")
    visitor.select("Which version of the document does it follow?", "Version 1")
    visitor.fill("Or paste its words here", "Schools help schools.").press("Publish it", expect=422)
    assert visitor.page.errors == ["Upload the recording. The words below it are for those who cannot hear it."]
    visitor.upload("Recording", "short.mp3", MP3).press("Publish it")
    assert len(scene.session.scalars(select(Alternative)).all()) == 1
    visitor.open("/consultations/helping/document/in/audio/en")
    answer = visitor.client.get("/consultations/helping/document/in/audio/en/recording", headers={"Range": "bytes=0-2"})
    assert (answer.status_code, answer.data, answer.mimetype) == (206, b"ID3", "audio/mpeg")


@pytest.mark.parametrize("data", [b"", b"<html><script>", b"MZ\x90", b"%PDF-1.4"])
def test_what_is_no_recording_is_refused(data):
    with pytest.raises(Invalid, match="not a recording"):
        kind_of_audio(data)


def test_everyone_sees_where_comments_gather_only_while_comments_are_shown(scene, visitor):
    scene.comment("1.1", "One"), scene.comment("1.1", "Two", Purpose.QUESTION), scene.comment("2.1", "Three")
    scene.session.commit()
    heat = "/consultations/helping/document/where-comments-gather"
    visitor.open(heat, expect=404)
    show_comments(scene.session, consultation=scene.consultation, are_shown=True, by_id=scene.officer.id, now=AFTER)
    scene.session.commit()
    page = visitor.open(heat)
    assert page.says("Paragraph 1.1 has the most comments: 2.")
    assert page.links["1.1"] == f"/consultations/helping/document#{scene.paragraph('1.1').identity}"
    assert not page.says("Parent")
    visitor.sign_in_as(scene.officer)
    assert visitor.open(f"{scene.desk}/heat").says("By who commented")


@pytest.mark.parametrize(("described", "status"), [("", 422), ("A child and a book", 200)])
def test_pictures_of_an_easy_read_are_shown_and_each_is_described(scene, visitor, described, status):
    content = word_file(
        said("Schools help schools.") + drawing(described=described),
        word__media__book_png=png(),
        **related(pic1="media/book.png"),
    )
    visitor.sign_in_as(scene.officer).open(f"{scene.desk}/forms")
    visitor.choose("Easy read").select("Language", "English")
    visitor.select("Which version of the document does it follow?", "Version 1")
    page = visitor.upload("Upload its words", "easy.docx", content).press("Publish it", expect=status)
    if status == 422:
        assert page.says("Picture 1 has no description.")
        return
    page = visitor.open("/consultations/helping/document/in/easy_read/en")
    (shown,) = page.all("img")
    assert shown.get("alt") == described
    assert visitor.app.test_client().get(shown.get("src")).content_type == "image/png"
