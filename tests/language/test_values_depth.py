"""Depth: what a config nests without end is an error at its place, never a crash, and goes away again (§12, §13)."""

import pytest

from .conftest import JOB, rows, table

DEEP = "values are nested too deeply"
ENDLESS = "LimitExceeded: " + DEEP

SETUP = """
import copy, sys
from pystachio.naming import frozendict
N = 100000

def nest(make, innermost):
  for _ in range(N):
    innermost = make(innermost)
  return innermost

# The beginning of what it answers or raises, so that a failure stays readable.
def short(ask):
  try:
    return str(ask())[:100]
  except Exception as error:
    return (type(error).__name__ + ': ' + str(error))[:100]

class A(Struct):
  x = String
Pick = Choice([String, Integer])
Names = Map(String, String)
Numbers = Map(Integer, Integer)

strings = nest(String, 'x')
choices = nest(Pick, 'x')
lists = nest(lambda inner: [inner], [])
dicts = nest(lambda inner: {'x': inner}, {})
mixed = nest(lambda inner: [String(inner)], 'x')
texts = nest(lambda inner: String('{{x}}').bind(x=inner), String('end'))
numbers = nest(lambda inner: Integer('{{x}}').bind(x=inner), Integer(1))
keys = nest(lambda inner: String('{{m[end]}}').bind(m=Names({inner: 'end'})), String('end'))
number_keys = nest(lambda inner: Integer('{{m[1]}}').bind(m=Numbers({inner: 1})), Integer(1))
structs = nest(lambda inner: A(x='{{a.x}}').bind(a=inner), A(x='end'))
shown = nest(lambda inner: A(x='{{x}}').bind(inner), A(x='end'))
binds = String('{{x}}')
scopes = String('{{x}}')
derived = A(x='0')
copied = String('{{x}}')
for i in range(N):
  binds = binds.bind(x=i)
  scopes = scopes.in_scope(y=i)
  derived = derived(x=str(i)).bind(y=i)
  copied = copy.deepcopy(copied).bind(y=i)
scopes = scopes.in_scope(x='end')
attributes = String('x')
for i in range(N):
  outer = String('x')
  outer.inner = attributes
  attributes = outer
chain = {'x%d' % i: '{{x%d}}' % (i + 1) for i in range(N)}
doubling = {'x%d' % i: '{{x%d}}' % (i + 1) * 2 for i in range(90)}
many = List(String)(['{{x%d}}' % i for i in range(N)])
reference = '.'.join(['a'] * 5000)
supers = '.'.join(['super'] * 5000) + '.x'
brackets = '{{' * N + 'x' + '}}' * N

def gone(name):
  del globals()[name]
  return 'gone'

def a_list_of_lists():
  made = String
  for _ in range(N):
    made = List(made)

def a_struct_of_structs():
  made = String
  for _ in range(N):
    class Inner(Struct):
      x = made
    made = Inner

def a_description():
  described = ('String',)
  for _ in range(N):
    described = ('List', described)
  return TypeFactory.new({}, *described)

def with_default(value):
  class B(Struct):
    x = Default(String, value)
  return B
"""

FAILED = "TypeCheck(FAILED): Unable to interpolate: "
ROWS = [
    ("strings.check()", FAILED + DEEP),
    ("strings", ENDLESS),
    ("repr(strings)", ENDLESS),
    ("hash(strings)", ENDLESS),
    ("strings == String('x')", ENDLESS),
    ("with_default(strings)", ENDLESS),
    ("A(x=strings).check()", "TypeCheck(FAILED): A[x] failed: Unable to interpolate: " + DEEP),
    ("choices.check()", ENDLESS),
    ("repr(choices)", ENDLESS),
    ("str(choices)", ENDLESS),
    ("hash(choices)", ENDLESS),
    ("choices.unwrap()", ENDLESS),
    ("List(String)(lists).check().ok()", "False"),
    ("String(lists).check().ok()", "False"),
    ("Pick(dicts).check().ok()", "False"),
    ("A(dicts).check().ok()", "False"),
    ("Process.json_loads('[' * N + ']' * N)", "RecursionError: maximum recursion depth exceeded while decoding a JSON array "
                                              "from a unicode string"),
    ("String('{{x}}').bind(dicts)",
     "ValueError: Environment values must be strings, numbers, Objects or other Environments. Got <class 'dict'> instead."),
    ("List(String)(mixed).check().ok()", "False"),
    ("texts", ENDLESS),
    ("texts.check()", FAILED + DEEP),
    ("numbers", ENDLESS),
    ("keys", ENDLESS),
    ("keys.check()", FAILED + DEEP),
    ("number_keys", ENDLESS),
    ("structs", ENDLESS),
    ("structs.x()", ENDLESS),
    ("structs == structs", ENDLESS),
    ("structs.json_dumps()", ENDLESS),
    ("shown.x()", "Uninterpolatable: Unable to interpolate {{x}}!  Maximum replacements reached."),
    ("binds", "99999"),
    ("binds.check()", "TypeCheck(OK)"),
    ("len(binds.scopes())", "100000"),
    ("scopes", "end"),
    ("derived.x()", "99999"),
    ("copied", "{{x}}"),
    ("String('{{x0}}').bind(chain)", "Uninterpolatable: Unable to interpolate {{x100}}!  Maximum replacements reached."),
    ("String('{{x0}}').bind(doubling).check()", FAILED + "a text comes to hold too many references when they are filled in"),
    ("many.check()", "TypeCheck(OK)"),
    ("len(many.interpolate()[1])", "100000"),
    ("String('{{%s}}' % reference).bind({reference: 'found'})", "found"),
    ("len(Ref.from_address(reference).components())", "5000"),
    ("String('{{%s}}' % supers).bind(x=1).check()", "TypeCheck(OK)"),
    ("String(brackets).check()", "TypeCheck(OK)"),
    ("a_list_of_lists()", "LimitExceeded: types are nested too deeply"),
    ("a_struct_of_structs()", "LimitExceeded: types are nested too deeply"),
    ("a_description()", "AssertionError: Unknown type factory: "),
] + [(f"gone({name!r})", "gone") for name in
     ("strings", "choices", "mixed", "texts", "numbers", "keys", "number_keys", "structs", "shown", "binds", "scopes",
      "derived", "copied", "attributes")]

# `short` keeps the outcomes readable.
ASKED = [(f"short(lambda: {expression})", repr(outcome[:100])) for expression, outcome in ROWS]
asked = table(SETUP, ASKED)


@rows(ASKED)
def test_depth(asked, expression, outcome):
    """Where Python's stack ended in the original, or the original never came to an end."""
    assert asked[expression] == outcome


# What stands in a job: (how `deep` is made, how the job uses it, the rule, a word of the message).
IN_JOBS = {
    "texts bound to texts": ("for i in range(N): deep = String('{{x}}').bind(x=deep)", "'{{deep}}'", "limit-exceeded", DEEP),
    "structs bound to structs": ("class A(Struct):\n  x = Default(String, '{{a.x}}')\nfor i in range(N): deep = A().bind(a=deep)",
                                 "'{{deep.x}}'", "limit-exceeded", DEEP),
    "scalars in scalars": ("for i in range(N): deep = String(deep)", "deep", "wrong-type", "cmdline"),
    "keys looked up by keys": (
        "M = Map(String, String)\nfor i in range(N): deep = String('{{m[x]}}').bind(m=M({deep: 'x'}))", "'{{deep}}'",
        "limit-exceeded", DEEP),
    "a chain of texts": ("deep = Environment({'x%d' % i: '{{deep.x%d}}' % (i + 1) for i in range(N)})", "'{{deep.x0}}'",
                         "limit-exceeded", "99 deep"),
    "a wide cycle": ("deep = Environment({'x%d' % i: '{{deep.x%d}}' % ((i + 1) % N) for i in range(N)})", "'{{deep.x0}}'",
                     "template-cycle", "deep.x0"),
    "a list in a list": ("deep = []\nfor i in range(N): deep = [deep]", "deep", "wrong-type", "cmdline"),
}


@pytest.mark.parametrize("name", IN_JOBS)
def test_depth_in_a_job(config, name):
    make, use, rule, word = IN_JOBS[name]
    text = f"N = 100000\ndeep = String('end')\n{make}\n{JOB}"
    text = text.replace("cmdline='true'", f"cmdline={use}").replace("]))]", "])).bind(deep=deep)]")
    if use == "deep":
        text = text.replace(".bind(deep=deep)", "")
    done = config(text, "--format", "json", verb="validate")
    assert done.code == 1, done
    errors = [d for d in done.json()["diagnostics"] if d["severity"] == "error"]
    assert [d["rule"] for d in errors] == [rule], done
    assert word in errors[0]["message"] and errors[0]["line"], done
    assert len(errors[0]["message"]) < 2000
