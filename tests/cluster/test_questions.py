"""What is asked on a terminal before something is destroyed, and what follows from each answer."""

import os
import pty
import select
import time

import pytest

from .conftest import service
from conftest import BUILD, SLOWNESS

KEY = "devcluster/demo/prod/web"


def answer_on_terminal(cluster, words, answer):
    """Runs the command on a terminal of its own and types `answer` when it has asked; its code and all that was shown."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(cluster.directory)
        os.execve(str(BUILD / "borealis"), ["borealis", *words], {**os.environ, **cluster.home})
    shown, deadline = b"", time.monotonic() + 60 * SLOWNESS
    answered = False
    while time.monotonic() < deadline:
        if not select.select([terminal], [], [], 1)[0]:
            continue
        try:
            data = os.read(terminal, 4096)
        except OSError:  # its other end is closed
            break
        if not data:
            break
        shown += data
        if not answered and b"[y/N]" in shown:
            os.write(terminal, answer)
            answered = True
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), shown.decode()


@pytest.fixture
def up(cluster):
    cluster.up()
    assert cluster.deploy(service("exec sleep 100000", 2), "--no-watch-secs").code == 0
    return cluster


COMMANDS = {
    "kill": ["job", "kill", f"{KEY}/0"],
    "killall": ["job", "killall", KEY],
    "abort": ["update", "abort", KEY],
    "rollback": ["update", "rollback", KEY],
    "drain": ["admin", "host-drain", "devcluster", "--hosts", "localhost"],
    "force": ["admin", "force-task-state", "devcluster", "TASK", "LOST"],
}


def state(cluster):
    updates = cluster("update", "list", KEY, "--output", "json").json()
    return sorted(cluster.running().items()), [(update["id"], update["status"]) for update in updates]


@pytest.mark.parametrize("command", COMMANDS)
def test_no_changes_nothing(up, command):
    (up.directory / "job.aurora").write_text(service("exec sleep 100000", 2, extra="constraints = {'host': 'nowhere'}, priority = 1,"))
    if command in ("abort", "rollback"):
        # Of an update that waits for its first instance.
        assert up("update", "start", f"{KEY}/1", "job.aurora").code == 0
        assert up("update", "pause", KEY).code == 0
    words = [word.replace("TASK", next(iter(up.running().values()), "none")) for word in COMMANDS[command]]
    before = state(up)
    for answer, code in ((b"n\n", 0), (b"\n", 0), (b"perhaps\n", 0), (b"\x04", 0), (b"\x03", 130)):
        ended, shown = answer_on_terminal(up, words, answer)
        assert ended == code, shown
        assert "[y/N]" in shown and (code or "nothing was changed" in shown), shown
    assert state(up) == before


def test_yes_goes_ahead(up):
    code, shown = answer_on_terminal(up, COMMANDS["kill"], b"y\n")
    assert code == 0 and f"Kill 1 instance of {KEY}: 0?" in shown and "killed 1 instance" in shown, shown
    assert sorted(up.running()) == [1]
    code, shown = answer_on_terminal(up, COMMANDS["killall"], b"yes\n")
    assert code == 0 and up.running() == {}, shown
