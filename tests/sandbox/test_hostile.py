"""Configs that mean harm: to the one who evaluates them, to his screen, to what he believes."""

import re

import pytest

from sandbox.conftest import JOB, SECRET, line_of

# Messages as the evaluation itself would write them to its parent.
FORGE = """\
import os, struct
def u32(n): return struct.pack('<I', n & 0xFFFFFFFF)
def text(s):
    s = s.encode('utf-8', 'surrogateescape') if isinstance(s, str) else s
    return u32(len(s)) + s
def span(file, line, column=1): return text(file) + u32(line) + u32(column) + u32(line) + u32(column + 3)
def place(site=0): return u32(site) + text('') + text('')
def finding(rule, message, at, site=0, hint='', path=''):
    return text(rule) + b'\\2' + text(message) + at + place(site) + text(path) + text(hint) + u32(0) + u32(0) + b'\\0'
def outcome(*findings, jobs=True, files=()):
    inputs = u32(len(files)) + b''.join(map(text, files)) + u32(0) * 4
    return bytes([jobs]) + u32(len(findings)) + b''.join(findings) + inputs + b'\\0\\0'
def send(kind, payload):
    data = u32(len(payload)) + kind + payload
    while data: data = data[os.write(3, data):]
"""


def says_nothing_to_terminals(done):
    shown = done.out + done.err
    obeyed = set(re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]", shown))
    assert not obeyed, (obeyed, done)


# --- what exhausts a machine

BOMBS = {
    "memory at once": ("x = bytearray(1 << 34)  # here", "memory"),
    "memory bit by bit": ("x = []\nwhile True: x.append(bytearray(1 << 20))  # here", "memory"),
    "a list of everything": ("x = [0] * 10 ** 12  # here", "memory"),
    "memory mapped": ("import mmap\nx = mmap.mmap(-1, 1 << 34)  # here", "Cannot allocate memory"),
    "a loop": ("while True: pass  # here", "processor time"),
    "a number": ("x = 7 ** 10 ** 8  # here", "processor time"),
    "an expression": ("import re\nre.match('(a+)+$', 'a' * 40 + 'b')  # here", "processor time"),
    "a loop that swallows": ("while True:\n  try:\n    while True: pass  # here\n  except BaseException: pass\n", "processor time"),
    "frames": ("import sys\nsys.setrecursionlimit(10 ** 9)\ndef f(n): return f(n + 1)  # here\nf(0)", "memory"),
    "files": ("import os\nx = [os.open('.', os.O_RDONLY) for _ in range(10 ** 6)]  # here", "open"),
    "duplicates": ("import os\nx = [os.dup(0) for _ in range(10 ** 6)]  # here", "open"),
    "pipes": ("import os\nx = [os.pipe() for _ in range(10 ** 6)]  # here", "open"),
}
LIMITS = ["--memory-limit", "300", "--cpu-limit", "2", "--time-limit", "20"]


@pytest.mark.parametrize("name", BOMBS)
def test_bombs(world, name):
    text, word = BOMBS[name]
    findings, done = world.validate(text, *LIMITS, timeout=120)
    assert len(findings) == 1 and done.code == 3, done
    found = findings[0]
    # On a slow machine time may be up before the processor's is.
    words = [word, "took longer"] if word in ("processor time", "memory") else [word]
    assert any(word in f"{found['message']} {found['hint']}" for word in words), done
    if "# here" in text:
        assert found["line"] == line_of(text), done


@pytest.mark.parametrize("text", ["x = []\nfor i in range(10 ** 6): x = [x]\nrepr(x)",
                                  "import sys\nsys.setrecursionlimit(10 ** 8)\nclass C:\n  def __repr__(s): return repr(s)\nrepr(C())",
                                  "eval('(' * 10 ** 5)", "import ast\nast.literal_eval('-' * 10 ** 5 + '1')"])
def test_depth(world, text):
    findings, done = world.validate(text, *LIMITS)
    assert len(findings) == 1 and done.code == 3, done


def test_sleeping_without_an_alarm(world):
    text = "import signal, time\nsignal.setitimer(signal.ITIMER_REAL, 0)\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\ntime.sleep(600)"
    findings, done = world.validate(text, "--time-limit", "1")
    assert "took longer than its limit of 1 second" in findings[0]["message"], done


def test_printing_without_an_end(world):
    findings, done = world.validate("while True: print('x' * 999)", *LIMITS, timeout=120)
    assert "processor time" in findings[0]["message"] or "took longer" in findings[0]["message"], done
    assert len(done.err) < (1 << 20) + 1000
    assert "(the config printed more than 1 MiB; the rest is left out)" in done.err


# --- what its own process believes

GAMES = {
    "builtins": "import builtins\nfor name in dir(builtins):\n  if name not in ('setattr', 'dir', 'BaseException'): "
                "builtins.__dict__[name] = None",
    "no import": "import builtins\nbuiltins.__import__ = None",
    "modules": "import sys\nsys.modules.clear()",
    "modules of ours": "import sys\nfor name in list(sys.modules): sys.modules[name] = 7",
    "streams": "import sys\nsys.stdout = sys.stderr = sys.stdin = None",
    "paths": "import sys\nsys.path[:] = ['/']; sys.meta_path.clear(); sys.path_hooks.clear()",
    "hooks": "import sys\nsys.excepthook = sys.unraisablehook = sys.displayhook = None\nsys.settrace(lambda *a: 1/0)",
    "the collector": "import gc\ngc.set_threshold(1); gc.enable()\nfor x in gc.get_objects():\n"
                     "  if type(x) is dict and 'borealis' in str(x.get('__name__')): x.clear()",
    "signals": "import signal\nfor n in signal.valid_signals():\n  try: signal.signal(n, lambda *a: None)\n  except (OSError, ValueError): pass",
    "a null pointer": "import ctypes\nctypes.string_at(0)",
    "the count of None": "import ctypes\nctypes.c_long.from_address(id(None)).value = 1\nx = [None]; x.clear()",
    "closing all": "import os\nos.closerange(0, 1024)",
    "garbage everywhere": "import os\nfor fd in range(1024):\n  try: os.write(fd, b'\\xff\\x00\\x1b[31mgarbage' * 50)\n  except OSError: pass",
    "ending": "import os\nos._exit(0)",
    "ending by signal": "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
    "a lie about its class": "class Liar(str):\n  __class__ = Process\nProcess(name=Liar('x'), cmdline=Liar('y'))",
    "our classes": "for c in (Process, Task, Job, Resources):\n  for n in ('__init__', '__new__', '__call__', 'bind', 'get', '__class__'):\n"
                   "    try: setattr(c, n, lambda *a, **k: 1/0)\n    except (TypeError, AttributeError): pass",
    "a jobs that counts": "class L(list):\n  def __iter__(s): 1/0\n  def __len__(s): return -1\njobs = L()",
}


@pytest.mark.parametrize("name", GAMES)
def test_games(world, name):
    """Whatever it does to itself: a report, with an exit code that says whether there are jobs, and never a bug of ours."""
    findings, done = world.validate(JOB + GAMES[name] + "\njobs = globals().get('jobs', [job('web')])\n", *LIMITS)
    assert done.code in (0, 1, 3), done
    assert findings is not None and (done.code == 0 or findings), done
    assert "internal-error" not in [f["rule"] for f in findings]
    says_nothing_to_terminals(done)


def test_a_pickle_that_runs_a_command(world):
    text = "import pickle\nprint('status', pickle.loads(b\"cos\\nsystem\\n(S'touch made'\\ntR.\") != 0)\njobs = []"
    findings, done = world.validate(text)
    assert "status True" in done.err and not (world.project / "made").exists(), done


# --- what it makes its parent believe

def test_messages_that_cannot_be_read(world):
    for garbage in ("b'\\xff' * 64", "b'\\xff\\xff\\xff\\xffJ'", "b'\\0\\0\\0\\0J'", "u32(8) + b'J' + b'\\xff' * 8", "os.urandom(5000)",
                    "u32(1) + b'?x'", "u32(5) + b'O\\1\\xff\\xff\\xff\\xff'", "u32(3) + b'Xab'", "u32(2) + b'I\\x09x'"):
        text = FORGE + f"os.write(3, {garbage})\nimport time\ntime.sleep(0.2)\njobs = []"
        findings, done = world.validate(text, "--time-limit", "2")
        assert len(findings) == 1 and done.code in (1, 3), (garbage, done)


def test_a_forged_finding_quotes_nothing_else(world):
    """The report shows the line that a finding is about: not one of a file that the config may not read."""
    for file in (str(world.secrets[1]), "../outside/secret.aurora", "link"):
        (world.project / "link").unlink(missing_ok=True)
        (world.project / "link").symlink_to(world.secrets[1])
        world.write(FORGE + f"send(b'O', outcome(finding('wrong-type', 'look', span({file!r}, 1)), jobs=False))\nimport time; time.sleep(9)")
        done = world.run("config", "validate", "config.aurora", "--sandbox")
        assert "look" in done.out and SECRET not in done.out + done.err and done.code == 3, done


def test_forged_last_words_read_nothing_else(world):
    world.write(FORGE + f"send(b'X', b'\\4' + u32(11) + u32(1) * 4 + {str(world.secrets[1])!r}.encode())\nimport time; time.sleep(9)")
    done = world.run("config", "validate", "config.aurora", "--sandbox")
    assert "crashed" in done.out and SECRET not in done.out + done.err and done.code == 3, done


def test_forged_places_are_no_places(world):
    text = FORGE + "send(b'O', outcome(finding('x', 'far', span('config.aurora', -1, -7)), finding('x', 'off', " \
        "span('config.aurora', 0x7fffffff, 0x7fffffff)), jobs=False))\nimport time; time.sleep(9)"
    for form in ("text", "json", "sarif", "github", "junit"):
        world.write(text)
        done = world.run("config", "validate", "config.aurora", "--sandbox", "--format", form)
        assert done.code == 3 and "far" in done.out and "off" in done.out and "-1" not in done.out, done


def test_forged_inputs_are_left_out(world):
    world.write(FORGE + f"send(b'O', outcome(files=['config.aurora', {str(world.secrets[1])!r}, '/etc/passwd']))\nimport time; time.sleep(9)")
    done = world.run("config", "inputs", "config.aurora", "--sandbox", "--output", "json")
    assert done.json()["files"] == ["config.aurora"], done


def test_numbers_are_numbers(world):
    """A number too large for a machine's crosses as digits, and is printed as it came."""
    forged = "b'\\0\\0\\0\\0' + u32(0) + b'\\5' + text('1\\x1b[31m') + u32(0) + u32(0)"
    findings, done = world.validate(FORGE + f"send(b'J', {forged})\nimport time; time.sleep(9)", "--time-limit", "2")
    assert "can't be read" in findings[0]["message"] and done.code == 3, done


def test_a_record_that_would_become_large(world):
    """A byte of a record is a hundred in memory: there is a limit on values, not only on bytes."""
    forged = "b'\\0\\0\\0\\0' + u32(0) + b'\\7' + u32(60 << 20) + b'\\0' * (60 << 20) + u32(0) + u32(0)"
    findings, done = world.validate(FORGE + f"send(b'J', {forged})\nimport time; time.sleep(9)", "--time-limit", "5")
    assert "can't be read" in findings[0]["message"] and done.code == 3, done


@pytest.mark.parametrize("message", ["b'\\0\\0\\0\\0L' * 10000", "(u32(3) + b'I\\0' + b'\\0\\0') * 10000"])
def test_floods(world, message):
    findings, done = world.validate(FORGE + f"x = {message}\nwhile True: os.write(3, x)", *LIMITS, timeout=120)
    assert len(findings) == 1 and done.code == 3, done


def test_more_after_the_end(world):
    text = FORGE + "send(b'O', outcome(jobs=True))\nfor i in range(1000): send(b'O', outcome())\nimport time; time.sleep(9)"
    findings, done = world.validate(text)
    assert done.code in (0, 1, 3), done


# --- what it makes a terminal do

NASTY = "\\x1b[2J\\x1b]0;title\\x07\\r\\x08\\x7f\\x9b31m\\u202egnp.exe\\u2066\\u061c"
TEXTS = {
    "a name of a process": JOB + f"jobs = [job('web')(task=Task(processes=[Process(name='{NASTY}', cmdline='x')]))]",
    "a name of a job": JOB + f"jobs = [job('{NASTY}')]",
    "a key": JOB + f"jobs = [job('web')(metadata=[Metadata(key='{NASTY}', value='{NASTY}')], tier='{NASTY}')]",
    "everywhere": f"""\
x = '{NASTY}'
jobs = [Service(cluster='west', role='www', environment='prod', name='web', contact=x, metadata=[Metadata(key=x, value=x)],
    constraints={{x: x}}, container=Docker(image=x, parameters=[Parameter(name=x, value=x)]), announce=Announcer(portmap={{x: 'a'}}),
    task=Task(processes=[Process(name='main', cmdline='echo ' + x)], resources=Resources(cpu=1, ram=64*MB, disk=64*MB)))]
import os
for missing in (x, 'a' + x): os.path.exists(missing); os.environ.get(missing)
""",
    "an exception": f"raise ValueError('{NASTY}')",
    "a class": f"raise type('{NASTY}', (Exception,), {{}})('x')",
    "a field": f"Process(**{{'{NASTY}': 1}})",
    "a reference": JOB + f"jobs = [job('web', cmdline='{{{{a}}}} {{{{b[{NASTY}]}}}}')]",
    "a file": f"include('{NASTY}')",
    "a module": f"import importlib\nimportlib.import_module('{NASTY}')",
    "an exit": f"import sys\nsys.exit('{NASTY}')",
    "a foreign job": f"jobs = [type('{NASTY}', (), {{}})()]",
    "a line of source": "x = 1 / 0  # \x1b[2J\u202e\x9b31m",
    "its own finding": FORGE + f"send(b'O', outcome(finding('{NASTY}', '{NASTY}', span('{NASTY}', 1), hint='{NASTY}', "
                               f"path='{NASTY}'), jobs=False))\nimport time; time.sleep(9)",
}


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github", "junit"])
@pytest.mark.parametrize("name", TEXTS)
def test_reports(world, name, form):
    world.write(TEXTS[name])
    for more in (["--sandbox"], []):
        done = world.run("config", "validate", "config.aurora", "--format", form, "--time-limit", "5", *more)
        assert done.code in (1, 3) and done.out, done
        says_nothing_to_terminals(done)


@pytest.mark.parametrize("words", [["config", "list"], ["config", "list", "--output", "json"], ["config", "render"],
                                   ["config", "render", "--as", "thrift"], ["config", "inputs"],
                                   ["config", "inputs", "--output", "json"], ["job", "inspect"], ["job", "inspect", "--raw"],
                                   ["job", "inspect", "--output", "json"]], ids=" ".join)
@pytest.mark.parametrize("name", ["a name of a job", "a key", "an exception", "a reference", "everywhere"])
def test_data(world, name, words):
    world.write(TEXTS[name])
    for more in (["--sandbox"], []):
        done = world.run(*words[:2], "config.aurora", *words[2:], *more)
        assert done.out or done.err
        assert name != "everywhere" or (done.code == 0 and done.out), done
        says_nothing_to_terminals(done)


def test_prints(world):
    world.write(f"import os, sys\nprint('one {NASTY}')\nos.write(2, b'two \\x1b[31m\\xff\\n')\nsys.stderr.write('three\\tü')\njobs = []")
    done = world.run("config", "list", "config.aurora", "--sandbox")
    says_nothing_to_terminals(done)
    assert "one \\x1b[2J\\x1b]0;title" in done.err and "two \\x1b[31m\\xff\n" in done.err and "three" in done.err, done
    assert "ü" in done.err and done.out == "", done
