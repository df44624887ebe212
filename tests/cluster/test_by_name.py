"""Calls in plain JSON, and who may make them."""

import base64
import json

import pytest

from .replay import ask, hosts, simulated_cluster

START = 1_700_000_000_000
JOB = {"role": "www", "environment": "prod", "name": "web"}
TASK = {"job": JOB, "isService": True, "maxTaskFailures": 1, "resources": [{"numCpus": 1}, {"ramMb": 16}, {"diskMb": 16}],
        "constraints": [{"name": "rack", "constraint": {"limit": {"limit": 2}}}], "taskLinks": {"status": "http://x/"},
        "executorConfig": {"name": "AuroraExecutor", "data": "{}"}, "newerThanUs": {"a": [1]}}


def call(connection, method, body, user=None):
    text = body if isinstance(body, str) else json.dumps(body)
    headers = {"Content-Length": str(len(text.encode()))}
    if user:
        headers["Authorization"] = "Basic " + base64.b64encode(user.encode()).decode()
    status, _, answer = ask(connection, "POST", f"/apibeta/{method}", headers, text.encode())
    return status, json.loads(answer) if answer else None


def test_what_goes_in_by_name_comes_out_by_name(tmp_path):
    with simulated_cluster(tmp_path, START, hosts_file=hosts()) as connection:
        description = {"key": JOB, "taskConfig": TASK, "instanceCount": 2, "cronCollisionPolicy": "CANCEL_NEW"}
        assert call(connection, "createJob", {"description": description})[1]["responseCode"] == "OK"
        status, reply = call(connection, "getJobs", {"ownerRole": "www"})
        config, = reply["result"]["getJobsResult"]["configs"]
        assert status == 200 and config["instanceCount"] == 2
        assert config["taskConfig"]["constraints"] == TASK["constraints"]
        assert config["taskConfig"]["taskLinks"] == TASK["taskLinks"]
        reply = call(connection, "killTasks", {"job": JOB, "instances": [1]})[1]
        assert reply["responseCode"] == "OK"
        reply = call(connection, "getTasksStatus", {"query": {"jobKeys": [JOB], "statuses": ["PENDING", "ASSIGNED"]}})[1]
        assert [task["assignedTask"]["instanceId"] for task in reply["result"]["scheduleStatusResult"]["tasks"]] == [0]


@pytest.mark.parametrize("method, body, status, word", [
    ("nothing", {}, 404, "nothing"),
    ("getJobs", "{", 400, "valid JSON"),
    ("getJobs", "[]", 400, "JSON object"),
    ("getJobs", {"ownerRole": 3}, 400, "ownerRole"),
    ("createJob", {"description": {"taskConfig": {"resources": [{"numCpus": 1, "ramMb": 2}]}}}, 400, "one member"),
    ("createJob", {"description": {"taskConfig": {"resources": [{}]}}}, 400, "one member"),
    ("createJob", {"description": {"instanceCount": 1 << 40}}, 400, "large"),
    ("createJob", {"description": {"taskConfig": {"isService": "yes"}}}, 400, "truth"),
    ("killTasks", {"job": JOB, "instances": {"0": 1}}, 400, "list"),
    ("getTasksStatus", {"query": {"statuses": ["SLEEPING"]}}, 200, "SLEEPING"),
])
def test_what_cannot_be_read_is_refused_in_words(tmp_path, method, body, status, word):
    with simulated_cluster(tmp_path, START) as connection:
        got, reply = call(connection, method, body)
        assert (got, reply["responseCode"]) == (status, "ERROR")
        assert word in reply["details"][0]["message"]


def test_logins_hold_for_them_too(tmp_path):
    users = tmp_path / "users.ini"
    users.write_text("[users]\nann = pw, ops\nbob = pw\n[roles]\nops = *\n")
    with simulated_cluster(tmp_path, START, "--users", users) as connection:
        assert call(connection, "getRoleSummary", {})[0] == 200
        assert call(connection, "killTasks", {"job": JOB})[0] == 401
        assert call(connection, "getRoleSummary", {}, "ann:wrong")[0] == 401
        assert call(connection, "killTasks", {"job": JOB}, "ann:pw")[1]["responseCode"] == "OK"
        status, refused = call(connection, "killTasks", {"job": JOB}, "bob:pw")
        assert status == 200 and refused["responseCode"] == "AUTH_FAILED" and "serverInfo" not in refused
        # Whom it concerns must be known before it is known whether he may.
        for job in ({}, {"job": {"role": "www", "environment": "prod"}}):
            reply = call(connection, "killTasks", job, "ann:pw")[1]
            assert reply["responseCode"] == "INVALID_REQUEST"
            assert reply["details"][0]["message"] == "Missing or invalid job key from request."
