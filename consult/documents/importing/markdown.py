"""Markdown into sections and paragraphs, by markdown-it-py and then the one sanitiser."""

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from consult.documents.importing.assembly import Assembly
from consult.documents.importing.pictures import picture_in_address
from consult.documents.importing.text import read_text, tidy_source
from consult.documents.rules import ImportedDocument, ParagraphKind
from consult.documents.sanitising import tidy_text

DEEPEST = 100
"""Lists and quotes inside one another; the parser gives up on what lies deeper, so a bomb of marks stays small."""
_KINDS = {
    "bullet_list": ParagraphKind.LIST,
    "ordered_list": ParagraphKind.LIST,
    "table": ParagraphKind.TABLE,
    "blockquote": ParagraphKind.QUOTE,
}


def read_document(content: bytes, *, name: str) -> ImportedDocument:
    """Read a Markdown file; its only first-level heading, when it comes first, is its title."""
    return document_from_markdown(read_text(content), title=PurePath(name).stem)


def document_from_markdown(text: str, *, title: str) -> ImportedDocument:
    """Read Markdown; ``title`` is used when the text names none itself."""
    source = tidy_source(text)
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST}).enable(["table", "strikethrough"])
    parser.add_render_rule("image", _no_picture_in_line)
    tokens = parser.parse(source)
    _name_table_headers(tokens)
    blocks = SyntaxTreeNode(tokens).children
    own_title = _own_title(blocks)
    assembly = Assembly(title=own_title or title, source=source)
    for block in blocks[1:] if own_title else blocks:
        _add_block(assembly, block, parser)
    return assembly.finish()


def _add_block(assembly: Assembly, block: SyntaxTreeNode, parser: MarkdownIt) -> None:
    if block.type == "heading":
        assembly.open_section(level=int(block.tag[1:]), heading=_plain(block))
    elif block.type == "paragraph" and _is_picture(block):
        _add_pictures(assembly, block)
    elif block.type != "hr":
        html = str(parser.renderer.render(block.to_tokens(), parser.options, {}))
        assembly.add_paragraph(_KINDS.get(block.type, ParagraphKind.TEXT), html)
        _add_pictures(assembly, block)


def _no_picture_in_line(*_args: object) -> str:
    """A picture becomes a figure of its own after the words that it stands in."""
    return ""


def _add_pictures(assembly: Assembly, block: SyntaxTreeNode) -> None:
    """Pictures of Markdown lie elsewhere, and nothing is fetched: their descriptions stand in their place."""
    for picture in [node for node in block.walk() if node.type == "image"]:
        assembly.add_figure(_plain(picture), data=picture_in_address(str(picture.attrs.get("src", ""))))


def _own_title(blocks: Sequence[SyntaxTreeNode]) -> str:
    titles = [block for block in blocks if block.type == "heading" and block.tag == "h1"]
    return _plain(titles[0]) if len(titles) == 1 and titles[0] is blocks[0] else ""


def _plain(block: SyntaxTreeNode) -> str:
    pieces = []
    for node in block.walk():
        if node.type in {"text", "code_inline"}:
            pieces.append(node.content)
        elif node.type in {"softbreak", "hardbreak"}:
            pieces.append(" ")
    return tidy_text("".join(pieces))


def _is_picture(block: SyntaxTreeNode) -> bool:
    inline = block.children[0].children
    return len(inline) == 1 and inline[0].type == "image"


def _name_table_headers(tokens: Iterable[Token]) -> None:
    """A header cell says that it heads its column, so that a screen reader can."""
    for token in tokens:
        if token.type == "th_open":
            token.attrSet("scope", "col")
