"""What an officer can do to a document that was read, and what it leaves of every word."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.documents.cautions import warnings_now
from consult.documents.importing.registry import import_pasted
from consult.documents.reviewing import Act, Edit, cut_html, document_of, edited, pieces_of
from consult.documents.rules import WarningKind
from consult.documents.sanitising import words_of
from consult.kernel.errors import Invalid

READ = import_pasted(
    "Before.\n\n## Why now\n\nFirst words here. Second words there.\n\nThird **bold words** end.\n\n- one\n- two\n\n"
    "![](map.png)\n",
    title="A plan",
)
PIECES = pieces_of(READ)


def do(*edits: Edit):
    return edited(PIECES, edits)


def texts(pieces):
    return [piece.text for piece in pieces if not piece.is_left_out]


def test_pieces_stand_in_the_order_of_the_document():
    assert [(piece.id, piece.kind) for piece in PIECES] == [
        ("1", "text"),
        ("2", "heading"),
        ("3", "text"),
        ("4", "text"),
        ("5", "list"),
        ("6", "figure"),
    ]


def test_a_line_becomes_a_heading_and_a_heading_a_line():
    after = do(
        Edit(act=Act.HEADING, pieces=("1",), level=3),
        Edit(act=Act.PARAGRAPH, pieces=("2",)),
        Edit(act=Act.DESCRIBE, pieces=("6",), words="A map"),
    )
    document = document_of(after, read=READ, title="Ours")
    assert [(one.level, one.heading) for one in document.sections] == [(3, "Before.")]
    assert document.sections[0].paragraphs[0].text == "Why now"
    assert document.title == "Ours"


def test_neighbours_are_joined_and_keep_how_their_words_are_set():
    joined = do(Edit(act=Act.JOIN, pieces=("3", "4")))[2]
    assert joined.html == "<p>First words here. Second words there. Third <strong>bold words</strong> end.</p>"


def test_what_stands_apart_or_is_of_another_kind_is_not_joined():
    for pieces in (("1", "3"), ("4", "5"), ("2", "3"), ("3",)):
        with pytest.raises(Invalid):
            do(Edit(act=Act.JOIN, pieces=pieces))


def test_a_paragraph_is_split_where_the_empty_line_stands_even_within_bold_words():
    after = do(Edit(act=Act.SPLIT, pieces=("4",), words="Third bold\n\nwords end."))
    assert [piece.html for piece in after if piece.id.startswith("4.")] == [
        "<p>Third <strong>bold </strong></p>",
        "<p><strong>words</strong> end.</p>",
    ]


def test_splitting_never_changes_the_words():
    with pytest.raises(Invalid, match="words must stay"):
        do(Edit(act=Act.SPLIT, pieces=("4",), words="Third other\n\nwords end."))


def test_what_is_left_out_can_be_brought_back():
    out = Edit(act=Act.DROP, pieces=("1", "5"))
    assert texts(do(out)) == [
        "Why now",
        "First words here. Second words there.",
        "Third bold words end.",
        "Picture 1, not shown",
    ]
    assert do(out, Edit(act=Act.BRING_BACK, pieces=("1", "5"))) == PIECES


def test_a_picture_must_be_described_or_left_out_before_it_is_approved():
    with pytest.raises(Invalid, match="no description"):
        document_of(PIECES, read=READ, title="Ours")
    after = do(Edit(act=Act.DESCRIBE, pieces=("6",), words='A "map" <of> the city'))
    figure = document_of(after, read=READ, title="Ours").sections[-1].paragraphs[-1]
    assert figure.text == 'A "map" <of> the city'


def test_a_description_takes_its_warning_away():
    def kinds(pieces):
        return {warning.kind for warning in warnings_now(pieces, read=READ)}

    assert WarningKind.PICTURE_WITHOUT_DESCRIPTION in kinds(PIECES)
    described = do(Edit(act=Act.DESCRIBE, pieces=("6",), words="A map"))
    assert WarningKind.PICTURE_WITHOUT_DESCRIPTION not in kinds(described)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(["a", "bc ", " &amp; ", "<em>d e</em>", "<strong>f<em>g h</em></strong>", "<br>", "ï "]),
        min_size=2,
    )
)
def test_cutting_anywhere_loses_and_doubles_no_letter(parts):
    html = f"<p>{''.join(parts)}</p>"
    letters = "".join(words_of(html).split())
    for place in range(1, len(letters)):
        cut = cut_html(html, [place])
        assert ["".join(words_of(part).split()) for part in cut] == [letters[:place], letters[place:]]


ACTS = st.builds(
    Edit,
    act=st.sampled_from([Act.HEADING, Act.PARAGRAPH, Act.JOIN, Act.DROP, Act.BRING_BACK]),
    pieces=st.lists(st.sampled_from([piece.id for piece in PIECES]), min_size=1, max_size=3, unique=True).map(tuple),
    level=st.integers(1, 4),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(ACTS, max_size=12))
def test_whatever_is_done_no_word_is_lost_or_made_up_and_undoing_goes_back(edits):
    history = [PIECES]
    done = []
    for edit in edits:
        try:
            after = edited(history[-1], [edit])
        except Invalid:
            continue
        done.append(edit)
        history.append(after)
        assert sorted(" ".join(piece.text for piece in after).split()) == sorted(
            " ".join(piece.text for piece in PIECES).split()
        )
    for kept in range(len(done), -1, -1):
        assert edited(PIECES, done[:kept]) == history[kept]
