"""Jobs with a schedule, from their config to the end of their schedule."""

import pytest

from .conftest import service, wait_until

KEY = "devcluster/demo/prod/nightly"
SLEEP = "exec sleep 100000"


def nightly(cmdline=SLEEP, schedule="0 4 1 1 *", policy="KILL_EXISTING", name="nightly", instances=2):
    text = service(cmdline, instances, name=name, extra=f"cron_schedule = '{schedule}', cron_collision_policy = '{policy}',")
    return text.replace("Service(", "Job(")


def write(cluster, text, name="nightly.aurora"):
    (cluster.directory / name).write_text(text)
    return name


@pytest.fixture
def up(cluster):
    cluster.up()
    return cluster


def shown(cluster, *words):
    done = cluster("cron", "show", *words, "--output", "json")
    assert done.code == 0, done
    return done.json()["jobs"]


def test_from_schedule_to_deschedule(up):
    name = write(up, nightly())
    done = up("cron", "schedule", KEY, name)
    assert done.code == 0 and done.out == f"{KEY}: scheduled, 0 4 1 1 *\n", done
    assert "schedule, 2 instances a run" in done.err
    job, = shown(up, KEY)
    assert job.pop("next_run_ms") > 1_700_000_000_000
    assert job == {"key": KEY, "cron_schedule": "0 4 1 1 *", "cron_collision_policy": "KILL_EXISTING", "instances": 2}
    text = up("cron", "show", KEY).out.splitlines()
    assert len(text) == 2 and text[1].startswith(KEY) and "0 4 1 1 *" in text[1]
    assert up("job", "status", KEY).code == 6, "nothing runs yet"
    assert up("job", "list", "devcluster/demo").out == f"{KEY}\n", "a schedule is a job, also when nothing runs"
    done = up("cron", "deschedule", KEY, "--output", "json")
    assert done.code == 0 and done.json() == {"key": KEY, "result": "descheduled"}, done
    assert up("cron", "show", KEY).code == 6
    assert shown(up, "devcluster/demo") == []


def test_a_schedule_is_replaced_only_when_something_changes(up):
    name = write(up, nightly())
    assert up("cron", "schedule", name).code == 0
    assert up("cron", "schedule", name).out == f"{KEY}: unchanged, 0 4 1 1 *\n"
    write(up, nightly("exec sleep 200000", "30 5 1 1 *", "CANCEL_NEW", instances=3))
    done = up("cron", "schedule", name, "--output", "json")
    plan = done.json()
    assert done.code == 0 and plan["result"] == "replaced" and plan["cron_schedule"] == "30 5 1 1 *", done
    assert {field["path"]: field["after"] for field in plan["template"]} == {
        "cron_schedule": "30 5 1 1 *", "cron_collision_policy": "CANCEL_NEW", "instances": 3}
    job, = shown(up, KEY)
    assert (job["cron_schedule"], job["cron_collision_policy"], job["instances"]) == ("30 5 1 1 *", "CANCEL_NEW", 3)


@pytest.mark.parametrize("policy, same", [("KILL_EXISTING", False), ("CANCEL_NEW", True)])
def test_a_start_while_the_last_run_goes_on(up, policy, same):
    assert up("cron", "schedule", write(up, nightly(policy=policy))).code == 0
    done = up("cron", "start", KEY)
    assert done.code == 0 and done.out == f"{KEY}: started\n", done
    first = wait_until(lambda: len(up.running(KEY)) == 2 and up.running(KEY), what="the first run")
    assert up("cron", "start", KEY).code == 0
    if same:
        assert up.running(KEY) == first
    else:
        wait_until(lambda: len(up.running(KEY)) == 2 and not set(up.running(KEY).values()) & set(first.values()), what="the second run")
    assert up("cron", "deschedule", KEY).code == 0
    assert len(up.running(KEY)) == 2, "what runs goes on"
    assert up("job", "killall", KEY, "--yes", "--no-batching").code == 0
    assert up.running(KEY) == {}


def test_patterns(up):
    for name in ("nightly", "hourly"):
        assert up("cron", "schedule", write(up, nightly(name=name), f"{name}.aurora")).code == 0
    assert [job["key"].split("/")[-1] for job in shown(up, "devcluster/demo")] == ["hourly", "nightly"]
    assert [job["key"].split("/")[-1] for job in shown(up, "devcluster/*/prod/n*")] == ["nightly"]
    assert shown(up, "devcluster/other/*/*") == []


def test_what_is_no_cron_job_and_what_is_one(up):
    plain = write(up, service(SLEEP, 1, name="nightly"), "plain.aurora")
    cron = write(up, nightly())
    done = up("cron", "schedule", plain)
    assert done.code == 4 and "cron_schedule" in done.err and "job deploy" in done.err, done
    done = up("job", "create", KEY, cron)
    assert done.code == 4 and "is scheduled, not created" in done.err, done
    done = up("update", "start", KEY, cron)
    assert done.code == 4 and not done.out, done
    assert up("cron", "show", "devcluster").out == "", "nothing was sent by any of these"
    for verb in ("start", "deschedule", "show"):
        done = up("cron", verb, KEY)
        assert done.code == 6 and KEY in done.err and not done.out, done
    assert up("cron", "schedule", write(up, nightly(schedule="0 4 * *"))).code == 1
    for words in (["start"], ["start", "devcluster/demo"], ["deschedule", KEY, "more"], ["show", "a/b/c/d/e"]):
        assert up("cron", *words).code == 64, words
