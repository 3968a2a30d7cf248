"""The application with one deliberate fault: if the judge does not catch it, the judge is worth nothing."""

from __future__ import annotations

import io
import secrets
import sys
import threading
import time
from collections.abc import Callable, Iterable
from html import escape
from typing import Any
from urllib.parse import parse_qs

from consult.cli import main, serving
from consult.responses.actions import submit
from consult.responses.receipts import reference_of
from consult.responses.views import public_check

DELAY_SECONDS = 1.0


def start(fault: str) -> None:
    """Run the command line with a fault in it."""
    FAULTS[fault]()
    main.main(args=sys.argv[1:], standalone_mode=True)


def acknowledge_early() -> None:
    """Show the receipt first and store a second later, as a queue in memory would."""
    make = serving.create_app

    def create_app(*args: Any, **kwargs: Any) -> Any:
        app = make(*args, **kwargs)
        app.wsgi_app = _Early(app.wsgi_app)
        return app

    serving.create_app = create_app


class _Early:
    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "POST" or not environ["PATH_INFO"].endswith("/check"):
            return self._application(environ, start_response)
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        fields = parse_qs(body.decode())
        kept = {**environ, "wsgi.input": io.BytesIO(body)}
        if "checked_again" not in fields:
            return self._application(kept, start_response)
        threading.Thread(target=self._store, args=(kept,), daemon=True).start()
        shown = escape(reference_of(fields["submission_key"][0]))
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [f'<main><p class="c-receipt__reference"><strong>{shown}</strong></p></main>'.encode()]

    def _store(self, environ: dict[str, Any]) -> None:
        time.sleep(DELAY_SECONDS)
        body = self._application(environ, lambda *_args: None)
        b"".join(body)
        close = getattr(body, "close", None)
        if close is not None:
            close()


def forget_what_was_sent() -> None:
    """Take every press of the button for a new response."""
    submit.key_hash = lambda _key: secrets.token_hex(32)  # type: ignore[assignment]
    submit.public_number_of = lambda _key: secrets.token_hex(8)  # type: ignore[assignment]
    public_check.mark_sent = lambda _session, *, draft, **_others: draft  # type: ignore[assignment]


def mix_up_receipts() -> None:
    """Show each person the receipt of the one before, as a value shared by all requests would."""
    as_usual, last = public_check.remember_receipt, []

    def remember(response: Any, code: str) -> None:
        last.append(response)
        as_usual(last[-2] if len(last) > 1 else response, code)

    public_check.remember_receipt = remember


FAULTS = {
    "early": acknowledge_early,
    "forgetful": forget_what_was_sent,
    "mixed": mix_up_receipts,
}
