"""A cluster of its own for each test, and what one sees of it from outside."""

import json
import os
import signal
import subprocess
import time

import pytest

from conftest import BUILD, SLOWNESS, run_borealis


def wait_until(condition, timeout=120, what="the condition"):
    deadline = time.monotonic() + timeout * SLOWNESS
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f"{what} did not come true within {timeout * SLOWNESS} s")


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def processes_in(directory):
    """Live processes whose working directory lies below `directory`: what really runs, seen from outside."""
    found = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            cwd = os.readlink(f"/proc/{pid}/cwd")
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                command = file.read().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:
            continue
        if cwd.startswith(str(directory)) and alive(pid):
            found[int(pid)] = command
    return found


class Cluster:
    def __init__(self, home, directory):
        self.home, self.directory = home, directory

    def __call__(self, *words, **more):
        return run_borealis(*words, env=self.home, cwd=self.directory, **more)

    def up(self, *words):
        done = self("cluster", "up", "--port", "0", *words)
        assert done.code == 0, done
        return self.status()

    def status(self):
        done = self("cluster", "status", "--output", "json")
        assert done.code == 0, done
        return done.json()

    def state_dir(self):
        return self.status()["state_dir"]

    def deploy(self, config, *words, name="job.aurora"):
        (self.directory / name).write_text(config)
        return self("job", "deploy", name, *words)

    def tasks(self, key="devcluster/demo/prod/web"):
        done = self("job", "status", key, "--output", "json")
        assert done.code == 0, done
        job, = done.json()
        return job["active"], job["inactive"]

    def running(self, key="devcluster/demo/prod/web"):
        return {task["assignedTask"]["instanceId"]: task["assignedTask"]["taskId"]
                for task in self.tasks(key)[0] if task["status"] == "RUNNING"}

    def kill_daemon(self):
        pid = self.status()["pid"]
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not alive(pid), what="the cluster process's death")

    def down(self):
        return self("cluster", "down", timeout=300)


@pytest.fixture
def cluster(home, tmp_path):
    made = Cluster(home, tmp_path)
    yield made
    down = made.down()
    left = processes_in(tmp_path)
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert not left, f"left behind after `cluster down`: {left}\n{down}"


def service(cmdline, instances=3, extra="", processes=None, name="web"):
    processes = processes or f"[Process(name = 'run', cmdline = {cmdline!r}, min_duration = 1)]"
    return f"""
jobs = [Service(cluster = 'devcluster', role = 'demo', environment = 'prod', name = '{name}', instances = {instances},
  update_config = UpdateConfig(watch_secs = 1, batch_size = 2), {extra}
  task = SequentialTask(name = 'web', processes = {processes},
    resources = Resources(cpu = 0.1, ram = 32*MB, disk = 32*MB)))]
"""
