"""The wheel is whole: installed elsewhere, it migrates a database and renders a page in three languages."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = """
import os
from eventreg import paths
from eventreg.app import create_app
from eventreg.settings import Settings
assert {elsewhere!r} in str(paths.PACKAGE), paths.PACKAGE
app = create_app(Settings.from_environment(os.environ))
for language in ("kk", "ru", "en"):
    page = app.test_client().get(f"/?lang={{language}}", headers={{"Host": "localhost"}})
    assert page.status_code == 200, page.status_code
    assert f'lang="{{language}}"' in page.text
    print(page.text)
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python whose `eventreg` is the wheel; the dependencies come from the present environment."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    venv.create(folder / "venv", with_pip=False)
    packages = next((folder / "venv" / "lib").glob("python*/site-packages"))
    (wheel,) = folder.glob("*.whl")
    subprocess.run([sys.executable, "-m", "zipfile", "-e", str(wheel), str(packages)], check=True)
    (packages / "zz-dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


def run(installed: Path, *arguments: str) -> str:
    environment = {"DATA_DIR": str(installed / "data"), "PATH": os.environ["PATH"], "HOME": str(installed)}
    python = str(installed / "venv" / "bin" / "python")
    done = subprocess.run(
        [python, *arguments], cwd=installed, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_migrates_and_renders_outside_of_the_checkout(installed: Path) -> None:
    run(installed, "-m", "eventreg.cli.main", "migrate")

    pages = run(installed, "-c", PAGE.format(elsewhere=str(installed)))

    assert "Кеңес отырыстары" in pages
    assert "Заседания советов" in pages
    assert "Council sessions" in pages
