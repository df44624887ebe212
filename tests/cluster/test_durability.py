"""What was acknowledged is there after a SIGKILL; a store that can't be written or read is said, and nothing is half."""

import contextlib
import http.client
import os
import random
import resource
import signal
import subprocess
import threading

import pytest

from conftest import BUILD

from .replay import Replay

ROUNDS = int(os.environ.get("DURABILITY_ROUNDS", 12))
ACTIVE = ("set", 8, [0, 16, 9, 1, 2, 13, 12, 17, 6, 18])


def key(name):
    return {1: (11, "www"), 2: (11, "prod"), 3: (11, name)}


def job(name, count, data="{}", cron=None):
    resources = [{1: (4, 0.1)}, {2: (10, 16)}, {3: (10, 16)}]
    task = {28: (12, key(name)), 7: (2, 0 if cron else 1), 13: (8, 1), 11: (8, 0), 20: (14, ("set", 12, [])),
            32: (14, ("set", 12, resources)), 25: (12, {1: (11, "AuroraExecutor"), 2: (11, data)})}
    out = {9: (12, key(name)), 6: (12, task), 8: (8, count)}
    return out | ({4: (11, cron)} if cron else {})


class Daemon:
    def __init__(self, directory, **more):
        read, write = os.pipe()
        self.errors = directory / "errors"
        with self.errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [BUILD / "borealis-clusterd", "--state", directory / "state", "--simulate", "--hosts", "20",
                 "--ready-fd", str(write)], pass_fds=[write], stderr=errors, **more)
        os.close(write)
        with os.fdopen(read) as ready:
            self.url = ready.readline().strip().removeprefix("http://")

    def calls(self):
        return Replay(http.client.HTTPConnection(self.url))

    def end(self, number=signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(number)
        return self.process.wait(30)


class Model:
    """What must be there. A change whose answer never came may be there or not."""

    def __init__(self):
        self.sizes, self.crons, self.quotas, self.updates = {}, {}, {}, {}
        self.unsure = set()

    def change(self, call, rng, number):
        name = f"job{number}"
        what = rng.choice(["create", "create", "kill", "update", "cron", "quota"])
        self.unsure.add(name)
        if what == "create":
            size = rng.randint(1, 20)
            assert call("createJob", {1: (12, job(name, size))})[0][1] == 1
            self.sizes[name] = size
        elif what == "cron":
            assert call("scheduleCronJob", {1: (12, job(name, 2, cron=f"{number % 60} 0 1 1 *"))})[0][1] == 1
            self.crons[name] = f"{number % 60} 0 1 1 *"
        elif what == "quota":
            amounts = ("set", 12, [{1: (4, float(number))}, {2: (10, number)}, {3: (10, number)}])
            assert call("setQuota", {1: (11, name), 2: (12, {4: (14, amounts)})})[0][1] == 1
            self.quotas[name] = number
        else:
            known = [n for n in self.sizes if n not in self.updates and n not in self.unsure]
            if not known:
                return
            self.unsure.discard(name)
            name = rng.choice(known)
            self.unsure.add(name)
            if what == "kill":
                assert call("killTasks", {4: (12, key(name))})[0][1] == 1
                self.sizes.pop(name)
            else:
                settings = {1: (8, 2), 2: (8, 0), 3: (8, 0), 5: (8, 100), 6: (2, 1), 7: (14, ("set", 12, [])),
                            8: (2, 0)}
                request = {1: (12, job(name, 0, '{"v":2}')[6][1]), 2: (8, self.sizes[name]), 3: (12, settings)}
                reply = call("startJobUpdate", {1: (12, request)})
                assert reply[0][1] == 1
                self.updates[name] = reply[0][3][22][1][2]
        self.unsure.discard(name)

    def check(self, call):
        for name, size in self.sizes.items():
            if name in self.unsure or name in self.updates:
                continue
            reply = call("getTasksWithoutConfigs", {1: (12, {2: (11, name), 5: (14, ACTIVE)})})
            instances = sorted(task[1][6] for task in reply[0][3][3].get(1, []))
            assert instances == list(range(size)), (name, instances, size)
        templates = {c[9][3]: c[4] for c in call("getJobs", {})[0][3][4][1] if 4 in c}
        for name, schedule in self.crons.items():
            assert name in self.unsure or templates.get(name) == schedule, name
        for role, amount in self.quotas.items():
            quota = call("getQuota", {1: (11, role)})[0][3][5][1][4]
            assert role in self.unsure or {2: amount} in quota, (role, quota)
        found = {s[5][2] for s in call("getJobUpdateSummaries", {1: (12, {2: (11, "www")})})[0][3][23].get(1, [])}
        assert set(self.updates.values()) <= found
        # An instance never has two live tasks.
        live = [(task[1][4][28][3], task[1][6])
                for task in call("getTasksWithoutConfigs", {1: (12, {5: (14, ACTIVE)})})[0][3][3].get(1, [])]
        assert len(live) == len(set(live))


def test_acknowledged_changes_survive_sigkill(tmp_path):
    rng = random.Random(7)
    model = Model()
    number = 0
    for _ in range(ROUNDS):
        daemon = Daemon(tmp_path)
        replay = daemon.calls()
        model.check(replay.call)
        model.unsure.clear()
        # The unsure ones of the last life: taken as they are found.
        death = threading.Timer(rng.uniform(0.05, 0.6), daemon.end)
        death.start()
        with contextlib.suppress(OSError, http.client.HTTPException):
            while True:
                number += 1
                model.change(replay.call, rng, number)
        death.join()
        # What had no answer may have happened or not.
        for name in model.unsure:
            model.sizes.pop(name, None)
    daemon = Daemon(tmp_path)
    model.check(daemon.calls().call)
    assert daemon.end(signal.SIGTERM) == 0
    assert number > ROUNDS


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
    assert sizes == {f"filler{i}": 500 for i in range(created)}
    assert again.end(signal.SIGTERM) == 0


@pytest.mark.parametrize("damage", [b"no database at all" * 100, b""])
def test_a_damaged_database_is_said(tmp_path, damage):
    first = Daemon(tmp_path)
    assert first.calls().call("createJob", {1: (12, job("before", 3))})[0][1] == 1
    assert first.end(signal.SIGTERM) == 0
    file = tmp_path / "state/cluster.db"
    content = file.read_bytes()
    file.write_bytes(damage or content[:len(content) // 2])
    second = Daemon(tmp_path)
    assert second.url == ""
    assert second.process.wait(30) != 0
    assert "store" in second.errors.read_text()


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
