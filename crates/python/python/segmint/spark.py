"""Segmint as a data source of Apache Spark 4.

    segmint.spark.register(spark)
    spark.read.format("segmint").option("link", link).option("table", "transactions").option("partitions", 64).load()

A partition is a range of customers, which any executor makes alone; the rows depend neither on how many partitions
there are, nor on tasks that die and are tried again. Needs ``pyspark[sql]``, and ``segmint`` on every executor.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyarrow
from pyspark.sql import SparkSession
from pyspark.sql.datasource import (
    DataSource,
    DataSourceReader,
    EqualTo,
    Filter,
    GreaterThan,
    GreaterThanOrEqual,
    In,
    InputPartition,
    LessThan,
    LessThanOrEqual,
    StringStartsWith,
)
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StructType

from . import DataSet, SegmintError, Table

__all__ = ["SegmintDataSource", "register"]

_BLOCK = 1000
"""Customers are drawn by blocks of so many, so partitions end with one where they can."""

_OWN = ("link", "table", "partitions", "path")


def register(spark: SparkSession) -> None:
    """Makes ``spark.read.format("segmint")`` known to this session, and switches on that filters of ``customer_id``
    narrow what is made."""
    spark.conf.set("spark.sql.python.filterPushdown.enabled", "true")
    spark.dataSource.register(SegmintDataSource)


class SegmintDataSource(DataSource):
    """A table of a data set.

    Options: ``link``, or the parameters of :class:`segmint.DataSet` in their text forms, then with ``as_of``;
    ``table``, ``customers`` or ``transactions``, by default the link's; ``partitions``, into how many ranges of
    customers the table is cut, by default one for some 1,000,000 rows.
    """

    @classmethod
    def name(cls) -> str:
        return "segmint"

    def schema(self) -> StructType:
        return from_arrow_schema(pyarrow.schema(_table(self.options)))  # type: ignore[no-any-return]

    def reader(self, schema: StructType) -> DataSourceReader:
        table = _table(self.options)
        return _Reader(table, _partitions(self.options, table))


def _table(options: Mapping[str, str]) -> Table:
    given: dict[str, Any] = {name: value for name, value in options.items() if name not in _OWN}
    link = options.get("link")
    if link is not None:
        given["link"] = link
    elif "as_of" not in given:
        raise _refused("as_of", None, "must be said, because the tasks of tomorrow are of another day")
    data = DataSet(**given)
    name = options.get("table", data.table)
    return data._table(name)


def _partitions(options: Mapping[str, str], table: Table) -> int:
    text = options.get("partitions")
    if text is None:
        # A customer has some 550 transactions.
        customers = 1_000_000 if table.name == "customers" else 2_000
        return max(1, min(100_000, -(-(table.last - table.first + 1) // customers)))
    if not text.isdecimal() or not 1 <= int(text) <= 100_000:
        raise _refused("partitions", text, "must be a whole number from 1 to 100,000")
    return int(text)


def _refused(parameter: str, value: str | None, limit: str) -> SegmintError:
    said = parameter if value is None else f"{parameter} = {value!r}"
    return SegmintError([(parameter, value, limit, f"{said}: {limit}")])


class _Range(InputPartition):
    """The customers of a partition."""

    def __init__(self, first: int, last: int) -> None:
        super().__init__((first, last))
        self.first, self.last = first, last


class _Reader(DataSourceReader):
    def __init__(self, table: Table, partitions: int) -> None:
        self.table, self.count = table, partitions
        self.first, self.last = table.first, table.last

    def pushFilters(self, filters: list[Filter]) -> Iterable[Filter]:
        """Leaves out customers that filters leave out. The filters stay, and Spark asks them of every row."""
        # A fault may have changed an id.
        if not self.table._data._recipe.has_faults:
            for one in filters:
                self._narrow(one)
        return filters

    def _narrow(self, one: Filter) -> None:
        if getattr(one, "attribute", None) != ("customer_id",):
            return
        # Ids are in the order of their numbers.
        ids, numbers = range(self.table.first, self.table.last + 1), "CUST{:08}".format
        before = self.table.first - 1

        def at_least(text: str) -> None:
            self.first = max(self.first, before + bisect_left(ids, text, key=numbers) + 1)

        def at_most(text: str) -> None:
            self.last = min(self.last, before + bisect_right(ids, text, key=numbers))

        def below(text: str) -> None:
            self.last = min(self.last, before + bisect_left(ids, text, key=numbers))

        if isinstance(one, EqualTo):
            at_least(one.value)
            at_most(one.value)
        elif isinstance(one, In) and one.value:
            at_least(min(one.value))
            at_most(max(one.value))
        elif isinstance(one, GreaterThanOrEqual):
            at_least(one.value)
        elif isinstance(one, GreaterThan):
            self.first = max(self.first, before + bisect_right(ids, one.value, key=numbers) + 1)
        elif isinstance(one, LessThanOrEqual):
            at_most(one.value)
        elif isinstance(one, LessThan):
            below(one.value)
        elif isinstance(one, StringStartsWith):
            at_least(one.value)
            at_most(one.value + "\U0010ffff")

    def partitions(self) -> list[InputPartition]:
        if self.first > self.last:
            # Spark wants one; this one has no rows.
            return [_Range(1, 0)]
        customers = self.last - self.first + 1
        step = -(-customers // self.count)
        begin = self.first
        if step >= _BLOCK:
            step = -(-step // _BLOCK) * _BLOCK
            begin -= (begin - 1) % _BLOCK
        begins = range(begin, self.last + 1, step)
        return [_Range(max(self.first, begin), min(self.last, begin + step - 1)) for begin in begins]

    def read(self, partition: InputPartition) -> Iterator[pyarrow.RecordBatch]:
        assert isinstance(partition, _Range)
        if partition.first <= partition.last:
            rows = self.table.range(partition.first, partition.last)
            # Spark has a task for every core already.
            rows._threads = 1
            yield from pyarrow.RecordBatchReader.from_stream(rows)
