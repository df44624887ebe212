"""Ref (language.md §11)."""

from .conftest import rows, table

SETUP = """
F = Ref.from_address
"""

ADDRESSES = [
    ("F('a')", "Ref(a)"),
    ("F('a.b')", "Ref(a.b)"),
    ("F('.a.b')", "Ref(a.b)"),
    ("F('[0].x')", "Ref([0].x)"),
    ("F('[0]')", "Ref([0])"),
    ("F('a[-1]')", "Ref(a[-1])"),
    ("F('a[1.0]')", "Ref(a[1.0])"),
    ("F('a[b.c/d]')", "Ref(a[b.c/d])"),
    ("F('a[b][c].d')", "Ref(a[b][c].d)"),
    ("F('_x')", "Ref(_x)"),
    ("F('a1')", "Ref(a1)"),
    ("F('A')", "Ref(A)"),
    ("F('a-b')", "InvalidRefError: Badly formed address .a-b"),
    ("F('a b')", "InvalidRefError: Badly formed address .a b"),
    ("F('1a')", "InvalidRefError: 1a"),
    ("F('a.1')", "InvalidRefError: Badly formed address .a.1"),
    ("F('a[]')", "InvalidRefError: Badly formed address .a[]"),
    ("F('a..b')", "InvalidRefError: Badly formed address .a..b"),
    ("F('a.')", "InvalidRefError: Badly formed address .a."),
    ("F('a[b c]')", "InvalidRefError: Badly formed address .a[b c]"),
    ("F('')", "InvalidRefError: Invalid address: ''"),
    ("F('a[')", "InvalidRefError: Badly formed address .a["),
    ("F('a]')", "InvalidRefError: Badly formed address .a]"),
    ("F('a[b]c')", "InvalidRefError: Badly formed address .a[b]c"),
    ("F('[a]b')", "InvalidRefError: Badly formed address [a]b"),
    ("F('.')", "InvalidRefError: Badly formed address ."),
    ("F('[')", "InvalidRefError: Badly formed address ["),
    ("F('é')", "InvalidRefError: é"),
    ("F('aé')", "Ref(aé)"),
    ("F('a.é')", "Ref(a.é)"),
    ("F('a[é]')", "Ref(a[é])"),
    ("F('a[٣]')", "Ref(a[٣])"),
    ("F('a[*]')", "InvalidRefError: Badly formed address .a[*]"),
    ("F('a[b:c]')", "InvalidRefError: Badly formed address .a[b:c]"),
    ('F("a[\'x\']")', "InvalidRefError: Badly formed address .a['x']"),
    ("F('a[b+c]')", "InvalidRefError: Badly formed address .a[b+c]"),
    ("F('a[[b]]')", "InvalidRefError: Badly formed address .a[[b]]"),
    ("F('a.[b]')", "InvalidRefError: Badly formed address .a.[b]"),
    ("F('a[b].[c]')", "InvalidRefError: Badly formed address .a[b].[c]"),
    ("F(' a')", "InvalidRefError:  a"),
    ("F('a ')", "InvalidRefError: Badly formed address .a "),
    ("F('\\na')", "InvalidRefError: \na"),
    ("F('a\\n')", "InvalidRefError: Badly formed address .a\n"),
    ("F('a[b]\\n')", "InvalidRefError: Badly formed address .a[b]\n"),
    ("F('self')", "Ref(self)"),
    ("F('super.super.x')", "Ref(super.super.x)"),
    ("F('a._b')", "Ref(a._b)"),
    ("F('a.b-c')", "InvalidRefError: Badly formed address .a.b-c"),
    ("F('..a')", "InvalidRefError: Badly formed address ..a"),
    ("F('-a')", "InvalidRefError: -a"),
    ("F('$a')", "InvalidRefError: $a"),
    ("F(5)", "InvalidRefError: Invalid address: 5"),
    ("F(None)", "InvalidRefError: Invalid address: None"),
    ("F(b'a')", "InvalidRefError: Invalid address: b'a'"),
]

USED = [
    ("str(F('a.b'))", "'{{a.b}}'"),
    ("repr(F('a.b'))", "'Ref(a.b)'"),
    ("str(F('[0].x'))", "'{{[0].x}}'"),
    ("F('a.b').address()", "'a.b'"),
    ("F('[0].x').address()", "'[0].x'"),
    ("F('.a').address()", "'a'"),
    ("F('a.b') == F('.a.b')", "True"),
    ("F('a.b') == F('a[b]')", "False"),
    ("F('a') != F('b')", "True"),
    ("hash(F('a.b')) == hash(F('.a.b'))", "True"),
    ("len({F('a'), F('a'), F('b')})", "2"),
    ("F('a') == 'a'", "AttributeError: 'str' object has no attribute 'components'"),
    ("F('a') == None", "AttributeError: 'NoneType' object has no attribute 'components'"),
    ("F('a') != 5", "AttributeError: 'int' object has no attribute 'components'"),
    ("F('a') < F('a.b')", "True"),
    ("F('b') < F('a.b')", "True"),
    ("F('b') > F('a')", "True"),
    ("sorted([F('b'), F('a.b'), F('a'), F('a[b]')])", "[Ref(a), Ref(b), Ref(a.b), Ref(a[b])]"),
    ("F('a') < 5", "AttributeError: 'int' object has no attribute 'components'"),
    ("F('a').scoped_to(F('a.b'))", "Ref(b)"),
    ("F('a.b').scoped_to(F('a'))", "None"),
    ("F('a').scoped_to(F('a'))", "None"),
    ("F('a').scoped_to(F('b.c'))", "None"),
    ("F('a').scoped_to(F('a[0].c'))", "Ref([0].c)"),
    ("Ref.subscope(F('a'), F('a.b.c'))", "Ref(b.c)"),
    ("Ref.subscope(F('a.b'), F('a.b.c'))", "Ref(c)"),
    ("F('a').scoped_to(5)", "TypeError: a Ref was expected"),
    ("F('a.b').action()", ".a"),
    ("F('a.b').action().value", "'a'"),
    ("F('[a].b').action()", "[a]"),
    ("F('[a].b').action().value", "'a'"),
    ("F('a.b').rest()", "Ref(b)"),
    ("F('a').rest()", "Ref()"),
    ("F('a.b').is_index()", "False"),
    ("F('[a].b').is_index()", "True"),
    ("F('a.b').is_dereference()", "True"),
    ("F('[a].b').is_dereference()", "False"),
    ("F('a') + F('b.c')", "Ref(a.b.c)"),
    ("F('a') + F('[b]')", "Ref(a[b])"),
    ("F('a') + 'b'", "TypeError: unsupported operand type(s) for +: 'pystachio.naming.Ref' and 'str'"),
    ("F('a.b').components()", "(.a, .b)"),
    ("len(F('a.b[c]').components())", "3"),
    ("bool(F('a'))", "True"),
    ("Ref", "<class 'pystachio.naming.Ref'>"),
    ("Ref([])", "Ref()"),
    ("Ref([Ref.Dereference('a'), Ref.Index('b')])", "Ref(a[b])"),
    ("Ref.InvalidRefError", "<class 'pystachio.naming.Ref.InvalidRefError'>"),
    ("F('.'.join(['a'] * 3000)) == F('.'.join(['a'] * 3000))", "True"),
]

asked = table(SETUP, ADDRESSES + USED)


@rows(ADDRESSES)
def test_addresses(asked, expression, outcome):
    """§11: the grammar."""
    assert asked[expression] == outcome


@rows(USED)
def test_operations(asked, expression, outcome):
    """§11: text, equality, order, prefixes."""
    assert asked[expression] == outcome
