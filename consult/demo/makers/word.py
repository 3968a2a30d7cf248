"""Makes Word documents, small and written by hand, for tests and for the demonstration city."""

import io
import zipfile
from html import escape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_PACKAGE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{RELATIONSHIPS}/officeDocument" Target="word/document.xml"/></Relationships>'
)
BULLETS = {
    "word__numbering_xml": f'<w:numbering xmlns:w="{WORD}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
    '<w:numFmt w:val="bullet"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    "</w:numbering>"
}
"""The part that says what a list looks like."""
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


def packed(parts: dict[str, str | bytes]) -> bytes:
    """Pack parts as a ZIP file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def word_parts(body: str, **more: str | bytes) -> dict[str, str | bytes]:
    """The parts of a Word document; names of further parts are written with ``__`` for ``/`` and ``_`` for ``.``."""
    root = f'<w:document xmlns:w="{WORD}" xmlns:r="{RELATIONSHIPS}"><w:body>{body}</w:body></w:document>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _PACKAGE,
        "word/document.xml": root,
    }
    named = {name.replace("__", "/"): content for name, content in more.items()}
    return parts | {f"{name.rpartition('_')[0]}.{name.rpartition('_')[2]}": named[name] for name in named}


def word_file(body: str, **more: str | bytes) -> bytes:
    """A Word document whose body is this."""
    return packed(word_parts(body, **more))


def said(text: str, *, style: str = "", bold: bool = False, listed: bool = False) -> str:
    """A paragraph of a Word document; one that is listed needs the part ``BULLETS`` beside it."""
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' if listed else ""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    styled = f"<w:pPr>{named}{numbered}</w:pPr>" if named or numbered else ""
    run = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f"<w:p>{styled}<w:r>{run}<w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def table(*rows: tuple[str, ...], headed: bool = False) -> str:
    """A table of a Word document; ``headed`` says that its first row repeats as a header."""
    written = []
    for place, row in enumerate(rows):
        head = "<w:trPr><w:tblHeader/></w:trPr>" if headed and place == 0 else ""
        written.append(f"<w:tr>{head}{''.join(f'<w:tc>{said(cell)}</w:tc>' for cell in row)}</w:tr>")
    return f"<w:tbl>{''.join(written)}</w:tbl>"


def styles(*told: tuple[str, str, str]) -> str:
    """The styles part: id, name and what else each style says."""
    rows = "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:name w:val="{name}"/>{rest}</w:style>'
        for one, name, rest in told
    )
    return f'<w:styles xmlns:w="{WORD}">{rows}</w:styles>'


def drawing(*, described: str = "", relationship: str = "pic1") -> str:
    """A picture of a Word document, with or without a description."""
    return (
        f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing">'
        f'<wp:docPr id="1" name="picture" descr="{escape(described)}"/><a:graphic xmlns:a="{_DRAWING}/main">'
        f'<a:graphicData uri="{_DRAWING}/picture"><pic:pic xmlns:pic="{_DRAWING}/picture"><pic:blipFill>'
        f'<a:blip r:embed="{relationship}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r></w:p>"
    )


def related(**targets: str) -> dict[str, str]:
    """The part that says where the pictures and lists of a Word document lie: relationship to path under ``word/``."""
    rows = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONSHIPS}/{_kind(target)}" Target="{target}"/>'
        for name, target in targets.items()
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return {"word___rels__document.xml_rels": f'<Relationships xmlns="{space}">{rows}</Relationships>'}


def _kind(target: str) -> str:
    return "image" if target.startswith("media/") else target.partition(".")[0]
