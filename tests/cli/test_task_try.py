"""`task try`: one instance, in the foreground, by the same supervisor that the cluster uses."""

import os
import signal
import subprocess
import time

import pytest

from conftest import BUILD, SLOWNESS


def config(processes, extra=""):
    return f"""
procs = [{processes}]
jobs = [Job(cluster = 'devcluster', role = 'demo', environment = 'test', name = 'try',
  task = Task(name = 'try', processes = procs, resources = Resources(cpu = 0.1, ram = 16*MB, disk = 16*MB){extra}))]
"""


@pytest.fixture
def attempt(borealis, tmp_path):
    def run(processes, extra="", **more):
        (tmp_path / "try.aurora").write_text(config(processes, extra))
        return borealis("task", "try", "try.aurora", **more)
    return run


def test_success(attempt):
    done = attempt("Process(name = 'a', cmdline = 'echo said $HOME')")
    assert done.code == 0, done
    assert "said" in done.out + done.err


def test_failure_names_process_code_and_says_why(attempt):
    done = attempt("Process(name = 'a', cmdline = 'echo broken >&2; exit 7')")
    assert done.code == 1, done
    assert "broken" in done.out + done.err and "7" in done.err + done.out and "'a'" in (done.err + done.out)


def test_order(attempt, tmp_path):
    log = tmp_path / "log"
    done = attempt(f"Process(name = 'b', cmdline = 'echo b >> {log}'), Process(name = 'a', cmdline = 'sleep 0.3; echo a >> {log}')",
                   ", constraints = order('a', 'b')")
    assert done.code == 0, done
    assert log.read_text() == "a\nb\n"


def test_max_failures_is_retried_then_final(attempt, tmp_path):
    log = tmp_path / "log"
    done = attempt(f"Process(name = 'a', cmdline = 'echo x >> {log}; exit 1', max_failures = 3, min_duration = 0)")
    assert done.code == 1, done
    assert log.read_text() == "x\n" * 3


def test_ephemeral_daemon_does_not_keep_the_task(attempt):
    done = attempt("Process(name = 'd', cmdline = 'sleep 1000', daemon = True, ephemeral = True), "
                   "Process(name = 'a', cmdline = 'true')", ", finalization_wait = 5")
    assert done.code == 0, done


def test_final_process_runs_after_failure(attempt, tmp_path):
    log = tmp_path / "log"
    done = attempt(f"Process(name = 'a', cmdline = 'exit 1'), Process(name = 'f', cmdline = 'echo cleaned > {log}', final = True)")
    assert done.code == 1, done
    assert log.read_text() == "cleaned\n"


def test_late_references(attempt, tmp_path):
    done = attempt("Process(name = 'a', cmdline = 'echo instance {{mesos.instance}} port {{thermos.ports[http]}}')")
    assert done.code == 0, done
    assert "instance 0 port " in done.out + done.err


def processes_mentioning(marker):
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                command = file.read()
            if marker.encode() in command and int(pid) != os.getpid():
                found.append(int(pid))
        except OSError:
            pass
    return found


def test_ctrl_c_leaves_nothing_behind(tmp_path, home):
    marker = f"sleep 98{os.getpid()}"
    (tmp_path / "try.aurora").write_text(config(f"Process(name = 'a', cmdline = 'trap \"\" TERM; (setsid {marker} &) ; {marker}')"))
    child = subprocess.Popen([BUILD / "borealis", "task", "try", "try.aurora"], cwd=tmp_path, env={**os.environ, **home},
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 20 * SLOWNESS
    while not processes_mentioning(marker.replace(" ", "\0")) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert processes_mentioning(marker.replace(" ", "\0"))
    child.send_signal(signal.SIGINT)
    assert child.wait(timeout=90 * SLOWNESS) == 130
    assert processes_mentioning(marker.replace(" ", "\0")) == []
