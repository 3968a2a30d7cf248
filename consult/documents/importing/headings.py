"""Headings that a file only shows and does not name: short lines set in bold that stand alone."""

from itertools import groupby

import lxml.html
from lxml.html import HtmlElement

from consult.documents.importing.blocks import HEADINGS, plain_text

MOST_WORDS = 14


def settle_headings(root: HtmlElement) -> None:
    """Where a file names no heading at all, make headings of bold lines that stand alone, on one level.

    Bold lines that open the file one after the other are its title; further down, several in a row are an address or
    a signature, and no heading.
    """
    if any(plain_text(heading) for heading in root.iter(*HEADINGS)):
        return
    filled = [block for block in root if plain_text(block)]
    runs = [list(run) for is_bold, run in groupby(filled, key=_shows_as_heading) if is_bold]
    if runs and runs[0][0] is filled[0] and len(runs[0]) < len(filled):
        _become_title(runs.pop(0))
    for run in runs:
        if len(run) == 1:
            run[0].tag = "h2"


def _become_title(lines: list[HtmlElement]) -> None:
    lines[0].tag = "h1"
    lines[0].set("class", "title")
    for line in lines[1:]:
        lines[0].append(lxml.html.fragment_fromstring("<br>"))
        for part in list(line):
            lines[0].append(part)
        line.drop_tree()


def _shows_as_heading(paragraph: HtmlElement) -> bool:
    if paragraph.tag != "p":
        return False
    text = plain_text(paragraph)
    bold = "".join(plain_text(part) for part in paragraph.iter("strong", "b"))
    is_all_bold = bool(text) and len(bold.replace(" ", "")) >= len(text.replace(" ", ""))
    is_short = len(text.split()) <= MOST_WORDS
    return is_all_bold and is_short and not text.endswith((".", ",", ";", ":"))
