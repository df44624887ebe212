"""pystachio.matcher and what it stands on: references and templates as text (language.md §11, §12, §20)."""

import copy
import pickle

import pytest

from pystachio import Integer, List, Map, MustacheParser, Namable, Ref, String, Struct
from pystachio.matcher import Any, Matcher


def found(matcher, text):
    return list(matcher.match(String(text)))


@pytest.mark.parametrize("matcher, text, expected", [
    (Matcher("image"), "{{image}}", [("image",)]),
    (Matcher("image"), "{{image.name}}", [("image",)]),
    (Matcher("image"), "{{images}}", []),
    (Matcher("i.*"), "{{image}} {{info}} {{other}}", [("image",), ("info",)]),
    (Matcher("image").name, "{{image.name}} {{image[name]}}", [("image", "name")]),
    (Matcher("image")._("n.*"), "{{image.nick}} {{image.size}}", [("image", "nick")]),
    (Matcher("image")["[0-9]+"], "{{image[12]}} {{image[x1]}} {{image.y}}", [("image", "12")]),
    (Matcher("image")[Any][Any], "{{image[a][b]}} {{image[a]}}", [("image", "a", "b")]),
    (Matcher("image").Any, "{{image.tag}}", [("image", "tag")]),
    (Matcher(Any).port, "{{a.port}} {{b.port}} {{c.host}}", [("a", "port"), ("b", "port")]),
])
def test_what_is_found(matcher, text, expected):
    assert found(matcher, text) == expected


def test_bound_references_are_not_found():
    assert list(Matcher("a").match(String("{{a}} {{b}}").bind(a="1"))) == []


def test_a_step_makes_a_new_matcher():
    start = Matcher("a")
    assert start.b is not start and found(start, "{{a.c}}") == [("a",)]


def test_references_are_bound():
    class Task(Struct):
        cmdline = String
        names = List(String)

    task = Task(cmdline="{{image[web][3]}} {{x}}", names=["{{image[db][4].host}}"])
    plain = Matcher("image")[Any][Any].apply(lambda _, name, tag: f"{name}-{tag}", task)
    assert str(plain.cmdline()) == "web-3 {{x}}"


@pytest.mark.parametrize("root", [5, None, ["a"]])
def test_a_root_is_a_text(root):
    with pytest.raises(ValueError, match="Invalid root match value"):
        Matcher(root)


def test_parsing():
    parts = MustacheParser.split("a{{b}}c{{&d}}")
    assert parts == ["a", Ref.from_address("b"), "c", "{{d}}"]
    assert MustacheParser.join(parts) == ("a{{b}}c{{d}}", [Ref.from_address("b")])
    assert MustacheParser.resolve("{{b}}-{{c}}", {"b": 1}) == ("1-{{c}}", [Ref.from_address("c")])
    with pytest.raises(Ref.InvalidRefError):
        MustacheParser.split("{{ b }}")


def test_references():
    ref = Ref.from_address("a.b[c]")
    assert [type(step) for step in ref.components()] == [Ref.Dereference, Ref.Dereference, Ref.Index]
    assert ref.action().value == "a" and ref.rest().address() == "b[c]" and ref.is_dereference() and not ref.is_index()
    assert Ref.from_address("a").scoped_to(ref) == Ref.from_address("b[c]") and ref.scoped_to(ref) is None
    assert Ref.from_address("a") + Ref.from_address("b") == Ref.from_address("a.b")
    assert Ref.from_address("[x]") != Ref.from_address("x") and Ref.from_address("z") < Ref.from_address("a.b")
    assert copy.copy(ref) == copy.deepcopy(ref) == pickle.loads(pickle.dumps(ref)) == ref
    for bad in ("", "a b", "a-b", "1a", "a..b", "a[]", None, 5):
        with pytest.raises(Ref.InvalidRefError):
            Ref.from_address(bad)


def test_find():
    class Task(Struct):
        numbers = List(Integer)
        by_name = Map(String, Integer)

    task = Task(numbers=[1, "2"], by_name={"x": 3})
    assert task.find(Ref.from_address("numbers[1]")) == Integer(2)
    assert task.find(Ref.from_address("by_name[x]")) == Integer(3)
    for missing in ("nope", "numbers[2]", "by_name[y]"):
        with pytest.raises(Namable.NotFound):
            task.find(Ref.from_address(missing))
    for wrong in ("[x]", "numbers.x", "by_name.x", "numbers[x]"):
        with pytest.raises(Namable.NamingError):
            task.find(Ref.from_address(wrong))
