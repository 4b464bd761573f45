"""The data source in a real Apache Spark, here with one machine: its result is the command's file, however it is cut, and
whoever dies."""

import csv
import hashlib
import io
import os
import signal
import sys

import pytest

import segmint.spark
from segmint.spark import SegmintDataSource, _Range

from pyspark import cloudpickle
from pyspark.sql import SparkSession, functions
from pyspark.sql.types import DateType, DecimalType, IntegerType

CUSTOMERS = "v=2&seed=7&count=20000&as_of=2026-11-23"
TRANSACTIONS = "v=2&seed=7&count=150&as_of=2026-11-23&months=12&table=transactions"


@pytest.fixture(scope="module")
def spark():
    os.environ["PYSPARK_PYTHON"] = sys.executable
    # Two threads, and a task may be tried three times.
    builder = SparkSession.builder.master("local[2, 3]").appName("segmint")
    for key, value in {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
    }.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    segmint.spark.register(session)
    yield session
    session.stop()


def load(spark, name="segmint", **options):
    return spark.read.format(name).options(**options).load()


def sha256(frame):
    """Of the CSV of these rows, sorted by their id."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(frame.columns)
    rows = frame.orderBy(frame.columns[0]).toArrow().to_pylist()
    writer.writerows(["" if value is None else value for value in row.values()] for row in rows)
    return hashlib.sha256(text.getvalue().encode()).hexdigest()


@pytest.mark.parametrize(("link", "table"), [(CUSTOMERS, "customers"), (TRANSACTIONS, "transactions")])
def test_the_result_is_the_commands_file_however_it_is_cut(spark, made, link, table):
    file, _ = made(table, "a.csv", "--link", link)
    expected = hashlib.sha256(file).hexdigest()
    for partitions in (1, 7, 64):
        frame = load(spark, link=link, partitions=partitions)
        found = frame.rdd.getNumPartitions()
        assert partitions / 4 <= found <= partitions, found
        assert sha256(frame) == expected, partitions


class Mortal(SegmintDataSource):
    """Whose tasks die once each, in the middle of their rows: the first by an error, the others with their process."""

    @classmethod
    def name(cls):
        return "mortal"

    def reader(self, schema):
        reader = super().reader(schema)
        graves, read = self.options["path"], reader.read

        def mortal(partition):
            batches = iter(read(partition))
            yield next(batches)
            grave = os.path.join(graves, str(partition.first))
            if not os.path.exists(grave):
                open(grave, "w").close()
                if partition.first == 1:
                    raise OSError("died")
                os.kill(os.getpid(), signal.SIGKILL)
            yield from batches

        reader.read = mortal
        return reader


def test_tasks_that_die_are_tried_again_and_change_nothing(spark, made, tmp_path):
    file, _ = made("transactions", "a.csv", "--link", TRANSACTIONS)
    graves = tmp_path / "graves"
    graves.mkdir()
    # Workers do not know this file.
    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    spark.dataSource.register(Mortal)
    frame = load(spark, "mortal", link=TRANSACTIONS, partitions=3, path=str(graves))
    assert sha256(frame) == hashlib.sha256(file).hexdigest()
    assert sorted(int(grave.name) for grave in graves.iterdir()) == [1, 51, 101]


def test_parquet_holds_the_same_rows(spark, made, tmp_path):
    file, _ = made("transactions", "a.csv", "--link", TRANSACTIONS)
    expected = hashlib.sha256(file).hexdigest()
    made("transactions", "ours.parquet", "--link", TRANSACTIONS)
    assert sha256(spark.read.parquet(str(tmp_path / "ours.parquet"))) == expected
    frame = load(spark, link=TRANSACTIONS, partitions=3)
    by_month = frame.withColumn("month", functions.trunc("transaction_date", "month"))
    by_month.write.mode("errorifexists").partitionBy("month").parquet(str(tmp_path / "by_month"))
    assert len(list((tmp_path / "by_month").glob("month=*"))) >= 12
    assert sha256(spark.read.parquet(str(tmp_path / "by_month")).drop("month")) == expected
    made("customers", "customers.csv", "--link", CUSTOMERS)
    file = (tmp_path / "customers.csv").read_bytes()
    made("customers", "customers.parquet", "--link", CUSTOMERS)
    found = spark.read.parquet(str(tmp_path / "customers.parquet"))
    assert sha256(found) == hashlib.sha256(file).hexdigest()
    assert found.where("age = 30 and customer_id > 'CUST00019000'").count() > 0


def test_the_schema_has_types(spark):
    schema = load(spark, link=TRANSACTIONS).schema
    assert schema["transaction_date"].dataType == DateType()
    assert schema["transaction_amount"].dataType == DecimalType(12, 2)
    schema = load(spark, link=TRANSACTIONS, table="customers").schema
    assert schema["age"].dataType == schema["credit_limit"].dataType == IntegerType()
    assert [field.name for field in schema if field.nullable] == ["decline_type"]


def customers_of(reader):
    return [(part.first, part.last) for part in reader.partitions()]


def test_ranges_of_ids_are_pushed_down(spark):
    frame = load(spark, link=TRANSACTIONS, partitions=5)
    part = frame.where("customer_id >= 'CUST00000031' and customer_id < 'CUST00000041'")
    # Ten customers, in at most as many tasks as there are partitions; all others are not made.
    assert part.select("customer_id").distinct().count() == 10
    from pyspark.sql.datasource import EqualTo, GreaterThan, In, LessThanOrEqual, StringStartsWith

    def narrowed(*filters, link=CUSTOMERS):
        source = SegmintDataSource({"link": link, "partitions": "1"})
        reader = source.reader(source.schema())
        assert list(reader.pushFilters(list(filters))) == list(filters)
        return customers_of(reader)

    of_id = ("customer_id",)
    assert narrowed() == [(1, 20_000)]
    assert narrowed(EqualTo(of_id, "CUST00000777")) == [(777, 777)]
    assert narrowed(In(of_id, ("CUST00000777", "CUST00000012"))) == [(12, 777)]
    assert narrowed(GreaterThan(of_id, "CUST00000777"), LessThanOrEqual(of_id, "CUST00000779x")) == [(778, 779)]
    assert narrowed(StringStartsWith(of_id, "CUST000001")) == [(100, 199)]
    assert narrowed(EqualTo(of_id, "CUST00099999")) == [(1, 0)]
    assert narrowed(EqualTo(("state",), "CUST00000777")) == [(1, 20_000)]
    # A fault may be in an id.
    assert narrowed(EqualTo(of_id, "CUST00000777"), link=CUSTOMERS + "&dirt=duplicate_id:5") == [(1, 20_000)]
    assert load(spark, link=CUSTOMERS).where("customer_id = 'CUST00099999'").count() == 0


def test_partitions_end_with_blocks_where_they_can():
    def cut(partitions, count=20_000):
        source = SegmintDataSource({"seed": "1", "count": str(count), "as_of": "2026-11-23", "partitions": str(partitions)})
        return customers_of(source.reader(source.schema()))

    assert cut(1) == [(1, 20_000)]
    assert cut(7)[:2] == [(1, 3_000), (3_001, 6_000)]
    assert len(cut(64)) == 64
    for partitions in (1, 3, 7, 64, 999):
        parts = cut(partitions, 12_345)
        assert [first for first, _ in parts] == [1, *[last + 1 for _, last in parts[:-1]]]
        assert parts[-1][1] == 12_345
    assert list(SegmintDataSource({"link": CUSTOMERS}).reader(None).read(_Range(1, 0))) == []


def test_options_that_cannot_be_say_why(spark):
    for options, parameter in [
        ({"link": CUSTOMERS, "partitions": "0"}, "partitions"),
        ({"link": CUSTOMERS, "table": "accounts"}, "table"),
        ({"count": "5", "seed": "1"}, "as_of"),
        ({"count": "0", "as_of": "2026-11-23"}, "count"),
    ]:
        with pytest.raises(segmint.SegmintError) as refused:
            SegmintDataSource(options).reader(None)
        assert refused.value.parameter == parameter
    with pytest.raises(Exception, match="must be a range|count"):
        load(spark, count="0", as_of="2026-11-23").count()
