"""A ZooKeeper server of the system's package on loopback, and as much of a client as it takes to announce something."""

import os
import pathlib
import shutil
import signal
import socket
import struct
import subprocess
import time

JAR = pathlib.Path("/usr/share/java/zookeeper.jar")
INSTALLED = JAR.exists() and shutil.which("java") is not None
READ_NOTHING = 2  # the permission to write alone
ALL = 31
SESSION_MS = 600_000  # longer than any test: this client sends no heartbeat


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


class Server:
    def __init__(self, directory):
        self.port = free_port()
        (directory / "data").mkdir(parents=True)
        config = directory / "zoo.cfg"
        config.write_text(f"tickTime=500\ndataDir={directory}/data\nclientPort={self.port}\n"
                          "clientPortAddress=127.0.0.1\nadmin.enableServer=false\nmaxClientCnxns=0\n"
                          f"maxSessionTimeout={SESSION_MS}\n")
        self.log = open(directory / "log", "w")
        self.process = subprocess.Popen(
            ["java", "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", f"{directory}:{JAR}",
             "org.apache.zookeeper.server.ZooKeeperServerMain", str(config)],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)

    def wait(self, timeout):
        deadline = time.monotonic() + timeout
        while True:
            try:
                return Client(self.port)
            except OSError:
                assert self.process.poll() is None, pathlib.Path(self.log.name).read_text()
                assert time.monotonic() < deadline, "ZooKeeper did not start"
                time.sleep(0.1)

    def stop(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.log.close()


class Client:
    """A session; its ephemeral nodes go with it."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.xid = 0
        self._send(struct.pack(">iqiq", 0, 0, SESSION_MS, 0) + self._text(b"\0" * 16) + b"\0")
        self._receive()

    @staticmethod
    def _text(data):
        data = data.encode() if isinstance(data, str) else data
        return struct.pack(">i", len(data)) + data

    def _send(self, data):
        self.socket.sendall(self._text(data))

    def _receive(self):
        def exactly(count):
            data = b""
            while len(data) < count:
                more = self.socket.recv(count - len(data))
                if not more:
                    raise ConnectionError("ZooKeeper has closed the connection")
                data += more
            return data
        return exactly(struct.unpack(">i", exactly(4))[0])

    def _call(self, kind, body):
        self.xid += 1
        self._send(struct.pack(">ii", self.xid, kind) + body)
        error, = struct.unpack(">i", self._receive()[12:16])
        assert error == 0, f"ZooKeeper error {error}"

    def create(self, path, content="", ephemeral=False, permissions=ALL):
        acl = struct.pack(">ii", 1, permissions) + self._text("world") + self._text("anyone")
        self._call(1, self._text(path) + self._text(content) + acl + struct.pack(">i", 1 if ephemeral else 0))

    def delete(self, path):
        self._call(2, self._text(path) + struct.pack(">i", -1))

    def close(self):
        self._call(-11, b"")
        self.socket.close()
