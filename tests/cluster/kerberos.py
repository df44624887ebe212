"""A key distribution centre of the system's packages on loopback, and a proxy that lets only those pass who have a ticket."""

import base64
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import time

from . import misbehaving as bad

REALM = "EXAMPLE.TEST"
SBIN = "/usr/sbin:/sbin:" + os.environ.get("PATH", "")


def tool(name):
    return shutil.which(name, path=SBIN)


INSTALLED = all(map(tool, ("krb5kdc", "kdb5_util", "kadmin.local", "kinit"))) and bool(importlib.util.find_spec("gssapi"))


def free_port():
    """Free for TCP and UDP."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as tcp, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            port = tcp.getsockname()[1]
            try:
                udp.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


class Centre:
    """Knows the user `ann`, the service HTTP/localhost, and a user `eve` whose tickets are of no use after a second."""

    def __init__(self, directory):
        self.directory, self.port = directory, free_port()
        (directory / "krb5.conf").write_text(f"""
[libdefaults]
  default_realm = {REALM}
  dns_lookup_kdc = false
  dns_lookup_realm = false
  dns_canonicalize_hostname = false
  rdns = false
[realms]
  {REALM} = {{
    kdc = 127.0.0.1:{self.port}
  }}
[domain_realm]
  localhost = {REALM}
""")
        (directory / "kdc.conf").write_text(f"""
[kdcdefaults]
  kdc_listen = 127.0.0.1:{self.port}
  kdc_tcp_listen = 127.0.0.1:{self.port}
[realms]
  {REALM} = {{
    database_name = {directory}/principal
    key_stash_file = {directory}/stash
    acl_file = {directory}/acl
  }}
""")
        self.settings = {"KRB5_CONFIG": str(directory / "krb5.conf"), "KRB5_KDC_PROFILE": str(directory / "kdc.conf"),
                         "KRB5CCNAME": f"FILE:{directory}/tickets", "KRB5RCACHENAME": "none:"}
        self.environment = {**os.environ, **self.settings}
        self.run("kdb5_util", "create", "-s", "-r", REALM, "-P", "master")
        for command in ("addprinc -randkey ann", "addprinc -randkey HTTP/localhost", f"ktadd -k {directory}/ann.keytab ann",
                        f"ktadd -k {directory}/http.keytab HTTP/localhost"):
            self.run("kadmin.local", "-r", REALM, "-q", command)
        self.log = open(directory / "log", "w")
        self.process = subprocess.Popen([tool("krb5kdc"), "-n", "-r", REALM], env=self.environment, stdin=subprocess.DEVNULL,
                                        stdout=self.log, stderr=self.log)

    def run(self, name, *words):
        done = subprocess.run([tool(name), *words], env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done

    def log_in(self, tickets, timeout=60, *words):
        """A ticket for ann in the file `tickets`, as kinit gets one."""
        deadline = time.monotonic() + timeout
        while True:
            done = subprocess.run([tool("kinit"), "-k", "-t", f"{self.directory}/ann.keytab", "-c", str(tickets), *words, "ann"],
                                  env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
            if done.returncode == 0:
                return
            assert time.monotonic() < deadline, done.stderr
            time.sleep(0.1)

    def stop(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.log.close()

    def who(self, token):
        """Who is logged in by a SPNEGO token; None: nobody."""
        import gssapi
        os.environ.update(self.settings)
        credentials = gssapi.Credentials(usage="accept", store={"keytab": f"{self.directory}/http.keytab"})
        context = gssapi.SecurityContext(creds=credentials, usage="accept")
        try:
            context.step(token)
        except gssapi.exceptions.GSSError:
            return None
        return str(context.initiator_name) if context.complete else None


def negotiating(centre, upstream, only=b""):
    """A proxy before a scheduler that wants a Kerberos login for requests that hold `only`; `got` are the users of the
    requests that it saw, None where there was no good token."""
    proxy = bad.Proxy(upstream)
    proxy.got = []

    def answer(proxy, connection, request):
        head = request.split(b"\r\n\r\n")[0].split(b"\r\n")
        tokens = [line.split(b" ", 2)[2] for line in head if line.lower().startswith(b"authorization: negotiate ")]
        assert not any(line.lower().startswith(b"authorization: basic") for line in head), "no password goes here"
        user = centre.who(base64.b64decode(tokens[0])) if tokens else None
        proxy.got.append(user)
        if user:
            connection.sendall(proxy.forward(request))
        else:
            connection.sendall(bad.answer(b"401 Unauthorized", b"", [b"WWW-Authenticate: Negotiate"]))
        return False
    proxy.misbehave(answer, *([only.decode()] if only else []))
    return proxy
