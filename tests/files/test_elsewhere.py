"""Tables as other products export them are known by their first rows, and nothing is left out in silence."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from consult.files.kept_tables import dump_table, load_table
from consult.files.tables import TableKind, read_table
from consult.kernel.errors import Invalid

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "imports"
THREE = (
    "StartDate,Status,IPAddress,Finished,ResponseId,Q1,Q2,Q2_4_TEXT\n"
    "Start Date,Response Type,IP Address,Finished,Response ID,What should come first? - Selected Choice,Why?,Why?\n"
    '"{""ImportId"":""startDate""}","{""ImportId"":""status""}","{""ImportId"":""ip""}","{""ImportId"":""f""}",'
    '"{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2""}","{""ImportId"":""QID2T""}"\n'
    "2026-03-02 10:00:00,IP Address,192.0.2.1,True,R_1,Reading,Because,\n"
    "2026-03-02 11:00:00,Survey Preview,192.0.2.2,True,R_2,Reading,A try,\n"
    "2026-03-02 12:00:00,IP Address,192.0.2.3,False,R_3,Attendance,Half,\n"
)


def test_three_rows_of_headings_become_one_and_nobody_s_address_is_kept():
    table = read_table(THREE.encode(), "export.csv")
    assert table.columns == (
        "Start Date",
        "Response Type",
        "Finished",
        "Response ID",
        "What should come first?",
        "Why? (Q2)",
        "Why? (Q2_4_TEXT)",
    )
    assert [row.cells[3] for row in table.rows] == ["R_1"]
    assert table.rows[0].line == 4
    assert "192.0.2.1" not in str(table)
    assert "Rows that were made to try the form out: 1. They were left out." in table.warnings
    assert "Rows that were begun and never sent: 1. They were left out." in table.warnings
    assert load_table(dump_table(table)) == table


def test_two_rows_of_headings_without_import_numbers():
    lines = THREE.split("\n")
    table = read_table("\n".join([*lines[:2], *lines[3:]]).encode(), "export.csv")
    assert [row.cells[3] for row in table.rows] == ["R_1"]


def test_a_row_of_codes_above_a_row_of_questions():
    table = read_table(b"Ident 1,Ident 2\nWho are you?,What do you think?\nParent,Good\n", "a.csv")
    assert table.columns == ("Who are you?", "What do you think?")
    assert [row.cells for row in table.rows] == [("Parent", "Good")]


@pytest.mark.parametrize(
    "text",
    [
        "Q1,Q2\nMore buses,Fewer forms\nSafe roads,Warm rooms\n",  # answers, no questions
        "Group,Status\nWho are you?,What do you think?\n",  # headings that are words and no codes
        "Q1,Q2\nWhy not?,\nYes,No\n",  # a row with a gap is a person's
    ],
)
def test_what_is_less_clear_keeps_its_own_headings(text):
    table = read_table(text.encode(), "a.csv")
    assert list(table.columns) == text.split("\n")[0].split(",")
    assert table.warnings == ()


def bundle(**files: object) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, told in files.items():
            path = name.replace("__", "/")
            if isinstance(told, list):
                packed.writestr(path + ".jsonl", "\n".join(json.dumps(each) for each in told))
            else:
                packed.writestr(path + ".json", json.dumps(told))
    return out.getvalue()


PEOPLE = [
    {"themefinder_id": 7, "demographic_data": {"Responding as": ["Parent"], "Ward": ["Old Wharf"]}},
    {"themefinder_id": 8},
]
FIRST = {"question_number": 1, "question_text": "What comes first?"}
SECOND = {"question_number": 2, "question_text": "Do you agree?", "question_part_text": "Say why."}


def test_the_packed_folder_of_the_government_s_tool_is_one_row_a_person():
    data = bundle(
        inputs__respondents=PEOPLE,
        inputs__question_part_1__question=FIRST,
        inputs__question_part_1__responses=[
            {"themefinder_id": 7, "text": "Buses"},
            {"themefinder_id": 9, "text": "Air"},
        ],
        inputs__question_part_2__question=SECOND,
        inputs__question_part_2__responses=[{"themefinder_id": 8, "text": "Too dear"}],
        inputs__question_part_2__multi_choice=[{"themefinder_id": 8, "options": ["No"]}],
    )
    table = read_table(data, "inputs.zip")
    assert table.kind is TableKind.BUNDLE
    assert table.columns == (
        "Response ID",
        "Responding as",
        "Ward",
        "What comes first?",
        "Do you agree? Say why.",
        "Do you agree? Say why. - why",
    )
    assert [row.cells for row in table.rows] == [
        ("7", "Parent", "Old Wharf", "Buses", "", ""),
        ("8", "", "", "", "No", "Too dear"),
        ("9", "", "", "Air", "", ""),
    ]


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"respondents": [{"themefinder_id": 1}, {"themefinder_id": 1}]}, "line 2: themefinder_id 1 stands twice"),
        ({"respondents": [{"id": 1}]}, "line 1 has no themefinder_id"),
        ({"respondents": [{"themefinder_id": 1, "demographic_data": ["x"]}]}, "must hold names and values"),
    ],
)
def test_a_fault_in_the_folder_is_told_with_its_line(files, says):
    data = bundle(q__question=FIRST, q__responses=[{"themefinder_id": 1, "text": "Yes"}], **files)
    with pytest.raises(Invalid, match=says):
        read_table(data, "inputs.zip")


def test_a_folder_that_unpacks_to_too_much_is_refused_before_it_is_unpacked():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("q/question.json", "{}")
        packed.writestr("q/responses.jsonl", b" " * (201 * 1024 * 1024))
    with pytest.raises(Invalid, match="too large"):
        read_table(out.getvalue(), "inputs.zip")


def test_a_list_of_json_is_a_table_and_what_is_nested_in_it_is_columns():
    told = [{"themefinder_id": 1, "text": "Yes", "demographic_data": {"ward": ["Old Wharf"]}}]
    table = read_table(json.dumps(told).encode(), "a.json")
    assert table.columns == ("themefinder_id", "text", "demographic_data - ward")
    assert table.rows[0].cells == ("1", "Yes", "Old Wharf")


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the shared data are not here")
@pytest.mark.parametrize(
    ("name", "heading", "n_rows"),
    [
        ("responses_biomass_format.csv", "What is your name?", 5),
        ("responses_lgr_format.csv", "Respondent type - Respondent type", 5),
        ("responses_scr_format.csv", "Responding as", 5),
    ],
)
def test_the_shapes_that_the_government_s_tool_accepts(name, heading, n_rows):
    table = read_table((FOLDER / name).read_bytes(), name)
    assert table.columns[0] == heading
    assert len(table.rows) == n_rows
