"""A proxy between the client and a scheduler that misbehaves when a given method is called, each way as a network, a
proxy or a broken scheduler does."""

import socket
import struct
import threading
import time

# A call's name stands in every body, in both encodings.
BINARY = b"application/vnd.apache.thrift.binary"


def read_message(connection, buffered=b""):
    """One HTTP message with a Content-Length, or chunked; empty when the peer has closed."""
    data = buffered
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            return b""
        data += more
    head, body = data.split(b"\r\n\r\n", 1)
    fields = {name.strip().lower(): value.strip() for name, _, value in
              (line.partition(b":") for line in head.split(b"\r\n")[1:])}
    chunked = fields.get(b"transfer-encoding") == b"chunked"
    while not body.endswith(b"0\r\n\r\n") if chunked else len(body) < int(fields.get(b"content-length", 0)):
        more = connection.recv(65536)
        if not more:
            raise ConnectionError("the peer has closed within a message")
        body += more
    return head + b"\r\n\r\n" + body


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def answer(status, body=b"", headers=()):
    lines = [b"HTTP/1.1 " + status, b"Content-Length: %d" % len(body), *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


class Proxy:
    """`fault(proxy, connection, request)` is called instead of forwarding a request that calls one of `methods` (all,
    when there are none); it answers True when the connection is of no more use. `seen` counts such requests, `answered`
    those that are over."""

    def __init__(self, upstream, tls=None):
        self.upstream, self.tls = upstream, tls
        self.methods, self.fault, self.seen, self.answered = (), None, 0, 0
        self.called = threading.Event()
        self.stopping = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.url = "%s://127.0.0.1:%d" % ("https" if tls else "http", self.port)
        threading.Thread(target=self._accept, daemon=True).start()

    def misbehave(self, fault, *methods):
        self.methods, self.fault = [method.encode() for method in methods], fault
        self.seen = self.answered = 0
        self.called.clear()

    def behave(self):
        self.fault = None

    def close(self):
        self.stopping.set()
        self.listener.close()

    def _accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            while request := read_message(connection):
                if self.fault and (not self.methods or any(method in request for method in self.methods)):
                    self.seen += 1
                    self.called.set()
                    useless = self.fault(self, connection, request)
                    self.answered += 1
                    if useless:
                        return
                else:
                    connection.sendall(self.forward(request))
        except OSError:
            pass
        finally:
            connection.close()

    def forward(self, request):
        with socket.create_connection(("127.0.0.1", self.upstream), timeout=30) as upstream:
            upstream.sendall(request)
            answer = read_message(upstream)
            if not answer:
                raise ConnectionError("the upstream has closed without an answer")
            return answer


def reset_before(proxy, connection, request):
    reset(connection)
    return True


def reset_after(proxy, connection, request):
    proxy.forward(request)
    reset(connection)
    return True


def truncated(proxy, connection, request):
    reply = proxy.forward(request)
    connection.sendall(reply[:-5])
    return True


def garbage(proxy, connection, request):
    connection.sendall(answer(b"200 OK", b"\x07\xffnot thrift at all" * 50, [b"Content-Type: " + BINARY]))
    return False


def html_500(proxy, connection, request):
    connection.sendall(answer(b"500 Server Error", b"<html>broken</html>", [b"Content-Type: text/html"]))
    return False


def huge(proxy, connection, request):
    size = 100 << 20
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n" % (BINARY, size))
    connection.sendall(b"\x80\x01\x00\x02")
    for _ in range(size // 65536):
        connection.sendall(b"\0" * 65536)
    return True


def huge_page(proxy, connection, request):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % (100 << 20))
    for _ in range(100 * 16):
        connection.sendall(b"<br>" * 16384)
    return True


def a_byte_a_second(proxy, connection, request):
    for byte in b"HTTP/1.1 200 OK\r\nContent-Type: " + b"x" * 1000:
        connection.sendall(bytes([byte]))
        if proxy.stopping.wait(1):
            break
    return True


def silent(proxy, connection, request):
    proxy.stopping.wait(120)
    return True


def redirect_to_itself(proxy, connection, request):
    connection.sendall(answer(b"307 Temporary Redirect", b"", [b"Location: " + proxy.url.encode() + b"/api"]))
    return False


def no_leader(proxy, connection, request):
    connection.sendall(answer(b"503 Service Unavailable", b"<html>no leader</html>", [b"Content-Type: text/html"]))
    return False


def no_leader_twice(proxy, connection, request):
    if proxy.seen <= 2:
        return no_leader(proxy, connection, request)
    connection.sendall(proxy.forward(request))
    return False


def not_allowed(proxy, connection, request):
    connection.sendall(answer(b"401 Unauthorized", b"", [b'WWW-Authenticate: Basic realm="Apache Aurora Scheduler"']))
    return False
