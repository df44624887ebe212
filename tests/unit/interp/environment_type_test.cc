#include "tests/unit/interp/python_fixture.h"

namespace borealis::interp {

TEST_CASE("bind is late, in any order, the later stronger") {
  CHECK(eval("String('{{a}}').bind(a='{{b}}').bind(b='x')") == "x");
  CHECK(eval("String('{{a}}').bind(a=1).in_scope(a=2)") == "1");
  CHECK(eval("String('{{a}}').bind({'a': 1}, {'a': 2})") == "2");
  CHECK(eval("String('{{a}}').in_scope({'a': 1}, {'a': 2})") == "1");
  CHECK(eval("String('{{a.b}}').bind(a={'b': 1})") == "1");
  CHECK(eval("String('{{[0]}}').bind(List(Integer)([5]))") == "5");
  CHECK(eval("repr(String('{{a}} {{b}}').bind(a=1) % {'b': 2})") == "String(1 2)");
  CHECK(eval("String('{{v{{n}}}}').bind(v1='one').interpolate()[1]") == "[Ref(n)]");
}

TEST_CASE("environments refuse what has no text") {
  CHECK(eval("Environment({'a': [1]})") ==
        "ValueError: Environment values must be strings, numbers, Objects or other Environments. Got <class 'list'> "
        "instead.");
  CHECK(eval("Environment(5)") == "ValueError: Environment expects dict or Environment, got 5");
  CHECK(eval("Environment({'a b': 1})").find("InvalidRefError") != std::string::npos);
  CHECK(eval("String('x').bind(None)").starts_with("ValueError"));
  CHECK(eval("Environment(a={'b': 1.0}).find(Ref.from_address('a.b'))") == "1.0");
  CHECK(eval("Environment().find(Ref.from_address('a.b'))").find("NotFound") != std::string::npos);
}

TEST_CASE("refs are parsed, compared and cut") {
  exec("r = Ref.from_address('a.b[c-d].e')");
  CHECK(eval("r, str(r), r.address()") == "(Ref(a.b[c-d].e), '{{a.b[c-d].e}}', 'a.b[c-d].e')");
  CHECK(eval("r.action().value, r.rest().address(), r.is_index()") == "('a', 'b[c-d].e', False)");
  CHECK(eval("Ref.from_address('a.b').scoped_to(r).address()") == "[c-d].e");
  CHECK(eval("Ref.from_address('zz').scoped_to(r)") == "None");
  CHECK(eval("Ref(r.components()) == r") == "True");
  CHECK(eval("Ref.from_address('')") == "InvalidRefError: Invalid address: ''");
  CHECK(eval("Ref.from_address('a b')") == "InvalidRefError: Badly formed address .a b");
  CHECK(eval("r == 5").starts_with("AttributeError"));
}

TEST_CASE("matchers find unbound references") {
  exec(
      "from pystachio.matcher import Any, Matcher\n"
      "s = String('{{pkg[app][1.2]}} {{other[app][1]}} {{pkg.flat}}')\n");
  CHECK(eval("list(Matcher('pkg')[Any][Any].match(s))") == "[('pkg', 'app', '1.2')]");
  CHECK(eval("list(Matcher('pkg').flat.match(s))") == "[('pkg', 'flat')]");
  CHECK(eval("Matcher('pkg')[Any][Any].apply(lambda *m: '-'.join(m), s)") ==
        "pkg-app-1.2 {{other[app][1]}} {{pkg.flat}}");
  CHECK(eval("Matcher(5)") == "ValueError: Invalid root match value: 5");
}

}  // namespace borealis::interp
