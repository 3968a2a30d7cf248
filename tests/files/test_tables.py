"""Whatever spreadsheet an officer has, it is read as it was meant or refused with the line that is wrong."""

import io
import json
import re
import time
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from consult.files.tables import Table, TableKind, read_table
from consult.kernel.errors import Invalid


def cells(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


def workbook(*rows: list[object], **sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for title, more in sheets.items():
        sheet = book.create_sheet(title)
        for row in more:
            sheet.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def refusal(data: bytes, name: str = "responses.csv") -> str:
    with pytest.raises(Invalid) as told:
        read_table(data, name)
    return told.value.sentence


# What is read


def test_a_plain_csv():
    table = read_table("Group,Comment\nParent,Good\nPupil,Café 😀\n".encode(), "a.csv")
    assert table.columns == ("Group", "Comment")
    assert cells(table) == [("Parent", "Good"), ("Pupil", "Café 😀")]
    assert (table.kind, table.encoding, table.delimiter, table.warnings) == (TableKind.CSV, "utf-8", ",", ())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_csv_in_other_unicode_encodings(encoding):
    table = read_table("Group;Comment\r\nParent;“Good”, she said £5\r\n".encode(encoding), "a.csv")
    assert table.columns == ("Group", "Comment")
    assert cells(table) == [("Parent", "“Good”, she said £5")]


def test_csv_in_windows_1252_with_semicolons_says_what_was_assumed():
    table = read_table("Group;Comment\r\nParent;It costs £5 – “fair”\r\n".encode("cp1252"), "a.csv")
    assert cells(table) == [("Parent", "It costs £5 – “fair”")]
    assert table.delimiter == ";"
    assert "Windows-1252" in table.warnings[0]


def test_tabs_and_excels_own_first_line():
    assert cells(read_table(b"a\tb\n1\t2, 3\n", "a.txt")) == [("1", "2, 3")]
    table = read_table(b"sep=;\na;b\n1;2\n", "a.csv")
    assert (table.columns, table.rows[0].line) == (("a", "b"), 3)


def test_quoted_cells_may_hold_newlines_separators_and_quotation_marks():
    table = read_table(b'a,b\n"one\r\ntwo, ""three""",x\n\n4,5\n', "a.csv")
    assert cells(table) == [('one\ntwo, "three"', "x"), ("4", "5")]
    assert [row.line for row in table.rows] == [2, 5]


def test_one_column_of_sentences_without_any_separator():
    assert read_table(b"Comment\nGood\nBad\n", "a.csv").columns == ("Comment",)


def test_json_lines_of_every_kind_of_value():
    lines = [{"id": 7, "text": "Hello\r\nyou", "themes": ["a", "b"]}, {"text": None, "done": True, "more": {"x": 1}}]
    table = read_table("\n".join(json.dumps(line) for line in lines).encode(), "a.jsonl")
    assert table.columns == ("id", "text", "themes", "done", "more")
    assert cells(table) == [("7", "Hello\nyou", "a; b", "", ""), ("", "", "", "yes", '{"x": 1}')]
    assert table.kind is TableKind.JSON_LINES


def test_json_lines_are_known_by_what_they_hold():
    assert read_table(b'{"a": "1"}\n', "a.csv").kind is TableKind.JSON_LINES


def test_a_workbook_with_numbers_days_and_moments():
    table = read_table(
        workbook(
            ["When", "How many", "Yes?", "Seen"],
            [date(2026, 5, 1), 3.0, True, datetime.fromisoformat("2026-05-01 09:30")],
            [None, 2.5, False, None],
        ),
        "a.xlsx",
    )
    assert table.columns == ("When", "How many", "Yes?", "Seen")
    assert cells(table) == [("2026-05-01", "3", "yes", "2026-05-01 09:30"), ("", "2.5", "no", "")]
    assert table.kind is TableKind.XLSX


def test_a_workbook_named_csv_is_read_as_what_it_is():
    assert read_table(workbook(["a"], ["1"]), "a.csv").kind is TableKind.XLSX


def test_the_first_sheet_that_can_be_seen_is_read_and_the_officer_is_told():
    book = openpyxl.load_workbook(
        io.BytesIO(workbook(["hidden"], ["no"], Second=[["a"], ["yes"]], Third=[["b"], ["no"]]))
    )
    book.worksheets[0].sheet_state = "hidden"
    book.active = 1
    table = read_table(saved(book), "a.xlsx")
    assert table.columns == ("a",)
    assert "3 sheets" in table.warnings[0]
    assert "Second" in table.warnings[0]


def test_a_formula_with_a_stored_result_is_read_by_its_result():
    table = read_table(with_stored_result(workbook(["a", "b"], ["x", "=1+1"])), "a.xlsx")
    assert cells(table) == [("x", "2")]
    assert "1 cells hold formulas" in table.warnings[0]


def with_stored_result(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part = re.sub(rb"<f>1\+1</f><v ?/?>(</v>)?", b"<f>1+1</f><v>2</v>", part)
            new.writestr(name, part)
    return out.getvalue()


def test_empty_columns_and_rows_are_left_out():
    table = read_table(b"a,,b,\n1,,2,\n,,,\n3,,4,\n", "a.csv")
    assert table.columns == ("a", "b")
    assert cells(table) == [("1", "2"), ("3", "4")]
    assert table.warnings


def test_the_headings_may_stand_on_a_later_row():
    table = read_table(b"Ident 1,Ident 2\nGroup,Comment\nParent,Good\n", "a.csv", heading_row=2)
    assert table.columns == ("Group", "Comment")
    assert cells(table) == [("Parent", "Good")]


def test_a_few_null_characters_are_left_out_and_told():
    table = read_table(b"a,b\n1,tw\x00o\n", "a.csv")
    assert cells(table) == [("1", "two")]
    assert "line 2" in table.warnings[0]


def test_a_very_long_answer_is_kept_whole():
    table = read_table(b'a\n"' + b"word " * 60_000 + b'"\n', "a.csv")
    assert len(table.rows[0].cells[0]) == 300_000


# What is refused, with a sentence


PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "a.csv", "is empty"),
        (b" \r\n\r\n", "a.csv", "is empty"),
        (b"\x00" * 500, "a.csv", "is empty"),
        (PICTURE, "responses.csv", "is a picture"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 90, "a.csv", "is a picture"),
        (b"%PDF-1.7 ...", "a.csv", "is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1" + b"\x00" * 600, "a.xls", "old Excel file"),
        (b"<html><table><tr><td>a</td></tr></table>", "a.xls", "web page"),
        (bytes(range(1, 256)) * 40, "a.csv", "not hold text"),
        (b"\x03\x81\x8d" * 99, "a.csv", "not hold text"),
        (b"a,b\n", "a.csv", "no rows"),
        (b"a,b,A\n1,2,3\n", "a.csv", "“a” stands more than once"),
        (b"a,,c\n1,2,3\n", "a.csv", "Column 2 has no heading"),
        (b"a,b\n1,2\n3\n4,5\n6\n", "a.csv", "Line 3 has 1 cells, but there are 2 headings"),
        (b"a,b\n1,2\n3,4,5\n", "a.csv", "Line 3 has 3 cells"),
        (b'a,b\n1,"two\n3,4\n', "a.csv", "line 2"),
        (b'a,b\n1,"two"x\n', "a.csv", "Line 2 has a quotation mark"),
        (b'{"a": 1}\nnot json\n', "a.jsonl", "Line 2 is not JSON"),
        (b"[1, 2]\n", "a.jsonl", "Line 1 is not an object"),
        (b"[" * 100_000, "a.jsonl", "Line 1 is not JSON"),
        (b"{}\n", "a.jsonl", "no rows|hold no named values|no heading"),
        (b"PK\x03\x04 damaged", "a.xlsx", "damaged"),
    ],
)
def test_a_bad_file_gets_a_sentence(data, name, says):
    with pytest.raises(Invalid, match=says):
        read_table(data, name)


def test_a_formula_without_a_stored_result_is_refused_with_its_cell():
    assert "Cell B3" in refusal(workbook(["a", "b"], ["x", "y"], ["x", "=1+1"]))


def test_a_packed_file_that_is_no_workbook_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("word/document.xml", "<x/>")
    assert "Word document" in refusal(out.getvalue())


def test_a_workbook_that_would_unpack_to_gigabytes_is_refused_at_once():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr("xl/workbook.xml", "<x/>")
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(450):
                part.write(b"0" * 1_000_000)
    began = time.thread_time()
    assert "too large once unpacked" in refusal(out.getvalue())
    assert time.thread_time() - began < 2


def test_a_workbook_of_too_many_parts_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for number in range(2_100):
            packed.writestr(f"xl/{number}", "")
    assert "parts" in refusal(out.getvalue())


def test_entities_in_a_workbook_are_not_expanded():
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(8))
        + "]>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(["a"], ["b"]))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, (bomb.encode() + b"<x>&i;</x>") if name == "xl/workbook.xml" else part)
    assert refusal(out.getvalue())


def test_fifty_thousand_rows_are_read_without_much_memory():
    text = "Group,Ward,Comment\n" + "".join(
        f"Parent,Ward {n % 69},We need more places in school number {n}\n" for n in range(50_000)
    )
    table = read_table(text.encode(), "a.csv")
    assert len(table.rows) == 50_000
    assert table.rows[-1].line == 50_001
