"""Segmented, seeded, validated synthetic customers and what they buy: the same bytes as the command and the page.

>>> import segmint
>>> data = segmint.DataSet(count=1000, seed=42, as_of="2026-11-23")
>>> data.report()["is_valid"]
True

Tables are Arrow streams, which pyarrow, pandas, Polars and DuckDB take as they are::

    pyarrow.table(data.customers)
    pandas.DataFrame.from_arrow(data.customers)
    polars.DataFrame(data.transactions)
    customers = data.customers; duckdb.sql("select * from customers")
"""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal, TypeAlias, Union

from . import _segmint
from ._errors import Fault, SegmintError

__all__ = ["DataSet", "Fault", "SegmintError", "Table", "validate"]
__version__: str = _segmint.VERSION

TableName: TypeAlias = Literal["customers", "transactions"]
Format: TypeAlias = Literal["csv", "ndjson", "json", "sql", "parquet"]
Compression: TypeAlias = Literal["none", "snappy", "zstd"]
Path: TypeAlias = Union[str, "os.PathLike[str]"]
Number: TypeAlias = Union[int, float, str]
Span: TypeAlias = Union["tuple[int, int]", str]
Numbers: TypeAlias = Union["Sequence[int | float]", str]
Spans: TypeAlias = Union["Sequence[tuple[int, int]]", str]
Progress: TypeAlias = Callable[[int, int], object]

_SPANS = {"age", "credit_limit", "opened", "new_account_age"}


class DataSet:
    """A data set: a pure function of its recipe, not of the clock, the machine or the number of threads.

    The recipe is given as a ``link`` (an address of the page, or what stands behind its ``#``) or as parameters; what
    is not given has its default, and ``as_of`` is today then. Say a day where the rows must not change.

    Raises:
        SegmintError: if there is no such data set.
    """

    def __init__(
        self,
        *,
        link: str | None = None,
        recipe_version: int | str | None = None,
        seed: int | str | None = None,
        count: int | str | None = None,
        as_of: datetime.date | str | None = None,
        weights: Numbers | None = None,
        premium: Numbers | None = None,
        gradual: Number | None = None,
        age: Span | None = None,
        credit_limit: Span | None = None,
        credit_limit_step: int | str | None = None,
        opened: Span | None = None,
        new_account_age: Span | None = None,
        domains: Literal["free", "example"] | None = None,
        dirt: Mapping[str, int | str] | str | None = None,
        months: int | str | None = None,
        payments: Spans | None = None,
        dollars: Spans | None = None,
        declined: Number | None = None,
        gradual_decline: Numbers | None = None,
        sudden_decline: Numbers | None = None,
        growth: Number | None = None,
        overlap: Number | None = None,
    ) -> None:
        given = {
            name: value
            for name, value in locals().items()
            if name not in ("self", "link") and value is not None
        }
        if link is not None:
            if given:
                raise TypeError(f"a link says it all; {', '.join(given)} cannot be given beside it")
            self._recipe = _segmint.Recipe.of_link(link)
        else:
            given.setdefault("as_of", datetime.date.today())
            self._recipe = _segmint.Recipe.of_parameters(_texts(given))

    @property
    def link(self) -> str:
        """The recipe as what stands behind the ``#`` of the page's address."""
        return self._recipe.link

    @property
    def count(self) -> int:
        """How many customers there are."""
        return self._recipe.count

    @property
    def table(self) -> TableName:
        """The table that the link names; otherwise customers."""
        return self._recipe.table  # type: ignore[return-value]

    @cached_property
    def customers(self) -> Table:
        """The customers, one row each."""
        return self._table("customers")

    @cached_property
    def transactions(self) -> Table:
        """What the customers buy, by customer, then day.

        Raises:
            SegmintError: if the recipe is of version 1, which knows customers alone.
        """
        return self._table("transactions")

    @property
    def sha256(self) -> str:
        """The SHA-256 of the plain CSV of the link's table, as ``sha256sum`` prints it."""
        return self._table(None).sha256

    def write(
        self,
        path: Path,
        *,
        table: TableName | None = None,
        format: Format | None = None,
        compression: Compression | None = None,
        progress: Progress | None = None,
    ) -> dict[str, Any]:
        """Writes a table, by default the link's. See :meth:`Table.write`."""
        rows = self._table(table)
        return rows.write(path, format=format, compression=compression, progress=progress)

    def report(
        self, table: TableName | None = None, *, progress: Progress | None = None
    ) -> dict[str, Any]:
        """What is known of a table, by default the link's. See :meth:`Table.report`."""
        return self._table(table).report(progress=progress)

    def __repr__(self) -> str:
        return f"segmint.DataSet(link={self.link!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _data_set, (self.link,)

    def _table(self, name: str | None) -> Table:
        if name is None:
            name = self._recipe.table
        return Table(self, name, 1, self._recipe.count)


class Table:
    """A table of a data set, or the rows of a range of its customers: an Arrow stream of some 10,000 rows a batch.

    Nothing is made before somebody reads, and then batch by batch, so a table of any size goes through little memory
    where its reader streams. Each read begins anew.
    """

    # How many threads make batches ahead; as many as there are processors, if nobody says.
    _threads: int | None = None

    def __init__(self, data: DataSet, name: str, first: int, last: int) -> None:
        data._recipe.judge(name, first, last)
        self._data, self._name, self._first, self._last = data, name, first, last

    @property
    def name(self) -> TableName:
        """``customers`` or ``transactions``."""
        return self._name  # type: ignore[return-value]

    @property
    def first(self) -> int:
        """The first customer, counted from 1."""
        return self._first

    @property
    def last(self) -> int:
        """The last customer."""
        return self._last

    def range(self, first: int, last: int) -> Table:
        """The rows of these customers alone, counted from 1, both included; made without those before them. Ranges
        that follow each other make the whole.

        Raises:
            SegmintError: if there are no such customers.
        """
        return Table(self._data, self._name, first, last)

    def __arrow_c_schema__(self) -> Any:
        """The schema, by Arrow's PyCapsule interface."""
        return _segmint.Recipe.schema(self._name)

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        """The rows, by Arrow's PyCapsule interface. They come in the table's own schema, whichever is requested."""
        return self._data._recipe.stream(self._name, self._first, self._last, self._threads)

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the rows as plain CSV with its header, as ``sha256sum`` prints it."""
        return self._data._recipe.fingerprint(self._name, self._first, self._last)

    def report(self, *, progress: Progress | None = None) -> dict[str, Any]:
        """Makes the rows, checks them against every rule, and returns what the command prints with ``--report json``.

        ``progress`` is called with how many customers are done and how many there are; what it raises ends the work.
        """
        return self._generate(None, None, None, progress)

    def write(
        self,
        path: Path,
        *,
        format: Format | None = None,
        compression: Compression | None = None,
        progress: Progress | None = None,
    ) -> dict[str, Any]:
        """Writes the rows, and returns the report on them. The file appears when it is whole, or not at all.

        The format is that of the name's ending (``.csv``, ``.tsv``, ``.ndjson``, ``.jsonl``, ``.json``, ``.sql``,
        ``.parquet``), unless another is said; ``compression`` is for Parquet, whose pages are otherwise compressed
        with Snappy.

        Raises:
            SegmintError: if there is no such format, the link says another SHA-256, or the rows have faults that the
                format has no words for.
            OSError: if the file cannot be written.
        """
        return self._generate(path, format, compression, progress)

    def _generate(
        self,
        path: Path | None,
        format: str | None,
        compression: str | None,
        progress: Progress | None,
    ) -> dict[str, Any]:
        report = self._data._recipe.generate(
            self._name, self._first, self._last, path, format, compression, progress
        )
        return json.loads(report)  # type: ignore[no-any-return]

    def __repr__(self) -> str:
        return f"<segmint {self._name} of customers {self._first} to {self._last}, {self._data.link}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return Table, (self._data, self._name, self._first, self._last)


def validate(
    data: Path | bytes | bytearray,
    *,
    link: str | None = None,
    customers: Path | bytes | bytearray | None = None,
    progress: Progress | None = None,
    recipe_version: int | str | None = None,
    as_of: datetime.date | str | None = None,
    weights: Numbers | None = None,
    premium: Numbers | None = None,
    gradual: Number | None = None,
    age: Span | None = None,
    credit_limit: Span | None = None,
    credit_limit_step: int | str | None = None,
    opened: Span | None = None,
    new_account_age: Span | None = None,
) -> dict[str, Any]:
    """Checks a file of either table, whoever made it: CSV, JSON or NDJSON, as it is or packed with gzip. Which table it
    is, its header says. Returns what ``segmint validate --report json`` prints.

    With a ``link`` the report says, too, whether the file is that data set, byte for byte, and where it begins to
    differ. Without one the file is held against the parameters; with ``as_of``, also the days. ``customers`` is the
    file beside which transactions are checked instead of the link's. ``progress`` is called with how many bytes are
    read and how many there are; what it raises ends the work.

    Raises:
        SegmintError: if the link or the parameters cannot be, or ``customers`` is no whole table of customers.
        OSError: if the file cannot be read.
    """
    apart = ("data", "link", "customers", "progress")
    terms = {
        name: value for name, value in locals().items() if name not in (*apart, "apart") and value is not None
    }
    if link is not None and terms:
        raise TypeError(f"a link says it all; {', '.join(terms)} cannot be given beside it")
    today = datetime.date.today().isoformat()
    return json.loads(  # type: ignore[no-any-return]
        _segmint.validate(data, today, link, _texts(terms), customers, progress)
    )


def _data_set(link: str) -> DataSet:
    return DataSet(link=link)


def _texts(given: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Parameters in their text forms, as links have them."""
    return [(name, _text(name, value)) for name, value in given.items()]


def _text(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        raise TypeError(f"{name} is not a matter of yes or no")
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return ",".join(f"{key}:{amount}" for key, amount in value.items()) or "none"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, Sequence):
        if name in _SPANS:
            least, most = value
            return f"{_text('', least)}-{_text('', most)}"
        pairs = ("-".join(_text("", end) for end in each) if isinstance(each, Sequence) and not isinstance(each, str)
                 else _text("", each) for each in value)
        return ",".join(pairs)
    return str(value)
