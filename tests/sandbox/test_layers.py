"""What is asked for, what the machine has, and what is said when they differ."""

import ctypes
import errno
import platform
import struct

import pytest

from sandbox.conftest import JOB, needs_landlock

NETWORK = "import socket\nsocket.socket()\n" + JOB + "jobs = [job('web')]\n"
GOOD = JOB + "jobs = [job('web')]\n"
x86_64 = pytest.mark.skipif(platform.machine() != "x86_64", reason="numbers of system calls are x86-64's")


def kernel_without(number, error=errno.ENOSYS):
    """To be run between fork and exec: from now on the kernel has no such system call, or whoever confines this denies it."""
    def install():
        libc = ctypes.CDLL(None, use_errno=True)
        steps = [(0x20, 0, 0, 0), (0x15, 0, 1, number), (0x06, 0, 0, 0x00050000 | error), (0x06, 0, 0, 0x7FFF0000)]
        program = b"".join(struct.pack("HBBI", *step) for step in steps)
        held = ctypes.create_string_buffer(program)
        filter_ = struct.pack("HxxxxxxQ", len(steps), ctypes.addressof(held))
        if libc.prctl(38, 1, 0, 0, 0) != 0 or libc.prctl(22, 2, ctypes.c_char_p(filter_)) != 0:
            raise OSError(ctypes.get_errno(), "prctl")
    return install


LANDLOCK, SECCOMP = 444, 317


@x86_64
def test_without_landlock(world):
    world.write(NETWORK)
    done = world.run("config", "list", "config.aurora", "--sandbox", preexec_fn=kernel_without(LANDLOCK))
    assert "warning: the sandbox is not whole: the kernel cannot confine reading (landlock)" in done.err, done
    assert "error[sandbox-denied]" in done.err and done.code == 3
    world.write(GOOD)
    done = world.run("config", "list", "config.aurora", "--sandbox", preexec_fn=kernel_without(LANDLOCK))
    assert done.code == 0 and done.out == "west/www/prod/web\n", done


@x86_64
def test_where_landlock_is_denied(world):
    """As by the profile of an older container engine."""
    world.write(GOOD)
    done = world.run("config", "list", "config.aurora", "--sandbox", preexec_fn=kernel_without(LANDLOCK, errno.EPERM))
    assert "the kernel cannot confine reading (landlock)" in done.err and done.out == "west/www/prod/web\n", done
    for word in ("--sandbox=required", "--hermetic"):
        done = world.run("config", "list", "config.aurora", word, preexec_fn=kernel_without(LANDLOCK, errno.EPERM))
        assert done.code == 64 and word + ": the kernel cannot confine reading" in done.err and done.out == "", done


UNSHARE, PR_CAPBSET_DROP = 272, 24


def in_a_container():
    """No capability, none to be had, and no namespaces."""
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in range(64):
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    header, none = struct.pack("II", 0x20080522, 0), struct.pack("IIIIII", 0, 0, 0, 0, 0, 0)
    if libc.capset(header, none) != 0:
        raise OSError(ctypes.get_errno(), "capset")
    kernel_without(UNSHARE, errno.EPERM)()


@x86_64
@needs_landlock
def test_in_a_container_without_privileges(world):
    (world.folder / "outside" / "open").write_text("x")
    (world.folder / "outside" / "open").chmod(0o644)
    for text, code in ((GOOD, 0), (NETWORK, 3), ("open('../outside/open')\n" + GOOD, 3), ("import os\nos.fork()\n" + GOOD, 3)):
        world.write(text)
        done = world.run("config", "list", "config.aurora", "--sandbox=required", preexec_fn=in_a_container)
        assert done.code == code and ("error[sandbox-denied]" in done.err) == (code == 3), done
        assert code == 0 or done.out == "", done


@x86_64
def test_without_seccomp(world):
    world.write(GOOD)
    done = world.run("config", "list", "config.aurora", "--sandbox", preexec_fn=kernel_without(SECCOMP))
    assert "warning: the sandbox is not whole: the kernel cannot filter system calls (seccomp)" in done.err, done
    assert done.code == 0 and done.out == "west/www/prod/web\n"


@x86_64
@pytest.mark.parametrize("number, word", [(LANDLOCK, "landlock"), (SECCOMP, "seccomp")])
@pytest.mark.parametrize("words", [["list"], ["render"], ["inputs"], ["validate"]])
def test_required_and_not_to_be_had(world, number, word, words):
    world.write("print('evaluated')\n" + GOOD)
    done = world.run("config", *words, "config.aurora", "--sandbox=required", preexec_fn=kernel_without(number))
    assert done.code == 64 and done.out == "" and word in done.err and "evaluated" not in done.err.replace("was evaluated", ""), done


@x86_64
@pytest.mark.parametrize("number", [445, 446])
def test_a_layer_that_fails_is_no_sandbox(world, number):
    """The kernel said that it has landlock, and refuses it then: nothing is evaluated."""
    world.write("print('it', 'ran')\n" + GOOD)
    done = world.run("config", "list", "config.aurora", "--sandbox", preexec_fn=kernel_without(number))
    assert done.code == 3 and "the sandbox could not be entered" in done.err and "it ran" not in done.err, done


@needs_landlock
def test_required_and_to_be_had(world):
    world.write(GOOD)
    done = world.run("config", "list", "config.aurora", "--sandbox=required")
    assert done.code == 0 and done.out == "west/www/prod/web\n" and done.err == "", done


@pytest.mark.parametrize("root", ["/", ".."])
def test_a_root_that_holds_everything(world, root):
    world.write(GOOD)
    done = world.run("config", "list", "config.aurora", "--sandbox", "--root", root)
    assert done.code == 0 and "configs may read below" in done.err, done
    done = world.run("config", "list", "config.aurora", "--sandbox=required", "--root", root)
    assert done.code == 64 and done.out == "" and "configs may read below" in done.err, done


def test_wrong_words(world):
    world.write(GOOD)
    for words, said in ((["--sandbox=perhaps"], "perhaps"), (["--sandbox", "--sandbox-read", "nowhere"], "nowhere is no directory"),
                        (["--sandbox", "--no-sandbox"], "--no-sandbox")):
        done = world.run("config", "list", "config.aurora", *words)
        assert done.code == 64 and said in done.err and done.out == "", done


def test_the_project_can_ask_for_it(world):
    world.write(NETWORK)
    (world.project / "borealis.toml").write_text("sandbox = true\n")
    assert "error[sandbox-denied]" in world.run("config", "list", "config.aurora").err
    done = world.run("config", "list", "config.aurora", "--no-sandbox")
    assert done.code == 0 and done.out == "west/www/prod/web\n", done
    (world.project / "borealis.toml").write_text("sandbox = false\n")
    assert world.run("config", "list", "config.aurora").code == 0
    assert "error[sandbox-denied]" in world.run("config", "list", "config.aurora", "--sandbox").err
    (world.project / "borealis.toml").write_text("sandbox = 'sometimes'\n")
    done = world.run("config", "list", "config.aurora")
    assert done.code == 64 and "error[project-file]: `sandbox` must be true, false or" in done.err, done


@x86_64
def test_the_project_can_require_it(world):
    world.write(GOOD)
    (world.project / "borealis.toml").write_text("sandbox = 'required'\n")
    done = world.run("config", "validate", "config.aurora", preexec_fn=kernel_without(LANDLOCK))
    assert done.code == 64 and done.out == "", done


def test_the_project_raises_no_limits_then(world):
    (world.project / "borealis.toml").write_text("memory_limit = 100000\n")
    findings, done = world.validate("x = bytearray(5 << 30)\n")
    assert "its limit of 4 GiB" in findings[0]["message"], done
    (world.project / "borealis.toml").write_text("memory_limit = 200\n")
    findings, done = world.validate("x = bytearray(300 << 20)\n")
    assert "its limit of 200 MiB" in findings[0]["message"], done


@pytest.mark.parametrize("words", [["config", "list"], ["config", "render"], ["config", "inputs"], ["config", "validate"],
                                   ["job", "inspect"], ["job", "create"], ["job", "deploy"], ["task", "try"]])
def test_every_command_that_evaluates(world, words):
    world.write(NETWORK)
    done = world.run(*words, "config.aurora", "--sandbox")
    assert done.code == 3 and "error[sandbox-denied]" in done.out + done.err, done


def test_a_json_config(world):
    world.write('{"jobs": [{"name": 7, "nam": 1}]}', "jobs.json")
    confined = world.run("config", "validate", "jobs.json", "--read-json", "--format", "json", "--sandbox")
    plain = world.run("config", "validate", "jobs.json", "--read-json", "--format", "json")
    assert confined.json() == plain.json() and confined.code == plain.code != 0


def test_the_second_pass_prints_nothing(world):
    world.write("print('on' + 'ce')\nProcess(nam='x')\n")
    assert world.run("config", "list", "config.aurora", "--sandbox").err.count("once") == 1


def test_what_was_read(world):
    (world.folder / "outside" / "more").write_text("")
    world.write("x = 1", "part.aurora")
    world.write("import os, json\ninclude('part.aurora')\nopen('data').read()\nos.environ.get('HOME')\nos.listdir('folder')\n"
                "os.chdir('folder'); open('inside').read(); os.scandir(); os.chdir('..')\n"
                "import getpass, sqlite3\ntry: getpass.getuser()\nexcept KeyError: pass\n"
                "try: sqlite3.connect('folder/inside').execute('select 1 from x')\nexcept sqlite3.Error: pass\n"
                "import sys; sys.path.append('folder'); import helper\n"
                "try: open('missing')\nexcept OSError: pass\n"
                "try: open('/etc/passwd')\nexcept OSError: pass\n" + GOOD)
    (world.project / "data").write_text("7")
    (world.project / "folder").mkdir()
    (world.project / "folder" / "inside").write_text("8")
    (world.project / "folder" / "helper.py").write_text("")
    world.own(world.folder)
    done = world.run("config", "inputs", "config.aurora", "--sandbox", "--output", "json")
    inputs = done.json()
    assert inputs["files"] == ["config.aurora", "part.aurora", "data", "folder/inside", "folder/helper.py"], done
    assert inputs["directories"] == ["folder"] and inputs["looked_for"] == [
        "folder/__pycache__/helper.cpython-311.pyc", "missing", "/etc/passwd"], done
    assert inputs["modules"] == ["os", "json", "getpass", "sqlite3", "helper"]
    assert inputs["env"] == ["HOME", "LOGNAME", "USER", "LNAME", "USERNAME"], done


def test_modules_of_the_standard_library(world):
    """Their extension modules need shared libraries, their data files."""
    text = "import json, re, hashlib, ssl, ctypes, sqlite3, lzma, bz2, zlib, decimal, datetime, zoneinfo, uuid, random\n" \
           "import yaml_is_no_part_of_it_and_that_is_said_as_ever\n"
    findings, done = world.validate(text)
    assert "yaml_is_no_part" in findings[0]["message"] and findings[0]["rule"] == "python-error", done
    world.write("import hashlib, random, secrets, zoneinfo, datetime, time\nhashlib.sha256(b'x'); secrets.token_hex(); time.localtime()\n" + GOOD)
    done = world.run("config", "list", "config.aurora", "--sandbox")
    assert done.code == 0, done
