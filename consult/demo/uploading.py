"""Leave a draft on the officer's desk whose plan was uploaded from Word and waits to be looked over."""

import io
import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from sqlalchemy.orm import Session

from consult.accounts.rules import Role, consultation_scope
from consult.consultations.actions import change_words, draft_consultation
from consult.demo.makers.word import BULLETS, drawing, related, said, styles, table, word_file
from consult.demo.reading import CITY
from consult.demo.settling import Settled
from consult.documents.actions.uploads import keep_what_was_read, take_upload
from consult.documents.importing.registry import cleaned_bytes, import_bytes
from consult.documents.models import DocumentUpload

_DRAFTED_BEFORE = timedelta(days=2)
_UPLOADED_BEFORE = timedelta(minutes=50)
_STYLES = styles(
    *((f"Heading{level}", f"heading {level}", "") for level in (1, 2, 3)),
    ("Title", "Title", ""),
)
_SCALE = (("They choose the book", 78), ("A teacher chooses", 41), ("They choose at home", 35))
_PAPER, _BAR, _INK = 246, 214, 190  # pale, as charts in plans are


def leave_upload_waiting(session: Session, *, folder: Path, settled: Settled, now: datetime) -> DocumentUpload:
    """Draft the consultation, upload its plan, and read it, so that it waits to be looked over."""
    told = tomllib.loads((CITY / "libraries" / "plan.toml").read_text(encoding="utf-8"))
    officer = settled.accounts[Role.OFFICER]
    words, drafted_at = dict(told["consultation"]), now - _DRAFTED_BEFORE
    consultation = draft_consultation(session, title=words["title"], created_by_id=officer.id, now=drafted_at)
    change_words(session, consultation=consultation, words=words, actor=officer.actor, now=drafted_at)
    content, name, uploaded_at = written_plan(told), told["file_name"], now - _UPLOADED_BEFORE
    about = consultation_scope(consultation.id)
    upload = take_upload(
        session, folder=folder, data=content, name=name, about=about, by=officer.actor, now=uploaded_at
    )
    return keep_what_was_read(
        session,
        upload=upload,
        document=import_bytes(content, name=name),
        cleaned=cleaned_bytes(content, name=name),
        folder=folder,
        now=uploaded_at,
    )


def written_plan(told: Mapping[str, Any]) -> bytes:
    """Write the plan as a Word file."""
    body = said(told["title"], style="Title") + "".join(_block(block, told) for block in told["block"])
    return word_file(
        body,
        word__styles_xml=_STYLES,
        word__media__chart_png=_chart(),
        **BULLETS,
        **related(pic1="media/chart.png", lists="numbering.xml"),
    )


def _block(block: Mapping[str, Any], told: Mapping[str, Any]) -> str:
    kind, _space, level = block["kind"].partition(" ")
    if kind == "picture":
        return drawing()
    if kind == "table":
        return table(*(tuple(map(escape, row)) for row in block["rows"]), headed=block["headed"])
    if kind == "list":
        return "".join(said(escape(item.strip()), listed=True) for item in block["text"].split(";"))
    text = told["running"] if kind == "running" else block["text"]
    return said(escape(text), style=f"Heading{level}" if level else "", bold=kind == "bold")


def _chart() -> bytes:
    """A chart in pale grey that says nothing in words: what a reader cannot see, an officer has to say."""
    picture = Image.new("L", (640, 260), _PAPER)
    draw = ImageDraw.Draw(picture)
    for place, (label, percent) in enumerate(_SCALE):
        top = 20 + 80 * place
        draw.rectangle((20, top + 24, 20 + 6 * percent, top + 60), fill=_BAR)
        draw.text((20, top), f"{label}: {percent}%", fill=_INK, font_size=18)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
