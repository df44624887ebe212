#include "tests/unit/interp/python_fixture.h"

namespace borealis::interp {

namespace {
void declare() {
  REQUIRE(exec("class Res(Struct):\n"
               "  cpu = Required(Float)\n"
               "  ram = Integer\n"
               "  disk = Default(Integer, 7)\n"
               "  CONSTANT = 5\n"
               "  def method(self): pass\n") == "None");
}
}  // namespace

TEST_CASE("a class body becomes fields, the rest is dropped") {
  declare();
  CHECK(eval("Res(cpu=1).disk()") == "7");
  CHECK(eval("Res(cpu=1).ram() is Empty") == "True");
  CHECK(eval("Res(cpu=1).has_ram(), Res(cpu=1).has_disk()") == "(False, True)");
  CHECK(eval("Res.CONSTANT").starts_with("AttributeError"));
  CHECK(eval("Res(cpu=1).method") == "AttributeError: Res has no attribute method");
  CHECK(eval("list(Res.TYPEMAP)") == "['cpu', 'ram', 'disk']");
  CHECK(eval("Res.TYPEMAP['cpu'].required, Res.TYPEMAP['disk'].default.get()") == "(True, 7)");
  CHECK(eval("Res") == "<class 'pystachio.typing.Res'>");
}

TEST_CASE("a method may speak of its class, and is dropped all the same") {
  CHECK(exec("class Monitor(Struct):\n"
             "  name = String\n"
             "  def get(self): return super().get(), __class__\n") == "None");
  CHECK(eval("Monitor(name='a').get()") == "frozendict({'name': 'a'})");
}

TEST_CASE("classes may be collected") {
  CHECK(exec("import gc\n"
             "def made(i):\n"
             "  class Gone(Struct):\n"
             "    x = List(Enum('p', 'q%d' % (i % 3)))\n"
             "  return Gone(x=['p'])\n"
             "for i in range(30):\n"
             "  value = made(i)\n"
             "  gc.collect()\n"
             "  assert str(value.x()[0]) == 'p' and repr(List(String)(['a'])) == 'StringList(a)'\n") == "None");
}

TEST_CASE("signatures compare by what they say") {
  CHECK(exec("class One(Struct):\n  a = String\n  b = Required(String)\n  c = Default(String, 'x')\n"
             "class Two(Struct):\n  a = String\n  c = Default(String, 'y')\n") == "None");
  CHECK(eval("One.TYPEMAP['a'] == Two.TYPEMAP['a'], hash(One.TYPEMAP['a']) == hash(Two.TYPEMAP['a'])") ==
        "(True, True)");
  CHECK(eval("One.TYPEMAP['a'] != One.TYPEMAP['b'], One.TYPEMAP['c'] == Two.TYPEMAP['c']") == "(True, False)");
}

TEST_CASE("what has no value says so") {
  CHECK(exec("from pystachio.base import Object\nthing = Object()") == "None");
  CHECK(eval("thing.get()").starts_with("NotImplementedError"));
  CHECK(eval("thing % {}").starts_with("NotImplementedError"));
  CHECK(eval("Object.checker(thing)").starts_with("NotImplementedError"));
  CHECK(eval("Type.serialize_type()").starts_with("NotImplementedError"));
  CHECK(eval("thing == thing, thing == String('a'), String('a') == thing") == "(True, False, False)");
}

TEST_CASE("construction takes mappings and keywords, the later wins") {
  declare();
  CHECK(eval("Res({'cpu': 1, 'ram': 2}, {'ram': 3}, disk=4).get()") == "frozendict({'cpu': 1, 'ram': 3, 'disk': 4})");
  CHECK(eval("Res(cpu=1, disk=Empty).has_disk()") == "False");
  CHECK(eval("Res(bogus=1)") == "AttributeError: Unknown schema attribute bogus");
  CHECK(eval("Res('x')") == "IsNotMappingError: x");
  CHECK(eval("Process('a', 'b')").find("IsNotMappingError") != std::string::npos);
  CHECK(eval("Struct()").starts_with("TypeError"));
}

TEST_CASE("an instance is a factory") {
  declare();
  CHECK(eval("Res(cpu='{{c}}').bind(c=2)(ram=5)") == "Res(cpu=2.0,\n    ram=5,\n    disk=7)");
  CHECK(eval("Res(cpu=1)({'ram': 5})").starts_with("TypeError"));
  CHECK(eval("Service(name='x').service()") == "True");
}

TEST_CASE("attributes set on an instance do not change the data") {
  declare();
  exec("r = Res(cpu=1)\nr.cpu = 3\nr.zzz = 4\n");
  CHECK(eval("r.cpu, r.zzz, r.get()['cpu']") == "(3, 4, 1)");
}

TEST_CASE("isinstance is structural") {
  declare();
  exec("first = Res\nother_name = Res\n");
  declare();
  CHECK(eval("first is Res, isinstance(Res(cpu=1), first)") == "(False, True)");
  CHECK(eval("isinstance(Res(cpu=1), Struct), issubclass(Res, Struct)") == "(False, False)");
  CHECK(eval("isinstance(Service, Job), Job is MesosJob") == "(True, True)");
  CHECK(eval("isinstance(5, Res), isinstance(Integer(5), Integer), isinstance(Integer(5), Float)") ==
        "(False, True, False)");
}

TEST_CASE("a subclass adds no field") {
  declare();
  exec("class Sub(Res):\n  extra = String\n");
  CHECK(eval("Sub(extra='x')") == "AttributeError: Unknown schema attribute extra");
  CHECK(eval("isinstance(Sub(cpu=1), Res)") == "False");
}

TEST_CASE("structs compare by fields, whatever their names") {
  exec("class A(Struct):\n  x = Integer\nclass B(Struct):\n  x = Integer\n");
  CHECK(eval("A(x='1') == B(x=1), A(x=1) != A(x=2), A(x=1) == {'x': 1}") == "(True, True, False)");
  CHECK(eval("len({A(x=1), A(x=1), A(x='1')})") == "2");
}

TEST_CASE("check says the first failure") {
  CHECK(eval("Process(name='p').check().message()") == "Process[cmdline] is required.");
  CHECK(eval("Process(name=Integer(3), cmdline='x').check().message()") ==
        "Process[name] failed: Unable to interpolate: Cannot coerce '3' to String");
  CHECK(eval("Process(name='p', cmdline='x').check().ok()") == "True");
}

TEST_CASE("copies keep bindings, dup() drops them") {
  CHECK(eval("Process(name='{{n}}').bind(n='q').copy().name()") == "q");
  CHECK(eval("Process(name='{{n}}').bind(n='q').dup().name()") == "{{n}}");
  CHECK(exec("import copy") == "None");
  CHECK(eval("copy.deepcopy(Process(name='{{n}}').bind(n='q')).name()") == "q");
}

TEST_CASE("JSON") {
  CHECK(eval("Resources(cpu='1', ram=2, disk=3).json_dumps()") == R"({"cpu": 1.0, "ram": 2, "disk": 3, "gpu": 0})");
  CHECK(eval("Process(name='{{&&a}}', cmdline='{{b}}').bind(b='{{&c}}', a=1, c=2).json_dumps()")
            .find(R"("cmdline": "{{c}}", "name": "{{&a}}")") != std::string::npos);
  CHECK(exec("class Table(Struct):\n  by_flag = Map(Boolean, Float)\n") == "None");
  CHECK(eval("Table(by_flag={True: 1}).json_dumps()") == R"({"by_flag": {"true": 1.0}})");
  CHECK(eval("Process.json_loads('{\"name\": \"a\", \"what\": 1}').name()") == "a");
  CHECK(eval("Process.json_loads('{\"name\": \"a\", \"what\": 1}', strict=True)") ==
        "AttributeError: Unknown schema attribute what");
}

}  // namespace borealis::interp
