#!/usr/bin/env python3
"""Takes the language model out of an exported page: page_model.py MODEL.html NAME writes NAME.onnx.gz and NAME.json, what is
needed beside it."""
import base64
import json
import pathlib
import re
import sys

page, name = pathlib.Path(sys.argv[1]).read_text(), sys.argv[2]
network = re.search(r'<script type="text/plain" id="network">([^<]*)</script>', page)[1]
facts = json.loads(re.search(r'<script type="application/json" id="facts">([^<]*)</script>', page)[1])
pathlib.Path(f"{name}.onnx.gz").write_bytes(base64.b64decode(network))
pathlib.Path(f"{name}.json").write_text(
    json.dumps({key: facts[key] for key in ("context", "dialogues", "merges")}, separators=(",", ":")) + "\n"
)
