"""What is built for the browser: small, ours, and free of what a council may not use."""

import gzip
import json
import re
from pathlib import Path

import pytest

from consult.web.assets import DIST, manifest

REPOSITORY = Path(__file__).parents[2]
THEME = REPOSITORY / "consult" / "static" / "css" / "theme.css"
FIRST_VISIT_BYTES = 100_000
LEFT_FOR_THE_PAGE = 30_000
AA = 4.5
NOT_TEXT = 3.0


def sheet(way: str) -> str:
    return (DIST / manifest()[f"consult-{way}.css"]).read_text("utf-8")


def test_the_first_visit_leaves_room_for_the_page_within_100_kb(visitor):
    page = visitor.open("/")
    loaded, waiting = set(), set(re.findall(r"/([\w-]+\.[0-9a-f]{12}\.\w+)\"", page.body))
    assert {Path(name).suffix for name in waiting} >= {".css", ".js"}
    while waiting:
        name = waiting.pop()
        loaded.add(name)
        waiting |= named_in(DIST / name) - loaded
    sent = sum(size_sent(DIST / name) for name in loaded)
    assert sum(name.endswith(".woff2") for name in loaded) == 2
    assert sent + LEFT_FOR_THE_PAGE <= FIRST_VISIT_BYTES


def named_in(file: Path) -> set[str]:
    """The built files that a style sheet or a script brings with it."""
    if file.suffix not in {".css", ".js"}:
        return set()
    return set(re.findall(r"[\w-]+\.[0-9a-f]{12}\.(?:js|woff2)", file.read_text("utf-8")))


def size_sent(file: Path) -> int:
    packed = file.with_name(f"{file.name}.gz")
    return (packed if packed.exists() else file).stat().st_size


@pytest.mark.parametrize("way", ["ltr", "rtl"])
def test_no_style_sheet_carries_a_crest_a_borrowed_typeface_or_another_site(way):
    css = sheet(way)
    assert "GDS Transport" not in css
    assert not re.search(r"crest|crown", css)
    assert not re.search(r"url\((?![\"']?(?:atkinson|data:))", css)
    assert not re.search(r"https?://\w", css)


def test_every_font_named_in_the_style_sheet_was_built():
    named = set(re.findall(r"url\(\"?(atkinson[^)\"]+)\"?\)", sheet("ltr")))
    assert named == {built for name, built in manifest().items() if name.endswith(".woff2")}


def test_a_script_imports_only_scripts_that_were_built():
    scripts = [built for name, built in manifest().items() if name.endswith(".js")]
    for script in scripts:
        imported = re.findall(r"from \"\./([^\"]+)\"", (DIST / script).read_text("utf-8"))
        assert set(imported) <= set(scripts)


def test_right_to_left_pages_have_a_style_sheet_of_their_own():
    assert sheet("rtl") != sheet("ltr")


def test_compressed_copies_say_the_same():
    for packed in DIST.glob("*.gz"):
        assert gzip.decompress(packed.read_bytes()) == packed.with_suffix("").read_bytes()


def test_the_licences_of_what_we_carry_are_carried_too():
    licences = (DIST / "licences.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE" in licences.upper()
    assert "Crown Copyright" in (REPOSITORY / "NOTICE").read_text("utf-8")


def test_the_lock_file_records_no_address():
    lock = json.loads((REPOSITORY / "package-lock.json").read_text("utf-8"))
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]
    assert all("integrity" in package for name, package in lock["packages"].items() if name)


def test_our_own_styles_know_no_left_and_no_right():
    physical = re.compile(
        r"[;{\s](?:margin|padding|border)-(?:left|right)|[;{\s](?:left|right)\s*:|text-align:\s*(?:left|right)"
    )
    for partial in (REPOSITORY / "consult" / "static" / "css").glob("*.css"):
        assert not physical.search(partial.read_text("utf-8")), partial.name


def colours(scheme: str) -> dict[str, str]:
    css = THEME.read_text("utf-8")
    light, rest = css.split("@media (prefers-color-scheme: dark)", 1)
    found = dict(re.findall(r"(--c-[a-z-]+):\s*(#[0-9a-f]{6})", light))
    if scheme == "dark":
        found |= dict(re.findall(r"(--c-[a-z-]+):\s*(#[0-9a-f]{6})", rest.split("@media print", 1)[0]))
    return found


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "wash"])
@pytest.mark.parametrize("text", ["ink", "link", "visited", "hover", "muted", "good", "warn", "bad"])
def test_text_can_be_read_on_every_ground(scheme, ground, text):
    found = colours(scheme)
    assert contrast(found[f"--c-{text}"], found[f"--c-{ground}"]) >= AA


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("brand-ink", "brand"),
        ("brand-ink", "brand-dark"),
        ("good", "good-wash"),
        ("warn", "warn-wash"),
        ("bad", "bad-wash"),
        ("ink", "info-wash"),
        ("ink", "warn-wash"),
        ("focus-ink", "focus"),
    ],
)
def test_words_on_coloured_grounds_can_be_read(scheme, text, ground):
    found = colours(scheme)
    assert contrast(found[f"--c-{text}"], found[f"--c-{ground}"]) >= AA


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("mark", ["chart", "chart-rest"])
def test_what_charts_draw_stands_out(scheme, mark):
    found = colours(scheme)
    assert contrast(found[f"--c-{mark}"], found["--c-paper"]) >= NOT_TEXT


def test_each_class_gets_its_look_in_one_place_and_is_changed_only_for_print():
    homes: dict[str, set[str]] = {}
    for partial in sorted(THEME.parent.glob("*.css")):
        screen = re.sub(r"/\*.*?\*/|@media print \{[^@]*", "", partial.read_text("utf-8"), flags=re.DOTALL)
        for name in re.findall(r"(?:^|[},])\s*\.(c-[\w-]+)\s*(?=[{,])", screen):
            homes.setdefault(name, set()).add(partial.name)
    assert [name for name, partials in homes.items() if len(partials - {"print.css"}) > 1] == []
