"""{{docker.image[NAME][TAG]}} against a real registry."""

import hashlib
import json
import shutil
import socket
import subprocess
import urllib.request

import pytest

from .conftest import wait_until

REGISTRY = shutil.which("docker-registry")
MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
CONFIG = """
jobs = [Service(cluster = 'far', role = 'demo', environment = 'prod', name = 'web', container = Docker(image = '{{docker.image[team/web][1.0]}}'),
  task = Task(name = 'web', processes = [Process(name = 'run', cmdline = 'sleep 1')], resources = Resources(cpu = 1, ram = 32*MB, disk = 32*MB)))]
"""


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def send(url, method, data=b"", **headers):
    request = urllib.request.Request(url, data=data, method=method, headers={key.replace("_", "-"): value for key, value in headers.items()})
    with urllib.request.urlopen(request) as reply:
        return dict(reply.headers)


def push_blob(registry, name, data):
    digest = "sha256:" + hashlib.sha256(data).hexdigest()
    place = send(f"{registry}/v2/{name}/blobs/uploads/", "POST")["Location"]
    send(f"{place}&digest={digest}", "PUT", data, Content_Type="application/octet-stream")
    return {"digest": digest, "size": len(data), "mediaType": "application/octet-stream"}


def push_image(registry, name, tag):
    manifest = json.dumps({"schemaVersion": 2, "mediaType": MANIFEST, "config": push_blob(registry, name, b"{}"),
                           "layers": [push_blob(registry, name, b"no real layer")]}).encode()
    send(f"{registry}/v2/{name}/manifests/{tag}", "PUT", manifest, Content_Type=MANIFEST)
    return "sha256:" + hashlib.sha256(manifest).hexdigest()


@pytest.fixture
def registry(tmp_path):
    if REGISTRY is None:
        pytest.skip("docker-registry is not installed")
    port = free_port()
    (tmp_path / "registry.yml").write_text(json.dumps({
        "version": "0.1", "log": {"level": "error"}, "storage": {"filesystem": {"rootdirectory": str(tmp_path / "images")}},
        "http": {"addr": f"127.0.0.1:{port}"}}))
    server = subprocess.Popen([REGISTRY, "serve", "registry.yml"], cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"

    def answers():
        try:
            return send(f"{url}/v2/", "GET", None)
        except OSError:
            return None
    try:
        wait_until(answers, what="an answer of the registry")
        yield url
    finally:
        server.kill()
        server.wait()


def use(home, tmp_path, registry, uri="http://127.0.0.1:9"):
    (tmp_path / "etc").mkdir(exist_ok=True)
    (tmp_path / "etc" / "clusters.json").write_text(json.dumps([{"name": "far", "scheduler_uri": uri, "docker_registry": registry, "scheduler_flags": {"allowed_container_types": ["MESOS", "DOCKER"]}}]))
    (tmp_path / "web.aurora").write_text(CONFIG)


def test_a_tag_becomes_a_digest(borealis, home, tmp_path, registry):
    digest = push_image(registry, "team/web", "1.0")
    use(home, tmp_path, registry)
    done = borealis("job", "inspect", "web.aurora", "--output", "json")
    assert done.code == 0, done
    host = registry.removeprefix("http://")
    assert f'"{host}/team/web@{digest}"' in done.out
    assert "docker.image" not in done.out


def test_an_image_that_is_not_there(borealis, home, tmp_path, registry):
    push_image(registry, "team/web", "2.0")
    use(home, tmp_path, registry)
    done = borealis("job", "inspect", "web.aurora")
    assert done.code == 6 and "team/web:1.0" in done.err, done


def test_a_registry_that_does_not_answer(borealis, home, tmp_path):
    use(home, tmp_path, "http://127.0.0.1:9")
    done = borealis("job", "inspect", "web.aurora")
    assert done.code == 5 and "127.0.0.1:9" in done.err, done
    use(home, tmp_path, "registry.example.org")
    assert borealis("job", "inspect", "web.aurora").code == 64


def test_validation_asks_no_registry(borealis, home, tmp_path):
    use(home, tmp_path, "http://127.0.0.1:9")
    done = borealis("config", "validate", "web.aurora")
    assert "unbound" not in done.out and done.code == 0, done
    (tmp_path / "web.aurora").write_text(CONFIG.replace("[team/web][1.0]", "[team/web]"))
    done = borealis("config", "validate", "web.aurora")
    assert done.code == 1, done
