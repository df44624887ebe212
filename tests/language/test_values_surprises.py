"""What surprised in the original and is the language all the same (surprises.md)."""

from .conftest import rows, table

SETUP = """
class A(Struct):
  x = Default(Integer, 1)
class Prof(Struct):
  role = Default(String, 'own')
  name = String
  line = Default(String, '{{role}}-{{zz}}')
class Jo(Struct):
  role = String
  contact = String
  name = String
  n = Integer
  p = Prof
  c = Choice([Prof, String])
  procs = List(Prof)
L = List(Integer)
deep = dict(('x%d' % i, '{{x%d}}' % (i + 1)) for i in range(98)); deep['x98'] = 'end'
deeper = dict(('x%d' % i, '{{x%d}}' % (i + 1)) for i in range(99)); deeper['x99'] = 'end'
class Req(Struct):
  need = Required(Integer)
  loop = Default(String, '{{loop}}')
  fine = Default(String, 'ok')
class B2(A):
  y = Default(Integer, 2)
class Fn(Struct):
  x = Integer
  C = 4
  def f(self): return 1
"""

TEMPLATES = [
    ("String('{{x0}}').bind(deep).check()", "TypeCheck(OK)"),
    ("String('{{x0}}').bind(deep)", "String(end)"),
    ("String('{{x0}}').bind(deeper).check()",
     "TypeCheck(FAILED): Unable to interpolate: Unable to interpolate end!  Maximum replacements reached."),
    ("String('{{x0}}').bind(deeper)", "Uninterpolatable: Unable to interpolate end!  Maximum replacements reached."),
    ("String('{{ foo }}').check()", "InvalidRefError:  foo "),
    ("String('{{1}}').check()", "InvalidRefError: 1"),
    ("String('{{foo-bar}}').check()", "InvalidRefError: Badly formed address .foo-bar"),
    ("String('{{range .A}}').check()", "InvalidRefError: Badly formed address .range .A"),
    ("String('{{.Names}}').bind(Names='n')", "String(n)"),
    ("String('{{}} }} ${x} {a,b} {{a} {a}}').check()", "TypeCheck(OK)"),
    ("String('{{}} }} ${x} {a,b} {{a} {a}}')", "String({{}} }} ${x} {a,b} {{a} {a}})"),
    ("String('{{{foo}}}').bind(foo='X')", "String({X})"),
    ("String('{{docker.image[reg:5000/x][1]}}').check()", "InvalidRefError: Badly formed address .docker.image[reg:5000/x][1]"),
    ("String('{{l[-1]}}').bind(l=L([1, 2]))", "String(2)"),
    ("String('{{a[{{b}}]}}').bind(b='k', a=Map(String, Integer)({'k': 3}))", "String(3)"),
    ("String('{{t.cpu}}').bind(t=Jo(n=1))", "String({{t.cpu}})"),
    ("String('{{f}}').bind(f=Float(1))", "String(1.0)"),
    ("String('{{f}}').bind(f=0.1 + 0.2)", "String(0.30000000000000004)"),
    ("Float(0.1 + 0.2) % {}", "Float(0.30000000000000004)"),
    ("(Float(0.1 + 0.2) % {}).get() == 0.1 + 0.2", "True"),
    ("String('{{b}} {{c}}').bind(b=True, c=Boolean('true'))", "String(True True)"),
    ("String('{{&b}}').interpolate()", "(String({{b}}), [])"),
    ("String('{{&&b}}').interpolate()", "(String({{b}}), [])"),
    ("String('{{&b}}').bind(b=1)", "String({{b}})"),
    ("String('{{&b}}') % {'b': 1}", "String(1)"),
    ("String('{{&anything goes}}')", "String({{anything goes}})"),
    ("String('\\\\{{a}}').bind(a=1)", "String(\\1)"),
    ("String('{{a}}').bind(a='{{a}}').check()",
     "TypeCheck(FAILED): Unable to interpolate: Unable to interpolate {{a}}!  Maximum replacements reached."),
    ("String('{{a}}').bind(a='{{b}}', b='{{a}}').check()",
     "TypeCheck(FAILED): Unable to interpolate: Unable to interpolate {{a}}!  Maximum replacements reached."),
    ("String('{{a}}').bind(a='x{{a}}').check().message()[:60]", "'Unable to interpolate: Unable to interpolate xxxxxxxxxxxxxxx'"),
    ("String('{{a}}').bind(a='{{a}}{{a}}{{b}}', b='x'*10).check().ok()", "False"),
]

SCOPES = [
    ("Jo(contact='{{role}}', role='r').bind(role='BOUND').contact()", "String(r)"),
    ("Jo(contact='{{x}}').bind(x=1).bind(x=2).contact()", "String(2)"),
    ("Jo(contact='{{x}}').bind({'x': 1}, {'x': 2}).contact()", "String(2)"),
    ("Jo(contact='{{p2.line}}').bind(p2=Prof(), zz='outer', role='r').contact()", "String(own-outer)"),
    ("Jo(contact='{{line}}', role='r').bind(Prof(role=Empty)).bind(zz='outer').contact()", "String(r-outer)"),
    ("Jo(contact='{{line}}').bind(line='{{role}}-{{zz}}', zz='outer', role='r').contact()", "String(r-outer)"),
    ("Jo(role='r', name='j', procs=[{'name': '{{role}}'}, {'line': '{{procs[0].name}} {{n}} {{name}}', 'name': 'me'}], n=4).procs()[1].line()",
     "String(own 4 me)"),
    ("Jo(c=Prof(name='q'), contact='{{c.name}} {{c}}').contact()",
     "String({{c.name}} Prof(role=own,\n     name=q,\n     line=own-{{zz}}))"),
    ("String('{{r.fine}}').bind(r=Req())", "String(ok)"),
    ("String('{{r.loop}}').bind(r=Req())", "Uninterpolatable: Unable to interpolate {{loop}}!  Maximum replacements reached."),
    ("String('{{r.need}}').bind(r=Req())", "String({{r.need}})"),
    ("String('{{a}}').bind({'a': {'b': 1}})", "String({{a}})"),
    ("String('{{a}}').bind(a=Jo(n=1))", "String(Jo(n=1))"),
]

TYPES = [
    ("B2()", "B2(x=1)"),
    ("B2(y=1)", "AttributeError: Unknown schema attribute y"),
    ("hasattr(Fn(x=1), 'f'), hasattr(Fn, 'C')", "(False, False)"),
    ("Fn(x=1).f", "AttributeError: Fn has no attribute f"),
    ("[bool(v) for v in (L([]), Map(String, String)(), Integer(0), String(''), Jo())]", "[True, True, True, True, True]"),
    ("Jo().n()", "<class 'pystachio.composite.Empty'>"),
    ("List(Integer)(['1', 2.7]).get()", "('1', 2.7)"),
    ("(List(Integer)(['1', 2.7]) % {}).get()", "(1, 2)"),
    ("Choice([Integer, String])('12').unwrap()", "Integer(12)"),
    ("Choice([Integer, String])('{{x}}').unwrap()", "Integer({{x}})"),
    ("Choice([Integer, String])('{{x}}').check()", "TypeCheck(OK)"),
    ("Integer(float('inf')).check()", "OverflowError: cannot convert float infinity to integer"),
    ("Jo(p=A())", "IsNotMappingError: A(x=1)"),
    ("String(None)", "CoercionError: Cannot coerce 'None' to String"),
    ("String(None).check()", "TypeCheck(FAILED): Unable to interpolate: Cannot coerce 'None' to String"),
]

asked = table(SETUP, TEMPLATES + SCOPES + TYPES)


@rows(TEMPLATES)
def test_templates(asked, expression, outcome):
    """surprises.md §2"""
    assert asked[expression] == outcome


@rows(SCOPES)
def test_scopes(asked, expression, outcome):
    """surprises.md §3"""
    assert asked[expression] == outcome


@rows(TYPES)
def test_types(asked, expression, outcome):
    """surprises.md §4"""
    assert asked[expression] == outcome
