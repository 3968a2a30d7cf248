"""What officers are warned of in a document that was read, and what its original keeps to itself."""

import io
import zipfile
import zlib
from base64 import b64decode

import pytest

from consult.demo.makers.word import packed, said, table, word_file
from consult.documents.cautions import piece_about, warnings_now
from consult.documents.figures import oddities_in_words
from consult.documents.importing import pdf, word
from consult.documents.importing.cleaning import clean_opendocument, clean_word
from consult.documents.reviewing import Act, Edit, edited, pieces_of
from consult.documents.rules import WarningKind
from consult.kernel.errors import Invalid
from tests.documents.files import open_document, pdf_of

LINES = b"".join(
    b"BT /F1 11 Tf 72 %d Td (Words that anyone can select on this line.) Tj ET " % (700 - 15 * n) for n in range(9)
)


def with_a_scanned_page() -> bytes:
    """A PDF whose first page says words and whose second is one picture."""
    pixels = zlib.compress(b"\xff" * 5_000 + b"\x00" * 5_000)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<<%s>>>>"
    drawn = b"q 595 0 0 842 0 0 cm /X Do Q"
    return pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]>>",
            page % (5, b"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"),
            page % (6, b"/XObject<</X 7 0 R>>"),
            b"<</Length %d>>stream\n%s\nendstream" % (len(LINES), LINES),
            b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
            b"<</Type/XObject/Subtype/Image/Width 100/Height 100/BitsPerComponent 8/ColorSpace/DeviceGray"
            b"/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(pixels), pixels),
        ]
    )


def test_a_page_that_is_a_picture_among_pages_of_words_is_pointed_out():
    document = pdf.read_document(with_a_scanned_page(), name="plan.pdf")
    assert [one.where for one in document.warnings if one.kind is WarningKind.SCANNED_PAGE] == ["Page 2"]


def repeated():
    body = said("Costs", bold=True) + table(("Year", "Cost"), ("2027", "12"))
    return word.read_document(word_file(body + said("Draft 4") * 3 + said("Every word.")), name="plan.docx")


def test_a_line_that_stands_three_times_is_pointed_out_and_led_to():
    read = repeated()
    pieces = pieces_of(read)
    caution = next(one for one in warnings_now(pieces, read=read) if one.kind is WarningKind.REPEATED_LINE)
    assert piece_about(caution, pieces) == next(piece for piece in pieces if piece.text == "Draft 4")
    out = edited(pieces, [Edit(act=Act.DROP, pieces=tuple(one.id for one in pieces if one.text == "Draft 4"))])
    assert WarningKind.REPEATED_LINE not in {one.kind for one in warnings_now(out, read=read)}


def test_the_first_row_of_a_table_is_made_to_name_its_columns_and_no_word_changes():
    read = repeated()
    pieces = pieces_of(read)
    costs = next(piece for piece in pieces if piece.kind == "table")
    assert WarningKind.TABLE_WITHOUT_HEADER in {one.kind for one in warnings_now(pieces, read=read)}
    after = edited(pieces, [Edit(act=Act.NAME_COLUMNS, pieces=(costs.id,))])
    named = next(piece for piece in after if piece.id == costs.id)
    assert '<th scope="col">' in named.html
    assert named.html.count("<td") == 2
    assert named.text == costs.text
    assert WarningKind.TABLE_WITHOUT_HEADER not in {one.kind for one in warnings_now(after, read=read)}
    with pytest.raises(Invalid, match="Only a table without headings"):
        edited(after, [Edit(act=Act.NAME_COLUMNS, pieces=(costs.id,))])


def test_an_opendocument_text_says_nothing_of_its_makers_when_it_is_offered():
    with zipfile.ZipFile(io.BytesIO(open_document("<text:p>Words for everyone.</text:p>"))) as given:
        parts: dict[str, str | bytes] = {name: given.read(name) for name in given.namelist()}
    note = (
        "<text:tracked-changes><text:changed-region><text:deletion>Secret words</text:deletion></text:changed-region>"
        "</text:tracked-changes><office:annotation office:name='a'><text:p>Secret note</text:p></office:annotation>"
        "<office:annotation-end office:name='a'/><text:change text:change-id='b'/>"
    )
    content = bytes(parts["content.xml"]).decode().replace("Words for", f"{note}Words for")
    manifest = (
        '<manifest:manifest xmlns:manifest="m"><manifest:file-entry manifest:full-path="meta.xml"/>'
        '<manifest:file-entry manifest:full-path="content.xml"/></manifest:manifest>'
    )
    parts |= {
        "content.xml": content,
        "meta.xml": "<x>Secret Author</x>",
        "Thumbnails/thumbnail.png": b"Secret Picture",
        "Basic/Standard/Module1.xml": "<x>Secret Macro</x>",
        "META-INF/manifest.xml": manifest,
    }
    (told,) = clean_opendocument(packed(parts))
    with zipfile.ZipFile(io.BytesIO(b64decode(told["file"]))) as cleaned:
        names = cleaned.namelist()
        whole = b"".join(name.encode() + cleaned.read(name) for name in names)
    assert names[0] == "mimetype"
    assert b"Secret" not in whole
    assert b"meta.xml" not in whole
    assert b"Words for everyone." in whole


def test_a_word_file_that_is_offered_holds_no_words_that_were_taken_back():
    deleted = (
        '<w:p><w:del w:id="1" w:author="Secret Author"><w:r><w:delText>Secret words</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="Secret Author"><w:r><w:t>Words for everyone.</w:t></w:r></w:ins>'
        '<w:moveFrom w:id="3" w:author="Secret Author"><w:r><w:t>Secret place</w:t></w:r></w:moveFrom></w:p>'
    )
    content = word_file(deleted + said("The end."))
    assert [one.text for one in word.read_document(content, name="a.docx").sections[0].paragraphs] == [
        "Words for everyone.",
        "The end.",
    ]
    (told,) = clean_word(content)
    cleaned = b64decode(told["file"])
    with zipfile.ZipFile(io.BytesIO(cleaned)) as opened:
        assert b"Secret" not in b"".join(opened.read(name) for name in opened.namelist())
    assert word.read_document(cleaned, name="a.docx").n_paragraphs == 2


def test_a_total_that_does_not_add_up_is_pointed_out_and_led_to_while_the_upload_is_looked_over():
    body = said("Costs", bold=True) + table(
        ("Year", "Cost"), ("2027", "10"), ("2028", "20"), ("Total", "31"), headed=True
    )
    read = word.read_document(word_file(body), name="plan.docx")
    pieces = pieces_of(read)
    (caution,) = [one for one in warnings_now(pieces, read=read) if one.kind is WarningKind.ODD_FIGURE]
    assert caution.message == "Total, Cost: 31. The figures above it add up to 30. Check which is right."
    found = piece_about(caution, pieces)
    assert found is not None
    assert found.kind == "table"
    out = edited(pieces, [Edit(act=Act.DROP, pieces=(found.id,))])
    assert WarningKind.ODD_FIGURE not in {one.kind for one in warnings_now(out, read=read)}


def test_a_sum_a_thousand_times_out_of_line_in_words_is_pointed_out_and_led_to():
    words = "The budget was £3.257m, then £2.990m, and is £1,330m next year. It pays for 27 schools."
    read = word.read_document(word_file(said("Money", bold=True) + said(words)), name="plan.docx")
    pieces = pieces_of(read)
    (caution,) = [one for one in warnings_now(pieces, read=read) if one.kind is WarningKind.ODD_FIGURE]
    assert "£1,330m" in caution.message
    assert piece_about(caution, pieces) == next(piece for piece in pieces if piece.text == words)


@pytest.mark.parametrize(
    "words",
    [
        "It costs £5 a pupil, £3.2m in all and £2.9m a year.",
        "£0.75m and £1.05m make £1.8m.",
        "It grew from £1m to £1,000m.",
        "£2, £3, £900 and £1,000 were asked for.",
    ],
)
def test_sums_that_speak_of_different_things_are_left_alone(words):
    assert oddities_in_words(words) == ()
