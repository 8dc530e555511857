"""Every setting, from the environment. README.md lists them; a test holds the two together."""

import contextlib
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self, TypeVar

ROOT = Path(__file__).parent


@dataclass(frozen=True)
class Settings:
    data: Path
    """Folder of the database, backups and secrets (FOYER_DATA)."""
    host: str = "localhost"
    """The console's host name; experiences are its sub-domains (FOYER_HOST)."""
    bind: str = "127.0.0.1"
    """Address to listen on (FOYER_BIND)."""
    port: int = 8000
    """PORT"""
    workers: int = 1
    """Server processes (FOYER_WORKERS; default: one a core)."""
    threads: int = 8
    """Threads a process for what can wait, and as many for the console (FOYER_THREADS)."""
    database_url: str = ""
    """FOYER_DATABASE_URL; default: SQLite in the data folder."""
    secret_key: str = field(default="", repr=False)
    """Signs console sessions (FOYER_SECRET_KEY); default: made once, kept in the data folder."""
    credential_key: str = field(default="", repr=False)
    """Seals the secrets of credentials (FOYER_CREDENTIAL_KEY); default: made once, kept in the data
    folder. Not the one above, which may be changed to sign everybody out."""
    admin_email: str = ""
    """First console account (FOYER_ADMIN_EMAIL)."""
    admin_password: str = field(default="", repr=False)
    """Its password (FOYER_ADMIN_PASSWORD); default: generated and printed once."""
    body_limit: int = 256 * 1024
    """Largest request body on an experience host, bytes (FOYER_BODY_LIMIT)."""
    reply_seconds: float = 60.0
    """How long a request waits for the reply of a workflow (FOYER_REPLY_SECONDS)."""
    render_seconds: float = 2.0
    """Time one page may take to render (FOYER_RENDER_SECONDS)."""
    render_bytes: int = 4 * 1024 * 1024
    """Most bytes one page may render to (FOYER_RENDER_BYTES)."""
    render_steps: int = 1_000_000
    """Most loop turns and calls in one render (FOYER_RENDER_STEPS)."""
    script_seconds: float = 5.0
    """Time one function node may take (FOYER_SCRIPT_SECONDS)."""
    script_bytes: int = 128 * 1024 * 1024
    """Most memory that one function node may use (FOYER_SCRIPT_BYTES)."""
    bcrypt_cost: int = 12
    """FOYER_BCRYPT_COST"""
    trusted_proxies: int = 0
    """Reverse proxies in front whose X-Forwarded-* count (FOYER_TRUSTED_PROXIES)."""
    stats_days: int = 31
    """How long counts and errors are kept (FOYER_STATS_DAYS)."""
    runs_megabytes: int = 256
    """Most room for recorded runs; 0 records none (FOYER_RUNS_MEGABYTES)."""
    runs_days: int = 7
    """How long recorded runs are kept (FOYER_RUNS_DAYS)."""
    smtp_url: str = field(default="", repr=False)
    """Server that e-mail of workflows goes through, smtp:// or smtps:// (FOYER_SMTP_URL); default:
    none, it is kept in the mailbox of the data folder."""
    mail_from: str = ""
    """Sender of that e-mail (FOYER_MAIL_FROM); default: foyer@ and the console's host name."""
    sms_url: str = field(default="", repr=False)
    """Gateway that text messages are posted to as JSON (FOYER_SMS_URL); default: the mailbox."""
    sms_token: str = field(default="", repr=False)
    """Bearer token for the gateway (FOYER_SMS_TOKEN)."""
    redis_url: str = field(default="", repr=False)
    """Redis that joins the processes of several machines, redis://… (FOYER_REDIS_URL); default:
    none, those of one machine reach each other through the data folder."""
    streams: int = 5000
    """Streams of messages that one process keeps open (FOYER_STREAMS)."""
    http_private: bool = False
    """Whether workflows may call private addresses (FOYER_HTTP_PRIVATE=1)."""
    private_databases: frozenset[str] = frozenset()
    """Servers that SQL and Redis nodes may reach though they are not public, `host` or `host:port`
    (FOYER_PRIVATE_DATABASES, separated by commas; `*` is all). Databases live on private networks,
    so they are named one by one: then a flow cannot look around there, nor reach our own Redis."""
    demo: bool = True
    """Create the demo experience on first start (FOYER_DEMO=0 leaves it out)."""

    @classmethod
    def from_env(cls, environ: dict[str, str] | None = None) -> Self:
        """Raises ValueError naming the variable that cannot be read."""
        env = dict(os.environ) if environ is None else environ
        data = Path(env.get("FOYER_DATA") or ROOT / "instance").resolve()
        data.mkdir(mode=0o700, parents=True, exist_ok=True)  # it holds what signs tokens
        return cls(
            data=data,
            host=_host(env.get("FOYER_HOST") or "localhost"),
            bind=env.get("FOYER_BIND") or "127.0.0.1",
            port=_number(env, "PORT", 8000),
            workers=_number(env, "FOYER_WORKERS", os.cpu_count() or 1, least=1),
            threads=_number(env, "FOYER_THREADS", 8, least=1),
            database_url=env.get("FOYER_DATABASE_URL") or f"sqlite:///{data / 'foyer.db'}",
            secret_key=env.get("FOYER_SECRET_KEY") or _kept_secret(data / "secret_key"),
            credential_key=env.get("FOYER_CREDENTIAL_KEY") or _kept_secret(data / "credential_key"),
            admin_email=env.get("FOYER_ADMIN_EMAIL", "").strip(),
            admin_password=env.get("FOYER_ADMIN_PASSWORD", ""),
            body_limit=_number(env, "FOYER_BODY_LIMIT", 256 * 1024),
            reply_seconds=_number(env, "FOYER_REPLY_SECONDS", 60.0),
            render_seconds=_number(env, "FOYER_RENDER_SECONDS", 2.0),
            render_bytes=_number(env, "FOYER_RENDER_BYTES", 4 * 1024 * 1024, least=1),
            render_steps=_number(env, "FOYER_RENDER_STEPS", 1_000_000, least=1),
            script_seconds=_number(env, "FOYER_SCRIPT_SECONDS", 5.0),
            script_bytes=_number(env, "FOYER_SCRIPT_BYTES", 128 * 1024 * 1024, least=1),
            bcrypt_cost=_number(env, "FOYER_BCRYPT_COST", 12, least=4),
            trusted_proxies=_number(env, "FOYER_TRUSTED_PROXIES", 0),
            stats_days=_number(env, "FOYER_STATS_DAYS", 31, least=1),
            runs_megabytes=_number(env, "FOYER_RUNS_MEGABYTES", 256),
            runs_days=_number(env, "FOYER_RUNS_DAYS", 7, least=1),
            smtp_url=env.get("FOYER_SMTP_URL", "").strip(),
            mail_from=env.get("FOYER_MAIL_FROM", "").strip(),
            sms_url=env.get("FOYER_SMS_URL", "").strip(),
            sms_token=env.get("FOYER_SMS_TOKEN", ""),
            redis_url=env.get("FOYER_REDIS_URL", "").strip(),
            streams=_number(env, "FOYER_STREAMS", 5000),
            http_private=env.get("FOYER_HTTP_PRIVATE", "0").lower() in {"1", "true", "yes"},
            private_databases=_names(env.get("FOYER_PRIVATE_DATABASES", "")),
            demo=env.get("FOYER_DEMO", "1").lower() not in {"0", "false", "no"},
        )


Number = TypeVar("Number", int, float)


def _number(env: dict[str, str], name: str, default: Number, least: int = 0) -> Number:
    text = env.get(name)
    if text is None or text == "":
        return default
    try:
        value = type(default)(text)
    except ValueError:
        raise ValueError(f"{name} must be a number, not {text!r}") from None
    if not value >= least:
        raise ValueError(f"{name} must be at least {least}, not {text}")
    return value


def _host(text: str) -> str:
    name = text.strip().lower().rstrip(".")
    if ":" in name or "/" in name or not name:
        raise ValueError(f"FOYER_HOST must be a host name without a port, not {text!r}")
    return name


def _names(text: str) -> frozenset[str]:
    return frozenset(name for part in text.split(",") if (name := part.strip().lower()))


def _kept_secret(path: Path) -> str:
    """The secret in that file, readable by its owner only; made on first use.

    Linked into place whole, so that processes starting together agree on one.
    """
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text()
