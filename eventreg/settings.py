"""All settings of an installation, read from the environment once, with every fault reported together."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

DEVELOPMENT = "development"
PRODUCTION = "production"
RETRY_SECONDS = (60, 300, 900, 1800, 3600, 7200, 14400, 28800, 43200, 86400, 86400)
SMTP_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
IMAP_PORTS = {"imap": 143, "imap+starttls": 143, "imaps": 993}
PER_DOMAIN = 120  # letters a minute to one recipient domain
PORTS = range(1, 65536)
PLACEHOLDERS = ("changeme", "changethis", "replaceme", "placeholder", "yoursecret", "secretkey", "insecure", "password")
HOW_TO_CHOOSE = (
    "at least 32 random characters, for example those that this prints: "
    "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
)
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class SettingsError(Exception):
    """The environment cannot be used; `faults` holds one sentence per fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Smtp:
    """A mail server: `security` is none, starttls or tls."""

    host: str
    port: int
    security: str = "none"
    user: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Imap:
    """A mailbox in which bounces and answers arrive: `security` is none, starttls or tls."""

    host: str
    port: int
    security: str
    user: str
    password: str = field(repr=False)
    folder: str = "Inbox"  # a name that every server knows


@dataclass(frozen=True)
class Settings:
    """Frozen settings; `from_environment` is the only place that reads the environment."""

    environment: str
    base_url: str
    secret_key: str = field(repr=False)
    data_dir: Path
    database_url: str = field(repr=False)
    secret_key_fallbacks: tuple[str, ...] = field(default=(), repr=False)
    smtp: Smtp | None = None
    mail_from: str = "eventreg@localhost"
    mail_on: bool = True
    mail_retry_seconds: tuple[int, ...] = RETRY_SECONDS
    mail_concurrency: int = 1
    mail_per_domain: int = PER_DOMAIN
    imap: Imap | None = None
    port: int = 8000
    trusted_proxies: int = 0
    redis_url: str | None = None
    log_level: str = "INFO"
    security_contact: str = ""  # mailto:, https: or tel:, for whoever found a weakness

    @property
    def is_production(self) -> bool:
        return self.environment == PRODUCTION

    @property
    def can_send_mail(self) -> bool:
        """False where letters only gather in the outbox: no server is set, or mail is off."""
        return self.mail_on and self.smtp is not None

    @property
    def uses_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def host(self) -> str:
        """The one host name that pages are served under, taken from `BASE_URL`."""
        return urlsplit(self.base_url).hostname or "localhost"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Reads and checks everything; raises `SettingsError` with every fault at once."""
        return _Reader(environ).settings()


class _Reader:
    """Collects values and faults in one pass, so that an operator mends everything in one go."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.faults: list[str] = []

    def settings(self) -> Settings:
        environment = self.one_of("EVENTREG_ENV", (DEVELOPMENT, PRODUCTION), DEVELOPMENT)
        port = self.port()
        data_dir = Path(self.environ.get("DATA_DIR", "var")).absolute()
        found = Settings(
            environment=environment,
            base_url=self.base_url(port),
            secret_key=self.secret(environment, data_dir),
            secret_key_fallbacks=self.words("SECRET_KEY_FALLBACKS"),
            data_dir=data_dir,
            database_url=self.database_url(data_dir),
            smtp=self.smtp(),
            mail_from=self.environ.get("MAIL_FROM", "eventreg@localhost"),
            mail_on=self.one_of("MAIL", ("on", "off"), "on") == "on",
            mail_retry_seconds=self.retry_seconds(),
            mail_concurrency=max(1, self.number("MAIL_CONCURRENCY", 1)),
            mail_per_domain=self.number("MAIL_PER_DOMAIN", PER_DOMAIN),
            imap=self.imap(),
            port=port,
            trusted_proxies=self.number("TRUSTED_PROXIES", 0),
            redis_url=self.environ.get("REDIS_URL") or None,
            log_level=self.one_of("LOG_LEVEL", LOG_LEVELS, "INFO"),
            security_contact=self.security_contact(),
        )
        if environment == PRODUCTION:
            self.check_production(found)
        if self.faults:
            raise SettingsError(self.faults)
        return found

    def one_of(self, name: str, known: tuple[str, ...], default: str) -> str:
        value = self.environ.get(name, default)
        if value not in known:
            self.faults.append(f"{name} must be one of {', '.join(known)}; it is {value!r}.")
        return value

    def number(self, name: str, default: int) -> int:
        value = self.environ.get(name, str(default))
        if not value.isdigit():
            self.faults.append(f"{name} must be a whole number; it is {value!r}.")
            return default
        return int(value)

    def port(self) -> int:
        value = self.number("PORT", 8000)
        if value not in PORTS:
            self.faults.append(f"PORT must be a number from 1 to {PORTS[-1]}; it is {value}.")
        return value

    def security_contact(self) -> str:
        value = self.environ.get("SECURITY_CONTACT", "")
        if value and not value.startswith(("mailto:", "https://", "tel:")):
            self.faults.append("SECURITY_CONTACT must begin with mailto:, https:// or tel:.")
        return value

    def words(self, name: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.environ.get(name, "").split(",") if part.strip())

    def retry_seconds(self) -> tuple[int, ...]:
        parts = self.words("MAIL_RETRY_SECONDS")
        if not all(part.isdigit() for part in parts):
            self.faults.append("MAIL_RETRY_SECONDS must be whole numbers with commas between them.")
            return RETRY_SECONDS
        return tuple(int(part) for part in parts) or RETRY_SECONDS

    def base_url(self, port: int) -> str:
        value = self.environ.get("BASE_URL", f"http://localhost:{port}").rstrip("/")
        split = urlsplit(value)
        if split.scheme not in ("http", "https") or not split.hostname:
            self.faults.append(f"BASE_URL must be an address such as https://council.example; it is {value!r}.")
        return value

    def database_url(self, data_dir: Path) -> str:
        value = self.environ.get("DATABASE_URL") or f"sqlite:///{data_dir / 'eventreg.sqlite3'}"
        if value.startswith(("postgresql://", "postgres://")):
            return "postgresql+psycopg://" + value.split("://", 1)[1]
        if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            self.faults.append("DATABASE_URL must begin with postgresql:// or sqlite:///.")
        return value

    def smtp(self) -> Smtp | None:
        value = self.environ.get("SMTP_URL")
        if not value:
            return None
        split = urlsplit(value)
        if split.scheme not in SMTP_PORTS or not split.hostname:
            self.faults.append("SMTP_URL must begin with smtp://, smtp+starttls:// or smtps:// and name a host.")
            return None
        security = {"smtp": "none", "smtp+starttls": "starttls", "smtps": "tls"}[split.scheme]
        user = unquote(split.username) if split.username else None
        password = unquote(split.password) if split.password else None
        return Smtp(split.hostname, split.port or SMTP_PORTS[split.scheme], security, user, password)

    def imap(self) -> Imap | None:
        value = self.environ.get("IMAP_URL")
        if not value:
            return None
        split = urlsplit(value)
        if split.scheme not in IMAP_PORTS or not split.hostname or not split.username or split.password is None:
            self.faults.append(
                "IMAP_URL must look like imaps://user:password@host/INBOX (or imap+starttls://, imap://)."
            )
            return None
        security = {"imap": "none", "imap+starttls": "starttls", "imaps": "tls"}[split.scheme]
        port, folder = split.port or IMAP_PORTS[split.scheme], unquote(split.path.strip("/")) or "Inbox"
        return Imap(split.hostname, port, security, unquote(split.username), unquote(split.password), folder)

    def secret(self, environment: str, data_dir: Path) -> str:
        if path := self.environ.get("SECRET_KEY_FILE"):
            return self.read_secret(Path(path))
        if value := self.environ.get("SECRET_KEY"):
            return value
        if environment == PRODUCTION:
            self.faults.append(f"SECRET_KEY or SECRET_KEY_FILE must be set: {HOW_TO_CHOOSE}")
            return ""
        return _development_secret(data_dir)

    def read_secret(self, path: Path) -> str:
        try:
            secret = path.read_text().strip()
        except (OSError, UnicodeDecodeError) as fault:
            why = fault.strerror if isinstance(fault, OSError) else "it is no text"
            self.faults.append(f"SECRET_KEY_FILE cannot be read: {why}.")
            return ""
        if not secret:
            self.faults.append(f"SECRET_KEY_FILE is empty: write {HOW_TO_CHOOSE}")
        return secret

    def check_production(self, found: Settings) -> None:
        checks: tuple[tuple[Callable[[], bool], str], ...] = (
            (lambda: bool(found.secret_key) and _is_weak(found.secret_key), f"SECRET_KEY is weak: use {HOW_TO_CHOOSE}"),
            (
                lambda: any(_is_weak(former) for former in found.secret_key_fallbacks),
                "SECRET_KEY_FALLBACKS holds a weak secret, by which passes and cookies could be forged: take it out.",
            ),
            (lambda: not found.base_url.startswith("https://"), "BASE_URL must begin with https://."),
            (lambda: found.mail_on and not found.smtp, "SMTP_URL is missing; set it, or MAIL=off."),
            (lambda: not _is_writable(found.data_dir), f"DATA_DIR {found.data_dir} is not writable."),
        )
        self.faults += [sentence for is_faulty, sentence in checks if is_faulty()]


def _is_weak(secret: str) -> bool:
    """Short, of few characters, a known placeholder, one piece again and again, or a run such as 0123… or abcd…"""
    if len(secret) < 32 or len(set(secret)) < 8:
        return True
    letters = "".join(character for character in secret.lower() if character.isalnum())
    steps = [abs(ord(after) - ord(before)) <= 1 for before, after in pairwise(secret)]
    pieces = [secret[start : start + 4] for start in range(len(secret) - 3)]
    is_repeated = len(set(pieces)) < len(pieces) * 2 / 3
    return is_repeated or sum(steps) > len(steps) * 2 / 3 or any(word in letters for word in PLACEHOLDERS)


def _is_writable(folder: Path) -> bool:
    probe = folder / ".write-probe"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_text("")
        probe.unlink()
    except OSError:
        return False
    return True


def _development_secret(data_dir: Path) -> str:
    """A random secret of its own for each development folder, kept in a file that only its owner reads."""
    path = data_dir / "development-secret"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()
