"""Replays recorded exchanges against the embedded cluster and names every difference.

The cluster runs simulated tasks on the recorder's hosts, by a clock that is set to the recorded times. What cannot be
the same is brought to one form on both sides: ids, times, ports, the hosts that were chosen, the order of sets and of
tasks. Ids and hosts that recorded requests name are replaced by those that this cluster gave in their stead.
"""

import base64
import contextlib
import http.client
import json
import os
import socket
import subprocess

from conftest import BUILD, ROOT

from .one_form import MAINTENANCE, UUID, differences, reply_in_one_form
from .plain_pages import is_left_out, page_differences
from .thrift_wire import change_texts, decode, encode, plain

TRACES = ROOT / "tests/traces"
STEP_MS = 10


def hosts():
    return [{"name": f"slave-{n}-hostname", "agent_id": f"slave-{n}", "cpus": 16, "ram_mb": 16384, "disk_mb": 102400,
             "revocable": False,
             "attributes": {"rack": [f"rack-{(n - 1) // 4}"]} | ({"dedicated": ["database"]} if n > 20 else {})}
            for n in range(1, 23)]


@contextlib.contextmanager
def simulated_cluster(directory, start_ms, *words, hosts_file=None):
    """Yields an http.client connection to a cluster whose clock stands at start_ms."""
    file = directory / "hosts.json"
    file.write_text(json.dumps(hosts_file or hosts()))
    read, write = os.pipe()
    process = subprocess.Popen(
        [BUILD / "borealis-clusterd", "--state", directory / "state", "--simulate", "--clock", str(start_ms),
         "--hosts-file", file, "--name", "local", "--hostname", "vm", "--ready-fd", str(write), *words],
        pass_fds=[write])
    os.close(write)
    try:
        with os.fdopen(read) as ready:
            url = ready.readline().strip()
        assert url, "the cluster did not start"
        connection = http.client.HTTPConnection(url.removeprefix("http://"))
        yield connection
        connection.close()
    finally:
        process.terminate()
        assert process.wait() == 0


def ask(connection, method, path, headers, body):
    """Sends exactly these headers (and Host)."""
    connection.putrequest(method, path, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders(body)
    response = connection.getresponse()
    return response.status, dict(response.getheaders()), response.read()


def body_of(part):
    if "body_base64" in part:
        return base64.b64decode(part["body_base64"])
    return part.get("body", "").encode()


class Replay:
    def __init__(self, connection):
        self.connection = connection
        self.ids = {}  # recorded -> ours, of tasks, updates and hosts
        self.now = 0

    def advance(self, to_ms):
        self.now = to_ms
        status, _, body = ask(self.connection, "POST", f"/borealis/clock?to={to_ms}", {"Content-Length": "0"}, b"")
        assert status == 200, body

    def call(self, method, fields):
        """A call of ours."""
        body = encode((method, 1, 1, fields), True)
        kind = "application/vnd.apache.thrift.binary"
        _, _, answer = ask(self.connection, "POST", "/api",
                           {"Content-Type": kind, "Accept": kind, "Content-Length": str(len(body))}, body)
        return plain(12, decode(answer, kind)[3])

    def active_tasks(self):
        statuses = ("set", 8, [0, 16, 9, 1, 2, 13, 12, 17, 6, 18])
        reply = self.call("getTasksWithoutConfigs", {1: (12, {5: (14, statuses)})})
        return reply[0][3][3].get(1, [])

    def our_text(self, text):
        if text in self.ids:
            return self.ids[text]
        match = UUID.search(text)
        if match and match.end() == len(text) and match.start() > 0:
            # A task that no recorded answer shows: the one that stands in its place.
            for task in self.active_tasks():
                if task[1][1][:match.start()] == text[:match.start()]:
                    self.ids[text] = task[1][1]
                    return task[1][1]
        return text

    def choose_hosts(self, exchange):
        """Drains hosts that have tasks of the job that is to be moved, as the recorded ones had."""
        if exchange["label"] == "drainHosts with tasks":
            ours = sorted({task[1][3] for task in self.active_tasks() if task[1][4][28][3] == "drainme"})
            self.ids.update(zip(exchange["request"]["decoded_args"]["hosts"]["hostNames"], ours))

    def wrong_modes(self, reply, busy):
        """A host that is to be emptied is DRAINING as long as tasks are on it; the recorded ones had others."""
        for member in (7, 8, 10, 11):
            for status in reply[0].get(3, {}).get(member, {}).get(1, []):
                if status[2] in (3, 4) and (status[2] == 3) != (status[1] in busy):
                    yield f"{status[1]} is in mode {status[2]} with {'some' if status[1] in busy else 'no'} tasks"

    def learn(self, recorded, ours):
        def tasks_of(reply):
            with contextlib.suppress(KeyError, TypeError):
                return sorted(reply[0][3][3][1], key=lambda t: (t[4][0][1], t[1][6]))
            return []
        by_place = {}
        for task in tasks_of(ours):
            by_place.setdefault((UUID.sub("", task[1][1])), []).append(task)
        for task in tasks_of(recorded):
            place = UUID.sub("", task[1][1])
            if by_place.get(place):
                mine = by_place[place].pop(0)
                self.ids[task[1][1]] = mine[1][1]
        with contextlib.suppress(KeyError, TypeError):
            self.ids[recorded[0][3][22][1][2]] = ours[0][3][22][1][2]

    def without_latest(self, wanted, got):
        """An update's steps follow one another within milliseconds: what was done in the last ones is there or isn't."""
        with contextlib.suppress(KeyError, TypeError):
            for steps in (2, 3):
                ours, recorded = got[0][3][24][1][steps], wanted[0][3][24][1][steps]
                while len(ours) > len(recorded) and ours[-1][2] > self.now - STEP_MS:
                    ours.pop()

    def alike(self, exchange, wanted, got):
        """Takes away what follows from the choice of hosts or from an order that nobody promises."""
        query = (exchange["request"].get("decoded_args") or {}).get("query") or {}
        tasks = [reply["reply"].get(0, {}).get(3, {}).get(3, {}).get(1, []) for reply in (wanted, got)]
        if query.get("slaveHosts"):
            for task in tasks[1]:
                assert task[1][3] == "<host>"
            return {}, {}
        if query.get("limit", 0) > 0 or query.get("offset", 0) > 0:
            return len(tasks[0]), len(tasks[1])
        if exchange["label"] == "json list used where set expected":
            # Every task there ever was: an instance had one more if its host was drained.
            return [sorted({(str(sorted(task[1][4][28].items())), task[1][6]) for task in several}) for several in tasks]
        if exchange["label"] == "tasks after drain":
            # Whose instance was on a drained host.
            return [sorted(json.dumps(task[4]) for task in several) for several in tasks]
        return wanted, got

    def unrecorded(self, exchange):
        """Calls that the recorder made before this one without keeping them: seen by what they did."""
        if exchange["label"] == "kill empty instance set (kills ALL!)":
            job = exchange["request"]["decoded_args"]["job"]
            key = {1: (11, job["role"]), 2: (11, job["environment"]), 3: (11, job["name"])}
            resources = [{1: (4, 0.25)}, {2: (10, 64)}, {3: (10, 32)}]
            task = {7: (2, 1), 11: (8, 0), 13: (8, 1), 17: (12, {2: (11, job["role"])}), 20: (14, ("set", 12, [])),
                    25: (12, {1: (11, "AuroraExecutor"), 2: (11, '{"cmd":"v1"}')}), 28: (12, key), 29: (12, {1: (12, {})}),
                    32: (14, ("set", 12, resources))}
            self.advance(int(exchange["time"] * 1000) - 1400)
            self.call("createJob", {1: (12, {6: (12, task), 7: (12, {2: (11, job["role"])}), 8: (8, 3),
                                             9: (12, key)})})
        if exchange["label"] == "create adhoc finishing job":
            role = exchange["request"]["decoded_args"]["description"]["key"]["role"]
            name = [task[1][4][28][3] for task in self.active_tasks() if task[2] == 16][0]
            self.call("killTasks", {4: (12, {1: (11, role), 2: (11, "prod"), 3: (11, name)})})
        cleaned = {"maintenanceStatus none": "quotajob", "forceTaskState unknown": "drainme"}.get(exchange["label"])
        roles = {task[1][4][28][1] for task in self.active_tasks() if task[1][4][28][3] == cleaned} if cleaned else ()
        for role in roles:
            self.call("killTasks", {4: (12, {1: (11, role), 2: (11, "prod"), 3: (11, cleaned)})})
        if exchange["label"] == "pulse when finished":
            key = exchange["request"]["decoded_args"]["key"]
            job = {1: (11, key["job"]["role"]), 2: (11, key["job"]["environment"]), 3: (11, key["job"]["name"])}
            for before in (2800, 1400):
                self.advance(int(exchange["time"] * 1000) - before)
                self.call("pulseJobUpdate", {1: (12, {1: (12, job), 2: (11, self.our_text(key["id"]))})})

    def raw(self, exchange):
        """A request as bytes, on a connection of its own."""
        with socket.create_connection((self.connection.host, self.connection.port)) as sent:
            sent.sendall(exchange["request"]["raw"].encode())
            got = http.client.HTTPResponse(sent)
            got.begin()
            body = got.read()
        head, wanted = exchange["response"]["raw"].split("\r\n\r\n", 1)
        if f" {got.status} " not in head.splitlines()[0]:
            return [f"status {got.status}: {body[:200]!r}"]
        kind = "application/vnd.apache.thrift.json"
        messages = [decode(answer, kind) for answer in (wanted.encode(), body)]
        return list(differences(*(reply_in_one_form(*m[:3], plain(12, m[3])) for m in messages)))

    def exchange(self, exchange):
        """The differences of one exchange."""
        request, response = exchange["request"], exchange["response"]
        headers = dict(request["headers"]) if not isinstance(request["headers"], dict) else request["headers"]
        if "time" in exchange:
            self.unrecorded(exchange)
            self.advance(int(exchange["time"] * 1000 - exchange.get("elapsed_ms", 0)))
        body = body_of(request)
        kind = headers.get("Content-Type", "")
        if "decoded_args" in request and kind.endswith(("thrift.json", "thrift.binary")):
            message = decode(body, kind)
            if message[0] in MAINTENANCE:
                self.choose_hosts(exchange)
                busy = {task[1][3] for task in self.active_tasks() if 3 in task[1]}
            fields = change_texts(12, message[3], self.our_text)
            body = encode((*message[:3], fields), kind.endswith("binary"))
        headers = {name: value for name, value in headers.items() if name != "Content-Length"}
        if headers.get("Transfer-Encoding") == "chunked":
            body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
        elif body or request.get("method") in ("POST", "PUT"):
            headers["Content-Length"] = str(len(body))
        # Who sends everybody to the leader doesn't look at what is asked.
        if is_left_out(request.get("path", "/api")) and response["status"] != 307:
            return []
        status, got_headers, got = ask(self.connection, request.get("method", "POST"),
                                       request.get("path", "/api"), headers, body)
        if status != response["status"]:
            return [f"status {status} instead of {response['status']}: {got[:300]!r}"]
        wanted_headers = {name.lower(): value for name, value in (
            response["headers"].items() if isinstance(response["headers"], dict) else response["headers"])}
        if wanted_headers.get("location") == f"http://127.0.0.1:8081{request.get('path')}":
            place = {name.lower(): value for name, value in got_headers.items()}.get("location")
            return [] if place == wanted_headers["location"] and not got else [f"it leads to {place}, with {got[:100]!r}"]
        wanted_type = wanted_headers.get("content-type", "")
        got_type = {name.lower(): value for name, value in got_headers.items()}.get("content-type", "")
        if not wanted_type.startswith("application/vnd.apache.thrift"):
            return list(page_differences(request["path"], response, wanted_type, got_type, got))
        if wanted_type != got_type:
            return [f"Content-Type {got_type} instead of {wanted_type}"]
        wanted = body_of(response)
        if wanted_headers.get("content-encoding") == "gzip":
            import gzip
            if got_headers.get("Content-Encoding") != "gzip":
                return ["the answer is not compressed"]
            wanted, got = gzip.decompress(wanted), gzip.decompress(got)
        if not wanted:
            return [] if not got else [f"a body: {got[:100]!r}"]
        wanted, got = decode(wanted, wanted_type), decode(got, got_type)
        self.learn(plain(12, wanted[3]), plain(12, got[3]))
        if wanted[0] in MAINTENANCE:
            wanted = *wanted[:3], change_texts(12, wanted[3], self.our_text)
        wanted_reply, got_reply = plain(12, wanted[3]), plain(12, got[3])
        self.without_latest(wanted_reply, got_reply)
        replies = reply_in_one_form(*wanted[:3], wanted_reply), reply_in_one_form(*got[:3], got_reply)
        found = list(differences(*self.alike(exchange, *replies)))
        if got[0] in MAINTENANCE and got[0] != "slaDrainHosts":
            found += self.wrong_modes(plain(12, got[3]), busy)
        return found


def load(name):
    return json.loads((TRACES / name).read_text())


def replay(directory, names, *words, only=lambda item: True):
    """Yields (file, label, differences) of every exchange that differs."""
    files = [(name, [item for item in load(name) if only(item)]) for name in names]
    first = min(item["time"] for _, items in files for item in items if "time" in item)
    with simulated_cluster(directory, int(first * 1000) - 60_000, *words) as connection:
        replaying = Replay(connection)
        for name, items in files:
            for item in items:
                if "raw" in item.get("request", {}):
                    yield name, item["label"], replaying.raw(item)
                elif "request" in item:
                    yield name, item["label"], replaying.exchange(item)
