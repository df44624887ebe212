"""Pyright, installed by npm into the build directory in the version of the lock file beside this one."""

import os
import pathlib
import shutil
import subprocess

import pytest

from conftest import BUILD

HERE = pathlib.Path(__file__).resolve().parent


def give_up(reason):
    """Skips, but never in CI."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason}, and in CI these tests are not skipped")
    pytest.skip(f"{reason}; `./dev test --editors` installs npm")


@pytest.fixture(scope="session")
def pyright_package():
    """The folder of the npm package."""
    npm = shutil.which("npm")
    if not npm or not shutil.which("node"):
        give_up("npm is missing")
    folder = BUILD / "editors"
    package = folder / "node_modules" / "pyright"
    installed = folder / "installed-lock.json"
    lock = (HERE / "package-lock.json").read_text()
    if package.is_dir() and installed.exists() and installed.read_text() == lock:
        return package
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder / name)
    done = subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=600)
    if done.returncode != 0:
        give_up(f"npm could not install Pyright:\n{done.stdout[-2000:]}")
    installed.write_text(lock)
    return package
