"""Keeps public pages ready for a few seconds, compressed, so that a city can read at once: nothing personal, ever.

A view says ``@kept`` when its page is the same for everyone who is not signed in. Such a page is kept, as bytes,
outside the application, by address and language, and given to everyone who sends none of our cookies. It is told to
browsers as well, with an ETag, so that coming back costs nothing.

These pages are compressed, and so are those for someone who is not signed in: on a bus each must weigh little. A
secret could only be guessed from a compressed length by someone who chooses other words on the same page. So a page
that was asked for with words in its address is not compressed, unless it holds no token; posted words come with one.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request, session

from consult.web.guards import SignedIn

View = TypeVar("View", bound=Callable[..., Any])
Environment = dict[str, Any]
StartResponse = Callable[..., Any]

MOST_BYTES = 64 * 1024 * 1024
LARGEST_PAGE = 2 * 1024 * 1024
SMALLEST_COMPRESSED = 1_000
COMPRESSION = 6
OUR_QUERIES = {b"", b"look=again"}  # with these, nobody else has chosen words for the page


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPage:
    """One page as it goes out: plain and, where that is shorter, compressed."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    packed: bytes | None
    etag: str
    until: float

    @property
    def size(self) -> int:
        """Bytes held."""
        return len(self.body) + len(self.packed or b"")


class KeptPages:
    """A bounded shelf of pages; the one asked for longest ago goes first."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._pages: OrderedDict[str, KeptPage] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def find(self, key: str, *, now: float) -> KeptPage | None:
        """Return the page kept under this key while it is fresh."""
        with self._lock:
            page = self._pages.get(key)
            if page is None or page.until <= now:
                return None
            self._pages.move_to_end(key)
            return page

    def keep(self, key: str, page: KeptPage) -> None:
        """Keep a page, and let the oldest go when there is no room."""
        with self._lock:
            self._drop(key)
            self._pages[key] = page
            self._bytes += page.size
            while self._bytes > self._most_bytes:
                self._drop(next(iter(self._pages)))

    def forget(self) -> None:
        """Let every page go, because an officer changed something that they may show."""
        with self._lock:
            self._pages.clear()
            self._bytes = 0

    def _drop(self, key: str) -> None:
        gone = self._pages.pop(key, None)
        if gone is not None:
            self._bytes -= gone.size


class ReadyPages:
    """The WSGI layer that answers with kept pages before the application is asked.

    Args:
        application: what answers otherwise.
        pages: the shelf, which the application fills.
        cookies: how the names of our cookies begin; a request with one of them is never answered from the shelf.
    """

    def __init__(self, application: Callable[..., Iterable[bytes]], pages: KeptPages, cookies: tuple[str, ...]) -> None:
        self._application = application
        self._pages = pages
        self._cookies = cookies

    def __call__(self, environ: Environment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if environ["REQUEST_METHOD"] == "GET" and not self._is_known(environ.get("HTTP_COOKIE", "")):
            page = self._pages.find(key_of(environ), now=time.monotonic())
            if page is not None:
                return _send(page, environ, start_response)
        return self._application(environ, start_response)

    def _is_known(self, cookies: str) -> bool:
        return bool(cookies) and any(name in cookies for name in self._cookies)


def install_caching(app: Flask, *, seconds: int, cookies: tuple[str, ...]) -> None:
    """Keep the pages of views marked ``@kept`` for ``seconds``; 0 keeps none."""
    pages = KeptPages()
    app.extensions["consult_kept_pages"] = pages
    if seconds <= 0:
        return
    app.wsgi_app = ReadyPages(app.wsgi_app, pages, cookies)  # type: ignore[method-assign]

    def keep_or_forget(response: Response) -> Response:
        if request.method == "POST" and isinstance(g.get("signed_in"), SignedIn):
            pages.forget()  # what officers do shows at once; what residents send in changes no public page
        elif _may_be_kept(response, cookies):
            _keep(pages, response, seconds=seconds)
        elif _may_be_packed(response):
            _pack(response, _packed(response.get_data()))
        return response

    # Flask runs these hooks last-registered first, so this one, installed first, sees the finished headers.
    app.after_request(keep_or_forget)


def kept(view: View) -> View:
    """Mark a view whose page is the same for everyone who is not signed in."""
    view.is_kept = True  # type: ignore[attr-defined]  # a mark on the function, as the guards leave one
    return view


def key_of(environ: Environment) -> str:
    """Return what tells two kept pages apart: where they were asked for, and in which language."""
    parts = ("wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT_LANGUAGE")
    return "\n".join(str(environ.get(part, "")) for part in parts)


def _may_be_kept(response: Response, cookies: tuple[str, ...]) -> bool:
    return (
        _is_marked(response)
        and "Set-Cookie" not in response.headers
        and not session.modified  # its cookie is set after the hooks
        and "csp_nonce" not in g
        and not any(sent.startswith(cookies) for sent in request.cookies)
    )


def _may_be_packed(response: Response) -> bool:
    """Say whether a page that is not kept can go out compressed: to someone who answers, say."""
    if isinstance(g.get("signed_in"), SignedIn) or response.mimetype != "text/html" or response.is_streamed:
        return False
    is_chosen_by_others = request.query_string not in OUR_QUERIES and "csrf_token" in g
    return response.status_code in {200, 409, 422} and not is_chosen_by_others


def _is_marked(response: Response) -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return (
        request.method == "GET"
        and response.status_code == 200
        and getattr(view, "is_kept", False)
        and not response.is_streamed
    )


def _packed(body: bytes) -> bytes | None:
    return gzip.compress(body, COMPRESSION, mtime=0) if len(body) >= SMALLEST_COMPRESSED else None


def _pack(response: Response, packed: bytes | None) -> None:
    response.vary.add("Accept-Encoding")
    if packed is not None and _reads_gzip(request.environ):
        response.set_data(packed)
        response.headers["Content-Encoding"] = "gzip"


def _keep(pages: KeptPages, response: Response, *, seconds: int) -> None:
    body = response.get_data()
    if len(body) > LARGEST_PAGE:
        return
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    response.headers["Vary"] = "Accept-Encoding, Accept-Language, Cookie"
    packed = _packed(body)
    names_apart = {"content-length", "content-encoding", "date"}
    headers = tuple((name, value) for name, value in response.headers.items() if name.lower() not in names_apart)
    page = KeptPage(headers=headers, body=body, packed=packed, etag=etag, until=time.monotonic() + seconds)
    pages.keep(key_of(request.environ), page)
    _pack(response, packed)


def _send(page: KeptPage, environ: Environment, start_response: StartResponse) -> Iterable[bytes]:
    if environ.get("HTTP_IF_NONE_MATCH") == page.etag:
        start_response("304 NOT MODIFIED", [pair for pair in page.headers if pair[0].lower() != "content-type"])
        return (b"",)
    headers = list(page.headers)
    body = page.body
    if page.packed is not None and _reads_gzip(environ):
        body = page.packed
        headers.append(("Content-Encoding", "gzip"))
    headers.append(("Content-Length", str(len(body))))
    start_response("200 OK", headers)
    return (body,)


def _reads_gzip(environ: Environment) -> bool:
    return "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
