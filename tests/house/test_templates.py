"""Every template belongs to a page and uses exactly its fields."""

from dataclasses import fields
from functools import cache

import pytest
from jinja2 import meta, nodes

from consult.storage.discovery import load_shelf
from consult.web.page import Page
from tests.house.places import TEMPLATES

AROUND = {"page", "site"}
SHOWN_BY_LAYOUTS = {"title"}
NOT_PAGES = ("components/", "layouts/", "emails/")
PARSED = {}  # the trees of the templates by name, for every test of the run


@cache
def pages():
    """Every page class of every room, looked for once."""
    load_shelf("views")
    found, waiting = [], [Page]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if "template" in vars(kind):
            found.append(kind)
    return sorted(found, key=lambda kind: (kind.__module__, kind.__name__))


@pytest.fixture
def parsed(app):
    """Parse a template by name, once."""
    environment = app.jinja_env

    def parse(name):
        if name not in PARSED:
            source, _path, _is_fresh = environment.loader.get_source(environment, name)
            PARSED[name] = environment.parse(source)
        return PARSED[name]

    parse.known = set(environment.globals)
    return parse


def test_a_template_uses_exactly_the_fields_of_its_page(parsed):
    faults = []
    for kind in pages():
        if kind.template not in _templates():
            continue  # a test's own
        used = _used(parsed, kind.template)
        names = {field.name for field in fields(kind)}
        unknown = used - names - parsed.known - AROUND
        unused = names - used - SHOWN_BY_LAYOUTS
        faults += [f"{kind.template} uses {name}, which {kind.__name__} has not" for name in sorted(unknown)]
        if not _shares_its_template(kind):
            faults += [f"{kind.__name__} has {name}, which {kind.template} does not use" for name in sorted(unused)]
    assert not faults, "\n".join(faults)


def test_every_page_has_its_template_and_every_template_its_page(parsed):
    shown = {kind.template for kind in pages()}
    ours = {name for name in _templates() if not name.startswith(NOT_PAGES) and "/_" not in name}
    drawn_in = {name for other in _templates() for name in _named(parsed, other)}
    assert ours - shown - drawn_in == set()


def test_no_template_compares_with_a_literal(parsed):
    faults = [
        f"{name}:{compared.lineno}"
        for name in sorted(_templates())
        if name.endswith(".html")
        for compared in parsed(name).find_all(nodes.Compare)
        for side in (compared.expr, *(operand.expr for operand in compared.ops))
        if isinstance(side, nodes.Const) and isinstance(side.value, str)
    ]
    assert not faults, "\n".join(faults)


def test_nothing_in_a_template_is_marked_as_safe(parsed):
    faults = [
        name
        for name in sorted(_templates())
        for used in parsed(name).find_all(nodes.Filter)
        if used.name in {"safe", "tojson"}
    ]
    assert not faults, "\n".join(faults)


@cache
def _templates():
    return {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*") if path.is_file()}


def _used(parsed, name):
    """The names that a template and those it extends or includes take from the page."""
    tree = parsed(name)
    used = meta.find_undeclared_variables(tree) - _made_here(tree)
    for other in _named(parsed, name, imports=False):
        used |= _used(parsed, other)
    return used


def _named(parsed, name, *, imports=True):
    kinds = (
        (nodes.Extends, nodes.Include, nodes.FromImport, nodes.Import) if imports else (nodes.Extends, nodes.Include)
    )
    return {
        node.template.value
        for node in parsed(name).find_all(kinds)
        if isinstance(node.template, nodes.Const) and str(node.template.value) in _templates()
    }


def _made_here(tree):
    """The names that a template imports or sets itself; Jinja looks for them in each block alone."""
    imported = {
        alias[1] if isinstance(alias, tuple) else alias
        for node in tree.find_all(nodes.FromImport)
        for alias in node.names
    }
    macros = {node.name for node in tree.find_all(nodes.Macro)}
    return imported | macros | {node.name for node in tree.find_all(nodes.Name) if node.ctx == "store"}


def _shares_its_template(kind):
    return sum(other.template == kind.template for other in pages()) > 1
