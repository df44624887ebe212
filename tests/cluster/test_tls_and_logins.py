"""HTTPS with certificates that are right and wrong, and logins that go to where they belong and nowhere else."""

import base64
import json
import ssl
import subprocess

import pytest

from . import misbehaving as bad
from .conftest import Cluster
from conftest import SLOWNESS


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    directory = tmp_path_factory.mktemp("cluster")
    cluster = Cluster({"HOME": str(directory), "XDG_STATE_HOME": str(directory / "state"), "NO_COLOR": "1",
                       "AURORA_CONFIG_ROOT": str(directory / "none")}, directory)
    yield int(cluster.up()["url"].split(":")[2].split("/")[0])
    cluster.down()


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    """An authority, and what it signed: NAME.pem and NAME.key."""
    directory = tmp_path_factory.mktemp("certificates")

    def openssl(*words):
        subprocess.run(["openssl", *words], cwd=directory, check=True, capture_output=True)

    def key(name):
        openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", f"{name}.key")

    def signed(name, subject, days="30"):
        key(name)
        openssl("req", "-new", "-key", f"{name}.key", "-subj", "/CN=scheduler", "-out", f"{name}.csr")
        (directory / f"{name}.ext").write_text(f"subjectAltName = {subject}\n")
        openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
                "-days", days, "-extfile", f"{name}.ext", "-out", f"{name}.pem")

    key("ca")
    openssl("req", "-x509", "-new", "-key", "ca.key", "-subj", "/CN=authority", "-days", "30", "-out", "ca.pem")
    signed("good", "IP:127.0.0.1, DNS:localhost")
    signed("elsewhere", "DNS:elsewhere.example")
    signed("expired", "IP:127.0.0.1", days="-1")
    key("alone")
    openssl("req", "-x509", "-new", "-key", "alone.key", "-subj", "/CN=alone", "-days", "30", "-out", "alone.pem",
            "-addext", "subjectAltName = IP:127.0.0.1")
    return directory


class Desk:
    def __init__(self, directory, home):
        self.directory, self.home = directory, home
        (directory / "etc").mkdir()
        (directory / "home").mkdir()

    def know(self, url, **entry):
        (self.directory / "etc" / "clusters.json").write_text(json.dumps([{"name": "east", "scheduler_uri": url, **entry}]))

    def write(self, name, text, mode=0o600):
        path = self.directory / name
        path.write_text(text)
        path.chmod(mode)
        return path

    def list(self, *words):
        return Cluster(self.home, self.directory)("job", "list", "east/demo", "--call-timeout", str(10 * SLOWNESS), *words)


@pytest.fixture
def desk(tmp_path, home):
    return Desk(tmp_path, home)


@pytest.fixture
def behind_tls(scheduler, certificates):
    made = []

    def start(name):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificates / f"{name}.pem", certificates / f"{name}.key")
        made.append(bad.Proxy(scheduler, context))
        return made[-1].url
    yield start
    for proxy in made:
        proxy.close()


def test_a_trusted_certificate(desk, behind_tls, certificates):
    url = behind_tls("good")
    desk.know(url)
    done = desk.list("--ca-file", certificates / "ca.pem")
    assert done.code == 0, done
    desk.know(url, ca_file=str(certificates / "ca.pem"))
    assert desk.list().code == 0
    desk.know(url.replace("127.0.0.1", "localhost"), ca_file=str(certificates / "ca.pem"))
    assert desk.list().code == 0


@pytest.mark.parametrize("name, ca, says", [
    ("good", None, "an authority that is not trusted"),
    ("good", "alone.pem", "an authority that is not trusted"),
    ("alone", None, "self-signed"),
    ("elsewhere", "ca.pem", "another name"),
    ("expired", "ca.pem", "expired"),
])
def test_certificates_that_are_refused(desk, behind_tls, certificates, name, ca, says):
    desk.know(behind_tls(name), **({"ca_file": str(certificates / ca)} if ca else {}))
    done = desk.list()
    assert done.code == 5 and done.out == "", done
    assert says in done.err and "hint" in done.err, done


def test_a_certificate_file_that_is_none(desk, behind_tls, tmp_path):
    desk.know(behind_tls("good"), ca_file=str(tmp_path / "nowhere.pem"))
    done = desk.list()
    assert done.code == 5 and "nowhere.pem" in done.err, done


def test_https_where_http_is_spoken(desk, scheduler):
    desk.know(f"https://127.0.0.1:{scheduler}")
    done = desk.list()
    assert done.code == 5 and "TLS" in done.err, done


# ---- logins ----

LOGIN = "Basic " + base64.b64encode(b"ann:se cret").decode()


class Guarded:
    """Schedulers that want a login; each keeps the Authorization headers that it got."""

    def __init__(self, upstream):
        self.upstream, self.proxies = upstream, []

    def start(self, redirect_to=None):
        proxy = bad.Proxy(self.upstream)
        proxy.got = []

        def answer(proxy, connection, request):
            header = [line.split(b":", 1)[1].strip().decode() for line in request.split(b"\r\n\r\n")[0].split(b"\r\n")
                      if line.lower().startswith(b"authorization:")]
            proxy.got.append(header[0] if header else None)
            if redirect_to:
                connection.sendall(bad.answer(b"307 Temporary Redirect", b"",
                                              [b"Location: " + redirect_to.encode() + b"/api"]))
            elif header != [LOGIN]:
                return bad.not_allowed(proxy, connection, request)
            else:
                connection.sendall(proxy.forward(request))
            return False
        proxy.misbehave(answer)
        self.proxies.append(proxy)
        return proxy


@pytest.fixture
def guarded(scheduler):
    made = Guarded(scheduler)
    yield made
    for proxy in made.proxies:
        proxy.close()


def test_a_login_of_netrc(desk, guarded):
    scheduler = guarded.start()
    desk.know(scheduler.url)
    none = desk.list()
    assert none.code == 7 and ".netrc" in none.err, none
    desk.write("home/.netrc", 'machine 127.0.0.1 login ann password "se cret"\n')
    done = desk.list()
    assert done.code == 0 and "warning" not in done.err, done
    desk.write("home/.netrc", "machine 127.0.0.1 login ann password wrong\n")
    refused = desk.list()
    assert refused.code == 7 and "ann" in refused.err and ".netrc" in refused.err, refused
    assert "wrong" not in refused.err


def test_a_credentials_file(desk, guarded):
    scheduler = guarded.start()
    desk.write("etc/login", "ann:se cret\n")
    desk.know(scheduler.url, credentials_file="login")
    done = desk.list()
    assert done.code == 0 and "warning" not in done.err, done
    open_to_all = desk.write("open", "ann:se cret\n", 0o644)
    desk.know(scheduler.url)
    warned = desk.list("--credentials-file", open_to_all)
    assert warned.code == 0 and "warning" in warned.err and "every user" in warned.err, warned
    missing = desk.list("--credentials-file", "nowhere")
    assert missing.code == 7 and "nowhere" in missing.err, missing


def test_a_login_is_masked_when_exchanges_are_shown(desk, guarded):
    desk.know(guarded.start().url, credentials_file=str(desk.write("login", "ann:se cret\n")))
    done = desk.list("--debug-http")
    assert done.code == 0 and "Authorization: Basic ***" in done.err, done
    assert LOGIN.split()[1] not in done.err and "se cret" not in done.err


def test_a_redirection_does_not_take_a_login_elsewhere(desk, guarded):
    leader = guarded.start()
    standby = guarded.start(redirect_to=leader.url)
    login = str(desk.write("login", "ann:se cret\n"))
    desk.know(standby.url, credentials_file=login)
    done = desk.list()
    assert done.code == 7 and "credentials_hosts" in done.err and leader.url in done.err, done
    assert standby.got == [LOGIN] and leader.got == [None]
    desk.know(standby.url, credentials_file=login, credentials_hosts=[f"127.0.0.1:{leader.port}"])
    done = desk.list()
    assert done.code == 0, done
    assert leader.got[-1] == LOGIN
