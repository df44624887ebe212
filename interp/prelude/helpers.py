"""The helpers and constants that a config finds beside the struct classes (schema.md §1, §3, §4).

The module's globals hold the struct classes and Empty before this runs.
"""

BYTES = 1
KB = 1024 * BYTES
MB = 1024 * KB
GB = 1024 * MB
TB = 1024 * GB

AURORA_EXECUTOR_NAME = 'AuroraExecutor'

Job = MesosJob
Service = MesosJob(service=True)
DefaultHealthChecker = HealthCheckerConfig(http=HttpHealthChecker())
DisableLifecycle = LifecycleConfig()
DefaultLifecycleConfig = LifecycleConfig(http=HttpLifecycleConfig())


class Units:
  """Arithmetic on resources and waits; whatever is unset counts 0."""

  @classmethod
  def safe_get(cls, value):
    return 0 if value is Empty else value.get()

  @classmethod
  def optional_resources(cls, resources):
    return Resources() if resources is Empty else resources

  @classmethod
  def _fold(cls, combine, all_resources):
    totals = {'cpu': 0, 'ram': 0, 'disk': 0, 'gpu': 0}
    for resources in all_resources:
      resources = cls.optional_resources(resources)
      for dimension in totals:
        amount = cls.safe_get(getattr(resources, dimension)())
        totals[dimension] = combine(totals[dimension], amount)
    return Resources(**totals)

  @classmethod
  def resources_sum(cls, *resources):
    return cls._fold(lambda a, b: a + b, resources)

  @classmethod
  def resources_max(cls, resources):
    return cls._fold(max, resources)

  @classmethod
  def finalization_wait_sum(cls, waits):
    return sum(cls.safe_get(wait) for wait in waits)

  @classmethod
  def finalization_wait_max(cls, waits):
    return max([0] + [cls.safe_get(wait) for wait in waits])

  # A set in the original; here the first occurrence keeps its place.
  @classmethod
  def processes_merge(cls, tasks):
    return list(dict.fromkeys(process for task in tasks for process in task.processes()))

  @classmethod
  def constraints_merge(cls, tasks):
    return list(dict.fromkeys(constraint for task in tasks for constraint in task.constraints()))


class Processes:
  @classmethod
  def order(cls, *processes):
    """One Constraint in a list: the processes (or names) run in this order."""

    def name_of(process):
      if isinstance(process, Process):
        return process.name()
      if isinstance(process, str):
        return process
      raise ValueError('Unknown value for process order: %r' % (process,))

    return [Constraint(order=[name_of(process) for process in processes])]


class Tasks:
  SIMPLE_CPU = 1.0
  SIMPLE_RAM = 1 * GB
  SIMPLE_DISK = 1 * GB

  @classmethod
  def simple(cls, name, command):
    return Task(
      name=name,
      processes=[Process(name=name, cmdline=command)],
      resources=Resources(cpu=cls.SIMPLE_CPU, ram=cls.SIMPLE_RAM, disk=cls.SIMPLE_DISK))

  @classmethod
  def sequential(cls, task):
    if task.has_constraints() and len(task.constraints().get()) > 0:
      raise ValueError('Cannot turn a Task with existing constraints into a SequentialTask!')
    if not task.has_processes():
      return task
    return task(constraints=Processes.order(*task.processes()))

  @classmethod
  def _merged(cls, tasks):
    return tasks[-1](processes=Units.processes_merge(tasks))

  @classmethod
  def combine(cls, *tasks, **kw):
    if not tasks:
      return Task()
    return cls._merged(tasks)(
      resources=Units.resources_sum(*[task.resources() for task in tasks]),
      constraints=Units.constraints_merge(tasks),
      finalization_wait=Units.finalization_wait_max([task.finalization_wait() for task in tasks]),
      **kw)

  @classmethod
  def concat(cls, *tasks, **kw):
    if not tasks:
      return Task()
    constraints = Units.constraints_merge(tasks)
    for earlier, later in zip(tasks, tasks[1:]):
      for before in earlier.processes():
        for after in later.processes():
          if before != after:
            constraints += Processes.order(before, after)
    return cls._merged(tasks)(
      resources=Units.resources_max([task.resources() for task in tasks]),
      constraints=constraints,
      finalization_wait=Units.finalization_wait_sum([task.finalization_wait() for task in tasks]),
      **kw)


class Options:
  @classmethod
  def _render(cls, long_prefix, options, named):
    def one(name, value):
      prefix = '-' if len(name) == 1 else long_prefix
      return '%s%s %s' % (prefix, name, value) if value else prefix + name

    rendered = []
    for option in options:
      if isinstance(option, dict):
        rendered += [one(name, value) for name, value in option.items()]
      elif isinstance(option, str):
        rendered.append(one(option, None))
      else:
        raise ValueError('Got an unexpected argument to render_options: %r' % (option,))
    rendered += [one(name, value) for name, value in named.items()]
    return ' '.join(rendered)

  @classmethod
  def java(cls, *options, **named):
    return cls._render('-', options, named)

  @classmethod
  def python(cls, *options, **named):
    return cls._render('--', options, named)


def SimpleTask(name, command):
  return Tasks.simple(name, command)


def SequentialTask(*args, **kw):
  return Tasks.sequential(Task(*args, **kw))


order = Processes.order
combine_tasks = Tasks.combine
concat_tasks = Tasks.concat
java_options = Options.java
python_options = Options.python
