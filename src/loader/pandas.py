# The file: {command} --output {word}
# Run this by python -i, in the folder of the file.
import pandas as pd

customers = pd.read_csv(
    {source},
    dtype={
        "customer_id": "string",
        "first_name": "string",
        "last_name": "string",
        "email": "string",
        "age": "int16",
        "state": "string",
        "city": "string",
        "employment_status": "string",
        "card_type": "string",
        "credit_limit": "int32",
        "account_open_date": "string",
        "customer_segment": "string",
        "decline_type": "string",
    },
    parse_dates=["account_open_date"],
    date_format="%Y-%m-%d",
    # Only a decline type may be missing; "NA" and "None" would be text.
    keep_default_na=False,
    na_values={"decline_type": [""]},
)

kept = {
    "customer_id": customers["customer_id"].str.fullmatch(r"CUST[0-9]{8}") & ~customers["customer_id"].duplicated(),
    "first_name": customers["first_name"] != "",
    "last_name": customers["last_name"] != "",
    "email": customers["email"].str.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+") & ~customers["email"].duplicated(),
    "age": customers["age"].between({age_min}, {age_max}),
    "state": customers["state"].isin([{states}]),
    "city": customers["city"] != "",
    "employment_status": customers["employment_status"].isin([{employments}]),
    "card_type": customers["card_type"].isin([{cards}]),
    "credit_limit": customers["credit_limit"].between({limit_min}, {limit_max}) & ((customers["credit_limit"] - {limit_min}) % {step} == 0),
    "account_open_date": customers["account_open_date"].between(pd.Timestamp("{first}"), pd.Timestamp("{last}")),
    "customer_segment": customers["customer_segment"].isin([{segments}]),
    "decline_type": customers["decline_type"].notna() == (customers["customer_segment"] == "Declining"),
    "decline_known": customers["decline_type"].isna() | customers["decline_type"].isin([{declines}]),
    "premium_allowed": (customers["card_type"] != "Premium"){premium},
}
broken = {rule: int((~rows).sum()) for rule, rows in kept.items() if not rows.all()}
if broken:
    raise ValueError(f"rows that break the rules: {broken}")
