"""A scheduler that wants Kerberos logins: a real key distribution centre, started here. Skipped where it isn't
installed; ./dev installs it in CI."""

import json
import os
import signal
import socket
import subprocess
import time

import pytest

from . import kerberos
from .conftest import Cluster, service
from conftest import BUILD, SLOWNESS


@pytest.fixture(scope="module")
def centre(tmp_path_factory):
    if not kerberos.INSTALLED:
        assert not os.environ.get("CI"), "Kerberos is missing in CI"
        pytest.skip("needs the packages krb5-kdc, krb5-admin-server and python3-gssapi")
    made = kerberos.Centre(tmp_path_factory.mktemp("kerberos"))
    made.log_in(made.directory / "first", 60 * SLOWNESS)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    directory = tmp_path_factory.mktemp("cluster")
    cluster = Cluster({"HOME": str(directory), "XDG_STATE_HOME": str(directory / "state"), "NO_COLOR": "1",
                       "AURORA_CONFIG_ROOT": str(directory / "none")}, directory)
    yield int(cluster.up()["url"].split(":")[2].split("/")[0])
    cluster.down()


class Desk:
    def __init__(self, centre, proxy, directory, home):
        self.centre, self.proxy, self.directory = centre, proxy, directory
        self.home = {**home, **centre.settings, "KRB5CCNAME": f"FILE:{directory}/tickets"}
        (directory / "etc").mkdir()
        (directory / "home").mkdir()
        self.know()

    def know(self, **entry):
        entry = {"name": "east", "scheduler_uri": f"http://localhost:{self.proxy.port}", "auth_mechanism": "KERBEROS", **entry}
        (self.directory / "etc" / "clusters.json").write_text(json.dumps([entry]))

    def log_in(self, *words):
        self.centre.log_in(self.directory / "tickets", 10 * SLOWNESS, *words)

    def __call__(self, *words):
        return Cluster(self.home, self.directory)(*words, "--call-timeout", str(20 * SLOWNESS))

    def list(self, *words):
        return self("job", "list", "east/demo", *words)


@pytest.fixture
def desk(centre, scheduler, tmp_path, home):
    proxy = kerberos.negotiating(centre, scheduler)
    yield Desk(centre, proxy, tmp_path, home)
    proxy.close()


ANN = "ann@EXAMPLE.TEST"


def test_a_ticket_logs_in(desk):
    desk.log_in()
    done = desk.list()
    assert done.code == 0 and not done.err, done
    assert desk.proxy.got == [None, ANN], "asked without a login first, as the original does"


def test_one_refusal_is_enough_for_a_command(desk):
    desk.log_in()
    (desk.directory / "job.aurora").write_text(service("exec sleep 100000", 1, extra="constraints = {'host': 'nowhere'},").replace("devcluster", "east"))
    done = desk("job", "create", "east/demo/prod/web", "job.aurora")
    assert done.code == 0, done
    assert desk.proxy.got.count(None) == 1 and desk.proxy.got.count(ANN) >= 3, desk.proxy.got
    assert desk("job", "killall", "east/demo/prod/web", "--yes").code == 0


def test_without_a_ticket(desk):
    done = desk.list()
    assert done.code == 7 and not done.out and "kinit" in done.err, done
    assert desk.proxy.got == [None], "nothing is sent when there is no token"


def test_a_ticket_that_has_expired(desk):
    desk.log_in("-l", "1s")
    time.sleep(2.5)
    done = desk.list()
    assert done.code == 7 and "expired" in done.err and "kinit" in done.err, done


def test_a_scheduler_that_the_centre_does_not_know(desk):
    desk.log_in()
    desk.know(scheduler_uri=f"http://127.0.0.1:{desk.proxy.port}")
    done = desk.list()
    assert done.code == 7 and "HTTP/127.0.0.1" in done.err and ANN in done.err, done


def test_a_scheduler_that_refuses_the_login(desk):
    desk.log_in()
    desk.centre.who, known = (lambda token: None), desk.centre.who
    try:
        done = desk.list()
    finally:
        desk.centre.who = known
    assert done.code == 7 and ANN in done.err and "was not carried out" in done.err, done
    assert desk.proxy.got == [None, None], "not for ever"


def ask_centre_at(desk, port):
    text = (desk.centre.directory / "krb5.conf").read_text().replace(str(desk.centre.port), str(port))
    (desk.directory / "krb5.conf").write_text(text)
    desk.home["KRB5_CONFIG"] = str(desk.directory / "krb5.conf")


def test_no_centre_answers(desk):
    desk.log_in()
    ask_centre_at(desk, kerberos.free_port())
    done = desk.list()
    assert done.code == 7 and not done.out and "KDC" in done.err, done


@pytest.fixture
def changing(centre, scheduler, tmp_path, home):
    """A desk whose scheduler wants a login for a change only, as schedulers do."""
    proxy = kerberos.negotiating(centre, scheduler, only=b"setQuota")
    yield Desk(centre, proxy, tmp_path, home)
    proxy.close()


CHANGE = ["admin", "set-quota", "east", "demo", "1", "1GB", "1GB"]


def test_reads_need_no_ticket_where_the_scheduler_wants_none(changing):
    assert changing.list().code == 0 and changing.proxy.got == []
    done = changing(*CHANGE)
    assert done.code == 7 and "kinit" in done.err and "was not carried out" in done.err, done
    changing.log_in()
    assert changing(*CHANGE).code == 0
    assert changing.proxy.got == [None, None, ANN]


@pytest.fixture
def silent_centre(changing):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp, socket.socket() as tcp:
        udp.bind(("127.0.0.1", 0))
        tcp.bind(udp.getsockname())
        tcp.listen()
        changing.log_in()
        ask_centre_at(changing, udp.getsockname()[1])
        yield udp


def test_a_centre_that_does_not_answer_in_time(changing, silent_centre):
    begun = time.monotonic()
    done = Cluster(changing.home, changing.directory)(*CHANGE, "--call-timeout", "2")
    assert done.code == 5 and "no Kerberos ticket within" in done.err, done
    assert "was not carried out" in done.err and "may have been" not in done.err, done
    assert time.monotonic() - begun < 2 + 15 * SLOWNESS


def test_ctrl_c_while_a_ticket_is_waited_for(changing, silent_centre):
    process = subprocess.Popen([str(BUILD / "borealis"), *CHANGE], env={**os.environ, **changing.home}, cwd=changing.directory,
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    silent_centre.settimeout(30 * SLOWNESS)
    silent_centre.recv(65536)  # the question for a ticket
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=15 * SLOWNESS)
    assert process.returncode == 130 and "interrupted" in err and "was not carried out" in err, err


def test_a_password_is_not_sent_where_a_ticket_is_wanted(desk):
    desk.log_in()
    netrc = desk.directory / "home" / ".netrc"
    netrc.write_text("machine localhost login ann password secret\n")
    netrc.chmod(0o600)
    assert desk.list().code == 0  # the proxy would complain


def test_a_ticket_is_named_when_exchanges_are_shown_and_not_shown(desk):
    desk.log_in()
    done = desk.list("--debug-http")
    assert done.code == 0 and "Authorization: Negotiate ***" in done.err and "YII" not in done.err, done


def test_a_cluster_that_is_not_told_of_kerberos(desk):
    desk.log_in()
    desk.know(auth_mechanism="UNAUTHENTICATED")
    done = desk.list()
    assert done.code == 7 and "KERBEROS" in done.err and "auth_mechanism" in done.err, done
