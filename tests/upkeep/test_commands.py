"""What a person who runs an installation sees when they type ``consult …``."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, text

from consult.cli import main
from consult.cli.main import COMMANDS
from consult.consultations.models import QuestionWords
from consult.demo.makers.consultations import make_consultation
from consult.settings import Settings
from consult.storage.engine import Database
from tests.conftest import Installed

OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"


class Shell:
    """Types commands in an environment of its own."""

    def __init__(self, data: Path) -> None:
        self.environment: dict[str, str | None] = {
            "CONSULT_DEMO": "yes",
            "CONSULT_DATA": str(data),
            "CONSULT_SECRET_KEY": "x" * 40,
            "CONSULT_DATABASE_URL": None,
            "CONSULT_REDIS_URL": None,
        }

    def type(self, *words: str) -> Result:
        return CliRunner(env=self.environment).invoke(main, list(words))

    @property
    def settings(self) -> Settings:
        return Settings.from_environment({k: v for k, v in self.environment.items() if v})

    def database(self) -> Database:
        return Database.at(self.settings.database_address)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path / "data")


@pytest.fixture
def installed(shell: Shell, installed_at: Installed) -> Shell:
    installed_at(shell.settings).close()
    return shell


def test_half_configured_it_refuses_to_start_and_says_why(shell: Shell) -> None:
    shell.environment["CONSULT_DEMO"] = None
    done = shell.type("serve")
    assert done.exit_code == 1
    assert "CONSULT_BASE_URL must begin with https://" in done.output
    assert "Traceback" not in done.output


def test_an_installation_without_a_database_says_what_to_run(shell: Shell) -> None:
    assert "Run consult migrate" in shell.type("check").output
    served = shell.type("serve")
    assert served.exit_code == 1
    assert "run consult migrate" in served.output


def test_migrate_tells_where_the_database_is(shell: Shell) -> None:
    assert re.fullmatch(r"The database is at \d{4}\.\n", shell.type("migrate").output)
    assert shell.type("migrate", "--down", "--to", "base").output == "The database is at nothing.\n"


def test_an_officer_can_be_added_and_gets_a_link(installed: Shell) -> None:
    added = installed.type("add-officer", "Ann@Example.com", "Ann Officer", "--role", "officer", "--role", "approver")
    assert "Ann Officer may sign in as officer, approver." in added.output
    assert re.search(r"http://127\.0\.0\.1:8000/sign-in/link/\S{40,}", added.output)
    assert installed.type("add-officer", "ann@example.com", "Ann Officer", "--role", "clerk").exit_code == 0


def test_what_cannot_be_an_officer_is_told_in_a_sentence(installed: Shell) -> None:
    refused = installed.type("add-officer", "nobody", "")
    assert refused.exit_code == 1
    assert "Enter the person's name and email address." in refused.output


def test_a_backup_can_be_made_proved_and_restored(installed: Shell, tmp_path: Path) -> None:
    made = installed.type("backup")
    assert made.exit_code == 0
    place = made.output.split(":")[0]
    assert installed.type("restore", place, "--verify").output.startswith("Whole: 1 file from ")
    restored = installed.type("restore", place, "--into", str(tmp_path / "new"))
    assert "whole" in restored.output, restored.output
    again = installed.type("restore", place, "--into", str(tmp_path / "new"))
    assert again.exit_code == 1
    assert "is not empty" in again.output
    assert installed.type("restore", place).exit_code == 2


def test_an_audit_row_changed_by_hand_is_named(installed: Shell) -> None:
    installed.type("add-officer", "ann@example.com", "Ann")
    assert installed.type("verify-audit").output == "Whole: 2 events in 1 stream.\n"
    database = installed.database()
    with database.transaction() as session:
        session.execute(text("DROP TRIGGER audit_events_refuse_update"))
        session.execute(text("UPDATE audit_events SET actor = 'account:99' WHERE seq = 2"))
    database.close()
    found = installed.type("verify-audit")
    assert found.exit_code == 1
    assert "BROKEN at event 2 of accounts, row 2: it was changed after it was written." in found.output


def test_check_says_what_is_right_and_what_is_not(installed: Shell) -> None:
    checked = installed.type("check")
    assert checked.exit_code == 0, checked.output
    assert "good   migrations: at the last one" in checked.output
    assert "watch  backups: there is none" in checked.output
    installed.type("backup")
    assert "good   backups: the last one is 0 hours old" in installed.type("check").output
    database = installed.database()
    with database.transaction() as session:
        session.execute(
            text(
                "INSERT INTO jobs (name, key, args, state, not_before, attempts, progress_done, progress_total, "
                "progress_sentence, fault, ordered_at) VALUES "
                "('x', 'x', '{}', 'waiting', '2026-01-01 00:00:00', 0, 0, 0, '', '', '2026-01-01 00:00:00')"
            )
        )
    database.close()
    checked = installed.type("check")
    assert checked.exit_code == 1
    assert "WRONG  jobs: work has waited for over a quarter of an hour." in checked.output


@pytest.fixture
def asking(installed: Shell) -> str:
    """Where an open consultation is; its first question is an open one."""
    database = installed.database()
    with database.transaction() as session:
        now = datetime.now(UTC)
        days = {"opens_at": now - timedelta(days=2), "closes_at": now + timedelta(days=30)}
        slug = make_consultation(session, title="Safer streets", now=now - timedelta(days=20), **days).slug
        prompt = session.scalars(select(QuestionWords.prompt).order_by(QuestionWords.question_id)).first()
    database.close()
    said = "".join(f"Slower cars near the school gate please {place}\nMore crossings {place}\n" for place in range(10))
    (Path(installed.environment["CONSULT_DATA"] or "") / "said.csv").write_text(f'"{prompt}"\n{said}', encoding="utf-8")
    return slug


def test_responses_come_in_are_themed_and_taken_out(installed: Shell, asking: str, tmp_path: Path) -> None:
    said = str(Path(installed.environment["CONSULT_DATA"] or "") / "said.csv")
    looked = installed.type("import-responses", asking, said, "--only-look")
    assert looked.output == "20 rows: 20 new, 0 stored before. Nothing was stored.\n"
    assert installed.type("import-responses", asking, said).output == "20 rows: 20 new, 0 stored before.\n"
    assert installed.type("import-responses", asking, said).output == "20 rows: 0 new, 20 stored before.\n"
    analysed = installed.type("analyse", asking, "--question", "1")
    assert re.fullmatch(r"\d+ themes? in 20 texts\.\n", analysed.output), analysed.output
    exported = installed.type("export", asking, "--into", str(tmp_path / "out"))
    assert exported.output.count("SHA-256") == 2, exported.output
    assert len((tmp_path / "out" / f"{asking}-responses.csv").read_text(encoding="utf-8-sig").splitlines()) == 21
    assert "exists already" in installed.type("export", asking, "--into", str(tmp_path / "out")).output
    assert installed.type("verify-audit").exit_code == 0


def test_a_wrong_column_or_a_wrong_question_is_told_in_a_sentence(
    installed: Shell, asking: str, tmp_path: Path
) -> None:
    said = str(Path(installed.environment["CONSULT_DATA"] or "") / "said.csv")
    (tmp_path / "columns.json").write_text('{"targets": {"No such heading": "question:1"}}')
    refused = installed.type("import-responses", asking, said, "--columns", str(tmp_path / "columns.json"))
    assert (refused.exit_code, "has no column “No such heading”" in refused.output) == (1, True)
    (tmp_path / "columns.json").write_text("{")
    assert (
        "is not JSON"
        in installed.type("import-responses", asking, said, "--columns", str(tmp_path / "columns.json")).output
    )
    assert "Choose one of them by its number." in installed.type("analyse", asking, "--question", "99").output
    assert installed.type("analyse", "no-such-consultation").exit_code == 1


def test_work_until_empty_does_what_is_due(installed: Shell) -> None:
    assert installed.type("work", "--until-empty").output == "Done: 0 jobs.\n"


def test_the_demo_city_is_only_for_demonstrations(shell: Shell) -> None:
    shell.environment |= {
        "CONSULT_DEMO": None,
        "CONSULT_BASE_URL": "https://consult.example.gov.uk",
        "CONSULT_COUNCIL_NAME": "Wendlebridge",
        "CONSULT_MAIL_HOST": "localhost",
        "CONSULT_MAIL_FROM": "consult@example.gov.uk",
    }
    refused = shell.type("seed-demo")
    assert refused.exit_code == 1
    assert "no demonstration" in refused.output


def test_every_command_is_documented() -> None:
    documented = OPERATIONS.read_text(encoding="utf-8")
    for name in COMMANDS:
        assert f"| `consult {name}` |" in documented


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            ("themes", "answers.csv", "--granularity", "9"),
            "9.0 is not in the range 0.6<=x<=1.6. Try consult themes --help.",
        ),
        (("cuont", "papers.blt"), "No such command 'cuont'. Try consult --help."),
    ],
)
def test_what_is_typed_wrong_is_told_in_one_line(shell: Shell, typed: tuple[str, ...], sentence: str) -> None:
    done = shell.type(*typed)
    assert done.exit_code == 2
    assert done.output.count("\n") == 1
    assert done.output.endswith(f"{sentence}\n")
