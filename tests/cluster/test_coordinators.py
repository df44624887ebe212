"""SLA coordinators: somebody else is asked before a drain or an update ends a task."""

import http.server
import json
import threading
import time
import urllib.parse

import pytest

from .conftest import wait_until
from .replay import ask, simulated_cluster
from .test_by_name import call

START = 1_700_000_000_000
MINUTE = 60_000
JOB = {"role": "www", "environment": "prod", "name": "web"}


class Coordinator:
    """Answers with `answer(question)`: a status and a body. Remembers the questions, and how many it had at once."""

    def __init__(self):
        self.questions, self.most, self.now = [], 0, 0
        self.answer = lambda question: (200, '{"drain": false}')
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                outer.now += 1
                outer.most = max(outer.most, outer.now)
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                question = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)["task"][0], body
                status, text = outer.answer(question)
                outer.now -= 1
                outer.questions.append(question)
                self.send_response(status)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *_):
                pass
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/ask"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def coordinator():
    made = Coordinator()
    yield made
    made.server.shutdown()
    made.server.server_close()


class World:
    def __init__(self, connection, coordinator):
        self.connection, self.coordinator, self.now = connection, coordinator, START

    def call(self, method, **parameters):
        status, reply = call(self.connection, method, parameters)
        assert status == 200 and reply["responseCode"] == "OK", reply
        return reply.get("result")

    def advance(self, by):
        """Lets time pass; what was asked then is answered before this returns."""
        self.now += by
        before = len(self.coordinator.questions)
        assert ask(self.connection, "POST", f"/borealis/clock?to={self.now}", {"Content-Length": "0"}, b"")[0] == 200
        return before

    def config(self, data="{}", key=None):
        policy = {"coordinatorUrl": self.coordinator.url} | ({"statusKey": key} if key else {})
        return {"job": JOB, "isService": True, "maxTaskFailures": 1, "tier": "preferred", "production": True,
                "resources": [{"numCpus": 0.1}, {"ramMb": 16}, {"diskMb": 16}],
                "executorConfig": {"name": "AuroraExecutor", "data": data},
                "slaPolicy": {"coordinatorSlaPolicy": policy}}

    def create(self, count, **more):
        self.call("setQuota", ownerRole="www", quota={"resources": [{"numCpus": 50}, {"ramMb": 9999}, {"diskMb": 9999}]})
        self.call("createJob", description={"key": JOB, "taskConfig": self.config(**more), "instanceCount": count})
        self.advance(10_000)

    def tasks(self):
        found = self.call("getTasksWithoutConfigs", query={"jobKeys": [JOB]})["scheduleStatusResult"]["tasks"]
        return sorted(found, key=lambda task: task["taskEvents"][0]["timestamp"])

    def drain(self, timeout_secs):
        host = self.tasks()[0]["assignedTask"]["slaveHost"]
        nobody = {"percentageSlaPolicy": {"percentage": 0, "durationSecs": 0}}
        self.call("slaDrainHosts", hosts={"hostNames": [host]}, defaultSlaPolicy=nobody, timeoutSecs=timeout_secs)
        return host


@pytest.fixture
def world(tmp_path, coordinator):
    with simulated_cluster(tmp_path, START) as connection:
        yield World(connection, coordinator)


def statuses(world):
    return [task["status"] for task in world.tasks()]


def test_a_drain_asks_until_it_may(world, coordinator):
    world.create(1)
    world.drain(3600)
    world.advance(MINUTE)
    wait_until(lambda: len(coordinator.questions) == 1, what="the question")
    key, body = coordinator.questions[0]
    assert key == body["task"] == "local/www/prod/web/0"
    assert body["taskConfig"]["assignedTask"]["instanceId"] == 0 and body["taskConfig"]["status"] == 2
    assert body["taskConfig"]["assignedTask"]["task"]["job"] == JOB
    assert 3500_000 < int(body["forceMaintenanceCountdownMs"]) <= 3600_000
    world.advance(1000)
    assert statuses(world) == ["RUNNING"]
    coordinator.answer = lambda question: (200, '{"drain": true, "other": false}')
    world.advance(MINUTE)
    wait_until(lambda: statuses(world) != ["RUNNING"], what="the move")
    world.advance(10_000)
    old, new = world.tasks()
    assert old["status"] == "KILLED" and new["status"] == "RUNNING"
    assert "DRAINING" in [event["status"] for event in old["taskEvents"]]
    assert new["assignedTask"]["slaveHost"] != old["assignedTask"]["slaveHost"]
    assert len(coordinator.questions) == 2


@pytest.mark.parametrize("answer", [
    (500, '{"drain": true}'), (200, "true"), (200, "no JSON"), (200, '{"drain": "true"}'), (200, '{"other": true}'),
    (302, '{"drain": true}'), (200, '{"drain": true' + " " * (2 << 20) + "}")])
def test_what_is_no_clear_yes_is_a_no_and_the_timeout_ends_it(world, coordinator, answer):
    coordinator.answer = lambda question: answer
    world.create(1)
    world.drain(90)
    world.advance(MINUTE)
    wait_until(lambda: coordinator.questions, what="the question")
    time.sleep(0.2)
    assert statuses(world) == ["RUNNING"]
    world.advance(2 * MINUTE)
    wait_until(lambda: "RUNNING" in statuses(world) and len(world.tasks()) == 2, what="the move that is forced")


def test_nobody_there_is_a_no(world, coordinator):
    coordinator.server.socket.close()
    world.create(1)
    world.drain(3600)
    world.advance(5 * MINUTE)
    assert statuses(world) == ["RUNNING"]


def test_a_url_is_asked_one_question_at_a_time(world, coordinator):
    def slow(question):
        time.sleep(0.1)
        return 200, '{"go": true}'
    coordinator.answer = slow
    world.create(22 * 3, key="go")  # more than one on some host
    host = world.drain(3600)

    def here():
        return [t for t in world.tasks() if t["assignedTask"].get("slaveHost") == host and t["status"] == "RUNNING"]
    moving = len(here())
    assert moving > 1
    for _ in range(moving):
        before = world.advance(MINUTE)
        wait_until(lambda: len(coordinator.questions) > before, what="a question")
        wait_until(lambda: len(here()) < moving, what="the move of one")
        moving = len(here())
    assert coordinator.most == 1


def test_an_update_asks_before_it_ends_an_instance(world, coordinator):
    world.create(1)
    settings = {"updateGroupSize": 1, "maxPerInstanceFailures": 0, "maxFailedInstances": 0, "rollbackOnFailure": True,
                "minWaitInInstanceRunningMs": 1000, "slaAware": True,
                "updateStrategy": {"queueStrategy": {"groupSize": 1}}}
    world.call("startJobUpdate", request={"taskConfig": world.config('{"v":2}'), "instanceCount": 1, "settings": settings})
    world.advance(1000)
    wait_until(lambda: len(coordinator.questions) == 1, what="the question")
    assert "forceMaintenanceCountdownMs" not in coordinator.questions[0][1]
    world.advance(1000)
    assert statuses(world) == ["RUNNING"]
    coordinator.answer = lambda question: (200, '{"drain": true}')
    world.advance(MINUTE)
    wait_until(lambda: statuses(world)[0] != "RUNNING", what="the end of the old task")
    world.advance(10_000)
    details, = world.call("getJobUpdateDetails", query={"jobKey": JOB})["getJobUpdateDetailsResult"]["detailsList"]
    assert details["update"]["summary"]["state"]["status"] == "ROLLED_FORWARD"
    messages = [event.get("message") for event in details["instanceEvents"]]
    assert "Checking SLA before continuing." in messages and "SLA check passed, continuing." in messages
