"""What a task is made of, and short ways to it."""

from apache.thermos.config.schema_base import *
