"""Settings: every one documented, every fault named at once, production refuses what is unsafe."""

import re
from pathlib import Path
from random import Random
from string import ascii_letters, digits

import pytest

from eventreg.settings import Settings, SettingsError

ROOT = Path(__file__).resolve().parents[2]
SAFE = {
    "EVENTREG_ENV": "production",
    "BASE_URL": "https://council.example",
    "SECRET_KEY": "c0Hh5Yt-3nVbq_8ZsPwe2Lk9dRfXo7Ju",
    "SMTP_URL": "smtp+starttls://user:pass%40word@mail.example",
}


def test_every_setting_is_documented() -> None:
    source = (ROOT / "eventreg" / "settings.py").read_text()
    documented = (ROOT / "docs" / "settings.md").read_text()

    read = set(re.findall(r'"([A-Z][A-Z_]{3,})"', source)) - {"DEBUG", "INFO", "WARNING", "ERROR"}

    assert sorted(name for name in read if f"`{name}`" not in documented) == []


def test_an_empty_environment_is_a_development_installation(tmp_path: Path) -> None:
    settings = Settings.from_environment({"DATA_DIR": str(tmp_path)})

    assert settings.environment == "development"
    assert settings.database_url == f"sqlite:///{tmp_path}/eventreg.sqlite3"
    assert len(settings.secret_key) >= 32


def test_the_development_secret_stays_the_same(tmp_path: Path) -> None:
    first = Settings.from_environment({"DATA_DIR": str(tmp_path)})
    second = Settings.from_environment({"DATA_DIR": str(tmp_path)})

    assert first.secret_key == second.secret_key
    assert (tmp_path / "development-secret").stat().st_mode & 0o077 == 0


def test_a_production_environment_is_accepted(tmp_path: Path) -> None:
    settings = Settings.from_environment({**SAFE, "DATA_DIR": str(tmp_path)})

    assert settings.smtp is not None
    assert (settings.smtp.host, settings.smtp.port, settings.smtp.password) == ("mail.example", 587, "pass@word")
    assert "pass@word" not in repr(settings)
    assert SAFE["SECRET_KEY"] not in repr(settings)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "weak"),
        ({"SECRET_KEY": "a" * 64}, "weak"),
        ({"SECRET_KEY": "changemechangemechangemechangeme1234"}, "weak"),
        ({"SECRET_KEY": "Change-Me-9f3k2x8v7q1w5z0b4n6m-in-production"}, "weak"),
        ({"SECRET_KEY": "abcdefghijklmnopqrstuvwxyz0123456789"}, "weak"),
        ({"SECRET_KEY": "kR8#vQ2!mZ7wkR8#vQ2!mZ7wkR8#vQ2!mZ7w"}, "weak"),
        ({"SECRET_KEY": "weak"}, "token_urlsafe"),
        ({"SECRET_KEY_FALLBACKS": "short"}, "SECRET_KEY_FALLBACKS"),
        ({"SECRET_KEY_FALLBACKS": f"{SAFE['SECRET_KEY']}x,{'changeme' * 5}"}, "SECRET_KEY_FALLBACKS"),
        ({"PORT": "99999"}, "1 to 65535"),
        ({"PORT": "0"}, "1 to 65535"),
        ({"BASE_URL": "http://council.example"}, "https"),
        ({"SMTP_URL": ""}, "MAIL=off"),
        ({"DATA_DIR": "/proc/nowhere"}, "writable"),
    ],
)
def test_production_refuses_what_is_unsafe(tmp_path: Path, changes: dict[str, str], fault: str) -> None:
    with pytest.raises(SettingsError, match=fault):
        Settings.from_environment({**SAFE, "DATA_DIR": str(tmp_path), **changes})


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "is empty: write at least 32"),
        (b" \n", "is empty"),
        (b"changeme\n", "is weak"),
        (b"\xff\xfe", "cannot be read"),
        (None, "cannot be read"),
    ],
)
def test_production_refuses_a_file_without_a_good_secret(tmp_path: Path, content: bytes | None, fault: str) -> None:
    path = tmp_path / "secret"
    if content is not None:
        path.write_bytes(content)
    broken = {**SAFE, "DATA_DIR": str(tmp_path), "SECRET_KEY_FILE": str(path)}

    with pytest.raises(SettingsError, match=fault) as raised:
        Settings.from_environment(broken)

    assert len(raised.value.faults) == 1


def test_random_secrets_of_every_usual_kind_are_taken(tmp_path: Path) -> None:
    chance = Random(2026)
    alphabets = (ascii_letters + digits + "-_", digits + "abcdef", digits)

    for secret in ("".join(chance.choices(alphabet, k=64)) for alphabet in alphabets for _ in range(200)):
        found = Settings.from_environment({**SAFE, "DATA_DIR": str(tmp_path), "SECRET_KEY": secret})
        assert found.secret_key == secret


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    broken = {"EVENTREG_ENV": "staging", "PORT": "eighty", "SMTP_URL": "mail.example", "DATABASE_URL": "mysql://x"}

    with pytest.raises(SettingsError) as raised:
        Settings.from_environment({**broken, "DATA_DIR": str(tmp_path)})

    assert len(raised.value.faults) == 4
