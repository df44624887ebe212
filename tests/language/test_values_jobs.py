"""Where bindings come from and what a job makes of them (surprises.md §2, §3; language.md §13, §18)."""

import pytest

CONFIG = """
p = Process(name='p', cmdline=%r)
t = Task(name='t', processes=[p], resources=Resources(cpu=1, ram=1*MB, disk=1*MB))
jobs = [Job(cluster='c', role='r', environment='prod', name='n', task=t)%s]
"""

# name -> (command line, what follows the job, words on the command line, resolved command line)
RESOLVED = {
    "a field beats --bind": ("{{role}}", "", ["--bind", "role=x"], "r"),
    "a field beats bind()": ("{{role}}", ".bind(role='x')", [], "r"),
    "--bind beats the job's bind()": ("{{x}}", ".bind(x='in')", ["--bind", "x=out"], "out"),
    "the later --bind beats the earlier": ("{{x}}", "", ["--bind", "x=1", "--bind", "x=2"], "2"),
    "--bind is text": ("{{x}}", "", ["--bind", "x=a b=c"], "a b=c"),
    "--bind may be empty": ("<{{x}}>", "", ["--bind", "x="], "<>"),
    "--bind may refer": ("{{x}}", ".bind(y='z')", ["--bind", "x={{y}}"], "z"),
    "--bind names an index": ("{{x[0].y}}", "", ["--bind", "x[0].y=1"], "1"),
    "the name is the process's": ("{{name}} {{task.name}} {{super.name}}", "", [], "p t n"),
    "all around is visible": ("{{role}} {{cluster}} {{processes[0].name}} {{task.resources.cpu}}", "", [], "r c p 1.0"),
    "instances": ("{{instances}}", "(instances=3)", [], "3"),
    "mesos.role is the role": ("{{mesos.role}}", ".bind({'mesos.role': 'x'})", [], "r"),
    "mesos.cluster is the cluster": ("{{mesos.cluster}}", "", ["--bind", "mesos.cluster=x"], "c"),
    "thermos.user is the role": ("{{thermos.user}}", ".bind({'thermos.user': 'x'})", [], "r"),
    "mesos.instance may be bound": ("{{mesos.instance}}", ".bind({'mesos.instance': 7})", [], "7"),
    "mesos.instance stays": ("{{mesos.instance}}", "", [], "{{mesos.instance}}"),
    "a port may be bound": ("{{thermos.ports[http]}}", "", ["--bind", "thermos.ports[http]=80"], "80"),
    "a port of the instance": ("{{thermos.ports[i{{mesos.instance}}]}}", "", [], "{{thermos.ports[i{{mesos.instance}}]}}"),
    "a leading dot": ("{{.x}}", ".bind(x=1)", [], "1"),
    "three braces": ("{{{x}}}", ".bind(x=1)", [], "{1}"),
    "escaped often enough": ("{{&&&&&x}}", "", [], "{{&&x}}"),
}

# name -> (command line, what follows the job, the rule that refuses it)
REFUSED = {
    "escaped once": ("{{&x}}", "", "unbound-reference"),
    "escaped four times": ("{{&&&&x}}", "", "unbound-reference"),
    "blanks in a tag": ("{{ x }}", ".bind(x=1)", "malformed-template"),
    "a Go template": ("{{range .A}}", "", "malformed-template"),
    "a colon in an index": ("{{docker.image[reg:5000/x][1]}}", "", "malformed-template"),
    "a field of a Choice": ("{{container.image}}", "(container=Mesos(image=DockerImage(name='i', tag='t')))", "unbound-reference"),
    "a branch of a binding": ("{{a}}", ".bind({'a': {'b': 1}})", "unbound-reference"),
    "an index too low": ("{{l[-3]}}", ".bind(l=List(Integer)([1, 2]))", "unbound-reference"),
    "an index too high": ("{{l[2]}}", ".bind(l=List(Integer)([1, 2]))", "unbound-reference"),
    "a key that does not fit": ("{{m[x]}}", ".bind(m=Map(Integer, Integer)({1: 2}))", "wrong-type"),
    "a cycle": ("{{x}}", ".bind(x='{{y}}', y='{{x}}')", "template-cycle"),
}


@pytest.mark.parametrize("name", RESOLVED)
def test_resolved(config, name):
    cmdline, after, words, wanted = RESOLVED[name]
    done = config(CONFIG % (cmdline, after), *words)
    assert done.code == 0, done
    assert done.json()["jobs"][0]["task"]["processes"][0]["cmdline"] == wanted


@pytest.mark.parametrize("name", REFUSED)
def test_refused(config, name):
    cmdline, after, rule = REFUSED[name]
    done = config(CONFIG % (cmdline, after), "--format", "json", verb="validate")
    assert done.code == 1, done
    errors = [d for d in done.json()["diagnostics"] if d["severity"] == "error"]
    assert {d["rule"] for d in errors} == {rule}, done
    assert all(d["file"] == "web.aurora" and d["line"] for d in errors), done


def test_binding_of_a_process_beats_all(config):
    text = CONFIG.replace("cmdline=%r)", "cmdline=%r).bind(x='process')") % ("{{x}}", ".bind(x='job')")
    done = config(text, "--bind", "x=flag")
    assert done.json()["jobs"][0]["task"]["processes"][0]["cmdline"] == "process", done
