"""The native half of the package. Import ``segmint`` instead."""

import os
from collections.abc import Callable
from typing import Any, final

VERSION: str

_Progress = Callable[[int, int], object]

@final
class Recipe:
    @staticmethod
    def of_link(text: str) -> Recipe: ...
    @staticmethod
    def of_parameters(given: list[tuple[str, str]]) -> Recipe: ...
    @property
    def link(self) -> str: ...
    @property
    def table(self) -> str: ...
    @property
    def count(self) -> int: ...
    @property
    def has_faults(self) -> bool: ...
    def judge(self, table: str, first: int, last: int) -> None: ...
    def stream(self, table: str, first: int, last: int, threads: int | None = None) -> Any: ...
    @staticmethod
    def schema(table: str) -> Any: ...
    def generate(
        self,
        table: str,
        first: int,
        last: int,
        path: str | os.PathLike[str] | None = None,
        format: str | None = None,
        compression: str | None = None,
        progress: _Progress | None = None,
    ) -> str: ...
    def fingerprint(
        self, table: str, first: int, last: int, progress: _Progress | None = None
    ) -> str: ...

def validate(
    data: bytes | bytearray | str | os.PathLike[str],
    today: str,
    link: str | None = None,
    terms: list[tuple[str, str]] = ...,
    customers: bytes | bytearray | str | os.PathLike[str] | None = None,
    progress: _Progress | None = None,
) -> str: ...
