"""pystachio.matcher: finding unbound references by pattern (language.md §20)."""

import re

from pystachio.naming import Ref


class Any:
  """Stands for any component in either position."""


class Matcher:
  """A pattern over the components of a reference; immutable, each step answers a longer one."""

  def __init__(self, root=Any, _steps=None):
    if root is not Any and not isinstance(root, str):
      raise ValueError('Invalid root match value: %s' % (root,))
    self._steps = _steps if _steps is not None else (_compile('.', root),)

  def _then(self, kind, pattern):
    return Matcher(_steps=self._steps + (_compile(kind, pattern),))

  def __getitem__(self, pattern):
    return self._then('[', pattern)

  def __getattr__(self, name):
    if name.startswith('__'):
      raise AttributeError(name)
    return self._then('.', Any if name == 'Any' else name)

  def _(self, pattern):
    return self._then('.', pattern)

  def match(self, obj):
    """Yields, for each unbound reference of obj that starts so, the tuple of the matched components' texts."""
    for _, values in self._matches(obj):
      yield values

  def apply(self, fn, obj):
    """Binds each matched prefix to fn(*components)."""
    for prefix, values in list(self._matches(obj)):
      obj = obj.bind({prefix: fn(*values)})
    return obj

  def _matches(self, obj):
    seen = set()
    for ref in obj.interpolate()[1]:
      components = ref.components()[:len(self._steps)]
      if len(components) < len(self._steps):
        continue
      if not all(step(component) for step, component in zip(self._steps, components)):
        continue
      prefix = Ref(components)
      if prefix not in seen:
        seen.add(prefix)
        yield prefix, tuple(component.value for component in components)


def _compile(kind, pattern):
  if pattern is Any:
    return lambda component: True
  wanted = Ref.Index if kind == '[' else Ref.Dereference
  anchored = re.compile('(?:%s)\\Z' % pattern)
  return lambda component: isinstance(component, wanted) and anchored.match(component.value) is not None
