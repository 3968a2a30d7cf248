"""Fields take what people type, and say what to do when they cannot."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from consult.web.fields import (
    CheckboxesField,
    DateField,
    DateTimeField,
    LongTextField,
    NumberField,
    RadiosField,
    TextField,
)
from consult.web.fields.moments import london_moment, read_date, read_time
from consult.web.fields.texts import EmailField
from consult.web.forms import Form


class EveryForm(Form):
    title = TextField("Title", required="Enter a title", max_length=10)
    words = LongTextField("Words", max_length=20)
    email = EmailField("Email")
    number = NumberField("Number", least=1, most=500)
    pick = RadiosField("Pick", choices=[("a", "A"), ("b", "B")])
    several = CheckboxesField("Several", choices=[("a", "A"), ("b", "B")])
    day = DateField("Day")
    moment = DateTimeField("Moment")


@pytest.fixture
def fill(app):
    def filled(**typed):
        names = {name.replace("__", "-"): value for name, value in typed.items()}
        with app.test_request_context("/", method="POST"):
            form = EveryForm(MultiDict({"title": "x"} | names), meta={"csrf": False})
            form.validate()
            return form

    return filled


def test_text_is_trimmed_and_freed_of_what_no_database_keeps(fill):
    assert fill(title="  a\x00 \r\n b ").title.data == "a b"
    assert fill(words="one\r\ntwo\x00").words.data == "one\ntwo"


def test_right_to_left_words_and_emoji_stay(fill):
    assert fill(words="اردو 🎒").words.data == "اردو 🎒"


def test_an_empty_required_field_says_what_to_do(fill):
    assert fill(title="  ").errors["title"] == ["Enter a title"]


def test_a_text_that_is_too_long_says_by_how_much(fill):
    assert fill(words="x" * 200_000).errors["words"] == ["Use 20 characters or fewer. You have 199,980 too many"]


def test_line_ends_count_once_however_the_browser_sends_them(fill):
    assert "words" not in fill(words="\r\n".join(["12345"] * 3 + ["12"])).errors


@pytest.mark.parametrize("typed", ["plain", "a@b", "@b.example", "a@@b.example", "a b@c.example"])
def test_what_cannot_be_an_email_address_is_refused(fill, typed):
    assert "email" in fill(email=typed).errors


def test_a_second_line_cannot_slip_into_an_email_address(fill):
    assert "email" in fill(email="a@b.example\nBcc: c@d.example").errors


@pytest.mark.parametrize(("typed", "number"), [("12", 12), ("1 00", 100), (" 7 ", 7)])
def test_a_number_is_read_as_people_type_it(fill, typed, number):
    form = fill(number=typed)
    assert form.number.number == number
    assert "number" not in form.errors


@pytest.mark.parametrize("typed", ["0", "501", "-3", "1.5", "²", "lots", "9" * 19])
def test_a_number_that_cannot_be_is_refused(fill, typed):
    assert "number" in fill(number=typed).errors


def test_a_choice_that_was_not_offered_is_refused(fill):
    assert fill(pick="z").errors["pick"] == ["Choose one of the answers on the page"]
    assert fill(several="z").errors["several"] == ["Choose one of the answers on the page"]


@given(day=st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_that_is_shown_is_read_as_the_same_day(day):
    assert read_date({"day": str(day.day), "month": str(day.month), "year": str(day.year)}) == day
    assert read_date({"day": f"{day:%d}", "month": f"{day:%B}", "year": f"{day:%Y}"}) == day


def test_a_half_filled_day_names_what_is_missing(fill):
    assert fill(day__day="3").errors["day"] == ["The date must include: month, year"]


def test_a_day_that_does_not_exist_stays_in_its_boxes(fill):
    form = fill(day__day="31", day__month="2", day__year="2026")
    assert form.errors["day"] == ["Enter a real date, such as 27 3 2027"]
    assert form.day.typed["day"] == "31"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("17:00", time(17)),
        ("5pm", time(17)),
        ("5.30 pm", time(17, 30)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("noon", time(12)),
        ("9", time(9)),
    ],
)
def test_a_time_is_read_as_people_type_it(typed, read):
    assert read_time(typed) == read


@pytest.mark.parametrize("typed", ["25:00", "5:75", "tea", "13pm", "0am", ""])
def test_a_time_that_cannot_be_is_refused(app, typed):
    with app.test_request_context("/"), pytest.raises(ValueError, match="Enter a time"):
        read_time(typed)


def test_a_moment_is_london_time(fill):
    summer = fill(moment__day="27", moment__month="4", moment__year="2026", moment__time="5pm")
    assert summer.moment.data == datetime(2026, 4, 27, 16, 0, tzinfo=UTC)


def test_a_moment_that_the_clocks_skip_is_refused(fill):
    form = fill(moment__day="29", moment__month="3", moment__year="2026", moment__time="1:30")
    assert form.errors["moment"] == ["The clocks go forward at that time, so it does not exist. Choose another time"]


def test_a_moment_that_happens_twice_is_the_first():
    assert london_moment(date(2026, 10, 25), time(1, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_post_that_leaves_a_number_out_is_judged_by_the_number_that_was_there(app):
    with app.test_request_context("/", method="POST"):
        form = EveryForm(MultiDict({"title": "x"}), data={"number": 12}, meta={"csrf": False})
        assert form.validate()
