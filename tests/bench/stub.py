"""The physical limit of an embedded Python: a fleet under plain CPython, with the classes replaced by empty stubs."""
import sys

class Stub:
  def __init__(self, *args, **kw):
    self.fields = kw
  def __call__(self, **kw):
    return Stub(**{**self.fields, **kw})
  def bind(self, *args, **kw):
    return self

class Meta(type):
  def __new__(mcs, name, bases, ns):
    return Stub if bases else type.__new__(mcs, name, bases, ns)

class Struct(metaclass=Meta):
  pass

Default = Required = List = Map = Enum = Choice = lambda *args: None
String = Integer = Float = Boolean = None
KB = 1024; MB = 1024 * KB; GB = 1024 * MB; TB = 1024 * GB
order = lambda *processes: []
(Process, Task, SequentialTask, Resources, Logger, RotatePolicy, Announcer, Metadata, UpdateConfig, BatchUpdateStrategy, HealthCheckConfig,
 HealthCheckerConfig, HttpHealthChecker, LifecycleConfig, HttpLifecycleConfig, Job) = [Stub] * 16
Service = Stub(service=True)

with open(sys.argv[1]) as f:
  exec(compile(f.read(), sys.argv[1], 'exec'))
assert jobs
