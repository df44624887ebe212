"""quota, sla and admin against the embedded cluster."""

import contextlib
import json
import os
import shlex
import sqlite3

import pytest

from conftest import run_borealis

from .conftest import processes_in, service, wait_until

WEB = "devcluster/demo/prod/web"
SLEEP = "exec sleep 100000"


@pytest.fixture
def up(cluster):
    cluster.up("--hosts", "2")
    done = cluster.deploy(service(SLEEP, 3))
    assert done.code == 0, done
    return cluster


def test_quota_of_a_role(up):
    done = up("quota", "get", "devcluster/demo", "--output", "json")
    assert done.code == 0, done
    assert {key for resource in done.json()["quota"]["resources"] for key in resource} == {"numCpus", "ramMb", "diskMb"}
    assert up("quota", "get", "devcluster/demo").out.startswith("  ") or "CPU" in up("quota", "get", "devcluster/demo").out
    for wrong in ("devcluster", "devcluster/", "/demo", "devcluster/demo/prod"):
        assert up("quota", "get", wrong).code == 64, wrong


def test_sla_of_a_job(up):
    counts = up("sla", "get-task-up-count", WEB, "--durations", "0s,7d", "--output", "json").json()
    assert counts["live"] == 3
    assert [(row["duration_secs"], row["up"], row["percentage"]) for row in counts["up_counts"]] == [(0, 3, 100.0), (604800, 0, 0.0)]
    uptimes = up("sla", "get-job-uptime", WEB, "--percentiles", "50,99.5", "--output", "json").json()["uptimes"]
    assert [row["percentile"] for row in uptimes] == [99.5, 50.0]
    assert all(0 <= row["uptime_secs"] < 10000 for row in uptimes)
    assert "7 days" in up("sla", "get-task-up-count", WEB).out


@pytest.mark.parametrize("words, code", [
    (["get-task-up-count", WEB, "--durations", "5x"], 64),
    (["get-task-up-count", WEB, "--durations", ""], 64),
    (["get-job-uptime", WEB, "--percentiles", "0"], 64),
    (["get-job-uptime", WEB, "--percentiles", "100"], 64),
    (["get-job-uptime", WEB, "--percentiles", "ninety"], 64),
    (["get-job-uptime", "devcluster/demo/prod/nothing"], 6),
])
def test_sla_of_wrong_things(up, words, code):
    done = up("sla", *words)
    assert done.code == code and not done.out, done


def test_query(up):
    assert sorted(up("admin", "query", "devcluster", "demo", "web").out.splitlines()) == [f"demo/web/{i} RUNNING" for i in range(3)]
    done = up("admin", "query", "devcluster", "demo", "web", "--shards", "1", "-l", "%taskId% %environment%")
    assert done.out == f"{up.running()[1]} prod\n"
    assert len(up("admin", "query", "devcluster", "--force", "--output", "json").json()) == 3
    for words in ([], ["demo"], ["demo", "web", "--states", "FAILED"]):
        done = up("admin", "query", "devcluster", *words)
        assert done.code == 64 and "--force" in done.err, done
    assert "RUNNING" in up("admin", "query", "devcluster", "demo", "web", "--states", "RUNING").err
    done = up("admin", "query", "devcluster", "demo", "web", "-l", "%colour%")
    assert done.code == 64 and "taskId" in done.err


def test_pruning(up):
    assert up("job", "kill", f"{WEB}/0", "--yes").code == 0
    killed = up.tasks()[1][0]["assignedTask"]["taskId"]
    done = up("admin", "prune_tasks", "devcluster", "--role", "other", "--yes", "--output", "json")
    assert done.code == 0 and done.json() == {"pruned": []}
    done = up("admin", "prune-tasks", "devcluster", "--states", "KILLED", "--yes", "--output", "json")
    assert done.code == 0 and done.json() == {"pruned": [killed]}
    active, inactive = up.tasks()
    assert len(active) == 2 and not inactive
    assert up("admin", "prune-tasks", "devcluster", "--states", "RUNNING", "--yes").code == 64


def test_forcing_a_state(up):
    task_id = up.running()[0]
    done = up("admin", "force-task-state", "devcluster", task_id, "LOST", "--yes", "--output", "json")
    assert done.code == 0, done
    assert done.json()["before"] == "RUNNING" and done.json()["after"] == "LOST"
    done = up("admin", "force-task-state", "devcluster", task_id, "RUNNING", "--yes")
    assert done.code == 1 and "LOST" in done.err, done
    assert up("admin", "force-task-state", "devcluster", "no-such-task", "LOST", "--yes").code == 6
    assert up("admin", "force-task-state", "devcluster", task_id, "GONE", "--yes").code == 64


def sleepers(cluster):
    return {pid for pid, command in processes_in(cluster.directory).items() if command == "sleep 100000"}


@pytest.mark.parametrize("state", ["LOST", "FAILED", "FINISHED", "KILLED"])
def test_what_ran_ends_when_its_task_is_forced_to_an_end(up, state):
    before = sleepers(up)
    task_id = up.running()[0]
    assert up("admin", "force-task-state", "devcluster", task_id, state, "--yes").code == 0
    wait_until(lambda: len(before & sleepers(up)) == 2, timeout=30, what="the end of the old process")
    active, ended = up.tasks()
    assert task_id not in [task["assignedTask"]["taskId"] for task in active] and len(active) == 3, "it has a successor"
    forced, = [task for task in ended if task["assignedTask"]["taskId"] == task_id]
    assert [event["status"] for event in forced["taskEvents"]][-2:] == ["RUNNING", state]


def test_what_runs_of_tasks_that_are_no_longer_known_is_ended(up):
    old = sleepers(up)
    database = os.path.join(up.state_dir(), "cluster.db")
    up.kill_daemon()
    with contextlib.closing(sqlite3.connect(database)) as store, store:
        store.execute("DELETE FROM tasks WHERE id LIKE '%-0-%'")
        left = store.execute("SELECT COUNT(*) FROM tasks").fetchone()[0]
    assert left == 2
    up.up("--hosts", "2")
    wait_until(lambda: len(old & sleepers(up)) == 2, timeout=30, what="the end of what nobody knows")
    wait_until(lambda: len(up.running()) == 2, what="the return of the others")


def test_scheduler_and_its_entry(up, tmp_path):
    url = up.status()["url"].removesuffix("/").removesuffix("/api")
    assert up("admin", "get-scheduler", "devcluster").out == url + "\n"
    (tmp_path / "etc").mkdir()
    entry = {"name": "far", "scheduler_uri": url, "rack note": "it's 7"}
    (tmp_path / "etc" / "clusters.json").write_text(json.dumps([entry]))
    assert up("admin", "get-cluster-config", "far").json() == entry
    lines = up("admin", "get_cluster_config", "far", "--sh", "--export").out.splitlines()
    assert [shlex.split(line) for line in lines] == [["export", "AURORA_CLUSTER_NAME=far"], ["export", f"AURORA_CLUSTER_SCHEDULER_URI={url}"],
                                                     ["export", "AURORA_CLUSTER_RACK_NOTE=it's 7"]]


def test_host_status(up):
    hosts = up("cluster", "status", "--output", "json").json()["hosts"]
    host = up.tasks()[0][0]["assignedTask"]["slaveHost"]
    done = up("admin", "host-status", "devcluster", "--hosts", f"{host},nowhere", "--output", "json")
    assert done.code == 0 and hosts, done
    assert done.json() == {"hosts": [{"host": host, "mode": "NONE"}], "unknown": ["nowhere"]}
    assert "nowhere" in done.err
    (up.directory / "hosts.txt").write_text(f"# rack 7\n\n  {host}  \n")
    assert up("admin", "host_status", "devcluster", "--filename", "hosts.txt").out.splitlines()[1].split() == [host, "NONE"]
    assert up("admin", "host-status", "devcluster", "--hosts", "nowhere").code == 6
    assert up("admin", "host-status", "devcluster", "--filename", "none.txt").code == 6
    for words in ([], ["--hosts", ","], ["--hosts", host, "--filename", "hosts.txt"]):
        assert up("admin", "host-status", "devcluster", *words).code == 64, words


def test_reconcile_and_snapshot(up):
    assert up("admin", "reconcile-tasks", "devcluster").code == 0
    assert up("admin", "reconcile-tasks", "devcluster", "-t", "implicit").code == 0
    assert up("admin", "reconcile-tasks", "devcluster", "-b", "0").code == 64
    assert up("admin", "scheduler-snapshot", "devcluster").code == 0


@pytest.mark.parametrize("words", [
    ["host-drain", "far", "--hosts", "h"],
    ["sla-host-drain", "far", "--hosts", "h"],
    ["prune-tasks", "far"],
    ["force-task-state", "far", "id", "LOST"],
    ["scheduler-commit-recovery", "far"],
    ["scheduler-delete-recovery-tasks", "far", "a,b"],
])
def test_nothing_is_destroyed_without_a_yes(home, tmp_path, words):
    """Before anything is sent: nobody listens there, and that is not what is complained about."""
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "clusters.json").write_text(json.dumps([{"name": "far", "scheduler_uri": "http://127.0.0.1:9"}]))
    done = run_borealis("admin", *words, env=home, cwd=tmp_path)
    assert done.code == 64 and "--yes" in done.err, done


@pytest.mark.parametrize("words", [
    ["set-quota", "far", "demo", "4", "512", "1GB"],
    ["set-quota", "far", "demo", "four", "1GB", "1GB"],
    ["set-quota", "far", "demo", "4", "1GB"],
    ["host-drain", "far", "--hosts", "h", "--yes", "--override-percentage", "50"],
    ["sla-list-safe-domain", "far", "0", "30m"],
    ["sla-list-safe-domain", "far", "95", "soon"],
    ["sla-probe-hosts", "far", "95", "30m"],
    ["scheduler-stage-recovery", "far"],
])
def test_wrong_usage_is_seen_before_anything_is_sent(home, tmp_path, words):
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "clusters.json").write_text(json.dumps([{"name": "far", "scheduler_uri": "http://127.0.0.1:9"}]))
    done = run_borealis("admin", *words, env=home, cwd=tmp_path)
    assert done.code == 64, done


@pytest.mark.parametrize("words, code", [
    (["job", "status", "devcluster/demo/prd/web"], 6),
    (["job", "kill", "devcluster/demo/prod/wbe/0", "--yes"], 6),
    (["job", "killall", "devcluster/dmeo/prod/web", "--yes"], 6),
    (["job", "restart", "devcluster/demo/prod/wen"], 0),
    (["job", "add", "devcluster/demo/pord/web/0", "1"], 6),
    (["update", "info", "devcluster/demo/prod/we"], 6),
])
def test_a_misspelled_key_leads_to_the_job_that_is_there(up, words, code):
    done = up(*words)
    assert done.code == code and f"did you mean {WEB}?" in done.err, done
    assert len(up.running()) == 3
    away = [word.replace("web", "database").replace("wbe", "database").replace("wen", "database").replace("/we", "/database") for word in words]
    assert "did you mean" not in up(*away).err
