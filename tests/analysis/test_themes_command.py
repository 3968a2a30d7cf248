"""``consult themes``: a file of responses in, JSON out, with no database; bad files meet one sentence and status 2."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from consult.cli.main import main

_SAID = (
    ("The road outside the school is dangerous at home time", "no", "parent"),
    ("We need a safe crossing on the road outside school", "no", "pupil"),
    ("Cars speed past the school and there is no crossing", "no", "parent"),
    ("School meals are cold and the portions are too small", "yes", "pupil"),
    ("Free school meals should go to every hungry child", "yes", "parent"),
    ("Lunch portions are small and the meals run out", "yes", "pupil"),
)


def rows(copies: int = 4) -> list[dict[str, str]]:
    endings = ("", " every day", " this year", " again and again")
    return [
        {"response_id": f"r{n}-{i}", "text": said + endings[n], "answer": answer, "group": group}
        for n in range(copies)
        for i, (said, answer, group) in enumerate(_SAID)
    ]


def as_csv(given: list[dict[str, str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=list(given[0]))
    writer.writeheader()
    writer.writerows(given)
    return out.getvalue().encode()


def as_json_lines(given: list[dict[str, str]]) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in given).encode()


def as_workbook(given: list[dict[str, str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(list(given[0]))
    for row in given:
        sheet.append(list(row.values()))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def run(data: bytes, *options: str) -> Result:
    return CliRunner().invoke(main, ["themes", "-", "--output", "-", *options], input=data)


def themed(data: bytes, *options: str) -> dict[str, Any]:
    result = run(data, *options)
    assert result.exit_code == 0, result.stderr
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def test_the_counts_add_up_and_every_row_is_answered_for_in_the_order_of_the_file() -> None:
    given = [*rows(), {"response_id": "blank", "text": "n/a", "answer": "", "group": ""}]
    told = themed(as_csv(given))
    assert [each["response_id"] for each in told["responses"]] == [row["response_id"] for row in given]
    counts = told["counts"]
    assert counts["responses"] == len(given) == counts["themed"] + counts["unthemed"] + counts["no_substantive_answer"]
    for theme in told["themes"]:
        inside = [r for r in told["responses"] if theme["id"] in {each["id"] for each in r["themes"]}]
        assert theme["size"] == len(inside) == sum(theme["groups"].values())
        assert theme["quotes"]
    assert told["responses"][-1]["bin"] == "no_substantive_answer"


def test_csv_workbook_and_json_lines_give_the_same_themes() -> None:
    found = [themed(make(rows())) for make in (as_csv, as_workbook, as_json_lines)]
    assert found[0]["themes"] == found[1]["themes"] == found[2]["themes"]
    assert len({each["input_sha256"] for each in found}) == 3


def test_rows_without_an_id_are_numbered_and_only_the_text_is_needed() -> None:
    told = themed(as_json_lines([{"text": row["text"]} for row in rows(2)]))
    assert [each["response_id"] for each in told["responses"]] == [str(n) for n in range(1, 13)]
    assert "groups" not in told["themes"][0]


def test_a_file_is_written_whole_and_the_tier_and_the_seed_stand_in_it(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(as_csv(rows()))
    written = []
    for name in ("one.json", "two.json"):
        arguments = ["themes", str(tmp_path / "in.csv"), "--output", str(tmp_path / name), "--seed", "7", "--tier", "0"]
        assert CliRunner().invoke(main, arguments).exit_code == 0
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]
    told = json.loads(written[0])
    assert (told["seed"], told["record"]["tier"], told["engine"].split()[0]) == (7, 0, "consult-tier-0")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "one.json", "two.json"]


def test_the_closed_answer_can_be_left_out_on_the_command_line() -> None:
    without = [{k: v for k, v in row.items() if k != "answer"} for row in rows()]
    left_out = themed(as_csv(rows()), "--no-closed-answer")
    assert left_out["themes"] == themed(as_csv(without))["themes"]


def test_finer_gives_at_least_as_many_themes_as_broader_on_the_command_line() -> None:
    fine, broad = (themed(as_csv(rows()), "--granularity", size) for size in ("1.6", "0.6"))
    assert len(fine["themes"]) >= len(broad["themes"])


def test_a_letter_sent_by_many_is_one_campaign_with_its_template() -> None:
    letter = "Keep our nursery open because families in this part of the city have nowhere else to go"
    told = themed(as_json_lines([{"text": letter} for _ in range(50)]))
    assert told["campaigns"] == [{"id": 1, "size": 50, "exact": 50, "template": letter}]
    assert [theme["size"] for theme in told["themes"]] == [50]
    assert {each["campaign"] for each in told["responses"]} == {1}


def test_one_response_is_in_no_theme_and_is_not_lost() -> None:
    told = themed(b'{"text": "The bus is always late in the morning"}\n')
    assert told["counts"] == {"responses": 1, "themed": 0, "unthemed": 1, "no_substantive_answer": 0}


def test_who_left_all_blank_is_counted_and_blank_rows_at_the_end_are_told_of() -> None:
    said = b"".join(b'"' + row["text"].encode() + b'"\n' for row in rows(2))
    result = run(b"text\n" + said[: said.index(b"\n") + 1] + b'""\n" "\n' + said[said.index(b"\n") + 1 :] + b'""\n')
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert told["counts"]["responses"] == 14
    assert told["counts"]["no_substantive_answer"] == 2
    assert [told["responses"][place]["bin"] for place in (1, 2)] == ["no_substantive_answer"] * 2
    assert "1 blank rows at the end" in result.stderr


def test_half_a_character_pair_does_not_break_the_writing() -> None:
    told = themed(
        b'{"text": "broken \\ud800 letter"}\n{"text": "broken \\ud800 letter"}\n{"text": "broken \\ud800 letter"}\n'
    )
    assert told["counts"]["responses"] == 3


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"  \r\n\n", "empty"),
        (b"text\n", "no rows"),
        (b"words,more\nhello,there\n", "no column"),
        (b"response_id,text\na,One thing\na,Another thing\n", "there twice"),
        (bytes(range(256)) * 40, ""),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "picture"),
        (b"PK\x03\x04" + b"\x00" * 400, ""),
        (b'{"text": "one"}\n{"text": \n', "not JSON"),
        (os.urandom(4_000), ""),
    ],
)
def test_what_is_no_table_of_responses_meets_one_sentence_and_status_2(data: bytes, sentence: str) -> None:
    result = run(data)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert sentence in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.stderr


def test_tier_2_without_a_model_and_a_folder_that_is_not_there_meet_a_sentence(tmp_path: Path) -> None:
    result = run(as_csv(rows()), "--tier", "2")
    assert (result.exit_code, "No language model" in result.stderr) == (2, True)
    result = CliRunner().invoke(
        main, ["themes", "-", "--output", str(tmp_path / "no" / "x.json")], input=as_csv(rows())
    )
    assert (result.exit_code, "no folder" in result.stderr) == (2, True)


def test_the_command_needs_no_setting_and_no_folder_of_its_own(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from consult.cli.main import main; main()", "themes", "-", "--output", "-"],
        input=as_csv(rows()),
        capture_output=True,
        check=True,
        timeout=120,
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONHASHSEED": "5"},
    )
    assert json.loads(done.stdout)["counts"]["responses"] == 24
    assert list(tmp_path.iterdir()) == []
