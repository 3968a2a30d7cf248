"""Kept pages: ready for everyone, never for someone."""

import gzip
from datetime import UTC, datetime

from flask import Flask, Response, g, session

from consult.web.caching import KeptPage, KeptPages, install_caching, kept
from consult.web.guards import SignedIn


def an_app(seconds: int = 10) -> Flask:
    app = Flask("kept")
    app.secret_key = "for this test"  # noqa: S105 - opens nothing
    asked = {"times": 0}
    install_caching(app, seconds=seconds, cookies=("session",))

    @app.get("/news")
    @kept
    def news() -> str:
        asked["times"] += 1
        return f"<p>Asked {asked['times']} times</p>" + "<p>The same words again.</p>" * 100

    @app.get("/mine")
    @kept
    def mine() -> str:
        session["seen"] = True
        return "yours"

    @app.post("/say")
    def say() -> Response:
        return Response("thank you")

    @app.post("/publish")
    def publish() -> Response:
        g.signed_in = SignedIn(account_id=1, name="An officer", session_id=1, signed_in_at=datetime.now(UTC))
        return Response("published")

    return app


def test_a_second_reader_gets_the_page_without_asking_the_application() -> None:
    app = an_app()
    first = app.test_client().get("/news")
    second = app.test_client().get("/news")
    assert "Asked 1 times" in first.text
    assert "Asked 1 times" in second.text
    assert second.headers["Cache-Control"] == "public, max-age=10"


def test_coming_back_with_the_tag_costs_nothing() -> None:
    client = an_app().test_client()
    tag = client.get("/news").headers["ETag"]
    again = client.get("/news", headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.data == b""


def test_the_page_is_sent_compressed_to_a_browser_that_reads_that() -> None:
    client = an_app().test_client()
    for _ in range(2):  # from the application, then from the shelf
        packed = client.get("/news", headers={"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert b"Asked 1 times" in gzip.decompress(packed.data)


def test_someone_with_our_cookie_never_gets_a_kept_page() -> None:
    app = an_app()
    app.test_client().get("/news")
    known = app.test_client()
    known.set_cookie("session", "anything")
    assert "Asked 2 times" in known.get("/news").text


def test_a_page_that_sets_a_cookie_is_not_kept() -> None:
    app = an_app()
    assert "ETag" not in app.test_client().get("/mine").headers
    assert "Set-Cookie" in app.test_client().get("/mine").headers


def test_what_an_officer_does_lets_every_kept_page_go() -> None:
    app = an_app()
    app.test_client().get("/news")
    app.test_client().post("/publish")
    assert "Asked 2 times" in app.test_client().get("/news").text


def test_what_a_resident_sends_in_lets_the_pages_stay() -> None:
    app = an_app()
    app.test_client().get("/news")
    app.test_client().post("/say")
    assert "Asked 1 times" in app.test_client().get("/news").text


def test_nothing_is_kept_when_the_setting_says_no() -> None:
    app = an_app(seconds=0)
    app.test_client().get("/news")
    assert "Asked 2 times" in app.test_client().get("/news").text


def test_the_shelf_stays_within_its_size() -> None:
    shelf = KeptPages(most_bytes=25)
    for name in ("a", "b", "c"):
        shelf.keep(name, KeptPage(headers=(), body=b"x" * 10, packed=None, etag=name, until=100.0))
    assert shelf.find("a", now=1.0) is None
    assert shelf.find("c", now=1.0) is not None
    assert shelf.find("c", now=100.0) is None, "a page that is no longer fresh is not given"


def test_someone_with_a_draft_gets_a_page_of_their_own_compressed_as_well() -> None:
    client = an_app().test_client()
    client.get("/mine")
    answer = client.get("/news", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "ETag" not in answer.headers
    assert b"The same words again." in gzip.decompress(answer.data)


def test_a_page_with_a_token_is_not_compressed_when_others_can_choose_words_on_it() -> None:
    app = an_app()

    @app.get("/form")
    @kept
    def form() -> str:
        g.csrf_token = session["csrf_token"] = "a secret"  # noqa: S105 - opens nothing
        return "<p>The same words again.</p>" * 100

    client, reads_gzip = app.test_client(), {"Accept-Encoding": "gzip"}
    assert "Content-Encoding" not in client.get("/form?words=chosen", headers=reads_gzip).headers
    assert client.get("/form", headers=reads_gzip).headers["Content-Encoding"] == "gzip"
