"""The wheel against the command line, and with the libraries that take its tables."""

import csv
import datetime
import hashlib
import io
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
import tomllib
from decimal import Decimal

import duckdb
import pandas
import polars
import pyarrow
import pytest

import segmint
from conftest import ROOT

LINK = "v=1&seed=18446744073709551615&count=12345&as_of=2024-02-29&weights=12.5,37.5,20,20.1,9.9&age=18-120"
OF_LINK = ["--link", LINK]

def buying():
    return segmint.DataSet(seed=7, count=150, as_of="2026-11-23", months=12, overlap=25)


BUYING = ["--link", buying().link]


def rows_of(text):
    return list(csv.reader(io.StringIO(text)))[1:]


def told(table):
    """Rows as the CSV has them."""

    def text(value):
        return "" if value is None else str(value)

    return [[text(value) for value in row.values()] for row in pyarrow.table(table).to_pylist()]


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def test_the_versions_are_in_step():
    cargo = tomllib.loads((ROOT / "Cargo.toml").read_text())
    assert segmint.__version__ == cargo["workspace"]["package"]["version"]


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.ndjson", "a.json", "a.sql", "a.parquet"])
def test_files_and_reports_are_the_commands(made, tmp_path, name):
    for table, data, options in [
        ("customers", segmint.DataSet(link=LINK), OF_LINK),
        ("transactions", buying(), BUYING),
    ]:
        theirs, their_report = made(table, f"theirs.{name}", *options)
        report = data.write(tmp_path / name, table=table)
        ours = (tmp_path / name).read_bytes()
        # A statement of SQL ends with its partition, and both have the same.
        assert sha256(ours) == sha256(theirs), table
        assert report["output"] == str(tmp_path / name)
        del report["output"], their_report["output"]
        assert report == their_report
        assert list(report) == list(their_report)


def test_the_report_and_the_fingerprint_need_no_file(made):
    data = buying()
    for table in ("customers", "transactions"):
        bytes_, theirs = made(table, "a.csv", *BUYING)
        report = data.report(table)
        assert report["output"] is None
        del report["output"], theirs["output"]
        assert report == theirs
        assert getattr(data, table).sha256 == sha256(bytes_) == report["sha256"]
    assert data.sha256 == data.customers.sha256
    assert segmint.DataSet(link=data.report("transactions")["link"]).table == "transactions"


def test_a_link_with_a_fingerprint_is_held_to_it(tmp_path):
    sha = segmint.DataSet(link=LINK).sha256
    report = segmint.DataSet(link=f"{LINK}&sha256={sha}").write(tmp_path / "a.csv")
    assert report["fingerprint"] == {"sha256": sha, "expected": sha, "identical": True}
    with pytest.raises(segmint.SegmintError) as refused:
        segmint.DataSet(link=f"{LINK}&sha256={'0' * 64}").write(tmp_path / "b.csv")
    assert refused.value.parameter == "sha256"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_streams_hold_what_the_csv_holds(made):
    schema = pyarrow.schema(buying().transactions)
    assert schema.field("transaction_amount").type == pyarrow.decimal128(12, 2)
    assert schema.field("transaction_date").type == pyarrow.date32()
    assert not any(field.nullable for field in schema)
    schema = pyarrow.schema(buying().customers)
    assert [field.name for field in schema if field.nullable] == ["decline_type"]
    assert schema.field("age").type == schema.field("credit_limit").type == pyarrow.int32()
    for table, data, options in [
        ("customers", segmint.DataSet(link=LINK), OF_LINK),
        ("transactions", buying(), BUYING),
    ]:
        theirs, _ = made(table, "a.csv", *options)
        assert told(getattr(data, table)) == rows_of(theirs.decode())
    batches = list(pyarrow.RecordBatchReader.from_stream(segmint.DataSet(link=LINK).customers))
    assert [batch.num_rows for batch in batches] == [10_000, 2_345]


def test_ranges_are_made_alone_and_concatenate(made):
    data = buying()
    for table, option in (("customers", "--rows"), ("transactions", "--customers")):
        whole = getattr(data, table)
        parts = [whole.range(first, last) for first, last in [(1, 17), (18, 99), (100, 150)]]
        assert [row for part in parts for row in told(part)] == told(whole)
        theirs, their_report = made(table, "part.csv", *BUYING, option, "18-99")
        assert parts[1].sha256 == sha256(theirs)
        report = parts[1].report()
        del report["output"], their_report["output"]
        assert report == their_report


def test_libraries_take_the_tables_as_they_are():
    data = buying()
    customers, transactions = data.customers, data.transactions
    expected = pyarrow.table(transactions)
    cents = sum(expected["transaction_amount"].to_pylist())

    frame = pandas.DataFrame.from_arrow(customers)
    assert (len(frame), frame["age"].dtype.kind) == (150, "i")
    assert frame["decline_type"].isna().sum() == (frame["customer_segment"] != "Declining").sum()

    frame = polars.DataFrame(transactions)
    assert frame.schema["transaction_amount"] == polars.Decimal(12, 2)
    assert frame.schema["transaction_date"] == polars.Date
    assert frame["transaction_amount"].sum() == cents

    answer = duckdb.sql("""
        select count(*), sum(transaction_amount), typeof(any_value(transaction_date)), count(distinct c.customer_id)
        from transactions join customers c using (customer_id)
    """).fetchall()
    assert answer == [(expected.num_rows, cents, "DATE", len(set(expected["customer_id"].to_pylist())))]


def test_parameters_come_as_python_has_them():
    written = segmint.DataSet(
        seed=2**64 - 1, count=100, as_of=datetime.date(2026, 11, 23), weights=(20, 20, 20, 20, 20.0),
        premium=[30, 0, 12.5, 0, 0], gradual=62.5, age=(18, 99), credit_limit="1500-99000", credit_limit_step=500,
        payments=[(40, 80), (20, 40), (15, 30), (20, 40), (25, 51)], declined=2.5, growth=10,
        gradual_decline=[90, 80], dirt={"wrong_case": 3, "duplicate_id": "1pct"}, domains="example",
    )
    read = segmint.DataSet(
        seed=str(2**64 - 1), count="100", as_of="2026-11-23", weights="20,20,20,20,20", premium="30,0,12.5,0,0",
        gradual="62.5", age="18-99", credit_limit=(1500, 99000), credit_limit_step="500", payments="40-80,20-40,15-30,20-40,25-51",
        declined="2.5", growth="10", gradual_decline="90,80", dirt="wrong_case:3,duplicate_id:1pct", domains="example",
    )
    assert written.link == read.link
    again = segmint.DataSet(link="https://example.org/segmint/#" + written.link)
    assert again.link == written.link
    assert pickle.loads(pickle.dumps(written)).link == written.link
    part = pickle.loads(pickle.dumps(buying().transactions.range(3, 5)))
    assert told(part) == told(buying().transactions.range(3, 5))
    today = segmint.DataSet(count=1)
    assert f"as_of={datetime.date.today()}" in today.link


def refusal(work):
    with pytest.raises(segmint.SegmintError) as refused:
        work()
    return refused.value


def test_what_cannot_be_says_what_and_why():
    error = refusal(lambda: segmint.DataSet(count=0, age=(3, 300), as_of="2026-11-23"))
    assert isinstance(error, ValueError)
    assert (error.parameter, error.value) == ("count", "0")
    assert "99,999,999" in error.limit
    assert [fault.parameter for fault in error.faults] == ["count", "age"]
    assert all(fault.message in str(error) for fault in error.faults)
    assert pickle.loads(pickle.dumps(error)).faults == error.faults
    data = buying()
    error = refusal(lambda: data.customers.range(3, 151))
    assert (error.parameter, error.value) == ("rows", "3-151")
    error = refusal(lambda: data.transactions.range(0, 5))
    assert (error.parameter, error.value) == ("customers", "0-5")
    error = refusal(lambda: segmint.DataSet(link=LINK).transactions)
    assert (error.parameter, error.value, error.limit) == ("table", "transactions", "needs recipe version 2")
    error = refusal(lambda: segmint.DataSet(link="v=2&seed=1&count=5&as_of=2026-11-23&colour=red"))
    assert error.parameter == "colour"
    error = refusal(lambda: data.write("a.xlsx"))
    assert (error.parameter, error.value) == ("path", ".xlsx")
    error = refusal(lambda: data.write("a.csv", compression="zstd"))
    assert (error.parameter, error.value) == ("compression", "zstd")
    error = refusal(lambda: data.report("accounts"))
    assert (error.parameter, error.value) == ("table", "accounts")
    with pytest.raises(TypeError, match="seed"):
        segmint.DataSet(link=LINK, seed=1)
    with pytest.raises(TypeError):
        segmint.DataSet(color="red")
    with pytest.raises(FileNotFoundError):
        data.write("no/such/folder/a.csv")


def test_faults_without_a_type_are_refused_and_leave_no_file(tmp_path):
    data = segmint.DataSet(count=2000, seed=1, as_of="2026-11-23", dirt="missing_value:9")
    error = refusal(lambda: data.write(tmp_path / "a.parquet"))
    assert error.parameter == "dirt"
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(Exception, match="is no value"):
        pyarrow.table(data.customers)
    assert data.write(tmp_path / "a.csv")["dirt"]["exact"]


def test_files_are_checked_as_the_command_checks_them(segmint_command, made, tmp_path):
    import json

    bytes_, _ = made("customers", "a.csv", *OF_LINK)
    made("transactions", "b.csv", *BUYING)
    made("customers", "c.csv", *BUYING)
    link = buying().report("transactions")["link"]
    broken = bytes_.replace(b"CUST00000007", b"CUST00000008", 1)
    (tmp_path / "d.csv").write_bytes(broken)
    for data, options, theirs in [
        ("a.csv", {"link": LINK}, ["--link", LINK]),
        ("d.csv", {"age": (18, 100), "as_of": "2024-02-29"}, ["--age", "18-100", "--as-of", "2024-02-29"]),
        ("d.csv", {}, []),
        ("b.csv", {"link": link}, ["--link", link]),
        ("b.csv", {"customers": tmp_path / "c.csv"}, ["--customers", "c.csv"]),
    ]:
        report = segmint.validate(tmp_path / data, **options)
        printed = json.loads(segmint_command("validate", data, *theirs, "--report", "json"))
        assert report.pop("file") == str(tmp_path / data)
        assert printed.pop("file") == data
        if "customers" in report:
            assert report["customers"].pop("file") == str(tmp_path / "c.csv")
            assert printed["customers"].pop("file") == "c.csv"
        assert report == printed
    assert segmint.validate(bytes_, link=LINK)["comparison"]["identical"]
    assert not segmint.validate(bytearray(broken))["is_valid"]
    error = refusal(lambda: segmint.validate(b"", age="3"))
    assert error.parameter == "age"
    error = refusal(lambda: segmint.validate(bytes_, customers=b"x"))
    assert error.parameter == "customers"
    with pytest.raises(FileNotFoundError):
        segmint.validate(tmp_path / "none.csv")


def test_progress_is_told_and_may_end_the_work(tmp_path):
    seen = []
    data = segmint.DataSet(count=300_000, seed=1, as_of="2026-11-23")
    data.write(tmp_path / "a.csv", progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (300_000, 300_000)
    assert seen == sorted(seen)
    size = (tmp_path / "a.csv").stat().st_size
    seen.clear()
    segmint.validate(tmp_path / "a.csv", progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (size, size)

    def enough(done, total):
        raise StopAsyncIteration("enough")

    with pytest.raises(StopAsyncIteration):
        data.write(tmp_path / "b.csv", progress=enough)
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_python_goes_on_while_rows_are_made():
    count, done = 0, threading.Event()

    def work():
        segmint.DataSet(count=3_000, seed=1, as_of="2026-11-23").report("transactions")
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    while not done.is_set():
        count += 1
        time.sleep(0.001)
    thread.join()
    # Were the lock held, this would have waited for all of it.
    assert count > 5


@pytest.mark.parametrize(
    "work", ["data.write('a.csv')", "data.report('transactions')", "data.sha256", "data.transactions.sha256"]
)
def test_an_interrupt_ends_long_work(tmp_path, work):
    script = f"""
import segmint
data = segmint.DataSet(count=99_999_999, seed=1, as_of='2026-11-23')
print('begun', flush=True)
try:
    {work}
except KeyboardInterrupt:
    print('interrupted', flush=True)
"""
    process = subprocess.Popen([sys.executable, "-c", script], cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "begun\n"
    time.sleep(0.5)
    os.kill(process.pid, signal.SIGINT)
    assert process.communicate(timeout=60)[0] == "interrupted\n"
    assert list(tmp_path.iterdir()) == []


def test_the_types_are_those_of_the_package(tmp_path):
    (tmp_path / "user.py").write_text("""
import segmint
data = segmint.DataSet(count=5, seed=1, as_of="2026-11-23", age=(18, 99), weights=[20, 20, 20, 20, 20])
reveal_type(data.customers.range(1, 2).write("a.csv"))
reveal_type(segmint.validate(b"", as_of="2026-11-23"))
data.write("a.csv", format="xlsx")
segmint.DataSet(colour="red")
""")
    strict = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", tmp_path / "cache"]
    where = os.path.dirname(segmint.__file__)
    package = ["__init__.py", "_errors.py", "_segmint.pyi"]
    checked = subprocess.run(
        [*strict, *[f"{where}/{name}" for name in package]], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    checked = subprocess.run([*strict, "user.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
    lines = checked.stdout.splitlines()
    assert sum('Revealed type is "dict[str, Any]"' in line.replace("builtins.", "").replace("typing.", "")
               for line in lines) == 2, checked.stdout
    assert sum("error:" in line for line in lines) == 2, checked.stdout


def test_the_readme_says_what_is_true(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "crates/python/README.md").read_text()
    blocks = [block.split("```")[0] for block in text.split("```python\n")[1:]]
    assert len(blocks) == 2
    script = "\n".join(["import pandas, polars, duckdb, pyarrow, pytest", *blocks])
    assert "DECIMAL(12,2)" in text
    script += "\n\ntest_there_are_as_many_premium_cards_as_the_contract_says(customers_of())\n"
    # Called as pytest calls it: with what the fixture returns.
    script = script.replace("@pytest.fixture(scope=\"session\")\ndef customers", "def customers_of")
    script = script.replace("count=50_000", "count=500")
    script = script.replace("range(1_001, 2_000)", "range(101, 200)")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"customers.parquet", "transactions.parquet"}


def test_amounts_are_exact():
    amounts = pyarrow.table(buying().transactions)["transaction_amount"]
    assert all(isinstance(amount, Decimal) and amount >= 1 for amount in amounts.to_pylist())
