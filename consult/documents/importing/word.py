"""A Word document (DOCX) into sections and paragraphs: mammoth makes HTML of it, and the shared walk does the rest."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import Any
from xml.parsers.expat import ExpatError

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from consult.documents.importing.assembly import NO_WORDS, Assembly
from consult.documents.importing.blocks import HEADINGS, add_blocks, plain_text
from consult.documents.importing.headings import settle_headings
from consult.documents.importing.packages import PACKING_FAULTS, SAVE_AGAIN, check_package, read_part
from consult.documents.rules import ImportedDocument
from consult.documents.sanitising import tidy_text
from consult.kernel.errors import Invalid
from consult.kernel.sentences import Sentence

MAIN_PART = "word/document.xml"
_WORD = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "s": "http://purl.oclc.org/ooxml/wordprocessingml/main",
}
_STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Quote'] => blockquote:fresh
p[style-name='Intense Quote'] => blockquote:fresh
p[style-name='Block Text'] => blockquote:fresh
p[style-name='Caption'] => p.caption:fresh
p[style-name='caption'] => p.caption:fresh
"""
_NO_TITLE = re.compile(r"^(?:microsoft word|document ?\d*$|untitled|title$|powerpoint)", re.IGNORECASE)


def read_document(content: bytes, *, name: str) -> ImportedDocument:
    """Read a Word document: headings by style or outline level, lists, tables, notes, pictures, links, text boxes.

    Raises:
        Invalid: it is damaged, locked, no Word document, or holds no words.
    """
    if MAIN_PART not in check_package(content):
        raise Invalid("This is a packed file, not a Word document. Save the text as DOCX and upload it again.")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {part: read_part(packed, part) for part in packed.namelist() if _is_parsed(part)}
    pictures: dict[str, bytes] = {}
    html = _converted(content, _style_map(parts.get("word/styles.xml", b"")), pictures)
    if not html.strip():
        raise Invalid(NO_WORDS)
    root = lxml.html.fragment_fromstring(html, create_parent="body")
    _settle_notes(root)
    settle_headings(root)
    assembly = Assembly(title=_own_title(root) or _told_title(parts) or PurePath(name).stem, language=_language(parts))
    add_blocks(assembly, root, picture_of=pictures.get)
    return assembly.finish()


def _is_parsed(part: str) -> bool:
    return part.endswith((".xml", ".rels")) and not part.startswith(("customXml/", "word/theme/", "word/glossary/"))


def _converted(content: bytes, style_map: str, pictures: dict[str, bytes]) -> str:
    import mammoth  # noqa: PLC0415 - heavy, and wanted in the child only

    def keep_picture(image: Any) -> dict[str, str]:
        src = f"part:{len(pictures)}"
        try:
            with image.open() as opened:
                pictures[src] = opened.read()
        except Exception:  # noqa: BLE001 - a picture that lies elsewhere is not fetched, and the text is read all the same
            return {"src": "elsewhere:"}
        return {"src": src}

    convert: Callable[..., Any] = mammoth.convert_to_html
    try:
        return str(
            convert(
                io.BytesIO(content),
                style_map=style_map,
                convert_image=mammoth.images.img_element(keep_picture),
                external_file_access=False,
            ).value
        )
    except (*PACKING_FAULTS, AttributeError, TypeError, IndexError, ExpatError):
        raise Invalid(Sentence("This Word document is damaged. %(advice)s", advice=SAVE_AGAIN)) from None


def _style_map(styles: bytes) -> str:
    """Our own mapping, and a heading for each style that has an outline level, whatever a council calls it."""
    lines = [_STYLES]
    if styles:
        levels = _outline_levels(etree.fromstring(styles, parser=_parser()))
        lines += [f"p.{style} => h{level + 1}:fresh" for style, level in levels.items() if level < 6]
    return "\n".join(lines)


def _outline_levels(root: Any) -> dict[str, int]:
    """Outline level by style id, own or inherited; ids that the style map could not name are left out."""
    own: dict[str, tuple[int | None, str]] = {}
    for style in root.iter("{*}style"):
        level = style.find("{*}pPr/{*}outlineLvl")
        parent = style.find("{*}basedOn")
        name = _attribute(style, "styleId")
        if re.fullmatch(r"[\w-]+", name, re.ASCII):
            told = _attribute(level, "val") if level is not None else ""
            own[name] = (int(told) if told.isdecimal() else None, _attribute(parent, "val"))
    levels = {}
    for name in own:
        level_found, at, steps = None, name, 0
        while at in own and level_found is None and steps < 20:
            level_found, at = own[at]
            steps += 1
        if level_found is not None:
            levels[name] = level_found
    return levels


def _attribute(element: Any, name: str) -> str:
    if element is None:
        return ""
    return next(
        (str(element.get(f"{{{space}}}{name}")) for space in _WORD.values() if element.get(f"{{{space}}}{name}")), ""
    )


def _settle_notes(root: HtmlElement) -> None:
    """Footnotes and endnotes are paragraphs of their own kind at the end, each with its number."""
    for notes in [one for one in root.iter("ol") if len(one) and all(_is_note(item) for item in one)]:
        for number, item in enumerate(list(notes), start=1):
            for back in [link for link in item.iter("a") if plain_text(link) == "↑"]:
                back.drop_tree()
            note = lxml.html.fragment_fromstring("<p class='footnote'></p>")
            note.text = f"{number}. {plain_text(item)}" if not list(item.iter("a")) else f"{number}. "
            for inner in list(item) if list(item.iter("a")) else []:
                note.append(inner)
                inner.drop_tag()
            notes.addprevious(note)
        notes.drop_tree()


def _is_note(item: HtmlElement) -> bool:
    return (item.get("id") or "").startswith(("footnote-", "endnote-"))


def _own_title(root: HtmlElement) -> str:
    """What is styled as the title, or an only first-level heading that comes first; taken out of the text."""
    firsts = list(root.iter("h1"))
    opening = next((block for block in root if plain_text(block)), None)
    if opening is None or opening.tag != "h1" or not (opening.get("class") == "title" or len(firsts) == 1):
        return ""
    title = plain_text(opening)
    if any(plain_text(block) for block in root if block is not opening and block.tag not in HEADINGS):
        opening.drop_tree()
    return title


def _told_title(parts: dict[str, bytes]) -> str:
    told = parts.get("docProps/core.xml")
    title = etree.fromstring(told, parser=_parser()).findtext("{*}title") if told else ""
    title = tidy_text(title or "")
    return "" if len(title) < 4 or _NO_TITLE.match(title) else title


def _language(parts: dict[str, bytes]) -> str:
    styles = parts.get("word/styles.xml")
    if not styles:
        return ""
    return next((_attribute(one, "val") for one in etree.fromstring(styles, parser=_parser()).iter("{*}lang")), "")


def _parser() -> Any:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
