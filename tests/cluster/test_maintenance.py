"""admin against the embedded cluster: hosts in maintenance, what that costs, and the recovery from a backup."""

import json

import pytest

from .conftest import service, wait_until

WEB = "devcluster/demo/prod/web"
SLEEP = "exec sleep 100000"


@pytest.fixture
def up(cluster):
    cluster.up("--hosts", "2")
    return cluster


def admin(cluster, *words):
    return cluster("admin", words[0], "devcluster", *words[1:])


def deploy(cluster, instances, extra=""):
    done = cluster.deploy(service(SLEEP, instances, extra=extra), "--no-watch-secs")
    assert done.code == 0, done
    return hosts_of(cluster)


def hosts_of(cluster):
    """Instance -> host, of what runs."""
    return {task["assignedTask"]["instanceId"]: task["assignedTask"]["slaveHost"] for task in cluster.tasks()[0]
            if task["status"] == "RUNNING"}


def modes(done):
    assert done.code == 0, done
    return {host["host"]: host["mode"] for host in done.json()["hosts"]}


def test_a_host_out_of_service_and_back(up):
    host = deploy(up, 1)[0]
    for command, mode in (("host-deactivate", "SCHEDULED"), ("host-status", "SCHEDULED"), ("host-activate", "NONE"), ("host-status", "NONE")):
        assert modes(admin(up, command, "--hosts", host, "--output", "json")) == {host: mode}
    done = admin(up, "host-deactivate", "--hosts", "nowhere")
    assert done.code == 6 and "nowhere" in done.err, done
    assert hosts_of(up) == {0: host}, "what runs goes on"


def test_draining(up):
    before = deploy(up, 3)
    host = before[0]
    script = up.directory / "reboot.sh"
    script.write_text(f"#!/bin/sh\necho $1 >> {up.directory}/rebooted\n")
    script.chmod(0o755)
    done = admin(up, "host-drain", "--hosts", f"{host},nowhere", "--post-drain-script", script, "--yes", "--output", "json")
    assert modes(done) == {host: "DRAINED"} and done.json()["unknown"] == ["nowhere"], done
    there = sum(place == host for place in before.values())
    assert f"{host}: {there} active task" in done.err and f"{host} is drained" in done.err
    assert (up.directory / "rebooted").read_text() == host + "\n"
    after = wait_until(lambda: len(hosts_of(up)) == 3 and hosts_of(up), what="three running instances elsewhere")
    assert host not in after.values()
    assert modes(admin(up, "host-activate", "--hosts", host, "--output", "json")) == {host: "NONE"}
    script.write_text("#!/bin/sh\nexit 3\n")
    done = admin(up, "host-drain", "--hosts", host, "--post-drain-script", script, "--yes")
    assert done.code == 1 and "ended with 3" in done.err, done


def test_what_jobs_can_bear(up):
    """20 production instances of which none is up for long enough."""
    assert admin(up, "set-quota", "demo", "8", "8GB", "8GB").code == 0
    host = deploy(up, 20, extra="production = True, tier = 'preferred', constraints = {'host': 'limit:10'},")[0]
    job = {"job": WEB, "wanted_percentage": 95.0, "duration_secs": 1800, "predicted_percentage": 0.0, "safe": False}
    done = admin(up, "sla-probe-hosts", "95", "30m", "--hosts", host, "--output", "json")
    probe, = done.json()["probes"]
    assert probe.pop("host") == host and probe.pop("wait_secs", 1) <= 1800 and probe == job, done
    assert admin(up, "sla-list-safe-domain", "95", "30m").out == "", "no host may go"
    everywhere = sorted(set(hosts_of(up).values()))
    assert len(everywhere) == 2 and admin(up, "sla-list-safe-domain", "50", "0s").out.split() == everywhere
    assert admin(up, "sla-list-safe-domain", "51", "0s").out == "", "half of the job is on each host"
    assert admin(up, "sla-list-safe-domain", "95", "30m", "--min-job-instance-count", "21").out == "", "jobs that are too small are not known to it"
    (up.directory / "overrides").write_text(f"{WEB} 1 0s\n")
    listed = admin(up, "sla-list-safe-domain", "95", "30m", "-o", "overrides", "-l", "--output", "json").json()
    assert listed["hosts"] == everywhere and {job["predicted_percentage"] for job in listed["jobs"]} == {50.0}
    assert admin(up, "sla-list-safe-domain", "1", "0s", "-x", ",".join(everywhere)).out == ""
    (up.directory / "overrides").write_text(f"{WEB} much\n")
    assert admin(up, "sla-list-safe-domain", "95", "30m", "-o", "overrides").code == 64

    done = admin(up, "host-drain", "--hosts", host, "--yes", "--unsafe-hosts-file", up.directory / "unsafe")
    assert done.code == 1 and "skipped" in done.err and "95" in done.err, done
    assert (up.directory / "unsafe").read_text() == host + "\n" and len(hosts_of(up)) == 20
    assert modes(admin(up, "host-status", "--hosts", host, "--output", "json")) == {host: "SCHEDULED"}
    done = admin(up, "host-drain", "--hosts", host, "--yes", "--override-percentage", "1", "--override-duration", "0s",
                 "--override-reason", "it burns")
    assert done.code == 0 and "it burns" in done.err and host not in hosts_of(up).values(), done


def test_the_scheduler_drains(up):
    host = deploy(up, 2)[0]
    done = admin(up, "sla-host-drain", "--hosts", host, "--yes", "--default-percentage", "50", "--default-duration", "0s")
    assert done.code == 0, done
    wait_until(lambda: modes(admin(up, "host-status", "--hosts", host, "--output", "json")) == {host: "DRAINED"}, what="a drained host")
    wait_until(lambda: len(hosts_of(up)) == 2 and host not in hosts_of(up).values(), what="both instances elsewhere")


def test_quota(up):
    for command, before, after in (("set-quota", 0.0, 4.0), ("increase_quota", 4.0, 8.0)):
        done = admin(up, command, "demo", "4", "512MB", "1gb", "--output", "json")
        assert done.code == 0 and done.json()["before"]["cpu"] == before and done.json()["after"]["cpu"] == after, done
    deploy(up, 2, extra="production = True, tier = 'preferred',")
    quota = up("quota", "get", "devcluster/demo", "--write-json").json()
    assert quota["quota"]["resources"] == [{"numCpus": 8.0}, {"ramMb": 1024}, {"diskMb": 2048}]
    assert {"numCpus": pytest.approx(0.2)} in quota["prodSharedConsumption"]["resources"]
    assert "8.0" in up("quota", "get", "devcluster/demo").out


def test_recovery_from_a_backup(up):
    deploy(up, 2)
    tasks = [task["assignedTask"]["taskId"] for task in up.tasks()[0]]
    assert admin(up, "scheduler-backup-now").code == 0
    backup, = admin(up, "scheduler-list-backups").out.split()
    assert up("job", "add", f"{WEB}/0", "1", "--wait-until", "RUNNING").code == 0
    assert admin(up, "scheduler-stage-recovery", "no-such-backup").code in (1, 6)
    done = admin(up, "scheduler-stage-recovery", backup)
    assert done.code == 0 and "nothing has changed yet" in done.err, done
    assert len(up.running()) == 3
    staged = admin(up, "scheduler-print-recovery-tasks", "--output", "json").json()
    assert all(task in json.dumps(staged) for task in tasks)
    done = admin(up, "scheduler-delete-recovery-tasks", f"{tasks[1]},no-such-task", "--yes")
    assert done.code == 6 and "nothing was deleted" in done.err, done
    assert admin(up, "scheduler-delete-recovery-tasks", tasks[1], "--yes").code == 0
    assert tasks[1] not in admin(up, "scheduler-print-recovery-tasks", "--output", "json").out
    assert admin(up, "scheduler-unload-recovery").code == 0
    done = admin(up, "scheduler-print-recovery-tasks")
    assert done.code == 1 and not done.out, done
    assert admin(up, "scheduler-stage-recovery", backup).code == 0
    done = admin(up, "scheduler-commit-recovery", "--yes")
    assert done.code == 0, done


STATUS = {"assignedTask", "status", "failureCount", "timesPartitioned", "taskEvents"}


def test_the_shapes_of_the_original(up):
    """What scripts read with --write-json."""
    deploy(up, 1)
    done = up.deploy(service("exec sleep 200000", 1), "--no-watch-secs", "-m", "deploy 42")
    assert done.code == 0, done
    job, = up("job", "status", WEB, "--write-json").json()
    assert set(job) == {"job", "active", "inactive"} and job["job"] == WEB
    task, = job["active"]
    assert STATUS <= set(task) and task["status"] == "RUNNING" and task["taskEvents"][0]["status"] == "PENDING"
    config = task["assignedTask"]["task"]
    assert config["isService"] is True and config["production"] is False and {"numCpus": 0.1} in config["resources"]
    done = up("job", "status", "devcluster/demo/prod/n*", "--write-json")
    assert done.json() == {"jobspec": "devcluster/demo/prod/n*", "error": "No matching jobs found"} and done.code == 6
    listed, = up("update", "list", WEB, "--write-json").json()
    assert set(listed) == {"job", "id", "user", "started", "last_modified", "status"} and listed["job"] == WEB
    assert listed["status"] == "ROLLED_FORWARD" and listed["started"][10] == "T" and len(listed["started"]) == 19
    info = up("update", "info", WEB, listed["id"], "--write-json").json()
    assert info["updateId"] == listed["id"] and isinstance(info["started"], int) and info["last_modified"] == listed["last_modified"]
    assert info["update_events"][0] | {"timestampMs": 0} == {"status": "ROLLING_FORWARD", "timestampMs": 0, "message": "deploy 42"}
    assert {"instance", "timestamp", "action"} <= set(info["instance_update_events"][0])
    assert [list(pair) for pair in info["metadata"]] == [["org.apache.aurora.client.update_id"]]
    assert up("update", "list", "devcluster/other", "--write-json").json() == []
