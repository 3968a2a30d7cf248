"""A page as a person reads it, and the rules that every page of the house keeps."""

from __future__ import annotations

import re
import warnings
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import html5lib

Element = ET.Element
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
PRESSED_ALONE = {"hidden", "submit", "button", "reset", "image"}


class PageFault(AssertionError):
    """Raised when a page breaks a rule of the house."""


class Page:
    """One answer, read as a person would."""

    def __init__(self, *, address: str, status: int, body: str, headers: Any) -> None:
        self.address, self.status, self.body, self.headers = address, status, body, headers
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.tree: Element = html5lib.parse(body, treebuilder="etree", namespaceHTMLElements=False)
        self.parents = {child: parent for parent in self.tree.iter() for child in parent}

    @property
    def text(self) -> str:
        """All words of the page, with single spaces."""
        return words_of(self.tree.find("body"))

    @property
    def main(self) -> str:
        """The words of the main part."""
        return words_of(self.first("main"))

    @property
    def title(self) -> str:
        return words_of(self.tree.find("head/title"))

    @property
    def heading(self) -> str:
        return words_of(self.first("h1"))

    @property
    def errors(self) -> list[str]:
        """The lines of the error summary."""
        found = [node for node in self.tree.iter() if "govuk-error-summary__list" in (node.get("class") or "")]
        return [words_of(line) for node in found for line in node.iter("li")]

    @property
    def links(self) -> dict[str, str]:
        return {words_of(link): link.get("href", "") for link in self.all("a") if link.get("href")}

    @property
    def buttons(self) -> list[str]:
        return [words_of(button) for button in self.all("button")]

    def all(self, tag: str) -> list[Element]:
        return list(self.tree.iter(tag))

    def first(self, tag: str) -> Element | None:
        return next(self.tree.iter(tag), None)

    def up(self, node: Element, tag: str) -> Element | None:
        """The nearest element of a kind around a node."""
        above = self.parents.get(node)
        while above is not None and above.tag != tag:
            above = self.parents.get(above)
        return above

    def says(self, words: str) -> bool:
        return " ".join(words.split()) in self.text


def words_of(node: Element | None) -> str:
    """The words inside an element, with single spaces."""
    if node is None:
        return ""
    return " ".join("".join(_texts(node)).split())


def _texts(node: Element) -> Any:
    if node.tag in {"script", "style", "template"}:
        return
    if node.text:
        yield node.text
    for child in node:
        yield from _texts(child)
        if child.tail:
            yield child.tail


def lint(page: Page) -> None:
    """Check the rules that hold for every page.

    Raises:
        PageFault: naming each rule that is broken.
    """
    rules = (_frame_faults, _label_faults, _id_faults, _inline_faults, _table_faults)
    faults = [fault for rule in rules for fault in rule(page)]
    if faults:
        raise PageFault(f"{page.address}: " + "; ".join(faults))


def _frame_faults(page: Page) -> list[str]:
    faults = []
    headings = page.all("h1")
    if len(headings) != 1:
        faults.append(f"{len(headings)} h1 headings: {[words_of(node) for node in headings]}")
    elif not page.title.startswith(page.heading):
        faults.append(f"the title {page.title!r} does not start with the heading {page.heading!r}")
    if not page.tree.get("lang"):
        faults.append("no lang")
    levels = [int(node.tag[1]) for node in page.tree.iter() if node.tag in HEADINGS and not _stands_above(node)]
    jumps = [(first, second) for first, second in pairwise(levels) if second > first + 1]
    if jumps or (levels and levels[0] != 1):
        faults.append(f"headings out of order: {levels}")
    if len(page.all("main")) != 1:
        faults.append("not exactly one main")
    faults += [f"a link without words to {node.get('href')}" for node in page.all("a") if not _is_named(node)]
    faults += ["a button without words" for node in page.all("button") if not _is_named(node)]
    faults += ["an image without alt" for node in page.all("img") if node.get("alt") is None]
    return faults


def _stands_above(node: Element) -> bool:
    """Say whether a heading belongs to an error summary or a notice, which stand above the page's own heading."""
    return (node.get("class") or "").startswith(("govuk-error-summary", "govuk-notification-banner"))


def _is_named(node: Element) -> bool:
    return bool(words_of(node) or node.get("aria-label") or any(image.get("alt") for image in node.iter("img")))


def _label_faults(page: Page) -> list[str]:
    labelled = {node.get("for") for node in page.all("label")}
    faults = []
    for tag in ("input", "select", "textarea"):
        for control in page.all(tag):
            if control.get("type") in PRESSED_ALONE:
                continue
            is_inside = page.up(control, "label") is not None
            if control.get("id") not in labelled and not is_inside and not control.get("aria-label"):
                faults.append(f"no label for {control.get('name')}")
    for form in page.all("form"):
        is_post = (form.get("method") or "").lower() == "post"
        if is_post and not any(node.get("name") == "csrf_token" for node in form.iter("input")):
            faults.append(f"a form without csrf_token: {form.get('action')}")
    return faults


def _id_faults(page: Page) -> list[str]:
    ids = [node.get("id") for node in page.tree.iter() if node.get("id") is not None]
    twice = sorted({name for name in ids if name and ids.count(name) > 1})
    faults = [f"the id {name!r} stands twice" for name in twice]
    known = set(ids)
    for node in page.tree.iter():
        for attribute in ("aria-describedby", "aria-labelledby", "aria-controls"):
            missing = [name for name in (node.get(attribute) or "").split() if name not in known]
            faults += [f"{attribute} names {name!r}, which is not there" for name in missing]
    for link in page.all("a"):
        target = link.get("href", "")
        if target.startswith("#") and target[1:] and target[1:] not in known:
            faults.append(f"a link to {target}, which is not there")
    return faults


def _inline_faults(page: Page) -> list[str]:
    faults = []
    for node in page.tree.iter():
        if node.get("style") is not None:
            faults.append(f"an inline style on {node.tag}")
        if node.tag == "style" or (node.tag == "script" and not node.get("src") and not node.get("nonce")):
            faults.append(f"an inline {node.tag}")
        faults += [f"an inline {name} on {node.tag}" for name in node.attrib if re.fullmatch(r"on[a-z]+", name)]
    if "Undefined" in page.body or "{{" in page.text:
        faults.append("something of the template shows")
    return faults


def _table_faults(page: Page) -> list[str]:
    faults = []
    for table in page.all("table"):
        if table.find("caption") is None:
            faults.append("a table without a caption")
        if any(node.get("scope") is None for node in table.iter("th")):
            faults.append("a th without a scope")
    return faults
