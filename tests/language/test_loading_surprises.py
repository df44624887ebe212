"""What the original was seen to do, where no other file of this suite has it (surprises.md §2-§6, schema.md §17)."""

import json

import pytest

from .loading import JOB, folder, source_at, table  # noqa: F401

DEVELOP = """
def job(cmd='true', **kw):
  fields = dict(cluster='c', role='r', environment='prod', name='n',
                task=Task(name='t', processes=[Process(name='p', cmdline=cmd)], resources=Resources(cpu=1, ram=1*MB, disk=1*MB)))
  fields.update(kw)
  return Job(**fields)
"""


@pytest.mark.parametrize("cmd, near", [
    ("{{.Names}}", "'{''{.Names}}'"), ("{{container.image}}", None),
    ("{{update_config.update_strategy.batch_size}}", None), ("{{thermos.ports.http}}", "thermos.ports[http]"),
    ("{{&b}}", None), ("{{&&&&b}}", None),
])
def test_references_that_stay_open(folder, cmd, near):
    """§2, §3: Go's templates, choices, the dotted port, and escapes that a job's three interpolations eat."""
    text = DEVELOP + "jobs = [job(%r, container=Docker(image='i'))]\n" % cmd
    report = folder.validate(text)
    errors = [d for d in report.errors() if d["rule"] != "container-type"]
    assert report.code == 1 and [d["rule"] for d in errors] == ["unbound-reference"], report
    found = errors[0]
    if near:
        assert near.strip("'") in found["hint"] or near in found["hint"], report


def test_an_image_of_a_registry_is_bound_later(folder):
    """§20: by the command that sends the job; validating asks no registry."""
    report = folder.validate(DEVELOP + "jobs = [job('{{docker.image[a][b]}}', container=Docker(image='i'))]\n")
    assert "unbound-reference" not in [d["rule"] for d in report.errors()], report


def test_escapes_that_survive(folder):
    """§2: five `&` reach the executor as two."""
    done = folder.render(DEVELOP + "jobs = [job('{{&&&&&b}}')]\n", "--as", "thrift")
    assert done.code == 0, done
    assert "{{&&b}}" in done.out


def test_literal_braces(folder):
    assert folder.cmdlines(DEVELOP + "jobs = [job('{{}} }} ${x} {a,b} {{{foo}}}').bind(foo='X')]\n") == ["{{}} }} ${x} {a,b} {X}"]


def test_values_in_text(folder):
    """§2, §3"""
    assert folder.cmdlines(DEVELOP + """
jobs = [job('{{task.resources.cpu}} {{instances}} {{service}} {{task.processes[0].name}} {{name}} {{processes[-1].name}} '
            '{{role}} {{a[{{b}}]}} {{thermos.ports[i{{mesos.instance}}]}}').bind(a=Map(String, String)({'k': 'v'}), b='k')]
""") == ["1.0 1 False p p p r v {{thermos.ports[i{{mesos.instance}}]}}"]


def test_own_fields_beat_everything(folder):
    """§3"""
    job = folder.jobs(DEVELOP + "jobs = [job(contact='{{role}}').bind(role='BOUND')]\n", "--bind", "role=X")[0]
    assert job["contact"] == "r"


def test_a_bound_profile_falls_through(folder):
    """§3: its own fields first, then the job's."""
    assert folder.cmdlines(DEVELOP + """
class P(Struct):
  missing = Required(String)
  x = Default(String, '{{role}}-{{zz}}')
  role2 = String
jobs = [job('{{p.x}}').bind(p=P(), zz='outer')]
""") == ["r-outer"]


def test_struct_classes(folder):
    """§4: what a class body beside its fields says vanishes, and so does what a subclass adds."""
    done = folder.render("""
        class A(Struct):
          x = Default(Integer, 1)
          CONST = 5
          def method(self): return 1
        class B(A):
          y = Default(Integer, 2)
        assert repr(B()) == 'B(x=1)'
        for wrong in ('CONST', 'method'):
          try: getattr(A(), wrong)
          except AttributeError as error: assert str(error) == 'A has no attribute ' + wrong, error
          else: raise AssertionError(wrong)
        assert bool(List(String)([])) and bool(Boolean(False)) and bool(Job().announce())
        """ + JOB.replace("\n", "\n        "))
    assert done.code == 0, done


def test_a_struct_of_the_same_name_with_other_fields(folder):
    """§4: rejected where it is given; the same fields make the same type."""
    other = "class Process(Struct):\n  name = Required(String)\n  command = Required(String)\n"
    report = folder.validate(other + "t = Task(processes=[Process(name='a', command='b')])\n" + DEVELOP + "jobs = [job()]\n")
    assert report.code == 1
    assert ("wrong-type", 4) in [(d["rule"], d["line"]) for d in report.errors()], report
    same = "class Metadata(Struct):\n  key = Required(String)\n  value = Required(String)\n"
    jobs = folder.jobs(same + DEVELOP + "jobs = [job(metadata=[Metadata(key='a', value='b')])]\n")
    assert jobs[0]["metadata"] == [{"key": "a", "value": "b"}]


def test_bad_scalars_and_missing_parts(folder):
    """§5: where the original's exceptions differ from case to case, each is a finding of its kind."""
    for change, rule in (("cluster=Empty", "missing-field"), ("role=Empty", "missing-field"), ("environment=Empty", "missing-field"),
                         ("task=Empty", "missing-field"), ("instances='x'", "wrong-type"), ("task=Task(name='t')", "missing-field"),
                         ("contact=None", "wrong-type"), ("service='yes'", "wrong-type"), ("constraints={'a': 'limit:x'}", "invalid-constraint")):
        folder.write(f"{change[:6]}.aurora", DEVELOP + f"jobs = [job({change})]\n")
        report = folder.validate(DEVELOP + f"jobs = [job({change})]\n")
        assert report.code == 1 and rule in {d["rule"] for d in report.errors()}, (change, report)


def test_thrift_sets_are_ordered(folder):
    """§1: the same bytes every time, where the original's sets change with each run."""
    folder.write("web.aurora", DEVELOP + """
jobs = [job('{{thermos.ports[b]}} {{thermos.ports[a]}} {{thermos.ports[c]}}', constraints={'z': '1', 'a': '2', 'm': 'limit:1'},
            metadata=[Metadata(key=k, value='v') for k in 'zam'])]
""")
    runs = {folder.run("render", "web.aurora", "--as", "thrift").out for _ in range(3)}
    assert len(runs) == 1
    assert json.loads(runs.pop())


def test_include_and_globals(folder):
    """§6: no __file__, __name__ is that of the built-in names, a file runs each time it is included."""
    folder.write("x.aurora", "runs = globals().get('runs', 0) + 1\n")
    done = folder.render("include('x.aurora'); include('x.aurora')\nassert runs == 2 and __name__ == 'builtins'\n" + JOB)
    assert done.code == 0, done
