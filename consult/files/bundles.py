"""Read the packed folder of JSON that the UK government's analysis tool takes: who answered, and a folder a question.

``respondents.jsonl`` has one person a line (``themefinder_id``, ``demographic_data``); each folder ``question_part_N``
has ``question.json``, ``responses.jsonl`` and perhaps ``multi_choice.jsonl``. The reader runs in the sandbox.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from consult.kernel.errors import Invalid

MEGABYTE = 1024 * 1024
MAX_ENTRIES = 2_000
MAX_ENTRY_INFLATED = 200 * MEGABYTE
MAX_INFLATED = 400 * MEGABYTE
PEOPLE = "respondents.jsonl"
QUESTION = "question.json"
WORDS = "responses.jsonl"
CHOICES = "multi_choice.jsonl"
NUMBER = "themefinder_id"


def is_bundle(data: bytes) -> bool:
    """Say whether a packed file is such a folder; nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = {_last(name) for name in packed.namelist()}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False
    return QUESTION in names and WORDS in names


def check_bundle(data: bytes) -> None:
    """Look at the packing before anything is unpacked.

    Raises:
        Invalid: too many parts, too large once unpacked, or locked.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        entries = packed.infolist()
    too_large = any(entry.file_size > MAX_ENTRY_INFLATED for entry in entries)
    if len(entries) > MAX_ENTRIES or too_large or sum(entry.file_size for entry in entries) > MAX_INFLATED:
        raise Invalid("This packed folder is too large. Export fewer questions at once.")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Invalid("This packed folder is locked with a password. Save it without one.")


def bundle_rows(data: bytes) -> Iterator[dict[str, Any]]:
    """Yield the headings, then one row for each person, in the order of the file of people."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = packed.namelist()
        people = _people(packed, names)
        parts = [_Part(packed, folder) for folder in _folders(names)]
    traits = list(dict.fromkeys(trait for _line, told in people.values() for trait in told))
    headings = [heading for part in parts for heading in part.headings]
    yield {"columns": ["Response ID", *traits, *headings]}
    numbers = list(dict.fromkeys([*people, *(number for part in parts for number in part.numbers)]))
    for at, number in enumerate(numbers, start=1):
        line, told = people.get(number, (at, {}))
        cells = [cell for part in parts for cell in part.cells(number)]
        yield {"line": line, "cells": [number, *(told.get(trait, "") for trait in traits), *cells]}


class _Part:
    """One folder of a question."""

    def __init__(self, packed: zipfile.ZipFile, folder: str) -> None:
        question = json.loads(packed.read(folder + QUESTION))
        if not isinstance(question, dict):
            raise Invalid(f"{folder}{QUESTION} does not hold one question.")
        self.words = {number: str(told.get("text") or "") for _line, number, told in _lines(packed, folder + WORDS)}
        self.choices: dict[str, str] = {}
        if folder + CHOICES in packed.namelist():
            for _line, number, told in _lines(packed, folder + CHOICES):
                options = told.get("options") or told.get("chosen_options") or []
                self.choices[number] = "; ".join(map(str, options)) if isinstance(options, list) else str(options)
        self.text = _text_of(question) or folder.strip("/")

    @property
    def headings(self) -> list[str]:
        has_both = bool(self.choices) and any(self.words.values())
        return [self.text, f"{self.text} - why"] if has_both else [self.text]

    @property
    def numbers(self) -> list[str]:
        return list(dict.fromkeys([*self.words, *self.choices]))

    def cells(self, number: str) -> list[str]:
        words, choices = self.words.get(number, ""), self.choices.get(number, "")
        return [choices, words] if len(self.headings) > 1 else [choices or words]


def _text_of(question: dict[str, Any]) -> str:
    parts = [str(question.get(name) or "").strip() for name in ("question_text", "question_part_text")]
    return " ".join(part for part in dict.fromkeys(parts) if part)


def _folders(names: list[str]) -> list[str]:
    """The folders of questions, by their numbers."""
    folders = [name.removesuffix(QUESTION) for name in names if _last(name) == QUESTION]
    readable = [folder for folder in folders if folder + WORDS in names or folder + CHOICES in names]
    return sorted(readable, key=lambda folder: [int(number) for number in re.findall(r"\d{1,9}", folder)])


def _people(packed: zipfile.ZipFile, names: list[str]) -> dict[str, tuple[int, dict[str, str]]]:
    path = next((name for name in names if _last(name) == PEOPLE), None)
    if path is None:
        return {}
    people: dict[str, tuple[int, dict[str, str]]] = {}
    for line, number, told in _lines(packed, path):
        if number in people:
            raise Invalid(f"{PEOPLE}, line {line}: {NUMBER} {number[:40]} stands twice.")
        traits = told.get("demographic_data") or {}
        if not isinstance(traits, dict):
            raise Invalid(f"{PEOPLE}, line {line}: demographic_data must hold names and values.")
        people[number] = (line, {str(name): _joined(value) for name, value in traits.items()})
    return people


def _joined(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def _lines(packed: zipfile.ZipFile, path: str) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Each line of a file of JSON Lines: its place, whose it is, and what it says."""
    if path not in packed.namelist():
        return
    for line, raw in enumerate(packed.read(path).decode("utf-8-sig").split("\n"), start=1):
        if not raw.strip():
            continue
        try:
            told = json.loads(raw)
        except (ValueError, RecursionError):
            raise Invalid(f"{_last(path)}, line {line} is not JSON.") from None
        if not isinstance(told, dict) or told.get(NUMBER) is None:
            raise Invalid(f"{_last(path)}, line {line} has no {NUMBER}.")
        yield line, str(told[NUMBER]), told


def _last(name: str) -> str:
    return name.rsplit("/", 1)[-1]
