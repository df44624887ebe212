"""The client in front of a network and a scheduler that fail: it ends in time with the right code, and what it says about
the request is true."""

import json
import os
import signal
import subprocess
import time

import pytest

from . import misbehaving as bad
from .conftest import Cluster, wait_until
from conftest import BUILD, SLOWNESS

# Of calls that are to fail; a call that is to succeed has its time.
CALL_TIMEOUT = 3 if SLOWNESS == 1 else 6
MAY = "may have been carried out"
NOT = "was not carried out"

# Each command that changes something: the method of the change, the command line, and whether a job is there before.
COMMANDS = {
    "create": ("createJob", ["job", "create", "{key}", "{file}"], False),
    "deploy": ("createJob", ["job", "deploy", "{key}", "{file}", "--no-wait"], False),
    "update": ("startJobUpdate", ["job", "deploy", "{key}", "{changed}", "--no-wait"], True),
    "update start": ("startJobUpdate", ["update", "start", "{key}", "{changed}"], True),
    "kill": ("killTasks", ["job", "kill", "{key}/0", "--yes"], True),
    "killall": ("killTasks", ["job", "killall", "{key}", "--yes", "--no-batching"], True),
}


def config(name, cpu):
    return f"""
jobs = [Service(cluster = 'devcluster', role = 'demo', environment = 'prod', name = '{name}', instances = 2,
  constraints = {{'host': 'nowhere'}},
  task = SequentialTask(name = 't', processes = [Process(name = 'run', cmdline = 'sleep 100')],
    resources = Resources(cpu = {cpu}, ram = 32*MB, disk = 32*MB)))]
"""


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    """A cluster, and a proxy before it; the client knows only the proxy. The jobs' tasks stay PENDING: no host fits."""
    directory = tmp_path_factory.mktemp("faults")
    direct = {"HOME": str(directory), "XDG_STATE_HOME": str(directory / "state"), "NO_COLOR": "1",
              "AURORA_CONFIG_ROOT": str(directory / "none")}
    cluster = Cluster(direct, directory)
    status = cluster.up()
    proxy = bad.Proxy(int(status["url"].split(":")[2].split("/")[0]))
    (directory / "etc").mkdir()
    (directory / "etc" / "clusters.json").write_text(json.dumps([{"name": "devcluster", "scheduler_uri": proxy.url}]))
    through = Cluster({**direct, "XDG_STATE_HOME": str(directory / "elsewhere"),
                       "AURORA_CONFIG_ROOT": str(directory / "etc")}, directory)
    yield cluster, through, proxy
    proxy.close()
    cluster.down()


class Scene:
    """One command with a job of its own."""
    count = 0

    def __init__(self, scheduler, command):
        self.cluster, self.through, self.proxy = scheduler
        Scene.count += 1
        self.name = f"job{Scene.count}"
        self.key = f"devcluster/demo/prod/{self.name}"
        self.method, words, exists = COMMANDS[command]
        names = {"key": self.key, "file": f"{self.name}.aurora", "changed": f"{self.name}-changed.aurora"}
        (self.cluster.directory / names["file"]).write_text(config(self.name, 0.1))
        (self.cluster.directory / names["changed"]).write_text(config(self.name, 0.2))
        self.words = [word.format(**names) for word in words] + ["--call-timeout", str(CALL_TIMEOUT)]
        if exists:
            done = self.cluster("job", "create", self.key, names["file"])
            assert done.code == 0, done

    def run(self, fault, *methods, **more):
        self.proxy.misbehave(fault, *(methods or [self.method]))
        start = time.monotonic()
        done = self.through(*self.words, **more)
        done.seconds = time.monotonic() - start
        self.proxy.behave()
        return done

    def start(self, fault, *methods):
        self.proxy.misbehave(fault, *(methods or [self.method]))
        return subprocess.Popen([str(BUILD / "borealis"), *self.words], env={**os.environ, **self.through.home},
                                cwd=self.through.directory, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True)

    def active(self):
        """How many tasks of the job are active, asked past the proxy."""
        done = self.cluster("job", "status", self.key, "--output", "json")
        return 0 if done.code == 6 else sum(len(job["active"]) for job in done.json())

    def carried_out(self):
        return self.active() < 2 if self.method == "killTasks" else self.active() == 2


@pytest.fixture(params=COMMANDS)
def scene(request, scheduler):
    return Scene(scheduler, request.param)


# What is known when the answer to a change doesn't come.
UNKNOWN = {
    "reset before": bad.reset_before,
    "reset after": bad.reset_after,
    "truncated": bad.truncated,
    "garbage": bad.garbage,
    "HTML 500": bad.html_500,
    "100 MB": bad.huge,
    "100 MB page": bad.huge_page,
    "a byte a second": bad.a_byte_a_second,
    "silent": bad.silent,
}
# After these the change has been carried out, whatever the client saw.
CARRIED_OUT = {"reset after", "truncated"}


@pytest.mark.parametrize("fault", UNKNOWN)
def test_a_lost_answer_to_a_change(scene, fault):
    found = scene.method == "startJobUpdate" and fault in CARRIED_OUT
    if found:
        scene.words[-1] = "60"
    done = scene.run(UNKNOWN[fault])
    if found:
        # The update carries an id: the client looks whether it is there, and finds it.
        assert done.code == 0, done
        assert scene.proxy.seen == 1, "it is started once"
        return
    assert done.code == 5, done
    assert MAY in done.err and NOT not in done.err, done
    assert done.out == "" or "--output" not in scene.words
    assert done.seconds < 4 * CALL_TIMEOUT + 10 * SLOWNESS, done.seconds
    if scene.method == "startJobUpdate":
        assert scene.proxy.seen == 3, "asked for again, after a look that showed that it is not there"
    else:
        assert scene.proxy.seen == 1, "a change is never repeated blindly"
    if fault in CARRIED_OUT:
        assert scene.carried_out()


@pytest.mark.parametrize("fault", [bad.no_leader, bad.redirect_to_itself], ids=["503", "redirect loop"])
def test_a_change_that_nobody_took(scene, fault):
    before = scene.active()
    done = scene.run(fault)
    assert done.code == 5, done
    assert NOT in done.err and MAY not in done.err, done
    assert done.seconds < CALL_TIMEOUT + 15 * SLOWNESS, done.seconds
    assert scene.active() == before


def test_no_leader_for_a_while(scene):
    scene.words[-1] = "60"
    done = scene.run(bad.no_leader_twice)
    assert done.code == 0, done
    assert scene.proxy.seen == 3 and scene.carried_out()


def test_nobody_listens(scene):
    with bad.socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    etc = scene.through.directory / "nobody"
    etc.mkdir(exist_ok=True)
    (etc / "clusters.json").write_text(json.dumps([{"name": "devcluster", "scheduler_uri": f"http://127.0.0.1:{port}"}]))
    nobody = Cluster({**scene.through.home, "AURORA_CONFIG_ROOT": str(etc)}, scene.through.directory)
    done = nobody(*scene.words)
    assert done.code == 5, done
    assert "refused" in done.err, done


@pytest.mark.parametrize("fault", UNKNOWN)
def test_a_broken_answer_to_a_read(scheduler, fault):
    scene = Scene(scheduler, "kill")
    scene.words = ["job", "status", scene.key, "--call-timeout", str(CALL_TIMEOUT)]
    done = scene.run(UNKNOWN[fault], "getTasksWithoutConfigs")
    assert done.code == 5, done
    assert MAY not in done.err and done.out == "", done
    assert done.seconds < CALL_TIMEOUT + 15 * SLOWNESS, done.seconds


def test_a_login_is_wanted(scene):
    before = scene.active()
    done = scene.run(bad.not_allowed)
    assert done.code == 7, done
    assert ".netrc" in done.err and NOT in done.err, done
    assert scene.active() == before


@pytest.mark.plain_build
def test_memory_stays_bounded(scheduler):
    scene = Scene(scheduler, "kill")
    for fault in (bad.huge, bad.huge_page):
        process = scene.start(fault)
        process.stdout.close()
        process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 5
        assert usage.ru_maxrss < 450 << 10, f"{usage.ru_maxrss} KB"


@pytest.mark.parametrize("fault", [bad.silent, bad.a_byte_a_second], ids=["silent", "a byte a second"])
def test_ctrl_c_while_a_change_is_waited_for(scene, fault):
    scene.words[-1] = "60"
    process = scene.start(fault)
    assert scene.proxy.called.wait(30 * SLOWNESS)
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=15 * SLOWNESS)
    assert process.returncode == 130, err
    assert "interrupted" in err and MAY in err, err


def test_ctrl_c_while_a_read_is_waited_for(scheduler):
    scene = Scene(scheduler, "kill")
    scene.words = ["job", "status", scene.key]
    process = scene.start(bad.silent, "getTasksWithoutConfigs")
    assert scene.proxy.called.wait(30 * SLOWNESS)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=15 * SLOWNESS)
    assert process.returncode == 130, err
    assert "interrupted" in err and MAY not in err and out == "", err


def test_ctrl_c_while_a_leader_is_waited_for(scene):
    scene.words[-1] = "60"
    process = scene.start(bad.no_leader)
    assert scene.proxy.called.wait(30 * SLOWNESS)
    wait_until(lambda: scene.proxy.answered >= 3, what="repetitions")
    time.sleep(0.3)  # the answer is read, and the next call is a second away
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=15 * SLOWNESS)
    assert process.returncode == 130, err
    assert NOT in err and MAY not in err, err


def test_ctrl_c_in_a_poll_while_watching(scheduler):
    scene = Scene(scheduler, "update")
    scene.words = ["job", "deploy", scene.key, f"{scene.name}-changed.aurora"]
    process = scene.start(bad.silent, "getJobUpdateDetails")
    assert scene.proxy.called.wait(30 * SLOWNESS)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=15 * SLOWNESS)
    assert process.returncode == 130, err
    assert "goes on" in err, err


def test_the_scheduler_restarts_while_an_update_is_watched(scheduler):
    cluster, _, proxy = scheduler
    scene = Scene(scheduler, "update")
    scene.words = ["job", "deploy", scene.key, f"{scene.name}-changed.aurora", "--timeout", str(8 * SLOWNESS)]
    process = scene.start(lambda proxy, connection, request: connection.sendall(proxy.forward(request)),
                          "getJobUpdateDetails")
    assert proxy.called.wait(30 * SLOWNESS)
    cluster.kill_daemon()
    proxy.upstream = int(cluster.up()["url"].split(":")[2].split("/")[0])
    out, err = process.communicate(timeout=60 * SLOWNESS)
    # The tasks fit nowhere, so the watching ends with its time, not with the restart.
    assert process.returncode == 5, err
    assert "no answer" not in err, err


def test_a_watch_ends_in_its_time_though_nobody_answers(scheduler):
    scene = Scene(scheduler, "update")
    scene.words = ["job", "deploy", scene.key, f"{scene.name}-changed.aurora", "--timeout", "3"]
    done = scene.run(bad.silent, "getJobUpdateDetails")
    assert done.code == 5 and "not done in time" in done.err and "update wait" in done.err, done
    assert done.seconds < 20 * SLOWNESS, done.seconds


def test_a_useless_answer_about_one_job_hides_no_other(scheduler):
    scene = Scene(scheduler, "create")
    names = ["before", "useless", "behind", "last"]
    (scene.cluster.directory / "four.aurora").write_text(
        config("x", 0.1) + f"template = jobs[0]\njobs = [template(name = name) for name in {names}]\n")
    scene.words = ["job", "diff", "four.aurora"]
    done = scene.run(lambda proxy, connection, request: bad.html_500(proxy, connection, request) if b"useless" in request
                     else connection.sendall(proxy.forward(request)), "populateJobConfig")
    assert done.code == 5 and "not asked" not in done.err and "prod/useless" in done.err, done
    for name in ("before", "behind", "last"):
        assert f"prod/{name}: create" in done.out, done


def test_debug_http(scheduler):
    scene = Scene(scheduler, "kill")
    scene.proxy.behave()
    plain = scene.through("job", "status", scene.key, "--output", "json")
    shown = scene.through("job", "status", scene.key, "--output", "json", "--debug-http")
    assert shown.code == 0 and shown.out == plain.out, shown
    assert f"--> POST {scene.proxy.url}/api" in shown.err
    assert '[1,"getTasksWithoutConfigs",1,' in shown.err and '"responseCode": "OK"' in shown.err
    assert "application/vnd.apache.thrift.json" in shown.err
