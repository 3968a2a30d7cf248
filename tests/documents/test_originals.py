"""What the file that a council offers keeps to itself, and what it no longer fetches, opens or runs."""

import io
import zipfile
from base64 import b64decode

import pikepdf
import pytest

from consult.demo.makers.word import RELATIONSHIPS, packed, related, said, word_parts
from consult.documents.importing import pdf, word
from consult.documents.importing.cleaning import clean_opendocument, clean_pdf, clean_word
from consult.kernel.errors import Invalid
from tests.documents.files import open_document, pdf_file


def parts_of(told):
    (one,) = told
    with zipfile.ZipFile(io.BytesIO(b64decode(one["file"]))) as package:
        return {name: package.read(name) for name in package.namelist()}


def external(identity, kind, target):
    return f'<Relationship Id="{identity}" Type="{RELATIONSHIPS}/{kind}" Target="{target}" TargetMode="External"/>'


def hostile_original():
    body = said("Words for everyone.") + (
        '<w:p><w:r><w:instrText xml:space="preserve"> INCLUDEPICTURE "http://watch.example/a.png" </w:instrText></w:r>'
        '<w:fldSimple w:instr="DDEAUTO cmd"/><w:hyperlink r:id="good"><w:r><w:t>Ours</w:t></w:r></w:hyperlink></w:p>'
    )
    relations = {
        name: content.replace(
            "</Relationships>",
            external("watch", "image", "http://watch.example/pixel.png")
            + external("chunk", "aFChunk", "http://watch.example/page.html")
            + external("run", "hyperlink", "javascript:window.ran=1")
            + external("open", "hyperlink", "file:///etc/passwd")
            + external("good", "hyperlink", "https://council.example/plan")
            + "</Relationships>",
        )
        for name, content in related(in1="page.html").items()
    }
    more = {
        "word/page.html": b"<script>window.ran=1</script>",
        "word/media/a.svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='window.ran=1'/>",
        "word/run.exe": b"MZ",
    }
    return packed(word_parts(body, **relations) | more)


def test_a_word_file_that_is_offered_fetches_nothing_and_runs_nothing():
    parts = parts_of(clean_word(hostile_original()))
    whole = b"".join(name.encode() + content for name, content in parts.items())
    for bad in (b"watch.example/pixel", b"watch.example/page", b"javascript:", b"file:///", b"window.ran", b"DDEAUTO"):
        assert bad not in whole
    assert b"INCLUDEPICTURE" not in whole
    assert b"https://council.example/plan" in whole
    assert not [name for name in parts if name.endswith((".html", ".exe"))]
    assert b"page.html" not in parts["word/_rels/document.xml.rels"]


def test_a_word_file_that_is_offered_can_still_be_read():
    (told,) = clean_word(hostile_original())
    again = word.read_document(b64decode(told["file"]), name="a.docx")
    assert "Words for everyone." in again.sections[0].paragraphs[0].text
    assert "https://council.example/plan" in again.sections[0].paragraphs[1].html


def test_an_opendocument_text_that_is_offered_fetches_nothing_and_runs_nothing():
    body = (
        '<text:p>Words. <text:a xlink:href="javascript:window.ran=1">bad</text:a>'
        '<text:a xlink:href="https://council.example/plan">good</text:a>'
        '<draw:frame><draw:image xlink:href="http://watch.example/pixel.png"/></draw:frame>'
        '<draw:frame><draw:image xlink:href="Pictures/a.png"/></draw:frame></text:p>'
    )
    content = parts_of(clean_opendocument(open_document(body)))["content.xml"]
    assert b"watch.example" not in content
    assert b"javascript:" not in content
    assert b"https://council.example/plan" in content
    assert b"Pictures/a.png" in content


def a_pdf_that_acts():
    """A PDF whose links run scripts: written inside the page, after another act, and as an address."""
    with pikepdf.open(io.BytesIO(pdf_file([[(72, 100, 11, False, "Words for everyone that can be read.")]]))) as made:
        page = made.pages[0].obj
        page.Annots = pikepdf.Array(
            [
                link("<</S/JavaScript/JS(window.ran=1)>>"),
                link("<</S/URI/URI(https://council.example)/Next<</S/JavaScript/JS(window.ran=2)>>>>"),
                link("<</S/URI/URI(javascript:window.ran=3)>>"),
                link("<</S/Launch/F(run.exe)>>"),
                made.make_indirect(link("<</S/SubmitForm/F(http://watch.example)>>")),
            ]
        )
        made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("window.ran=4"))
        out = io.BytesIO()
        made.save(out)
    return out.getvalue()


def link(act):
    return pikepdf.Object.parse(f"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A{act}>>".encode())


def test_a_pdf_that_is_offered_runs_nothing_and_keeps_its_links_to_the_web():
    (told,) = clean_pdf(a_pdf_that_acts())
    cleaned = b64decode(told["file"])
    with pikepdf.open(io.BytesIO(cleaned)) as opened:
        out = io.BytesIO()
        opened.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    whole = out.getvalue()
    for bad in (b"window.ran", b"JavaScript", b"run.exe", b"watch.example", b"Launch"):
        assert bad not in whole
    assert b"https://council.example" in whole
    assert pdf.read_document(cleaned, name="a.pdf").n_paragraphs == 1


def test_a_pdf_that_can_be_shown_and_not_written_anew_is_not_offered():
    with pytest.raises(Invalid, match="damaged"):
        list(clean_pdf(b"%PDF-1.7\nnothing that can be followed"))
