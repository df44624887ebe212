"""The parts of pystachio that are no value classes (language.md §3, §12, §20, §21).

The module's globals hold the value classes before this runs. Classes say the module that a config imports them from.
"""


class frozendict(dict):
  """What get() of a struct or map answers: a hashable dict."""

  __module__ = 'pystachio.naming'

  def __hash__(self):
    return hash(frozenset(self.items()))

  def __repr__(self):
    return 'frozendict(%s)' % dict.__repr__(self)


class TypeCheck:
  """What check() answers. Always true: ask ok()."""

  __module__ = 'pystachio.typing'

  def __init__(self, success, message):
    self._success = success
    self._message = message

  @staticmethod
  def success():
    return TypeCheck(True, '')

  @staticmethod
  def failure(message):
    return TypeCheck(False, message)

  def ok(self):
    return self._success

  def message(self):
    return self._message

  def __repr__(self):
    return 'TypeCheck(OK)' if self._success else 'TypeCheck(FAILED): %s' % self._message


class MustacheParser:
  """Templates as text (language.md §12). Scopes are asked in the order given."""

  __module__ = 'pystachio.parsing'
  MAX_ITERATIONS = 100
  Error = template_error
  Uninterpolatable = uninterpolatable

  @classmethod
  def split(cls, template, keep_aliases=False):
    return split_template(template, keep_aliases)

  @classmethod
  def join(cls, splits, *namables):
    texts, unbound = [], []
    for split in splits:
      if not isinstance(split, Ref):
        texts.append(split)
        continue
      for namable in namables:
        try:
          texts.append(str(namable.find(split)))
          break
        except Namable.Error:
          continue
      else:
        texts.append(str(split))
        unbound.append(split)
    return ''.join(texts), unbound

  @classmethod
  def resolve(cls, template, *namables):
    value, unbound = String(template).in_scope(*namables).interpolate()
    return value.get(), unbound


class TypeFactory:
  """Types from their descriptions (language.md §21)."""

  __module__ = 'pystachio.typing'

  @staticmethod
  def new(type_dict, type_factory, *type_parameters):
    made = type_from_description((type_factory,) + type_parameters)
    type_dict[made.__name__] = made
    return made

  @staticmethod
  def load(type_tuple, into=None):
    into = {} if into is None else into
    TypeFactory._touch(into, _frozen(type_tuple))
    return into

  @staticmethod
  def load_json(json_list, into=None):
    return TypeFactory.load(json_list, into=into)

  @staticmethod
  def load_file(filename, into=None):
    import json
    with open(filename) as f:
      return TypeFactory.load_json(json.load(f), into=into)

  @staticmethod
  def _touch(into, description):
    kind = description[0]
    if kind in ('List', 'Map'):
      inner = description[1:]
    elif kind == 'Choice':
      inner = description[2]
    elif kind == 'Struct':
      inner = [field[3] for _, field in description[2]]
    else:
      inner = ()
    for each in inner:
      TypeFactory._touch(into, each)
    made = type_from_description(description)
    into[made.__name__] = made


def _frozen(description):
  if isinstance(description, (list, tuple)):
    return tuple(_frozen(each) for each in description)
  return description


def drop_unknown(cls, mapping):
  """The mapping without the keys that the struct class lacks, here and in fields that are structs."""
  fields = cls.TYPEMAP
  kept = {}
  for key, value in mapping.items():
    if key not in fields:
      continue
    field_class = fields[key].klazz
    kept[key] = drop_unknown(field_class, value) if issubclass(field_class, Structural) else value
  return kept


def json_load_struct(cls, text, strict):
  import json
  mapping = json.loads(text)
  return cls(mapping if strict else drop_unknown(cls, mapping))


def signature_of(cls):
  """How a class is called, for inspect.signature()."""
  from inspect import Parameter, Signature
  from keyword import iskeyword
  if not issubclass(cls, Structural):
    several = cls.type_factory() == 'Map'
    return Signature([Parameter('pairs', Parameter.VAR_POSITIONAL) if several
                      else Parameter('value', Parameter.POSITIONAL_ONLY)])
  parameters = [Parameter('mappings', Parameter.VAR_POSITIONAL)]
  for name, field in cls.TYPEMAP.items():
    if name.isidentifier() and not iskeyword(name) and name != 'mappings':  # else it can't be shown
      default = Parameter.empty if field.required else field.default
      parameters.append(Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=field.klazz))
  return Signature(parameters)


class Component:
  """One step of a Ref; Ref.Dereference and Ref.Index."""

  __module__ = 'pystachio.naming'
  __slots__ = ('value',)

  def __init__(self, value):
    self.value = value

  def is_index(self):
    return isinstance(self, Index)

  def __eq__(self, other):
    return type(self) is type(other) and self.value == other.value

  def __hash__(self):
    return hash((type(self).__name__, self.value))


class Dereference(Component):
  __module__ = 'pystachio.naming'
  __slots__ = ()

  def __repr__(self):
    return '.%s' % self.value


class Index(Component):
  __module__ = 'pystachio.naming'
  __slots__ = ()

  def __repr__(self):
    return '[%s]' % self.value
