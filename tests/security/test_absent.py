"""What the application does not have cannot be attacked: each line here is shown, so that nobody adds it unseen."""

import ast
import re

import pytest

from consult.storage.db import Base
from consult.storage.discovery import load_shelf
from tests.house.places import PACKAGE, ROOT, TEMPLATES, modules, name_of

LIBRARIES = {
    "LDAP": {"ldap", "ldap3"},
    "LaTeX": {"pylatex", "latex"},
    "memcached": {"pymemcache", "memcache", "pylibmc"},
    "GraphQL": {"graphene", "graphql", "strawberry", "ariadne"},
    "WebSockets": {"websockets", "flask_socketio", "simple_websocket", "wsproto"},
    "WebRTC": {"aiortc"},
    "JSON web tokens": {"jwt", "jose", "joserfc"},
    "SAML": {"onelogin", "saml2"},
    "an OAuth server": {"oauthlib", "authlib.oauth2"},
    "SMS": {"twilio", "vonage"},
    "unsafe unpacking of objects": {"pickle", "shelve", "marshal", "dill", "jsonpickle", "yaml"},
}


def imported() -> set[str]:
    names = set()
    for _path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module)
    return names | {name.split(".")[0] for name in names}


@pytest.mark.parametrize("what", LIBRARIES)
def test_the_application_has_none_of(what):
    assert not LIBRARIES[what] & imported()


def test_there_are_no_passwords():
    """Officers sign in by a one-time link; nothing can be guessed, stuffed, reset or reused."""
    load_shelf("models")
    columns = [f"{table.name}.{column.name}" for table in Base.metadata.sorted_tables for column in table.columns]
    assert [name for name in columns if "password" in name or "passphrase" in name] == []
    pages = [path.name for path in TEMPLATES.rglob("*.html") if 'type="password"' in path.read_text("utf-8")]
    assert pages == []


def test_there_are_no_hints_and_no_secret_questions():
    texts = [path.read_text("utf-8").lower() for path in TEMPLATES.rglob("*.html")]
    assert not any(
        word in text for text in texts for word in ("mother’s maiden", "security question", "secret question")
    )


def test_no_account_is_there_from_the_start(session):
    from consult.accounts.models import Account

    assert session.query(Account).count() == 0


def test_no_weak_hash_and_no_cipher_of_our_own():
    faults = []
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called, words = ast.unparse(node.func), {word.arg: word.value for word in node.keywords}
                plain = ast.unparse(words["usedforsecurity"]) if "usedforsecurity" in words else ""
                if re.search(r"(md5|sha1|crc32|DES|ARC4|Blowfish|ECB)$", called) and plain != "False":
                    faults.append(f"{name_of(path)}:{node.lineno} {called}")
    assert faults == []


def test_what_must_not_be_guessed_comes_from_the_systems_own_randomness():
    """``random`` is only for what anyone may work out again from a seed."""
    rooms = {"accounts", "web", "following", "post", "upkeep", "files"}
    users = {
        name_of(path)
        for path, tree in modules()
        if path.relative_to(PACKAGE).parts[0] in rooms
        for node in ast.walk(tree)
        if isinstance(node, ast.Import) and any(alias.name == "random" for alias in node.names)
    }
    assert users == set()


def test_no_secret_stands_in_the_code():
    secret = re.compile(r"(AKIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY|xox[bp]-\w{10}|ghp_\w{30})")
    places = [
        path for folder in ("consult", "templates", "docs", "migrations") for path in (ROOT / folder).rglob("*.*")
    ]
    texts = (
        (path, path.read_bytes()) for path in places if path.suffix in {".py", ".md", ".html", ".js", ".toml", ".txt"}
    )
    assert [path.name for path, text in texts if secret.search(text.decode("utf-8", "replace"))] == []


def test_scripts_write_text_and_never_markup():
    unsafe = re.compile(r"\.innerHTML|\.outerHTML|document\.write|insertAdjacentHTML|\beval\(|new Function|postMessage")
    scripts = list((PACKAGE / "static" / "js").glob("*.js"))
    assert scripts
    assert [path.name for path in scripts if unsafe.search(path.read_text("utf-8"))] == []


def test_scripts_load_nothing_from_elsewhere():
    elsewhere = re.compile(r"""(src|href)=["'](https?:)?//""")
    assert [path.name for path in TEMPLATES.rglob("*.html") if elsewhere.search(path.read_text("utf-8"))] == []
