"""The command that finds themes in a file: themes. It needs no database and no settings, and fetches nothing."""

import json
import os
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

import click

from consult.analysis.pipeline import Options, Text, find_themes
from consult.analysis.pipeline.values import Campaign, Placement, Theme, Themes, Tier
from consult.analysis.supplied import model_told_by
from consult.files.tables import Table, read_table
from consult.kernel.errors import ConsultError, Invalid

NOT_READ = 2
MOST_ROWS = 2_000_000
MOST_BYTES = 4 * 1024**3
TIERS: Mapping[str, Tier] = {"auto": "auto", "0": 0, "1": 1, "2": 2}
COLUMNS = ("text", "response_id", "answer", "group", "language")


@click.command()
@click.argument("file", metavar="INPUT", type=click.File("rb"))
@click.option(
    "--output", required=True, type=click.Path(dir_okay=False, allow_dash=True), help="Where to write the JSON."
)
@click.option("--seed", default=0, show_default=True, help="The same seed over the same file gives the same bytes.")
@click.option("--tier", type=click.Choice(sorted(TIERS)), default="auto", show_default=True, help="Which vectors.")
@click.option(
    "--granularity",
    type=click.FloatRange(0.6, 1.6),
    default=1.0,
    show_default=True,
    help="Under 1 for fewer, broader themes; over 1 for finer.",
)
@click.option("--no-closed-answer", is_flag=True, help="Do not let the closed answer help to form themes.")
def themes(*, file: BinaryIO, output: str, seed: int, tier: str, granularity: float, no_closed_answer: bool) -> None:
    """Find the themes in INPUT: CSV, XLSX or JSON Lines with a column "text" (- for standard input).

    The columns response_id, answer, group and language are used where they are there. Ends with 2 if INPUT cannot be
    read.
    """
    if output != "-" and not Path(output).absolute().parent.is_dir():
        _end(f"There is no folder for {output}. Make it first, or name another file.")
    try:
        data = file.read(MOST_BYTES + 1)
        table = read_table(
            data, str(getattr(file, "name", "-")), most_rows=MOST_ROWS, most_bytes=MOST_BYTES, keep_blank=True
        )
        texts = _texts(table)
        options = Options(seed=seed, granularity=granularity, use_closed_answer=not no_closed_answer, tier=TIERS[tier])
        found = find_themes(texts, options, model=model_told_by(os.environ) if options.tier in ("auto", 2) else None)
    except ConsultError as fault:
        _end(fault.sentence)
    for warning in table.warnings:
        click.echo(warning, err=True)
    _write(output, _told(found, texts, seed=seed, digest=sha256(data).hexdigest()))


def _texts(table: Table) -> list[Text]:
    """Return the rows as texts, in the order of the file.

    Raises:
        Invalid: there is no column "text", or two rows have one id.
    """
    place = {column.casefold(): number for number, column in enumerate(table.columns)}
    if "text" not in place:
        raise Invalid(f"There is no column “text”. The columns are: {', '.join(table.columns)[:300]}.")
    texts: dict[str, Text] = {}
    for number, row in enumerate(table.rows, start=1):
        said = {name: row.cells[place[name]] for name in COLUMNS if name in place}
        response_id = said.get("response_id", "").strip() or str(number)
        if response_id in texts:
            raise Invalid(f"The response_id “{response_id[:80]}” on line {row.line} is there twice. Give each its own.")
        texts[response_id] = Text(
            id=response_id,
            text=said["text"],
            closed_answer=said.get("answer", "").strip() or None,
            language=said.get("language", "").strip() or None,
            stratum=said.get("group", "").strip() or None,
        )
    return list(texts.values())


def _told(found: Themes, texts: Sequence[Text], *, seed: int, digest: str) -> dict[str, Any]:
    """Return the result as it is written: numbers of themes and campaigns begin at 1."""
    said = {text.id: text for text in texts}
    campaign_of = {member: number for number, each in enumerate(found.campaigns, start=1) for member in each.members}
    placements = {placement.response_id: placement for placement in found.placements}
    groups = _groups(found, said) if any(text.stratum for text in texts) else None
    return {
        "engine": f"{found.record.engine} {found.record.version}",
        "seed": seed,
        "input_sha256": digest,
        "themes": [_theme(theme, groups) for theme in found.themes],
        "responses": [_response(placements[text.id], campaign_of.get(text.id)) for text in texts],
        "campaigns": [_campaign(number, each, said) for number, each in enumerate(found.campaigns, start=1)],
        "counts": asdict(found.counts),
        "quality": asdict(found.quality) if found.quality else None,
        "record": asdict(found.record) | {"parameters": dict(found.record.parameters)},
    }


def _groups(found: Themes, said: Mapping[str, Text]) -> dict[int, Counter[str]]:
    """Count the responses in each theme by stakeholder group, "" for none stated."""
    groups: dict[int, Counter[str]] = {theme.key: Counter() for theme in found.themes}
    for placement in found.placements:
        for theme in {assignment.theme for assignment in placement.assignments}:
            groups[theme][said[placement.response_id].stratum or ""] += 1
    return groups


def _theme(theme: Theme, groups: Mapping[int, Counter[str]] | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": theme.key + 1,
        "name": theme.name,
        "keywords": list(theme.keywords),
        "size": theme.size,
        "size_without_copies": theme.size_without_copies,
        "share": theme.share,
        "minority": theme.minority,
        "confidence": theme.confidence,
        "quotes": [asdict(quote) for quote in theme.quotes],
    }
    if groups is not None:
        told["groups"] = dict(sorted(groups[theme.key].items()))
    return told


def _response(placement: Placement, campaign: int | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "response_id": placement.response_id,
        "themes": [{"id": each.theme + 1, "confidence": each.confidence} for each in placement.assignments],
        "campaign": campaign,
        "bin": placement.bin.value,
    }
    return told if placement.nearest is None else told | {"nearest": placement.nearest + 1}


def _campaign(number: int, campaign: Campaign, said: Mapping[str, Text]) -> dict[str, Any]:
    return {
        "id": number,
        "size": len(campaign.members),
        "exact": campaign.n_exact,
        "template": said[campaign.leader].text,
    }


def _write(output: str, told: Mapping[str, Any]) -> None:
    """Write the result whole or not at all; a lone half of a character pair is written as its escape."""
    data = (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")
    if output == "-":
        sys.stdout.buffer.write(data)
        return
    unfinished = Path(f"{output}.part")
    try:
        unfinished.write_bytes(data)
        unfinished.replace(output)
    except OSError as fault:
        _end(f"The result cannot be written to {output}: {fault.strerror}.")


def _end(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(NOT_READ)
