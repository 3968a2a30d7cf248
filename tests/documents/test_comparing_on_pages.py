"""What the pages that compare show of lists and tables, and what a reading says of itself."""

from consult.documents.changes import Became, Descent, Reading, changed_paragraphs
from consult.documents.rules import Change
from consult.documents.sanitising import lines_of, words_of

LIST = "<ul><li>Fewer pupils<ul><li>in the north</li></ul></li><li>More need</li></ul>"


def test_an_item_of_a_list_and_a_row_of_a_table_keep_a_line_of_their_own():
    assert lines_of(LIST) == "• Fewer pupils\n• in the north\n• More need"
    assert lines_of(
        "<table><caption>Table 1</caption><tr><th>Year</th><th>Cost</th></tr><tr><td>2027</td><td>12</td></tr></table>"
    ) == ("Year Cost\n2027 12")
    assert lines_of("<p>One\n  line.</p>") == "One line."


def test_the_words_of_the_lines_are_the_words_of_the_paragraph():
    assert lines_of(LIST).replace("•", " ").split() == words_of(LIST).split()


def test_a_list_is_compared_item_by_item():
    def reading(number, html):
        return Reading(id=number, identity=f"p{number}", number="1.1", text=words_of(html), lines=lines_of(html))

    old, new = reading(1, LIST), reading(2, LIST.replace("More need", "Much more need"))
    descents = [Descent(from_id=1, to_id=2, change=Change.EDITED)]
    (entry,) = changed_paragraphs([old], [new], descents)
    assert entry.became is Became.EDITED
    assert (
        "".join(run.text for run in entry.runs if not run.is_taken_out)
        == "• Fewer pupils\n• in the north\n• Much more need"
    )
