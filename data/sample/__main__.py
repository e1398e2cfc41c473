"""Writes the sample company's source files: `python -m data.sample FOLDER`."""

import argparse
from pathlib import Path

from data.sample.generate import generate

parser = argparse.ArgumentParser(prog="python -m data.sample", description="Write the sample company's source files.")
parser.add_argument("folder", type=Path, help="where the files go")
parser.add_argument("--seed", type=int, default=7)
chosen = parser.parse_args()
generate(chosen.folder, seed=chosen.seed)
