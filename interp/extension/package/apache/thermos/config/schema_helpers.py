"""Short ways to tasks and options."""

from apache.thermos.config.schema_base import *
