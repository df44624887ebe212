"""`task try` on a terminal: a drawing of the processes that is kept up to date, and a terminal that is left as it was."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time

import pytest

from conftest import BUILD, SLOWNESS


class Screen:
    """What a terminal shows of the few sequences that the program may use; any other one fails the test."""

    def __init__(self, columns, rows):
        self.columns, self.rows = columns, rows
        self.lines, self.row, self.column = [""], 0, 0
        self.colours = set()

    def feed(self, text):
        for part in re.findall(r"\x1b\[[0-9;]*[A-Za-z]|\r|\n|[^\x1b\r\n]+|\x1b", text):
            if part == "\r":
                self.column = 0
            elif part == "\n":
                self.down()
            elif part.startswith("\x1b"):
                self.control(part)
            else:
                for character in part:
                    self.put(character)

    def control(self, sequence):
        number, kind = sequence[2:-1], sequence[-1]
        if kind == "A":
            self.row -= int(number or 1)
            assert self.row >= max(0, len(self.lines) - self.rows), "the cursor left the screen"
        elif kind == "J":
            assert number in ("", "0")
            self.lines[self.row] = self.lines[self.row][:self.column]
            del self.lines[self.row + 1:]
        elif kind == "K":
            self.lines[self.row] = self.lines[self.row][:self.column]
        elif kind == "m":
            self.colours.add(number)
        else:
            raise AssertionError(f"not to be used: {sequence!r}")

    def down(self):
        self.row += 1
        if self.row == len(self.lines):
            self.lines.append("")

    def put(self, character):
        if self.column == self.columns:
            self.column = 0
            self.down()
        line = self.lines[self.row].ljust(self.column)
        self.lines[self.row] = line[:self.column] + character + line[self.column + 1:]
        self.column += 1

    def text(self):
        return "\n".join(line.rstrip() for line in self.lines)


class Terminal:
    def __init__(self, directory, home, columns=100, rows=30, **env):
        self.ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.before = termios.tcgetattr(theirs)
        self.theirs = theirs
        environment = {**os.environ, **home, "TERM": "xterm", **env}
        environment = {name: value for name, value in environment.items() if value is not None}
        self.process = subprocess.Popen(
            [BUILD / "borealis", "task", "try", "try.aurora"], cwd=directory, env=environment, stdin=theirs,
            stdout=theirs, stderr=theirs, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        self.screen, self.raw = Screen(columns, rows), ""
        self.pending = b""

    def read(self, seconds):
        if select.select([self.ours], [], [], seconds)[0]:
            self.pending += os.read(self.ours, 65536)
            # A character may have come by half.
            for cut in range(4):
                try:
                    text = self.pending[:len(self.pending) - cut].decode()
                except UnicodeDecodeError:
                    continue
                self.pending = self.pending[len(self.pending) - cut:]
                self.raw += text
                self.screen.feed(text)
                return

    def until(self, condition, what):
        end = time.monotonic() + 60 * SLOWNESS
        while not condition(self.screen.text()):
            assert time.monotonic() < end, f"{what} was never seen; last:\n{self.screen.text()}"
            self.read(0.1)

    def end(self):
        end = time.monotonic() + 90 * SLOWNESS
        while self.process.poll() is None:
            assert time.monotonic() < end, self.screen.text()
            self.read(0.05)
        while select.select([self.ours], [], [], 0)[0]:
            self.read(0)
        assert termios.tcgetattr(self.theirs) == self.before, "the terminal is as it was"
        return self.process.returncode

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.ours)
        os.close(self.theirs)


@pytest.fixture
def terminal(tmp_path, home):
    made = []
    home = {name: value for name, value in home.items() if name != "NO_COLOR"}

    def start(processes, extra="", **more):
        (tmp_path / "try.aurora").write_text(f"""
procs = [{processes}]
jobs = [Job(cluster = 'devcluster', role = 'demo', environment = 'test', name = 'try',
  task = Task(name = 'try', processes = procs, resources = Resources(cpu = 0.1, ram = 16*MB, disk = 16*MB){extra}))]
""")
        made.append(Terminal(tmp_path, home, **more))
        return made[-1]
    yield start
    for one in made:
        one.close()


def gate(tmp_path, name):
    """A command that waits until the test lets it go on."""
    return f"while [ ! -e {tmp_path}/{name} ]; do sleep 0.05; done"


TWO = "constraints = order('first', 'second')"


def test_each_process_is_drawn_in_place_as_it_waits_runs_and_ends(terminal, tmp_path):
    shown = terminal(f"Process(name = 'second', cmdline = 'echo now second; {gate(tmp_path, 'two')}'), "
                     f"Process(name = 'first', cmdline = 'echo hello there; {gate(tmp_path, 'one')}')", ", " + TWO)
    shown.until(lambda s: re.search(r"^◐ first +running \d+s +hello there$", s, re.M), "the first one running")
    assert re.search(r"^○ second +waits for first$", shown.screen.text(), re.M)
    (tmp_path / "one").touch()
    shown.until(lambda s: re.search(r"^◐ second +running \d+s +now second$", s, re.M), "the second one running")
    (tmp_path / "two").touch()
    assert shown.end() == 0
    lines = shown.screen.text().splitlines()
    assert [line for line in lines if line.startswith("[")] == ["[first] hello there", "[second] now second"]
    drawn = [line for line in lines if line[:1] in "○◐●✗"]
    assert [line.split()[:3] for line in drawn] == [["●", "first", "done"], ["●", "second", "done"]], "drawn once, in place"
    assert lines[-1].startswith("SUCCESS") and shown.screen.column == 0
    assert shown.screen.colours, "there is colour"


def test_tries_and_failure(terminal):
    shown = terminal("Process(name = 'bad', cmdline = 'echo oh; exit 7', max_failures = 2, min_duration = 1)")
    shown.until(lambda s: "failed with 7 (1 of 2), starts again" in s, "the first failure")
    assert shown.end() == 1
    assert re.search(r"^✗ bad +failed with 7, the last of 2 tries +oh$", shown.screen.text(), re.M)
    assert "FAILED" in shown.screen.text().splitlines()[-1]


def test_ctrl_c_ends_the_task_and_leaves_the_terminal_sane(terminal, tmp_path):
    shown = terminal("Process(name = 'run', cmdline = 'echo up; exec sleep 1000')")
    shown.until(lambda s: re.search(r"^◐ run +running \d+s +up$", s, re.M), "the process running")
    os.write(shown.ours, b"\x03")
    assert shown.end() == 130
    text = shown.screen.text()
    assert "killing the task; Ctrl-C again drops it at once" in text
    assert text.splitlines()[-1].startswith("KILLED") and shown.screen.column == 0
    assert len([line for line in text.splitlines() if line[:1] in "○◐●✗" and "run" in line]) == 1


def test_no_colour_still_draws(terminal, tmp_path):
    shown = terminal("Process(name = 'a', cmdline = 'echo x')", NO_COLOR="1")
    assert shown.end() == 0
    assert re.search(r"^● a +done", shown.screen.text(), re.M)
    assert not shown.screen.colours


def test_a_dumb_terminal_gets_plain_lines(terminal):
    shown = terminal("Process(name = 'a', cmdline = 'echo x')", TERM="dumb")
    assert shown.end() == 0
    assert "\x1b" not in shown.raw and "-- 'a' SUCCESS" in shown.raw


@pytest.mark.parametrize("columns", [12, 30])
def test_a_narrow_terminal(terminal, tmp_path, columns):
    shown = terminal(f"Process(name = 'a_name_that_is_long', cmdline = 'echo {'long ' * 30}; {gate(tmp_path, 'go')}'), "
                     "Process(name = 'other', cmdline = 'true')", columns=columns)
    shown.until(lambda s: "◐" in s and "●" in s, "a process running")
    (tmp_path / "go").touch()
    assert shown.end() == 0
    drawn = [line for line in shown.screen.text().splitlines() if line[:1] in "○◐●✗"]
    assert len(drawn) == 2 and all(len(line) < columns for line in drawn)


def test_more_processes_than_lines(terminal, tmp_path):
    shown = terminal(", ".join(f"Process(name = 'p{i}', cmdline = '{gate(tmp_path, 'go') if i == 39 else 'echo x'}')"
                               for i in range(40)), rows=12)
    shown.until(lambda s: "of 40 processes 0 wait, 1 run, 39 are done, 0 failed" in s, "the count")
    assert re.search(r"^◐ p39 +running", shown.screen.text(), re.M), "who runs is shown"
    (tmp_path / "go").touch()
    assert shown.end() == 0


def test_output_that_goes_to_a_file_stays_out_of_the_drawing(tmp_path, home, terminal):
    shown = terminal("Process(name = 'a', cmdline = 'true')")
    assert shown.end() == 0
    (tmp_path / "try.aurora").write_text((tmp_path / "try.aurora").read_text().replace("'true'", "'echo said'"))
    ours, theirs = pty.openpty()
    with open(tmp_path / "out", "wb") as out:
        code = subprocess.run([BUILD / "borealis", "task", "try", "try.aurora"], cwd=tmp_path, stdin=subprocess.DEVNULL,
                              stdout=out, stderr=theirs, env={**os.environ, **home, "TERM": "xterm"}).returncode
    os.close(theirs)
    os.close(ours)
    assert code == 0 and (tmp_path / "out").read_text() == "[a] said\n"
