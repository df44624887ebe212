"""Every command that changes something, but for those of test_faults.py, before a network and a scheduler that fail."""

import os
import signal
import subprocess
import time

import pytest

from . import misbehaving as bad
from .conftest import wait_until
from .test_faults import CALL_TIMEOUT, CARRIED_OUT, MAY, NOT, UNKNOWN, scheduler  # noqa: F401 (a fixture)
from conftest import BUILD, SLOWNESS

# The method of the change, the command line, what is there before, and where one sees the change.
CHANGES = {
    "add": ("addInstances", "job add {key}/0 1", "job", "tasks"),
    "restart": ("restartShards", "job restart {key}/0 --watch-secs 1 --healthcheck-interval-seconds 1", "running", "tasks"),
    "pause": ("pauseJobUpdate", "update pause {key}", "update", "updates"),
    "resume": ("resumeJobUpdate", "update resume {key}", "paused update", "updates"),
    "abort": ("abortJobUpdate", "update abort {key} --yes", "update", "updates"),
    "rollback": ("rollbackJobUpdate", "update rollback {key} --yes", "update", "updates"),
    "schedule": ("scheduleCronJob", "cron schedule {nightly}", "nothing", "schedules"),
    "deschedule": ("descheduleCronJob", "cron deschedule {key}", "schedule", "schedules"),
    "start": ("startCronJob", "cron start {key}", "schedule", "tasks"),
    "set quota": ("setQuota", "admin set-quota devcluster {name} 1 1GB 1GB", "nothing", "quota"),
    "increase quota": ("setQuota", "admin increase-quota devcluster {name} 1 1GB 1GB", "nothing", "quota"),
    "prune": ("pruneTasks", "admin prune-tasks devcluster --yes", "ended", "tasks"),
    "force": ("forceTaskState", "admin force-task-state devcluster {task} KILLING --yes", "job", "tasks"),
    "deactivate": ("startMaintenance", "admin host-deactivate devcluster --hosts {host}", "nothing", "host"),
    "activate": ("endMaintenance", "admin host-activate devcluster --hosts {host}", "maintenance", "host"),
    "drain": ("drainHosts", "admin host-drain devcluster --hosts {host} --yes", "maintenance", "host"),
    "sla drain": ("slaDrainHosts", "admin sla-host-drain devcluster --hosts {host} --yes", "nothing", "host"),
    "reconcile": ("triggerExplicitTaskReconciliation", "admin reconcile-tasks devcluster", "nothing", None),
    "reconcile all": ("triggerImplicitTaskReconciliation", "admin reconcile-tasks devcluster -t implicit", "nothing", None),
    "back up": ("performBackup", "admin scheduler-backup-now devcluster", "nothing", None),
    "snapshot": ("snapshot", "admin scheduler-snapshot devcluster", "nothing", None),
    "stage": ("stageRecovery", "admin scheduler-stage-recovery devcluster {backup}", "backup", "stage"),
    "delete of stage": ("deleteRecoveryTasks", "admin scheduler-delete-recovery-tasks devcluster {task} --yes", "stage", "stage"),
    "unload": ("unloadRecovery", "admin scheduler-unload-recovery devcluster", "stage", "stage"),
}


def config(name, cpu=0.1, job="Service", extra="constraints = {'host': 'nowhere'}"):
    return f"""
jobs = [{job}(cluster = 'devcluster', role = 'demo', environment = 'prod', name = '{name}', instances = 2, {extra},
  task = SequentialTask(name = 't', processes = [Process(name = 'run', cmdline = 'exec sleep 100000')],
    resources = Resources(cpu = {cpu}, ram = 32*MB, disk = 32*MB)))]
"""


class Scene:
    """A command with a job and a role of its own; what is there before is made and looked at past the proxy."""
    count = 0

    def __init__(self, scheduler, command):  # noqa: F811
        self.cluster, self.through, self.proxy = scheduler
        Scene.count += 1
        name = f"change{Scene.count}"
        self.names = {"name": name, "key": f"devcluster/demo/prod/{name}", "host": "localhost",
                      "nightly": f"{name}-nightly.aurora"}
        self.method, words, before, self.place = CHANGES[command]
        self.make(before)
        self.words = words.format(**self.names).split() + ["--call-timeout", str(CALL_TIMEOUT)]
        self.before = self.look()

    def must(self, *words):
        done = self.cluster(*words)
        assert done.code == 0, done
        return done

    def write(self, name, text):
        (self.cluster.directory / name).write_text(text)
        return name

    def create(self, **more):
        key = self.names["key"]
        self.must("job", "create", key, self.write(f"{self.names['name']}.aurora", config(self.names["name"], **more)))
        if "constraints" not in more.get("extra", "constraints"):
            wait_until(lambda: len(self.cluster.running(key)) == 2, what="two running tasks")
        self.names["task"] = self.cluster.tasks(key)[0][0]["assignedTask"]["taskId"]

    def make(self, before):
        name, key, host = self.names["name"], self.names["key"], self.names["host"]
        nightly = config(name, job="Job", extra="cron_schedule = '0 4 1 1 *', constraints = {'host': 'nowhere'}")
        self.write(self.names["nightly"], nightly)
        self.must("admin", "host-activate", "devcluster", "--hosts", host)
        if before == "job":
            self.create()
        elif before in ("running", "ended"):
            self.create(extra="production = False")
            if before == "ended":
                self.must("job", "killall", key, "--yes", "--no-batching")
        elif before in ("update", "paused update"):
            self.create()
            self.must("update", "start", key, self.write(f"{name}-changed.aurora", config(name, cpu=0.2)))
            if before == "paused update":
                self.must("update", "pause", key)
        elif before == "schedule":
            self.must("cron", "schedule", self.names["nightly"])
        elif before == "maintenance":
            self.must("admin", "host-deactivate", "devcluster", "--hosts", host)
        elif before in ("backup", "stage"):
            self.create()
            self.cluster("admin", "scheduler-unload-recovery", "devcluster")
            self.must("admin", "scheduler-backup-now", "devcluster")
            self.names["backup"] = self.must("admin", "scheduler-list-backups", "devcluster").out.split()[-1]
            if before == "stage":
                self.must("admin", "scheduler-stage-recovery", "devcluster", self.names["backup"])

    def look(self):
        """What the command changes, as the scheduler has it."""
        key = self.names["key"]
        if self.place == "tasks":
            done = self.cluster("job", "status", key, "--output", "json")
            return sorted((task["assignedTask"]["taskId"], task["status"]) for job in done.json()
                          for task in job["active"] + job["inactive"]) if done.code == 0 else []
        words = {"updates": ["update", "list", key, "--output", "json"],
                 "schedules": ["cron", "show", "devcluster/demo", "--output", "json"],
                 "quota": ["quota", "get", f"devcluster/{self.names['name']}", "--output", "json"],
                 "host": ["admin", "host-status", "devcluster", "--hosts", self.names["host"], "--output", "json"],
                 "stage": ["admin", "scheduler-print-recovery-tasks", "devcluster", "--output", "json"]}.get(self.place)
        if words is None:
            return None
        done = self.cluster(*words)
        if self.place == "updates":
            return [(update["id"], update["status"]) for update in done.json()]
        if self.place == "schedules":
            return [job["key"] for job in done.json()["jobs"]]
        return done.code, done.out

    def run(self, fault):
        self.proxy.misbehave(fault, self.method)
        start = time.monotonic()
        done = self.through(*self.words)
        done.seconds = time.monotonic() - start
        self.proxy.behave()
        return done

    def start(self, fault):
        self.proxy.misbehave(fault, self.method)
        return subprocess.Popen([str(BUILD / "borealis"), *self.words], env={**os.environ, **self.through.home},
                                cwd=self.through.directory, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True)


@pytest.fixture(params=CHANGES)
def scene(request, scheduler):  # noqa: F811
    return Scene(scheduler, request.param)


# All of them take long with slow programs, and go the same way through them.
FAULTS = [pytest.param(fault, marks=[] if fault in ("truncated", "garbage") else pytest.mark.plain_build)
          for fault in UNKNOWN]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_lost_answer_to_a_change(scene, fault):
    done = scene.run(UNKNOWN[fault])
    assert done.code == 5, done
    assert MAY in done.err and NOT not in done.err, done
    assert done.seconds < 4 * CALL_TIMEOUT + 10 * SLOWNESS, done.seconds
    assert scene.proxy.seen == 1, "a change is never repeated blindly"
    if scene.place and fault in CARRIED_OUT:
        assert scene.look() != scene.before, "it has been carried out, as the message says that it may have been"


@pytest.mark.plain_build
@pytest.mark.parametrize("fault, code", [(bad.no_leader, 5), (bad.redirect_to_itself, 5), (bad.not_allowed, 7)],
                         ids=["503", "redirect loop", "401"])
def test_a_change_that_nobody_took(scene, fault, code):
    done = scene.run(fault)
    assert done.code == code, done
    assert NOT in done.err and MAY not in done.err, done
    assert done.seconds < CALL_TIMEOUT + 15 * SLOWNESS, done.seconds
    assert scene.look() == scene.before


@pytest.mark.plain_build
def test_no_leader_for_a_while(scene):
    scene.words[-1] = "60"
    done = scene.run(bad.no_leader_twice)
    assert done.code == 0, done
    assert scene.proxy.seen == 3
    if scene.place:
        assert scene.look() != scene.before


@pytest.mark.plain_build
def test_ctrl_c_while_a_change_is_waited_for(scene):
    scene.words[-1] = "60"
    process = scene.start(bad.silent)
    assert scene.proxy.called.wait(30 * SLOWNESS)
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=15 * SLOWNESS)
    assert process.returncode == 130, err
    assert "interrupted" in err and MAY in err, err


@pytest.mark.parametrize("fault", [bad.reset_before, bad.garbage, bad.no_leader], ids=["reset before", "garbage", "503"])
def test_a_recovery_that_is_not_committed(scheduler, fault):  # noqa: F811
    """A commit ends the scheduler, so that only those faults are tried that keep it from it."""
    scene = Scene(scheduler, "unload")
    scene.method, scene.words = "commitRecovery", ["admin", "scheduler-commit-recovery", "devcluster", "--yes", *scene.words[-2:]]
    done = scene.run(fault)
    assert done.code == 5 and (NOT if fault is bad.no_leader else MAY) in done.err, done
    assert scene.look() == scene.before
