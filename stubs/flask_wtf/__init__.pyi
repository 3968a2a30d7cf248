# The part of Flask-WTF that we call; it ships no types.
from typing import Any

from wtforms import Form

class FlaskForm(Form):
    csrf_token: Any
    def __init__(self, formdata: Any = ..., **kwargs: Any) -> None: ...
    def is_submitted(self) -> bool: ...
    def validate_on_submit(self, extra_validators: Any = ...) -> bool: ...
