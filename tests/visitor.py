"""A visitor who reads pages, fills forms by their labels and lints every page that any test sees."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage, MultiDict

from consult.accounts.actions import start_sign_in
from consult.accounts.models import Account
from consult.accounts.views.entrance import SEEN
from tests.pages import Element, Page, lint, words_of

MOST_REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class Typed:
    control: Element
    value: Any


class Visitor:
    """A browser without JavaScript that a test moves by hand."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        self._page: Page | None = None
        self._typed: list[Typed] = []
        self.last: Any = None

    @property
    def page(self) -> Page:
        assert self._page is not None, "open a page first"
        return self._page

    def sign_in_as(self, account: Account, *, at: datetime | None = None) -> Visitor:
        """Sign this browser in, as the link in a mail would."""
        now = at or self.app.extensions["consult_clock"].now()
        with self.app.extensions["consult_database"].transaction() as session:
            token = start_sign_in(session, account=session.get_one(Account, account.id), now=now)
        with self.client.session_transaction() as cookie:
            cookie.clear()
            cookie["_user_id"], cookie[SEEN] = token, int(now.astimezone(UTC).timestamp())
        return self

    def open(self, address: str, *, expect: int = 200, **kwargs: Any) -> Page:
        """Open an address, follow where it leads and lint what is there."""
        return self._send("GET", address, expect=expect, **kwargs)

    def post(
        self, address: str, data: Any = None, *, expect: int = 200, with_token: bool = True, **kwargs: Any
    ) -> Page:
        """Post without a page, as someone with bad intentions or an old tab would."""
        fields = MultiDict(data or {})
        if with_token:
            fields["csrf_token"] = self.token()
        return self._send("POST", address, data=fields, expect=expect, **kwargs)

    def token(self) -> str:
        """A token such as any page with a form carries."""
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self._page.body if self._page else "")
        if found is None:
            form = self.client.get("/sign-in", query_string={"next": "/"}).get_data(as_text=True)
            found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form)
        if found is None:
            found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.client.get("/desk").get_data(as_text=True))
        if found is None:
            return self.made_token()
        return found[1]

    def made_token(self) -> str:
        """A token made without a page, for a browser that has not opened any."""
        from flask_wtf.csrf import generate_csrf

        with self.client.session_transaction() as cookie, self.app.test_request_context():
            from flask import session as inner

            inner.update(cookie)
            token = str(generate_csrf())
            cookie.update(inner)
        return token

    def fill(self, label: str, value: str) -> Visitor:
        """Type into the box with this label; in a group of boxes say ``"Group > Label"``."""
        return self._type(self._labelled(label), value)

    def fill_date(self, group: str, day: int, month: int, year: int, time: str = "") -> Visitor:
        for name, value in (("Day", day), ("Month", month), ("Year", year)):
            self.fill(f"{group} > {name}", str(value))
        return self.fill(f"{group} > Time", time) if time else self

    def choose(self, label: str) -> Visitor:
        """Choose a radio button or tick a box by its label (``"Group > Label"`` where it appears twice)."""
        control = self._labelled(label)
        return self._type(control, control.get("value", "on"))

    tick = choose

    def untick(self, label: str) -> Visitor:
        return self._type(self._labelled(label), None)

    def select(self, label: str, option: str) -> Visitor:
        """Choose from a list that opens, by the words of the option."""
        control = self._labelled(label)
        found = [node for node in control.iter("option") if words_of(node) == option]
        assert found, f"no option {option!r} in {label!r}: {[words_of(node) for node in control.iter('option')]}"
        return self._type(control, found[0].get("value", words_of(found[0])))

    def upload(self, label: str, name: str, content: bytes) -> Visitor:
        return self._type(self._labelled(label), FileStorage(io.BytesIO(content), filename=name))

    def typed(self, control: Element, value: str) -> Visitor:
        """Type into a control that was found some other way than by its label."""
        return self._type(control, value)

    def press(self, words: str, *, number: int = 0, expect: int | None = 200) -> Page:
        """Press the button with these words and follow where it leads."""
        found = [node for node in self.page.all("button") if words_of(node) == words]
        found = found or [node for node in self.page.all("button") if words_of(node).startswith(words)]
        assert len(found) > number, f"no button {words!r} on {self.page.address}: {self.page.buttons}"
        button = found[number]
        form = self._form_of(button)
        data = self._fields_of(form)
        if button.get("name"):
            data.add(button.get("name"), button.get("value", ""))
        action = urljoin(self.page.address, form.get("action") or self.page.address)
        if (form.get("method") or "get").lower() == "get":
            query = urlencode(list(data.items(multi=True)))
            return self._send("GET", f"{urlsplit(action).path}?{query}", expect=expect)
        return self._send("POST", action, data=data, expect=expect)

    def follow(self, words: str, *, number: int = 0, expect: int = 200) -> Page:
        """Follow the link with these words."""
        found = [link for link in self.page.all("a") if words_of(link) == words]
        found = found or [link for link in self.page.all("a") if words_of(link).startswith(words)]
        assert len(found) > number, f"no link {words!r} on {self.page.address}: {list(self.page.links)}"
        return self.open(urljoin(self.page.address, found[number].get("href", "")), expect=expect)

    def says(self, words: str) -> bool:
        return self.page.says(words)

    def _send(self, method: str, address: str, *, expect: int | None, **kwargs: Any) -> Page:
        headers = dict(kwargs.pop("headers", {}))
        if method == "POST":
            headers.setdefault("Sec-Fetch-Site", "same-origin")
        answer = self.client.open(address, method=method, headers=headers, **kwargs)
        for _step in range(MOST_REDIRECTS):
            if answer.status_code not in {301, 302, 303, 307, 308}:
                break
            if method == "POST":
                assert answer.status_code == 303, f"a post answers with 303, not {answer.status_code}"
            address = urljoin(address, answer.headers["Location"])
            answer = self.client.get(address)
        self.last = answer
        self._typed = []
        body = answer.get_data(as_text=True) if "text/" in answer.content_type else ""
        page = Page(address=address, status=answer.status_code, body=body, headers=answer.headers)
        self._page = page
        assert expect is None or answer.status_code == expect, (
            f"{method} {address} gave {answer.status_code}: {page.text[:600]}"
        )
        if answer.content_type.startswith("text/html"):
            lint(page)
        return page

    def _labelled(self, label: str) -> Element:
        group, _sign, words = label.rpartition(" > ")
        found = [
            control
            for node in self.page.all("label")
            if words_of(node) == words and (control := self._control(node)) is not None
        ]
        found = found or [
            control
            for node in self.page.all("label")
            if words_of(node).startswith(words) and (control := self._control(node)) is not None
        ]
        if group:
            found = [control for control in found if self._legend_of(control).startswith(group)]
        labels = [words_of(node) for node in self.page.all("label")]
        assert found, f"no label {label!r} on {self.page.address}: {labels}"
        return found[0]

    def _control(self, label: Element) -> Element | None:
        wanted = label.get("for")
        if wanted is None:
            return next((node for node in label.iter() if node.tag in {"input", "select", "textarea"}), None)
        return next((node for node in self.page.tree.iter() if node.get("id") == wanted), None)

    def _legend_of(self, control: Element) -> str:
        fieldset = self.page.up(control, "fieldset")
        return words_of(fieldset.find(".//legend")) if fieldset is not None else ""

    def _type(self, control: Element, value: Any) -> Visitor:
        self._typed.append(Typed(control, value))
        return self

    def _form_of(self, button: Element) -> Element:
        named = button.get("form")
        form = (
            next((node for node in self.page.all("form") if node.get("id") == named), None)
            if named
            else self.page.up(button, "form")
        )
        assert form is not None, f"the button {words_of(button)!r} stands in no form"
        return form

    def _fields_of(self, form: Element) -> MultiDict[str, Any]:
        data: MultiDict[str, Any] = MultiDict()
        typed = {id(entry.control): entry for entry in self._typed}
        chosen = {
            entry.control.get("name")
            for entry in self._typed
            if entry.control.get("type") == "radio" and entry.value is not None
        }
        for control in form.iter():
            name = control.get("name")
            if control.tag not in {"input", "select", "textarea"} or not name or control.get("disabled") is not None:
                continue
            value = value_sent(control, typed.get(id(control)), is_overruled=name in chosen)
            if value is not None:
                data.add(name, value)
        return data


def value_sent(control: Element, typed: Typed | None, *, is_overruled: bool) -> Any:  # noqa: PLR0911 - one per kind
    """What a browser sends for a control, or nothing."""
    kind = control.get("type", "text") if control.tag == "input" else control.tag
    if kind in {"submit", "button", "reset", "image"}:
        return None
    if kind in {"radio", "checkbox"}:
        if typed is not None:
            return typed.value
        is_on = control.get("checked") is not None and not (kind == "radio" and is_overruled)
        return control.get("value", "on") if is_on else None
    if typed is not None:
        return typed.value
    if kind == "file":
        return FileStorage(io.BytesIO(b""), filename="")
    if kind == "textarea":
        return (control.text or "").removeprefix("\n")
    if kind == "select":
        options = list(control.iter("option"))
        picked = next((node for node in options if node.get("selected") is not None), options[0] if options else None)
        return None if picked is None else picked.get("value", words_of(picked))
    return control.get("value", "")
