"""The command that counts ranked ballots: count. It needs no database and no settings."""

import sys
from dataclasses import replace
from typing import BinaryIO, NoReturn

import click

from consult.elections.ballots import Rule
from consult.elections.blt import Box, Malformed, read_blt
from consult.elections.count import CountSheet
from consult.elections.count import count as count_papers
from consult.elections.lots import TieNeedsLot, lots_from, no_lots
from consult.elections.sheet import as_csv, as_json, as_text

NOT_COUNTED = 2
NEEDS_A_LOT = 3
LARGEST_FILE = 256 * 1024 * 1024
FORMATS = {"text": as_text, "json": as_json, "csv": as_csv}


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option(
    "--rule", type=click.Choice([rule.value for rule in Rule]), default=Rule.SCOTTISH.value, show_default=True
)
@click.option("--seats", type=click.IntRange(min=1), help="How many seats to fill, if not what the file says.")
@click.option("--lot-seed", help="The published seed that decides between candidates who are level at every stage.")
@click.option("--contest", help="The contest's name in the lots.  [default: the file's title]")
@click.option("--format", "form", type=click.Choice(sorted(FORMATS)), default="text", show_default=True)
def count(
    *, file: BinaryIO, rule: str, seats: int | None, lot_seed: str | None, contest: str | None, form: str
) -> None:
    """Count the ranked ballots of FILE, a .blt file (- for standard input), and print the count sheet.

    Ends with 2 if the file cannot be read as a .blt file, and with 3 if only a lot can decide and no seed is given.
    """
    box = _read(file)
    chosen = replace(box.contest, id=contest or box.contest.id, seats=seats or box.contest.seats)
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a text stream here, typed as any TextIO
    click.echo(FORMATS[form](_counted(replace(box, contest=chosen), Rule(rule), lot_seed)), nl=False)


def _read(file: BinaryIO) -> Box:
    data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        _end(
            NOT_COUNTED, f"The file is larger than {LARGEST_FILE // 1024**2} MB. Put papers that are alike on one line."
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    try:
        return read_blt(text)
    except Malformed as fault:
        _end(NOT_COUNTED, f"Line {fault.line}: {fault.reason}")


def _counted(box: Box, rule: Rule, seed: str | None) -> CountSheet:
    draw = no_lots if seed is None else lots_from(seed, contest=box.contest.id)
    try:
        return count_papers(box.contest, box.papers, rule=rule, lots=draw)
    except TieNeedsLot as tie:
        tied = ", ".join(f"{number} ({box.contest.name(number)})" for number in tie.candidates)
        _end(
            NEEDS_A_LOT,
            f"Stage {tie.stage} needs a lot ({tie.purpose.value}): candidates {tied} were level at every stage. "
            "Give the published seed with --lot-seed.",
        )


def _end(status: int, sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(status)
