"""Templates: tags, passes, escapes, scopes, late values (language.md §12, §13, §14, §15, §24)."""

from .loading import folder, table  # noqa: F401

STRUCTS = """
class Profile(Struct):
  env = Required(String)
  bucket = Default(String, 'logs-{{env}}')
class P(Struct):
  name = String
  cmd = String
class T(Struct):
  name = String
  tag = String
  p = P
  ps = List(P)
class J(Struct):
  name = String
  role = String
  tag = String
  t = T
  m = Map(String, String)
class Ports(Struct):
  ports = Map(String, Integer)
def chain(length, last='end'):
  s = String('{{x0}}')
  for i in range(length):
    s = s.bind({'x%d' % i: '{{x%d}}' % (i + 1)})
  return s.bind({'x%d' % length: last})
"""

# §12.1: what is a tag, and what is text.
test_tags = table(STRUCTS, [
    ("MustacheParser.split('{{a}}')", "[Ref(a)]"),
    ("MustacheParser.split('x{{a}}y{{b.c[d]}}z')", "['x', Ref(a), 'y', Ref(b.c[d]), 'z']"),
    ("MustacheParser.split('{{{a}}}')", "['{', Ref(a), '}']"),
    ("MustacheParser.split('{{{{a}}}}')", "['{{', Ref(a), '}}']"),
    ("MustacheParser.split('{{a[{{b}}]}}')", "['{{a[', Ref(b), ']}}']"),
    ("MustacheParser.split('{{}} {{a} {a}} {a} ${x}')", "['{{}} {{a} {a}} {a} ${x}']"),
    ("MustacheParser.split('{{&a}} {{a}}', keep_aliases=True)", "['{{&a}}', ' ', Ref(a)]"),
    ("String('{{{a}}}').bind(a='X')", "String({X})"),
    ("String('{{.a}}').bind(a=3)", "String(3)"),
    ("String('{{[0]}}').bind(List(Integer)([5]))", "String(5)"),
    (r"String('\\{{a}}').bind(a=1)", "String(\\1)"),
    ("String('{{&a}} {{&a&}}')", "String({{a}} {{a}})"),
    ("String('{{&anything goes}}')", "String({{anything goes}})"),
    ("String('{{&a\\nb}}').get()", "'{{&a\\nb}}'"),
])

# §12.1: a malformed tag raises when it is first interpolated, out of check() too; an Enum interpolates at once.
test_malformed_tags = table(STRUCTS, [
    ("[String(t).get() for t in ('{{ a }}', '{{1}}', '{{a-b}}')]", "['{{ a }}', '{{1}}', '{{a-b}}']"),
    ("String('{{ a }}').check()", "InvalidRefError:  a "),
    ("String('{{a }}').check()", "InvalidRefError: Badly formed address .a "),
    ("String('{{1}}').check()", "InvalidRefError: 1"),
    ("String('{{a-b}}')", "InvalidRefError: Badly formed address .a-b"),
    ("String('{{#x}}') == String('y')", "InvalidRefError: #x"),
    ("str(String('{{a|b}}'))", "InvalidRefError: Badly formed address .a|b"),
    ("P(name='{{$a}}').name()", "InvalidRefError: $a"),
    ("String('{{! c}}').check()", "InvalidRefError: ! c"),
    ("String('{{ }}').check()", "InvalidRefError:  "),
    ("String('{{a&}}').check()", "InvalidRefError: Badly formed address .a&"),
    ("String('{{range .A}}').check()", "InvalidRefError: Badly formed address .range .A"),
    ("String('{{a\\nb}}').check()", "InvalidRefError: Badly formed address .a\nb"),
    ("String('{{docker.image[reg:5000/x][1]}}').check()",
     "InvalidRefError: Badly formed address .docker.image[reg:5000/x][1]"),
    ("Enum('a', 'b')('{{ a }}')", "InvalidRefError:  a "),
    ("issubclass(Ref.InvalidRefError, ValueError)", "False"),
])

# §11: names are Python's word characters, in all scripts; the first of a bare address is ASCII.
test_names_in_tags = table(STRUCTS, [
    ("[String('{{%s}}' % n).interpolate()[1] for n in ('_a', 'a\\u00e9', 'a.\\u00e9', 'a[\\u00e9]', 'a.\\u4e2d\\u6587')]",
     "[[Ref(_a)], [Ref(aé)], [Ref(a.é)], [Ref(a[é])], [Ref(a.中文)]]"),
    ("String('{{a\\u00b2}} {{a\\u00aa}} {{a\\u00bd}} {{a\\u0663}} {{a\\u2177}} {{a.\\u00b2}} {{a.\\u2460}}').interpolate()[1]",
     "[Ref(a²), Ref(aª), Ref(a½), Ref(a٣), Ref(aⅷ), Ref(a.²), Ref(a.①)]"),
    ("String('{{\\u00e9}}').check()", "InvalidRefError: é"),
    ("String('{{a.\\u0663}}').check()", "InvalidRefError: Badly formed address .a.٣"),
    ("String('{{a\\u0301}}').check()", "InvalidRefError: Badly formed address .a\u0301"),
    ("String('{{a.b\\u093e}}').check()", "InvalidRefError: Badly formed address .a.b\u093e"),
    ("String('{{a\\u200d}}').check()", "InvalidRefError: Badly formed address .a\u200d"),
    ("String('{{a\\u2014b}}').check()", "InvalidRefError: Badly formed address .a—b"),
    ("String('{{a\\u00d7}}').check()", "InvalidRefError: Badly formed address .a×"),
    ("String('{{a\\U0001f600}}').check()", "InvalidRefError: Badly formed address .a😀"),
    ("String('{{a\\U00020000}}').interpolate()[1]", "[Ref(a𠀀)]"),
])

# §12.2: passes, escapes, growth.
test_passes = table(STRUCTS, [
    ("String('{{a}}{{b}}').bind(a='{{', b='c}}', c='z')", "String(z)"),
    ("String('{{{{x}}}}').bind(x='y')", "String({{y}})"),
    ("String('{{{{x}}}}').bind(x='y', y='q')", "String(q)"),
    ("String('{{v{{n}}}}').bind(v1='one', n=1)", "String(one)"),
    ("String('{{v{{n}}}}').bind(v1='one').interpolate()", "(String({{v{{n}}}}), [Ref(n)])"),
    ("String('{{a[{{b}}]}}').bind(a=Map(String, String)({'k': 'v'}), b='k')", "String(v)"),
    ("chain(97)", "String(end)"),
    ("chain(98)", "String(end)"),
    ("chain(99)", "Uninterpolatable: Unable to interpolate end!  Maximum replacements reached."),
    ("String('{{a}}').bind(a='{{b}}', b='{{a}}').check()",
     "TypeCheck(FAILED): Unable to interpolate: Unable to interpolate {{a}}!  Maximum replacements reached."),
    ("str(String('{{a}}').bind(a='x{{a}}'))",
     "Uninterpolatable: Unable to interpolate " + "x" * 100 + "{{a}}!  Maximum replacements reached."),
    ("issubclass(MustacheParser.Uninterpolatable, ValueError)", "False"),
    ("String('{{&a}}').bind(a=1).get()", "'{{&a}}'"),
    ("String('{{b}}').bind(b='{{&a}}', a=1)", "String({{a}})"),
    ("String('${V} {{&a}} {{b}}').bind(a=1, b=2)", "String(${V} {{a}} 2)"),
    ("String('{{&a}}').bind(a=1).interpolate()[0].interpolate()[0].get()", "'1'"),
    ("MustacheParser.MAX_ITERATIONS", "100"),
    ("MustacheParser.resolve('{{a}}', Environment(a='{{b}}'), Environment(b=3))", "('3', [])"),
    ("MustacheParser.join(['x', Ref.from_address('a')], Environment(a=3))", "('x3', [])"),
])

# §12.2: what stands in place of a tag is the str() of the value.
test_substituted_text = table(STRUCTS, [
    ("String('{{a}} {{b}} {{c}}').bind(a=1, b=1.0, c=True)", "String(1 1.0 True)"),
    ("String('{{a}} {{b}}').bind(a=Float(1), b=Boolean(1))", "String(1.0 True)"),
    ("Float('{{a}}.{{b}}').bind(a=1, b=5)", "Float(1.5)"),
    ("Integer('{{x}}').bind(x=3.0).check()", "TypeCheck(FAILED): Unable to interpolate: Cannot coerce '3.0' to Integer"),
    ("String('{{m}}').bind(m=Map(String, Integer)({'k': 7}))", "String(StringIntegerMap(k => 7))"),
    ("str(String('{{p}}').bind(p=P(name='a', cmd='b')))", "'P(name=a,\\n  cmd=b)'"),
    ("String('{{c}}').bind(c=Choice([Integer, String])('5'))", "String(5)"),
    ("String('{{a}}').bind(a=0.1 + 0.2)", "String(0.30000000000000004)"),
    ("Integer('{{&a}}').check()", "TypeCheck(FAILED): Unable to interpolate: Cannot coerce '{{a}}' to Integer"),
])

# §12.3: what is left of the bindings.
test_interpolation_keeps_and_drops_scopes = table(STRUCTS, [
    ("String('{{b}} {{c}} {{b}}').interpolate()", "(String({{b}} {{c}} {{b}}), [Ref(b), Ref(c), Ref(b)])"),
    ("(String('{{a}} {{b}}').bind(a=1) % {}).bind(a=9, b=2)", "String(1 2)"),
    ("String('{{x}}') % {'x': 1}", "String(1)"),
    ("String('{{x}} {{y}}') % {'x': 1}", "String(1 {{y}})"),
    ("P(name='{{x}}') % Environment(x=3)", "P(name=3)"),
    ("sorted(map(str, P(name='{{a}}', cmd='{{a}} {{b}}').interpolate()[1]))", "['{{a}}', '{{b}}']"),
    ("Map(String, Integer)({'x{{y}}': 1}).bind(y='k')['xk']", "Integer(1)"),
])

# §13: whose value it is.
test_scopes = table(STRUCTS + """
def job(cmd, **kw):
  return J(name='j', t=T(name='t', tag='T', p=P(name='p', cmd=cmd)), **kw).t().p().cmd()
""", [
    ("P(name='n', cmd='{{name}}').bind(name='b').cmd()", "String(n)"),
    ("J(role='outer', t=T(p=P(cmd='{{role}}')).bind(role='x')).t().p().cmd()", "String(x)"),
    ("J(t=T(p=P(cmd='{{x}}')).bind(x='inner')).bind(x='outer').t().p().cmd()", "String(inner)"),
    ("J(t=T(p=P(cmd=String('{{x}}').bind(x='leaf'))).bind(x='inner')).t().p().cmd()", "String(leaf)"),
    ("J(t=T(ps=List(P)([P(cmd='{{x}}')]).bind(x='list')).bind(x='task')).t().ps()[0].cmd()", "String(list)"),
    ("T(name='t', p=P(cmd='{{name}}')).p().cmd()", "String(t)"),
    ("P(name='{{name}}').bind(name='z').name()",
     "Uninterpolatable: Unable to interpolate {{name}}!  Maximum replacements reached."),
    ("T(name='t', ps=[P(name='a'), P(name='b', cmd='{{ps[0].name}}')]).ps()[1].cmd()", "String(a)"),
    ("T(name='t', p=P(cmd='{{self.name}}')).p().cmd()", "String(t)"),
    ("T(name='t', p=P(cmd='{{self}} {{super}}')).p().cmd()", "String({{self}} {{super}})"),
    ("T(name='t', p=P(cmd='{{p.name}}')).p().cmd()", "String({{p.name}})"),
    ("job('{{super.name}} {{super.super.name}} {{super.super.super.name}} {{super.tag}} {{super.super.tag}} {{t.name}}')",
     "String(j j {{super.super.super.name}} T {{super.super.tag}} t)"),
    ("T(name='t', p=P(name='p', cmd='{{super.name}} {{super.super.name}}')).p().cmd()", "String(t {{super.super.name}})"),
    ("J(name='j', t=T(name='t', tag='{{super.name}}')).t().tag()", "String(j)"),
    ("J(name='j', t=T(name='t', ps=[P(name='p', cmd='{{super.name}}')])).t().ps()[0].cmd()", "String(j)"),
])

# §13: super of bindings may have one more prefix, outermost first.
SUPER = "' '.join('{{%sb}}' % ('super.' * n) for n in (1, 2, 3, 4))"
test_super_of_bindings = table(STRUCTS, [
    (f"J(t=T(p=P(cmd={SUPER}).bind(b='p')).bind(b='t')).bind(b='j').t().p().cmd()",
     "String(j j j {{super.super.super.super.b}})"),
    (f"J(t=T(p=P(cmd={SUPER})).bind(b='t')).t().p().cmd()",
     "String(t t {{super.super.super.b}} {{super.super.super.super.b}})"),
    (f"J(t=T(p=P(cmd={SUPER}).bind(b='p'))).t().p().cmd()",
     "String(p {{super.super.b}} {{super.super.super.b}} {{super.super.super.super.b}})"),
])

# §13.1: an exact entry is read where it is used, a descended one where it stands.
test_dynamic_and_lexical = table(STRUCTS, [
    ("J(name='j', role='{{name}}', t=T(p=P(name='p', cmd='{{role}}'))).t().p().cmd()", "String(p)"),
    ("J(name='j', role='{{name}}').role()", "String(j)"),
    ("J(name='j', role='{{self.name}}', t=T(p=P(name='p', cmd='{{role}}'))).t().p().cmd()", "String(p)"),
    ("J(name='j', t=T(name='t', tag='{{name}}', p=P(name='p', cmd='{{tag}} {{t.tag}} {{super.tag}}'))).t().p().cmd()",
     "String(p t p)"),
    ("String('{{w.tag}}').bind(w=J(name='j', tag='{{name}}'), name='outer')", "String(j)"),
    ("T(name='t', p=P(name='p', cmd='{{x}}')).bind(x='{{name}}').p().cmd()", "String(p)"),
    ("P(name='p', cmd='{{x}}').bind(x=String('{{name}}').bind(name='q')).cmd()", "String(q)"),
    ("String('{{w.env}} {{w.bucket}}').bind(w=Profile(env='prod'))", "String(prod logs-prod)"),
    ("String('{{env}} {{bucket}}').bind(Profile(env='prod'))", "String(prod logs-prod)"),
    ("J(m={'{{q}}': 'v'}, name='{{m[k]}}').bind(q='k').name()", "String({{m[k]}})"),
    ("J(m=Map(String, String)({String('{{q}}').bind(q='k'): 'v'}), name='{{m[k]}}').name()", "String(v)"),
    ("J(m={'{{q}}': 'v'}).bind(q='k').m()['k']", "String(v)"),
])

# §10, §11, §24: bindings and addresses.
test_bindings = table(STRUCTS, [
    ("String('{{a}}').bind(a='{{b}}').bind(b='x')", "String(x)"),
    ("String('{{a}}').bind(a=1).in_scope(a=2)", "String(1)"),
    ("String('{{a}}').bind({'a': 1}, {'a': 2})", "String(2)"),
    ("String('{{a}}').in_scope({'a': 1}, {'a': 2})", "String(1)"),
    ("String('{{a.b}}').bind({'a.b': 1})", "String(1)"),
    ("String('{{a.b}}').bind(a={'b': 1})", "String(1)"),
    ("String('{{a[b]}}').bind(a={'b': 1})", "String({{a[b]}})"),
    ("String('{{a[b]}}').bind(a={'[b]': 1})", "String(1)"),
    ("String('{{a[b]}}').bind({'a[b]': 1})", "String(1)"),
    ("String('{{a}}').bind({'a.b': 1})", "String({{a}})"),
    ("[str(String('{{l[%s]}}' % i).bind(l=List(Integer)([4, 5]))) for i in ('1', '9', 'x', '01', '-1')]",
     "['5', '{{l[9]}}', '{{l[x]}}', '5', '5']"),
    ("String('{{l.x}}').bind(l=List(Integer)([4, 5]))", "String({{l.x}})"),
    ("String('{{m[k]}} {{m.k}}').bind(m=Map(String, Integer)({'k': 7}))", "String(7 {{m.k}})"),
    ("String('{{cfg.ports[http]}} {{cfg.ports[x]}}').bind({'cfg.ports[http]': 5000, 'cfg': Ports(ports={'x': 4})})",
     "String(5000 4)"),
    ("String('{{a.b}}').bind(a=P(name='n'))", "String({{a.b}})"),
    ("String('{{a.b}}').bind(a='text')", "String({{a.b}})"),
    ("String('{{c.name}}').bind(c=Choice([P, String])(P(name='n')))", "String({{c.name}})"),
])

# §14: the words of a failed check.
test_check_texts = table("""
class Res(Struct):
  cpu = Required(Float)
  kind = Enum('Color', ('Red', 'Green'))
  words = List(Integer)
M = Map(String, Integer)
""", [
    ("Res().check()", "TypeCheck(FAILED): Res[cpu] is required."),
    ("Res(cpu='x').check()", "TypeCheck(FAILED): Res[cpu] failed: Unable to interpolate: Cannot coerce 'x' to Float"),
    ("Res(cpu='{{x}}').check()", "TypeCheck(FAILED): Res[cpu] failed: '{{x}}' not a float"),
    ("Integer('{{x}}').check()", "TypeCheck(FAILED): '{{x}}' not an integer"),
    ("Boolean('{{x}}').check()", "TypeCheck(FAILED): '{{x}}' not a boolean"),
    ("Res(cpu=1, kind='{{x}}').check()", "TypeCheck(FAILED): Res[kind] failed: '{{x}}' not in the enumeration (Red, Green)"),
    ("Res(cpu=1, kind='{{x}}').bind(x='Blue').check()",
     "TypeCheck(FAILED): Res[kind] failed: Unable to interpolate: Cannot coerce 'Blue' to Color: Blue is not one of Red, Green"),
    ("Res(cpu=1, words=['a']).check()",
     "TypeCheck(FAILED): Res[words] failed: Element in IntegerList failed check: "
     "Unable to interpolate: Cannot coerce 'a' to Integer"),
    ("M({'a': '{{x}}'}).check()", "TypeCheck(FAILED): StringIntegerMap[a] value {{x}} failed check: '{{x}}' not an integer"),
    ("String('{{x}}').check()", "TypeCheck(OK)"),
    ("Process(name='p').check()", "TypeCheck(FAILED): Process[cmdline] is required."),
    ("Task(processes=[Process(name='p')], resources=Resources(cpu=1, ram=1, disk=1)).check()",
     "TypeCheck(FAILED): Task[processes] failed: Element in ProcessList failed check: Process[cmdline] is required."),
])


def test_idioms_of_real_configs(folder):
    """§15: a profile, jobs derived from an instance, values given late and anywhere."""
    assert folder.cmdlines("""
        class Profile(Struct):
          env = Required(String)
          bucket = Default(String, 'logs-{{env}}')
        run = Process(name='run', cmdline='run {{profile.bucket}} {{cluster}} {{role}} {{name}} {{size}}')
        t = Task(name='t', processes=[run], resources=Resources(cpu=1, ram=1*MB, disk=1*MB))
        base = Service(role='{{role_name}}', name='web', task=t)
        jobs = [base(cluster=c, environment='{{profile.env}}').bind(profile=Profile(env='prod'), role_name='www')
                for c in ('west', 'east')]
        """, "--bind", "size=7") == ["run logs-prod west www run 7", "run logs-prod east www run 7"]
