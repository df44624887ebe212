"""What was acknowledged is there after a SIGKILL; a store that can't be written or read is said, and nothing is half."""

import contextlib
import http.client
import os
import random
import resource
import signal
import subprocess
import threading
import time

import pytest

from conftest import BUILD, SLOWNESS

from .chaos import ACTIVE, Daemon, Model, job, key, sleepers
from .conftest import processes_in, wait_until

# More of them by hand: each is a life of the cluster, with as many changes as it manages before it dies.
ROUNDS = int(os.environ.get("BOREALIS_DURABILITY_ROUNDS", 60 if SLOWNESS == 1 else 10))


@contextlib.contextmanager
def nothing_left_in(directory):
    """Ends what a failed test leaves behind."""
    try:
        yield
    finally:
        for pid in processes_in(directory):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def test_acknowledged_changes_survive_sigkill(tmp_path):
    with nothing_left_in(tmp_path):
        kill_at_random(tmp_path)


def kill_at_random(tmp_path):
    seed = int(os.environ.get("BOREALIS_DURABILITY_SEED", random.randrange(1 << 30)))
    print(f"seed {seed}")
    rng = random.Random(seed)
    model = Model(rng, tmp_path)
    words = ("--runner", BUILD / "borealis-runner")
    for _ in range(ROUNDS):
        daemon = Daemon(tmp_path, *words)
        call = daemon.calls().call
        model.check(call)
        death = threading.Timer(rng.uniform(0.01, 0.7) * SLOWNESS, daemon.process.kill)
        death.start()
        with contextlib.suppress(OSError, http.client.HTTPException):
            while True:
                model.change(call)
                time.sleep(rng.uniform(0, 0.02))  # what a change sets going gets its share of the deaths
        death.join()
        daemon.end()
    daemon = Daemon(tmp_path, *words)
    call = daemon.calls().call
    model.check(call)
    with contextlib.suppress(AssertionError):
        wait_until(lambda: not model.left(call))
    assert not model.left(call)
    model.check_the_end(call)
    print(f"{ROUNDS} deaths, {model.acknowledged} acknowledged changes")
    assert model.acknowledged > ROUNDS
    for name in model.sizes:
        assert call("killTasks", {4: (12, key(name))})[0][1] == 1
    wait_until(lambda: not sleepers(tmp_path), what="the end of all tasks")
    assert daemon.end(signal.SIGTERM) == 0
    wait_until(lambda: not processes_in(tmp_path), what="the end of all runners")


def test_a_disk_that_takes_no_more_is_said_and_leaves_the_state_before(tmp_path):
    first = Daemon(tmp_path)
    assert first.calls().call("createJob", {1: (12, job("before", 3))})[0][1] == 1
    assert first.end(signal.SIGTERM) == 0

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
    full = Daemon(tmp_path, preexec_fn=limit, restore_signals=False)
    created = 0
    with contextlib.suppress(OSError, http.client.HTTPException):
        calls = full.calls()
        for created in range(100):
            assert calls.call("createJob", {1: (12, job(f"filler{created}", 500))})[0][1] == 1
    assert full.process.wait(30) != 0
    assert "store could not be written" in full.errors.read_text()

    again = Daemon(tmp_path)
    calls = again.calls()
    sizes = {c[9][3]: c[8] for c in calls.call("getJobs", {})[0][3][4][1]}
    assert sizes.pop("before") == 3
    # What was never answered is there whole, or not at all: the scheduling after it may be what found the disk full.
    unanswered = sizes.pop(f"filler{created}", None)
    assert unanswered in (None, 500)
    assert sizes == {f"filler{i}": 500 for i in range(created)}
    assert again.end(signal.SIGTERM) == 0


def overwritten(content):
    """Pages in the middle, as a bad disk leaves them."""
    return content[:4096] + b"\x5a" * 8192 + content[3 * 4096:]


def one_byte(content):
    """A letter of the name of a job in one of its tasks."""
    at = content.rindex(b"/before") + 1
    return content[:at] + b"c" + content[at + 1:]


@pytest.mark.parametrize("damage", [lambda c: b"no database at all" * 100, lambda c: c[:len(c) // 2], lambda c: c[:100],
                                    overwritten, one_byte], ids=["other", "half", "head", "pages", "byte"])
def test_a_damaged_database_is_said(tmp_path, damage):
    first = Daemon(tmp_path)
    assert first.calls().call("createJob", {1: (12, job("before", 3))})[0][1] == 1
    assert first.end(signal.SIGTERM) == 0
    file = tmp_path / "state/cluster.db"
    file.write_bytes(damage(file.read_bytes()))
    damaged = file.read_bytes()
    second = Daemon(tmp_path)
    assert second.url == ""
    assert second.process.wait(30) != 0
    assert "store" in second.errors.read_text()
    assert file.read_bytes() == damaged, "what can still be rescued is left alone"


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 2 MiB."""
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "none", place], capture_output=True).returncode != 0:
        pytest.skip("nothing can be mounted here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def test_a_full_disk_is_said_and_room_is_enough_to_go_on(tmp_path, small_disk):
    filler = small_disk / "filler"
    first = Daemon(tmp_path, state=small_disk / "state")
    calls = first.calls()
    assert calls.call("createJob", {1: (12, job("before", 3))})[0][1] == 1
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
    created = 0
    with contextlib.suppress(OSError, http.client.HTTPException):
        for created in range(100):
            assert calls.call("createJob", {1: (12, job(f"job{created}", 500))})[0][1] == 1
    assert first.process.wait(30) != 0
    assert "store could not be written" in first.errors.read_text()

    full = Daemon(tmp_path, state=small_disk / "state")
    if not full.url:  # there may be room enough to read
        assert full.process.wait(30) != 0
        assert full.errors.read_text().strip()
    else:
        full.end(signal.SIGTERM)
    filler.unlink()
    again = Daemon(tmp_path, state=small_disk / "state")
    sizes = {c[9][3]: c[8] for c in again.calls().call("getJobs", {})[0][3][4][1]}
    assert sizes == {"before": 3} | {f"job{i}": 500 for i in range(created)}
    assert again.end(signal.SIGTERM) == 0


def test_a_read_only_disk_is_said(tmp_path, small_disk):
    first = Daemon(tmp_path, state=small_disk / "state")
    assert first.calls().call("createJob", {1: (12, job("before", 3))})[0][1] == 1
    assert first.end(signal.SIGTERM) == 0
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    second = Daemon(tmp_path, state=small_disk / "state")
    assert second.url == "" and second.process.wait(30) != 0
    said = second.errors.read_text()
    assert "state" in said and "ead-only" in said
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    third = Daemon(tmp_path, state=small_disk / "state")
    assert [c[9][3] for c in third.calls().call("getJobs", {})[0][3][4][1]] == ["before"]
    assert third.end(signal.SIGTERM) == 0


def test_a_backup_takes_the_place_of_the_state(tmp_path):
    first = Daemon(tmp_path)
    call = first.calls().call
    assert call("createJob", {1: (12, job("before", 3))})[0][1] == 1
    assert call("performBackup", {})[0][1] == 1
    assert call("createJob", {1: (12, job("after", 2))})[0][1] == 1
    backup, = call("listBackups", {})[0][3][6][1]
    assert call("queryRecovery", {1: (12, {})})[0][1] == 2, "nothing is loaded yet"
    assert call("stageRecovery", {1: (11, "nothing-of-that-name")})[0][1] == 2
    assert call("stageRecovery", {1: (11, backup)})[0][1] == 1
    assert call("stageRecovery", {1: (11, backup)})[0][1] == 2, "another one is loaded"
    assert len(call("queryRecovery", {1: (12, {})})[0][3][9][1]) == 3
    assert call("deleteRecoveryTasks", {1: (12, {7: (14, ("set", 8, [2]))})})[0][1] == 1
    assert len(call("queryRecovery", {1: (12, {})})[0][3][9][1]) == 2
    assert call("commitRecovery", {})[0][1] == 1
    assert first.process.wait(30) == 0

    second = Daemon(tmp_path)
    found = second.calls().call("getTasksWithoutConfigs", {1: (12, {5: (14, ACTIVE)})})[0][3][3][1]
    assert sorted((task[1][4][28][3], task[1][6]) for task in found) == [("before", 0), ("before", 1)]
    assert second.end(signal.SIGTERM) == 0


def test_an_end_right_after_the_start_is_an_end(tmp_path):
    for _ in range(20):
        daemon = Daemon(tmp_path)
        assert daemon.url
        assert daemon.end(signal.SIGTERM) == 0
