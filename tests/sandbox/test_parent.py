"""A child that doesn't play along: its parent ends within its limits, and says what was wrong."""

import os
import time

import pytest

from conftest import SLOWNESS
from sandbox.conftest import JOB, SECRET
from sandbox.test_hostile import FORGE, says_nothing_to_terminals

STOP = "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)\n"
SILENCE = {
    "stops itself": (STOP, "took longer than its limit of 1 second"),
    "blocks all signals": ("import signal, time\nsignal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())\ntime.sleep(600)\n",
                           "took longer than its limit of 1 second"),
    "begins a message": (FORGE + "os.write(3, u32(100) + b'J' + b'half')\nimport time; time.sleep(600)", ""),
    "drips": (FORGE + "import time\nos.write(3, u32(10**6) + b'J')\nwhile True: os.write(3, b'\\0'); time.sleep(0.05)",
              "took longer than its limit"),
    "begins a message and stops": (FORGE + "os.write(3, u32(100) + b'J' + b'half')\n" + STOP, "took longer than its limit"),
    "a length of 4 GB": (FORGE + "os.write(3, u32(0xFFFFFFFF) + b'J')\nimport time; time.sleep(600)", "broke off its evaluation"),
    "a length of 65 MiB": (FORGE + "os.write(3, u32(65 << 20) + b'J')\nimport time; time.sleep(600)", "broke off its evaluation"),
    "closes the channel": ("import os, time\nos.close(3)\ntime.sleep(600)", "broke off its evaluation"),
    "closes the channel and stops": ("import os\nos.close(3)\n" + STOP, "broke off its evaluation"),
    "closes it and ends": ("import os, ctypes\nos.close(3)\nctypes.CDLL(None)._exit(0)", "ended the evaluation"),
    "ends in the middle": (FORGE + "import ctypes\nos.write(3, u32(100) + b'J' + b'half')\nctypes.CDLL(None)._exit(5)", "exited with status 5"),
    "garbage": (FORGE + "os.write(3, b'\\xff\\x1b[2J' * 999)\nimport time; time.sleep(600)", "broke off its evaluation"),
    "a kind that is none": (FORGE + "send(b'\\x1b', b'')\nimport time; time.sleep(600)", "can't be read"),
    "a hook's answer": (FORGE + "send(b'K', b'\\1' + u32(0))\nimport time; time.sleep(600)", "took longer than its limit"),
    "more than 1 GiB": (FORGE + "x = u32(32 << 20) + b'L' + bytes(32 << 20)\nwhile True: os.write(3, x)", ""),
}


@pytest.mark.parametrize("name", SILENCE)
def test_the_parent_goes_on(world, name):
    text, said = SILENCE[name]
    started = time.monotonic()
    findings, done = world.validate(text, "--time-limit", "1", "--cpu-limit", "5")
    # The limit, a grace of two seconds each for the evaluation and for the end of the process, and the machine's slowness.
    assert time.monotonic() - started < 40 * SLOWNESS
    assert len(findings) == 1 and said in findings[0]["message"] and done.code == 3, done
    says_nothing_to_terminals(done)


@pytest.mark.parametrize("then", ["import time; time.sleep(600)", STOP])
def test_questions_that_are_not_answered(world, then):
    """Where a finding stands is asked of the child, which has said that it is done."""
    text = FORGE + "\nsend(b'O', outcome(*[finding('wrong-type', 'look %d' % i, span('', 0), site=i + 1) for i in range(50)], jobs=False))\n" + then
    started = time.monotonic()
    findings, done = world.validate(text, "--time-limit", "2")
    assert time.monotonic() - started < 40 * SLOWNESS
    assert done.code == 3 and findings, done


def test_nothing_is_left_running(world):
    world.validate(STOP, "--time-limit", "1")
    left = []
    for entry in os.listdir("/proc"):
        try:
            with open(f"/proc/{entry}/cmdline", "rb") as cmdline:
                if str(world.program).encode() in cmdline.read():
                    left.append(entry)
        except (OSError, NotADirectoryError):
            pass
    assert not left


@pytest.mark.parametrize("file", ["pipe.py", "endless.py"])
def test_what_it_read_is_no_trap(world, file):
    """The comments of files that a config read are read by the parent: not of a pipe that nobody writes to, nor of a device."""
    os.mkfifo(world.project / "pipe.py")
    (world.project / "endless.py").symlink_to("/dev/zero")
    text = FORGE + f"send(b'O', outcome(finding('wrong-type', 'look', span({file!r}, 1)), files=[{file!r}], jobs=False))\nimport time; time.sleep(9)"
    findings, done = world.validate(text, "--time-limit", "2")
    assert [f["message"] for f in findings] == ["look"] and done.code == 3, done


def test_rules_have_an_end(world):
    """What a config evaluates to in a moment can be held against the rules for hours."""
    portmap = "{'p%d' % i: 'p%d' % (i + 1) for i in range(60000)}"
    text = JOB + f"jobs = [job('web')(announce=Announcer(portmap={portmap}))]\n"
    findings, done = world.validate(text, "--cpu-limit", "2", timeout=600)
    assert done.code in (1, 3) and findings, done
    assert "internal-error" not in {f["rule"] for f in findings}
    assert SECRET not in done.out
