"""What people see when something goes wrong: one table turns each error into a page and into one JSON shape."""

from __future__ import annotations

import logging
import traceback
from dataclasses import dataclass
from typing import ClassVar

from flask import Flask, Response, current_app, jsonify, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from markupsafe import escape
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from consult.kernel.errors import Busy, ConsultError, Invalid, NotAllowed, NotFound, Refused, Stale
from consult.storage.engine import is_full_disk
from consult.web.admission import try_again_seconds
from consult.web.guards import NotProved, NotSignedIn, actor, current_signed_in, is_safe_method
from consult.web.page import Page
from consult.web.sentences import told
from consult.web.throttle import TooOften
from consult.web.transaction import roll_back

logger = logging.getLogger(__name__)
FILES_LOST = "files"
LOGGED = {400, 401, 403, 429, 503}  # who was refused what; never what they sent
NOT_SHOWN = {"csrf_token", "website", "shown_at", "checked_again", "submission_key", "version", "versions"}


@dataclass(frozen=True, kw_only=True)
class ErrorPage(Page):
    """One thing that went wrong: what happened, what was kept and what to do."""

    template: ClassVar[str] = "errors/error.html"

    sentence: str
    advice: str
    kept: tuple[Kept, ...] = ()
    resend: Resend | None = None
    back_href: str = ""
    has_desk: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Something that was typed, so that it stays on the screen."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resend:
    """The same post once more, offered only when it came from a page of ours."""

    action: str
    fields: tuple[Kept, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How one sort of error is told."""

    status: int
    code: str
    title: object
    advice: object


TABLE: dict[type[Exception], Kind] = {
    NotFound: Kind(
        status=404,
        code="not_found",
        title=_l("Page not found"),
        advice=_l("If you typed the address, check it is correct. If you followed a link, it may be out of date."),
    ),
    NotAllowed: Kind(
        status=403,
        code="not_allowed",
        title=_l("You cannot see this page"),
        advice=_l("Go back to your desk, or sign in as someone else."),
    ),
    Stale: Kind(
        status=409,
        code="stale",
        title=_l("Someone else changed this"),
        advice=_l("Nothing was changed by you. Go back, look at it as it is now, then make your change again."),
    ),
    Refused: Kind(status=409, code="refused", title=_l("This cannot be done now"), advice=_l("Nothing was changed.")),
    Invalid: Kind(
        status=422, code="invalid", title=_l("There is a problem"), advice=_l("Go back, correct it and try again.")
    ),
    TooOften: Kind(status=429, code="too_often", title=_l("Please wait a little"), advice=_l("Nothing was sent yet.")),
    Busy: Kind(status=503, code="busy", title=_l("Please try again in a minute"), advice=_l("Nothing was stored.")),
}
SENTENCES = {
    400: _l("Your browser sent something that we could not read."),
    404: _l("We could not find this page."),
    405: _l("This address cannot be used in that way."),
    413: _l("What you sent is too large. Send a smaller file or a shorter text."),
    415: _l("We cannot read that kind of file."),
}
BROKEN = Kind(
    status=500,
    code="broken",
    title=_l("Sorry, something went wrong"),
    advice=_l("Nothing was stored. Try again in a few minutes. If you were sending an answer, copy your words first."),
)
FULL = Kind(
    status=503,
    code="no_room",
    title=_l("Please try again later"),
    advice=_l("Nothing was stored. If you were sending an answer, copy your words first."),
)
ODD = Kind(status=400, code="bad_request", title=_l("There is a problem"), advice=_l("Go back and try again."))


def install_errors(app: Flask) -> None:
    """Let this app tell every error as a page or as JSON."""
    app.register_error_handler(CSRFError, _on_lost_page)
    app.register_error_handler(NotSignedIn, _on_not_signed_in)
    app.register_error_handler(NotProved, _on_not_proved)
    app.register_error_handler(ConsultError, _on_consult_error)
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(Exception, _on_anything)


def _on_consult_error(error: ConsultError) -> Response:
    kind = next((TABLE[step] for step in type(error).__mro__ if step in TABLE), BROKEN)
    response = tell(kind, told(error.sentence), keeps_words=kind.status in {404, 409, 422, 429, 503})
    if kind.status == 503:
        response.headers["Retry-After"] = str(try_again_seconds())
    return response


def _on_http_error(error: HTTPException) -> AnyResponse:
    if error.code is None or error.code < 400:
        return error.get_response()
    if error.code >= 500:
        return _tell_broken(getattr(error, "original_exception", None))
    kind = TABLE[NotFound] if error.code == 404 else ODD
    code = error.name.lower().replace(" ", "_")
    kind = Kind(status=error.code, code=code, title=kind.title, advice=kind.advice)
    response = tell(kind, str(SENTENCES.get(error.code, SENTENCES[400])), keeps_words=error.code != 413)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def _on_anything(error: Exception) -> Response:
    logger.error("an unexpected error on %s: %s", request.endpoint, place_of(error))
    return _tell_broken(error)


def _tell_broken(error: Exception | None) -> Response:
    """Say that it is our fault, and whether it is for want of room: the commit, too, may be what fails."""
    if is_full_disk(error):
        return tell(FULL, _("Our computer has no room left to keep what you sent."), keeps_words=True)
    return tell(BROKEN, _("We could not do what you asked."), keeps_words=True)


def _on_not_proved(error: NotProved) -> AnyResponse:
    if is_safe_method() and not wants_json():
        return redirect(url_for("accounts.second_factor", next=_asked_for()), 303)
    kind = Kind(
        status=401,
        code="not_proved",
        title=_l("Show that it is you"),
        advice=_l("Go to your desk in another window, choose “Your sign-in” and type a code. Then send this again."),
    )
    return tell(kind, told(error.sentence), keeps_words=True)


def _asked_for() -> str:
    return request.full_path if request.query_string else request.path


def _on_not_signed_in(error: NotSignedIn) -> AnyResponse:
    if wants_json():
        return tell(Kind(status=401, code="not_signed_in", title="", advice=""), told(error.sentence))
    if is_safe_method():
        return redirect(url_for("accounts.sign_in", next=_asked_for()), 303)
    kind = Kind(
        status=401,
        code="not_signed_in",
        title=_l("You are signed out"),
        advice=_l("Sign in again in another window, then come back to this page and send it again."),
    )
    return tell(kind, told(error.sentence), keeps_words=True)


def _on_lost_page(_error: CSRFError) -> Response:
    kind = Kind(
        status=400,
        code="lost_page",
        title=_l("This page was open for too long"),
        advice=_l("Your words are below. Nothing was stored yet."),
    )
    return tell(kind, _("We could not be sure that it was you who sent this."), keeps_words=True)


def tell(kind: Kind, sentence: str, *, keeps_words: bool = False) -> Response:
    """Return the page or the JSON of an error; when even that fails, a page without a template."""
    if kind.status in LOGGED:
        logger.warning("refused as %s: %s by %s", kind.code, request.endpoint, actor())
    roll_back()
    if wants_json():
        error = {"status": kind.status, "code": kind.code, "message": sentence}
        return make_response(jsonify({"error": error}), kind.status)
    try:
        kept = typed_words() if keeps_words and not is_safe_method() else ()
        page = ErrorPage(
            title=str(kind.title),
            sentence=sentence,
            advice=str(kind.advice),
            kept=kept,
            resend=_resend() if kind.status == 503 or (kept and kind.status in {400, 401, 429}) else None,
            back_href="" if is_safe_method() else page_above(request.path),
            has_desk=current_signed_in() is not None,
        )
        return page.answer(kind.status)
    except Exception as error:  # noqa: BLE001 - the error page is the last that may fail
        logger.error("the error page failed: %s", place_of(error))  # noqa: TRY400 - see place_of
        return make_response(_plain(sentence), kind.status)


def place_of(error: Exception) -> str:
    """Name the error and the lines it came through, without its message, which may quote what people wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join([type(error).__name__, *(f"{frame.filename}:{frame.lineno}" for frame in reversed(frames))])


def page_above(path: str) -> str:
    """Return the page that a post came from as far as its address tells: the nearest above it that can be read."""
    routes = current_app.create_url_adapter(request)
    while path.strip("/") and routes is not None:
        if routes.test(path, method="GET"):
            return path
        path = path.rstrip("/").rpartition("/")[0]
    return ""


def typed_words() -> tuple[Kept, ...]:
    """Return what was typed into the form that was posted."""
    return tuple(
        Kept(name=shown_name(name), text=text)
        for name, texts in request.form.lists()
        for text in texts
        if text.strip() and name not in NOT_SHOWN
    )


def shown_name(name: str) -> str:
    """Return a field's name as people read it beside what they typed."""
    return name.replace("_", " ").replace("-", " ")


def wants_json() -> bool:
    """Say whether the caller is a program."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return request.path.startswith("/api/") or best == "application/json"


def _resend() -> Resend | None:
    """Offer the same post again; a post from another site must never be made ours by one press."""
    if request.headers.get("Sec-Fetch-Site") != "same-origin" or request.files:
        return None
    fields = tuple(
        Kept(name=name, text=text)
        for name, texts in request.form.lists()
        for text in texts
        if name not in {"csrf_token", "website"}
    )
    return Resend(action=request.full_path.rstrip("?"), fields=fields)


def _plain(sentence: str) -> str:
    title = "Sorry, something went wrong"
    return (
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title></head><body><main>'
        f'<h1>{title}</h1><p>{escape(sentence)}</p><p><a href="/">Start again</a></p></main></body></html>'
    )
