"""config list, config inputs, job inspect: what a person wants to read, and what a program wants."""

from validate_cases import GOOD, write

JOBS = GOOD + "jobs += [jobs[0](name = 'other'), jobs[0](environment = 'test')]\n"


def test_list(borealis, tmp_path):
    write(tmp_path, {"web.aurora": JOBS})
    keys = ["devcluster/demo/prod/hello", "devcluster/demo/prod/other", "devcluster/demo/test/hello"]
    assert borealis("config", "list", "web.aurora").out.splitlines() == keys
    listed = borealis("config", "list", "./web.aurora", "--output", "json").json()["jobs"]
    assert [job["key"] for job in listed] == keys
    assert [(job["file"], job["line"]) for job in listed] == [("web.aurora", 4), ("web.aurora", 9), ("web.aurora", 9)]
    assert all(set(job) == {"key", "file", "line"} for job in listed)


INPUTS = '''\
import os, json
include('sub/../base.aurora')
include('base.aurora')
owner = os.environ.get('OWNER', 'nobody')
data = json.load(open('data.json'))
jobs = [
  Service(
    cluster = 'devcluster', role = 'demo', environment = 'prod', name = '{{who}}', instances = '{{count}}',
    task = Task(name = 't', processes = [Process(name = 'p', cmdline = './p {{profile.version}} {{thermos.ports[http]}}')],
                resources = Resources(cpu = 0.5, ram = 64*MB, disk = 64*MB))
  )
]
'''


def inputs(borealis, tmp_path, *words):
    write(tmp_path, {"web.aurora": INPUTS, "base.aurora": "x = 1\n", "data.json": "{}", "sub/keep": ""})
    done = borealis("config", "inputs", "web.aurora", *words)
    assert done.code == 0, done
    return done


def test_inputs_for_programs(borealis, tmp_path):
    assert inputs(borealis, tmp_path, "--output", "json").json() == {
        "files": ["web.aurora", "base.aurora", "data.json"],
        "directories": [],
        "looked_for": [],
        "modules": ["os", "json"],
        "env": ["OWNER"],
        "open_refs": ["count", "profile.version", "thermos.ports[http]", "who"],
        "binds": ["count", "profile.version", "who"],
    }


def test_a_bound_name_is_no_longer_open_but_can_still_be_bound(borealis, tmp_path):
    report = inputs(borealis, tmp_path, "--output", "json", "--bind", "who=x", "--bind", "count=2").json()
    assert report["open_refs"] == ["profile.version", "thermos.ports[http]"]
    assert report["binds"] == ["count", "profile.version", "who"]


def test_inputs_for_people(borealis, tmp_path):
    assert inputs(borealis, tmp_path).out == '''\
Files read
  web.aurora
  base.aurora
  data.json
Modules imported
  os
  json
Environment variables read
  OWNER
References left open
  {{count}}
  {{profile.version}}
  {{thermos.ports[http]}}  (bound when a task starts)
  {{who}}
Names for --bind
  count
  profile.version
  who
'''


def test_inspect(borealis, tmp_path):
    config = GOOD.replace("cluster =", "instances = 3, tier = 'preferred', announce = Announcer(), container = Mesos(image = "
                          "DockerImage(name = 'web', tag = '7')), cluster =").replace("echo hello", "serve {{thermos.ports[http]}}")
    write(tmp_path, {"web.aurora": config})
    done = borealis("job", "inspect", "web.aurora")
    assert done.code == 0, done
    for line in ["  name:       'hello'", "  environment: 'prod'", "  instances:  '3'", "  tier:       'preferred'",
                 "  container:  Mesos, Docker image web:7", "  announced:  port 'http'", "    cpu:  0.5", "    ram:  64 MB",
                 "  ports: http", "Process 'hello':", "    serve {{thermos.ports[http]}}"]:
        assert line in done.out.splitlines(), done
    job = borealis("job", "inspect", "web.aurora", "--output", "json").json()
    assert job["name"] == "hello" and job["task"]["processes"][0]["name"] == "hello"
