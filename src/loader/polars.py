# The file: {command} --output {word}
# Run this by python -i, in the folder of the file.
from datetime import date

import polars as pl

# An empty field is null, which no rule is true of.
customers = pl.read_csv(
    {source},
    schema={
        "customer_id": pl.String,
        "first_name": pl.String,
        "last_name": pl.String,
        "email": pl.String,
        "age": pl.Int16,
        "state": pl.Enum([{states}]),
        "city": pl.String,
        "employment_status": pl.Enum([{employments}]),
        "card_type": pl.Enum([{cards}]),
        "credit_limit": pl.Int32,
        "account_open_date": pl.Date,
        "customer_segment": pl.Enum([{segments}]),
        "decline_type": pl.Enum([{declines}]),
    },
)

kept = customers.select(
    customer_id=pl.col("customer_id").str.contains(r"^CUST[0-9]{8}$") & pl.col("customer_id").is_first_distinct(),
    first_name=pl.col("first_name") != "",
    last_name=pl.col("last_name") != "",
    email=pl.col("email").str.contains(r"^[^@\s]+@[^@\s]+\.[^@\s]+$") & pl.col("email").is_first_distinct(),
    age=pl.col("age").is_between({age_min}, {age_max}),
    state=pl.col("state").is_not_null(),
    city=pl.col("city") != "",
    employment_status=pl.col("employment_status").is_not_null(),
    card_type=pl.col("card_type").is_not_null(),
    credit_limit=pl.col("credit_limit").is_between({limit_min}, {limit_max}) & ((pl.col("credit_limit") - {limit_min}) % {step} == 0),
    account_open_date=pl.col("account_open_date").is_between(date.fromisoformat("{first}"), date.fromisoformat("{last}")),
    customer_segment=pl.col("customer_segment").is_not_null(),
    decline_type=pl.col("decline_type").is_not_null() == (pl.col("customer_segment") == "Declining"),
    premium_allowed=(pl.col("card_type") != "Premium"){premium},
)
broken = {rows.name: int((~rows.fill_null(False)).sum()) for rows in kept}
broken = {rule: rows for rule, rows in broken.items() if rows}
if broken:
    raise ValueError(f"rows that break the rules: {broken}")
