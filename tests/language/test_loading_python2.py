"""Configs written for Python 2 are recognised: an error that says so at its place, with Python 3's spelling (language.md §22)."""

from .loading import JOB, folder, source_at  # noqa: F401

# name -> (config, what is marked, how Python 3 writes it); the first error is meant.
SYNTAX = {
    "print_name": ("x = 1\nprint x\n", "print x", "`print(x)`"),
    "print_text": ("print 'a', \"b\" # c\n", "print 'a', \"b\"", "`print('a', \"b\")`"),
    "print_percent": ("b = 1\nprint 'a %s' % b\n", "print 'a %s' % b", "`print('a %s' % b)`"),
    "print_stream": ("import sys\nprint >>sys.stderr, 'a', 1\n", None, "`print('a', 1, file=sys.stderr)`"),
    "print_stream_percent": ("import sys\nprint >> sys.stderr, 'a %s' % 1\n", None, "`print('a %s' % 1, file=sys.stderr)`"),
    "print_stream_alone": ("import sys\nprint >>sys.stderr\n", None, "`print(file=sys.stderr)`"),
    "print_comma": ("print 'a',\n", "print 'a',", "`print('a', end=' ')`"),
    "print_brackets": ("print ('a %s') % 3\n", None, "`print(('a %s') % 3)`"),
    "print_in_if": ("if True:\n    print 'x'\n", "print 'x'", "`print('x')`"),
    "print_inline": ("if True: print 'x'\n", "print 'x'", "`print('x')`"),
    "print_second": ("x = 1; print x\n", "print x", "`print(x)`"),
    "print_list": ("print [1, 2]\n", None, "`print([1, 2])`"),
    "print_negative": ("print -1\n", None, "`print(-1)`"),
    "print_lines": ("print 'a', \\\n  'b'\n", None, "`print(...)`"),
    "print_call": ("print len([1])\n", "print len([1])", "`print(len([1]))`"),
    "except_name": ("try:\n  pass\nexcept ValueError, e:\n  pass\n", "except ValueError, e:", "`except ValueError as e:`"),
    "except_tuple": ("try:\n  pass\nexcept (A, B), e:\n  pass\n", "except (A, B), e:", "`except (A, B) as e:`"),
    "raise_text": ("raise ValueError, 'm, %s' % 3\n", "raise ValueError, 'm, %s' % 3", "`raise ValueError('m, %s' % 3)`"),
    "raise_trace": ("raise ValueError, f(1, 2), tb\n", None, "`raise ValueError(f(1, 2)).with_traceback(tb)`"),
    "raise_string": ("raise 'm'\n", "raise 'm'", "`raise Exception('m')`"),
    "exec_text": ("exec 'x = 1'\n", "exec 'x = 1'", "`exec('x = 1')`"),
    "exec_in": ("exec code in ns\n", "exec code in ns", "`exec(code, ns)`"),
    "backticks": ("x = `3`\n", "`3`", "`repr(3)`"),
    "unequal": ("x = 3 <> 4\n", "<>", "`!=`"),
    "unequal_if": ("x = 1 if 3 <> 2 else 4\n", "<>", "`!=`"),
    "octal": ("x = 0777\n", "0777", "`0o777`"),
    "octal_argument": ("é = f(mode = 0644, b = 3)\n", "0644", "`0o644`"),
    "ur": ("x = ur'abc'\n", "ur", "`r'...'`"),
    "long": ("x = [1, 10L, 3]\n", "10L", "`10`"),
    "long_hex": ("x = 0xFFL\n", "0xFFL", "`0xFF`"),
    "tuple_parameter": ("def f(a, (b, c)):\n  return a\n", "(b, c)", "`b, c = pair`"),
    "tuple_parameter_lambda": ("x = sorted({}.items(), key=lambda (k, v): v)\n", "(k, v)", "`lambda pair: ...`"),
}

# What is only found when it is executed.
NAMES = {
    "xrange": ("for i in xrange(3): pass\n", "xrange", "`range`"),
    "unicode": ("x = unicode('a')\n", "unicode", "`str`"),
    "basestring": ("isinstance('a', basestring)\n", "basestring", "`str`"),
    "long_call": ("x = long(3)\n", "long", "`int`"),
    "raw_input": ("raw_input('x')\n", "raw_input", "`input`"),
    "reduce": ("x = reduce(max, [1])\n", "reduce", "`from functools import reduce`"),
    "unichr": ("unichr(3)\n", "unichr", "`chr`"),
    "cmp": ("cmp(1, 2)\n", "cmp", "`(a > b) - (a < b)`"),
    "apply": ("apply(len, [[]])\n", "apply", "`function(*arguments)`"),
    "file": ("file('a')\n", "file", "`open`"),
    "execfile": ("execfile('a')\n", "execfile", "`include('FILE')`"),
    "reload": ("reload(sys)\n", "reload", "`from importlib import reload`"),
    "StandardError": ("raise StandardError('x')\n", "StandardError", "`Exception`"),
    "iteritems": ("for k, v in {}.iteritems(): pass\n", "{}.iteritems", "`items`"),
    "itervalues": ("{}.itervalues()\n", "{}.itervalues", "`values`"),
    "iterkeys": ("{}.iterkeys()\n", "{}.iterkeys", "`keys`"),
    "has_key": ("{}.has_key('a')\n", "{}.has_key", "`key in mapping`"),
    "environ_has_key": ("import os\nos.environ.has_key('A')\n", "os.environ.has_key", "`key in mapping`"),
    "letters": ("import string\nx = string.letters\n", "string.letters", "`string.ascii_letters`"),
    "string_upper": ("import string\nx = string.upper('a')\n", "string.upper", "`text.upper(...)`"),
    "string_join": ("import string\nx = string.join(['a'], 'b')\n", "string.join", "`separator.join(texts)`"),
    "maxint": ("import sys\nsys.maxint\n", "sys.maxint", "`sys.maxsize`"),
    "default_encoding": ("import sys\nsys.setdefaultencoding('utf8')\n", "sys.setdefaultencoding", "leave the call out"),
    "urllib2": ("import urllib2\n", "import urllib2", "`urllib.request`"),
    "urlopen": ("import urllib\nurllib.urlopen('http://x')\n", "urllib.urlopen", "`urllib.request.urlopen`"),
    "quote": ("import urllib\nurllib.quote('a b')\n", "urllib.quote", "`urllib.parse.quote`"),
    "urlparse": ("from urlparse import urlparse\n", "from urlparse import urlparse", "`urllib.parse`"),
    "ConfigParser": ("import ConfigParser\n", "import ConfigParser", "`configparser`"),
    "StringIO": ("from StringIO import StringIO\n", None, "`from io import StringIO`"),
    "cPickle": ("import cPickle as pickle\n", None, "`pickle`"),
    "Queue": ("import Queue\n", None, "`queue`"),
    "commands": ("import commands\n", None, "`subprocess.getoutput`"),
    "imap": ("from itertools import imap\n", None, "`map`"),
    "izip": ("import itertools\nitertools.izip([], [])\n", "itertools.izip", "`zip`"),
    "next": ("x = iter([1])\nx.next()\n", "x.next", "`next(iterator)`"),
    "func_name": ("def f(): pass\nf.func_name\n", "f.func_name", "`__name__`"),
    "message": ("try: 1 / 0\nexcept ZeroDivisionError as e: e.message\n", "e.message", "`str(error)`"),
    "decode": ("x = 'a'.decode('utf8')\n", "'a'.decode", "leave `decode` out"),
    "StringType": ("import types\ntypes.StringType\n", "types.StringType", "`str`"),
    # Lists that are none any more.
    "items_plus": ("x = {'a': 1}.items() + [('b', 2)]\n", None, "`list(...)`"),
    "plus_keys": ("x = ['b'] + {'a': 1}.keys()\n", None, "`list(...)`"),
    "keys_index": ("x = {'a': 1}.keys()[0]\n", "{'a': 1}.keys()[0]", "`list(...)`"),
    "keys_sort": ("x = {'a': 1}.keys()\nx.sort()\n", "x.sort", "`list(...)`"),
    "map_index": ("x = map(str, [1])[0]\n", "map(str, [1])[0]", "`list(...)`"),
    "map_len": ("x = len(map(str, [1]))\n", None, "`list(...)`"),
    "map_plus": ("x = map(str, [1]) + ['b']\n", None, "`list(...)`"),
    "map_append": ("x = map(str, [1])\nx.append(3)\n", "x.append", "`list(...)`"),
    "filter_index": ("x = filter(None, [1])[0]\n", None, "`list(...)`"),
    "zip_index": ("x = zip([1], [2])[0]\n", None, "`list(...)`"),
    "range_plus": ("x = range(3) + [4]\n", None, "`list(...)`"),
    # `/` makes a float.
    "range_quotient": ("x = range(10 / 2)\n", "range(10 / 2)", "`//`"),
    "index_quotient": ("x = [1, 2, 3]\ny = x[2 / 2]\n", "x[2 / 2]", "`//`"),
    "times_quotient": ("x = [1] * (4 / 2)\n", None, "`//`"),
    "slice_quotient": ("x = 'abcd'[:4 / 2]\n", None, "`//`"),
    # Texts and bytes.
    "bytes_plus": ("import subprocess\nx = subprocess.check_output(['echo', 'v1']).strip() + '-x'\n", None, "`.decode()`"),
    "bytes_split": ("import subprocess\nx = subprocess.check_output(['echo']).split('\\n')\n", None, "`.decode()`"),
    "md5": ("import hashlib\nx = hashlib.md5('abc')\n", None, "`.encode()`"),
    # Order.
    "sort_cmp": ("x = sorted([2, 1], cmp=lambda a, b: 0)\n", None, "`key=...`"),
    "mixed_order": ("x = sorted([1, 'a'])\n", None, "different types"),
}


def check(folder, cases, rules):
    for name, (config, _, _) in cases.items():
        folder.write(f"old-{name}.aurora", config)
    done = folder.run("validate", ".", "--format", "json")
    assert done.code == 3
    wrong = []
    for name, (config, marked, hint) in cases.items():
        found = [d for d in done.json()["diagnostics"] if d["file"] == f"old-{name}.aurora"]
        if len(found) != 1 or found[0]["rule"] not in rules or hint not in (found[0]["hint"] or ""):
            wrong.append((name, found))
        elif marked and source_at(config, found[0]) != marked:
            wrong.append((name, source_at(config, found[0]), found))
    assert not wrong, wrong


def test_syntax_of_python2(folder):
    check(folder, SYNTAX, ["python2-syntax"])


def test_names_and_habits_of_python2(folder):
    check(folder, NAMES, ["python-error"])


def test_all_of_a_file_is_said_at_once(folder):
    """The parser stops at the first; a file to be ported has many."""
    report = folder.validate('''\
"""print 'not this' <> 0777"""
print 'a'
try:
  x = 0644  # print x
except ValueError, e:
  raise KeyError, 'x'
if x <> 3: print "<>", `x`
y = 'print x'
''')
    assert report.code == 3
    assert [(d["rule"], d["line"]) for d in report.errors()] == [("python2-syntax", n) for n in (2, 4, 5, 6, 7)]


def test_python3_is_not_taken_for_it(folder):
    config = '''
print("a"); print ("b")
text = """
print x
except A, b:
"""
x = r'10L <> `y`'
print(*[1], sep='')
f = lambda k: (k, 0o644)
'''
    assert folder.render(config + JOB).code == 0
    report = folder.validate(config + "z = (1,\n" + "print = = 3\n")
    assert {d["rule"] for d in report.errors()} == {"syntax-error"}


def test_tabs_and_spaces(folder):
    report = folder.validate("if True:\n        x = 1\n\ty = 2\n")
    found = report.only
    assert report.code == 3 and (found["rule"], found["line"]) == ("syntax-error", 3)
    assert "inconsistent use of tabs and spaces" in found["message"] and "Python 2" in found["hint"]


def test_lists_that_are_none_as_fields(folder):
    text = """\
good = Resources(cpu=1, ram=GB, disk=GB)
a = Task(resources=good, processes=map(lambda n: Process(name=n, cmdline='x'), 'ab'))
b = Task(resources=good, processes={'a': Process(name='a', cmdline='b')}.values())
c = Task(resources=good, processes=filter(None, []))
d = Task(resources=good, processes=(p for p in []))
e = Process(name=b'bytes', cmdline='x')
""" + JOB.replace("processes=[", "processes=[e, ")
    report = folder.validate(text)
    assert report.code == 1
    errors = report.errors()
    assert [(d["rule"], d["line"]) for d in errors] == [("wrong-type", n) for n in (2, 3, 4, 5, 6)], report
    assert all("`list(...)`" in d["hint"] for d in errors[:3]) and "brackets" in errors[3]["hint"] and "`.decode()`" in errors[4]["hint"]
    assert source_at(text, errors[1]) == "{'a': Process(name='a', cmdline='b')}.values()"


def test_quotients(folder):
    """§4, §22: a float value is cut to an integer as in Python 2; the text 3.0 in a template is an error that says `//`."""
    jobs = folder.jobs(JOB + "jobs = [jobs[0](instances=5 / 2, priority=6 / 2)]\n")
    assert (jobs[0]["instances"], jobs[0]["priority"]) == (2, 3)
    text = JOB + "jobs = [jobs[0](instances='{{n}}').bind(n=6 / 2)]\n"
    report = folder.validate(text)
    assert report.only["rule"] == "wrong-type" and "`//`" in report.only["hint"]
    assert source_at(text, report.only) == "'{{n}}'"
