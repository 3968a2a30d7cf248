"""The settings of one installation: one frozen value, read from the environment, which refuses to be half right."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from urllib.parse import urlsplit

from consult.kernel.errors import ConsultError

_SHORTEST_SECRET = 32
_YES = frozenset({"1", "yes", "true", "on"})


class HalfConfigured(ConsultError):
    """Raised when the settings cannot work; the sentence lists every fault and what to set."""


_SHORTEST_NOTIFY_KEY = 74  # a name, then the number of the service and the secret, 36 characters each


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an installation is told by its environment; each field is described in docs/operations.md.

    Raises:
        HalfConfigured: a setting is missing or cannot work.
    """

    data: Path
    database_url: str = field(default="", repr=False)
    redis_url: str = field(default="", repr=False)
    dask_scheduler: str = ""
    semantic_model: str = ""
    semantic_model_sha256: str = ""
    secret_key: str = field(repr=False)
    base_url: str = "http://127.0.0.1:8000"
    is_production: bool = True
    trusted_proxies: int = 0
    council_name: str = "Your council"
    council_theme: str = ""
    council_contact: str = ""
    languages: tuple[str, ...] = ("en_GB",)
    mail_host: str = ""
    mail_port: int = 587
    mail_username: str = ""
    mail_password: str = field(default="", repr=False)
    mail_tls: bool = True
    mail_from: str = ""
    notify_api_key: str = field(default="", repr=False)
    notify_template: str = ""
    notify_base_url: str = "https://api.notifications.service.gov.uk"
    retention_months: int = 24
    erasures_path: Path | None = None
    kept_page_seconds: int = 10
    backup_at: time | None = None
    backups_kept: int = 14
    metrics_token: str = field(default="", repr=False)
    files_store: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        faults = [*_faults_anywhere(self), *(_faults_in_production(self) if self.is_production else ())]
        if faults:
            raise HalfConfigured("Consult cannot start. " + " ".join(faults))

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read every ``CONSULT_…`` variable; an unset one keeps its default."""
        found = os.environ if environment is None else environment
        data = Path(found.get("CONSULT_DATA") or "data").absolute()
        return cls(
            data=data,
            database_url=found.get("CONSULT_DATABASE_URL", ""),
            redis_url=found.get("CONSULT_REDIS_URL", ""),
            dask_scheduler=found.get("CONSULT_DASK_SCHEDULER", ""),
            semantic_model=found.get("CONSULT_SEMANTIC_MODEL", ""),
            semantic_model_sha256=found.get("CONSULT_SEMANTIC_MODEL_SHA256", ""),
            secret_key=found.get("CONSULT_SECRET_KEY", ""),
            base_url=found.get("CONSULT_BASE_URL", "http://127.0.0.1:8000").rstrip("/"),
            is_production=not _is_yes(found.get("CONSULT_DEMO", "")),
            trusted_proxies=_number(found, "CONSULT_TRUSTED_PROXIES", 0),
            council_name=found.get("CONSULT_COUNCIL_NAME") or "Your council",
            council_theme=found.get("CONSULT_COUNCIL_THEME", ""),
            council_contact=found.get("CONSULT_COUNCIL_CONTACT", ""),
            languages=tuple(found.get("CONSULT_LANGUAGES", "en_GB").replace(",", " ").split()),
            mail_host=found.get("CONSULT_MAIL_HOST", ""),
            mail_port=_number(found, "CONSULT_MAIL_PORT", 587),
            mail_username=found.get("CONSULT_MAIL_USERNAME", ""),
            mail_password=found.get("CONSULT_MAIL_PASSWORD", ""),
            mail_tls=_is_yes(found.get("CONSULT_MAIL_TLS", "yes")),
            mail_from=found.get("CONSULT_MAIL_FROM", ""),
            notify_api_key=found.get("CONSULT_NOTIFY_API_KEY", ""),
            notify_template=found.get("CONSULT_NOTIFY_TEMPLATE", ""),
            notify_base_url=found.get("CONSULT_NOTIFY_BASE_URL", "https://api.notifications.service.gov.uk"),
            retention_months=_number(found, "CONSULT_RETENTION_MONTHS", 24),
            kept_page_seconds=_number(found, "CONSULT_KEPT_PAGE_SECONDS", 10),
            backup_at=_time_of_day(found, "CONSULT_BACKUP_AT"),
            backups_kept=max(_number(found, "CONSULT_BACKUPS_KEPT", 14), 1),
            metrics_token=found.get("CONSULT_METRICS_TOKEN", ""),
            files_store=found.get("CONSULT_FILES_STORE", "").rstrip("/"),
            oidc_issuer=found.get("CONSULT_OIDC_ISSUER", "").rstrip("/"),
            oidc_client_id=found.get("CONSULT_OIDC_CLIENT_ID", ""),
            oidc_client_secret=found.get("CONSULT_OIDC_CLIENT_SECRET", ""),
            erasures_path=Path(found["CONSULT_ERASURES_PATH"]) if found.get("CONSULT_ERASURES_PATH") else None,
        )

    @property
    def database_address(self) -> str:
        """Give the database's address: the one set, or the SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data / 'consult.sqlite3'}"

    @property
    def files_folder(self) -> Path:
        """Where uploaded and generated files lie, by digest."""
        return self.data / "files"

    @property
    def outbox_folder(self) -> Path:
        """Where mails are written when no mail server is set."""
        return self.data / "outbox"

    @property
    def backups_folder(self) -> Path:
        """Where ``consult backup`` writes unless told otherwise."""
        return self.data / "backups"

    @property
    def erasures_file(self) -> Path:
        """Where erasures are kept outside the database, so that a restored backup has them applied again."""
        return self.erasures_path or self.data / "erasures.jsonl"

    @property
    def is_https(self) -> bool:
        """Say whether people reach the site over HTTPS, so that cookies may insist on it."""
        return self.base_url.startswith("https://")


def _faults_anywhere(settings: Settings) -> list[str]:
    faults = []
    if len(settings.secret_key) < _SHORTEST_SECRET:
        faults.append(
            f"Set CONSULT_SECRET_KEY to at least {_SHORTEST_SECRET} random characters "
            "(python3 -c 'import secrets; print(secrets.token_hex(32))') and keep it the same between starts."
        )
    address = urlsplit(settings.base_url)
    if address.scheme not in {"http", "https"} or not address.hostname:
        faults.append("Set CONSULT_BASE_URL to the address people use, such as https://consult.example.gov.uk.")
    if settings.database_url and not settings.database_url.startswith(("sqlite:", "postgresql+psycopg:")):
        faults.append("CONSULT_DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://.")
    if settings.metrics_token and len(settings.metrics_token) < _SHORTEST_SECRET:
        faults.append(f"Set CONSULT_METRICS_TOKEN to at least {_SHORTEST_SECRET} random characters, or leave it out.")
    if bool(settings.notify_api_key) != bool(settings.notify_template):
        faults.append("Set CONSULT_NOTIFY_API_KEY and CONSULT_NOTIFY_TEMPLATE together, or neither.")
    if settings.notify_api_key and len(settings.notify_api_key) < _SHORTEST_NOTIFY_KEY:
        faults.append("CONSULT_NOTIFY_API_KEY is not a whole key: it ends with two identifiers of 36 characters each.")
    if settings.files_store and not (
        settings.files_store.startswith("s3://") and urlsplit(settings.files_store).netloc
    ):
        faults.append("CONSULT_FILES_STORE must name a bucket, such as s3://our-files/consult.")
    if settings.oidc_issuer and not (settings.oidc_client_id and settings.oidc_client_secret):
        faults.append("With CONSULT_OIDC_ISSUER set CONSULT_OIDC_CLIENT_ID and CONSULT_OIDC_CLIENT_SECRET too.")
    if settings.redis_url and not settings.redis_url.startswith(("redis://", "rediss://", "unix://")):
        faults.append("CONSULT_REDIS_URL must begin with redis://, rediss:// or unix://.")
    return faults


def _faults_in_production(settings: Settings) -> list[str]:
    faults = []
    if not settings.is_https:
        faults.append(
            "CONSULT_BASE_URL must begin with https:// so that nobody can listen in; "
            "to try Consult on your own machine, set CONSULT_DEMO=yes."
        )
    if settings.oidc_issuer and not settings.oidc_issuer.startswith("https://"):
        faults.append("CONSULT_OIDC_ISSUER must begin with https:// so that nobody can stand in for it.")
    if settings.notify_api_key and not settings.notify_base_url.startswith("https://"):
        faults.append("CONSULT_NOTIFY_BASE_URL must begin with https:// so that nobody reads along.")
    if not settings.mail_host and not settings.notify_api_key:
        faults.append("Set CONSULT_MAIL_HOST to your mail server: sign-in links and receipts go by mail.")
    if settings.mail_host and "@" not in settings.mail_from:
        faults.append("Set CONSULT_MAIL_FROM to the address that mails come from.")
    if settings.council_name == "Your council":
        faults.append("Set CONSULT_COUNCIL_NAME to the council's name.")
    return faults


def _is_yes(text: str) -> bool:
    return text.strip().lower() in _YES


def _number(found: Mapping[str, str], name: str, default: int) -> int:
    text = found.get(name, "").strip()
    if not text:
        return default
    if not text.isdigit():
        raise HalfConfigured(f"Consult cannot start. {name} must be a whole number, not {text!r}.")
    return int(text)


def _time_of_day(found: Mapping[str, str], name: str) -> time | None:
    text = found.get(name, "").strip()
    if not text:
        return None
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise HalfConfigured(f"Consult cannot start. {name} must be a time such as 02:15, not {text!r}.") from None


def packaged_folder(name: str) -> Path:
    """Find ``templates`` or ``migrations``: beside the package in a checkout, inside it when installed."""
    package = Path(__file__).parent
    beside = package.parent / name
    return beside if beside.is_dir() else package / f"_{name}"
