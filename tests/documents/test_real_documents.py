"""Documents that real councils and real programs made: each is read well, or refused clearly."""

import re
from pathlib import Path

import pytest

from consult.documents.importing.registry import import_bytes
from consult.kernel.errors import Invalid
from tests.documents.labels import LABELS, digest
from tests.documents.measuring import headings_f1, headings_of, own_words, read_words, recall, recall_in_order

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "documents"
FILES = sorted(FOLDER.glob("*")) if FOLDER.is_dir() else []
pytestmark = pytest.mark.skipif(not FILES, reason="the real documents are not here")

REFUSED = {
    "imagemagick-images.pdf": "pictures of pages",
    "libreoffice-writer-password.pdf": "locked with a password",
    "pydocx_sty-having-no-styles-part.docx": "no words",
    "pydocx_tbl-having-tables.docx": "no words",
}
READ = [file for file in FILES if file.name not in REFUSED]
LEAST = {".pdf": 0.95, ".docx": 0.98, ".html": 0.98}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_has_no_words_or_a_lock_is_refused_clearly(name):
    with pytest.raises(Invalid, match=REFUSED[name]):
        import_bytes((FOLDER / name).read_bytes(), name=name)


@pytest.mark.parametrize("file", READ, ids=lambda file: file.name)
def test_nearly_every_word_of_a_real_document_comes_out_in_its_order(file):
    document = import_bytes(file.read_bytes(), name=file.name)
    own, read = own_words(file.read_bytes(), name=file.name), read_words(document)
    assert recall(own, read) >= LEAST[file.suffix]
    assert recall_in_order(own, read) >= LEAST[file.suffix] - 0.03


@pytest.mark.parametrize("name", sorted(LABELS))
def test_the_headings_that_a_person_sees_are_found(name):
    document = import_bytes((FOLDER / name).read_bytes(), name=name)
    found = headings_of(document, with_title=digest(document.title) in LABELS[name])
    assert headings_f1(found, LABELS[name]) >= 0.9


def test_a_footnote_a_text_box_and_an_old_format_are_read():
    for name, words in (
        ("mammoth_footnotes.docx", "tachyon"),
        ("mammoth_text-box.docx", "Datum plane"),
        ("mammoth_strict-format.docx", "Test"),
    ):
        document = import_bytes((FOLDER / name).read_bytes(), name=name)
        assert re.search(words, " ".join(one.text for section in document.sections for one in section.paragraphs))
