"""A scheduler that is found in ZooKeeper: a real server, started here. Skipped where it isn't installed; ./dev installs
it in CI."""

import json
import os
import signal
import socket
import struct
import subprocess
import threading
import time

import pytest

from . import zookeeper
from .conftest import Cluster
from conftest import BUILD, SLOWNESS

PATH = "/aurora/scheduler"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    if not zookeeper.INSTALLED:
        assert not os.environ.get("CI"), "ZooKeeper is missing in CI"
        pytest.skip("needs the packages zookeeper and default-jre-headless")
    made = zookeeper.Server(tmp_path_factory.mktemp("zookeeper"))
    client = made.wait(60 * SLOWNESS)
    client.create("/aurora")
    yield made
    made.stop()


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    directory = tmp_path_factory.mktemp("cluster")
    cluster = Cluster({"HOME": str(directory), "XDG_STATE_HOME": str(directory / "state"), "NO_COLOR": "1",
                       "AURORA_CONFIG_ROOT": str(directory / "none")}, directory)
    port = int(cluster.up()["url"].split(":")[2].split("/")[0])
    yield port
    cluster.down()


class Place:
    """A path of ZooKeeper of this test's own, and a client that is told to look there."""

    def __init__(self, server, path, tmp_path, home):
        self.session, self.path, self.directory, self.home = zookeeper.Client(server.port), path, tmp_path, home
        self.session.create(path)
        self.look_at(zk="127.0.0.1", zk_port=server.port, scheduler_zk_path=path)

    def look_at(self, **entry):
        (self.directory / "etc").mkdir(exist_ok=True)
        (self.directory / "etc" / "clusters.json").write_text(json.dumps([{"name": "east", **entry}]))

    def announce(self, port, member="member_0000000007", ephemeral=True, scheme="http", content=None):
        endpoint = {"host": "127.0.0.1", "port": port}
        content = content or json.dumps({"serviceEndpoint": endpoint, "additionalEndpoints": {scheme: endpoint},
                                         "status": "ALIVE"})
        self.session.create(f"{self.path}/{member}", content, ephemeral)

    def words(self, timeout=10):
        return ["job", "list", "east/demo", "--call-timeout", str(timeout * SLOWNESS)]

    def list(self, timeout=10):
        start = time.monotonic()
        done = Cluster(self.home, self.directory)(*self.words(timeout))
        done.seconds = time.monotonic() - start
        return done

    def start(self, timeout):
        return subprocess.Popen([str(BUILD / "borealis"), *self.words(timeout)], env={**os.environ, **self.home},
                                cwd=self.directory, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True)


@pytest.fixture
def place(server, tmp_path, home):
    made = Place(server, f"/aurora/{tmp_path.name}", tmp_path, home)
    yield made
    made.session.close()


def test_the_announced_scheduler_is_found(place, scheduler):
    place.session.create(f"{place.path}/_c_12-latch-0000000001", "not a member")
    place.announce(scheduler)
    done = place.list()
    assert done.code == 0, done


def test_of_several_servers_one_that_answers_is_asked(place, scheduler, server):
    place.look_at(zk=f"127.0.0.1:{zookeeper.free_port()}, 127.0.0.1:{server.port}", scheduler_zk_path=place.path + "/")
    place.announce(scheduler)
    done = place.list(timeout=30)
    assert done.code == 0, done


def test_no_scheduler_yet(place, scheduler):
    done = place.list(timeout=2)
    assert done.code == 5 and "no scheduler has announced itself" in done.err, done
    assert done.seconds < 20 * SLOWNESS
    process = place.start(timeout=40)
    time.sleep(1)
    place.announce(scheduler)
    out, err = process.communicate(timeout=60 * SLOWNESS)
    assert process.returncode == 0, err


def test_a_leader_that_is_gone_and_another_one(place, scheduler):
    place.announce(zookeeper.free_port())
    done = place.list(timeout=2)
    assert done.code == 5 and "refused" in done.err, done
    process = place.start(timeout=40)
    time.sleep(1)
    place.session.delete(f"{place.path}/member_0000000007")
    place.announce(scheduler, "member_0000000008")
    out, err = process.communicate(timeout=60 * SLOWNESS)
    assert process.returncode == 0, err


def test_a_path_that_is_not_there(place, server):
    place.look_at(zk="127.0.0.1", zk_port=server.port, scheduler_zk_path="/aurora/shceduler")
    done = place.list()
    assert done.code == 6 and "/aurora/shceduler" in done.err and "scheduler_zk_path" in done.err, done


def test_a_path_that_must_not_be_read(place, server):
    secret = place.path + "/secret"
    place.session.create(secret, permissions=zookeeper.READ_NOTHING)
    place.look_at(zk="127.0.0.1", zk_port=server.port, scheduler_zk_path=secret)
    done = place.list()
    assert done.code == 7 and secret in done.err, done


@pytest.mark.parametrize("content", ["no JSON", "{}", '{"additionalEndpoints": {"thrift": {"host": "h", "port": 1}}}'])
def test_an_announcement_that_says_nothing(place, content):
    place.announce(0, content=content)
    done = place.list()
    assert done.code == 5 and "member_0000000007" in done.err, done


class Between:
    """Between a client and the ensemble: `cuts` connections are broken off when the client has sent its `at`th message
    (1 is the handshake, 2 the first question); what is meant for others passes."""

    def __init__(self, port, cuts, at):
        self.port, self.cuts, self.at, self.broken = port, cuts, at, 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with connection, socket.create_connection(("127.0.0.1", self.port)) as server:
            threading.Thread(target=self._answers, args=(server, connection), daemon=True).start()
            sent = 0
            try:
                while message := self._message(connection):
                    sent += 1
                    if sent == self.at and self.broken < self.cuts:
                        self.broken += 1
                        return
                    server.sendall(message)
            except OSError:
                pass

    @staticmethod
    def _message(connection):
        head = connection.recv(4, socket.MSG_WAITALL)
        return head + connection.recv(int.from_bytes(head, "big"), socket.MSG_WAITALL) if len(head) == 4 else b""

    @staticmethod
    def _answers(server, connection):
        try:
            while data := server.recv(65536):
                connection.sendall(data)
        except OSError:
            pass

    def close(self):
        self.listener.close()


@pytest.mark.parametrize("at", [1, 2, 3], ids=["in the handshake", "in the first question", "in the second question"])
def test_a_session_that_is_lost_is_opened_again(place, scheduler, server, at):
    between = Between(server.port, cuts=2, at=at)
    place.look_at(zk="127.0.0.1", zk_port=between.listener.getsockname()[1], scheduler_zk_path=place.path)
    place.announce(scheduler)
    done = place.list(timeout=30)
    between.close()
    assert done.code == 0 and between.broken == 2, done


def test_a_session_that_is_lost_again_and_again(place, scheduler, server):
    between = Between(server.port, cuts=1_000_000, at=2)
    place.look_at(zk="127.0.0.1", zk_port=between.listener.getsockname()[1], scheduler_zk_path=place.path)
    place.announce(scheduler)
    done = place.list(timeout=3)
    between.close()
    assert done.code == 5 and "ZooKeeper" in done.err and not done.out and between.broken > 1, done
    assert done.seconds < 20 * SLOWNESS


class Expired(Between):
    """Answers `cuts` handshakes as the ensemble does when it doesn't know the session any more."""

    def _serve(self, connection):
        if self.broken == self.cuts:
            return super()._serve(connection)
        self.broken += 1
        with connection:
            self._message(connection)
            answer = struct.pack(">iiqi", 0, 0, 0, 16) + b"\0" * 16
            connection.sendall(struct.pack(">i", len(answer)) + answer)


def test_a_session_that_has_expired(place, scheduler, server):
    expired = Expired(server.port, cuts=1, at=0)
    place.look_at(zk="127.0.0.1", zk_port=expired.listener.getsockname()[1], scheduler_zk_path=place.path)
    place.announce(scheduler)
    done = place.list(timeout=30)
    expired.close()
    assert done.code == 0 and expired.broken == 1, done


def test_the_ensemble_is_gone_when_the_leader_is_looked_for_again(place, scheduler, server):
    """The scheduler was found, and is gone when it is called: the ensemble is asked again."""
    between = Between(server.port, cuts=0, at=0)
    place.look_at(zk="127.0.0.1", zk_port=between.listener.getsockname()[1], scheduler_zk_path=place.path)
    place.announce(zookeeper.free_port())
    process = place.start(timeout=30)
    time.sleep(1)
    between.cuts, between.at = 3, 1
    place.session.delete(f"{place.path}/member_0000000007")
    place.announce(scheduler, "member_0000000008")
    out, err = process.communicate(timeout=60 * SLOWNESS)
    between.close()
    assert process.returncode == 0, err


# ---- these need no server ----


@pytest.fixture
def nowhere(tmp_path, home):
    made = Place.__new__(Place)
    made.directory, made.home = tmp_path, home
    return made


def test_nobody_at_the_ensembles_address(nowhere):
    nowhere.look_at(zk="127.0.0.1", zk_port=zookeeper.free_port(), scheduler_zk_path=PATH)
    done = nowhere.list(timeout=2)
    assert done.code == 5 and "ZooKeeper" in done.err, done
    assert done.seconds < 20 * SLOWNESS


def test_an_ensemble_that_never_answers(nowhere):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        nowhere.look_at(zk=f"127.0.0.1:{silent.getsockname()[1]}", scheduler_zk_path=PATH)
        done = nowhere.list(timeout=2)
        assert done.code == 5 and "did not answer in time" in done.err, done
        assert done.seconds < 20 * SLOWNESS
        process = nowhere.start(timeout=60)
        silent.accept()
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20 * SLOWNESS)
        assert process.returncode == 130 and "interrupted" in err, err


@pytest.mark.parametrize("entry, says", [
    ({"zk": "zk.example.invalid"}, "scheduler_zk_path"),
    ({"zk": "127.0.0.1", "scheduler_zk_path": "aurora"}, "begin with /"),
    ({"zk": " , ", "scheduler_zk_path": PATH}, "names no host"),
    ({"zk": "127.0.0.1", "zk_port": "2181", "scheduler_zk_path": PATH}, "zk_port"),
    ({}, "scheduler_uri"),
])
def test_entries_that_name_no_scheduler(nowhere, entry, says):
    nowhere.look_at(**entry)
    done = nowhere.list()
    assert done.code == 64 and says in done.err and "clusters.json" in done.err, done
