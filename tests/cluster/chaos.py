"""A cluster that is killed at any moment, and what must be true of it afterwards."""

import contextlib
import http.client
import json
import os
import signal
import subprocess

from conftest import BUILD

from .replay import Replay

ACTIVE = ("set", 8, [0, 16, 9, 1, 2, 13, 12, 17, 6, 18])
FINISHED, KILLING, KILLED, ROLLED_FORWARD = 3, 6, 5, 4
ROLE, MOST_JOBS = "www", 10


def key(name):
    return {1: (11, ROLE), 2: (11, "prod"), 3: (11, name)}


def runs(cmdline):
    """Executor data of a task with one process."""
    return json.dumps({"task": {"name": "task", "processes": [{"name": "run", "cmdline": cmdline}]}})


SLEEP = "exec sleep 100000"


def job(name, count, data="{}", cron=None):
    resources = [{1: (4, 0.1)}, {2: (10, 16)}, {3: (10, 16)}]
    task = {28: (12, key(name)), 7: (2, 0 if cron else 1), 13: (8, 1), 11: (8, 0), 20: (14, ("set", 12, [])),
            32: (14, ("set", 12, resources)), 25: (12, {1: (11, "AuroraExecutor"), 2: (11, data)})}
    out = {9: (12, key(name)), 6: (12, task), 8: (8, count)}
    return out | ({4: (11, cron)} if cron else {})


class Daemon:
    """borealis-clusterd as a process; `url` is empty when it ended instead of answering."""

    def __init__(self, directory, *words, state=None, **more):
        read, write = os.pipe()
        self.errors = directory / "errors"
        with self.errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [BUILD / "borealis-clusterd", "--state", state or directory / "state", "--hosts", "20",
                 *(words or ("--simulate",)), "--ready-fd", str(write)], pass_fds=[write], stderr=errors, **more)
        os.close(write)
        with os.fdopen(read) as ready:
            self.url = ready.readline().strip().removeprefix("http://")

    def calls(self):
        assert self.url, self.errors.read_text()
        return Replay(http.client.HTTPConnection(self.url))

    def end(self, number=signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(number)
        return self.process.wait(60)


def sleepers(directory):
    """The pids of the tasks' processes by task id: what really runs."""
    found = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            cwd = os.readlink(f"/proc/{pid}/cwd")
            if cwd.startswith(str(directory)) and os.readlink(f"/proc/{pid}/exe").endswith("/sleep"):
                found.setdefault(next(part for part in cwd.split("/") if part.startswith("thermos-"))[8:], set()).add(int(pid))
    return found


class Model:
    """What must be there, by the answers that came. Of the change whose answer never came, all is there or nothing."""

    def __init__(self, rng, directory):
        self.rng, self.directory = rng, directory
        self.number = self.acknowledged = 0
        self.sizes, self.killed, self.updates = {}, set(), {}
        self.templates, self.quotas = {}, {}
        self.starts, self.runs = {}, {}  # of cron jobs: acknowledged, and how many runs must come to their end
        self.ids, self.pids = {}, {}  # of the tasks that nobody has changed: they stay
        self.under_way = None

    def change(self, call):
        """Makes a change at random; raises what the connection raises when the cluster dies."""
        self.number += 1
        idle = [name for name in self.sizes if name not in self.updates]
        name = f"job{self.number}"
        what = self.rng.choice(["create", "create", "kill", "update", "cron", "start", "quota"])
        if len(self.sizes) >= MOST_JOBS and what == "create":
            what = "kill"
        if what in ("kill", "update") and idle:
            name = self.rng.choice(idle)
        elif what == "quota":
            name = f"role{self.number % 10}"
        elif what == "start" and (startable := [n for n in self.templates if self.starts[n] < 2]):
            name = self.rng.choice(startable)
        elif what in ("kill", "update", "start"):
            return
        self.under_way = what, name
        getattr(self, "_" + what)(call, name)
        self.under_way = None
        self.acknowledged += 1

    def _create(self, call, name):
        self.trying = self.rng.randint(1, 3)
        assert call("createJob", {1: (12, job(name, self.trying, runs(SLEEP)))})[0][1] == 1
        self.sizes[name] = self.trying

    def _kill(self, call, name):
        self._forget(name)
        assert call("killTasks", {4: (12, key(name))})[0][1] == 1
        del self.sizes[name]
        self.killed.add(name)

    def _update(self, call, name):
        self._forget(name)
        settings = {1: (8, 1), 2: (8, 0), 3: (8, 0), 5: (8, 50), 6: (2, 1), 7: (14, ("set", 12, [])), 8: (2, 0)}
        request = {1: (12, job(name, 0, runs(SLEEP + " # next"))[6][1]), 2: (8, self.sizes[name]), 3: (12, settings)}
        reply = call("startJobUpdate", {1: (12, request)})
        assert reply[0][1] == 1, reply
        self.updates[name] = reply[0][3][22][1][2]

    def _cron(self, call, name):
        assert call("scheduleCronJob", {1: (12, job(name, 1, runs("true"), cron="0 0 1 1 *"))})[0][1] == 1
        self.templates[name], self.starts[name] = "0 0 1 1 *", 0

    def _start(self, call, name):
        runs_before = self.finished(call, name)
        assert call("startCronJob", {4: (12, key(name))})[0][1] == 1
        # One that was still under way is ended for the new one (KILL_EXISTING).
        self.starts[name] += 1
        self.runs[name] = runs_before + 1

    def finished(self, call, name):
        query = {14: (11, ROLE), 2: (11, name), 5: (14, ("set", 8, [FINISHED]))}
        return len(call("getTasksWithoutConfigs", {1: (12, query)})[0][3][3].get(1, []))

    def _quota(self, call, name):
        amounts = ("set", 12, [{1: (4, float(self.number))}, {2: (10, self.number)}, {3: (10, self.number)}])
        assert call("setQuota", {1: (11, name), 2: (12, {4: (14, amounts)})})[0][1] == 1
        self.quotas[name] = self.number

    def _forget(self, name):
        for task in self.ids.pop(name, {}).values():
            self.pids.pop(task, None)

    def tasks(self, call):
        """Every task there is, by job: (status, instance, id)."""
        found = {}
        for task in call("getTasksWithoutConfigs", {1: (12, {14: (11, ROLE)})})[0][3][3].get(1, []):
            found.setdefault(task[1][4][28][3], []).append((task[2], task[1][6], task[1][1]))
        return found

    def check(self, call):
        """After a restart."""
        tasks = self.tasks(call)
        live = {name: {instance: task for status, instance, task in several if status in ACTIVE[2]}
                for name, several in tasks.items()}
        for name, several in tasks.items():
            assert sum(status in ACTIVE[2] for status, _, _ in several) == len(live[name]), f"{name}: two of an instance"
        templates = {c[9][3]: c[4] for c in call("getJobs", {})[0][3][4][1] if 4 in c}
        updates = {s[5][1][3]: s[5][2]
                   for s in call("getJobUpdateSummaries", {1: (12, {2: (11, ROLE)})})[0][3][23].get(1, [])}
        self._settle(tasks, live, templates, updates)
        for name, size in self.sizes.items():
            if name not in self.updates:
                assert sorted(live.get(name, {})) == list(range(size)), (name, tasks.get(name))
        for name in self.killed:
            assert {status for status, _, _ in tasks.get(name, []) if status in ACTIVE[2]} <= {KILLING}, name
        assert self.templates.items() <= templates.items()
        for name, id in self.updates.items():
            assert updates.get(name) == id, name
        for role, amount in self.quotas.items():
            assert {2: amount} in call("getQuota", {1: (11, role)})[0][3][5][1][4], role
        self._check_the_same(live)

    def _settle(self, tasks, live, templates, updates):
        """What had no answer happened or not; never a part of it."""
        if self.under_way is None:
            return
        (what, name), self.under_way = self.under_way, None
        if what == "quota":
            self.quotas.pop(name, None)  # the old or the new one
        elif what == "create":
            assert len(tasks.get(name, [])) in (0, self.trying), f"half of {name} was made"
            if name in live:
                self.sizes[name] = self.trying
        elif what == "kill":
            ending = [status in (KILLING, KILLED) for status, _, _ in tasks[name]]
            assert all(ending) or not any(ending), f"half of {name} was killed"
            if any(ending):
                del self.sizes[name]
                self.killed.add(name)
        elif what == "update" and name in updates:
            self.updates[name] = updates[name]
        elif what == "cron" and name in templates:
            self.templates[name], self.starts[name] = templates[name], 0
        elif what == "start":
            del self.templates[name], self.starts[name]  # one more or not
            self.runs.pop(name, None)

    def _check_the_same(self, live):
        """Tasks outlive the cluster: the same ones, in the same processes."""
        running = sleepers(self.directory)
        for name, ids in self.ids.items():
            assert live[name] == ids, f"{name} was begun anew"
        for task, pids in self.pids.items():
            assert running.get(task) == pids, f"the processes of {task} were begun anew"
        self.ids = {name: live[name] for name in self.sizes if name not in self.updates}
        self.pids = {task: running[task] for ids in self.ids.values() for task in ids.values() if task in running}

    def left(self, call):
        """Updates, cron runs and kills that have not come to their end."""
        summaries = call("getJobUpdateSummaries", {1: (12, {2: (11, ROLE)})})[0][3][23].get(1, [])
        tasks = self.tasks(call)
        return ([f"update of {s[5][1][3]} ({s[4][1]})" for s in summaries if s[4][1] != ROLLED_FORWARD]
                + [f"run of {name}" for name, runs in self.runs.items() if self.finished(call, name) < runs]
                + [f"kill of {name}" for name in self.killed if any(s in ACTIVE[2] for s, _, _ in tasks.get(name, []))])

    def check_the_end(self, call):
        """Each update took each instance once, and no start of a cron job was more than one run."""
        tasks = self.tasks(call)
        for name, id in self.updates.items():
            query = {1: (12, {1: (12, {1: (12, key(name)), 2: (11, id)})})}
            events = call("getJobUpdateDetails", {1: query[1][1][1]})[0][3][24][1][3]
            began = sorted(event[1] for event in events if event[3] == 3)
            assert began == list(range(self.sizes[name])), (name, events)
            # A task that is replaced before it was placed leaves no trace.
            assert len(tasks[name]) <= 2 * self.sizes[name], f"{name}: an instance was replaced more than once"
            assert sum(status in ACTIVE[2] for status, _, _ in tasks[name]) == self.sizes[name], name
        for name, starts in self.starts.items():
            assert self.runs.get(name, 0) <= self.finished(call, name) <= starts, name
