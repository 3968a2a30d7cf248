"""What becomes of Word, PDF, OpenDocument and web pages that an officer uploads."""

import pytest

from consult.demo.makers.word import said, styles, table, word_file
from consult.documents.importing.registry import import_bytes
from consult.documents.rules import ImportedDocument, ParagraphKind, WarningKind
from consult.kernel.errors import Invalid
from tests.documents.files import open_document, pdf_file, png

HEADINGS = styles(
    ("Title", "Title", ""),
    ("Heading1", "heading 1", ""),
    ("Heading2", "heading 2", ""),
    ("CouncilHead", "Council head", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'),
    ("CouncilSub", "Council sub", '<w:basedOn w:val="CouncilHead"/>'),
)
PROSE = "The council asks every school in the city what it needs, and answers within three months of the close."


def told(document: ImportedDocument) -> list[tuple[int, str, list[str]]]:
    return [
        (section.level, section.heading, [f"{one.kind}: {one.text}" for one in section.paragraphs])
        for section in document.sections
    ]


def kinds(document: ImportedDocument) -> list[ParagraphKind]:
    return [paragraph.kind for section in document.sections for paragraph in section.paragraphs]


def warned(document: ImportedDocument) -> list[tuple[str, str]]:
    return [(warning.kind.value, warning.where) for warning in document.warnings]


# Word


def test_headings_of_a_word_document_come_from_its_styles():
    body = said("Our plan", style="Title") + said("Why now", style="Heading1") + said("Because.")
    document = import_bytes(word_file(body, word__styles_xml=HEADINGS), name="plan.docx")
    assert (document.title, told(document)) == ("Our plan", [(1, "Why now", ["text: Because."])])


def test_a_councils_own_style_is_a_heading_when_it_has_an_outline_level():
    body = said("First.") + said("Ours", style="CouncilHead") + said("A.") + said("Theirs", style="CouncilSub")
    document = import_bytes(word_file(body + said("B."), word__styles_xml=HEADINGS), name="plan.docx")
    assert [section.heading for section in document.sections] == ["", "Ours", "Theirs"]


def test_bold_lines_are_headings_where_a_word_document_names_none():
    body = said("Our plan", bold=True) + said(PROSE) + said("Money", bold=True) + said(PROSE)
    document = import_bytes(word_file(body), name="plan.docx")
    assert (document.title, [section.heading for section in document.sections]) == ("Our plan", ["", "Money"])


def test_a_table_with_a_header_row_says_so_and_one_without_is_pointed_out():
    headed = table(("Ward", "Schools"), ("North", "12"), headed=True)
    document = import_bytes(word_file(headed + table(("a", "b"), ("c", "d"))), name="plan.docx")
    first, second = document.sections[0].paragraphs
    assert '<th scope="col">Ward</th>' in first.html
    assert "<th" not in second.html
    assert warned(document) == [("table_without_header", "Table 2")]


def test_a_footnote_is_a_paragraph_of_its_own():
    body = "<w:p><w:r><w:t>Half of them</w:t></w:r><w:r><w:footnoteReference w:id='1'/></w:r></w:p>"
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:footnote w:id='1'><w:p><w:r><w:t>Counted in May.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    related = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="n" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" '
        'Target="footnotes.xml"/></Relationships>'
    )
    made = word_file(body, word__footnotes_xml=notes, **{"word___rels__document.xml_rels": related})
    document = import_bytes(made, name="plan.docx")
    assert kinds(document) == [ParagraphKind.TEXT, ParagraphKind.FOOTNOTE]
    assert document.sections[0].paragraphs[1].text == "1. Counted in May."


def test_a_word_document_without_words_is_refused():
    with pytest.raises(Invalid, match="no words"):
        import_bytes(word_file("<w:p/>"), name="plan.docx")


def test_an_entity_in_a_word_document_is_refused():
    hostile = word_file("<w:p/>", word__more_xml="<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>")
    with pytest.raises(Invalid, match="instructions that no document needs"):
        import_bytes(hostile, name="plan.docx")


# OpenDocument


def test_an_opendocument_text_has_its_headings_lists_tables_and_notes():
    document = import_bytes(
        open_document(
            '<text:h text:outline-level="1">Our plan</text:h><text:p>Hello<text:s text:c="2"/>you'
            "<text:note><text:note-body><text:p>A note.</text:p></text:note-body></text:note></text:p>"
            '<text:h text:outline-level="2">Money</text:h>'
            "<text:list><text:list-item><text:p>One</text:p></text:list-item></text:list>"
            "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Ward</text:p>"
            "</table:table-cell><table:table-cell><text:p>Schools</text:p></table:table-cell></table:table-row>"
            "</table:table-header-rows><table:table-row><table:table-cell><text:p>North</text:p></table:table-cell>"
            "<table:table-cell><text:p>12</text:p></table:table-cell></table:table-row></table:table>"
        ),
        name="plan.odt",
    )
    assert document.title == "Our plan"
    assert told(document) == [
        (1, "", ["text: Hello you[1]"]),
        (2, "Money", ["list: One", "table: Ward Schools North 12", "footnote: 1. A note."]),
    ]
    assert warned(document) == []


# Web pages

PAGE = """<!doctype html><html lang="cy"><head><title>Plan | Council</title><script>alert(1)</script></head><body>
<header><a href="/">Home</a></header><nav><ul><li>Menu</li></ul></nav>
<main><h1>Our plan</h1><p>Hello <b>you</b>, <a href="https://example.org/?a=1&amp;utm_source=x">more</a>
 <a href="/local">local</a>.</p><img src="https://spy.example/p.gif" width="1" height="1">
<h2>Money</h2><ol><li>One</li><li>Two</li></ol><p style="display:none">Hidden</p>
<table><tr><td><strong>Ward</strong></td><td><strong>Schools</strong></td></tr><tr><td>North</td><td>12</td></tr></table>
<figure><img src="map.png" alt="A map"><figcaption>Where</figcaption></figure></main>
<footer>Crown</footer></body></html>"""


def test_a_web_page_gives_its_content_and_not_its_menus():
    document = import_bytes(PAGE.encode(), name="plan.html")
    assert (document.title, document.language) == ("Our plan", "cy")
    assert told(document) == [
        (1, "", ["text: Hello you, more local."]),
        (2, "Money", ["list: One Two", "table: Ward Schools North 12", "figure: A map"]),
    ]


def test_links_of_a_web_page_lead_out_without_telling_who_came_and_bold_headers_head_their_columns():
    document = import_bytes(PAGE.encode(), name="plan.html")
    html = "".join(paragraph.html for section in document.sections for paragraph in section.paragraphs)
    assert 'href="https://example.org/?a=1"' in html
    assert "utm_source" not in html
    assert 'href="/local"' not in html
    assert '<th scope="col">Ward</th>' in html
    assert "spy.example" not in html


# PDF


def lines(
    *words: str, top: float = 100, left: float = 72, size: float = 11
) -> list[tuple[float, float, float, bool, str]]:
    return [(left, top + 14 * place, size, False, text) for place, text in enumerate(words)]


def test_a_pdf_has_headings_by_how_they_are_set_and_paragraphs_by_their_gaps():
    page = [
        (72, 60, 24, True, "Our plan for schools"),
        (72, 110, 14, True, "Why now"),
        *lines("We have not had a plan since two thousand and", "nineteen, and schools have asked for one.", top=140),
        *lines("This is a second paragraph, which stands below a", "gap and ends here.", top=190),
        (72, 240, 14, True, "What next"),
        *lines("The council decides in March, after everyone has", "been heard and answered.", top=270),
    ]
    document = import_bytes(pdf_file([page]), name="plan.pdf")
    assert document.title == "Our plan for schools"
    assert document.pages == 1
    assert [(section.heading, len(section.paragraphs)) for section in document.sections] == [
        ("Why now", 2),
        ("What next", 1),
    ]
    assert (
        document.sections[0].paragraphs[0].text.endswith("two thousand and nineteen, and schools have asked for one.")
    )


def test_running_headers_and_page_numbers_are_dropped_and_told():
    pages = [
        [
            (72, 30, 9, False, "Wendlebridge City Council"),
            *lines(f"Page text number {name} goes here and", "ends on this second line.", top=120),
            (290, 800, 9, False, str(number)),
        ]
        for number, name in enumerate(("one", "two", "three"), start=1)
    ]
    document = import_bytes(pdf_file(pages), name="plan.pdf")
    words = " ".join(one.text for section in document.sections for one in section.paragraphs)
    assert "Wendlebridge" not in words
    assert [warning.where for warning in document.warnings if warning.kind is WarningKind.LEFT_OUT] == [
        "Wendlebridge City Council"
    ]


def test_two_columns_that_are_drawn_line_by_line_across_are_read_one_after_the_other():
    left = [f"left column line {place} of the page" for place in range(10)]
    right = [f"right column line {place} of the page" for place in range(10)]
    page = []
    for place in range(10):
        page.append((60.0, 100 + 14.0 * place, 11.0, False, left[place]))
        page.append((320.0, 100 + 14.0 * place, 11.0, False, right[place]))
    document = import_bytes(pdf_file([page]), name="plan.pdf")
    words = " ".join(one.text for section in document.sections for one in section.paragraphs)
    assert words == " ".join(left + right)


def test_a_word_parted_at_the_end_of_a_line_is_whole_again():
    page = lines(
        "The council will ask every neigh-", "bourhood and every school-", "based group, as school-based groups asked."
    )
    document = import_bytes(pdf_file([page]), name="plan.pdf")
    assert "neighbourhood and every school-based group" in document.sections[0].paragraphs[0].text


def test_an_outline_names_the_headings_of_a_pdf():
    page = [(72, 100, 11, False, "Why now"), *lines("Because we have to, and because", "it is time.", top=130)]
    document = import_bytes(pdf_file([page], outline=(("Why now", 0),)), name="plan.pdf")
    assert [section.heading for section in document.sections] == ["Why now"]


def test_a_table_of_a_pdf_is_a_table_and_bullets_are_a_list():
    page = [
        *[(72 + 120 * cell, 100 + 16 * row, 11, row == 0, f"cell{row}{cell}") for row in range(3) for cell in range(3)],
        *[(72, 200 + 15 * place, 11, False, f"• item number {place}") for place in range(3)],
    ]
    document = import_bytes(pdf_file([page]), name="plan.pdf")
    assert kinds(document) == [ParagraphKind.TABLE, ParagraphKind.LIST]
    assert '<th scope="col">cell01</th>' in document.sections[0].paragraphs[0].html


def test_a_pdf_without_words_is_refused_with_what_to_do():
    with pytest.raises(Invalid, match="pictures of pages and no words"):
        import_bytes(pdf_file([[]]), name="scan.pdf")


# Pictures


def picture_page(data: bytes, alt: str = "A map") -> bytes:
    from base64 import b64encode

    src = f"data:image/png;base64,{b64encode(data).decode()}"
    return f'<main><p>{PROSE}</p><p><img src="{src}" alt="{alt}"></p></main>'.encode()


def test_a_picture_is_kept_under_its_digest_without_what_was_hidden_in_it():
    document = import_bytes(picture_page(png(text=b"51.5,-0.1 Ann's phone")), name="plan.html")
    (picture,) = document.pictures
    assert b"Ann" not in picture.data
    assert f'src="/documents/pictures/{picture.name}"' in document.sections[0].paragraphs[1].html


def test_a_pale_picture_and_one_without_a_description_are_pointed_out():
    document = import_bytes(picture_page(png(grey=(230, 250)), alt=""), name="plan.html")
    assert warned(document) == [("low_contrast", "Picture 1"), ("picture_without_description", "Picture 1")]


def test_hard_words_and_a_skipped_level_are_pointed_out():
    hard = "Notwithstanding institutional interdependencies, comprehensive organisational transformation necessitates "
    page = f"<main><h2>One</h2><p>{hard * 12}.</p><h4>Two</h4><p>{PROSE}</p></main>"
    document = import_bytes(page.encode(), name="plan.html")
    assert [warning.kind for warning in document.warnings] == [
        WarningKind.MISSING_HEADING_LEVEL,
        WarningKind.READING_AGE,
    ]


def test_a_web_page_of_comments_and_instructions_only_is_refused():
    for content in (b"<?xml version='1.0'?><!-- nothing -->", b"</Kids[1 0 ", b"<!doctype html>"):
        with pytest.raises(Invalid, match="no words"):
            import_bytes(content, name="a.html")


def test_a_line_of_a_pdf_that_is_no_wider_than_nothing_is_read():
    narrow = (300.0, 120.0, 0.01, False, ".")
    document = import_bytes(pdf_file([[(72, 100, 11, False, PROSE), narrow]]), name="a.pdf")
    assert document.n_paragraphs >= 1
