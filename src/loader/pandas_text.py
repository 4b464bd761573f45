# The file: {command} --output {word}
# {faulty}
# Run this in the folder of the file, with pandas 1.1 or newer: {run}
import pandas as pd

columns = [{quoted_names}]
# Rows may have a field too few or too many, so each comes as the text of its line.
lines = pd.read_csv({source}, header=None, sep="\x01", quoting=3, dtype="string", keep_default_na=False, skip_blank_lines=False)[0]
if lines[0] != ",".join(columns):
    raise ValueError(f"the file does not begin with the header {','.join(columns)}")
if len(lines) - 1 != {rows}:
    raise ValueError(f"the file has {len(lines) - 1} rows, and its recipe {rows}")
{frame} = lines[1:].str.split(",", n=len(columns), expand=True).reindex(columns=range(len(columns) + 1))
{frame} = {frame}.set_axis([*columns, "fields_beyond"], axis="columns").reset_index(drop=True)
