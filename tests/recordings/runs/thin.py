#!/usr/bin/env python3
"""Thins the large tensors of a run's safetensors files out, so that the run can be kept in a few kilobytes. Usage: thin.py RUN

The dense networks of some presets have widths that no option changes: a checkpoint of theirs is 18 MB. Of every tensor with
more than 2,048 numbers of float32 all but about 448 become zero, the same ones in weights and moments; weights that stay
grow, so that sums keep their size. Headers, names, types and shapes stay what Figment wrote, and the checkpoint's SHA-256
(over its text and all its tensors, see ModelState) is computed anew.
"""
import glob
import hashlib
import json
import os
import struct
import sys

LARGE, KEPT = 2048, 448


def thin(path):
    with open(path, "rb") as file:
        content = file.read()
    length = struct.unpack("<Q", content[:8])[0]
    header, data = json.loads(content[8:8 + length]), bytearray(content[8 + length:])
    text = header.pop("__metadata__")
    tensors = sorted(header.items(), key=lambda entry: entry[1]["data_offsets"])
    order = hashlib.sha256()
    for key in sorted(key for key in text if key != "sha256"):
        order.update(f"{key}={text[key]}\n".encode())
    before = order.copy()
    for name, tensor in tensors:
        begin, end = tensor["data_offsets"]
        before.update(data[begin:end])
        if tensor["dtype"] == "F32" and end - begin > 4 * LARGE:
            each = max(3, (end - begin) // 4 // KEPT | 1)  # odd, so that it meets all columns
            for at in range(begin, end, 4):
                if (at - begin) // 4 % each:
                    data[at:at + 4] = bytes(4)
                elif not name.startswith("optimizer."):
                    data[at:at + 4] = struct.pack("<f", struct.unpack("<f", data[at:at + 4])[0] * each ** 0.5)
        order.update(data[begin:end])
    if "sha256" in text:
        if before.hexdigest() != text["sha256"]:
            sys.exit(f"{path} was hashed in another way than this script does it.")
        text["sha256"] = order.hexdigest()
    # The new hash is as long as the old one, so the header keeps its length.
    old = content[8:8 + length].decode()
    new = old.replace(before.hexdigest(), order.hexdigest()) if "sha256" in text else old
    with open(path, "wb") as file:
        file.write(content[:8] + new.encode() + bytes(data))


for path in glob.glob(os.path.join(sys.argv[1], "**", "*.safetensors"), recursive=True):
    thin(path)
