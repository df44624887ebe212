"""Makes pystachio and the schema modules importable (language.md §1).

The module's globals hold `names` (everything there is, by name) and `run_lazily(name, globals)` before this runs.
"""

import sys

_Module = type(sys)

# With the names that each builds on: `from pystachio.composite import *` has always brought them along.
_PYSTACHIO = {
  'base': 'Environment LimitExceeded MustacheParser Namable Object Ref',
  'basic': 'Boolean Enum EnumContainer Environment Float Integer Object SimpleObject String Type TypeCheck '
           'TypeFactory',
  'choice': 'Choice ChoiceContainer Object Type TypeCheck TypeFactory',
  'composite': 'Default Empty Environment IsNotMappingError Namable Object Required Struct Structural Type TypeCheck '
               'TypeFactory TypeSignature frozendict',
  'container': 'Environment List ListContainer Map MapContainer Namable Object Type TypeCheck TypeFactory frozendict',
  'naming': 'Namable Ref frozendict',
  'parsing': 'MustacheParser Namable Ref',
  'typing': 'Type TypeCheck TypeFactory',
}
_LAZY = {
  'matcher': ('Any', 'Matcher'),
  'config': ('Config', 'ConfigContext', 'ConfigExecutor', 'FileExecutor', 'FilelikeExecutor', 'ResourceExecutor',
             'LoadableMapExecutor'),
}
_PACKAGE_NAMES = ('String Integer Float Boolean Enum List Map Choice Struct Required Default Empty Environment Ref '
                  'Namable MustacheParser Type TypeCheck TypeFactory')

_THERMOS_STRUCTS = 'Process Task Constraint Resources RotatePolicy Logger LoggerDestination LoggerMode ThermosContext'
_THERMOS_HELPERS = ('BYTES KB MB GB TB Units Processes Tasks Options SimpleTask SequentialTask order combine_tasks '
                    'concat_tasks java_options python_options')
_AURORA = ('AURORA_EXECUTOR_NAME Announcer AppcImage BatchUpdateStrategy Container CoordinatorSlaPolicy CountSlaPolicy '
           'DefaultHealthChecker DefaultLifecycleConfig DisableLifecycle Docker DockerImage ExecutorConfig '
           'HealthCheckConfig HealthCheckerConfig HttpHealthChecker HttpLifecycleConfig Job LifecycleConfig Mesos '
           'MesosContext MesosJob MesosTaskInstance Metadata Mode Parameter PartitionPolicy PercentageSlaPolicy '
           'QueueUpdateStrategy Service ShellHealthChecker UpdateConfig VariableBatchUpdateStrategy Volume')


def _module(full_name, contents, package=False):
  module = _Module(full_name)
  module.__dict__.update(contents)
  if package:
    module.__path__ = []
  sys.modules[full_name] = module
  parent, _, leaf = full_name.rpartition('.')
  if parent:
    setattr(sys.modules[parent], leaf, module)
  return module


def _lazy_module(full_name, leaf, public):
  """A module whose code runs when one of its names is asked for."""
  module = _module(full_name, {'__all__': public})

  def load(name):
    contents = module.__dict__
    contents.pop('__getattr__', None)
    contents.update(_pick(_PACKAGE_NAMES))
    run_lazily(leaf, contents)
    try:
      return contents[name]
    except KeyError:
      raise AttributeError('module %r has no attribute %r' % (full_name, name)) from None

  def __getattr__(name):
    if name.startswith('__'):
      raise AttributeError('module %r has no attribute %r' % (full_name, name))
    return load(name)

  module.__getattr__ = __getattr__
  return module


def _pick(wanted):
  return {name: names[name] for name in wanted.split()}


def _install():
  package = _module('pystachio', _pick(_PACKAGE_NAMES), package=True)
  package.sys = sys
  package.__version__ = '0.8.10'
  for leaf, wanted in _PYSTACHIO.items():
    _module('pystachio.' + leaf, _pick(wanted))
  for leaf, public in _LAZY.items():
    _lazy_module('pystachio.' + leaf, leaf, public)
  matcher = package.__dict__.pop('matcher')  # no name of `from pystachio import *`

  def __getattr__(name):
    if name == 'matcher':
      return matcher
    raise AttributeError('module %r has no attribute %r' % ('pystachio', name))

  package.__getattr__ = __getattr__

  base = _pick(_PACKAGE_NAMES)
  structs, helpers = _pick(_THERMOS_STRUCTS), _pick(_THERMOS_HELPERS)
  for full_name in ('apache', 'apache.thermos', 'apache.thermos.config', 'apache.aurora', 'apache.aurora.config',
                    'apache.aurora.config.schema'):
    _module(full_name, {}, package=True)
  _module('apache.thermos.config.schema_base', {**base, **structs, **helpers})
  _module('apache.thermos.config.schema_helpers', {**base, **structs, **helpers})
  _module('apache.thermos.config.schema', {**base, **structs, **helpers})
  _module('apache.aurora.config.schema.base', {**base, **structs, **helpers, **_pick(_AURORA)})


def namespace():
  """Every name that a config finds, without include()."""
  found = {}
  for full_name in ('pystachio', 'apache.aurora.config.schema.base'):
    for name, value in sys.modules[full_name].__dict__.items():
      if not name.startswith('_'):
        found[name] = value
  return found


_install()
