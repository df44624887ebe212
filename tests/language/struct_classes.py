"""The classes of which test_values_structs, _struct_texts and _protocol ask."""

SETUP = """
import collections, copy, pickle, types, io
from pystachio.composite import Structural
from pystachio.base import Object
def body(name, text):
  ns = {}
  exec('class %s(Struct):\\n  %s' % (name, text.replace(';', '\\n  ')), globals(), ns)
  return ns[name]
class Res(Struct):
  cpu = Required(Float)
  ram = Integer
  disk = Default(Integer, 7)
class Rich(Struct):
  '''Doc.'''
  CONST = 5
  NAME = 'text'
  inst = Integer(3)
  x = Integer
  def hello(self): return 1
  @property
  def prop(self): return 1
class Sub(Res):
  extra = String
class E(Struct): pass
class P(Struct):
  z = String
  name = Required(String)
  a = Default(List(Integer), [1, '2'])
class T(Struct):
  p = P
  tag = Default(String, '{{p.name}}')
  q = Default(P, P(name='dflt-{{v}}', z='1').bind(v='lost'))
class Odd(Struct):
  get = String
  bind = String
  check = String
  x = String
  has_x = String
  has_y = String
class Other(Struct):
  cpu = Required(Float)
  ram = Integer
  disk = Default(Integer, 7)
class Other2(Struct):
  disk = Default(Integer, 7)
  ram = Integer
  cpu = Required(Float)
class Other3(Struct):
  cpu = Required(Float)
  ram = Integer
  disk = Default(Integer, 8)
class J(Struct):
  name = String
  n = Integer
  f = Float
  b = Boolean
  l = List(String)
  m = Map(String, Integer)
  t = P
  c = Choice([Integer, String])
  lt = List(P)
  e = Enum('on', 'off')
r = Res(cpu=1)
frozen = Res(cpu=2).get()
class Mp(collections.abc.Mapping if hasattr(collections, 'abc') else dict):
  pass
def seta(o, n, v):
  setattr(o, n, v)
  return o
def tryset(o, i, v):
  o[i] = v
  return o
def aslist(*v):
  given = list(v)
  made = List(Integer)(given)
  given.append(9)
  return made
def asdict(d):
  made = Res(d)
  d['ram'] = 99
  return made
"""
