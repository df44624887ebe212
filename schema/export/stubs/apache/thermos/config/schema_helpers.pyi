from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pystachio import *
from pystachio._accepted import Fields, IntegerLike, StringLike, Unset
from pystachio.container import ListContainer

from .schema_base import *

BYTES: int
KB: int
"""1024 bytes"""
MB: int
"""1024 KB"""
GB: int
"""1024 MB"""
TB: int
"""1024 GB"""

class Units:
    """Arithmetic on resources and waits; whatever is unset counts 0."""

    @classmethod
    def safe_get(cls, value: Any) -> Any: ...
    @classmethod
    def optional_resources(cls, resources: Resources | Unset) -> Resources: ...
    @classmethod
    def resources_sum(cls, *resources: Resources | Unset) -> Resources: ...
    @classmethod
    def resources_max(cls, resources: Iterable[Resources | Unset]) -> Resources: ...
    @classmethod
    def finalization_wait_sum(cls, waits: Iterable[Integer | Unset]) -> int: ...
    @classmethod
    def finalization_wait_max(cls, waits: Iterable[Integer | Unset]) -> int: ...
    @classmethod
    def processes_merge(cls, tasks: Iterable[Task]) -> list[Process]: ...
    @classmethod
    def constraints_merge(cls, tasks: Iterable[Task]) -> list[Constraint]: ...

class Processes:
    @classmethod
    def order(cls, *processes: Process | str) -> list[Constraint]:
        """One Constraint in a list: the processes, or those of these names, run in this order."""

class Tasks:
    SIMPLE_CPU: float
    SIMPLE_RAM: int
    SIMPLE_DISK: int

    @classmethod
    def simple(cls, name: StringLike, command: StringLike) -> Task:
        """A Task of one Process, with 1 core, 1 GB of memory and 1 GB of disk."""
    @classmethod
    def sequential(cls, task: Task) -> Task:
        """The task with its processes in the order of the list."""
    @classmethod
    def combine(
        cls,
        *tasks: Task,
        # COMBINED TASK FIELDS
    ) -> Task:
        """One Task of the processes of all, side by side: the sum of their resources, and the rest from the last one."""
    @classmethod
    def concat(
        cls,
        *tasks: Task,
        # COMBINED TASK FIELDS
    ) -> Task:
        """One Task of the processes of all, task after task: the largest of their resources, and the rest from the last
        one."""

class Options:
    @classmethod
    def java(cls, *options: str | Mapping[str, Any], **named: Any) -> str:
        """Options joined by blanks: java_options('server', Xmx = '1g') is '-server -Xmx 1g'."""
    @classmethod
    def python(cls, *options: str | Mapping[str, Any], **named: Any) -> str:
        """Options joined by blanks: python_options('v', port = 80) is '-v --port 80'."""

def SimpleTask(name: StringLike, command: StringLike) -> Task:
    """A Task of one Process, with 1 core, 1 GB of memory and 1 GB of disk."""

def SequentialTask(
    *fields: Fields,
    # TASK FIELDS
) -> Task:
    """A Task whose processes run one after the other, in the order of the list."""

order = Processes.order
combine_tasks = Tasks.combine
concat_tasks = Tasks.concat
java_options = Options.java
python_options = Options.python
