"""The endpoints behind the page (docs/web-page.md), and who may ask anything of the server at all."""

import http.client
import json
import os
import pathlib
import socket
import urllib.parse

import pytest

from .conftest import service, wait_until

SLEEP = "exec sleep 100000"
JOB = "demo/prod/web"
CALL = b'[1,"getRoleSummary",1,0,{}]'


class Web:
    def __init__(self, status):
        self.host, port = urllib.parse.urlsplit(status["url"]).netloc.split(":")
        self.port = int(port)

    def ask(self, path, method="GET", headers=None, body=None):
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            answer = connection.getresponse()
            answer.body = answer.read()
            return answer
        finally:
            connection.close()

    def json(self, path):
        answer = self.ask("/page/v1/" + path)
        assert answer.status == 200, (answer.status, answer.body)
        return json.loads(answer.body)

    def raw(self, data, timeout=30):
        """What the server answers to these bytes, until it closes the connection."""
        with socket.create_connection((self.host, self.port), timeout=timeout) as connection:
            connection.sendall(data)
            answer = b""
            while piece := connection.recv(65536):
                answer += piece
            return answer

    def log(self, task, process, offset=0, file=0, stream="stdout", run=0, **more):
        query = {"task": task, "process": process, "run": run, "stream": stream, "offset": offset, "file": file, **more}
        return self.ask("/page/v1/log?" + urllib.parse.urlencode(query))


@pytest.fixture
def web(cluster):
    return Web(cluster.up())


def sandbox_of(cluster, task):
    return next(pathlib.Path(cluster.state_dir()).glob(f"agents/**/thermos-{task}/runs/*-*/sandbox"))


# ---- what is told ----

def test_an_empty_cluster(web):
    data = web.json("cluster")
    assert data["cluster"] == "devcluster" and data["jobs"] == [] and data["updates"] == [] and data["hosts"] == 1


def test_jobs_instances_and_tasks(cluster, web):
    assert cluster.deploy(service(SLEEP, 3)).code == 0
    job, = web.json("cluster")["jobs"]
    assert (job["role"], job["environment"], job["name"], job["states"]) == ("demo", "prod", "web", {"RUNNING": 3})
    job = web.json("job/" + JOB)
    assert [one["instance"] for one in job["instances"]] == [0, 1, 2]
    assert {one["instance"]: one["task"] for one in job["instances"]} == cluster.running()
    assert job["config"]["ram_mb"] == 32 and job["config"]["service"] is True
    task = web.json("task/" + job["instances"][1]["task"])
    assert task["instance"] == 1 and task["status"] == "RUNNING"
    assert [event["status"] for event in task["events"]] == ["PENDING", "ASSIGNED", "STARTING", "RUNNING"]
    process, = task["processes"]
    assert process["name"] == "run" and process["cmdline"] == SLEEP
    assert process["runs"][0]["state"] == "RUNNING" and process["runs"][0]["started"] > 0
    assert web.json(f"instance/{JOB}/1") == task


def test_the_process_graph_of_a_failed_task(cluster, web):
    processes = ("[Process(name = 'stage', cmdline = 'echo no such package >&2; exit 9'), "
                 "Process(name = 'run', cmdline = 'sleep 1000')]")
    (cluster.directory / "job.aurora").write_text(service("", 1, processes=processes).replace("Service(", "Job("))
    assert cluster("job", "create", "devcluster/" + JOB, "job.aurora").code == 0

    def failed():
        return web.json(f"instance/{JOB}/0")["status"] == "FAILED"

    wait_until(failed, what="the failure")
    task = web.json(f"instance/{JOB}/0")
    assert task["events"][-1]["message"], "the reason is told"
    stage, run = task["processes"]
    assert (stage["after"], run["after"]) == ([], ["stage"])
    assert stage["runs"][0]["state"] == "FAILED" and stage["runs"][0]["return_code"] == 9
    assert stage["runs"][0]["stopped"] >= stage["runs"][0]["started"] > 0
    assert run["runs"] == []
    assert [stage["state"] for stage in task["stages"]][-1] == "FAILED"
    assert web.log(task["task"], "stage", stream="stderr").body == b"no such package\n"


def test_an_instance_that_cannot_be_placed_says_why(cluster, web):
    (cluster.directory / "job.aurora").write_text(service(SLEEP, 1).replace("cpu = 0.1", "cpu = 1000"))
    assert cluster("job", "create", "devcluster/" + JOB, "job.aurora").code == 0

    def reason():
        one, = web.json("job/" + JOB)["instances"]
        return one["status"] == "PENDING" and one["reason"]

    assert "CPU" in wait_until(reason, what="a reason")


def test_an_update_and_its_progress(cluster, web):
    assert cluster.deploy(service(SLEEP, 3)).code == 0
    assert cluster.deploy(service("exec sleep 200000", 4)).code == 0
    update = web.json("job/" + JOB)["updates"][0]
    assert update["status"] == "ROLLED_FORWARD" and update["instances"] == 4 and not update["active"]
    assert update["actions"] == {"INSTANCE_UPDATED": 4}
    details = web.json(f"update/{JOB}/{update['id']}")
    assert [one["action"] for one in details["instance_states"]] == ["INSTANCE_UPDATED"] * 4
    assert [event["status"] for event in details["events"]] == ["ROLLING_FORWARD", "ROLLED_FORWARD"]
    assert details["settings"]["batch_size"] == 2 and details["settings"]["watch_secs"] == 1
    assert web.ask(f"/page/v1/update/demo/prod/other/{update['id']}").status == 404, "it is not that job's"


@pytest.mark.parametrize("path", ["job/demo/prod/none", "job/demo/prod", "update/demo/prod/web/none", "task/none", "task/",
                                  "instance/demo/prod/web/0", "none", "", "log?task=none&process=x&stream=stdout"])
def test_what_there_is_not(web, path):
    assert web.ask("/page/v1/" + path).status == 404


@pytest.mark.parametrize("query", ["", "?task=x&process=y&stream=other", "?task=x&process=y&stream=stdout&run=-1",
                                   "?task=x&process=y&stream=stdout&offset=1e3", "?task=x&process=y&stream=stdout&limit=0",
                                   "?task=x&process=y&stream=stdout&run=0x1", "?task=x&process=y&stream=stdout&file=-"])
def test_a_log_asked_for_wrongly(web, query):
    assert web.ask("/page/v1/log" + query).status == 400


def test_nothing_new_costs_nothing(cluster, web):
    assert cluster.deploy(service(SLEEP, 1)).code == 0
    task = cluster.running()[0]
    for path in ("cluster", "job/" + JOB, "task/" + task, f"instance/{JOB}/0"):
        tag = web.ask("/page/v1/" + path).headers["ETag"]
        again = web.ask("/page/v1/" + path, headers={"If-None-Match": tag})
        assert again.status == 304 and again.body == b"", path
    tag = web.ask("/page/v1/cluster").headers["ETag"]
    assert cluster("job", "killall", "devcluster/" + JOB, "--yes").code == 0
    assert web.ask("/page/v1/cluster", headers={"If-None-Match": tag}).status == 200
    cluster.kill_daemon()
    new = Web(cluster.up())
    assert new.ask("/page/v1/cluster", headers={"If-None-Match": tag}).status == 200, "another life of the cluster"


@pytest.mark.parametrize("path", ["/", "/scheduler", "/scheduler/demo/prod/web", "/scheduler/demo/prod/web/0", "/updates",
                                  "/scheduler/demo/prod/web/update/1", "/task/some"])
def test_the_page_is_at_the_addresses_that_clients_print(web, path):
    answer = web.ask(path)
    assert answer.status == 200 and answer.headers["Content-Type"].startswith("text/html")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert web.ask(path, headers={"If-None-Match": answer.headers["ETag"]}).status == 304
    head = web.ask(path, "HEAD")
    assert head.status == 200 and head.body == b""
    assert web.ask(path, "POST", body=b"x").status == 405


def test_the_pages_files(web):
    for name, kind in (("main.js", "text/javascript"), ("page.css", "text/css"), ("icon.svg", "image/svg+xml")):
        answer = web.ask("/page/" + name)
        assert answer.status == 200 and answer.headers["Content-Type"].startswith(kind)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert web.ask("/page/embed.py").status == 404
    assert web.ask("/page/../http_server.cc").status == 404


# ---- logs ----

def test_a_log_is_read_piece_by_piece_whatever_it_holds(cluster, web):
    assert cluster.deploy(service("printf 'a\\000b\\377c\\nd\\n'; exec sleep 100000", 1)).code == 0
    task = cluster.running()[0]
    wait_until(lambda: web.log(task, "run").headers["Log-Size"] == "8", what="the output")
    whole = web.log(task, "run")
    assert whole.body == b"a\0b\xffc\nd\n" and whole.headers["X-Content-Type-Options"] == "nosniff"
    assert whole.headers["Content-Type"].startswith("text/plain")
    first = web.log(task, "run", limit=3)
    assert first.body == b"a\0b" and first.headers["Log-Next"] == "3" and first.headers["Log-More"] == "1"
    rest = web.log(task, "run", offset=3, file=first.headers["Log-File"])
    assert rest.body == b"\xffc\nd\n" and rest.headers["Log-More"] == "0"
    end = web.log(task, "run", offset=8, file=first.headers["Log-File"])
    assert end.body == b"" and end.headers["Log-Next"] == "8" and end.headers["Log-Gap"] == "0"
    assert web.log(task, "run", offset=-2).body == b"d\n"
    assert web.log(task, "run", offset=-100).body == whole.body
    assert web.log(task, "run", stream="stderr").body == b""
    with open(sandbox_of(cluster, task) / ".logs/run/0/stdout", "ab") as log:
        log.write(b"x" * (3 << 20))
    assert len(web.log(task, "run", limit=1 << 40).body) == 1 << 20, "a piece has a limit"


def test_a_log_is_followed_through_rotation(cluster, web):
    assert cluster.deploy(service(SLEEP, 1)).code == 0
    task = cluster.running()[0]
    logs = sandbox_of(cluster, task) / ".logs/run/0"
    (logs / "stdout").write_bytes(b"one\n")
    first = web.log(task, "run", limit=2)
    assert first.body == b"on"
    (logs / "stdout").rename(logs / "stdout.1")
    (logs / "stdout").write_bytes(b"two\n")
    (logs / "stdout.1").rename(logs / "stdout.2")
    (logs / "stdout").rename(logs / "stdout.1")
    (logs / "stdout").write_bytes(b"three\n")
    place, read = {"offset": 2, "file": first.headers["Log-File"]}, b""
    for _ in range(3):
        piece = web.log(task, "run", **place)
        assert piece.headers["Log-Gap"] == "0"
        read += piece.body
        place = {"offset": piece.headers["Log-Next"], "file": piece.headers["Log-File"]}
    assert read == b"e\ntwo\nthree\n" and piece.headers["Log-More"] == "0"
    for path in logs.glob("stdout*"):
        path.rename(logs / ("gone" + path.name))
    (logs / "stdout").write_bytes(b"four\n")
    lost = web.log(task, "run", **place)
    assert lost.body == b"four\n" and lost.headers["Log-Gap"] == "1", "that something is missing is said"


def test_a_log_view_stays_in_the_sandbox(cluster, web):
    assert cluster.deploy(service("echo mine; exec sleep 100000", 1)).code == 0
    task = cluster.running()[0]
    wait_until(lambda: web.log(task, "run").body == b"mine\n", what="the output")
    sandbox = sandbox_of(cluster, task)
    secret = cluster.directory / "secret"
    (secret / "0").mkdir(parents=True)
    (secret / "0" / "stdout").write_text("secret\n")

    def refused(process="trap"):
        answer = web.log(task, process)
        return answer.status == 404 and b"secret" not in answer.body

    logs = sandbox / ".logs"
    (logs / "trap").symlink_to(secret)
    assert refused(), "a directory that is a link"
    (logs / "trap").unlink()
    (logs / "trap" / "0").mkdir(parents=True)
    trap = logs / "trap" / "0" / "stdout"
    trap.symlink_to(secret / "0" / "stdout")
    assert refused(), "a file that is a link"
    trap.unlink()
    os.mkfifo(trap)
    assert refused(), "a pipe would be waited for"
    trap.unlink()
    trap.mkdir()
    assert refused(), "a directory"
    up = "../" * len(sandbox.parts)
    for process in ("..", ".", "", up + str(secret)[1:], str(secret), "run/../../../secret", "run%00", "run\0", "..%2f..", "%2e%2e"):
        assert refused(process), process
    moved = sandbox.with_name("elsewhere")
    sandbox.rename(moved)
    (cluster.directory / "secret" / ".logs" / "run" / "0").mkdir(parents=True)
    (cluster.directory / "secret" / ".logs" / "run" / "0" / "stdout").write_text("secret\n")
    sandbox.symlink_to(secret)
    assert refused("run"), "the sandbox itself is a link"
    sandbox.unlink()
    moved.rename(sandbox)
    assert web.log(task, "run").body == b"mine\n"


# ---- who may ask ----

EVERYTHING = [("GET", "/"), ("GET", "/page/main.js"), ("GET", "/page/v1/cluster"), ("GET", "/vars"), ("GET", "/health"),
              ("GET", "/borealis/status"), ("POST", "/api"), ("POST", "/quitquitquit"), ("GET", "/none")]


@pytest.mark.parametrize("name", ["evil.example", "evil.example:{port}", "localhost.evil.example", "127.0.0.1.evil.example:{port}",
                                  "localhost@evil.example", "localhost:{port}x", "0.0.0.0:{port}", "[::1", "localhost:"])
def test_a_foreign_host_is_refused_everywhere(web, name):
    for method, path in EVERYTHING:
        answer = web.ask(path, method, {"Host": name.format(port=web.port)}, CALL if method == "POST" else None)
        assert answer.status == 403, (method, path)


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST:{port}", "localhost:9999", "127.0.0.1:{port}", "[::1]:{port}"])
def test_names_of_loopback_are_served(web, name):
    assert web.ask("/page/v1/cluster", headers={"Host": name.format(port=web.port)}).status == 200
    answer = web.ask("/api", "POST", {"Host": name.format(port=web.port), "Content-Type": "application/json"}, CALL)
    assert answer.status == 200 and b"getRoleSummary" in answer.body


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://127.0.0.1:1",
                                    "http://localhost:3000", "http://127.0.0.1:{port}.evil.example", "file://"])
def test_a_foreign_origin_is_refused_everywhere(cluster, web, origin):
    for method, path in EVERYTHING:
        answer = web.ask(path, method, {"Origin": origin.format(port=web.port)}, CALL if method == "POST" else None)
        assert answer.status == 403, (method, path)
    assert cluster.status()["url"], "nobody made it quit"


def test_our_own_origin_and_none_are_served(web):
    for headers in ({}, {"Origin": f"http://127.0.0.1:{web.port}"}, {"Origin": f"http://localhost:{web.port}"},
                    {"Origin": "http://localhost:9999", "Host": "localhost:9999"}):
        answer = web.ask("/api", "POST", {**headers, "Content-Type": "application/json"}, CALL)
        assert answer.status == 200, headers


def test_other_sites_may_link_but_not_embed(web):
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert web.ask("/scheduler/demo/prod/web", headers=link).status == 200
    for change in ({"Sec-Fetch-Dest": "iframe"}, {"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}, {"Sec-Fetch-Mode": "cors"}):
        assert web.ask("/page/v1/cluster", headers={**link, **change}).status == 403
    assert web.ask("/quitquitquit", "POST", link).status == 403, "a form of another site"
    same = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}
    assert web.ask("/page/v1/cluster", headers=same).status == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_what_a_form_can_send_is_no_call(web, kind):
    answer = web.ask("/api", "POST", {"Content-Type": kind}, CALL)
    assert answer.status in (400, 415) and b"getRoleSummary" not in answer.body


def test_every_answer_forbids_what_it_need_not_allow(web):
    for method, path in EVERYTHING[:-3] + [("GET", "/none"), ("POST", "/api")]:
        answer = web.ask(path, method, body=CALL if method == "POST" else None)
        assert answer.headers["X-Content-Type-Options"] == "nosniff", path
        assert answer.headers.get_all("Content-Security-Policy")[0].startswith("default-src 'none'"), path
        assert len(answer.headers.get_all("Content-Security-Policy")) == 1, path
        assert answer.headers["Access-Control-Allow-Origin"] is None, path


# ---- malformed, large and slow ----

def test_one_host_header(web):
    assert web.raw(b"GET /health HTTP/1.1\r\nConnection: close\r\n\r\n").startswith(b"HTTP/1.1 400 ")
    two = b"GET /health HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    assert web.raw(two).startswith(b"HTTP/1.1 400 ")


POST = b"POST /api HTTP/1.1\r\nHost: localhost\r\n"
NO_REQUESTS = {
    "zeros": b"\0\0\0\0\r\n\r\n", "no path": b"GET\r\n\r\n", "no such version": b"GET / HTTP/9.9\r\n\r\n", "empty lines": b"\r\n\r\n\r\n",
    "long path": b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "long header": b"GET / HTTP/1.1\r\nHost: localhost\r\nA: " + b"a" * 100_000 + b"\r\n\r\n",
    "many headers": b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"A: b\r\n" * 50_000 + b"\r\n",
    "large body": POST + b"Content-Length: 99999999999\r\n\r\n",
    "no length": POST + b"Content-Length: x\r\n\r\n", "negative length": POST + b"Content-Length: -1\r\n\r\n",
    "two lengths": POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
    "length and chunks": POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "compressed": POST + b"Content-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx",
}


@pytest.mark.parametrize("data", NO_REQUESTS.values(), ids=NO_REQUESTS)
def test_what_is_no_request_ends_the_connection(web, data):
    try:
        answer = web.raw(data)
    except ConnectionResetError:
        answer = b""
    assert not answer.startswith(b"HTTP/1.1 200 "), answer[:200]
    assert web.ask("/health").status == 200


def test_a_body_in_chunks_has_a_limit(web):
    chunk = b"100000\r\n" + b" " * (1 << 20) + b"\r\n"
    with socket.create_connection((web.host, web.port), timeout=60) as connection:
        connection.sendall(POST + b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
        with pytest.raises(OSError):  # it is cut off
            for _ in range(1000):
                connection.sendall(chunk)
    assert web.ask("/health").status == 200


def test_a_body_that_nobody_reads_is_no_request(web):
    inner = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
    for head in (b"GET /vars HTTP/1.1\r\nHost: localhost\r\n", b"GET /page/v1/cluster HTTP/1.1\r\nHost: localhost\r\n",
                 b"POST /api HTTP/1.1\r\nHost: evil.example\r\n"):
        answer = web.raw(head + b"Content-Length: %d\r\n\r\n" % len(inner) + inner)
        assert answer.count(b"HTTP/1.1 ") == 1, answer


def test_requests_one_after_the_other_on_one_connection(web):
    one = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
    last = one.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    assert web.raw(one * 20 + last).count(b"HTTP/1.1 200 OK") == 21


def test_slow_clients_keep_nobody_out(web):
    """More of them than the server has places, each with half a request."""
    slow = []
    try:
        for _ in range(400):
            connection = socket.create_connection((web.host, web.port), timeout=60)
            connection.sendall(b"POST /api HTTP/1.1\r\nHost: localhost\r\n")
            slow.append(connection)
        assert web.ask("/api", "POST", {"Content-Type": "application/json"}, CALL).status == 200
        assert web.ask("/page/v1/cluster").status == 200
    finally:
        for connection in slow:
            connection.close()


def test_clients_that_wait_do_not_delay_the_end(cluster, web):
    with socket.create_connection((web.host, web.port), timeout=60) as idle:
        idle.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert idle.recv(100).startswith(b"HTTP/1.1 200")
        assert cluster.down().code == 0
