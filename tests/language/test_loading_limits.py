"""Where the original crashes or hangs: an error at its place, within the limits (language.md §12.2, §13, §23)."""

import concurrent.futures

import pytest

from conftest import SLOWNESS

from .loading import JOB, Folder, folder, needs_plain_build, source_at  # noqa: F401

SERVICE = """
def job(cmd, **kw):
  return Service(**dict(dict(cluster='c', role='r', environment='prod', name='n', task=SimpleTask('t', cmd)), **kw))
"""


def test_a_cycle_is_reported_with_its_path(folder):
    text = SERVICE + "jobs = [job('{{a}}').bind(a='x {{b}}', b='{{c}}', c='{{a}}')]\n"
    report = folder.validate(text)
    found = report.only
    assert report.code == 1 and found["rule"] == "template-cycle"
    assert "a -> b -> c -> a" in found["message"]
    assert source_at(text, found) == "{{b}}" and found["path"] == "jobs[0].task.processes[0].cmdline"
    assert len(found["notes"]) == 2


@pytest.mark.parametrize("config, words", [
    ("jobs = [job('x', name='{{name}}')]", ["`name` refers to itself"]),
    ("jobs = [job('x', cluster='{{role}}', role='{{cluster}}')]", ["cluster -> role -> cluster", "role -> cluster -> role"]),
    ("jobs = [job('{{a}}').bind(a='{{a}}{{a}}')]", ["`a` refers to itself"]),
    ("class P(Struct):\n  a = String\n  b = String\njobs = [job('{{p.a}}').bind(p=P(a='{{p.b}}', b='{{p.a}}'))]",
     ["p.a -> p.b -> p.a"]),
    ("class P(Struct):\n  a = String\n  b = String\njobs = [job('{{p.a}}').bind(p=P(a='{{b}}', b='{{a}}'))]", ["b -> a -> b"]),
])
def test_cycles(folder, config, words):
    report = folder.validate(SERVICE + config + "\n")
    assert report.code == 1
    assert {d["rule"] for d in report.errors()} == {"template-cycle"}, report
    for d, word in zip(report.errors(), words):
        assert word in d["message"], report


def test_a_cycle_that_nobody_asks_for_is_fine(folder):
    """surprises.md §3: a bound struct is not checked until a field of it is used."""
    config = SERVICE + "class P(Struct):\n  a = String\n  b = Required(String)\n" \
                       "jobs = [job('echo').bind(p=P(a='{{p.a}}'), q='{{q}}')]\n"
    assert folder.cmdlines(config) == ["echo"]


def test_doubling_templates_stop_at_a_size(folder):
    """§12.2: a chain of doublings grows as 2^n; it ends at the limit of one text, not of time or memory."""
    chain = "for i in range(60): j = j.bind({'a%d' % i: '{{a%d}}{{a%d}}' % (i + 1, i + 1)})\n"
    report = folder.validate(SERVICE + "j = job('{{a0}}')\n" + chain + "jobs = [j.bind(a60='x')]\n")
    assert report.code == 1
    assert report.only["rule"] == "limit-exceeded" and "too many references" in report.only["message"]
    assert report.only["path"] == "jobs[0].task.processes[0].cmdline"
    report = folder.validate("j = String('{{a0}}')\n" + chain + "print(len(str(j.bind(a60='x'))))\n")
    assert report.code == 3
    assert "LimitExceeded" in report.only["message"] and report.only["line"] == 3


def test_a_malformed_tag_is_an_error_at_its_place(folder):
    """§23.4: the original lets InvalidRefError escape."""
    text = SERVICE + "jobs = [\n  job('é {{fine}} {{ bad }} {{bad-er}}'\n      ' {{1}}').bind(fine=1)]\n"
    report = folder.validate(text)
    assert report.code == 1
    assert {d["rule"] for d in report.errors()} == {"malformed-template"}
    assert [source_at(text, d) for d in report.errors()] == ["{{ bad }}", "{{bad-er}}", "{{1}}"]
    assert "`{{bad}}`" in report.errors()[0]["hint"]


@pytest.mark.parametrize("reference, near", [
    ("proflie.x", "profile.x"), ("profile.xx", "profile.x"), ("profile.l[x]", None), ("rol", "role"), ("clutser", "cluster"),
    ("mesos.instnace", "mesos.instance"), ("thermos.task", "thermos.task_id"), ("meso.instance", "mesos.instance"),
    ("nothing_like_it", None),
])
def test_an_unbound_reference_names_what_is_near(folder, reference, near):
    text = SERVICE + "class P(Struct):\n  x = String\n  l = List(String)\n" \
                     "jobs = [job('echo {{%s}}').bind(profile=P(x='1', l=['a']))]\n" % reference
    report = folder.validate(text)
    found = report.only
    assert report.code == 1 and found["rule"] == "unbound-reference"
    assert source_at(text, found) == "{{%s}}" % reference
    if near:
        assert f"did you mean `{near}`?" in found["hint"], report
    else:
        assert "did you mean" not in (found["hint"] or "")


def test_combine_and_concat_have_one_order(folder):
    """§23.7, surprises.md §1: the first occurrence keeps its place; the original's order is a set's."""
    config = """
        def task(*names):
          return Task(name='-'.join(names), resources=Resources(cpu=1, ram=1*MB, disk=1*MB),
                      processes=[Process(name=n, cmdline='true') for n in names])
        a, b = task('z', 'y', 'shared'), task('shared', 'x', 'a')
        def job(name, t): return Job(cluster='c', role='r', environment='prod', name=name, task=t)
        jobs = [job('combine', Tasks.combine(a, b)), job('concat', Tasks.concat(a, b))]
        """
    first = folder.jobs(config)
    assert [[p["name"] for p in j["task"]["processes"]] for j in first] == [["z", "y", "shared", "x", "a"]] * 2
    orders = [c["order"] for c in first[1]["task"]["constraints"]]
    assert orders == [["z", "shared"], ["z", "x"], ["z", "a"], ["y", "shared"], ["y", "x"], ["y", "a"], ["shared", "x"], ["shared", "a"]]
    assert all(folder.jobs() == first for _ in range(2))


# name -> (config, options, exit code, rule, words of the message, line)
DEATHS = {
    "a loop": ("x = 1\nwhile True: pass\n", ["--time-limit", "1"], "limit-exceeded", "limit of 1 second", 2),
    "a loop that computes": ("x = 1\nwhile True: pass\n", ["--cpu-limit", "1"], "limit-exceeded", "limit of 1 second", 2),
    "a loop that swallows": ("while True:\n  try:\n    while True: pass\n  except BaseException: pass\n",
                             ["--time-limit", "1"], "limit-exceeded", "limit of 1 second", 3),
    "a loop deaf to signals": ("import signal\nfor s in signal.valid_signals():\n  try: signal.signal(s, signal.SIG_IGN)\n"
                               "  except OSError: pass\nwhile True: pass\n", ["--time-limit", "1"], "limit-exceeded", "1 second", None),
    "sleep": ("import time\ntime.sleep(1000)\n", ["--time-limit", "1"], "limit-exceeded", "limit of 1 second", 2),
    "a long call": ("x = 9**9**9\n", ["--time-limit", "1"], "limit-exceeded", "limit of 1 second", 1),
    "a regular expression": ("import re\nre.match('(a+)+$', 'a' * 40 + 'b')\n", ["--time-limit", "1"], "limit-exceeded", "1 second", 2),
    "a lock": ("import threading\nl = threading.Lock()\nl.acquire(); l.acquire()\n", ["--time-limit", "1"], "limit-exceeded", "", 3),
    "a child process": ("import subprocess\nsubprocess.call(['sleep', '1000'])\n", ["--time-limit", "1"], "limit-exceeded", "", 2),
    "a thread joined": ("import threading, time\nt = threading.Thread(target=time.sleep, args=(1000,))\nt.start()\nt.join()\n",
                        ["--time-limit", "1"], "limit-exceeded", "", 4),
    "a huge list": ("x = [0] * 10**12\n", [], "limit-exceeded", "memory", 1),
    "64 GB": ("x = bytearray(64 << 30)\n", [], "limit-exceeded", "memory", 1),
    "a huge List": ("x = List(Integer)(range(10**12))\n", [], "limit-exceeded", "memory", 1),
    "an endless list": ("l = []\nwhile True: l.append('x' * 10**7)\n", ["--memory-limit", "300"], "limit-exceeded", "300 MiB", 2),
    "recursion": ("def f(): f()\nf()\n", [], "python-error", "RecursionError", 1),
    "deep recursion in C": ("import sys\nsys.setrecursionlimit(10**9)\nclass A:\n  def __repr__(self): return repr(self)\nrepr(A())\n",
                            [], "python-error", "crashed", 4),
    "deep types": ("T = String\nfor i in range(600): T = List(T)\n", [], "python-error", "nested too deeply", 2),
    "os._exit": ("import os\nos._exit(0)\n", [], "python-error", "status 0", 2),
    "os._exit in a thread": ("import os, threading, time\nthreading.Thread(target=lambda: os._exit(4)).start()\ntime.sleep(5)\n", [],
                             "python-error", "status 4", 2),
    "_exit of C": ("import ctypes\nctypes.CDLL(None)._exit(0)\n", [], "python-error", "status 0", None),
    "sys.exit": ("import sys\nsys.exit('bye')\n", [], "python-error", "bye", 2),
    "sys.exit(0)": ("import sys\nsys.exit()\n", [], "python-error", "sys.exit", 2),
    "exit()": ("exit()\n", [], "python-error", "exit", 1),
    "os.abort": ("import os\nos.abort()\n", [], "python-error", "Aborted", 2),
    "a segfault": ("import ctypes\nctypes.string_at(0)\n", [], "python-error", "Segmentation fault", 2),
    "kill": ("import os\nos.kill(os.getpid(), 9)\n", [], "limit-exceeded", "killed", None),
    "KeyboardInterrupt": ("raise KeyboardInterrupt\n", [], "python-error", "KeyboardInterrupt", 1),
    "closing our descriptor": ("import os\nos.closerange(3, 20)\n" + JOB, [], "python-error", "file descriptor", None),
    "writing to our descriptor": ("import os\nos.write(3, b'garbage' * 10)\n" + JOB, [], "python-error", "file descriptor", None),
    "a forged message": ("import os\nos.write(3, b'\\x03\\0\\0\\0Oabc')\n" + JOB, [], "python-error", "can't be read", None),
    "many forks": ("import os\nfor i in range(300):\n  pid = os.fork()\n  if pid == 0: os._exit(0)\n  os.waitpid(pid, 0)\n" + JOB,
                   [], "limit-exceeded", "256 processes", 3),
    "sys.exit beside a copy": ("import os, sys\nif os.fork(): sys.exit(0)\n" + JOB, [], "python-error", "sys.exit", 2),
    "a text that holds itself": ("l = []\nl.append(l)\nl.append(l)\nstr(List(String)(l))\n", [], "python-error", "[[...], [...]]", 4),
    "input": ("input()\n", [], "python-error", "EOFError", 1),
}


if SLOWNESS > 1:  # see needs_plain_build
    for each in ("a huge list", "64 GB", "a huge List", "an endless list", "deep recursion in C", "os.abort", "a segfault"):
        del DEATHS[each]


@pytest.fixture(scope="module")
def deaths(tmp_path_factory):
    """All of them at a time: most of it is waiting."""
    def run(name):
        config, options, _, _, _ = DEATHS[name]
        return Folder(tmp_path_factory.mktemp("death")).validate(config, *options, timeout=60)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        return dict(zip(DEATHS, pool.map(run, DEATHS)))


@pytest.mark.parametrize("name", DEATHS)
def test_what_ends_an_evaluation(deaths, name):
    _, _, rule, words, line = DEATHS[name]
    report = deaths[name]
    assert report.code == 3, report
    found = report.only
    assert found["rule"] == rule and words in found["message"], report
    assert found["file"] == "web.aurora" and found["line"] == (line or 1), report


# Configs that try, and give their job all the same.
SURVIVORS = {
    "closing stdout and stderr": "import os\nos.close(1); os.close(2)\n",
    "closing Python's": "import sys\nsys.stdout.close(); sys.stderr.close()\n",
    "no stdout": "import sys\nsys.stdout = sys.stderr = None\nprint('x')\n",
    "a broken stdout": "import sys\nclass E:\n  def write(self, x): raise ValueError('no')\n  flush = write\nsys.stdout = E()\n",
    "reading stdin": "import sys\nassert sys.stdin.read() == ''\n",
    "a thread left running": "import threading, time\nthreading.Thread(target=time.sleep, args=(1000,)).start()\n",
    "a busy thread": "import threading\ndef f():\n  while True: pass\nthreading.Thread(target=f).start()\n",
    "a child left running": "import subprocess\nsubprocess.Popen(['sleep', '1000'])\n",
    "a child": "import subprocess\nassert subprocess.check_output(['echo', 'x']) == b'x\\n'\n",
    "a copy": "import os\nos.fork()\n",
    "a copy that ends": "import os\npid = os.fork()\nif pid == 0: os._exit(7)\nassert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7\n",
    "a copy that crashes": "import os\npid = os.fork()\nif pid == 0: os.abort()\nos.waitpid(pid, 0)\n",
    "a pool": "import multiprocessing\np = multiprocessing.Process(target=int)\np.start(); p.join()\nassert p.exitcode == 0\n",
    "atexit": "import atexit, time\natexit.register(time.sleep, 1000)\n",
    "a deaf end": "class A:\n  def __del__(self):\n    while True: pass\na = A()\n",
    "tracing": "import sys\nsys.settrace(lambda *a: None)\nsys.setprofile(lambda *a: None)\n",
    "no modules": "import sys\nsys.modules.clear()\n",
    "a caught cycle": "import pystachio.parsing as p\ntry: str(String('{{a}}').bind(a='{{a}}'))\nexcept p.MustacheParser.Uninterpolatable: pass\n",
    "a handler": "import signal\nsignal.signal(signal.SIGALRM, lambda *a: None)\n",
}


def test_what_does_not_disturb(folder):
    """All in one command: each file by itself gives its job."""
    for name, config in SURVIVORS.items():
        folder.write(name.replace(" ", "_") + ".aurora", config + JOB)
    done = folder.run("validate", ".", "--format", "json", timeout=60)
    report = done.json()
    assert done.code == 0 and report["summary"]["jobs"] == len(SURVIVORS), report
    assert report["diagnostics"] == []


def test_the_limit_on_time_can_be_raised(folder):
    slow = "import time\ntime.sleep(1.3)\n" + JOB
    assert folder.validate(slow, "--time-limit", "1").code == 3
    assert folder.validate(slow, "--time-limit", "40").code == 0


@needs_plain_build
def test_the_limit_on_memory_can_be_raised(folder):
    large = "x = bytearray(300 << 20)\n" + JOB
    assert folder.validate(large, "--memory-limit", "200").code == 3
    assert folder.validate(large).code == 0


@needs_plain_build
def test_other_files_are_still_evaluated(folder):
    """A config that dies takes nothing with it."""
    folder.write("a.aurora", "import os\nos._exit(0)\n")
    folder.write("b.aurora", JOB)
    folder.write("c.aurora", "import ctypes\nctypes.string_at(0)\n")
    done = folder.run("validate", "a.aurora", "b.aurora", "c.aurora", "--format", "json")
    assert done.code == 3
    assert [d["file"] for d in done.json()["diagnostics"]] == ["a.aurora", "c.aurora"]
    assert done.json()["summary"]["jobs"] == 1
