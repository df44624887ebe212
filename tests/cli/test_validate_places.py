"""Every finding at its place: the argument itself, the way through templates, the include stack, a near match."""

import pytest

from validate_cases import write

# Each: the config, then (rule, line, the text underlined, a word of the message, a word of the hint or None).
TASK = "t = Task(processes=[Process(name='p', cmdline='ls')], resources=Resources(cpu=1, ram=64*MB, disk=64*MB))\n"
PLACES = {
    "the value of an argument": (
        TASK + "jobs = [Service(cluster='c', role='r', environment='prod', name='n', task=t, instances=0)]\n",
        "instance-count", 2, "0", "0", None),
    "a name that is no identifier": (
        TASK + "jobs = [Service(cluster='c', role='a b', environment='prod', name='n', task=t)]\n",
        "invalid-identifier", 2, "a b", "a b", "letters"),
    "the name of an unknown field": (
        TASK + "jobs = [Service(cluster='c', role='r', environment='prod', name='n', task=t, instnces=2)]\n",
        "unknown-field", 2, "instnces", "instnces", "instances"),
    "the call that lacks a field": (
        TASK + "jobs = [Service(cluster='c', environment='prod', name='n', task=t)]\n",
        "missing-field", 2, "Service(cluster='c', environment='prod', name='n', task=t)", "role", None),
    "a value of the wrong type": (
        TASK + "jobs = [Service(cluster='c', role='r', environment='prod', name='n', task=t,\n  update_config=UpdateConfig(watch_secs='soon'))]\n",
        "wrong-type", 3, "'soon'", "watch_secs", None),
    "arguments that are handed on": (
        TASK + "def job(**rest):\n  return Service(cluster='c', role='r', environment='prod', name='n', task=t, **rest)\njobs = [job(instances=0)]\n",
        "instance-count", 3, "**rest", "0", None),
    "an undefined name": (
        TASK.replace("64*MB", "64*Mb", 1) + "jobs = []\n", "python-error", 1, "Mb", "Mb", "MB"),
    "a misspelled attribute": (
        TASK + "x = t.proceses()\n", "python-error", 2, "t.proceses", "proceses", "processes"),
    "a reference in a text of several lines": (
        "t = Task(processes=[Process(name='p', cmdline='''\n  ls\n  echo {{nme}}\n''')], resources=Resources(cpu=1, ram=64*MB, disk=64*MB))\n"
        "jobs = [Service(cluster='c', role='r', environment='prod', name='n', task=t).bind(name='x')]\n",
        "unbound-reference", 3, "{{nme}}", "nme", None),
    "a step of an order": (
        "p = Process(name='p', cmdline='ls')\n"
        "t = Task(processes=[p], constraints=order(p, 'q'), resources=Resources(cpu=1, ram=64*MB, disk=64*MB))\n"
        "jobs = [Service(cluster='c', role='r', environment='prod', name='n', task=t)]\n",
        "process-order", 2, None, "q", None),
}


@pytest.mark.parametrize("name", PLACES)
def test_place(borealis, tmp_path, name):
    config, rule, line, underlined, word, hint = PLACES[name]
    write(tmp_path, {"web.aurora": config})
    done = borealis("config", "validate", "web.aurora", "--format", "json")
    errors = [d for d in done.json()["diagnostics"] if d["severity"] == "error"]
    assert [d["rule"] for d in errors] == [rule], done
    found = errors[0]
    assert found["line"] == line
    if underlined:
        assert found["end_line"] == line
        assert config.splitlines()[line - 1][found["column"] - 1:found["end_column"] - 1] == underlined
    assert word in found["message"]
    assert hint is None or hint in found["hint"]


THROUGH = '''\
class Profile(Struct):
  repo = Required(String)

p = Process(name='p', cmdline='ls')
jobs = [
  Service(cluster='c', role='r', environment='prod', name='{{profile.repo}}',
    task=Task(processes=[p], resources=Resources(cpu=1, ram=64*MB, disk=64*MB)))
  .bind(profile=Profile(repo='{{team}}/web'), team='shop')
]
'''


def test_a_value_that_came_through_templates_shows_the_way(borealis, tmp_path):
    write(tmp_path, {"web.aurora": THROUGH})
    done = borealis("config", "validate", "web.aurora", "--format", "json")
    found = done.json()["diagnostics"]
    assert [d["rule"] for d in found] == ["invalid-identifier"], done
    assert "shop/web" in found[0]["message"]
    line = THROUGH.splitlines()[5]
    assert found[0]["line"] == 6 and line[found[0]["column"] - 1:found[0]["end_column"] - 1] == "'{{profile.repo}}'"
    notes = found[0]["notes"]
    assert [note["line"] for note in notes] == [8, 8]
    given = THROUGH.splitlines()[7]
    assert "{{profile.repo}}" in notes[0]["message"] and given[notes[0]["column"] - 1:].startswith("'{{team}}/web'")
    assert "shop" in notes[1]["message"] and given[notes[1]["column"] - 1:].startswith("'shop'")


def test_a_value_of_an_included_profile_shows_its_file(borealis, tmp_path):
    config = THROUGH.split("\n\n", 1)[1].replace("Profile(repo='{{team}}/web')", "profile")
    write(tmp_path, {"web.aurora": "include('profile.aurora')\n" + config,
                     "profile.aurora": THROUGH.split("\n\n")[0] + "\nprofile = Profile(repo='a/b')\n"})
    done = borealis("config", "validate", "web.aurora", "--format", "json")
    note = done.json()["diagnostics"][0]["notes"][0]
    assert (note["file"], note["line"], note["column"]) == ("profile.aurora", 3, 24)


def test_the_way_goes_on_into_a_struct_with_bindings_of_its_own(borealis, tmp_path):
    config = """class Profile(Struct):
  size = Default(Integer, '{{base}}')

profile = Profile().bind(base=64)
t = Task(processes=[Process(name='p', cmdline='ls')], resources=Resources(cpu=1, ram='{{profile.size}}', disk=64*MB))
jobs = [Service(cluster='c', role='r', environment='prod', name='n', task=t).bind(profile=profile)]
"""
    write(tmp_path, {"web.aurora": config})
    found, = borealis("config", "validate", "web.aurora", "--format", "json").json()["diagnostics"]
    assert (found["rule"], found["line"]) == ("size-without-unit", 5)
    assert [note["line"] for note in found["notes"]] == [4, 4]
    assert "{{profile.size}}" in found["notes"][0]["message"] and "{{base}}" in found["notes"][0]["message"]
    note = found["notes"][1]
    assert config.splitlines()[3][note["column"] - 1:].startswith("64") and "{{base}}" in note["message"]


def test_no_way_is_shown_where_there_is_none(borealis, tmp_path):
    config = PLACES["the value of an argument"][0]
    write(tmp_path, {"web.aurora": config})
    assert borealis("config", "validate", "web.aurora", "--format", "json").json()["diagnostics"][0]["notes"] == []


def test_the_include_stack(borealis, tmp_path):
    write(tmp_path, {"web.aurora": "x = 1\ninclude('a/b.aurora')\n", "a/b.aurora": "\n\ninclude('c.aurora')\n",
                     "a/c.aurora": "Process(nam='x', cmdline='y')\n"})
    done = borealis("config", "validate", "web.aurora", "--format", "json")
    found = next(d for d in done.json()["diagnostics"] if d["rule"] == "unknown-field")
    assert (found["file"], found["line"]) == ("a/c.aurora", 1)
    assert found["includes"] == [{"file": "a/b.aurora", "line": 3}, {"file": "web.aurora", "line": 2}]
    text = borealis("config", "validate", "web.aurora").out
    assert text.index("included from a/b.aurora:3") < text.index("included from web.aurora:2")
