"""Plans: what is shown before anything is done, kept in a file, and carried out exactly or not at all."""

import json
import os
import stat

import pytest

from .conftest import Cluster, service

KEY = "devcluster/demo/prod/web"
SLEEP = "exec sleep 100000"
SCRIPT = "set -e\necho one\necho two\necho three\necho four\nexec sleep {}"


def write(cluster, text, name="job.aurora"):
    (cluster.directory / name).write_text(text)
    return name


def test_diff_says_whether_there_is_something_to_do(cluster):
    cluster.up()
    name = write(cluster, service("exec sleep 100000", 2))
    done = cluster("job", "diff", name)
    assert done.code == 2 and "create 2 instances" in done.out, done
    assert cluster("job", "deploy", name, "--no-watch-secs").code == 0
    done = cluster("job", "diff", name)
    assert done.code == 0 and "nothing to change" in done.out, done
    assert cluster("job", "diff", name, "--output", "json").json()["jobs"][0]["action"] == "unchanged"


def test_diff_shows_the_lines_that_differ_and_no_defaults(cluster):
    cluster.up()
    assert cluster("job", "deploy", write(cluster, service(SCRIPT.format(100000), 3)), "--no-watch-secs").code == 0
    changed = service(SCRIPT.format(200000), 4, extra="metadata = [Metadata(key = 'db_password', value = 'hunter2')],")
    name = write(cluster, changed)
    done = cluster("job", "diff", name)
    assert done.code == 2, done
    lines = [line.strip() for line in done.out.splitlines()]
    assert "- exec sleep 100000" in lines and "+ exec sleep 200000" in lines
    assert "echo four" in lines and "echo one" not in lines, "a few lines around it, not all"
    assert "task.processes[run].cmdline" in lines
    assert any("add 1 instance: 3" in line for line in lines) and any("change 3 instances: 0-2" in line for line in lines)
    assert any("2 at a time" in line for line in lines), "how the update will go"
    assert "hunter2" not in done.out and "***" in done.out
    job, = cluster("job", "diff", name, "--output", "json").json()["jobs"]
    assert job["add"] == [3] and job["update"][0]["instances"] == [0, 1, 2]
    field = next(field for field in job["update"][0]["fields"] if field["path"] == "task.processes[run].cmdline")
    assert field["before"] == SCRIPT.format(100000) and field["after"] == SCRIPT.format(200000)
    assert "hunter2" not in json.dumps(job)


def test_that_a_secret_differs_is_said_but_not_which_it_is(cluster):
    cluster.up()
    command = "echo one\nexport API_TOKEN={}\n{}"
    assert cluster.deploy(service(command.format("abcdef1", SLEEP), 1), "--no-watch-secs").code == 0
    done = cluster("job", "diff", write(cluster, service(command.format("abcdef2", SLEEP), 1)))
    assert done.code == 2 and "cmdline (a secret)" in done.out and "abcdef" not in done.out, done
    done = cluster("job", "diff", write(cluster, service(command.format("abcdef2", "exec sleep 200000"), 1)))
    assert "cmdline (and a secret)" in done.out and "+ exec sleep 200000" in done.out and "abcdef" not in done.out, done


def test_some_instances_alone(cluster):
    cluster.up()
    assert cluster.deploy(service("exec sleep 100000", 4), "--no-watch-secs").code == 0
    before = cluster.running()
    name = write(cluster, service("exec sleep 200000", 4))
    job, = cluster("job", "diff", f"{KEY}/0-1", name, "--output", "json").json()["jobs"]
    assert job["update"][0]["instances"] == [0, 1]
    done = cluster("job", "deploy", f"{KEY}/0-1", name)
    assert done.code == 0, done
    after = cluster.running()
    assert {i for i in after if after[i] != before[i]} == {0, 1}
    assert cluster("job", "diff", f"{KEY}/", name).code == 2, "an empty list means all of them"
    assert cluster("job", "diff", f"{KEY}/3-1", name).code == 64


def test_compare_with_another_job(cluster):
    cluster.up()
    assert cluster.deploy(service("exec sleep 100000", 2), "--no-watch-secs").code == 0
    other = service("exec sleep 200000", 3, name="other")
    name = write(cluster, other)
    done = cluster("job", "diff", "--from", KEY, "devcluster/demo/prod/other", name)
    assert done.code == 2 and "sleep 200000" in done.out and "add 1 instance: 2" in done.out, done
    write(cluster, service("exec sleep 100000", 2, name="other"))
    assert cluster("job", "diff", "--from", KEY, "devcluster/demo/prod/other", name).code == 0
    assert cluster("job", "diff", "--from", "devcluster/demo/prod/nobody", "devcluster/demo/prod/other", name).code == 6
    assert cluster("job", "diff", "--from", KEY, "devcluster/demo/prod/other", name, "--out", "x").code == 64


def test_a_kept_plan_is_carried_out_exactly(cluster):
    cluster.up()
    assert cluster.deploy(service("exec sleep 100000", 2), "--no-watch-secs").code == 0
    name = write(cluster, service("exec sleep 200000", 3))
    done = cluster("job", "diff", name, "--out", "plan.json")
    assert done.code == 2, done
    plan = cluster.directory / "plan.json"
    assert stat.S_IMODE(plan.stat().st_mode) == 0o600
    write(cluster, service("exec sleep 300000", 9))
    done = cluster("job", "deploy", "--plan", "plan.json")
    assert done.code == 0, done
    assert sorted(cluster.running()) == [0, 1, 2]
    write(cluster, service("exec sleep 200000", 3))
    assert cluster("job", "diff", name).code == 0, "what the plan said, not what the file said later"
    done = cluster("job", "deploy", "--plan", "plan.json")
    assert done.code == 4 and "changed since" in done.err, "once"


def test_a_plan_is_refused_when_the_job_has_moved(cluster):
    cluster.up()
    assert cluster.deploy(service("exec sleep 100000", 2), "--no-watch-secs").code == 0
    name = write(cluster, service("exec sleep 200000", 2))
    assert cluster("job", "diff", name, "--out", "plan.json").code == 2
    assert cluster("job", "kill", f"{KEY}/1", "--yes").code == 0
    before = cluster.running()
    done = cluster("job", "deploy", "--plan", "plan.json")
    assert done.code == 4, done
    assert cluster.running() == before


def test_plans_that_are_none(cluster):
    cluster.up()
    name = write(cluster, service("exec sleep 100000", 1))
    assert cluster("job", "diff", name, "--out", "plan.json").code == 2
    plan = cluster.directory / "plan.json"
    whole = plan.read_text()
    for text, word in ((whole[:len(whole) // 2], "damaged"), (whole.replace("demo", "dema", 1), "digest"), ("{}", "no plan"),
                       ("jobs = []", "no plan"), ("", "no plan")):
        plan.write_text(text)
        done = cluster("job", "deploy", "--plan", "plan.json")
        assert done.code == 1 and word in done.err and not done.out, done
    plan.write_text(whole)
    assert cluster("job", "deploy", "--plan", "plan.json", name).code == 64
    assert cluster("job", "deploy", "--plan", "nowhere.json").code == 3
    (cluster.directory / "mine.txt").write_text("mine")
    done = cluster("job", "diff", name, "--out", "mine.txt")
    assert done.code == 4 and (cluster.directory / "mine.txt").read_text() == "mine"
    done = cluster("job", "diff", name, "--out", "nowhere/plan.json")
    assert done.code == 74, done
    assert cluster("job", "status", KEY).code == 6, "nothing was sent by any of these"


def test_a_plan_for_a_cluster_elsewhere_is_refused(cluster):
    cluster.up()
    name = write(cluster, service("exec sleep 100000", 1))
    assert cluster("job", "diff", name, "--out", "plan.json").code == 2
    assert cluster.down().code == 0
    other = cluster.directory / "elsewhere"
    assert cluster("cluster", "up", "--port", "0", "--state", other).code == 0
    done = cluster("job", "deploy", "--plan", "plan.json")
    assert done.code == 4 and "elsewhere" in done.err, done


def test_many_jobs_are_planned_as_a_whole_and_one_failure_hides_nothing(cluster):
    cluster.up()
    good = [service("exec sleep 100000", 1, name=f"web{i}") for i in range(3)]
    bad = service("exit 3", 1, name="bad")
    text = "every = []\n" + "".join(part + "every += jobs\n" for part in (good[0], bad, good[1], good[2])) + "jobs = every\n"
    name = write(cluster, text)
    done = cluster("job", "diff", name)
    assert done.code == 2 and "4 jobs: 4 to create" in done.out, done
    done = cluster("job", "deploy", name, "--parallel", "2", "--output", "json")
    assert done.code == 1, done
    results = {job["key"].split("/")[-1]: job["result"] for job in done.json()["jobs"]}
    assert results == {"web0": "done", "bad": "failed", "web1": "done", "web2": "done"}
    assert "bad" in done.err
    refused = text.replace("name = 'bad', instances = 1", "name = 'bad', instances = 5000")
    write(cluster, refused)
    assert cluster("job", "killall", "devcluster/demo/prod/web1", "--yes").code == 0
    done = cluster("job", "deploy", name)
    assert done.code == 1 and cluster("job", "status", "devcluster/demo/prod/web1", "--output", "json").json()[0]["active"] == []


def test_jobs_that_are_asked_about_side_by_side_are_shown_in_their_order(cluster):
    cluster.up()
    names = [f"web{i}" for i in range(40)]
    text = service("exec sleep 100000", 1, name="{{name_of}}") + "template = jobs[0]\n"
    text += f"jobs = [template(name = name) for name in {names}]\n"
    jobs = cluster("job", "diff", write(cluster, text), "--output", "json").json()["jobs"]
    assert [job["key"].split("/")[-1] for job in jobs] == names


def test_a_cluster_that_does_not_answer_is_not_asked_about_the_rest(cluster):
    cluster.up()
    (cluster.directory / "etc").mkdir()
    (cluster.directory / "etc" / "clusters.json").write_text(
        json.dumps([{"name": "silent", "scheduler_uri": "http://127.0.0.1:9"}]))
    with_silent = Cluster({**cluster.home, "AURORA_CONFIG_ROOT": str(cluster.directory / "etc")}, cluster.directory)
    here = service("exec sleep 100000", 1, name="here")
    silent = service("exec sleep 100000", 1, name="one").replace("devcluster", "silent") + "template = jobs[0]\n"
    text = here + "every = list(jobs)\n" + silent + "jobs = every + [template(name = 'n%d' % i) for i in range(3)]\n"
    done = with_silent("job", "diff", write(cluster, text))
    assert done.code == 5 and "create 1 instance" in done.out, done
    for name in ("n0", "n1"):
        assert f"silent/demo/prod/{name}: no answer" in done.err, done
    assert "silent/demo/prod/n2: not asked" in done.err, done


def test_a_new_job_is_shown_field_by_field(cluster):
    cluster.up()
    extra = "priority = 7, metadata = [Metadata(key = 'db_password', value = 'hunter2'), Metadata(key = 'team', value = 'web')],"
    name = write(cluster, service("set -e\nexport API_TOKEN=abcdef1\nexec sleep 100000", 2, extra=extra))
    done = cluster("job", "diff", name)
    assert done.code == 2 and "create 2 instances" in done.out, done
    lines = [line.strip() for line in done.out.splitlines()]
    for line in ("+ service: true", "+ priority: 7", "+ task.processes[run].cmdline:", "exec sleep 100000", "+ task.resources.ram: 32*MB",
                 "+ metadata[db_password].value: \"***\"", "+ metadata[team].value: \"web\"", "export API_TOKEN=***"):
        assert line in lines, (line, done)
    assert "hunter2" not in done.out and "abcdef1" not in done.out
    assert not any(default in done.out for default in ("max_task_failures", "lifecycle", "daemon", "environment")), "defaults are left out"
    job, = cluster("job", "diff", name, "--output", "json").json()["jobs"]
    fields = {field["path"]: field["after"] for field in job["fields"]}
    assert fields["task.resources.ram"] == 32 << 20 and fields["priority"] == 7 and "before" not in job["fields"][0]
    assert "hunter2" not in json.dumps(job)
    assert cluster("job", "diff", name, "--out", "plan.json").code == 2
    done = cluster("job", "deploy", "--plan", "plan.json", "--no-wait")
    assert done.code == 0 and "+ priority: 7" in done.err and "hunter2" not in done.err, "a kept plan shows it as well"


def test_a_new_cron_job_is_shown_without_its_secrets(cluster):
    cluster.up()
    text = service(SLEEP, 1, extra="cron_schedule = '0 4 * * *', metadata = [Metadata(key = 'api_key', value = 'hunter2')],").replace("Service(", "Job(")
    name = write(cluster, text)
    for words in (["job", "diff", name], ["cron", "schedule", name]):
        done = cluster(*words)
        shown = done.out + done.err
        assert "+ cron_schedule: \"0 4 * * *\"" in shown and "hunter2" not in shown and "***" in shown, done
    write(cluster, text.replace("hunter2", "hunter3"))
    done = cluster("cron", "schedule", name, "--output", "json")
    assert done.code == 0 and done.json()["result"] == "replaced" and "hunter" not in done.out + done.err, done


def test_amounts_are_shown_as_a_config_writes_them(cluster):
    cluster.up()
    name = write(cluster, service(SLEEP, 1))
    assert cluster("job", "deploy", name, "--no-watch-secs").code == 0
    write(cluster, service(SLEEP, 1).replace("ram = 32*MB", "ram = 2*GB"))
    lines = [line.strip() for line in cluster("job", "diff", name).out.splitlines()]
    assert lines[lines.index("task.resources.ram") + 1:][:2] == ["- 32*MB", "+ 2*GB"]


def test_an_update_in_progress_is_warned_of(cluster):
    cluster.up()
    name = write(cluster, service(SLEEP, 2))
    assert cluster("job", "deploy", name, "--no-watch-secs").code == 0
    # Nowhere to run: this update goes on until it is ended.
    write(cluster, service(SLEEP, 2, extra="constraints = {'host': 'nowhere'},"))
    done = cluster("update", "start", KEY, name, "--output", "json")
    assert done.code == 0, done
    update = done.json()["update_id"]
    write(cluster, service("exec sleep 200000", 2))
    done = cluster("job", "diff", name)
    assert done.code == 2 and f"! update {update} of this job goes on" in done.out and "ROLLING_FORWARD" in done.out, done
    job, = cluster("job", "diff", name, "--output", "json").json()["jobs"]
    assert job["update_in_progress"]["id"] == update
    done = cluster("job", "deploy", name)
    assert done.code == 4 and f"! update {update}" in done.err, done
    assert cluster("update", "abort", KEY, "--yes").code == 0
    assert "goes on" not in cluster("job", "diff", name).out
