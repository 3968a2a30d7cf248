"""The pure parts of reading: word by word, words explained, what changed, and figures that add up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.documents.changes import Became, Descent, Reading, changed_paragraphs
from consult.documents.explaining import Explained, explain
from consult.documents.figures import Fault, oddities_in, read_figure, read_tables
from consult.documents.redlines import Mark, redline
from consult.documents.rules import Change

TEXTS = st.text(alphabet="ab cd,.\n£1", max_size=60)


@given(before=TEXTS, after=TEXTS)
def test_both_readings_can_be_put_together_again_from_a_comparison(before, after):
    runs = redline(before, after)
    assert "".join(run.text for run in runs if run.mark is not Mark.PUT_IN) == before
    assert "".join(run.text for run in runs if run.mark is not Mark.TAKEN_OUT) == after


def test_tiny_words_between_two_changes_change_with_them():
    runs = redline("The board meets in May, in June.", "The board sits in July, in June.")
    assert [run.text for run in runs if run.mark is Mark.TAKEN_OUT] == ["meets in May"]


def test_a_term_is_explained_once_and_never_inside_a_link_or_an_attribute():
    term = Explained(id=7, word="locality network", meaning="…")
    html = '<p title="x > locality network"><a href="/x">locality network</a> Locality Networks, locality network</p>'
    marked, found = explain(html, (term,), where="why-p1")
    assert found == (term,)
    assert marked.count("c-term") == 1
    assert '<a class="c-term" href="#why-p1-7">Locality Networks</a>' in marked


def test_the_longer_of_two_terms_wins():
    terms = (Explained(id=1, word="network", meaning="…"), Explained(id=2, word="locality network", meaning="…"))
    assert explain("<p>A locality network</p>", terms, where="w")[1] == (terms[1],)


def test_a_term_with_signs_that_mean_something_in_html_stays_text():
    term = Explained(id=1, word="<b>&", meaning="…")
    marked, found = explain("<p>See &lt;b&gt;&amp; here</p>", (term,), where='w"><script>')
    assert found == (term,)
    assert "<script>" not in marked


def test_a_paragraph_that_is_gone_stands_where_it_stood():
    old = [Reading(id=n, identity=f"p{n}", number=str(n), text=f"Old {n}") for n in (1, 2, 3)]
    new = [Reading(id=n, identity=f"p{n}", number=str(n), text=f"Old {n}") for n in (11, 13, 14)]
    lines = [Descent(from_id=1, to_id=11, change=Change.UNCHANGED), Descent(from_id=3, to_id=13, change=Change.EDITED)]
    entries = changed_paragraphs(old, new, lines)
    assert [entry.became for entry in entries] == [Became.UNCHANGED, Became.GONE, Became.EDITED, Became.NEW]


def test_a_split_is_told_once():
    old = [Reading(id=1, identity="p", number="1", text="One. Two.")]
    new = [Reading(id=n, identity=f"p{n}", number=str(n), text=text) for n, text in ((11, "One."), (12, "Two."))]
    lines = [Descent(from_id=1, to_id=n, change=Change.SPLIT) for n in (11, 12)]
    (entry,) = changed_paragraphs(old, new, lines)
    assert (entry.became, [one.number for one in entry.new]) == (Became.SPLIT, ["11", "12"])


@pytest.mark.parametrize(
    ("text", "value"),
    [("£1,250", "1250"), ("9 million", "9000000"), ("£2.5m", "2500000"), ("12.5%", "12.5"), ("−4", "-4"), ("0", "0")],
)
def test_figures_are_read_as_people_write_them(text, value):
    assert read_figure(text).value == Decimal(value)


@pytest.mark.parametrize("text", ["", "2pm", "May 2026", "n/a", "12 schools", "1.2.3", "–"])
def test_what_is_no_figure_is_not_read_as_one(text):
    assert read_figure(text) is None


def table(*rows):
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    (read,) = read_tables(f"<table>{body}</table>")
    return read


def test_a_total_that_adds_up_is_left_alone_and_one_that_does_not_is_told():
    right = table(("What", "Cost"), ("A", "10"), ("B", "20"), ("Total", "30"))
    wrong = table(("What", "Cost"), ("A", "10"), ("B", "20"), ("Total", "31"))
    assert oddities_in(right) == ()
    assert [(odd.fault, odd.expected) for odd in oddities_in(wrong)] == [(Fault.TOTAL_OF_COLUMN, Decimal(30))]


def test_rounding_explains_a_small_difference_and_not_a_large_one():
    rounded = table(("What", "Share"), ("A", "33.3%"), ("B", "33.3%"), ("C", "33.3%"), ("Total", "100%"))
    assert oddities_in(rounded) == ()


def test_a_total_of_a_row_is_checked_too():
    wrong = table(("Who", "North", "South", "All"), ("Heads", "3", "4", "8"))
    assert [(odd.fault, odd.says) for odd in oddities_in(wrong)] == [(Fault.TOTAL_OF_ROW, "8")]


def test_a_figure_a_thousand_times_out_of_line_is_told():
    slip = table(("School", "Pupils"), ("A", "420"), ("B", "390"), ("C", "405,000"), ("D", "388"))
    assert [(odd.fault, odd.row) for odd in oddities_in(slip)] == [(Fault.OUT_OF_LINE, "C")]
