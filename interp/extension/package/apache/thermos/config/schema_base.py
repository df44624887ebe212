"""What a task is made of."""

from pystachio import *
from pystachio._borealis import (BYTES, GB, KB, MB, TB, Constraint, Logger, LoggerDestination, LoggerMode, Options,
                                 Process, Processes, Resources, RotatePolicy, SequentialTask, SimpleTask, Task, Tasks,
                                 ThermosContext, Units, combine_tasks, concat_tasks, java_options, order,
                                 python_options)
