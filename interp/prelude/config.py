"""pystachio.config: loading a config file into a namespace (language.md §16).

The program itself loads files in C++; this is for a config or a script that loads another config.
"""

import os


class ConfigContext:
  """One execution of a config and what it includes: the namespace, and where each loadable came from."""

  COMPARTMENT_SEPARATOR = '\0'

  def __init__(self, environment, loadables):
    self.environment = environment
    self.loadables = loadables

  @classmethod
  def key(cls, from_name, loadable):
    return '%s%s%s' % (from_name, cls.COMPARTMENT_SEPARATOR, loadable)

  def remember(self, from_name, loadable, text):
    self.loadables[self.key(from_name, loadable)] = text

  def run(self, text, name):
    exec(compile(text, name, 'exec', dont_inherit=True), self.environment)


class ConfigExecutor:
  """How one kind of loadable is found, read, and includes others."""

  @classmethod
  def matches(cls, loadable):
    raise NotImplementedError

  def execute(self, context, loadable):
    raise NotImplementedError


class FileExecutor(ConfigExecutor):
  @classmethod
  def matches(cls, loadable):
    return isinstance(loadable, str) and os.path.isfile(loadable)

  def execute(self, context, loadable):
    current = ['']

    def include(path):
      before = current[0]
      target = os.path.join(os.path.dirname(before), path)
      with open(target) as f:
        text = f.read()
      context.remember(before, path, text)
      current[0] = target
      context.run(text, target)
      current[0] = before

    context.environment['include'] = include
    include(loadable)


class ResourceExecutor(ConfigExecutor):
  """Package resources (package/path/file)."""

  @staticmethod
  def _read(resource):
    import pkgutil
    package, _, path = resource.partition('/')
    data = pkgutil.get_data(package, path)
    if data is None:
      raise OSError('No resource %s' % resource)
    return data.decode()

  @classmethod
  def matches(cls, loadable):
    if not isinstance(loadable, str):
      return False
    try:
      cls._read(loadable)
    except (ImportError, OSError, ValueError):
      return False
    return True

  def execute(self, context, loadable):
    current = ['']

    def include(path):
      before = current[0]
      target = os.path.join(os.path.dirname(before), path)
      text = self._read(target)
      context.remember(before, path, text)
      current[0] = target
      context.run(text, target)
      current[0] = before

    context.environment['include'] = include
    include(loadable)


class FilelikeExecutor(ConfigExecutor):
  @classmethod
  def matches(cls, loadable):
    return callable(getattr(loadable, 'read', None))

  def execute(self, context, loadable):
    def include(path):
      raise ValueError('You may not include() anything from filelike objects.')

    context.environment['include'] = include
    text = loadable.read()
    text = text.decode() if isinstance(text, bytes) else text
    context.remember('', '<resource: %r>' % (loadable,), text)
    context.run(text, '<resource: %r>' % (loadable,))


class LoadableMapExecutor(ConfigExecutor):
  @classmethod
  def matches(cls, loadable):
    return isinstance(loadable, dict)

  def execute(self, context, loadable):
    current = ['']

    def include(path):
      before = current[0]
      text = loadable[context.key(before, path)]
      context.remember(before, path, text)
      current[0] = os.path.join(os.path.dirname(before), path)
      context.run(text, current[0])
      current[0] = before

    context.environment['include'] = include
    for key in loadable:
      from_name, _, name = key.partition(context.COMPARTMENT_SEPARATOR)
      if from_name == '':
        include(name)
        return
    raise Config.NotFound('Could not load resource %s' % loadable)


class Config:
  class Error(Exception):
    pass

  class InvalidConfigError(Error):
    pass

  class NotFound(Error):
    pass

  DEFAULT_SCHEMA = 'from pystachio import *'
  EXECUTORS = [FileExecutor, ResourceExecutor, FilelikeExecutor, LoadableMapExecutor]

  def __init__(self, loadable, schema=None):
    self._context = ConfigContext({}, {})
    self._context.run(schema or self.DEFAULT_SCHEMA, '<exec_function>')
    for executor in self.EXECUTORS:
      if executor.matches(loadable):
        break
    else:
      raise Config.NotFound('Could not load resource %s' % (loadable,))
    try:
      executor().execute(self._context, loadable)
    except (SyntaxError, ValueError) as e:
      raise Config.InvalidConfigError(str(e))

  @property
  def environment(self):
    return self._context.environment

  @property
  def loadables(self):
    return self._context.loadables
