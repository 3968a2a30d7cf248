"""Files broken by chance: every importer reads them or refuses them with a sentence, and never fails or hangs."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from consult.demo.makers.word import packed, said, table, word_parts
from consult.documents.importing.registry import import_bytes
from consult.documents.rules import LONGEST_FILE
from consult.kernel.errors import Invalid
from tests.documents.breaking import INVENTED, broken
from tests.documents.fuzzing import SEEDS, outcome, real_files, require_one_sentence, run_batch, use

WITHOUT_PDF = [name for name in SEEDS if name != "a.pdf"]  # PDFium may end its process, so it gets one of its own
REAL = real_files()


@pytest.mark.parametrize("name", WITHOUT_PDF)
def test_a_broken_file_is_read_or_refused_by_its_reader(name):
    for content in broken(SEEDS[name], name=name, times=300):
        assert outcome(content, name=name)


@pytest.mark.parametrize("name", ["a.docx", "a.odt"])
def test_broken_xml_in_a_whole_package_is_read_or_refused(name):
    part = "word/document.xml" if name == "a.docx" else "content.xml"
    whole = word_parts(said("Plan") + table(("a", "b"), ("c", "d")))["word/document.xml"]
    inner = whole.encode() if isinstance(whole, str) else whole
    if name == "a.odt":
        inner = (
            b"<o:x xmlns:o='urn:oasis:names:tc:opendocument:xmlns:office:1.0'><o:body><o:text>a</o:text></o:body></o:x>"
        )
    for content in broken(inner, name="a.xml", times=300):
        parts = word_parts("") | {part: content} if name == "a.docx" else {part: content}
        assert outcome(packed(parts), name=name)


@pytest.mark.parametrize("name", [name for name in INVENTED if name != "made.pdf"])
def test_a_file_that_nobody_made_is_read_or_refused(name):
    @settings(
        max_examples=60,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def invent(data):
        assert outcome(data.draw(INVENTED[name]), name=name)

    invent()


@pytest.mark.skipif(not REAL, reason="the real documents are not here")
@pytest.mark.parametrize("name", REAL)
def test_a_real_document_broken_here_and_there_is_read_or_refused(name, tmp_path):
    cases = [(name, content) for content in broken(REAL[name], name=name, times=8)]
    counted = run_batch(cases, tmp_path / "kept")
    assert not [came for came in counted if "FAILED" in came], list((tmp_path / "kept").iterdir())
    assert sum(counted.values()) == len(cases)


def test_the_run_that_breaks_files_tells_what_failed_from_what_was_refused(tmp_path, capsys):
    counted = run_batch([("a.md", SEEDS["a.md"]), ("a.docx", b"PK broken"), ("a.txt", b"")], tmp_path)
    assert counted == Counter({".md read": 1, ".docx refused": 1, ".txt refused": 1})
    with pytest.raises(AssertionError):
        require_one_sentence("Traceback (most recent call last):\n  File")


def as_the_site_reads(content: bytes, *, name: str) -> bool:
    try:
        use(import_bytes(content, name=name))
    except Invalid as refused:
        require_one_sentence(refused.sentence)
        return False
    return True


@pytest.mark.parametrize("name", list(SEEDS))
def test_a_broken_upload_never_ends_in_anything_but_a_document_or_a_sentence(name):
    read = [as_the_site_reads(content, name=name) for content in broken(SEEDS[name], name=name, times=12)]
    assert len(read) == 12


def test_a_broken_pdf_is_read_or_refused_by_its_reader():
    # PDFium may end its process over a broken file; in a process apart that is a refusal, so it is tried there
    read = [as_the_site_reads(content, name="a.pdf") for content in broken(SEEDS["a.pdf"], name="a.pdf", times=25)]
    assert any(read)


def test_a_file_under_any_other_name_is_judged_by_its_content():
    for name, content in SEEDS.items():
        for other in SEEDS:
            as_the_site_reads(content, name=other)
        assert as_the_site_reads(content, name=name)


def test_a_file_that_is_too_large_is_refused_before_anything_reads_it():
    with pytest.raises(Invalid, match="larger than 20 MB"):
        import_bytes(b"x" * (LONGEST_FILE + 1), name="a.txt")
