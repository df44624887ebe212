"""The classes and values of which test_values_lists and test_values_maps ask."""

SETUP = """
import collections, collections.abc, types
Color = Enum('Color', ('Red', 'Green'))
Same = Enum('Color', ('Red', 'Green'))
Bare = Enum('Red', 'Green')
class Lamp(Struct):
  color = Color
  back = Default(Color, 'Green')
class Res(Struct):
  cpu = Required(Float)
  ram = Integer
  disk = Default(Integer, 7)
class Box(Struct):
  items = List(Integer)
  names = Map(String, Integer)
L = List(Integer)
LS = List(String)
M = Map(String, Integer)
class Seq(collections.abc.Sequence):
  def __len__(self): return 2
  def __getitem__(self, i): return (4, 5)[i]
class Mp(collections.abc.Mapping):
  def __len__(self): return 1
  def __getitem__(self, i): return 9
  def __iter__(self): return iter(['k'])
frozen = M({'z': 1}).get()
x = L(['1', 2.7, '{{n}}'])
m = M({'a': '1', '{{k}}': '{{v}}'})
"""
