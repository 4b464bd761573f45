"""What was asked for cannot be."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """One thing that is wrong."""

    parameter: str | None
    """The parameter, or ``rows``, ``customers``, ``table``, ``path`` and the like; nothing if all of a link is meant."""
    value: str | None
    """What was given for it, if that is to blame."""
    limit: str | None
    """What the value had to keep."""
    message: str
    """All of it in a sentence."""


class SegmintError(ValueError):
    """What was asked for cannot be. The attributes are those of the first fault."""

    def __init__(self, faults: list[tuple[str | None, str | None, str | None, str]]) -> None:
        self.faults: list[Fault] = [Fault(*fault) for fault in faults]
        """All that is wrong, not just the first."""
        super().__init__("; ".join(fault.message for fault in self.faults))

    @property
    def parameter(self) -> str | None:
        """The parameter that is wrong."""
        return self.faults[0].parameter

    @property
    def value(self) -> str | None:
        """What was given for it."""
        return self.faults[0].value

    @property
    def limit(self) -> str | None:
        """What the value had to keep."""
        return self.faults[0].limit

    def __reduce__(self) -> tuple[type[SegmintError], tuple[list[tuple[str | None, ...]]]]:
        return type(self), ([tuple(fault) for fault in self.faults],)
