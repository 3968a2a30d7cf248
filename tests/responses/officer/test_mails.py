"""A mail is put in, its parts are sent where they belong, and the response goes through the same door."""

from email.message import EmailMessage

import pytest
from sqlalchemy import func, select

from consult.accounts.rules import Role
from consult.demo.makers.accounts import make_account
from consult.files.models import StoredFile
from consult.kernel.errors import Invalid
from consult.responses.actions.erasing import Places, erase_words
from consult.responses.actions.sources import forget_emptied
from consult.responses.letters import BlockKind, Letter, blocks_of, read_mail
from consult.responses.models import MailAttachment, ReceivedMail, Response, ResponseContact
from consult.responses.rules import Channel, Timeliness
from tests.responses.public.asking import OPENS

BODY = """Dear council,

The networks will help small schools.

Paragraph 1.1 is hard to follow.

Kind regards
Pat Ali

On Tue, 3 March 2026, Ambleford Council wrote:

> Tell us what you think."""


def eml(
    *, body: str = BODY, date: str = "Thu, 05 Mar 2026 21:30:00 -0400", files: int = 1, received: str = ""
) -> bytes:
    message = EmailMessage()
    if received:
        message["Received"] = f"from mx.example by mail.ambleford.example; {received}"
    message["From"], message["Subject"], message["Date"] = "Pat Ali <pat@example.org>", "Networks", date
    message.set_content(body)
    for number in range(files):
        message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename=f"letter{number + 1}.pdf")
    return message.as_bytes()


@pytest.fixture
def desk(visitor, session, asking, clock):
    clock.move_to(OPENS.replace(month=3, day=9))
    officer = make_account(session, role=Role.OFFICER)
    session.commit()
    return visitor.sign_in_as(officer)


def place(asking, more=""):
    return f"/desk/consultations/{asking.consultation.id}/responses{more}"


def put_in(desk, asking, data):
    desk.open(place(asking, "/mails"))
    return desk.upload("Mail as a file", "mail.eml", data).press("Put this mail in")


def read(data):
    return Letter.told(read_mail(data))


def test_the_council_s_own_stamp_says_when_it_came_and_the_writer_s_clock_only_without_it():
    assert read(eml()).received_on.isoformat() == "2026-03-06"  # half past one at night in London
    stamped = read(eml(received="Fri, 06 Mar 2026 23:59:00 +0000"))
    assert stamped.received_on.isoformat() == "2026-03-06"
    assert read(eml(date="nonsense")).received_on is None
    pasted = read(b"From: Jo <jo@example.org>\nSent: 5 March 2026 10:15\nSubject: Hi\n\nWords, caf\xc3\xa9")
    assert (pasted.received_on.isoformat(), pasted.body) == ("2026-03-05", "Words, café")
    assert read(b"Only words\n\nand more").body == "Only words\n\nand more"


def test_a_page_as_a_mail_is_read_as_words_and_odd_mails_are_told():
    page = b"From: a@example.org\nContent-Type: text/html; charset=x-none\n\n<style>b</style><p>One</p><ul><li>two</ul>"
    assert read(page).body == "One\n\ntwo"
    with pytest.raises(Invalid, match=r"\.msg"):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    with pytest.raises(Invalid, match="More than 20 files"):
        read(eml(files=21))


def test_what_was_quoted_greeted_or_signed_is_not_taken_for_what_was_said():
    kinds = [block.kind for block in blocks_of(BODY)]
    said = BlockKind.SAID
    assert kinds == [BlockKind.GREETED, said, said, BlockKind.SIGNED, BlockKind.QUOTED, BlockKind.QUOTED]
    below = blocks_of("> Tell us.\n\nI like it.")
    assert [block.kind for block in below] == [BlockKind.QUOTED, said]


def test_a_mail_becomes_a_response_with_its_day_its_channel_and_who_keyed_it(desk, asking, session):
    page = put_in(desk, asking, eml())
    assert page.says("looks like an older mail")
    assert page.says("letter1.pdf")
    desk.press("Look at the response")
    assert desk.page.says("The networks will help small schools.")
    assert desk.page.says("Paragraph 1.1 is hard to follow.")
    desk.select("Answering as", "a parent or carer").press("Store this response")
    assert desk.page.says("Secret code")
    response = session.scalars(select(Response)).one()
    assert (response.channel, response.timeliness) == (Channel.EMAIL, Timeliness.IN_TIME)
    assert response.received_on.isoformat() == "2026-03-06"
    assert response.keyed_by_id is not None
    assert [answer.text for answer in response.answers] == ["The networks will help small schools."]
    assert [comment.text for comment in response.comments] == ["Paragraph 1.1 is hard to follow."]
    mail = session.scalars(select(ReceivedMail)).one()
    assert (mail.response_id, mail.from_address, mail.from_name) == (response.id, "", "")
    assert session.scalars(select(ResponseContact)).all() == []
    assert desk.open(place(asking, f"/{response.id}")).says("letter1.pdf")
    assert desk.open(place(asking, "/ways-in")).says("By email")


def test_the_address_is_kept_only_where_an_officer_says_that_it_may_be(desk, asking, session):
    put_in(desk, asking, eml())
    desk.tick("They want to hear what comes of it, or asked for a receipt").press("Look at the response")
    desk.press("Store this response")
    contact = session.scalars(select(ResponseContact)).one()
    assert (contact.email, contact.wants_outcome) == ("pat@example.org", True)


def test_a_file_that_is_not_chosen_is_deleted(desk, asking, session):
    put_in(desk, asking, eml(files=2))
    desk.untick("letter1.pdf 1 KB").press("Look at the response")
    desk.press("Store this response")
    assert session.scalars(select(MailAttachment.name)).all() == ["letter2.pdf"]
    assert session.scalars(select(StoredFile.name)).all() == ["letter2.pdf"]


def test_the_same_mail_twice_is_one_and_is_taken_in_once(desk, asking, session):
    for _time in range(2):
        put_in(desk, asking, eml(files=0))
    assert session.scalar(select(func.count()).select_from(ReceivedMail)) == 1
    key_in = desk.press("Look at the response").address
    desk.press("Store this response")
    assert desk.open(key_in).says("Taken in as")
    assert session.scalar(select(func.count()).select_from(Response)) == 1


def test_a_mail_that_is_no_response_is_set_aside_with_a_reason_and_without_its_words(desk, asking, session):
    put_in(desk, asking, eml())
    page = desk.press("Set it aside and delete its words", expect=422)
    assert any("Say why this mail is no response" in error for error in page.errors)
    desk.fill("Why is it no response?", "Asks when the library opens.")
    assert desk.press("Set it aside and delete its words").says("Asks when the library opens.")
    mail = session.scalars(select(ReceivedMail)).one()
    assert (mail.body, mail.subject, mail.from_address) == ("", "", "")
    assert session.scalars(select(StoredFile)).all() == []


def test_an_empty_form_and_a_mail_without_words_are_told_beside_the_field(desk, asking):
    desk.open(place(asking, "/mails"))
    page = desk.press("Put this mail in", expect=422)
    assert any("Choose a file or paste the mail" in error for error in page.errors)
    desk.upload("Mail as a file", "mail.eml", eml(body="", files=0))
    page = desk.press("Put this mail in", expect=422)
    assert any("no words in this mail" in error for error in page.errors)


def test_a_late_mail_is_stored_and_counted_apart(visitor, session, asking, clock):
    clock.move_to(OPENS.replace(month=4, day=1))
    officer = make_account(session, role=Role.OFFICER)
    session.commit()
    desk = visitor.sign_in_as(officer)
    put_in(desk, asking, eml(files=0, date="Mon, 30 Mar 2026 10:00:00 +0000"))
    desk.press("Look at the response")
    assert desk.press("Store this response").says("Late: counted apart")


def test_erasing_a_response_empties_its_mail_and_removes_its_files(desk, asking, session, app, tmp_path):
    put_in(desk, asking, eml())
    desk.press("Look at the response")
    desk.press("Store this response")
    response = session.scalars(select(Response)).one()
    erase_words(session, response.id, OPENS)
    session.expire_all()
    mail = session.scalars(select(ReceivedMail)).one()
    assert (mail.body, mail.subject) == ("", "")
    folder = Places.of(app.extensions["consult_settings"]).files
    kept = session.scalars(select(StoredFile)).one()
    assert forget_emptied(session, folder=folder) == 1
    assert session.get(StoredFile, kept.id) is None
    assert not any(path.is_file() for path in folder.rglob("*"))


def test_a_telephone_script_reads_out_each_question_and_gives_the_code_at_the_end(desk, asking, session):
    page = desk.open(place(asking, "/phone"))
    assert page.says("Thank you for calling")
    assert page.says("Question 1 of 6")
    desk.fill("1. What do you think of the networks? (optional)", "They help.")
    desk.press("Store this response")
    assert desk.page.says("Secret code")
    response = session.scalars(select(Response)).one()
    assert (response.channel, response.received_on.isoformat()) == (Channel.PHONE, "2026-03-09")


def test_who_agreed_in_an_organisation_and_how_it_asked_is_kept(desk, asking, session):
    desk.open(place(asking, "/phone"))
    desk.choose("Another organisation or group").fill("Name of the school or organisation", "Ambleford Parents")
    desk.fill("Who in the organisation agreed to this?", "Its board, on 4 March.")
    desk.fill("How did it ask the people it speaks for?", "A survey; 212 answered.")
    desk.fill("Number of people it says it speaks for", "900")
    desk.press("Store this response")
    response = session.scalars(select(Response)).one()
    assert (response.authority, response.members_asked) == ("Its board, on 4 March.", "A survey; 212 answered.")
    assert desk.open(place(asking, f"/{response.id}")).says("A survey; 212 answered.")
