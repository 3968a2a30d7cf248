"""Looks for what would run, calculate or lead away in anything that the site gives out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

import lxml.html
from defusedxml import ElementTree
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from tests.payloads import RUNS

NEVER = {"iframe", "object", "embed", "base", "frame", "frameset", "applet", "marquee", "animate", "style", "template"}
LEADS = {"href", "src", "action", "formaction", "data", "background", "poster", "srcset", "ping", "xlink:href"}
BAD_SCHEME = re.compile(r"^[\x00-\x20]*(javascript|vbscript|data:text|data:application)", re.IGNORECASE)
CALCULATES = re.compile(r"^[\s\x00\ufeff]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
NUMBER = re.compile(r"^[+-]?[\d,.]+%?$")
MOST_ROWS = 2_000


def faults_of(answer: TestResponse) -> list[str]:
    """What is wrong with one answer: an empty list when nothing would run, calculate or lead away."""
    kind = answer.mimetype
    if any("\n" in value or "\r" in value for _name, value in answer.headers):
        return ["a line break in a header"]
    if kind == "text/html":
        return list(islice(faults_of_html(answer.get_data(as_text=True)), 5))
    if kind == "text/csv":
        return list(islice(faults_of_csv(answer.get_data().decode("utf-8-sig")), 5))
    if kind == "application/atom+xml":
        return list(islice(faults_of_feed(answer.get_data()), 5))
    if kind.endswith("sheet"):
        return list(islice(faults_of_workbook(answer.get_data()), 5))
    if kind.endswith("json"):
        answer.get_json(force=True)
    return [] if answer.headers.get("X-Content-Type-Options") == "nosniff" else ["may be sniffed"]


def faults_of_html(body: str) -> Iterator[str]:
    """Elements, attributes and addresses that no text of ours makes."""
    for node in lxml.html.document_fromstring(body.replace("\x00", "")).iter():
        tag = node.tag if isinstance(node.tag, str) else "comment"
        if tag in NEVER or (tag == "comment" and RUNS in (node.text or "")):
            yield f"<{tag}>"
        if tag == "script" and (
            not str(node.get("src", "/assets/")).startswith("/assets/") or RUNS in (node.text or "")
        ):
            yield "a script"
        if tag == "meta" and (node.get("http-equiv") or "").lower() == "refresh":
            yield "a meta refresh"
        for name, value in node.attrib.items():
            if name.startswith("on") or name in {"style", "srcdoc"}:
                yield f"{tag} {name}={value[:60]}"
            if name in LEADS and BAD_SCHEME.match(value):
                yield f"{tag} {name}={value[:60]}"


def faults_of_csv(text: str) -> Iterator[str]:
    """Cells that a spreadsheet would calculate."""
    for row in islice(csv.reader(io.StringIO(text)), MOST_ROWS):
        yield from (f"cell {cell[:40]!r}" for cell in row if CALCULATES.match(cell) and not NUMBER.match(cell))


def faults_of_workbook(data: bytes) -> Iterator[str]:
    """Cells that a spreadsheet would calculate, and sheets that it would hide."""
    book = load_workbook(io.BytesIO(data), read_only=True)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            yield f"the hidden sheet {sheet.title}"
        for row in islice(sheet.iter_rows(), MOST_ROWS):
            yield from (f"formula {cell.value!r:.40}" for cell in row if cell.data_type == "f")


def faults_of_feed(data: bytes) -> Iterator[str]:
    """Entries that would run in a reader."""
    for node in ElementTree.fromstring(data).iter():
        if node.tag.rpartition("}")[2] in NEVER | {"script"}:
            yield f"<{node.tag}>"
        if node.get("type") in {"html", "xhtml"} and node.text:
            yield from faults_of_html(node.text)
        if BAD_SCHEME.match(node.get("href", "")):
            yield f"href {node.get('href')}"
