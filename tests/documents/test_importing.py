"""What becomes of a document that an officer pastes or uploads."""

import pytest

from consult.documents.importing.registry import import_bytes, import_pasted, import_typed
from consult.documents.numbering import number_document
from consult.documents.rules import ParagraphKind, WarningKind
from consult.kernel.errors import Invalid

STRATEGY = """# Every school, every child

Before anything else, a word from us.

## 1. Why now

We have not had a plan since 2019.

### What changed

- Fewer pupils
- More of them need help

> "We were never asked", said one parent.

## How networks work

| Network | Schools |
|---|---|
| North | 12 |

Each network meets [every term](https://example.org/terms).
"""


def numbers_of(document):
    return [
        (section.number, section.heading, [entry.number for entry in section.paragraphs])
        for section in number_document(document)
    ]


def test_markdown_becomes_numbered_parts_and_paragraphs():
    document = import_bytes(STRATEGY.encode(), name="strategy.md")
    assert document.title == "Every school, every child"
    assert numbers_of(document) == [
        ("", "", ["0.1"]),
        ("1", "Why now", ["1.1"]),
        ("", "What changed", ["1.2", "1.3"]),
        ("2", "How networks work", ["2.1", "2.2"]),
    ]


def test_lists_tables_and_quotes_keep_their_kind_and_a_tables_headers_say_so():
    document = import_pasted(STRATEGY, title="")
    kinds = [paragraph.kind for section in document.sections for paragraph in section.paragraphs]
    assert kinds == [
        ParagraphKind.TEXT,
        ParagraphKind.TEXT,
        ParagraphKind.LIST,
        ParagraphKind.QUOTE,
        ParagraphKind.TABLE,
        ParagraphKind.TEXT,
    ]
    table = document.sections[3].paragraphs[0]
    assert '<th scope="col">Network</th>' in table.html
    assert "<caption>Table 1</caption>" in table.html
    assert table.text == "Network Schools North 12"


def test_nothing_that_runs_survives():
    hostile = (
        "Hello <script>alert(1)</script> <img src=x onerror=alert(2)> [go](javascript:alert(3)) "
        "[fine](https://example.org)\n\n<iframe src='https://evil.example'></iframe> and words"
    )
    document = import_pasted(hostile, title="A plan")
    html = "".join(paragraph.html for section in document.sections for paragraph in section.paragraphs)
    for bad in ("<script", "<img", "<iframe", 'href="javascript'):
        assert bad not in html
    assert 'href="https://example.org"' in html


def test_a_picture_leaves_its_description_and_a_warning():
    document = import_pasted("Intro.\n\n![A map of the ten districts](map.png)", title="A plan")
    figure = document.sections[0].paragraphs[1]
    assert (figure.kind, figure.text) == (ParagraphKind.FIGURE, "A map of the ten districts")
    assert [(warning.kind, warning.where) for warning in document.warnings] == [
        (WarningKind.PICTURE_LEFT_OUT, "Picture 1")
    ]


def test_a_document_without_headings_is_numbered_one_two_three():
    assert numbers_of(import_pasted("First.\n\nSecond.", title="A plan")) == [("", "", ["1", "2"])]


def test_plain_text_finds_headings_and_lists():
    text = "Why now\n\nWe have no\nplan.\n\n- one thing\n- another thing\n\n2. What next\n\nWe ask you."
    document = import_pasted(text, title="A plan", as_markdown=False)
    assert numbers_of(document) == [("1", "Why now", ["1.1", "1.2"]), ("2", "What next", ["2.1"])]
    assert document.sections[0].paragraphs[0].text == "We have no plan."
    assert document.sections[0].paragraphs[1].html == "<ul><li>one thing</li><li>another thing</li></ul>"


def test_windows_text_is_read_and_null_characters_are_gone():
    document = import_bytes("Caf\xe9 \x96 \x93open\x94\x00.".encode("latin-1"), name="a.txt")
    assert document.sections[0].paragraphs[0].text == "Café – “open”."


def test_right_to_left_text_and_emoji_stay_as_they_are():
    text = "ہم آپ سے پوچھتے ہیں 🏫👩‍🏫"
    assert import_pasted(text, title="A plan").sections[0].paragraphs[0].text == text


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"%PDF-1.7 ...", "plan.md", "This PDF is damaged"),
        (b"PK\x03\x04...", "plan.txt", "was not uploaded whole"),
        (b"\x89PNG....", "plan.md", "a picture"),
        (b"  \n \x00 ", "plan.md", "no words"),
        (b"# Only a heading", "plan.md", "no paragraph"),
        (b"words", "plan.docx", "is not a Word document, whatever its name says"),
        (b"words", "plan.xyz", "cannot read this kind of file"),
        (b"\xd0\xcf\x11\xe0 old", "plan.doc", "old Word document"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "plan.docx", "locked with a password"),
        (b"x " * 1_100_000, "plan.md", "longer than"),
    ],
)
def test_what_is_no_document_is_refused_with_a_sentence(content, name, sentence):
    with pytest.raises(Invalid, match=sentence):
        import_bytes(content, name=name)


def test_a_bomb_of_marks_is_refused():
    with pytest.raises(Invalid, match="no paragraph"):
        import_pasted("> " * 5000 + "words\n\n" + "- " * 5000 + "more", title="A plan")


def test_the_same_bytes_give_the_same_document():
    assert import_bytes(STRATEGY.encode(), name="a.md") == import_bytes(STRATEGY.encode(), name="a.md")


def test_what_is_pasted_is_read_apart_and_by_its_words_alone():
    read = import_typed("A word on %PDF-1.7 files.\n\n## Why\n\nBecause.", title="Ours")
    assert (read.title, read.n_paragraphs) == ("Ours", 2)
    with pytest.raises(Invalid, match="no words"):
        import_typed("  ", title="Ours")
    with pytest.raises(Invalid):
        import_typed("> " * 200_000 + "words", title="Ours")
