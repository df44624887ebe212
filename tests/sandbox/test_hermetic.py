"""Hermetic evaluations: what a config sees is the same everywhere, and digests say so (docs/hermetic.md)."""

import json
import os
import re
import shutil

import pytest

from conftest import BUILD
from sandbox.conftest import JOB, needs_landlock

pytestmark = needs_landlock

# All that a config can easily see of where and when it runs, in a job.
CURIOUS = JOB + """
import _thread, datetime, getpass, glob, hashlib, locale, os, pathlib, platform, random, secrets, socket, sys, tempfile, time, uuid
include('part.aurora')
part = open('part.aurora')
def attempt(f):
    try: return f()
    except Exception as e: return type(e).__name__
seen = {
    'time': [time.time(), time.time_ns(), time.monotonic(), time.perf_counter(), time.process_time(), time.thread_time()],
    'date': [str(datetime.datetime.now()), str(datetime.date.today()), time.ctime(), time.strftime('%c %Z'),
             str(datetime.datetime.now().astimezone()), list(time.localtime()), time.tzname, time.timezone],
    'order': [os.listdir('many'), [e.name for e in os.scandir('many')], glob.glob('many/*'), [p.name for p in pathlib.Path('many').iterdir()],
              [w[2] for w in os.walk('many')]],
    'inodes': [os.stat('many').st_ino, sorted(e.inode() for e in os.scandir('many'))],
    'status': [list(os.stat(p)) for p in ('many', 'many/a', 'part.aurora')] + [os.path.getmtime('part.aurora'), os.stat('many/a').st_atime_ns],
    'open': list(os.fstat(part.fileno())),
    'hash': [hash('a'), list({'a', 'b', 'c', 'd'}), list(frozenset('hello'))],
    'chance': [random.random(), random.getrandbits(70), str(uuid.uuid4()), str(uuid.uuid1()), secrets.token_hex(), os.urandom(9).hex(),
               random.SystemRandom().random(), os.getrandom(5).hex()],
    'process': [os.getpid(), os.getppid(), os.getpgrp(), os.getpgid(0), os.getsid(0), _thread.get_native_id()],
    'user': [os.getuid(), os.geteuid(), os.getgid(), os.getegid(), os.getgroups(), os.getresuid(), os.getresgid(), getpass.getuser(),
             os.path.expanduser('~'), attempt(os.getlogin)],
    'machine': [socket.gethostname(), platform.node(), platform.release(), platform.version(), os.cpu_count(), sorted(os.sched_getaffinity(0)),
                os.getloadavg(), os.sysconf('SC_NPROCESSORS_CONF'), os.sysconf('SC_PHYS_PAGES'), list(os.statvfs('.'))],
    'environment': sorted(os.environ.items()),
    'locale': [locale.setlocale(locale.LC_ALL, ''), locale.getpreferredencoding(), sys.getfilesystemencoding()],
    'used': list(os.times()),
    'there': [os.path.exists('missing'), os.path.isdir('many'), os.access('part.aurora', os.R_OK)],
    'dice': attempt(lambda: open('/dev/urandom', 'rb').read(4).hex()),
}
import json
jobs = [job('web', cmdline='echo ' + json.dumps(seen))]
"""


class Checkout:
    """The project of a world, again, elsewhere, made in another order."""

    def __init__(self, world, name, names, mode=0o644):
        self.world = world
        self.folder = world.folder / name
        (self.folder / "many").mkdir(parents=True)
        (self.folder / "borealis.toml").write_text("")
        for each in names:
            (self.folder / "many" / each).write_text(each)
        (self.folder / "part.aurora").write_text("x = 1\n")
        (self.folder / "part.aurora").chmod(mode)
        (self.folder / "config.aurora").write_text(CURIOUS)
        os.utime(self.folder / "part.aurora", (len(name) * 1000, len(name) * 77777))
        if not (world.folder / "borealis-http.so").exists():
            shutil.copy2(BUILD / "borealis-http.so", world.folder)
        world.own(world.folder)

    def run(self, *words, cwd=".", **environment):
        return self.world.run(*words, cwd=self.folder / cwd, env={**self.world.environment(), **environment})

    def digests(self, *words, **environment):
        done = self.run("config", *words, "--hermetic", **environment)
        found = re.fullmatch(r"hermetic: (\S+): inputs (sha256:[0-9a-f]{64}), result (sha256:[0-9a-f]{64})\n", done.err)
        assert found and done.code == 0, done
        return found.groups()[1:], done.out


NAMES = ["a", "b", "zz", "m", "0", "Z", "ä"]
HERE = {"TZ": "Asia/Tokyo", "LANG": "de_DE.UTF-8", "LC_ALL": "C", "USER": "ada", "LOGNAME": "ada", "PYTHONHASHSEED": "7", "HOME": "/nowhere"}
THERE = {"TZ": "America/Lima", "LANG": "C", "USER": "bob", "LOGNAME": "bob", "PYTHONHASHSEED": "8", "HOSTNAME": "x"}


def test_two_machines_see_the_same(world):
    one = Checkout(world, "one", NAMES)
    two = Checkout(world, "another/and/deeper", NAMES[::-1], mode=0o600 if world.user != "nobody" else 0o664)
    first, out = one.digests("render", "config.aurora", **HERE)
    second, same = two.digests("render", "config.aurora", **THERE)
    assert out == same
    assert first == second
    # And twice on one.
    assert one.digests("render", "config.aurora") == (first, out)


def seen_by(checkout, **environment):
    _, out = checkout.digests("render", "config.aurora", **environment)
    cmdline = json.loads(out)["jobs"][0]["task"]["processes"][0]["cmdline"]
    return json.loads(cmdline.removeprefix("echo "))


def test_what_is_seen(world):
    seen = seen_by(Checkout(world, "one", NAMES))
    assert seen["time"] == [946684800.0, 946684800 * 10 ** 9, 0, 0, 0, 0]
    assert seen["date"][:2] == ["2000-01-01 00:00:00", "2000-01-01"] and seen["date"][6] == ["UTC", "UTC"]
    assert seen["order"][0] == sorted(NAMES) == seen["order"][1] == seen["order"][3]
    assert seen["process"] == [2, 1, 2, 2, 1, 2]
    assert seen["user"][0] == 65534 and seen["user"][7:9] == ["nobody", "/"]
    assert seen["machine"][:5] == ["localhost", "localhost", "0", "0", 1]
    assert seen["environment"] == [["HOME", "/"], ["LANG", "C"], ["LOGNAME", "nobody"], ["PATH", "/usr/bin:/bin"],
                                   ["TZ", "UTC"], ["USER", "nobody"]]
    assert seen["locale"] == ["C", "utf-8", "utf-8"] and seen["dice"] == "PermissionError"
    assert set(seen["status"][3:]) == {946684800, 946684800 * 10 ** 9}


def test_without_it_they_see_something_else(world):
    """The config of these tests is curious enough to tell."""
    one, two = Checkout(world, "one", NAMES), Checkout(world, "another", NAMES[::-1])
    out = [each.run("config", "render", "config.aurora", "--sandbox", **env).out for each, env in ((one, HERE), (two, THERE))]
    assert out[0] != out[1]


@pytest.mark.parametrize("change", ["an include", "a listing", "what is not there", "a binding", "a variable", "a size"])
def test_what_changes_the_inputs(world, change):
    one, two = Checkout(world, "one", NAMES), Checkout(world, "two", NAMES)
    words, environment = ["list", "config.aurora", "--sandbox-env", "STAGE"], {"STAGE": "a"}
    before, _ = one.digests(*words, **environment)
    assert two.digests(*words, **environment)[0] == before
    if change == "an include":
        (two.folder / "part.aurora").write_text("x = 2\n")
    if change == "a listing":
        (two.folder / "many" / "more").write_text("")
    if change == "what is not there":
        (two.folder / "missing").write_text("")
    if change == "a binding":
        words += ["--bind", "x=1"]
    if change == "a variable":
        environment = {"STAGE": "b"}
    if change == "a size":
        (two.folder / "many" / "a").write_text("aa")
    world.own(world.folder)
    after, _ = two.digests(*words, **environment)
    assert after[0] != before[0]
    # Of those only what the config looks into changes what comes out.
    same = {"an include", "a binding"}
    assert (after[1] == before[1]) == (change in same)


def test_the_parts_are_told(world):
    one = Checkout(world, "one", NAMES)
    done = one.run("config", "inputs", "config.aurora", "--hermetic", "--output", "json", "--bind", "name=quiet-please", "--sandbox-env", "STAGE",
                   STAGE="hush")
    document = done.json()
    parts = {(part["kind"], part["name"]): part["value"] for part in document["hermetic"]["parts"]}
    assert parts["file", "config.aurora"].startswith("sha256:") and parts["file", "part.aurora"].startswith("sha256:")
    assert parts["directory", "many"].startswith("sha256:")
    assert parts["looked-for", "missing"] == "absent" and parts["looked-for", "many/a"] == "a file of 1 bytes"
    assert parts["program", "language"].startswith("Python 3.11") and parts["bind", "0000 name"].startswith("sha256:")
    assert parts["variable", "STAGE"].startswith("sha256:")
    assert "quiet-please" not in done.out and "hush" not in done.out and str(world.folder) not in json.dumps(document["hermetic"])
    assert document["directories"] == ["many"] and "missing" in document["looked_for"]
    assert f"inputs {document['hermetic']['inputs']}, result {document['hermetic']['result']}" in done.err
    shown = one.run("config", "inputs", "config.aurora", "--hermetic").out
    assert "What the digest is of\n" in shown and "  looked-for missing: absent\n" in shown


def test_all_commands_say_the_same(world):
    one = Checkout(world, "one", NAMES)
    digests, _ = one.digests("render", "config.aurora")
    line = f"hermetic: config.aurora: inputs {digests[0]}, result {digests[1]}\n"
    for words in (["config", "list"], ["config", "inputs"], ["config", "validate"], ["job", "inspect"]):
        done = one.run(*words, "config.aurora", "--hermetic")
        assert line in done.err, done
    document = one.run("config", "list", "config.aurora", "--hermetic", "--output", "json").json()
    assert document["hermetic"] == {"inputs": digests[0], "result": digests[1]}
    done = one.run("config", "validate", "config.aurora", "config.aurora", "--hermetic", "--format", "json")
    assert set(done.json()) == {"diagnostics", "summary"}


def test_where_a_config_is_run_from_counts(world):
    """Relative paths lead elsewhere from there, whether or not the config comes to open one."""
    one = Checkout(world, "one", NAMES)
    (one.folder / "plain.aurora").write_text(JOB + "jobs = [job('web')]\n")
    world.own(world.folder)
    here = one.run("config", "list", "plain.aurora", "--hermetic")
    there = one.run("config", "list", "../plain.aurora", "--hermetic", cwd="many")
    assert here.out == there.out and here.err.split("inputs")[1] != there.err.split("inputs")[1]
    assert here.err.split("result")[1] == there.err.split("result")[1]


def test_it_is_a_sandbox(world):
    one = Checkout(world, "one", NAMES)
    (one.folder / "bad.aurora").write_text("import os\nos.fork()\n")
    world.own(world.folder)
    done = one.run("config", "list", "bad.aurora", "--hermetic")
    assert done.code == 3 and "error[sandbox-denied]" in done.err and "hermetic: bad.aurora: inputs sha256:" in done.err, done
    done = one.run("config", "list", "config.aurora", "--hermetic", "--no-sandbox")
    assert done.code == 64 and "--no-sandbox" in done.err, done
    done = one.run("config", "list", "config.aurora", "--hermetic", "--root", "/")
    assert done.code == 64 and "--hermetic: configs may read below `/`" in done.err, done


def test_the_project_can_ask_for_it(world):
    one = Checkout(world, "one", NAMES)
    (one.folder / "borealis.toml").write_text("hermetic = true\n")
    assert "hermetic: config.aurora: " in one.run("config", "list", "config.aurora").err
    for word in ("--no-hermetic", "--no-sandbox"):
        assert "hermetic:" not in one.run("config", "list", "config.aurora", word).err
    (one.folder / "borealis.toml").write_text("hermetic = 'yes'\n")
    done = one.run("config", "list", "config.aurora")
    assert done.code == 64 and "`hermetic` must be true or false" in done.err, done


def test_sleeping_takes_no_time(world):
    one = Checkout(world, "one", NAMES)
    (one.folder / "sleepy.aurora").write_text("import time\ntime.sleep(1000)\n" + JOB + "jobs = [job('web')]\n")
    world.own(world.folder)
    assert one.run("config", "list", "sleepy.aurora", "--hermetic", "--time-limit", "20").code == 0
