# The file: {command} --output {word}
# Run this in the folder of the file, with Polars 1.0 or newer: {run}
from datetime import date

import polars as pl

types = {
    {frame_types}
}
# Lists are read as text first, because older readers know no others, and so are decimals, because digits would be
# cut off. No rule is true of what is null.
late = {name: kind for name, kind in types.items() if isinstance(kind, (pl.Enum, pl.Decimal))}
readable = {name: pl.String if name in late else kind for name, kind in types.items()}
{frame} = pl.read_csv({source}, glob=False, schema_overrides=readable, infer_schema_length=0, null_values=[{no_values}])
if {frame}.columns != list(types):
    raise ValueError(f"the file does not begin with the header {','.join(types)}")
if {frame}.height != {rows}:
    raise ValueError(f"the file has {{frame}.height} rows, and its recipe {rows}")
{unrounded}{frame} = {frame}.cast(late)

kept = {frame}.select(
    {frame_rules}
)
broken = {rows.name: int((~rows.fill_null(False)).sum()) for rows in kept}
broken = {rule: rows for rule, rows in broken.items() if rows}
if broken:
    raise ValueError(f"rows that break the rules: {broken}")
