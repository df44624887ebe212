"""config validate with many files: directories, links, standard input, processes, Ctrl-C."""

import json
import os
import pathlib
import signal
import subprocess
import time

import pytest

from conftest import BUILD, SLOWNESS
from validate_cases import DAEMON, GOOD, MISSPELLED, REFUSED, named, rules_of, write


def files_of(done):
    return [d["file"] for d in done.json()["diagnostics"]]


def validate(borealis, *words, **more):
    return borealis("config", "validate", *words, "--format", "json", **more)


def test_a_directory_stands_for_the_files_below_it(borealis, tmp_path):
    write(tmp_path, {"d/b.aurora": REFUSED, "d/a.aurora": REFUSED, "d/sub/deep/c.aurora": REFUSED, "d/notes.txt": "no",
                     "d/.hidden/x.aurora": "broken(", "d/.git/y.aurora": "broken("})
    done = validate(borealis, "d")
    assert files_of(done) == ["d/a.aurora", "d/b.aurora", "d/sub/deep/c.aurora"]
    assert done.json()["summary"]["files"] == 3


def test_an_empty_directory_is_an_error_that_says_so(borealis, tmp_path):
    write(tmp_path, {"d/notes.txt": "no"})
    done = validate(borealis, "d")
    assert done.code == 3
    found = done.json()["diagnostics"]
    assert [d["rule"] for d in found] == ["no-jobs"] and "directory `d`" in found[0]["message"]


def test_links_are_followed_but_not_round_in_circles(borealis, tmp_path):
    write(tmp_path, {"d/a.aurora": REFUSED, "elsewhere/b.aurora": REFUSED})
    (tmp_path / "d/loop").symlink_to(tmp_path / "d")
    (tmp_path / "d/far").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "d/again").symlink_to(tmp_path / "elsewhere")
    done = validate(borealis, "d")
    assert done.json()["summary"]["files"] == 2
    assert done.json()["summary"]["errors"] == 2


def test_a_link_that_leads_nowhere_is_told(borealis, tmp_path):
    write(tmp_path, {"d/a.aurora": GOOD})
    (tmp_path / "d/gone.aurora").symlink_to("nothing")
    done = validate(borealis, "d")
    assert done.code == 3 and rules_of(done) == ["unreadable-file"]


def test_a_directory_that_cannot_be_read_is_told(home, tmp_path):
    write(tmp_path, {"d/a.aurora": GOOD, "d/closed/b.aurora": GOOD})
    (tmp_path / "d/closed").chmod(0)
    # Without these two capabilities root, too, is held to the modes of files.
    as_anybody = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    done = subprocess.run([*as_anybody, str(BUILD / "borealis"), "config", "validate", "d", "--format", "json"],
                          cwd=tmp_path, env={**os.environ, **home}, stdin=subprocess.DEVNULL, capture_output=True)
    (tmp_path / "d/closed").chmod(0o755)
    assert done.returncode == 3, done
    assert [d["rule"] for d in json.loads(done.stdout)["diagnostics"]] == ["unreadable-file"]


def test_a_file_that_is_named_twice_is_checked_once(borealis, tmp_path):
    write(tmp_path, {"d/a.aurora": REFUSED})
    (tmp_path / "link.aurora").symlink_to("d/a.aurora")
    done = validate(borealis, "d/a.aurora", "./d/a.aurora", "d", "link.aurora", str(tmp_path / "d/a.aurora"))
    assert done.json()["summary"]["files"] == 1
    assert files_of(done) == ["d/a.aurora"]


def test_the_order_is_that_of_the_arguments(borealis, tmp_path):
    slow = "import time; time.sleep(0.4)\n" + named("slow", REFUSED)
    write(tmp_path, {"z.aurora": slow, "a.aurora": REFUSED, "m.aurora": REFUSED})
    for jobs in ("1", "3"):
        assert files_of(validate(borealis, "z.aurora", "m.aurora", "a.aurora", "--jobs", jobs)) == ["z.aurora", "m.aurora",
                                                                                                   "a.aurora"]


def test_files_are_checked_at_the_same_time(borealis, tmp_path):
    # Each waits for the other: alone neither comes to its end.
    meet = "import os, time\nopen({0!r}, 'w').close()\nwhile not os.path.exists({1!r}): time.sleep(0.01)\n"
    one, two = str(tmp_path / "one"), str(tmp_path / "two")
    write(tmp_path, {"a.aurora": meet.format(one, two) + GOOD, "b.aurora": meet.format(two, one) + GOOD})
    assert validate(borealis, "a.aurora", "b.aurora", "--jobs", "2", "--time-limit", "20").code == 0


@pytest.mark.parametrize("number", ["0", "-1", "many"])
def test_a_silly_number_of_processes_is_wrong_usage(borealis, tmp_path, number):
    write(tmp_path, {"a.aurora": GOOD})
    assert validate(borealis, "a.aurora", "--jobs", number).code == 64


@pytest.mark.parametrize("end", ["import os; os.kill(os.getpid(), 11)", "import os; os.kill(os.getppid(), 9)", "import os; os._exit(3)"])
def test_one_file_that_crashes_does_not_lose_the_others(borealis, tmp_path, end):
    write(tmp_path, {"a.aurora": REFUSED, "b.aurora": end + "\n", "c.aurora": REFUSED})
    done = validate(borealis, "a.aurora", "b.aurora", "c.aurora")
    assert files_of(done) == ["a.aurora", "b.aurora", "c.aurora"]
    assert rules_of(done)[::2] == ["environment", "environment"]
    # A config that kills the process that checks it looks like a bug.
    assert done.code == (70 if "getppid" in end else 3)


# ---- files that are there for others ------------------------------------------------------------------------------

USER = "include('base.aurora')\n" + GOOD.split("\n", 1)[1]
BASE = GOOD.split("\n", 1)[0] + "\n"


def test_an_include_found_in_a_directory_needs_no_jobs(borealis, tmp_path):
    write(tmp_path, {"d/base.aurora": BASE, "d/web.aurora": USER})
    done = validate(borealis, "d", "--strict")
    assert done.code == 0 and done.json()["diagnostics"] == []
    assert done.json()["summary"] == {"files": 2, "jobs": 1, "errors": 0, "warnings": 0}


def test_an_include_may_need_what_its_includer_sets(borealis, tmp_path):
    write(tmp_path, {"d/base.aurora": "hello = Process(name = NAME, cmdline = 'ls')\n", "d/web.aurora": "NAME = 'x'\n" + USER})
    done = validate(borealis, "d")
    assert done.code == 0 and done.json()["diagnostics"] == []


def test_a_mistake_in_an_include_is_told_once(borealis, tmp_path):
    write(tmp_path, {"d/base.aurora": BASE.replace("cmdline", "cmdlin"), "d/a.aurora": USER, "d/b.aurora": USER})
    done = validate(borealis, "d")
    assert done.code == 1
    found = [d for d in done.json()["diagnostics"] if d["rule"] == "unknown-field"]
    assert len(found) == 1 and found[0]["file"] == "d/base.aurora"
    assert found[0]["includes"] == [{"file": "d/a.aurora", "line": 1}]


def test_a_file_without_jobs_that_nobody_includes_is_noted(borealis, tmp_path):
    write(tmp_path, {"d/lonely.aurora": BASE, "d/web.aurora": GOOD})
    done = validate(borealis, "d", "--strict")
    assert done.code == 0
    assert [(d["rule"], d["severity"], d["file"]) for d in done.json()["diagnostics"]] == [("no-jobs", "note", "d/lonely.aurora")]


@pytest.mark.parametrize("config", [GOOD.replace("jobs =", "job ="), "jobs = []\n", BASE + "raise ValueError('no')\n"])
def test_a_file_that_should_have_jobs_is_an_error_in_a_directory_too(borealis, tmp_path, config):
    write(tmp_path, {"d/odd.aurora": config, "d/web.aurora": GOOD})
    assert validate(borealis, "d").code == 3


def test_a_file_without_jobs_that_is_named_is_an_error(borealis, tmp_path):
    write(tmp_path, {"d/base.aurora": BASE, "d/web.aurora": USER})
    assert validate(borealis, "d/base.aurora", "d/web.aurora").code == 3
    assert validate(borealis, "d", "d/base.aurora").code == 3


# ---- standard input -----------------------------------------------------------------------------------------------

def test_standard_input(borealis, tmp_path):
    done = validate(borealis, "-", input=REFUSED)
    assert done.code == 1 and files_of(done) == ["<stdin>"]
    write(tmp_path, {"services/base.aurora": BASE})
    done = validate(borealis, "-", "--stdin-name", "services/web.aurora", input=USER.replace("'prod'", "'uat'"))
    assert (rules_of(done), files_of(done)) == (["environment"], ["services/web.aurora"])
    # The file on disk is not looked at, and the excerpt is of what came.
    write(tmp_path, {"services/web.aurora": "broken("})
    done = borealis("config", "validate", "-", "--stdin-name", "services/web.aurora", input=REFUSED)
    assert "environment = 'uat'" in done.out


def test_an_empty_standard_input_has_no_jobs(borealis):
    done = validate(borealis, "-", input="")
    assert done.code == 3 and rules_of(done) == ["no-jobs"]


# ---- Ctrl-C -------------------------------------------------------------------------------------------------------

def alive(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def wait_until(condition, seconds=20):
    end = time.monotonic() + seconds * SLOWNESS
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_check_leaves_nothing_running(home, tmp_path, number):
    spawn = ("import os, subprocess, time\n"
             "child = subprocess.Popen(['sleep', '1000'], start_new_session = True)\n"
             "open({!r}, 'w').write('%d %d' % (os.getpid(), child.pid))\n"
             "time.sleep(1000)\n")
    notes = [tmp_path / "one", tmp_path / "two"]
    write(tmp_path, {"a.aurora": spawn.format(str(notes[0])), "b.aurora": spawn.format(str(notes[1])), "c.aurora": GOOD})
    process = subprocess.Popen([str(BUILD / "borealis"), "config", "validate", "a.aurora", "b.aurora", "c.aurora", "--jobs", "2"],
                               cwd=tmp_path, env={**os.environ, **home}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               stdin=subprocess.DEVNULL, text=True)
    wait_until(lambda: all(note.exists() and len(note.read_text().split()) == 2 for note in notes))
    pids = [int(pid) for note in notes for pid in note.read_text().split()]
    assert all(alive(pid) for pid in pids)
    process.send_signal(number)
    out, err = process.communicate(timeout=20 * SLOWNESS)
    assert process.returncode == 128 + number
    assert out == "" and "interrupted" in err
    wait_until(lambda: not any(alive(pid) for pid in pids))
