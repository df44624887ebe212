"""What the program loads when it starts, and the module that it loads later."""

import json
import os
import shutil
import subprocess

import pytest

from conftest import BUILD


@pytest.mark.plain_build
def test_it_starts_without_the_libraries_of_others():
    loaded = subprocess.run([str(BUILD / "borealis"), "--version"], env={**os.environ, "LD_TRACE_LOADED_OBJECTS": "1"},
                            text=True, capture_output=True, check=True).stdout
    assert "libc.so" in loaded
    for library in ("libpython", "libssl", "libcrypto", "libcpp-httplib"):
        assert library not in loaded


def alone(tmp_path):
    """The program without what comes with it, and an environment with a cluster."""
    program = tmp_path / "bin" / "borealis"
    program.parent.mkdir()
    shutil.copy(BUILD / "borealis", program)
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "clusters.json").write_text(
        json.dumps([{"name": "far", "scheduler_uri": "http://127.0.0.1:9"}]))
    return program


def status(program, home):
    return subprocess.run([str(program), "job", "status", "far/role/prod/name"], env={**os.environ, **home}, text=True,
                          capture_output=True, stdin=subprocess.DEVNULL)


def test_a_missing_module_is_named(tmp_path, home):
    done = status(alone(tmp_path), home)
    assert done.returncode != 0 and done.stdout == ""
    assert "borealis-http.so" in done.stderr


def test_a_module_that_is_none_is_named(tmp_path, home):
    program = alone(tmp_path)
    module = program.with_name("borealis-http.so")
    module.write_text("no module")
    module.chmod(0o755)
    done = status(program, home)
    assert done.returncode != 0 and done.stdout == ""
    assert "borealis-http.so cannot be loaded" in done.stderr


@pytest.mark.plain_build
def test_extension_modules_of_the_standard_library_are_found(tmp_path, borealis):
    (tmp_path / "web.aurora").write_text(
        "import ctypes, decimal, hashlib, json, sqlite3, ssl, unicodedata\n"
        "print(decimal.Decimal('0.10') + 1, hashlib.sha256(b'x').hexdigest()[:8], '\\u20ac'.encode('cp1252'),\n"
        "      ctypes.pythonapi.Py_IsInitialized())\n"
        "import encodings.idna\n"
        "jobs = []\n")
    assert "1.10 2d711642 b'\\x80' 1\n" in borealis("config", "render", "web.aurora").err
