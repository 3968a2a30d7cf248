"""The officer's pages for responses, as an officer uses them."""

from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import func, select

from consult.accounts.rules import Role
from consult.demo.makers.accounts import make_account
from consult.jobs.engine import JobEngine
from consult.responses.models import ImportBatch, Response, ScreenedText
from consult.responses.rules import Channel, PublishAs, Screening, Timeliness
from tests.responses.officer.test_screening import PERSONAL, send
from tests.responses.public.asking import CLOSES

CSV = (
    "Ref,Group,When,Think,Often\nA1,Parent/carer,5/3/2026,Good,every term\n"
    "A2,Teacher,6/3/2026,Bad,weekly\nA3,,7/3/2026,So-so,Every month\n"
)
BYTES = CSV.encode()


@pytest.fixture
def officer(session, asking, visitor, clock):
    clock.move_to(CLOSES - timedelta(days=2))
    account = make_account(session)
    session.commit()
    return visitor.sign_in_as(account)


@pytest.fixture
def home(asking):
    return f"/desk/consultations/{asking.consultation.id}/responses"


def count(session, model=Response, *where):
    return session.scalar(select(func.count()).select_from(model).where(*where))


def stored(session):
    session.expire_all()
    return session.scalars(select(Response).order_by(Response.id)).all()


# The overview and the list


def test_before_anything_came_in_the_page_says_what_to_do(officer, home):
    page = officer.open(home)
    assert page.says("No response has come in yet")
    assert page.says("You can key in what came on paper")


def test_figures_by_day_group_channel_and_ward(session, asking, officer, home):
    for n in range(3):
        send(session, asking, f"Good {n}.", ward_id=asking.ward.id)
    send(session, asking, "Without a group.", group_id=None)
    session.commit()
    page = officer.open(home)
    assert page.says("Most came on 23 February: 4")
    assert page.says("Parents and carers: 3 of 4")
    assert page.says("Online: 4 of 4")
    assert page.says("Old Wharf: 3 of 4")
    assert page.says("Did not say")
    assert len(page.all("table")) == 4
    assert page.body.count('role="img"') == 2


def test_the_list_is_narrowed_and_a_response_is_read(session, asking, officer, home):
    send(session, asking, "More crossings please.", ward_id=asking.ward.id)
    send(session, asking, "Later school start.", channel=Channel.WEB)
    session.commit()
    officer.open(home)
    page = officer.follow("Read")
    assert page.says("2 responses")
    officer.fill("Words or reference", "crossings")
    page = officer.press("Show")
    assert page.says("1 response")
    assert "Later school" not in page.text
    page = officer.follow(stored(session)[0].reference)
    assert page.says("More crossings please.")
    assert page.says("Parents and carers")
    assert page.says("No answer")
    assert officer.open(f"{home}/list?search=nothing-at-all").says("No response fits")
    assert officer.open(f"{home}/list?group=none&ward=x&page=99&late=no").says("No response fits")


def test_a_response_of_another_consultation_is_not_found(session, asking, officer, home):
    response = send(session, asking, "Good.")
    session.commit()
    officer.open(f"/desk/consultations/{asking.consultation.id + 1}/responses/{response.id}", expect=404)
    officer.open(f"{home}/999999", expect=404)


@pytest.mark.parametrize("path", ["", "/list", "/key-in", "/imports", "/screening", "/1", "/imports/1", "/screening/1"])
def test_only_officers_with_the_right_get_in(session, visitor, clock, home, path):
    clock.move_to(CLOSES - timedelta(days=2))
    assert "sign-in" in visitor.open(home + path).address
    clerk = make_account(session, role=Role.CLERK)
    session.commit()
    visitor.sign_in_as(clerk).open(home + path, expect=403)


# Keying in


def key_in(officer, home, asking, day=5, month=3):
    officer.open(f"{home}/key-in")
    officer.choose("Paper").fill_date("When did the council receive it?", day, month, 2026)
    officer.select("Answering as", "a parent or carer")
    return officer.fill("1. What do you think of the networks?", "My paper words.")


def test_a_paper_response_goes_through_the_same_door(session, asking, officer, home):
    key_in(officer, home, asking)
    officer.choose("2. Networks will help every school (optional) > Agree")
    officer.choose("Every term").tick("Heads")
    officer.fill("Comment", "Why so late?").fill("Paragraph", asking.version.paragraphs[0].number)
    page = officer.press("Store this response")
    assert page.says("Secret code")
    (response,) = stored(session)
    assert (response.channel, response.timeliness) == (Channel.PAPER, Timeliness.IN_TIME)
    assert (str(response.received_on), response.incomplete) == ("2026-03-05", False)
    assert response.publish_as is PublishAs.NOT_PUBLISHED
    assert response.keyed_by_id is not None
    assert [answer.text or answer.scale or len(answer.picks) for answer in response.answers] == [
        "My paper words.",
        4,
        1,
        1,
    ]
    assert [comment.text for comment in response.comments] == ["Why so late?"]
    assert officer.follow("Read it").says("My paper words.")


def test_a_late_paper_response_is_marked_late_but_counted_apart(session, asking, officer, home, clock):
    clock.move_to(CLOSES + timedelta(days=5))
    officer.sign_in_as(make_account(session))
    session.commit()
    key_in(officer, home, asking, day=30)
    assert officer.press("Store this response").says("Late: counted apart")
    assert officer.open(home).says("late, counted apart 1")


def test_a_paper_response_without_a_required_answer_is_marked_incomplete(session, asking, officer, home):
    key_in(officer, home, asking).fill("1. What do you think of the networks?", "")
    officer.choose("Every term")
    assert officer.press("Store this response").says("Incomplete")
    assert stored(session)[0].incomplete


def test_pressing_twice_stores_one_response(session, asking, officer, home):
    key_in(officer, home, asking)
    form = officer._form_of(officer.page.all("button")[-1])
    data = officer._fields_of(form)
    officer.post(f"{home}/key-in", data, with_token=False)
    officer.post(f"{home}/key-in", data, with_token=False)
    assert count(session) == 1


def test_a_form_with_faults_keeps_what_was_typed(asking, officer, home):
    officer.open(f"{home}/key-in")
    officer.fill("1. What do you think of the networks?", "My paper words.")
    officer.fill_date("When did the council receive it?", 5, 3, 2027).fill("Comment", "To nobody")
    page = officer.press("Store this response", expect=422)
    assert page.errors == [
        "Select how it came in",
        "The day of receipt cannot be in the future",
        "Enter the number of the paragraph that this comment is about, such as 2.3",
    ]
    assert "My paper words." in page.body


def test_the_secret_code_is_shown_to_whoever_keyed_it_in_and_to_nobody_else(session, asking, officer, home):
    key_in(officer, home, asking)
    officer.press("Store this response")
    address = officer.page.address
    colleague = make_account(session)
    session.commit()
    assert "Secret code" not in officer.sign_in_as(colleague).open(address).text


# The intake


def test_the_intake_is_marked_complete_after_the_close_and_reopened_with_a_reason(
    session, asking, officer, home, clock
):
    assert "Everything is in" not in officer.open(home).buttons
    clock.move_to(CLOSES + timedelta(days=1))
    officer.sign_in_as(make_account(session))
    session.commit()
    officer.open(home)
    assert officer.press("Everything is in").says("The intake is complete")
    officer.open(f"{home}/key-in", expect=409)
    officer.open(home)
    assert officer.press("Reopen the intake", expect=422).errors == ["Enter why more responses are added"]
    officer.fill("Why are more responses added?", "A sack of post was found.")
    assert officer.press("Reopen the intake").says("The intake is open again")
    officer.open(f"{home}/key-in")


# Importing


def upload(officer, home, data=BYTES, name="answers.csv", expect=200):
    officer.open(f"{home}/imports")
    officer.upload("File with responses", name, data)
    return officer.press("Upload and continue", expect=expect)


def describe(officer):
    officer.select("What “Think” means", "1. What do you think of the networks?")
    officer.select("What “Often” means", "3. How often should a network meet?")
    officer.select("What “When” means", "Date received")
    return officer.press("Continue")


def test_a_spreadsheet_is_imported_step_by_step(session, asking, officer, home):
    page = upload(officer, home)
    assert page.says("The file has 3 rows below its headings")
    assert page.says("For example: Parent/carer · Teacher")
    page = describe(officer)
    assert page.says("1 cell cannot be read yet")
    assert page.says("“weekly” is none of the answers offered")
    officer.select("What “weekly” means", "Every month")
    page = officer.press("Check again")
    assert page.says("3 responses are new and will be added")
    assert page.says("So-so")
    page = officer.press("Import 3 responses")
    assert page.says("3 responses were added.")
    assert [response.source_reference for response in stored(session)] == ["A1", "A2", "A3"]
    upload(officer, home)
    describe(officer)
    officer.select("What “weekly” means", "Every month")
    page = officer.press("Check again")
    assert page.says("3 were imported before")
    assert officer.press("Finish").says("Nothing was added")
    assert count(session) == 3


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "answers.csv", "is a picture"),
        (b"", "answers.csv", "is empty"),
        (b"a,b\n1\n", "answers.csv", "Line 2 has 1 cells"),
        (b"PK\x03\x04 damaged", "answers.xlsx", "damaged"),
    ],
)
def test_a_file_that_is_no_table_is_told_beside_the_field(session, officer, home, *, data, name, says):
    page = upload(officer, home, data, name, expect=422)
    assert says in page.errors[0]
    assert count(session, ImportBatch) == 0


def test_no_file_at_all_is_asked_for(officer, home):
    officer.open(f"{home}/imports")
    assert officer.press("Upload and continue", expect=422).errors == ["Choose a file"]


def test_two_columns_with_one_meaning_are_refused(officer, home):
    upload(officer, home)
    officer.select("What “Think” means", "1. What do you think of the networks?")
    officer.select("What “Often” means", "1. What do you think of the networks?")
    page = officer.press("Continue", expect=422)
    assert page.says("Two columns have the same meaning")


def test_a_windows_file_with_semicolons_and_a_workbook_with_several_sheets(session, officer, home, tmp_path):
    page = upload(officer, home, "Think;Group\r\nIt costs £5 – “fair”;Parent\r\n".encode("cp1252"))
    assert page.says("Windows-1252")
    officer.select("What “Think” means", "1. What do you think of the networks?")
    officer.press("Continue")
    officer.press("Import 1 response")
    book = openpyxl.Workbook()
    book.active.append(["Think"])
    book.active.append(["=1+1"])
    book.create_sheet("Notes")
    book.save(tmp_path / "a.xlsx")
    page = upload(officer, home, (tmp_path / "a.xlsx").read_bytes(), "a.xlsx", expect=422)
    assert "Cell A2 holds a formula" in page.errors[0]
    assert [answer.text for answer in stored(session)[0].answers] == ["It costs £5 – “fair”"]


def test_an_import_of_another_consultation_is_not_found(session, asking, officer, home):
    upload(officer, home)
    batch = session.scalar(select(ImportBatch.id))
    officer.open(f"{home}/imports/{batch + 1}/check", expect=404)


@pytest.fixture
def engine_of_jobs(app, settings, clock, database):
    return JobEngine(database=database, clock=clock, settings=settings, keeps_alive=False)


def run_jobs(engine):
    for job_id in engine.due():
        engine.run(job_id)


def test_a_large_file_is_a_job_with_progress(session, officer, home, monkeypatch, engine_of_jobs):
    monkeypatch.setattr("consult.responses.views.officer.importing.AT_ONCE_IN_A_REQUEST", 2)
    upload(officer, home, CSV.replace("weekly", "every month").encode())
    describe(officer)
    page = officer.press("Import 3 responses")
    assert page.says("You can leave this page")
    assert count(session) == 0
    run_jobs(engine_of_jobs)
    page = officer.open(page.address)
    assert page.says("3 responses were added.")
    assert count(session) == 3
    run_jobs(engine_of_jobs)
    assert count(session) == 3


def test_a_job_that_cannot_import_says_why_and_adds_nothing(session, officer, home, monkeypatch, engine_of_jobs):
    monkeypatch.setattr("consult.responses.views.officer.importing.AT_ONCE_IN_A_REQUEST", 2)
    upload(officer, home)
    describe(officer)
    batch = session.scalars(select(ImportBatch)).one()
    officer.post(f"{home}/imports/{batch.id}/import")
    run_jobs(engine_of_jobs)
    assert officer.open(f"{home}/imports/{batch.id}").says("“weekly” is none of the answers offered")
    assert count(session) == 0


def test_what_was_imported_is_stored_like_what_was_keyed_in(session, asking, officer, home):
    """The import writes rows by itself, for speed; this keeps it to what the one door writes."""
    key_in(officer, home, asking).choose("Every term")
    officer.press("Store this response")
    upload(officer, home, b"Think,Group,When,Often\nMy paper words.,Parent,5/3/2026,Every term\n")
    describe(officer)
    officer.press("Import 1 response")
    keyed, imported = stored(session)
    own = {
        "id",
        "reference",
        "secret_hash",
        "public_number",
        "submission_key",
        "channel",
        "import_batch_id",
        "row_hash",
    }
    for column in {column.name for column in Response.__table__.columns} - own:
        assert getattr(keyed, column) == getattr(imported, column), column
    said = [
        [(a.question_id, a.text, a.scale, [(p.choice_id, p.rank) for p in a.picks]) for a in r.answers]
        for r in (keyed, imported)
    ]
    assert said[0] == said[1]


REAL = Path(__file__).parents[4] / "shared/data/responses/nhs_fft_neas_improve_600.jsonl"


@pytest.mark.skipif(not REAL.exists(), reason="the real comments are not here")
def test_six_hundred_real_comments_come_in_through_the_pages(session, asking, officer, home):
    page = upload(officer, home, REAL.read_bytes(), REAL.name)
    assert page.says("600 rows")
    officer.select("What “text” means", "1. What do you think of the networks?")
    officer.select("What “response_id” means", "Reference in the source")
    officer.select("What “date” means", "Leave this column out")
    officer.select("What “group” means", "Leave this column out")
    officer.choose("Their words may be published, without who they are")
    page = officer.press("Continue")
    page = officer.press("Import")
    assert page.says("responses were added.")
    assert 590 <= count(session) <= 600
    assert officer.open(f"{home}/screening").says(f"wait to be read {count(session)}")


# Screening


def test_texts_are_read_one_by_one_and_published_without_what_tells_who_someone_is(session, asking, officer, home):
    send(session, asking, PERSONAL)
    send(session, asking, "Rude words.")
    session.commit()
    assert officer.open(f"{home}/screening").says("wait to be read 2")
    page = officer.press("Read the next text")
    assert [node.text for node in page.all("mark")] == ["Achebe", "Adam"]
    officer.fill("Hide more words", "room 4\nkind").choose("Yes, without the hidden words")
    page = officer.press("Store and read the next")
    assert page.says("Rude words.")
    officer.choose("No")
    page = officer.press("Store and read the next", expect=422)
    assert page.errors == ["Choose why this text is not published", "Enter why this text is not published"]
    officer.choose("No").select("If not, why?", "It insults or threatens people").fill(
        "Say it in a sentence", "It insults a person."
    )
    page = officer.press("Store and read the next")
    assert page.says("Nothing waits to be read")
    session.expire_all()
    texts = session.scalars(select(ScreenedText).order_by(ScreenedText.id)).all()
    assert [text.screening for text in texts] == [Screening.PUBLIC, Screening.REFUSED]
    assert texts[0].public_text == "Mrs [name removed] in [removed] was [removed] to my son [name removed]."
    officer.follow("Mrs [name removed]")
    assert officer.press("Decide again").says("Hide these words")


def test_words_that_do_not_stand_in_the_text_are_told_and_nothing_is_stored(session, asking, officer, home):
    send(session, asking, "Good.")
    session.commit()
    officer.open(f"{home}/screening")
    officer.press("Read the next text")
    officer.fill("Hide more words", "Mrs Nobody").choose("Yes, without the hidden words")
    page = officer.press("Store and read the next", expect=422)
    assert page.says("“Mrs Nobody” does not stand in this text")


def test_two_officers_do_not_get_the_same_text(session, asking, officer, home, app):
    from tests.visitor import Visitor

    send(session, asking, "Only one.")
    colleague = make_account(session)
    session.commit()
    officer.open(f"{home}/screening")
    officer.press("Read the next text")
    address = officer.page.address
    other = Visitor(app).sign_in_as(colleague)
    other.open(f"{home}/screening")
    assert other.press("Read the next text").says("others are reading what is left")
    assert other.open(address).says("is reading this text now. Take another one.")
    other.post(address, {"decision": "publish"}, expect=409)


def test_short_texts_are_confirmed_together(session, asking, officer, home):
    for n in range(3):
        send(session, asking, f"Good idea {n}.")
    send(session, asking, PERSONAL)
    session.commit()
    officer.open(f"{home}/screening")
    page = officer.press("Read short texts together")
    assert page.says("Good idea 2.")
    assert "Achebe" not in page.text
    officer.untick("Good idea 1.")
    assert officer.press("The ticked texts may be published").says("2 texts may be published.")
    assert count(session, ScreenedText, ScreenedText.screening == Screening.PUBLIC) == 2


def test_what_waits_lies_on_the_desk(session, asking, officer, home, clock):
    send(session, asking, "Good.")
    session.commit()
    assert officer.open("/desk").says("Read 1 text before it is published")
