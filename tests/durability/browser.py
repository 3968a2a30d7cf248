"""A browser that answers a consultation through the real form, and tries again when the line breaks."""

from __future__ import annotations

import http.client
import random
import re
import time
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode, urlsplit

from tests.durability.place import SLUG

START = f"/consultations/{SLUG}/respond"
CHECK = f"{START}/check"
A_CALL_SECONDS = 20
BROKEN_LINE = (OSError, http.client.HTTPException)
INPUT = re.compile(r"<input\b[^>]*>")
REFERENCE = re.compile(r'c-receipt__reference"><strong>([^<]+)</strong>')
CHOICE = re.compile(r'name="(q\d+|group)"[^>]*type="radio"[^>]*value="([^"]+)"')


class GaveUp(Exception):
    """Raised when the site did not answer for so long that a person would have gone away."""


@dataclass(slots=True)
class Answer:
    """What came back."""

    status: int
    place: str
    body: str


@dataclass(slots=True)
class Browser:
    """One person's browser: cookies, retries, and a habit of pressing twice.

    Args:
        until: the moment (``time.monotonic``) at which the person goes away.
    """

    port: int
    address: str
    chance: random.Random
    until: float
    cookies: dict[str, str] = field(default_factory=dict)
    n_retries: int = 0

    def get(self, path: str) -> Answer:
        """Open a page, and follow where it leads."""
        return self._follow(self._insist("GET", path, None))

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form, again when the line breaks, and follow where it leads."""
        return self._follow(self._insist("POST", path, urlencode(fields)))

    def send_and_hang_up(self, path: str, fields: dict[str, str]) -> None:
        """Send a form and do not wait: the first of two presses, or a page that was closed too early."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=A_CALL_SECONDS)
        try:
            line.request("POST", path, urlencode(fields), self._headers())
            time.sleep(self.chance.uniform(0, 0.02))
        except BROKEN_LINE:
            pass
        finally:
            line.close()

    def _follow(self, answer: Answer) -> Answer:
        for _hop in range(6):
            if answer.status not in {302, 303}:
                break
            answer = self._insist("GET", answer.place, None)
        return answer

    def _insist(self, method: str, path: str, body: str | None) -> Answer:
        while time.monotonic() < self.until:
            try:
                answer = self.call(method, path, body)
            except BROKEN_LINE:
                answer = Answer(status=0, place="", body="")
            if answer.status not in {0, 429, 500, 503}:
                return answer
            self.n_retries += 1
            time.sleep(self.chance.uniform(0.02, 0.2))
        raise GaveUp(f"{method} {path}")

    def call(self, method: str, path: str, body: str | None) -> Answer:
        """Ask once, whatever comes of it."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=A_CALL_SECONDS)
        try:
            line.request(method, path, body, self._headers())
            came = line.getresponse()
            text = came.read().decode("utf-8")
        finally:
            line.close()
        for given in came.headers.get_all("Set-Cookie") or ():
            name, _is, value = given.split(";")[0].partition("=")
            self.cookies[name] = value
        place = came.headers.get("Location", "")
        return Answer(
            status=came.status,
            place=urlsplit(place).path + (f"?{q}" if (q := urlsplit(place).query) else ""),
            body=text,
        )

    def _headers(self) -> dict[str, str]:
        return {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items() if value),
            "X-Forwarded-For": self.address,
        }


@dataclass(frozen=True, slots=True)
class Sent:
    """What one person sent, and the reference that they were shown, if they were."""

    marker: str
    text: str
    scale: str
    email: str
    reference: str


def respond(browser: Browser, marker: str) -> Sent:
    """Answer through every page, press once or twice, and read the receipt."""
    words = f"{marker}: the bus must stop at the school. {'It matters. ' * browser.chance.randint(0, 40)}".strip()
    scale = str(browser.chance.randint(1, 5))
    email = f"{marker}@example.org" if browser.chance.random() < 0.5 else ""
    unseen = Sent(marker=marker, text=words, scale=scale, email=email, reference="")
    try:
        begun = browser.get(START)
        page = browser.post(START, hidden_in(begun.body) | {"way": "all"})
        if "checked_again" in page.body:  # it asks once more, because nobody fills in a form this fast
            page = browser.post(START, hidden_in(page.body) | {"way": "all"})
        said = _answers(page.body, words, scale, email)
        page = browser.post(f"{START}/all", hidden_in(page.body) | said)
        return _press(browser, page, unseen)
    except GaveUp:
        return unseen


def _answers(page: str, words: str, scale: str, email: str) -> dict[str, str]:
    """Fill in the form: words in the open question, a place on the scale, the first of everything else."""
    said = {"behalf": "self", "publish": "not_published", "email": email}
    for name, value in CHOICE.findall(page):
        said.setdefault(name, value)
    open_text = re.search(r'<textarea[^>]*name="(q\d+)"', page)
    scales = [name for name, value in CHOICE.findall(page) if value == "5"]
    assert open_text is not None, page[:2000]
    return said | {open_text.group(1): words, scales[0]: scale}


def _press(browser: Browser, page: Answer, unseen: Sent) -> Sent:
    for _again in range(4):
        found = REFERENCE.search(page.body)
        if found is not None:
            return Sent(unseen.marker, unseen.text, unseen.scale, unseen.email, unescape(found.group(1)))
        fields = hidden_in(page.body)
        assert "submission_key" in fields, f"{page.status} {re.sub('<[^>]*>', ' ', page.body)[:1500]}"
        if "checked_again" in fields and browser.chance.random() < 0.4:
            for _press_more in range(browser.chance.randint(1, 2)):
                browser.send_and_hang_up(CHECK, fields)
        page = browser.post(CHECK, fields)
    return unseen


def hidden_in(page: str) -> dict[str, str]:
    """The hidden fields of the main form of a page."""
    main = page[page.find("<main") :]
    found = {}
    for tag in INPUT.findall(main):
        if 'type="hidden"' in tag:
            name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
            if name is not None and name.group(1) not in found:
                found[name.group(1)] = unescape(value.group(1)) if value else ""
    return found
