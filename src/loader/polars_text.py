# The file: {command} --output {word}
# {faulty}
# Run this in the folder of the file, with Polars 1.0 or newer: {run}
import polars as pl

columns = [{quoted_names}]
# Rows may have a field too few or too many, so each comes as the text of its line.
lines = pl.read_csv({source}, glob=False, has_header=False, separator="\x01", quote_char=None, infer_schema_length=0).to_series()
if lines[0] != ",".join(columns):
    raise ValueError(f"the file does not begin with the header {','.join(columns)}")
fields = lines[1:].str.split(",")
{frame} = pl.DataFrame(
    {name: fields.list.get(place, null_on_oob=True) for place, name in enumerate([*columns, "fields_beyond"])}
)
if {frame}.height != {rows}:
    raise ValueError(f"the file has {{frame}.height} rows, and its recipe {rows}")
