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
    for ref in obj.interpolate()[1]:
      prefix = self._prefix_of(ref)
      if prefix is not None:
        yield tuple(component.value for component in prefix)

  def apply(self, fn, obj):
    """Binds each matched prefix to fn(*components)."""
    prefixes = (self._prefix_of(ref) for ref in obj.interpolate()[1])
    for prefix in dict.fromkeys(tuple(each) for each in prefixes if each is not None):
      obj = obj.bind({Ref(list(prefix)): fn(*[component.value for component in prefix])})
    return obj

  def _prefix_of(self, ref):
    """The components that the pattern stands for, or None."""
    components = ref.components()[:len(self._steps)]
    if len(components) < len(self._steps):
      return None
    return components if all(step(each) for step, each in zip(self._steps, components)) else None


def _compile(kind, pattern):
  wanted = Ref.Index if kind == '[' else Ref.Dereference
  if pattern is Any:
    return lambda component: isinstance(component, wanted)
  if not isinstance(pattern, str):
    raise ValueError('Invalid match value: %s' % (pattern,))
  anchored = re.compile('(?:%s)\\Z' % pattern)
  return lambda component: isinstance(component, wanted) and anchored.match(component.value) is not None
