"""The page for those who are turned away, made once and then only filled in: ten times more of them must cost little.

Its words, its form and its headers are those of the error page, because it is that page, made by the application itself
with marks where the words go; only the way back to the form before is left out. What is not an ordinary form (a file, a
program's JSON) goes to the application.
"""

from __future__ import annotations

import io
import logging
import re
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl, quote

from flask import Flask
from markupsafe import escape
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder, run_wsgi_app

from consult.web.admission import TURNED_AWAY
from consult.web.errors import NOT_SHOWN, shown_name
from consult.web.site import available_languages, choose_language

logger = logging.getLogger(__name__)
ORDINARY = "application/x-www-form-urlencoded"
MOST_FIELDS = 2000
LONGEST_BODY = 4 * 1024 * 1024
NAME, WORDS, PATH = "kept9name", "kept9words", "/kept9path"
_ROW = re.compile(rf'<div class="govuk-summary-list__row">(?:(?!</div>).)*{NAME}.*?</div>', re.DOTALL)
_FIELD = re.compile(rf'<input type="hidden" name="[a-z_0-9]+" value="{WORDS}">')
_TOKEN = re.compile(r'(?<=name="csrf_token" value=")[^"]*')
_CUTS = re.compile("(\0rows|\0fields|\0token|\0path)")
_NOT_OF_THE_NEXT = {"set-cookie", "content-length", "retry-after"}
Pairs = list[tuple[str, str]]
Key = tuple[str, bool, bool]


class ReadyPage:
    """Answers a post that is turned away.

    Args:
        app: what makes the page the first time.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._made: dict[Key, tuple[list[str], Pairs]] = {}
        self._told_at, self._n_untold = 0.0, 0

    def answer(
        self, environ: dict[str, Any], seconds: int, start_response: Callable[..., Any]
    ) -> Iterable[bytes] | None:
        """Answer with the page, or give nothing where only the application can."""
        fields = _typed(environ)
        if fields is None:
            return None
        shown = [(shown_name(name), words) for name, words in fields if words.strip() and name not in NOT_SHOWN]
        is_ours = environ.get("HTTP_SEC_FETCH_SITE") == "same-origin"
        pieces, headers = self._page((self._language(environ), is_ours, bool(shown)))
        parts = {
            "\0rows": "".join(_ROW_OF.format(escape(name), escape(words)) for name, words in shown),
            "\0fields": "".join(
                _FIELD_OF.format(escape(name), escape(words))
                for name, words in fields
                if name not in {"csrf_token", "website"}
            ),
            "\0token": str(escape(dict(fields).get("csrf_token", ""))),
            "\0path": str(escape(_asked_for(environ))),
        }
        body = "".join(parts.get(piece, piece) for piece in pieces).encode()
        start_response(
            "503 SERVICE UNAVAILABLE",
            [*headers, ("Retry-After", str(seconds)), ("Content-Length", str(len(body)))],
        )
        self._tell_the_log()
        return [body]

    def _language(self, environ: dict[str, Any]) -> str:
        with self._app.app_context():
            languages = available_languages()
        if len(languages) == 1:
            return languages[0]
        with self._app.request_context({**environ, "wsgi.input": io.BytesIO()}):
            return choose_language()

    def _page(self, key: Key) -> tuple[list[str], Pairs]:
        if key not in self._made:
            self._made[key] = self._make(*key)
        return self._made[key]

    def _make(self, language: str, is_ours: bool, has_words: bool) -> tuple[list[str], Pairs]:
        """Let the application make the page, and cut it where words go."""
        name = NAME if has_words else "submission_key"
        builder = EnvironBuilder(
            path=PATH,
            method="POST",
            data={name: WORDS},
            headers=Headers(
                [
                    ("Accept-Language", language.replace("_", "-")),
                    ("Sec-Fetch-Site", "same-origin" if is_ours else "none"),
                ]
            ),
            environ_overrides={TURNED_AWAY: 0},
        )
        made = run_wsgi_app(self._app, builder.get_environ(), buffered=True)
        page = b"".join(made[0])
        text = _ROW.sub("\0rows", page.decode())
        text = _TOKEN.sub("\0token", _FIELD.sub("\0fields", text)).replace(PATH, "\0path")
        headers = [pair for pair in made[2].items() if pair[0].lower() not in _NOT_OF_THE_NEXT]
        return _CUTS.split(text), headers

    def _tell_the_log(self) -> None:
        """Say once a second how many there were, not once for each."""
        self._n_untold += 1
        if time.monotonic() - self._told_at >= 1:
            logger.warning("turned away for want of room: %s", self._n_untold)
            self._told_at, self._n_untold = time.monotonic(), 0


_ROW_OF = (
    '<div class="govuk-summary-list__row"><dt class="govuk-summary-list__key">{}</dt>'
    '<dd class="govuk-summary-list__value c-kept-words">{}</dd></div>'
)
_FIELD_OF = '<input type="hidden" name="{}" value="{}">'


def _asked_for(environ: dict[str, Any]) -> str:
    """Give the address as it was asked for, on this site."""
    path = quote(environ.get("PATH_INFO", "/").encode("latin-1"))
    query = environ.get("QUERY_STRING", "")
    return f"/{path.lstrip('/')}" + (f"?{query}" if query else "")


def _typed(environ: dict[str, Any]) -> Pairs | None:
    """Read an ordinary form; nothing for anything else."""
    kind = environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    length = environ.get("CONTENT_LENGTH") or "0"
    is_program = environ.get("PATH_INFO", "").startswith("/api/") or "json" in environ.get("HTTP_ACCEPT", "")
    if is_program or kind != ORDINARY or not length.isdecimal() or int(length) > LONGEST_BODY:
        return None
    body = environ["wsgi.input"].read(int(length)).decode("utf-8", "replace")
    environ["wsgi.input"] = io.BytesIO(body.encode())
    environ["CONTENT_LENGTH"] = str(len(body.encode()))
    try:
        return parse_qsl(body, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return None
