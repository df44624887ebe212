"""The embedded cluster as a process: it really runs what it is given, and nothing is lost when it dies."""

import contextlib
import json
import os
import pathlib
import shutil
import signal
import urllib.request

import pytest

from .conftest import alive, processes_in, service, wait_until
from conftest import ROOT, SLOWNESS

SLEEP = "exec sleep 100000"


def sleepers(cluster):
    return {pid: command for pid, command in processes_in(cluster.directory).items() if command == "sleep 100000"}


def test_up_status_down(cluster):
    status = cluster.up("--hosts", "3")
    assert status["name"] == "devcluster" and alive(status["pid"])
    assert status["url"].startswith("http://127.0.0.1:")
    assert len(status["hosts"]) == 3 if isinstance(status["hosts"], list) else status["hosts"] == 3
    assert cluster("cluster", "up", "--port", "0").code == 4, "a second up of one name"
    assert cluster.down().code == 0
    wait_until(lambda: not alive(status["pid"]), what="the end of the cluster process")
    assert cluster.down().code == 0, "down is idempotent"
    assert cluster("job", "status", "devcluster/demo/prod/web").code == 6, "nobody finds it any more"


def test_another_name(cluster):
    done = cluster("cluster", "up", "--name", "east", "--port", "0")
    assert done.code == 0, done
    config = service(SLEEP, 1).replace("'devcluster'", "'east'")
    assert cluster.deploy(config).code == 0
    assert len(cluster.running("east/demo/prod/web")) == 1
    assert cluster("cluster", "down", "--name", "east").code == 0
    wait_until(lambda: not sleepers(cluster), what="the end of the tasks")


def test_deploy_runs_real_processes(cluster):
    cluster.up("--hosts", "3")
    done = cluster.deploy(service(SLEEP, 5))
    assert done.code == 0, done
    assert len(cluster.running()) == 5
    assert len(sleepers(cluster)) == 5


def test_deploying_the_same_again_changes_nothing(cluster):
    cluster.up()
    assert cluster.deploy(service(SLEEP, 2)).code == 0
    before = cluster.running()
    done = cluster.deploy(service(SLEEP, 2))
    assert done.code == 0, done
    assert cluster.running() == before


def test_a_change_is_rolled_out(cluster):
    cluster.up()
    assert cluster.deploy(service(SLEEP, 3)).code == 0
    before = cluster.running()
    done = cluster.deploy(service("exec sleep 200000", 4))
    assert done.code == 0, done
    after = cluster.running()
    assert sorted(after) == [0, 1, 2, 3] and not set(before.values()) & set(after.values())
    commands = [command for command in processes_in(cluster.directory).values() if command.startswith("sleep")]
    assert commands == ["sleep 200000"] * 4


def test_a_bad_change_is_rolled_back(cluster):
    cluster.up()
    assert cluster.deploy(service(SLEEP, 3)).code == 0
    done = cluster.deploy(service("exit 3", 3), "--timeout", "120")
    assert done.code == 1, done
    assert "rolled back" in (done.out + done.err).lower()
    wait_until(lambda: len(sleepers(cluster)) == 3, what="three instances of the old version")


def test_a_failing_staging_command_says_why_and_where(cluster):
    cluster.up()
    processes = ("[Process(name = 'stage', cmdline = 'echo no such package >&2; exit 9'), "
                 "Process(name = 'run', cmdline = 'sleep 1000')]")
    done = cluster.deploy(service("", 2, processes=processes), "--timeout", "300")
    assert done.code in (1, 5), done
    said = done.out + done.err
    assert "stage" in said and "9" in said
    log = next(pathlib.Path(cluster.state_dir()).rglob(".logs/stage/*/stderr"))
    assert log.read_text() == "no such package\n"
    assert ".logs/stage" in said, "the place of the log is said"


@pytest.mark.parametrize("round", range(3))
def test_kill_minus_nine_neither_kills_nor_forgets(cluster, round):
    cluster.up("--hosts", "2")
    assert cluster.deploy(service(SLEEP, 6)).code == 0
    tasks, pids = cluster.running(), set(sleepers(cluster))
    cluster.kill_daemon()
    assert set(sleepers(cluster)) == pids, "tasks outlive the cluster process"
    cluster.up("--hosts", "2")
    wait_until(lambda: cluster.running() == tasks, what="the tasks' return")
    assert set(sleepers(cluster)) == pids, "re-adopted, not restarted"


def test_what_ends_while_the_cluster_is_down_is_noticed(cluster):
    cluster.up()
    assert cluster.deploy(service(SLEEP, 2)).code == 0
    before = cluster.running()
    cluster.kill_daemon()
    victim = next(iter(sleepers(cluster)))
    os.kill(victim, signal.SIGKILL)
    cluster.up()
    wait_until(lambda: len(sleepers(cluster)) == 2 and len(cluster.running()) == 2, what="a whole job again")
    assert set(cluster.running()) == set(before)


def test_a_dead_supervisor_is_noticed_and_leaves_nothing(cluster):
    cluster.up()
    assert cluster.deploy(service(SLEEP, 1)).code == 0
    task = cluster.running()[0]
    old = set(sleepers(cluster))
    pid_file = next(path for path in pathlib.Path(cluster.state_dir()).rglob("runner.pid"))
    os.kill(int(pid_file.read_text().split()[0]), signal.SIGKILL)
    wait_until(lambda: cluster.running().get(0, task) != task, timeout=60, what="a replacement")
    wait_until(lambda: len(sleepers(cluster)) == 1, what="one process")
    assert not old & set(sleepers(cluster)), "the orphan is gone"


def test_kill_instances_and_killall(cluster):
    cluster.up()
    assert cluster.deploy(service(SLEEP, 4)).code == 0
    done = cluster("job", "kill", "devcluster/demo/prod/web/1,3", "--yes")
    assert done.code == 0, done
    assert sorted(cluster.running()) == [0, 2]
    assert len(sleepers(cluster)) == 2
    done = cluster("job", "killall", "devcluster/demo/prod/web", "--yes")
    assert done.code == 0, done
    assert sleepers(cluster) == {}


def test_create_and_name_taken(cluster):
    cluster.up()
    (cluster.directory / "job.aurora").write_text(service(SLEEP, 1))
    words = ("job", "create", "devcluster/demo/prod/web", "job.aurora", "--wait-until", "RUNNING")
    assert cluster(*words).code == 0
    assert len(cluster.running()) == 1
    assert cluster(*words).code == 4, "the name is taken"


def kernel_group():
    """A control group that we may make groups in, or nothing."""
    for root in ("/sys/fs/cgroup/unified", "/sys/fs/cgroup"):
        if not os.path.exists(f"{root}/cgroup.controllers"):
            continue
        own = next((line.strip()[3:] for line in open("/proc/self/cgroup") if line.startswith("0::")), "/")
        made = f"{root}{own.rstrip('/')}/borealis-life-{os.getpid()}"
        with contextlib.suppress(OSError):
            os.mkdir(made)
            return pathlib.Path(made)
    return None


def test_tasks_have_control_groups_where_the_machine_lets_us(cluster):
    base = kernel_group()
    if base is None:
        pytest.skip("no control group of version 2 can be made here")
    try:
        cluster.up("--cgroup", base)
        assert str(base) in cluster.status()["limits"]
        assert cluster.deploy(service(SLEEP, 2)).code == 0
        groups = lambda: {path.parent.name: set(path.read_text().split())
                          for path in base.glob("borealis-devcluster/*/cgroup.procs")}
        before = groups()
        assert len(before) == 2
        assert {int(pid) for pids in before.values() for pid in pids} == set(sleepers(cluster))
        cluster.kill_daemon()
        cluster.up("--cgroup", base)
        wait_until(lambda: len(cluster.running()) == 2, what="the tasks' return")
        assert groups() == before
        cluster.down()
        assert list(base.glob("*/")) == [], "no group is left"
    finally:
        cluster.down()
        os.rmdir(base)


@pytest.mark.parametrize("what", ["missing", "no group"])
def test_a_control_group_that_is_none_is_refused(cluster, what):
    if what == "no group":
        (cluster.directory / what).mkdir()
    done = cluster("cluster", "up", "--port", "0", "--cgroup", what)
    assert done.code != 0 and f"{cluster.directory}/{what}" in done.err and "cgroup version 2" in done.err, done
    done = cluster("cluster", "up", "--port", "0", "--cgroup", "none")
    assert done.code == 0 and "as told" in cluster("cluster", "status").out


def test_down_keeps_tasks_when_asked_to(cluster):
    cluster.up()
    assert cluster.deploy(service(SLEEP, 2)).code == 0
    tasks = cluster.running()
    assert cluster("cluster", "down", "--keep-tasks").code == 0
    assert len(sleepers(cluster)) == 2
    cluster.up()
    wait_until(lambda: cluster.running() == tasks, what="the tasks' return")


def test_a_service_is_restarted(cluster):
    cluster.up()
    assert cluster.deploy(service(SLEEP, 1)).code == 0
    task = cluster.running()[0]
    runner = next(path for path in pathlib.Path(cluster.state_dir()).rglob("runner.pid"))
    os.kill(int(runner.read_text().split()[0]), signal.SIGUSR2)
    wait_until(lambda: cluster.running().get(0, task) != task, timeout=60, what="a replacement")


def test_one_supervisor_is_small(cluster):
    if SLOWNESS > 1:
        return  # a sanitizer's own memory would be measured
    cluster.up()
    assert cluster.deploy(service(SLEEP, 2)).code == 0
    for pid_file in pathlib.Path(cluster.state_dir()).rglob("runner.pid"):
        rollup = pathlib.Path(f"/proc/{pid_file.read_text().split()[0]}/smaps_rollup").read_text()
        pss = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
        assert pss <= 1536, f"{pss} kB"


def test_hello_runs_three_hundred_instances(cluster):
    count = 300 if SLOWNESS == 1 else 20
    cluster.up("--hosts", str(count))
    folder = cluster.directory / "somebody's $HOME"  # a name that a shell must not read
    shutil.copytree(ROOT / "examples" / "hello", folder)
    config = folder / "hello.aurora"
    config.write_text(config.read_text().replace("instances = 300", f"instances = {count}"))
    done = cluster("job", "deploy", str(config), "--no-watch-secs", timeout=180)
    assert done.code == 0, done

    def servers():
        return [command for command in processes_in(cluster.directory).values() if "server.pl --port" in command]

    # A task runs from its first process on, which installs the server.
    wait_until(lambda: len(servers()) >= count, what="a server for each instance")
    assert len(servers()) == count
    task = next(task for task in cluster.tasks("devcluster/demo/prod/hello")[0]
                if task["assignedTask"]["instanceId"] == count - 1)
    port = task["assignedTask"]["assignedPorts"]["http"]

    def hello():
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as answer:
                return answer.read().decode()
        except OSError:
            return None  # its interpreter is still starting

    assert wait_until(hello, what="the server's answer") == f"hello from instance {count - 1}\n"
