"""task run, ssh and scp: on an embedded cluster here, on others with the ssh and scp that are on PATH."""

import json
import os
import stat

import pytest

from .conftest import service

WEB = "devcluster/demo/prod/web"
FAR = "far/demo/prod/web"
SERVE = "exec sleep 100000 # {{thermos.ports[http]}}"

FAKE = """#!/bin/sh
# Keeps its arguments, one a line, and ends as the test wants.
for word in "$@"; do printf '%s\\n' "$word"; done > "$RECORD/$(basename "$0").$$"
echo "$(basename "$0") was here"
exit "${FAKE_CODE:-0}"
"""


@pytest.fixture
def up(cluster):
    cluster.up()
    done = cluster.deploy(service(SERVE, 2))
    assert done.code == 0, done
    return cluster


@pytest.fixture
def far(up, tmp_path):
    """The same tasks as those of a cluster whose sandboxes are on other machines."""
    entry = {"name": "far", "scheduler_uri": up.status()["url"], "slave_root": "/srv/mesos root", "slave_run_directory": "latest"}
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "clusters.json").write_text(json.dumps([entry]))
    programs = tmp_path / "programs"
    programs.mkdir()
    record = tmp_path / "record"
    record.mkdir()
    for name in ("ssh", "scp"):
        (programs / name).write_text(FAKE)
        (programs / name).chmod(stat.S_IRWXU)
    up.home = {**up.home, "PATH": f"{programs}:{os.environ['PATH']}", "RECORD": str(record)}

    def sent(name):
        return [path.read_text().splitlines() for path in sorted(record.glob(f"{name}.*"))]
    up.sent = sent
    return up


def sandbox(task_id):
    return f"'/srv/mesos root'/slaves/*/frameworks/*/executors/thermos-{task_id}/runs/latest/sandbox"


def ports(cluster):
    return {task["assignedTask"]["instanceId"]: task["assignedTask"]["assignedPorts"]["http"] for task in cluster.tasks()[0]}


def test_run_here(up):
    done = up("task", "run", WEB, "-t", "2", "pwd; echo {{mesos.instance}} {{thermos.ports[http]}}")
    assert done.code == 0, done
    lines = sorted(done.out.splitlines())
    assert len(lines) == 4
    for instance, port in ports(up).items():
        assert any(line.endswith(f"[{instance}]:  {instance} {port}") for line in lines)
    for task_id in up.running().values():
        assert any(f"thermos-{task_id}/runs/" in line and line.endswith("/sandbox") for line in lines)


def test_run_tells_what_failed(up):
    done = up("task", "run", WEB, "exit {{mesos.instance}}7", "--output", "json")
    assert done.code == 17, done
    assert [task["exit_code"] for task in done.json()["tasks"]] == [7, 17]
    assert up("task", "run", f"{WEB}/0", "--", "ls", "-d", ".").out.endswith("[0]:  .\n")
    assert up("task", "run", f"{WEB}/7", "true").code == 6
    assert up("task", "run", WEB).code == 64
    assert up("task", "run", WEB, "echo {{thermos.ports[admin]}}").code == 6


def test_ssh_and_scp_here(up, tmp_path):
    (tmp_path / "a.txt").write_text("hello\n")
    assert up("task", "scp", "a.txt", f"{WEB}/0:b.txt").code == 0
    done = up("task", "ssh", f"{WEB}/0", "-c", "cat b.txt; exit 9")
    assert (done.code, done.out) == (9, "hello\n")
    assert up("task", "scp", f"{WEB}/0:b.txt", "c.txt").code == 0
    assert (tmp_path / "c.txt").read_text() == "hello\n"
    assert up("task", "ssh", f"{WEB}/1", "-c", "ls b.txt").code != 0


def test_run_with_ssh(far):
    done = far("task", "run", FAR, "ls {{mesos.instance}}", "--ssh-options", "-p 2222 -o 'A B'", "-t", "4")
    assert done.code == 0, done
    assert sorted(line.split(":  ")[1] for line in done.out.splitlines()) == ["ssh was here"] * 2
    host = far.tasks()[0][0]["assignedTask"]["slaveHost"]
    expected = [["-n", "-q", "-p", "2222", "-o", "A B", f"demo@{host}", f"cd {sandbox(task_id)} || exit; ls {instance}"]
                for instance, task_id in far.running().items()]
    assert sorted(far.sent("ssh")) == sorted(expected)


def test_ssh_with_tunnel_user_and_pid(far, tmp_path):
    far.home["FAKE_CODE"] = "3"
    done = far("task", "ssh", f"{FAR}/1", "-l", "root", "-L", "8080:http", "--pid-file", "pid", "-c", "date")
    assert done.code == 3, done
    host = far.tasks()[0][0]["assignedTask"]["slaveHost"]
    words, = far.sent("ssh")
    assert words == ["-t", "-L", f"8080:{host}:{ports(far)[1]}", f"root@{host}",
                     f"cd {sandbox(far.running()[1])} || exit; date"]
    assert (tmp_path / "pid").read_text().strip().isdigit()


def test_ssh_opens_a_shell_in_the_first_task(far):
    assert far("task", "ssh", FAR, "--executor-sandbox").code == 0
    words, = far.sent("ssh")
    assert words[-1] == f"cd {sandbox(far.running()[0]).removesuffix('/sandbox')} || exit; bash"


@pytest.mark.parametrize("words, code", [
    ([FAR, "-c", "date"], 64),                       # which instance?
    ([f"{FAR}/1", "-L", "8080"], 64),
    ([f"{FAR}/1", "-L", "x:http"], 64),
    ([f"{FAR}/1", "-L", "8080:admin"], 6),
    ([f"{FAR}/9"], 6),
    (["far/demo/prod/nothing"], 6),
    (["nowhere/demo/prod/web"], 6),
    ([f"{FAR}/1", "-l", "-oProxyCommand=x"], 64),
    ([f"{FAR}/1", "--ssh-options", "'"], 64),
])
def test_what_ssh_refuses(far, words, code):
    done = far("task", "ssh", *words)
    assert done.code == code and done.err.startswith("error: "), done
    assert not far.sent("ssh"), "nobody was called"


def test_scp_with_scp(far):
    assert far("task", "scp", f"{FAR}/0:x.log", f"{FAR}/1:/var/log/y", ".", "--scp-options", "-r").code == 0
    host = far.tasks()[0][0]["assignedTask"]["slaveHost"]
    words, = far.sent("scp")
    assert words == ["-r", f"demo@{host}:{sandbox(far.running()[0])}/x.log", f"demo@{host}:/var/log/y", "."]
    far.home["FAKE_CODE"] = "1"
    assert far("task", "scp", "x", f"{FAR}/0:~/x").code == 64
    assert far("task", "scp", "x", f"{FAR}/5:x").code == 6
    assert far("task", "scp", "x", f"{FAR}/0:x").code == 1


def test_a_cluster_that_does_not_say_where_sandboxes_are(far, tmp_path):
    entry = {"name": "far", "scheduler_uri": far.status()["url"]}
    (tmp_path / "etc" / "clusters.json").write_text(json.dumps([entry]))
    done = far("task", "run", FAR, "true")
    assert done.code == 64 and "slave_root" in done.err


def test_a_name_that_the_embedded_cluster_does_not_answer_to(up, tmp_path):
    port = up.status()["url"].rsplit(":", 1)[1]
    (tmp_path / "etc").mkdir()
    # It leads to loopback as a name of somebody else's might.
    entry = {"name": "far", "scheduler_uri": f"http://127.1:{port}"}
    (tmp_path / "etc" / "clusters.json").write_text(json.dumps([entry]))
    done = up("job", "status", FAR)
    assert done.code == 7, done
    assert "answers to localhost and 127.0.0.1 only" in done.err and "'127.1'" in done.err
    assert "http://127.0.0.1:PORT" in done.err and "netrc" not in done.err, "it is no matter of logins"


def test_no_ssh_on_path(far):
    far.home["PATH"] = str(far.directory)
    done = far("task", "ssh", f"{FAR}/0")
    assert done.code == 6 and "ssh" in done.err
