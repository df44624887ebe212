"""JSON configs, job selection, --bind (language.md §17, §18)."""

import json

import pytest

from .loading import JOB, folder  # noqa: F401

DEVELOP = """
def job(name, **kw):
  fields = dict(cluster='c', role='r', environment='prod', name=name,
                task=Task(name='t', processes=[Process(name='p', cmdline=kw.pop('cmd', 'echo {{x}}'))],
                          resources=Resources(cpu=1, ram=1*MB, disk=1*MB)))
  fields.update(kw)
  return Job(**fields)
"""
TASK = {"name": "t", "processes": [{"name": "p", "cmdline": "echo {{x}}"}],
        "resources": {"cpu": 1, "ram": 1048576, "disk": 1048576}}
PLAIN = {"cluster": "c", "role": "r", "environment": "prod", "name": "n", "task": TASK}


def test_json_configs(folder):
    """§17: `jobs`, or a single job; the same job as from Python."""
    folder.write("one.json", json.dumps(PLAIN))
    folder.write("many.json", json.dumps({"jobs": [PLAIN, dict(PLAIN, name="m")], "other": {"a": 1}}))
    python = folder.jobs(DEVELOP + "jobs = [job('n')]\n", "--bind", "x=1")
    assert folder.jobs(None, "--read-json", "--bind", "x=1", file="one.json") == python
    assert [j["name"] for j in folder.jobs(None, "--read-json", "--bind", "x=1", file="many.json")] == ["n", "m"]
    done = folder.run("list", "many.json", "--read-json", "--bind", "x=1")
    assert done.out.splitlines() == ["c/r/prod/n", "c/r/prod/m"], done
    docker = dict(PLAIN, container={"docker": {"image": "i"}}, sla_policy={"coordinator_url": "http://x"})
    folder.write("docker.json", json.dumps(docker))
    assert folder.jobs(None, "--read-json", "--bind", "x=1", file="docker.json")[0]["container"] == {"docker": {"image": "i", "parameters": []}}


@pytest.mark.parametrize("text, rule, line, column, word", [
    (json.dumps(dict(PLAIN, bogus=1), indent=1), "unknown-field", None, None, "bogus"),
    ('{"jobs": [\n {"name": "x",}]}', "syntax-error", 2, 15, "JSON"),
    ('{"jobs": [\n {"name": 01}]}', "syntax-error", 2, 11, "JSON"),
    ("[1, 2]", "syntax-error", 1, 1, "object"),
    ("", "syntax-error", 1, 1, "JSON"),
    ('{"jobs": 5}', "no-jobs", None, None, "jobs"),
    ('{"jobs": []}', "no-jobs", None, None, "jobs"),
    ("jobs = []", "syntax-error", 1, 1, "JSON"),
])
def test_wrong_json(folder, text, rule, line, column, word):
    report = folder.validate(text, "--read-json", "--bind", "x=1", file="web.json")
    found = report.errors()[0]
    assert found["rule"] == rule and word in found["message"], report
    assert report.code == (1 if rule == "unknown-field" else 3), report
    if line:
        assert (found["line"], found["column"]) == (line, column), report


def test_mistakes_in_json_are_at_their_places(folder):
    text = json.dumps(dict(PLAIN, instances="many", contac="x"), indent=1)
    report = folder.validate(text, "--read-json", "--bind", "x=1", file="web.json")
    lines = text.splitlines()
    places = {d["rule"]: lines[d["line"] - 1][d["column"] - 1:d["end_column"] - 1] for d in report.errors()}
    assert places == {"unknown-field": '"contac"', "wrong-type": '"many"'}, report


def test_json_nulls_and_deep_unknown_keys(folder):
    """surprises.md §6: a null is a value and fails; unknown keys are errors at every depth, all in one run."""
    task = dict(TASK, processes=[{"name": "p", "cmdline": "x", "bogu": 1}], user=None)
    report = folder.validate(json.dumps(dict(PLAIN, task=task, contact=None)), "--read-json", file="web.json")
    assert report.code == 1
    assert sorted(d["rule"] for d in report.errors()) == ["unknown-field", "wrong-type", "wrong-type"], report


def test_bindings_of_the_command_line(folder):
    """§18.1: split at the first =, any address, later beats earlier, values are text and may hold templates."""
    config = DEVELOP + "jobs = [job('n', cmd='{{x}}|{{a.b}}|{{l[0]}}|{{y}}').bind(x='in-file', y='{{x}}')]\n"
    assert folder.cmdlines(config, "--bind", "x=1=2", "--bind", "a.b=", "--bind", "l[0]={{x}}") == ["1=2||1=2|1=2"]
    assert folder.cmdlines(None, "--bind", "x=1", "--bind", "x=2", "--bind", "a.b=q", "--bind", "l[0]=w") == ["2|q|w|2"]


def test_what_bindings_lose_to(folder):
    """§18.1, surprises.md §3: they beat those on the job, and lose to its fields and to bindings further in."""
    config = DEVELOP + """
p = Process(name='p', cmdline='{{role}} {{inner}} {{outer}}').bind(inner='process')
t = Task(name='t', processes=[p], resources=Resources(cpu=1, ram=1*MB, disk=1*MB))
jobs = [job('n', task=t).bind(role='file', inner='job', outer='job')]
"""
    assert folder.cmdlines(config, "--bind", "role=X", "--bind", "inner=X", "--bind", "outer=X") == ["r process X"]


def test_a_bound_port_is_a_constant(folder):
    """§18.1: no port is requested for it."""
    config = DEVELOP + "jobs = [job('n', cmd='{{thermos.ports[http]}} {{thermos.ports[admin]}}')]\n"
    done = folder.render(config, "--bind", "thermos.ports[http]=80", "--as", "thrift")
    assert '"admin"' in done.out and '"http"' not in done.out


def test_standard_bindings_beat_all(folder):
    """§18.3: mesos.role, mesos.cluster and thermos.user are the job's own; mesos.instance is the user's."""
    config = DEVELOP + "jobs = [job('n', cmd='{{mesos.role}} {{mesos.cluster}} {{thermos.user}} {{mesos.instance}}')" \
                       ".bind({'mesos.role': 'x', 'thermos.user': 'x'})]\n"
    assert folder.cmdlines(config, "--bind", "mesos.cluster=x", "--bind", "mesos.instance=7") == ["r c r 7"]


@pytest.mark.parametrize("bind, word", [("a", "NAME=VALUE"), ("=b", "NAME=VALUE"), ("a b=c", "a b"), ("1=c", "1"), ("a.=c", "a.")])
def test_wrong_bindings(folder, bind, word):
    """§18.1: said before anything is evaluated, with what is wrong; wrong usage or no list of jobs."""
    done = folder.render("raise Exception('evaluated')\n", "--bind", bind)
    assert done.code in (3, 64), done
    assert done.out == "" and word in done.err and "evaluated" not in done.err


def test_selection_by_key(folder):
    """§18.2: after binding, by text; exactly one must match."""
    config = DEVELOP + "jobs = [job('a', cmd='1'), job('{{who}}', cmd='2'), job('a', cmd='3', environment='test'), " \
                       "job('a', cmd='4', environment='test')]\n"
    folder.write("web.aurora", config)
    assert folder.cmdlines(None, "c/r/prod/a") == ["1"]
    assert folder.cmdlines(None, "--job", "c/r/prod/me", "--bind", "who=me") == ["2"]
    for key, words in (("c/r/prod/nobody", ["could not find job", "candidates"]), ("c/r/prod/me", ["could not find job"]),
                       ("x/r/prod/a", ["could not find job"])):
        done = folder.render(None, key)
        assert done.code == 3 and done.out == "", done
        assert "c/r/prod/a" in done.err, done
    done = folder.render(None, "c/r/test/a")
    assert done.code != 0 and done.out == "", done
    for key in ("c/r/prod", "c/r/prod/a/b", "c/r//a", "c/r r/prod/a", "nothing"):
        done = folder.render(None, "--job", key)
        assert done.code == 64 and done.out == "", (key, done)


def test_jobs_may_be_a_tuple(folder):
    """§18.2"""
    assert [j["name"] for j in folder.jobs(DEVELOP + "jobs = (job('a', cmd='x'), job('b', cmd='y'))\n")] == ["a", "b"]


@pytest.mark.parametrize("value, word, hint", [
    ("Job(cluster='c')", "one Job", "[...]"),
    ("{'a': 1}", "a dict", "list("),
    ("{'a': 1}.values()", "dict_values", "list("),
    ("map(str, 'ab')", "a map", "list("),
    ("(j for j in [])", "a generator", "brackets"),
    ("None", "None", "[...]"),
    ("'text'", "a str", "[...]"),
    ("[]", "empty", ""),
    ("()", "empty", ""),
])
def test_jobs_that_are_no_list(folder, value, word, hint):
    """§18.2: where the original fails with a TypeError or KeyError of its own."""
    report = folder.validate(f"x = 1\njobs = {value}\n")
    assert report.code == 3
    found = report.only
    assert found["rule"] == "no-jobs" and word in found["message"] and hint in (found["hint"] or ""), report
    assert (found["line"], found["column"], found["end_column"]) == (2, 1, 5)


def test_no_jobs_at_all(folder):
    report = folder.validate("job = []\n")
    assert report.code == 3 and report.only["rule"] == "no-jobs" and "`job`" in report.only["hint"]
    assert (report.only["line"], report.only["column"]) == (1, 1)


def test_elements_that_are_no_jobs(folder):
    """§18.2: each is said, at its place, beside the good ones."""
    report = folder.validate(DEVELOP + "jobs = [job('a', cmd='x'),\n  {'name': 'b'}, None,\n  Task(name='t'), [job('c')]]\n")
    assert report.code == 1
    assert [(d["rule"], d["path"]) for d in report.errors()] == [("wrong-type", f"jobs[{i}]") for i in (1, 2, 3, 4)], report
    assert [d["line"] for d in report.errors()][:2] == [9, 9], report


def test_hooks_are_read(folder):
    """§17: `hooks` is the other output; a file may set it."""
    done = folder.render("hooks = []\nclass H: pass\nhooks = [H()]\n" + JOB)
    assert done.code == 0, done
