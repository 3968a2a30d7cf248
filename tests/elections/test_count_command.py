"""What the returning officer sees at the command line: the sheet, a clear sentence, and the right exit status."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from consult.cli import main
from consult.elections.ballots import Contest, Papers
from consult.elections.blt import Malformed, read_blt, write_blt

FOUR = '4 2\n40 1 2 0\n20 1 3 0\n20 2 0\n12 3 0\n8 4 3 0\n0\n"Ann"\n"Bo"\n"Cy"\n"Di"\n"Seats for parents"\n'
LEVEL = '2 1\n5 1 0\n5 2 0\n0\n"Ann"\n"Bo"\n"A dead heat"\n'


def run(*arguments: str, given: str | bytes = FOUR):
    return CliRunner().invoke(main, ["count", "-", *arguments], input=given)


def test_the_sheet_is_told_in_plain_english():
    told = run()
    assert told.exit_code == 0
    assert "Ann has 26.00000 more than the quota." in told.stdout
    assert told.stdout.endswith("Elected, in this order: Ann, Bo.\n")


def test_the_sheet_as_json():
    sheet = json.loads(run("--format", "json").stdout)
    assert (sheet["valid"], sheet["quota"], sheet["winners_in_order"], sheet["lots"]) == (100, 34, [1, 2], [])
    assert sheet["stages"][1] == {
        "stage": 2,
        "action": "surplus",
        "candidate": 1,
        "votes": {"1": "34.00000", "2": "37.33320", "3": "20.66660", "4": "8.00000"},
        "non_transferable": "0.00020",
        "elected": [2],
    }


def test_the_sheet_as_csv_adds_up():
    rows = list(csv.DictReader(io.StringIO(run("--format", "csv").stdout)))
    first = [row for row in rows if row["stage"] == "1"]
    assert sum(float(row["votes"]) for row in first) == 100
    assert [row["name"] for row in first if row["elected"]] == ["Ann"]


def test_a_name_cannot_become_a_formula():
    hostile = FOUR.replace('"Ann"', '"=1+1"')
    assert ",'=1+1," in run("--format", "csv", given=hostile).stdout


def test_a_tie_without_a_seed_ends_with_3_and_names_them():
    told = run(given=LEVEL)
    assert (told.exit_code, told.stdout) == (3, "")
    assert "1 (Ann), 2 (Bo)" in told.stderr


def test_the_same_seed_draws_the_same_lot_and_the_contest_is_part_of_it():
    chosen = {
        (seed, contest): json.loads(
            run("--lot-seed", seed, "--contest", contest, "--format", "json", given=LEVEL).stdout
        )["lots"][0]["chosen"]
        for seed in "abcdefgh"
        for contest in ("north", "south")
    }
    assert set(chosen.values()) == {1, 2}
    assert any(chosen[seed, "north"] != chosen[seed, "south"] for seed in "abcdefgh")
    again = json.loads(run("--lot-seed", "a", "--contest", "north", "--format", "json", given=LEVEL).stdout)
    assert again["lots"] == [{"stage": 2, "purpose": "exclude", "candidates": [1, 2], "chosen": chosen["a", "north"]}]


def test_one_seat_by_the_alternative_vote_whatever_the_file_says():
    sheet = json.loads(run("--rule", "av", "--seats", "3", "--format", "json").stdout)
    assert (sheet["quota"], sheet["winners_in_order"]) == (51, [1])


def test_other_seats_than_the_file_says():
    assert json.loads(run("--seats", "1", "--format", "json").stdout)["quota"] == 51


@pytest.mark.parametrize(
    ("given", "line", "reason"),
    [
        ("", 1, "the file ends where the number of candidates"),
        ("hello", 1, "is not a whole number"),
        ("3", 1, "and nothing else"),
        ("0 1\n0\n", 1, "1 to 1000 candidates"),
        ("2 0\n0\n", 1, "at least one seat"),
        ("2 1\n-3\n0\n", 2, "cannot withdraw"),
        ("2 1\n1 1 2\n0\n", 2, "must end with 0"),
        ("2 1\n5\n0\n", 2, "must end with 0"),
        ("2 1\n0 1 0\n0\n", 2, "1 or more"),
        ("2 1\n-1\n-1 0\n", 3, "cannot withdraw"),
        ("2 1\n1 3 0\n0\n", 2, "no candidate 3"),
        ("2 1\n1 1 0 2 0\n0\n", 2, "no candidate 0"),
        ("2 1\n1 1 1 0\n0\n", 2, "twice"),
        ("2 1\n1.5 1 0\n0\n", 2, "is not a whole number"),
        ("2 1\n9999999999999999999 1 0\n0\n", 2, "is not a whole number"),
        ("2 1\n1 1=2 0\n0\n", 2, "is not a whole number"),
        ("2 1\n1 1 0\n", 3, "the file ends where a ballot paper"),
        ('2 1\n1 1 0\n0\n"Ann"\n', 5, "the name of candidate 2"),
        ("2 1\n1 1 0\n0\nAnn\nBo\n", 4, "the name of candidate 1 should stand here, in double quotes"),
        ('2 1\n1 1 0\n0\n"Ann"\n"Bo"\n', 6, "the file ends where the title"),
        ('2 1\n1 1 0\n0\n"Ann"\n"Bo"\n"T"\n"more"\n', 7, "nothing may follow"),
        (b"\x00\xff\xfe\x7fELF", 1, "is not a whole number"),
    ],
)
def test_a_malformed_file_ends_with_2_and_says_where_and_why(given, line, reason):
    told = run(given=given)
    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr.startswith(f"Line {line}: ")
    assert reason in told.stderr
    assert "Traceback" not in told.stderr


def test_a_file_that_is_not_there(tmp_path: Path):
    told = CliRunner().invoke(main, ["count", str(tmp_path / "none.blt")])
    assert told.exit_code == 2
    assert "No such file" in told.stderr


def test_remarks_blank_lines_windows_ends_and_a_byte_order_mark_are_read():
    untidy = '\ufeff# by hand\r\n2 1 # two\r\n\r\n3 1 2 0\r\n0\r\n"Ann # 1"\r\n"Bo" # second\r\n"T"\r\n\r\n'
    box = read_blt(untidy)
    assert (box.contest.names, box.contest.id) == (("Ann # 1", "Bo"), "T")
    assert box.papers == (Papers(number=3, preferences=(1, 2)),)


def test_a_nickname_in_quotes_old_line_ends_and_a_missing_last_one_are_read():
    nicknamed = '2 1\r3 1 2 0\r2 0\r0\r"William "Bill" Lee" # once "Billy"\r"Bo"\r"T"'
    box = read_blt(nicknamed)
    assert (box.contest.names, box.contest.id) == (('William "Bill" Lee', "Bo"), "T")
    assert box.papers[1] == Papers(number=2, preferences=())


def test_a_box_without_a_single_vote_is_counted_by_lot():
    nobody = FOUR.replace("40 1 2 0\n20 1 3 0\n20 2 0\n12 3 0\n8 4 3 0\n", "3 0\n")
    told = run("--format", "json", "--lot-seed", "a die: 4", given=nobody)
    sheet = json.loads(told.stdout)
    assert (sheet["valid"], sheet["blank"], sheet["quota"], len(sheet["lots"])) == (0, 3, 1, 2)
    assert run(given=nobody).exit_code == 3


def test_names_in_an_older_encoding_are_read():
    assert "Zoë" in run(given=FOUR.replace("Ann", "Zoë").encode("cp1252")).stdout


def test_what_is_written_reads_back():
    contest = Contest(id="T", names=("Ann", "Bo", "Cy"), seats=2, withdrawn=frozenset({3}))
    papers = (Papers(number=4, preferences=(1, 2)), Papers(number=1, preferences=()))
    box = read_blt(write_blt(contest, papers))
    assert (box.contest, box.papers) == (contest, papers)


def test_a_name_that_the_format_cannot_hold_is_made_plain():
    contest = Contest(id="T", names=('Ann "the\nhead" Lee',), seats=1)
    assert read_blt(write_blt(contest, ())).contest.names == ("Ann 'the head' Lee",)


def test_malformed_says_line_and_reason_to_programs():
    with pytest.raises(Malformed) as fault:
        read_blt("2 1\n1 3 0\n")
    assert (fault.value.line, fault.value.reason[:20]) == (2, "there is no candidat")
