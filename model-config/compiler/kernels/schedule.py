"""The classes of device that kernels are written for."""

from enum import Enum


class Schedule(Enum):
    """How the threads of a kernel share its work."""

    # Adapters that run shaders on the CPU: a thread computes whole outputs from whole rows, since barriers cost most.
    SOFTWARE = "software"
    # GPUs: neighbouring threads read neighbouring memory, and add up their parts through workgroup memory.
    WORKGROUP = "workgroup"
    # GPUs with the feature "subgroups", of any subgroup size: the same, but parts are added up in subgroups first.
    SUBGROUP = "subgroup"
