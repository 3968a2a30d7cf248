"""Every hostile text as every importer meets it: as it stands, in words, headings, cells and descriptions."""

from html import escape

from consult.demo.makers.word import RELATIONSHIPS, drawing, related, said, table, word_file
from tests.documents.files import open_document, pdf_file, png
from tests.payloads import PAYLOADS

A_PAGE = 45
CONTROLS = {code: " " for code in range(32) if code not in {9, 10, 13}}


def in_xml(payload: str) -> str:
    """The payload as an XML file says it."""
    return escape(payload.translate(CONTROLS))


def hostile_word() -> bytes:
    """A Word document that says every payload as a paragraph, some as headings, cells and descriptions."""
    body = said("Words of ours", bold=True)
    for place, payload in enumerate(PAYLOADS):
        told = in_xml(payload)
        body += said(told, bold=place % 7 == 0)
        if place % 10 == 0:
            body += table((told, "1"), ("b", told), headed=place % 20 == 0) + drawing(
                described=payload.translate(CONTROLS)
            )
    link = '<w:p><w:hyperlink r:id="bad"><w:r><w:t>A link that would run</w:t></w:r></w:hyperlink></w:p>'
    relations = related(pic1="media/a.png")
    for name, part in relations.items():
        bad = (
            f'<Relationship Id="bad" Type="{RELATIONSHIPS}/hyperlink" '
            'Target="javascript:window.ran=1" TargetMode="External"/></Relationships>'
        )
        relations[name] = part.replace("</Relationships>", bad)
    return word_file(body + link, word__media__a_png=png(), **relations)


def hostile_opendocument() -> bytes:
    """An OpenDocument text that says every payload, with headings and links that would run."""
    blocks = []
    for place, payload in enumerate(PAYLOADS):
        told = in_xml(payload)
        tag = "text:h" if place % 7 == 0 else "text:p"
        blocks.append(f"<{tag}>{told}</{tag}>")
        if place % 10 == 0:
            blocks.append(f"<text:p><text:a xlink:href='javascript:window.ran=1'>{told}</text:a></text:p>")
    return open_document("<text:p>Words of ours.</text:p>" + "".join(blocks))


def hostile_pages() -> list[tuple[str, bytes]]:
    """A web page for each payload, which stands in it as it is: between blocks, in a cell and in attributes."""
    return [
        (
            f"{place}.html",
            f"<main><h2>Words of ours</h2><p>Before.</p>{payload}<p>{payload}</p><table><tr><th>a<td>{payload}</table>"
            f'<img alt="{payload.replace(chr(34), "")}" src=\'x\'><p title="{payload}">After.</p></main>'.encode(),
        )
        for place, payload in enumerate(PAYLOADS)
    ]


def hostile_text() -> bytes:
    """Plain text, a payload a block."""
    return "\n\n".join(["Words of ours.", *PAYLOADS, "The end."]).encode()


def hostile_pdf() -> bytes:
    """A PDF that prints every payload, and names some in its outline."""
    lines = [payload.encode("cp1252", "replace").decode("cp1252")[:95] for payload in PAYLOADS]
    pages = [
        [(72.0, 60.0 + 16 * place, 9.0, False, line) for place, line in enumerate(lines[start : start + A_PAGE])]
        for start in range(0, len(lines), A_PAGE)
    ]
    return pdf_file(pages, outline=tuple((line, 0) for line in lines[:40]), info=f"<</Title({PAYLOADS[2]})>>")
