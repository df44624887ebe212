"""Configs that nobody vouches for, evaluated by root and by somebody without any power."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile

import pytest

from conftest import BUILD, SLOWNESS, Finished

NOBODY = 65534
JOB = """\
def job(name, cmdline='true'):
    return Service(cluster='west', role='www', environment='prod', name=name, task=Task(
        processes=[Process(name='main', cmdline=cmdline)], resources=Resources(cpu=1, ram=64*MB, disk=64*MB)))
"""
SECRET = "only-for-my-eyes"


class World:
    """A project, and what lies around it, as somebody's machine would have it."""

    def __init__(self, folder, user):
        self.user = user
        self.folder = folder
        self.program = folder / "borealis"
        shutil.copy2(BUILD / "borealis", self.program)
        self.home = folder / "home"
        self.project = folder / "project"
        for each in (self.home / ".ssh", self.project, folder / "outside"):
            each.mkdir(parents=True)
        (self.project / "borealis.toml").write_text("")
        self.secrets = [self.home / ".ssh" / "id_ed25519", folder / "outside" / "secret.aurora"]
        for secret in self.secrets:
            secret.write_text(f"# {SECRET}\n{SECRET} = '{SECRET}'\n")
        self.own(folder)

    def own(self, top):
        if self.user != "nobody":
            return
        for path in [top, *top.rglob("*")]:
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)

    def write(self, text, name="config.aurora"):
        path = self.project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        self.own(self.project)
        return path

    def environment(self):
        return {"PATH": "/usr/bin:/bin", "HOME": str(self.home), "XDG_STATE_HOME": str(self.folder / "state"),
                "AURORA_CONFIG_ROOT": str(self.folder / "etc"), "NO_COLOR": "1", "DEPLOY_TOKEN": SECRET}

    def identity(self):
        return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if self.user == "nobody" else {}

    def run(self, *words, timeout=60, **more):
        completed = subprocess.run(
            [str(self.program), *map(str, words)], capture_output=True, stdin=subprocess.DEVNULL, timeout=timeout * SLOWNESS,
            **{"cwd": self.project, "env": self.environment(), **self.identity(), **more})
        done = Finished(completed)
        done.out, done.err = completed.stdout.decode(errors="replace"), completed.stderr.decode(errors="replace")
        return done

    def validate(self, text, *options, name="config.aurora", **more):
        """The findings of a config evaluated under --sandbox, and how the program ended."""
        self.write(text, name)
        done = self.run("config", "validate", name, "--format", "json", "--sandbox", *options, **more)
        assert SECRET not in done.out + done.err, done
        assert "\x1b" not in done.out + done.err, done
        return done.json()["diagnostics"] if done.out else None, done


@pytest.fixture(params=["root", "nobody"])
def world(request):
    if os.geteuid() != 0:
        if request.param == "root":
            pytest.skip("needs root")
        request.param = "me"
    # Not pytest's own folders: only root may enter those.
    folder = pathlib.Path(tempfile.mkdtemp(prefix="borealis-sandbox-"))
    folder.chmod(0o755)
    yield World(folder, request.param)
    shutil.rmtree(folder, ignore_errors=True)


def has_landlock():
    import ctypes
    libc = ctypes.CDLL(None, use_errno=True)
    return libc.syscall(444, None, 0, 1) > 0


needs_landlock = pytest.mark.skipif(not has_landlock(), reason="the kernel has no landlock")


def line_of(text, mark="# here"):
    return next(number for number, line in enumerate(text.splitlines(), 1) if line.endswith(mark))


def refused_here(findings, text, rule="sandbox-denied"):
    """The one finding, which is at the marked line."""
    assert [finding["rule"] for finding in findings] == [rule], json.dumps(findings, indent=1)
    assert findings[0]["line"] == line_of(text), json.dumps(findings, indent=1)
    return findings[0]
