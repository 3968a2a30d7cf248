"""What a person who installs Consult sees of its settings: all documented, and half of them is not enough."""

from dataclasses import fields
from pathlib import Path

import pytest

from consult.settings import HalfConfigured, Settings

WHOLE = {
    "CONSULT_DATA": "/srv/consult",
    "CONSULT_SECRET_KEY": "x" * 64,
    "CONSULT_BASE_URL": "https://consult.example.gov.uk/",
    "CONSULT_COUNCIL_NAME": "Wendlebridge City Council",
    "CONSULT_MAIL_HOST": "mail.example.gov.uk",
    "CONSULT_MAIL_FROM": "consult@example.gov.uk",
}
OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"


def test_a_whole_set_of_settings_starts() -> None:
    settings = Settings.from_environment(WHOLE)
    assert settings.is_production
    assert settings.is_https
    assert settings.base_url == "https://consult.example.gov.uk"
    assert settings.database_address == "sqlite:////srv/consult/consult.sqlite3"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("CONSULT_SECRET_KEY", "", "Set CONSULT_SECRET_KEY to at least 32 random characters"),
        ("CONSULT_SECRET_KEY", "short", "Set CONSULT_SECRET_KEY to at least 32 random characters"),
        ("CONSULT_BASE_URL", "http://consult.example.gov.uk", "must begin with https://"),
        ("CONSULT_BASE_URL", "consult.example.gov.uk", "Set CONSULT_BASE_URL to the address people use"),
        ("CONSULT_COUNCIL_NAME", "", "Set CONSULT_COUNCIL_NAME"),
        ("CONSULT_MAIL_HOST", "", "Set CONSULT_MAIL_HOST"),
        ("CONSULT_MAIL_FROM", "", "Set CONSULT_MAIL_FROM"),
        ("CONSULT_MAIL_PORT", "many", "CONSULT_MAIL_PORT must be a whole number"),
        ("CONSULT_DATABASE_URL", "mysql://x", "CONSULT_DATABASE_URL must begin with"),
        ("CONSULT_REDIS_URL", "localhost", "CONSULT_REDIS_URL must begin with"),
    ],
)
def test_half_a_set_refuses_to_start_and_says_why(name: str, value: str, sentence: str) -> None:
    with pytest.raises(HalfConfigured) as refusal:
        Settings.from_environment(WHOLE | {name: value})
    assert sentence in refusal.value.sentence


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(HalfConfigured) as refusal:
        Settings.from_environment({})
    assert all(name in refusal.value.sentence for name in WHOLE if name not in {"CONSULT_DATA", "CONSULT_MAIL_FROM"})


def test_a_demonstration_needs_only_a_key() -> None:
    settings = Settings.from_environment({"CONSULT_DEMO": "yes", "CONSULT_SECRET_KEY": "x" * 32})
    assert not settings.is_production


def test_the_secret_and_the_password_are_never_printed() -> None:
    settings = Settings.from_environment(WHOLE | {"CONSULT_MAIL_PASSWORD": "hunter2hunter2"})
    assert "x" * 64 not in repr(settings)
    assert "hunter2" not in repr(settings)


def test_every_setting_is_documented() -> None:
    documented = OPERATIONS.read_text(encoding="utf-8")
    for field in fields(Settings):
        name = "CONSULT_DEMO" if field.name == "is_production" else f"CONSULT_{field.name.upper()}"
        assert f"`{name}`" in documented, f"{name} is not in docs/operations.md"


def test_every_setting_is_read_from_the_environment() -> None:
    source = Path(Settings.from_environment.__code__.co_filename).read_text(encoding="utf-8")
    for field in fields(Settings):
        name = "CONSULT_DEMO" if field.name == "is_production" else f"CONSULT_{field.name.upper()}"
        assert f'"{name}"' in source
