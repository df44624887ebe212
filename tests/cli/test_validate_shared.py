"""config validate of many files does once what all of them need, and each is checked as if it were alone."""

import json

import pytest

from validate_cases import rules_of, write

JOB = ("jobs = [Job(cluster='c', role='r', environment='prod', name=%s, task=Task(name='t', processes=[\n"
       "  Process(name='p', cmdline='run')], resources=Resources(cpu=1, ram=1*GB, disk=1*GB)))]\n")


def validate(borealis, *words):
    return borealis("config", "validate", "--jobs", "1", "--format", "json", *words)


def test_each_file_finds_what_it_finds_alone(borealis, tmp_path):
    files = {"base/shared.aurora": "p = Process(name='p', cmdline='run', max_failure=1)\n",
             "base/good.aurora": "NAME = 'good'\n",
             "a.aurora": "include('base/good.aurora')\n" + JOB % "NAME",
             "b.aurora": "include('base/good.aurora')\ninclude('base/good.aurora')\n" + JOB % "NAME + '!'",
             "c.aurora": "include('base/good.aurora')\ninclude('base/shared.aurora')\n" + JOB % "NAME",
             "d.aurora": "include('base/good.aurora')\ninclude('base/shared.aurora')\n" + JOB % "nope",
             "e.aurora": "include('base/gone.aurora')\n"}
    write(tmp_path, files)
    names = sorted(name for name in files if "/" not in name)
    together = validate(borealis, *names).json()["diagnostics"]
    alone = [d for name in names for d in validate(borealis, name).json()["diagnostics"]]
    assert {d["rule"] for d in alone} >= {"invalid-identifier", "unknown-field"}
    # What two files find in one place is said once, with the includes of one of them.
    def said(found):
        return sorted({json.dumps({**d, "includes": bool(d["includes"])}, sort_keys=True) for d in found})
    assert said(alone) == said(together) and len(said(alone)) == len(together)


def test_a_file_that_changes_is_read_anew(borealis, tmp_path):
    write(tmp_path, {"base.aurora": "NAME = 'good'\n",
                     "a.aurora": "include('base.aurora')\n" + JOB % "NAME",
                     "b.aurora": "include('base.aurora')\nopen('base.aurora', 'w').write(\"NAME = 'no good'\\n\")\n"
                                 + JOB % "NAME",
                     "c.aurora": "include('base.aurora')\n" + JOB % "NAME"})
    done = validate(borealis, "a.aurora", "b.aurora", "c.aurora")
    found = done.json()["diagnostics"]
    assert [(d["rule"], d["file"], d["includes"][0]["file"]) for d in found] == [
        ("invalid-identifier", "base.aurora", "c.aurora")]


@pytest.mark.parametrize("names", [["a.aurora"], ["a.aurora", "b.aurora"]])
def test_a_config_sees_its_own_name_and_a_fresh_interpreter(borealis, tmp_path, names):
    text = ("import os, sys\n"
            "assert sys.argv == [%r] and sys.orig_argv == [%r], sys.argv\n"
            "assert sys.stdin.read() == ''\n"
            "assert not hasattr(sys, 'seen')\nsys.seen = True\n"
            "os.close(os.open('/dev/null', os.O_RDONLY))\n")
    write(tmp_path, {name: text % (name, name) + JOB % repr(name[0]) for name in names})
    done = validate(borealis, *names)
    assert done.code == 0 and rules_of(done) == [], done
