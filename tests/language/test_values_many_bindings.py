"""Values that are bound many times: the last binding of a name is the strongest, however long the row is (language.md §10)."""

from .conftest import rows, table

SETUP = """
class Point(Struct):
  x = Default(Integer, 7)
  y = Default(String, '{{base}}')

def bound(text, count):
  value = String(text)
  for i in range(count):
    value = value.bind(**{'a%d' % (i % 30): 'v%d' % i, 'p': Point(x=i), 'only%d' % i: '{{a%d}}' % (i % 30)})
  return value

def row(text, bindings):
  value = String(text)
  for binding in bindings:
    value = value.bind(binding)
  return value

def text(value):
  return str(value)

FILL = [{'n%d' % i: i} for i in range(20)]
FIRST = Environment({Ref.from_address('cfg'): Point(x=1), Ref.from_address('cfg.x'): '2'})
"""

ROWS = [
    # Each name is that of the last call which bound it.
    ("text(bound('{{a0}} {{a29}} {{p.x}}', 100))", "'v90 v89 99'"),
    ("text(bound('{{a0}} {{a6}}', 7))", "'v0 v6'"),
    ("text(bound('{{only3}}', 100))", "'v93'"),
    ("text(bound('{{none}} {{p.none}} {{p}}', 40))", "'{{none}} {{p.none}} Point(x=39,\\n      y={{base}})'"),
    # An answer of a longer address in a stronger binding hides nothing but itself.
    ("text(row('{{cfg.x}} {{cfg.y}}', [FIRST] + FILL))", "'2 {{base}}'"),
    ("text(row('{{cfg.x}}', FILL + [{'cfg': Point(x=5)}, {'cfg.x': '6'}] + FILL))", "'6'"),
    ("text(row('{{cfg.x}}', FILL + [{'cfg.x': '6'}, {'cfg': Point(x=5)}] + FILL))", "'5'"),
    # What a stronger binding does not lead to, a weaker one may.
    ("text(row('{{cfg.x}}', [{'cfg.x': '6'}, {'cfg': 'text'}] + FILL))", "'6'"),
    # A struct among the environments is asked in its turn.
    ("text(row('{{x}} {{y}}', [{'x': 'weaker'}] + FILL + [Point(x=3)] + FILL + [{'y': 'stronger'}] + FILL))", "'3 stronger'"),
    ("text(row('{{x}}', [Point(x=3)] + FILL + [{'x': 'stronger'}] + FILL))", "'stronger'"),
    # Bindings of a struct reach its fields, also under `super`.
    ("text(Point(y='{{super.n3}} {{n19}} {{self.x}}').bind(*FILL).y())", "'3 19 7'"),
]

asked = table(SETUP, ROWS)


@rows(ROWS)
def test_many_bindings(asked, expression, outcome):
    assert asked[expression] == outcome
