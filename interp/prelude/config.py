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

  def run_including(self, loadable, read):
    """Runs a loadable that may include others.

    read(includer, name, path) answers the text of what `includer` includes as `name`; `path` is name in the folder of
    the includer, by which it includes others in turn.
    """
    current = ['']

    def include(path):
      before = current[0]
      target = os.path.join(os.path.dirname(before), path)
      text = read(before, path, target)
      self.remember(before, path, text)
      current[0] = target
      try:
        self.run(text, target)
      finally:
        current[0] = before

    self.environment['include'] = include
    include(loadable)
    current[0] = loadable  # for what a function of the config includes later


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
    return isinstance(loadable, (str, os.PathLike)) and os.path.isfile(loadable)

  @staticmethod
  def _read(before, path, target):
    with open(target) as f:
      return f.read()

  def execute(self, context, loadable):
    context.run_including(os.fspath(loadable), self._read)


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
    context.run_including(loadable, lambda before, path, target: self._read(target))


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
    for key in loadable:
      from_name, _, name = str(key).partition(context.COMPARTMENT_SEPARATOR)
      if from_name == '':
        context.run_including(name, lambda before, path, target: loadable[context.key(before, path)])
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
