"""How fast rows come to pandas, Polars and DuckDB from the wheel, beside the same rows from their CSV on disk, and beside
other makers of synthetic rows. After ./scripts/wheel, in an environment with segmint, pandas, polars, duckdb, pyarrow,
faker and seedfaker: python benches/wheel.py [rows]

Times are the best of several, in turn, because a shared machine only ever makes things slower.
"""

import csv
import os
import sys
import tempfile
import time

import duckdb
import pandas
import polars
import pyarrow
from faker import Faker
from seedfaker import SeedFaker

import segmint

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
ROUNDS = 5 if ROWS > 10_000 else 1


def best(runs):
    """The best time of each."""
    times = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            start = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - start)
    return {name: min(seen) for name, seen in times.items()}


def told(what, rows, times):
    print(f"\n{what}, {rows:,} rows")
    for name, seconds in times.items():
        print(f"  {rows / seconds / 1e6:8.3f} million rows a second  {name}")


def libraries(what, table, path, dates):
    rows = pyarrow.table(table).num_rows

    def to_duckdb(rows, relation):
        # DuckDB finds the rows by their name, if that is the relation.
        duckdb.sql(f"create or replace temp table t as select * from {relation}")
        del rows

    told(what, rows, best({
        "pyarrow, from the wheel": lambda: pyarrow.table(table),
        "pandas, from the wheel": lambda: pandas.DataFrame.from_arrow(table),
        "pandas, from the CSV": lambda: pandas.read_csv(path, parse_dates=dates),
        "pandas, from the CSV by pyarrow": lambda: pandas.read_csv(path, engine="pyarrow", dtype_backend="pyarrow"),
        "Polars, from the wheel": lambda: polars.DataFrame(table),
        "Polars, from the CSV": lambda: polars.read_csv(path, try_parse_dates=True),
        "DuckDB, from the wheel": lambda: to_duckdb(table, "rows"),
        "DuckDB, from the CSV": lambda: to_duckdb(None, f"read_csv('{path}')"),
    }))


def others(data, folder):
    """The columns of customers that all have: names, address, age, state, city, status, limit and day."""
    few = max(ROWS // 100, 100)
    fake, seeded = Faker(), SeedFaker(seed="42", locale="en")
    Faker.seed(42)
    statuses = ["Employed", "Self-Employed", "Retired", "Unemployed"]
    fields = ["first-name", "last-name", "email", "integer:18..75", "state", "city", "integer:5000..50000", "date"]

    def with_faker():
        with open(os.path.join(folder, "faker.csv"), "w", newline="") as file:
            writer = csv.writer(file)
            for _ in range(few):
                writer.writerow([
                    fake.first_name(), fake.last_name(), fake.email(), fake.random_int(18, 75), fake.state_abbr(),
                    fake.city(), fake.random_element(statuses), fake.random_int(5000, 50000), fake.date(),
                ])

    told("Customers as records of Python", few, best({
        "segmint, from Arrow": lambda: pyarrow.table(data.customers.range(1, few)).to_pylist(),
        "seedfaker": lambda: seeded.records(fields, n=few),
    }))
    told("Customers as CSV", few, best({
        "segmint, checked": lambda: data.customers.range(1, few).write(os.path.join(folder, "few.csv")),
        "faker": with_faker,
    }))


def main():
    with tempfile.TemporaryDirectory() as folder:
        data = segmint.DataSet(count=ROWS, seed=42, as_of="2026-11-23")
        path = os.path.join(folder, "customers.csv")
        data.write(path)
        libraries("Customers", data.customers, path, ["account_open_date"])
        path = os.path.join(folder, "transactions.csv")
        transactions = data.transactions.range(1, max(ROWS // 550, 1))
        transactions.write(path)
        libraries("Transactions", transactions, path, ["transaction_date"])
        others(data, folder)


main()
