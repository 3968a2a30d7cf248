"""Serves what hatch_build.py made for the browser: named by digest, kept by browsers for ever, sent compressed."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, has_request_context, request, url_for

from consult.web.guards import public
from consult.web.site import current_settings

DIST = Path(__file__).parent.parent / "static" / "dist"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".png": "image/png",
    ".woff2": "font/woff2",
}

bp = Blueprint("assets", __name__)


def install_assets(app: Flask) -> None:
    """Register the route and give templates ``asset(name)``."""
    app.register_blueprint(bp)
    app.jinja_env.globals["asset"] = asset
    app.jinja_env.globals["theme_address"] = theme_address


def asset(name: str) -> str:
    """Return the address of one built file, such as ``consult-ltr.css``.

    Raises:
        KeyError: the build made no such file; the sentence says how to build.
    """
    hashed = manifest().get(name)
    if hashed is None:
        raise KeyError(f"{name} is not among the built files. Run: ./do assets")
    return _address_of(request.root_path, hashed) if has_request_context() else url_for("assets.file", name=hashed)


@lru_cache(maxsize=256)
def _address_of(root_path: str, hashed: str) -> str:
    """Return where a built file is, worked out once: every page names five of them."""
    del root_path  # only the key: the site may stand below another one's address
    return url_for("assets.file", name=hashed)


@lru_cache(maxsize=2)
def _manifest_at(changed_at: float) -> dict[str, str]:
    del changed_at  # only the key: a new build is read anew, so a running server in development follows it
    files: dict[str, str] = json.loads((DIST / "manifest.json").read_text("utf-8"))["files"]
    return files


def manifest() -> dict[str, str]:
    """Return the built name of each file; looked for again once a second, and read when the build has changed."""
    return _manifest_now(int(time.monotonic()))


@lru_cache(maxsize=1)
def _manifest_now(second: int) -> dict[str, str]:
    del second  # only the key: a page that names five files looks at the disk once at most
    try:
        return _manifest_at((DIST / "manifest.json").stat().st_mtime)
    except FileNotFoundError:
        return {}


@bp.get("/assets/<name>")
@public
def file(name: str) -> Response:
    """Send one built file, compressed where the browser can read that."""
    media_type = TYPES.get(Path(name).suffix)
    if media_type is None or name not in manifest().values():
        abort(404)
    packed = f"{name}.gz"
    is_packed = "gzip" in request.headers.get("Accept-Encoding", "") and (DIST / packed).is_file()
    response = Response(_content(packed if is_packed else name), content_type=media_type)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Vary"] = "Accept-Encoding"
    if is_packed:
        response.headers["Content-Encoding"] = "gzip"
    return response


@lru_cache(maxsize=64)
def _content(hashed: str) -> bytes:
    """Return a built file, read once: its name is its digest, so it never changes."""
    return (DIST / hashed).read_bytes()


def theme_address() -> str:
    """Return where the council's own theme is, or nothing when it keeps ours."""
    theme = council_theme()
    return url_for("assets.theme", v=theme.digest) if theme else ""


@bp.get("/theme.css")
@public
def theme() -> Response:
    """Send the one small file of colours that a council may set with CONSULT_COUNCIL_THEME."""
    found = council_theme()
    if found is None:
        abort(404)
    response = Response(found.css, content_type=TYPES[".css"])
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A council's own values of the custom properties in static/css/theme.css."""

    css: str
    digest: str


def council_theme() -> Theme | None:
    """Return the council's theme, read again when its file has changed."""
    path = current_settings().council_theme
    if not path:
        return None
    file_of_council = Path(path)
    return _theme_at(file_of_council, file_of_council.stat().st_mtime) if file_of_council.is_file() else None


@lru_cache(maxsize=4)
def _theme_at(path: Path, changed_at: float) -> Theme:
    css = path.read_text("utf-8")
    return Theme(css=css, digest=hashlib.sha256(f"{changed_at}{css}".encode()).hexdigest()[:12])


def is_built() -> bool:
    """Say whether the browser's files are there; ``consult check`` asks."""
    return bool(manifest())
