"""Values and types as a script sees them (language.md §2-§9)."""

import collections

import pytest

from pystachio import (Boolean, Choice, Default, Empty, Enum, Environment, Float, Integer, List, Map, MustacheParser,
                       Namable, Ref, Required, String, Struct, Type, TypeCheck, TypeFactory)
from pystachio.base import LimitExceeded, Object
from pystachio.composite import IsNotMappingError, Structural
from pystachio.naming import frozendict


class Resources(Struct):
    cpu = Required(Float)
    ram = Integer
    disk = Default(Integer, 7)


def said_by(exception, call, *args, **keywords):
    with pytest.raises(exception) as caught:
        call(*args, **keywords)
    assert type(caught.value) is exception
    return caught.value


# --- exceptions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("error, base, module, name", [
    (Object.CoercionError, ValueError, "pystachio.base", "Object.CoercionError"),
    (Object.InterpolationError, Exception, "pystachio.base", "Object.InterpolationError"),
    (Ref.InvalidRefError, Exception, "pystachio.naming", "Ref.InvalidRefError"),
    (Namable.NamingError, Namable.Error, "pystachio.naming", "Namable.NamingError"),
    (Namable.Unnamable, Namable.NamingError, "pystachio.naming", "Namable.Unnamable"),
    (Namable.NotFound, Namable.NamingError, "pystachio.naming", "Namable.NotFound"),
    (MustacheParser.Uninterpolatable, MustacheParser.Error, "pystachio.parsing", "MustacheParser.Uninterpolatable"),
    (IsNotMappingError, ValueError, "pystachio.composite", "IsNotMappingError"),
    (LimitExceeded, RecursionError, "pystachio.base", "LimitExceeded"),
])
def test_exceptions_have_their_names_and_bases(error, base, module, name):
    assert error.__bases__ == (base,)
    assert (error.__module__, error.__qualname__) == (module, name)


def test_invalid_refs_are_no_value_errors():
    assert not issubclass(Ref.InvalidRefError, ValueError)
    assert not issubclass(MustacheParser.Uninterpolatable, ValueError)


def test_a_misspelled_field_keeps_its_text_and_says_what_was_meant():
    error = said_by(AttributeError, lambda: Resources(rma=1))
    assert str(error) == "Unknown schema attribute rma"
    assert error.__notes__ == ["did you mean `ram`?"]


def test_what_is_refused_at_once():
    assert str(said_by(IsNotMappingError, Resources, 5)) == "5"
    assert "ListContainer expects an iterable, got 'x'" == str(said_by(ValueError, List(Integer), "x"))
    assert "Unexpected input to MapContainer: (5,)" == str(said_by(ValueError, Map(String, Integer), 5))
    assert "only accepts the following values: Red, Green" in str(said_by(ValueError, Enum("Red", "Green"), "red"))
    assert "Resources has no attribute nope" == str(said_by(AttributeError, lambda: Resources().nope))


def test_what_is_refused_when_it_is_used():
    value = Integer("x")
    assert "Cannot coerce 'x' to Integer" == str(said_by(Object.CoercionError, str, value))
    assert value.check().message() == "Unable to interpolate: Cannot coerce 'x' to Integer"
    assert str(said_by(Ref.InvalidRefError, String("{{ a }}").check)) == " a "
    said_by(MustacheParser.Uninterpolatable, str, String("{{a}}").bind(a="{{a}}"))
    said_by(OverflowError, Integer(float("inf")).check)


def test_a_chain_too_deep_is_an_error_not_a_crash():
    value = String("end")
    for _ in range(5000):
        value = String("{{v}}").bind(v=value)
    assert "nested too deeply" in str(said_by(LimitExceeded, str, value))


def test_the_error_of_what_a_value_runs_is_its_own():
    class Rude(collections.abc.Mapping):
        def __getitem__(self, key):
            raise ZeroDivisionError("no " + key)

        def __iter__(self):
            return iter(["cpu"])

        def __len__(self):
            return 1

    assert str(said_by(ZeroDivisionError, Resources, Rude())) == "no cpu"


# --- equality, hash, text -----------------------------------------------------------------------------------------


def test_scalars_compare_by_class():
    assert Integer(1) == Integer("1") and Integer(1) != Integer(2)
    assert Integer(1) != 1 and Integer(1) != Float(1) and String("1") != Integer(1)
    assert Integer(1) < Integer(2) and Integer(1) < "anything" and not Integer(1) > "anything"


def test_containers_compare_by_content():
    assert List(Integer)([1, 2]) == List(Integer)(["1", "2"]) != List(Integer)([2, 1])
    assert List(Integer)([1]) != [1] and List(Integer)([1]) != List(Float)([1])
    pairs = Map(String, Integer)
    assert pairs({"a": 1, "b": 2}) == pairs({"a": "1", "b": 2}) != pairs({"b": 2, "a": 1})


def test_structs_compare_by_fields():
    Twin = TypeFactory.new({}, "Struct", "Twin", *Resources.type_parameters()[1:])
    assert Resources(cpu=1) == Resources(cpu="1") == Twin(cpu=1) != Resources(cpu=2)
    assert Resources(cpu=1) != {"cpu": 1.0, "disk": 7}


def test_equal_values_of_one_input_share_a_hash():
    for make in (lambda: String("a"), lambda: Integer(5), lambda: Resources(cpu=1.5), lambda: List(Integer)([1, 2]),
                 lambda: Map(String, Integer)({"a": 1}), lambda: Ref.from_address("a.b[c]"),
                 lambda: Resources.TYPEMAP["disk"]):
        assert make() == make() and hash(make()) == hash(make())
        assert len({make(), make()}) == 1


def test_texts():
    assert [str(String("a")), repr(String("a")), repr(Float(1)), repr(Boolean("TRUE"))] == [
        "a", "String(a)", "Float(1.0)", "Boolean(True)"]
    assert repr(Resources(cpu=1)) == "Resources(cpu=1.0,\n          disk=7)"
    assert repr(List(Integer)(["1", 2])) == "IntegerList(1, 2)"
    assert repr(Map(String, Integer)({"a": 1})) == "StringIntegerMap(a => 1)"
    assert repr(Choice([Integer, String])("5")) == "Choice_Integer_String('5')"
    assert repr(Ref.from_address("a[b]")) == "Ref(a[b])" and str(Ref.from_address("a[b]")) == "{{a[b]}}"
    assert repr(TypeCheck.success()) == "TypeCheck(OK)"
    assert repr(Resources) == "<class 'pystachio.typing.Resources'>" and repr(String) == "<class 'pystachio.basic.String'>"


def test_a_lone_surrogate_comes_through():
    assert String("a\udc80").get() == "a\udc80"


# --- classes ------------------------------------------------------------------------------------------------------


def test_isinstance_is_structural():
    Other = TypeFactory.new({}, *Resources.serialize_type())
    assert Other is not Resources and isinstance(Other(cpu=1), Resources)
    assert isinstance(List(String)(["a"]), List(String)) and not isinstance(List(String)(["a"]), List(Integer))
    assert isinstance(Resources(), Structural) and isinstance(Resources(), Object)
    assert not isinstance(Resources(), Struct) and not issubclass(Resources, Struct)
    assert issubclass(Resources, Structural) and issubclass(String, Object)
    assert not isinstance(5, String) and not isinstance("a", String)


def test_a_class_body_gives_fields_only():
    class Worker(Struct):
        """A worker."""
        name = Required(String)
        LIMIT = 5

        def hello(self):
            return super().get()

    assert Worker(name="a").get() == {"name": "a"}
    for gone in ("LIMIT", "hello"):
        said_by(AttributeError, getattr, Worker(name="a"), gone)


def test_a_subclass_of_a_struct_is_the_same_fields():
    class More(Resources):
        extra = String

    assert More(cpu=1).get() == {"cpu": 1, "disk": 7} and type(More(cpu=1)).__name__ == "More"
    said_by(AttributeError, More, extra="x")
    assert not isinstance(More(cpu=1), Resources)


def test_what_has_no_value_says_so():
    said_by(TypeError, Struct)
    for ask in (Type.type_factory, Type.type_parameters, Type.serialize_type, Type().check, Object().get,
                Object().interpolate, Object().check, lambda: Object() % {}, lambda: Object().bind(a=1),
                lambda: Object.checker(Object())):
        said_by(NotImplementedError, ask)
    thing = Object()
    assert thing == thing and thing != Object() and hash(thing) == hash(thing) and "Object object" in repr(thing)
    assert Resources(cpu=1) != thing and String("a") != thing and thing not in List(String)(["a"])


def test_checker_checks():
    assert Resources.checker(Resources(cpu=1)).ok() and not Resources.checker(Resources()).ok()


def test_signatures():
    class A(Struct):
        name = String
        other = Required(String)
        third = Default(String, "x")

    class B(Struct):
        name = String
        third = Default(String, "x")
        fourth = Default(String, "y")

    assert A.TYPEMAP["name"] == B.TYPEMAP["name"] and A.TYPEMAP["third"] == B.TYPEMAP["third"]
    assert len({A.TYPEMAP["name"], A.TYPEMAP["other"], A.TYPEMAP["third"], B.TYPEMAP["fourth"]}) == 4
    assert A.TYPEMAP["name"] != "name"
    third = A.TYPEMAP["third"]
    assert (third.required, third.empty, third.default, third.klazz.__name__) == (False, False, String("x"), "String")
    assert A.TYPEMAP["name"].default is Empty


def test_types_from_their_descriptions(tmp_path):
    class Job(Struct):
        name = Required(String)
        parts = List(Resources)
        how = Default(Enum("fast", "slow"), "fast")
        port = Choice([Integer, String])
        names = Map(String, Boolean)

    assert TypeFactory.new({}, *Job.serialize_type()).serialize_type() == Job.serialize_type()
    with open(tmp_path / "job.json", "w") as f:
        Job.dump(f)
    found = TypeFactory.load_file(tmp_path / "job.json")
    assert {"Job", "Resources", "ResourcesList", "Enum_fast_slow", "Choice_Integer_String", "StringBooleanMap",
            "String", "Integer"} <= set(found)
    job = found["Job"](name="a", parts=[{"cpu": "1"}], port="http")
    assert isinstance(job, Job) and job.check().ok() and job.how().get() == "fast"
    said_by(AssertionError, TypeFactory.new, {}, "Nonsense")
    said_by(AttributeError, List, int)
    said_by(AssertionError, Map, String)


def test_json_comes_and_goes(tmp_path):
    value = Resources(cpu="{{c}}", ram=2).bind(c="1.5")
    assert value.json_dumps() == '{"cpu": 1.5, "ram": 2, "disk": 7}'
    with open(tmp_path / "r.json", "w") as f:
        value.json_dump(f)
    with open(tmp_path / "r.json") as f:
        assert Resources.json_load(f) == value
    assert Resources.json_loads('{"cpu": 1, "gone": 2}').get() == {"cpu": 1, "disk": 7}
    said_by(AttributeError, Resources.json_loads, '{"gone": 2}', strict=True)


def test_plain_data_is_hashable():
    plain = Resources(cpu=1).get()
    assert type(plain) is frozendict and plain == {"cpu": 1, "disk": 7} and {plain: 1}[Resources(cpu=1).get()] == 1
    assert isinstance(plain, dict)


def test_attributes_do_not_reach_the_data():
    value = Resources(cpu=1)
    value.cpu = 3
    value.note = "mine"
    assert value.note == "mine" and value.get()["cpu"] == 1 and Resources(cpu=1) == value
    with pytest.raises(TypeError):
        List(Integer)([1])[0] = 2


def test_inputs_are_copied():
    given = [1, 2]
    value = List(Integer)(given)
    given.append(3)
    assert value.get() == (1, 2)


def test_environments():
    scope = Environment({"a": 1, "b": {"c": "x"}}, d=2.0)
    assert [scope.find(Ref.from_address(name)) for name in ("a", "b.c", "d")] == ["1", "x", "2.0"]
    said_by(Namable.NotFound, scope.find, Ref.from_address("z"))
    said_by(ValueError, Environment, a=None)
    assert str(String("{{a}}{{b.c}}").bind(scope)) == "1x"
