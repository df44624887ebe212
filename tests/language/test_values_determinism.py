"""The same file gives the same bytes, whoever evaluates it, wherever and however often."""

import json

import pytest

from .conftest import run_config

CONFIG = """
# -*- coding: utf-8 -*-
class Profile(Struct):
  zebra = Default(String, '{{b}}')
  name = Default(String, 'pré-{{a}}')
  a = Default(Map(String, Integer), {'z': 1, 'a': 2})

names = {'web', 'api', 'cron', 'batch', 'proxy', 'cache'}
order_of_a_set = ' '.join({n: 1 for n in names})
profile = Profile().bind(b='{{cluster}}', a='ü')
jobs = [
  Job(cluster=c, role='{{mesos.cluster}}-role', environment='prod', name='n%d-%s' % (i, hash('x') % 1000),
      contact='{{profile}} {{profile.name}}', constraints={'rack': 'limit:1', 'host': '{{profile.a[z]}}'},
      metadata=[Metadata(key=k, value=order_of_a_set) for k in names],
      task=Task(name='t', resources=Resources(cpu=0.1 + 0.2, ram=1*GB, disk=1*MB),
                processes=[Process(name=n, cmdline='echo {{profile}} %r {{mesos.instance}} é' % Profile(zebra='1'))
                           for n in sorted(names)])).bind(profile=profile)
  for i, c in enumerate(['west', 'east'])
]
"""

# What differs from one run to the other: (directory, environment)
HERE = ("here", {"LC_ALL": "C", "USER": "alice", "LOGNAME": "alice", "PYTHONHASHSEED": "0", "HOME": "/nonexistent"})
RUNS = {
    "again": HERE,
    "another hash seed": ("here", {**HERE[1], "PYTHONHASHSEED": "4242"}),
    "another locale": ("here", {**HERE[1], "LC_ALL": "C.UTF-8"}),
    "a locale that is not there": ("here", {**HERE[1], "LC_ALL": "tr_TR.ISO-8859-9", "LANG": "tr_TR"}),
    "another directory": ("ein anderer Ort/ü", HERE[1]),
    "another time zone": ("here", {**HERE[1], "TZ": "Pacific/Auckland"}),
    "another user": ("here", {**HERE[1], "USER": "bob", "LOGNAME": "bob", "HOME": "/tmp"}),
    "other settings of Python": ("here", {**HERE[1], "PYTHONPATH": "/nonexistent", "PYTHONOPTIMIZE": "2", "PYTHONUTF8": "0",
                                          "PYTHONIOENCODING": "latin-1", "PYTHONDONTWRITEBYTECODE": "1"}),
}


def render(root, run, form):
    directory, env = run
    done = run_config(root / directory, CONFIG, "--as", form, env=env)
    assert done.code == 0, done
    return done.out


def without_owner(message):
    """The messages without their owner, which is the login name."""
    return json.dumps([{field: value for field, value in job.items() if field != "7"} for job in json.loads(message)])


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    root = tmp_path_factory.mktemp("first")
    return {form: render(root, HERE, form) for form in ("json", "thrift")}


@pytest.mark.parametrize("run", RUNS)
def test_rendered_bytes(first, tmp_path, run):
    assert render(tmp_path, RUNS[run], "json") == first["json"]
    assert without_owner(render(tmp_path, RUNS[run], "thrift")) == without_owner(first["thrift"])


def test_order_of_keys(first):
    """Fields of a struct as declared, keys of a map as given."""
    job = json.loads(first["json"])["jobs"][0]
    assert list(job["constraints"]) == ["rack", "host"]
    assert list(job)[:4] == ["name", "role", "contact", "cluster"]
    assert list(job["task"]["processes"][0])[:2] == ["cmdline", "name"]
