# The names that a config finds without an import. Pyright adds them to Python's own.
from typing import Any

from pystachio import *
from apache.aurora.config.schema.base import *

def include(path: str, /) -> None:
    """Runs another config file, which sees and sets the same names as this one.

    A relative path starts at the folder of the file that is being run.
    """

jobs: list[Job]
"""The jobs of the file: what is validated, rendered and deployed."""
hooks: list[Any]
"""Objects with methods like pre_create_job or post_kill_job, for jobs with enable_hooks."""
