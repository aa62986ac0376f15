"""What an installation is told from outside: environment variables, and the secrets kept in its data folder."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse


def flag(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def words(name: str) -> list[str]:
    """A list separated by commas or spaces."""
    return os.environ.get(name, "").replace(",", " ").split()


def data_folder() -> Path:
    """Where this installation keeps what is its own: the database, uploads and secrets."""
    if given := os.environ.get("SHOUWANG_DATA"):
        return Path(given).expanduser().resolve()
    checkout = Path(__file__).resolve().parents[3]
    if (checkout / "pyproject.toml").is_file():
        return checkout / "data"
    return Path(os.environ.get("XDG_DATA_HOME", "~/.local/share")).expanduser() / "shouwang"


def secret(folder: Path, name: str, size: int = 32) -> bytes:
    """The secret `name`, made on first use. The file is readable by its owner alone.

    Raises OSError where the folder cannot be written.
    """
    path = folder / "secrets" / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_name(f".{name}.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_hex(size), encoding="ascii")
        try:
            os.link(fresh, path)  # atomic: of two processes starting at once, the first one's secret stands
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return bytes.fromhex(path.read_text(encoding="ascii").strip())


def database(folder: Path, url: str) -> dict[str, Any]:
    """Django's settings for `url` (postgresql://user:password@host:port/name), or for SQLite when it is empty."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "desk.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # What is deleted is overwritten: after a sunset day the file holds nobody's name any more.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA secure_delete=ON;",
            },
        }
    parts = urlparse(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError(f"SHOUWANG_DATABASE must begin with postgresql:// (it begins with {parts.scheme}://)")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"isolation_level": 2},  # psycopg.IsolationLevel.READ_COMMITTED
    }
