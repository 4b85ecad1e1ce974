"""Runs a script of this folder, also where the folder is packed into one file, for a Python that sees only the file it is given.

    python3 bench/peers train_step flow --precision bf16
    cd bench/peers && python3 -m zipfile -c peers.zip *.py presets && python3 peers.zip train_step flow --precision bf16
"""
import importlib
import sys

NAMES = ("train_step", "sample", "train", "about")

if len(sys.argv) < 2 or sys.argv[1] not in NAMES:
    sys.exit(f"usage: {sys.argv[0]} {'|'.join(NAMES)} …")
name = sys.argv.pop(1)
importlib.import_module(name).main()
