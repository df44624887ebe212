"""The noun `update`, and the verbs that change instances."""

import os
import re
import signal
import subprocess
import time

import pytest

from .conftest import service, wait_until
from conftest import BUILD

KEY = "devcluster/demo/prod/web"
SLEEP = "exec sleep 100000"
OTHER = "exec sleep 200000"
# Nothing of it ever ends: the watch time is longer than a test.
SLOW = "update_config = UpdateConfig(watch_secs = 600),"


def slow(cmdline, instances=2):
    return service(cmdline, instances).replace("update_config = UpdateConfig(watch_secs = 1, batch_size = 2),", SLOW)


def start(cluster, config, *words):
    (cluster.directory / "job.aurora").write_text(config)
    done = cluster("update", "start", KEY, "job.aurora", "--output", "json", *words)
    assert done.code == 0, done
    return done.json().get("update_id")


def info(cluster, *words):
    return cluster("update", "info", KEY, *words, "--output", "json").json()


def test_start_wait_info_list(cluster):
    cluster.up()
    first = start(cluster, service(SLEEP, 2), "-m", "the first one")
    done = cluster("update", "wait", KEY, first)
    assert done.code == 0 and "ROLLED_FORWARD" in done.out, done
    assert "instance 0: updated" in done.err
    assert sorted(cluster.running()) == [0, 1], "an update creates a job that is not there"
    assert cluster("update", "info", KEY).code == 6, "none goes on"
    shown = info(cluster, first)
    assert shown["status"] == "ROLLED_FORWARD" and shown["job"] == KEY
    assert shown["update_events"][0]["message"] == "the first one"
    assert {event["instance"] for event in shown["instance_update_events"]} == {0, 1}
    assert list(shown["metadata"][0]) == ["org.apache.aurora.client.update_id"]
    text = cluster("update", "info", KEY, first).out
    assert text.startswith(f"Job: {KEY}, UpdateID: {first}\nStarted 20") and "      message: the first one\n" in text
    second = start(cluster, service(OTHER, 2))
    assert cluster("update", "wait", KEY).code == 0, "without an ID, although there are two"
    listed = cluster("update", "list", "devcluster/demo/*/w*", "--output", "json").json()
    assert [row["id"] for row in listed] == [second, first]
    assert set(listed[0]) == {"job", "id", "user", "started", "last_modified", "status"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", listed[0]["started"])
    rows = cluster("update", "list", KEY).out.splitlines()
    assert rows[0].split() == ["JOB", "UPDATE", "ID", "STATUS", "CREATED", "BY", "STARTED", "LAST", "MODIFIED"]
    assert len(rows) == 3
    for words, count in ((["--status", "succeeded"], 2), (["--status", "failed"], 0), (["--status", "active"], 0),
                         (["--status", "ROLLED_FORWARD", "--status", "failed"], 2), (["--user", "nobody-at-all"], 0)):
        assert len(cluster("update", "list", "devcluster", *words, "--write-json").json()) == count, words
    assert cluster("update", "list", "devcluster/x").out == ""
    assert cluster("update", "list", "devcluster", "--status", "rolled_forward").code == 64
    assert start(cluster, service(OTHER, 2)) is None, "nothing to do: no update"


def test_pause_resume_abort(cluster):
    cluster.up()
    assert cluster.deploy(service(SLEEP, 2)).code == 0
    update = start(cluster, slow(OTHER))
    assert cluster("update", "pause", KEY, "-m", "wait a moment").code == 0
    assert info(cluster)["status"] == "ROLL_FORWARD_PAUSED"
    assert info(cluster)["update_events"][-1]["message"] == "wait a moment"
    done = cluster("update", "wait", KEY, "--timeout", "1")
    assert done.code == 5 and "update resume" in done.err and f"update wait {KEY} {update}" in done.err, done
    done = cluster("job", "deploy", "job.aurora")
    assert done.code in (0, 4), done
    assert cluster("job", "restart", KEY).code == 4, "not while an update goes on"
    assert cluster("update", "resume", KEY).code == 0
    assert info(cluster)["status"] == "ROLLING_FORWARD"
    done = cluster("update", "abort", KEY)
    assert done.code == 64 and info(cluster)["status"] == "ROLLING_FORWARD", "nobody said yes"
    assert cluster("update", "abort", KEY, "--yes").code == 0
    assert cluster("update", "wait", KEY, update).code == 1
    assert cluster("update", "abort", KEY, "--yes").code == 6
    assert cluster("update", "pause", "devcluster/demo/prod/nobody").code == 6
    assert cluster("update", "wait", KEY, "no-such-id").code == 6


def test_rollback(cluster):
    cluster.up()
    assert cluster.deploy(service(SLEEP, 2)).code == 0
    update = start(cluster, slow(OTHER))
    assert cluster("update", "rollback", KEY).code == 64
    done = cluster("update", "rollback", KEY, "--yes")
    assert done.code == 0, done
    wait_until(lambda: info(cluster, update)["status"] in ("ROLLING_BACK", "ROLLED_BACK"), what="the way back")


def test_a_watch_tells_of_failures_and_answers_1(cluster):
    cluster.up()
    assert cluster.deploy(service(SLEEP, 2)).code == 0
    (cluster.directory / "job.aurora").write_text(service("echo no luck >&2; exit 7", 2))
    done = cluster("update", "start", KEY, "job.aurora", "--wait", "--timeout", "120")
    assert done.code == 1 and "rolled back" in done.err.lower() and "7" in done.err, done


def test_ctrl_c_ends_the_watch_alone(cluster):
    cluster.up()
    assert cluster.deploy(service(SLEEP, 1)).code == 0
    update = start(cluster, slow(OTHER, 1))
    watch = subprocess.Popen([BUILD / "borealis", "update", "wait", KEY], env={**os.environ, **cluster.home},
                             cwd=cluster.directory, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert watch.stderr.readline(), "it watches"
    watch.send_signal(signal.SIGINT)
    _, err = watch.communicate(timeout=60)
    assert watch.returncode == 130 and f"borealis update wait {KEY} {update}" in err
    assert info(cluster)["status"] == "ROLLING_FORWARD"


def test_restart_in_batches(cluster):
    cluster.up()
    assert cluster.deploy(service(SLEEP, 3)).code == 0
    before = cluster.running()
    done = cluster("job", "restart", f"{KEY}/0,2", "--watch-secs", "0", "--healthcheck-interval-seconds", "1",
                   "--batch-size", "2", "--output", "json")
    assert done.code == 0, done
    assert done.json() == {"job": KEY, "restarted": [0, 2], "failed": [], "not_restarted": []}
    after = cluster.running()
    assert {i for i in after if after[i] != before[i]} == {0, 2}
    assert cluster("job", "restart", f"{KEY}/0,9", "--strict").code == 6
    assert cluster("job", "restart", KEY, "--batch-size", "0").code == 64
    assert cluster("job", "restart", KEY, "--max-total-failures", "-1").code == 64
    done = cluster("job", "restart", "devcluster/demo/prod/nobody")
    assert done.code == 0 and "nothing to do" in done.err


def test_a_restart_that_fails_says_so(cluster):
    cluster.up()
    flag = cluster.directory / "broken"
    assert cluster.deploy(service(f"test ! -e {flag} && exec sleep 100000", 2)).code == 0
    flag.write_text("")
    done = cluster("job", "restart", KEY, "--watch-secs", "20", "--healthcheck-interval-seconds", "1", "--output", "json")
    assert done.code == 1, done
    assert done.json()["failed"] == [0] and done.json()["not_restarted"] == [1]


def test_add_instances(cluster):
    cluster.up()
    assert cluster.deploy(service(SLEEP, 2)).code == 0
    done = cluster("job", "add", f"{KEY}/0", "2", "--wait-until", "RUNNING")
    assert done.code == 0 and "2-3" in done.out, done
    assert sorted(cluster.running()) == [0, 1, 2, 3]
    assert cluster("job", "add", f"{KEY}/9", "1").code == 6
    for words in ((f"{KEY}/0", "0"), (f"{KEY}/0", "x"), (KEY, "1"), (f"{KEY}/0",)):
        assert cluster("job", "add", *words).code == 64, words


def test_open_prints_the_address(cluster):
    cluster.up()
    url = cluster.status()["url"]
    done = cluster("job", "open", KEY, "--open-browser")
    assert done.code == 0 and done.out.endswith("/scheduler/demo/prod/web\n") and done.out.startswith(url[:16]), done
    assert cluster("job", "open", "devcluster").out.endswith("/scheduler\n")
    assert cluster("job", "open", "nowhere/x").code == 6
    assert cluster("job", "open", "devcluster/*").code == 64
