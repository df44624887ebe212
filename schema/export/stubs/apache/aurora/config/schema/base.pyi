from collections.abc import Mapping, Sequence
from typing import Any, Literal
from typing_extensions import Self

from pystachio import *
from pystachio._accepted import BooleanLike, Fields, FloatLike, IntegerLike, SequenceOf, StringLike, Unset
from pystachio.basic import EnumContainer
from pystachio.choice import ChoiceContainer
from pystachio.composite import Structural
from pystachio.container import ListContainer, MapContainer

from apache.thermos.config.schema import *

AURORA_EXECUTOR_NAME: str

# STRUCTS
Job = MesosJob
Service: MesosJob
"""A Job with service = True: its instances are started again whenever they end."""

DefaultHealthChecker: HealthCheckerConfig
"""Asks /health over HTTP."""
DisableLifecycle: LifecycleConfig
"""The task is not asked to end: its processes are killed."""
DefaultLifecycleConfig: LifecycleConfig
"""The task is asked over HTTP to end."""
