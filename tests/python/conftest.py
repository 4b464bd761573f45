"""The wheel against the command line. `./scripts/test` builds both before, and installs the wheel where this finds it."""

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMAND = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "segmint"


@pytest.fixture
def segmint_command(tmp_path):
    """The command line in a folder of its own; returns what it prints. It may find fault with a file."""

    def run(*arguments):
        done = subprocess.run(
            [COMMAND, *map(str, arguments)], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode in (0, 1), done.stderr
        return done.stdout

    return run


@pytest.fixture
def made(segmint_command, tmp_path):
    """A file of the command line's, and its report."""

    def make(table, name, *options):
        printed = segmint_command(f"generate-{table}", *options, "--output", name, "--report", "json")
        return (tmp_path / name).read_bytes(), json.loads(printed)

    return make
