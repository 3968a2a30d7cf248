"""Pictures drawn anew from their pixels: nothing hidden in the file, such as where a photo was taken, travels along."""

import hashlib
import io
from base64 import b64decode
from dataclasses import dataclass

from consult.documents.rules import Picture
from consult.kernel.sentences import Sentence

MOST_PIXELS = 12_000_000
LONGEST_SIDE = 1_600
PALE_SPREAD = 64
"""Grey levels of 255 between the darker and the lighter end below which a picture is called pale."""
_READ = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")


class NotShown(Exception):
    """Raised with a sentence when a picture cannot be shown; the document is read all the same."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = Sentence(sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A picture as it will be shown: its size in pixels, and whether it is hard to make out."""

    picture: Picture
    width: int
    height: int
    is_pale: bool


def picture_in_address(src: str) -> bytes | None:
    """The bytes of a ``data:`` address; a picture that lies elsewhere is not fetched."""
    head, comma, body = src.partition(",")
    if not (comma and head.startswith("data:image/") and head.endswith(";base64")):
        return None
    try:
        return b64decode(body, validate=False)
    except ValueError:
        return None


def redraw(data: bytes) -> Drawn:
    """Read a picture and write it as PNG or JPEG, at most ``LONGEST_SIDE`` pixels wide or high.

    Raises:
        NotShown: it is of a kind that browsers do not show, broken, or larger than any screen.
    """
    from PIL import Image  # noqa: PLC0415 - heavy, and wanted in the child only

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(io.BytesIO(data), formats=_READ) as given:
            n_pixels, is_photo = given.width * given.height, given.format == "JPEG"
            plain = given.convert("RGB" if is_photo else "RGBA") if n_pixels <= MOST_PIXELS else None
    except Exception as broken:
        raise NotShown("This picture is broken, or in a form that browsers cannot show.") from broken
    if plain is None:
        raise NotShown("This picture is larger than any screen. Make it smaller.")
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    if is_photo:
        plain.save(out, "JPEG", quality=85, optimize=True)
    else:
        plain.save(out, "PNG")
    return Drawn(
        picture=Picture(
            name=f"{hashlib.sha256(out.getvalue()).hexdigest()}.{'jpg' if is_photo else 'png'}", data=out.getvalue()
        ),
        width=plain.width,
        height=plain.height,
        is_pale=_is_pale(plain.convert("L").histogram()),
    )


def _is_pale(histogram: list[int]) -> bool:
    """Whether little lies between the darkest and the lightest hundredth; one colour alone is not pale."""
    edge = sum(histogram) / 100
    dark, light = _level_at(histogram, edge), 255 - _level_at(histogram[::-1], edge)
    used = [level for level, n in enumerate(histogram) if n]
    return used[0] != used[-1] and light - dark < PALE_SPREAD


def _level_at(histogram: list[int], edge: float) -> int:
    seen = 0
    for level, n in enumerate(histogram):
        seen += n
        if seen >= edge:
            return level
    return len(histogram) - 1


def without_metadata(data: bytes) -> bytes:
    """The same picture without what its file says besides; nothing where it cannot be read."""
    from PIL import Image  # noqa: PLC0415 - heavy, and wanted in the child only

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(io.BytesIO(data), formats=_READ) as given:
            if given.width * given.height > MOST_PIXELS:
                return b""
            plain = Image.frombytes(given.mode, given.size, given.tobytes())
            if given.mode == "P":
                plain.putpalette(given.getpalette() or [])
            out = io.BytesIO()
            plain.save(out, given.format or "PNG", **({"quality": 90} if given.format == "JPEG" else {}))
    except Exception:  # noqa: BLE001 - a picture that cannot be read cannot be cleaned, and is left out
        return b""
    return out.getvalue()
