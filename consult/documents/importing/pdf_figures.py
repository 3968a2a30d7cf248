"""Pictures on the pages of a PDF that are large enough to show something."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

LEAST_SHARE = 0.03
"""Share of the page from which a picture is a figure and no ornament."""
MOST_A_PAGE = 6
MOST_PIXELS = 8_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture, where it stands in points from the top of its page, and its bytes as PNG where it could be read."""

    page: int
    top: float
    place: tuple[int, int, int, int]
    fills_page: bool
    data: bytes | None


def figures_of(page: Any, number: int) -> Iterator[Figure]:
    """Yield the figures of one page (of pypdfium2), from top to bottom."""
    import pypdfium2  # noqa: PLC0415 - heavy, and wanted in the child only
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - as above

    width, height = page.get_size()
    found: list[tuple[float, tuple[int, int, int, int], bool, bytes | None]] = []
    try:
        for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
            left, low, right, high = thing.get_bounds()
            share = (right - left) * (high - low) / max(width * height, 1)
            if share >= LEAST_SHARE and len(found) < MOST_A_PAGE:
                place = (round(left), round(low), round(right), round(high))
                found.append((height - high, place, share > 0.6, _drawn(thing)))
    except pypdfium2.PdfiumError:
        return
    for top, place, fills_page, data in sorted(found, key=lambda one: one[0]):
        yield Figure(page=number, top=top, place=place, fills_page=fills_page, data=data)


def _drawn(thing: Any) -> bytes | None:
    try:
        wide, high = thing.get_px_size()
        if wide * high > MOST_PIXELS:
            return None
        out = io.BytesIO()
        thing.get_bitmap(render=False).to_pil().convert("RGB").save(out, "PNG")
    except Exception:  # noqa: BLE001 - a picture that cannot be drawn is told as left out
        return None
    return out.getvalue()
