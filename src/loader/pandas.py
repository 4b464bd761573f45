# The file: {command} --output {word}
# Run this in the folder of the file, with pandas 1.1 or newer: {run}
import pandas as pd

types = {
    {frame_types}
}
{frame} = pd.read_csv(
    {source},
    dtype=types,
    # "NA" and "None" are text.
    keep_default_na=False,
    na_values={column: [{no_values}] for column in {missing_columns}},
)
if list({frame}.columns) != list(types) or not isinstance({frame}.index, pd.RangeIndex):
    raise ValueError(f"the file does not begin with the header {','.join(types)}")
if len({frame}) != {rows}:
    raise ValueError(f"the file has {len({frame})} rows, and its recipe {rows}")
{dates}
kept = {
    {frame_rules}
}
broken = {rule: int((~rows).sum()) for rule, rows in kept.items() if not rows.all()}
if broken:
    raise ValueError(f"rows that break the rules: {broken}")
