"""A name that a page does not hand over is an error in our templates, never an empty place."""

import pytest
from jinja2 import UndefinedError


def test_a_misspelt_name_is_an_error(app):
    with pytest.raises(UndefinedError, match="titel"):
        app.jinja_env.from_string("<h1>{{ titel }}</h1>").render(title="Help")


def test_the_components_of_others_may_leave_names_unset(app):
    button = '{% from "govuk_frontend_jinja/components/button/macro.html" import govukButton %}'
    assert "Go on" in app.jinja_env.from_string(button + '{{ govukButton({"text": "Go on"}) }}').render()
