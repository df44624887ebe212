"""Every mistake is reported at its place, however the value came there (DESIGN §4, §7)."""

import pytest

from .loading import JOB, Folder, folder, source_at  # noqa: F401

# Each line with «...» round what is to be marked: unknown fields, in every construct that makes a value.
FIELDS = """\
import functools
for i in range(2): a = Process(«nam»='a%d' % i)
b = [Process(«nane»='b') for i in range(3)]
c = (lambda: Process(«naem»='c'))()
def deco(f): return f
@deco
def helper(**kw):
  return Process(
    name='x',
    «cmdlin»='y', **kw)
helper()
d = dict(name='d', «cmdlne»='e')
e = Process(**d)
f = functools.partial(Process, name='f')
g = f(«cmdlien»='g')
h = Process(name='h', cmdline='x')
k = h(«max_failres»=3)
l = Process({'name': 'x', «'cmdlnie'»: 'y'})
m = Process(
    name = 'é', «cmdline_» = 'x')
é = 'ü𝄞'; n = Process(«nameé»='x')
o = Task(processes=[{'name': 'a', '«cmdlime»': 'b'}])
p = functools.partial(Process, «nom»='f')()
class Q(Struct):
  x = Integer
q = Q(«y»=1)
r = Task(resources=dict(cpu=1, «rm»=3))
def outer(**kw):
  return inner(**kw)
def inner(**kw):
  return Process(**kw)
s = outer(name='x', «cdmline»='y')
t = list(map(lambda n: Process(«naame»=n), 'a'))
u = Job(task=Task(«process»=[]))
v = {'p': Process(«nome»='x')}['p']
w =	Process(	«namex»='tab')
class Maker:
  def make(self): return Process(«naym»='x')
  made = property(make)
x = Maker().made
y = Task(processes=[Process(name='a', cmdline='b', «fnal»=True)
                    for i in range(2)
                    if i])
z = (Process
     (name='x',
      «epheremal»=True))
aa = {'cmdline': 'x', «'naime'»: 'y'}
bb = Process(**aa)
"""

# The same for references and malformed tags.
TEMPLATES = """\
import functools
def job(name, **kw):
  return Service(cluster='c', role='r', environment='prod', name=name, task=task(**kw))
def task(cmd='x', n=1):
  return Task(name='t', resources=Resources(cpu=n, ram=1*MB, disk=1*MB), processes=[Process(name='p', cmdline=cmd)])
CMD = '''
  echo
    é «{{multi.line}}»
'''
FMT = 'echo %s «{{fmt.percent}}»' % 3
FS = f'echo {{«{{fs.tring}}»}}'
CAT = ('echo a '
       'é «{{implicit.concat}}» '
       'b')
base = Service(cluster='c', role='«{{base.role}}»', environment='prod', task=task('x'))
pj = functools.partial(job, cmd='«{{partial.cmd}}»')
class Prof(Struct):
  x = Default(String, '{{in.default}}')
jobs = [
  job('a', cmd=CMD),
  job('b', cmd=FMT),
  job('c', cmd=FS),
  job('d', cmd=CAT),
  base(name='e'),
  pj('f'),
  job('g', cmd='é𝄞 «{{non.ascii}}»'),
  job('h', cmd="a\\tb	«{{after.tab}}»"),
  job('i', cmd='«{{p.x}}»').bind(p=Prof()),
  job('k', cmd='a' + '«{{plus.b}}»'),
  job('l', cmd=' '.join(['«{{joined.x}}»', 'b'])),
  job('m', cmd='«{{bound}}»').bind(bound='{{through.bind}}'),
  job('n', cmd=r'''raw \\d «{{raw.q}}»'''),
  job('o', **{'cmd': '«{{dict.q}}»'}),
  job('q', cmd='«{{a}}»').bind({'a': 'x {{bound.again}}'}),
  job('r', cmd='''
    «{{ malformed }}»'''),
]
"""


def marked(text):
    """The text without its marks, and what they mark, by line: [(line, column, end_column)]."""
    places, lines = [], []
    for number, line in enumerate(text.splitlines(), 1):
        while "«" in line:
            start = line.index("«")
            line = line.replace("«", "", 1)
            end = line.index("»")
            line = line.replace("»", "", 1)
            places.append((number, start + 1, end + 1))
        lines.append(line)
    return "\n".join(lines) + "\n", places


@pytest.mark.parametrize("ending", ["\n", "\r\n", "BOM"])
@pytest.mark.parametrize("text", [FIELDS, TEMPLATES], ids=["fields", "templates"])
def test_places(folder, text, ending):
    """Loops, comprehensions, lambdas, decorators, helpers, **kwargs, partial, derived structs, literals of every kind;
    non-ASCII columns, tabs, CRLF, a byte order mark."""
    source, places = marked(text)
    if text is FIELDS:
        source += JOB
    written = source.replace("\n", ending) if ending != "BOM" else "\ufeff" + source
    report = folder.validate(written.encode())
    assert report.code == 1, report
    found = [(d["line"], d["column"], d["end_column"]) for d in report.errors()]
    assert sorted(found) == sorted(places), report
    assert all(d["end_line"] == d["line"] and d["file"] == "web.aurora" for d in report.errors())


def test_wrong_types(folder):
    source, places = marked("""\
a = Resources(cpu=«'half'», ram=1*MB, disk=1*MB)
t = Task(name='t', resources=a, processes=[Process(name='p', cmdline='x', max_failures=«None»)])
def make(n): return Job(cluster='c', role='r', environment='prod', name='n', task=t, instances=«n»)
jobs = [make('many')(priority=«'high'»), make(1)(constraints=«'x'», update_config=«[1]»),
        Job(cluster='c', role='r', environment='prod', name='d', container=Docker(image='i', parameters=«{'a': 1}»), task=t)]
""")
    report = folder.validate(source)
    assert report.code == 1
    found = [(d["line"], d["column"], d["end_column"]) for d in report.errors() if d["rule"] == "wrong-type"]
    assert sorted(set(found)) == sorted(places), report


def test_the_chain_of_a_reference(folder):
    """A reference that comes through other values: the error where it stands, notes where it came through."""
    text = JOB.replace("'true'", "'{{a}}'") + "jobs = [jobs[0].bind(a='{{b}}',\n  b='{{nowhere}}')]\n"
    report = folder.validate(text)
    found = report.only
    assert source_at(text, found) == "{{a}}"
    assert [text.splitlines()[n["line"] - 1][n["column"] - 1:].split("}}")[0] for n in found["notes"]] == ["{{b", "{{nowhere"], report


def test_across_included_files(folder):
    """The file and the include stack are those of the place, also when the value went through other files."""
    folder.write("lib/make.aurora", "def make(**kw):\n  return Process(name='p', **kw)\n")
    folder.write("lib/texts.aurora", "\nCMD = 'echo {{not.there}}'\n")
    text = "include('lib/make.aurora')\ninclude('lib/texts.aurora')\np = make(cmdline=CMD)\n" \
           + JOB.replace("Process(name='p', cmdline='true')", "p, make(cmdlin='x')")
    report = folder.validate(text)
    places = {d["rule"]: (d["file"], d["line"], d["column"], d["includes"]) for d in report.errors()}
    assert places["unbound-reference"] == ("lib/texts.aurora", 2, 13, [{"file": "web.aurora", "line": 2}]), report
    file, line, column, includes = places["unknown-field"]
    assert (file, includes) == ("web.aurora", []) and text.splitlines()[line - 1][column - 1:].startswith("cmdlin="), report


def test_a_mistake_at_many_places_is_said_at_each(folder):
    text = "a = Process(nam='x')\nb = Process(nam='x')\nfor i in range(100): c = Process(nam=i)\n" + JOB
    report = folder.validate(text)
    assert [d["line"] for d in report.errors()] == [1, 2, 3]


def test_exceptions_tell_the_way(folder):
    """The innermost expression of the config, the callers as notes; nothing of ours."""
    folder.write("lib.aurora", "def f(x):\n  return x['a']\ndef g(x): return [f(y) for y in x]\n")
    report = folder.validate("include('lib.aurora')\ng([{'b': 1}])\n")
    found = report.only
    assert (found["file"], found["line"], found["column"], found["end_column"]) == ("lib.aurora", 2, 10, 16)
    assert "KeyError" in found["message"] and "'a'" in found["message"]
    assert found["includes"] == [{"file": "web.aurora", "line": 1}]
    assert [(n["file"], n["line"]) for n in found["notes"]] == [("lib.aurora", 3), ("lib.aurora", 3), ("web.aurora", 2)]


def test_positional_arguments(folder):
    """Said once a call, with what may have been meant; what was given is not also missing."""
    text = """\
a = Process('a', 'echo')
t = Task(name='t', processes=[a], resources=Resources(1, 2*MB, 3*MB))
jobs = [Service(cluster='c', role='r', environment='prod', name='n', task=t)]
"""
    report = folder.validate(text)
    assert report.code == 1
    assert [(d["rule"], d["line"]) for d in report.errors()] == [("wrong-type", 1), ("wrong-type", 2)], report
    first, second = report.errors()
    assert "by keyword" in first["message"] and "`Process(name='a', cmdline='echo')`" in first["hint"], report
    assert source_at(text, second) == "Resources(1, 2*MB, 3*MB)" and "cpu=1" in second["hint"]


def test_a_refused_value_is_not_also_missing(folder):
    """In the recording pass a field of the wrong type is left out; that it is missing then is no news."""
    report = folder.validate("""\
t = Task(name='t', processes='x', resources=[1, 2])
def job(name, **kw): return Service(cluster='c', role='r', environment='prod', name=name, **kw)
jobs = [job('a', task=t), job('b', task='t'), job('c', task={'name': 't', 'processes': 'x', 'resources': 5}),
        job('d', task=Task(name='t')(processes=3, resources=4)),
        job('e', task=Task({'name': 't', 'processes': 7, 'resources': 8}))]
""")
    assert report.code == 1
    assert {d["rule"] for d in report.errors()} == {"wrong-type"}, report
    assert len(report.errors()) >= 7
    assert all("must be" in d["message"] for d in report.errors())
    assert sum("`processes` of Task must be a List of Process" in d["message"] for d in report.errors()) >= 3, report


def test_references_assembled_at_run_time(folder):
    """The inner reference resolves when a task runs, the outer one never: the error names and marks it."""
    text = JOB.replace("'true'", "'x {{seeds[{{mesos.instance}}]}} {{y}}'")
    report = folder.validate(text, "--bind", "y=1")
    found = report.only
    assert report.code == 1 and found["rule"] == "nested-reference"
    assert "seeds[0]" in found["message"]
    assert source_at(text, found) == "{{seeds[{{mesos.instance}}]}}", report
