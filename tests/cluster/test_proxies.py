"""A scheduler behind an HTTP proxy of the environment: here the names that end in .example are known to the proxy alone."""

import base64
import json
import re
import socket
import ssl
import threading

import pytest

from . import misbehaving as bad
from .conftest import Cluster
from .test_tls_and_logins import certificates, scheduler  # noqa: F401 (fixtures)
from conftest import SLOWNESS


def pump(source, sink):
    try:
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def with_local_host(request):
    """The embedded cluster speaks to those only who call it by a name of this machine."""
    return re.sub(rb"\r\n(?i:host): [^\r]*", b"\r\nHost: 127.0.0.1", request, count=1)


class ForwardProxy(bad.Proxy):
    """Forwards `POST http://...` and makes tunnels; `lines` and `logins` are what it was asked, and with which login."""

    def __init__(self, upstream, login=None, tunnel_to=None):
        super().__init__(upstream)
        self.lines, self.logins = [], []
        self.login, self.tunnel_to = login, tunnel_to
        self.misbehave(ForwardProxy.answer)

    def answer(self, connection, request):
        head, body = request.split(b"\r\n\r\n", 1)
        first, *fields = head.split(b"\r\n")
        self.lines.append(first.decode())
        logins = [field.split(b":", 1)[1].strip().decode() for field in fields if field.lower().startswith(b"proxy-authorization:")]
        self.logins += logins
        if self.login and logins != [self.login]:
            connection.sendall(bad.answer(b"407 Proxy Authentication Required", b"", [b'Proxy-Authenticate: Basic realm="proxy"']))
            return True
        method, target, _ = first.split(b" ")
        if method == b"CONNECT":
            with socket.create_connection(("127.0.0.1", self.tunnel_to), timeout=30) as far:
                connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                there = threading.Thread(target=pump, args=(connection, far), daemon=True)
                there.start()
                pump(far, connection)
                there.join(30)
            return True
        path = b"/" + target.split(b"/", 3)[3]
        connection.sendall(self.forward(with_local_host(
            b"\r\n".join([method + b" " + path + b" HTTP/1.1", *fields]) + b"\r\n\r\n" + body)))
        return False


class Desk:
    def __init__(self, directory, home):
        self.directory, self.home = directory, home
        (directory / "etc").mkdir()

    def know(self, url, **entry):
        (self.directory / "etc" / "clusters.json").write_text(json.dumps([{"name": "far", "scheduler_uri": url, **entry}]))

    def run(self, *words, **variables):
        # The machine's own settings don't count.
        none = {name: "" for name in ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")}
        return Cluster({**self.home, **none, **variables}, self.directory)(*words)

    def __call__(self, *words, **variables):
        return self.run(*words, "--call-timeout", str(10 * SLOWNESS), **variables)

    def list(self, **variables):
        return self("job", "list", "far/demo", **variables)


@pytest.fixture
def desk(tmp_path, home):
    return Desk(tmp_path, home)


@pytest.fixture
def proxies(scheduler):  # noqa: F811
    made = []

    def start(**more):
        made.append(ForwardProxy(scheduler, **more))
        return made[-1]
    yield start
    for proxy in made:
        proxy.close()


def test_a_scheduler_behind_a_proxy(desk, proxies):
    proxy = proxies()
    desk.know("http://scheduler.example:8081")
    done = desk.list(http_proxy=proxy.url)
    assert done.code == 0 and not done.err, done
    assert proxy.lines == ["POST http://scheduler.example:8081/api HTTP/1.1"] * len(proxy.lines) and proxy.lines
    assert desk.list(HTTP_PROXY=proxy.url.removeprefix("http://")).code == 0, "in capitals, and without a scheme"


def test_hosts_that_are_asked_without_one(desk, proxies):
    proxy = proxies()
    desk.know("http://scheduler.example:8081")
    done = desk.list(http_proxy=proxy.url, no_proxy="localhost, .example")
    assert done.code == 5 and "scheduler.example" in done.err and not proxy.lines, done
    assert desk.list(https_proxy=proxy.url).code == 5 and not proxy.lines, "that is for https"


def test_this_machine_is_asked_without_one(desk, proxies, scheduler):  # noqa: F811
    proxy = proxies()
    for host in ("127.0.0.1", "localhost"):
        desk.know(f"http://{host}:{scheduler}")
        assert desk.list(http_proxy=proxy.url).code == 0 and not proxy.lines


TLS_NAME = "elsewhere.example"


def test_https_goes_through_a_tunnel(desk, proxies, scheduler, certificates):  # noqa: F811
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates / "elsewhere.pem", certificates / "elsewhere.key")
    far = bad.Proxy(scheduler, context)
    seen = []

    def note(far, connection, request):
        seen.append(request)
        connection.sendall(far.forward(with_local_host(request)))
        return False
    far.misbehave(note)
    login = "Basic " + base64.b64encode(b"ann:se@cret").decode()
    proxy = proxies(login=login, tunnel_to=far.port)
    desk.know(f"https://{TLS_NAME}", ca_file=str(certificates / "ca.pem"))
    done = desk.list(https_proxy=proxy.url.replace("//", "//ann:se%40cret@"))
    assert done.code == 0, done
    assert proxy.lines == [f"CONNECT {TLS_NAME}:443 HTTP/1.1"], "one tunnel for all calls"
    assert seen and not any(login.split()[1].encode() in request for request in seen), "the proxy's login is for the proxy alone"
    desk.know("https://other.example", ca_file=str(certificates / "ca.pem"))
    done = desk.list(https_proxy=proxy.url.replace("//", "//ann:se%40cret@"))
    assert done.code == 5 and "another name" in done.err, "certificates are verified through it, too"
    far.close()


def test_a_proxy_that_wants_a_login(desk, proxies):
    proxy = proxies(login="Basic " + base64.b64encode(b"ann:secret").decode())
    for url, variable in (("http://scheduler.example", "http_proxy"), ("https://scheduler.example", "https_proxy")):
        desk.know(url)
        done = desk("admin", "set-quota", "far", "demo", "1", "1GB", "1GB", **{variable: proxy.url})
        assert done.code == 7 and variable in done.err and "407" in done.err and "USER:PASSWORD" in done.err, done
    desk.know("http://scheduler.example")
    assert desk.list(http_proxy=proxy.url.replace("//", "//ann:secret@")).code == 0
    assert "secret" not in desk.list(http_proxy=proxy.url.replace("//", "//ann:other-secret@")).err


def test_a_proxy_that_is_not_there(desk):
    with socket.create_server(("127.0.0.1", 0)) as unused:
        url = "http://127.0.0.1:%d" % unused.getsockname()[1]
    for scheme in ("http", "https"):
        desk.know(f"{scheme}://scheduler.example")
        done = desk.list(**{f"{scheme}_proxy": url})
        assert done.code == 5 and "connection refused" in done.err and f"{url} ({scheme}_proxy)" in done.err, done


def test_an_error_page_of_a_proxy(desk, proxies):
    proxy = proxies()
    proxy.misbehave(bad.html_500)
    desk.know("http://scheduler.example")
    done = desk.list(http_proxy=proxy.url)
    assert done.code == 5 and "500" in done.err and f"{proxy.url} (http_proxy)" in done.err, done


def test_what_is_no_http_proxy(desk):
    desk.know("http://scheduler.example")
    done = desk.list(http_proxy="socks5://127.0.0.1:9")
    assert done.code == 5 and "http_proxy names no HTTP proxy" in done.err and "no_proxy" in done.err, done


def test_a_registry_behind_a_proxy(desk, proxies):
    proxy = proxies()
    asked = []

    def answer(proxy, connection, request):
        asked.append(request.split(b"\r\n")[0])
        connection.sendall(b"HTTP/1.1 200 OK\r\nDocker-Content-Digest: sha256:abc\r\nContent-Length: 0\r\n\r\n")
        return False
    proxy.misbehave(answer)
    desk.know("http://scheduler.example", docker_registry="http://registry.example:5000",
              scheduler_flags={"allowed_container_types": ["MESOS", "DOCKER"]})
    (desk.directory / "web.aurora").write_text("""
jobs = [Service(cluster = 'far', role = 'demo', environment = 'prod', name = 'web', container = Docker(image = '{{docker.image[team/web][1.0]}}'),
  task = Task(name = 'web', processes = [Process(name = 'run', cmdline = 'sleep 1')], resources = Resources(cpu = 1, ram = 32*MB, disk = 32*MB)))]
""")
    words = ["job", "inspect", "web.aurora", "--output", "json"]
    done = desk.run(*words, http_proxy=proxy.url)
    assert done.code == 0 and '"registry.example:5000/team/web@sha256:abc"' in done.out, done
    assert asked == [b"HEAD http://registry.example:5000/v2/team/web/manifests/1.0 HTTP/1.1"]
    assert desk.run(*words, http_proxy=proxy.url, no_proxy="registry.example").code == 5
