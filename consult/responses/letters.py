"""Mails that hold a response: read one, and part what its writer said from what was quoted or signed. Pure.

``read_mail`` runs in the limited process for other people's files; it knows the standard library alone.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from enum import StrEnum
from html.parser import HTMLParser
from typing import Any
from zoneinfo import ZoneInfo

from consult.kernel.errors import Invalid

LONDON = ZoneInfo("Europe/London")
LARGEST_MAIL = 15 * 1024 * 1024
LONGEST_BODY = 200_000
MOST_ATTACHMENTS = 20
MOST_BLOCKS = 120
"""Parts of a mail that an officer is asked about; a longer mail's last part holds the rest."""
_HEADER = re.compile(
    r"^(?:from|to|cc|sent|date|subject|received|return-path|delivered-to|x-[\w-]+|mime-version):", re.IGNORECASE
)
_OUTLOOK = b"\xd0\xcf\x11\xe0"  # how a .msg begins
_ONE_LINE_TAGS = frozenset({"br", "li", "tr"})
_BLOCK_TAGS = _ONE_LINE_TAGS | {
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "ul",
    "ol",
    "table",
    "pre",
}
_UNREAD_TAGS = frozenset({"script", "style", "head", "title"})
_QUOTING = re.compile(
    r"^(?:on .{4,200} wrote:|-{2,} ?original message ?-{2,}|from: .+|_{10,}|>)", re.IGNORECASE | re.DOTALL
)
_GREETING = re.compile(r"^(?:dear|hi|hello|good (?:morning|afternoon|evening)|to whom)\b.{0,60}$", re.IGNORECASE)
_SIGNING = re.compile(
    r"^(?:-- ?$|(?:kind|best|warm|many)? ?(?:regards|wishes|thanks)\b.{0,40}$|yours (?:sincerely|faithfully|truly)"
    r"|sent from my )",
    re.IGNORECASE | re.MULTILINE,
)
_WHOM = r"(?:addressee|recipient)"
_LEGAL = re.compile(rf"confidential.{{0,200}}{_WHOM}|{_WHOM}.{{0,200}}confidential", re.IGNORECASE | re.DOTALL)


class BlockKind(StrEnum):
    """What a part of a mail looks like; a person decides."""

    SAID = "said"
    QUOTED = "quoted"
    SIGNED = "signed"
    GREETED = "greeted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One part of a mail."""

    text: str
    kind: BlockKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file that came with a mail."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a mail says; ``received_on`` is ``None`` where it names no day."""

    from_name: str
    from_address: str
    subject: str
    received_on: date | None
    body: str
    attached: tuple[Attached, ...] = ()

    @classmethod
    def told(cls, parts: Iterator[Any]) -> Letter:
        """The letter that ``read_mail`` told of."""
        first, *files = parts
        on = first.pop("received_on")
        attached = tuple(Attached(name=each["name"], data=base64.b64decode(each["data"])) for each in files)
        return cls(**first, received_on=date.fromisoformat(on) if on else None, attached=attached)


def read_mail(data: bytes) -> Iterator[dict[str, Any]]:
    """Tell what a mail says, and then each of its files.

    Raises:
        Invalid: it is no mail that we can read; the sentence says what to do.
    """
    if data.startswith(_OUTLOOK):
        raise Invalid("This is a .msg file of Outlook. Open it there, save it as .eml or copy its text, and try again.")
    message = _message(data)
    body = _body_of(message)
    if len(body) > LONGEST_BODY:
        raise Invalid(f"This mail has more than {LONGEST_BODY:,} characters. Paste the part that answers.")
    name, address = parseaddr(str(message.get("From", "")))
    on = _received_on(message)
    yield {
        "from_name": _line(name),
        "from_address": _line(address) if "@" in address else "",
        "subject": _line(str(message.get("Subject", ""))),
        "received_on": on.isoformat() if on else "",
        "body": body,
    }
    for place, part in enumerate(message.iter_attachments() if message.is_multipart() else ()):
        if place >= MOST_ATTACHMENTS:
            raise Invalid(f"More than {MOST_ATTACHMENTS} files came with this mail. Save it without some of them.")
        yield {"name": _line(part.get_filename() or "attachment"), "data": base64.b64encode(_bytes_of(part)).decode()}


def blocks_of(body: str) -> tuple[Block, ...]:
    """Part a mail at its empty lines; what follows a quotation's first line is quoted too."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", body) if part.strip()]
    if len(parts) > MOST_BLOCKS:
        parts = [*parts[: MOST_BLOCKS - 1], "\n\n".join(parts[MOST_BLOCKS - 1 :])]
    blocks: list[Block] = []
    for part in parts:
        blocks.append(Block(text=part, kind=_kind_of(part, before=blocks[-1] if blocks else None)))
    return tuple(blocks)


def _kind_of(part: str, *, before: Block | None) -> BlockKind:
    if _QUOTING.match(part) or _is_below_a_header(before):
        return BlockKind.QUOTED
    if before is None and _GREETING.match(part):
        return BlockKind.GREETED
    is_below_the_name = before is not None and before.kind is BlockKind.SIGNED
    return BlockKind.SIGNED if is_below_the_name or _SIGNING.match(part) or _LEGAL.search(part) else BlockKind.SAID


def _is_below_a_header(before: Block | None) -> bool:
    """What follows the header of an older mail is all quoted; below lines marked with ">" someone may go on."""
    return before is not None and before.kind is BlockKind.QUOTED and not before.text.startswith(">")


def _message(data: bytes) -> EmailMessage:
    """Read a mail; a text that begins with no header is all body."""
    text = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    first = text.split(b"\n", 1)[0].decode("utf-8", "replace")
    if not _HEADER.match(first):
        text = b"Content-Type: text/plain; charset=utf-8\n\n" + text
    elif b"\ncontent-type:" not in text.lower().split(b"\n\n", 1)[0].replace(b"\r", b""):
        text = b"Content-Type: text/plain; charset=utf-8\n" + text
    found = message_from_bytes(text, policy=policy.default)
    if not isinstance(found, EmailMessage):  # the policy makes no other; tells the type checker
        raise Invalid("This is no mail that we can read.")
    return found


def _body_of(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    try:
        text = str(part.get_content())
    except (LookupError, UnicodeError):  # a character set that nobody knows
        text = _bytes_of(part).decode("utf-8", "replace")
    if part.get_content_subtype() == "html":
        text = _text_of(text)
    return re.sub(r"[ \t]+\n", "\n", text.replace("\r\n", "\n").replace("\x00", "")).strip()


def _text_of(page: str) -> str:
    reader = _WordsOnly()
    reader.feed(page)
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.words)).strip()


class _WordsOnly(HTMLParser):
    """The words of a page, with a line for each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the signature
        """Begin a line where a block begins."""
        self._unread += tag in _UNREAD_TAGS
        if tag in _BLOCK_TAGS:
            self.words.append("\n" if tag in _ONE_LINE_TAGS else "\n\n")

    def handle_endtag(self, tag: str) -> None:
        """Read on after what is not read."""
        self._unread -= tag in _UNREAD_TAGS and self._unread > 0

    def handle_data(self, data: str) -> None:
        """Keep words, on one line."""
        if not self._unread:
            self.words.append(re.sub(r"\s+", " ", data))


def _received_on(message: EmailMessage) -> date | None:
    """The London day on which the council's own server took it, else the day that its writer's machine says."""
    stamps = [str(stamp).rpartition(";")[2] for stamp in message.get_all("Received", [])[:1]]
    stamps += [str(message.get(name, "")) for name in ("Date", "Sent")]
    return next((day for stamp in stamps if (day := _day(stamp.strip())) is not None), None)


def _day(stamp: str) -> date | None:
    if not stamp:
        return None
    try:
        moment = parsedate_to_datetime(stamp)
    except (TypeError, ValueError):
        return _outlook_day(stamp)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(LONDON).date()


def _outlook_day(stamp: str) -> date | None:
    """A day as Outlook prints it above a mail that is copied: ``12 March 2026 10:15``, with or without its name."""
    found = re.search(r"(\d{1,2}) ([A-Za-z]{3,9}) (\d{4})", stamp)
    for form in ("%d %B %Y", "%d %b %Y") if found else ():
        try:
            return datetime.strptime(" ".join(found.groups()), form).replace(tzinfo=UTC).date()  # type: ignore[union-attr]  # found above
        except ValueError:
            continue
    return None


def _bytes_of(part: Any) -> bytes:
    if part.get_content_type() == "message/rfc822":
        return bytes(part.get_payload(0))
    return part.get_payload(decode=True) or b""


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\x00", "")).strip()[:300]
