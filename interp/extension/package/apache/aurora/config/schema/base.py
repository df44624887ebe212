"""What a job is made of: the names that a config file finds."""

from apache.thermos.config.schema import *
from pystachio._borealis import (AURORA_EXECUTOR_NAME, Announcer, AppcImage, BatchUpdateStrategy, Container,
                                 CoordinatorSlaPolicy, CountSlaPolicy, DefaultHealthChecker, DefaultLifecycleConfig,
                                 DisableLifecycle, Docker, DockerImage, ExecutorConfig, HealthCheckConfig,
                                 HealthCheckerConfig, HttpHealthChecker, HttpLifecycleConfig, Job, LifecycleConfig,
                                 Mesos, MesosContext, MesosJob, MesosTaskInstance, Metadata, Mode, Parameter,
                                 PartitionPolicy, PercentageSlaPolicy, QueueUpdateStrategy, Service,
                                 ShellHealthChecker, UpdateConfig, VariableBatchUpdateStrategy, Volume)
