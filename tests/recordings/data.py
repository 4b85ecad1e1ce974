#!/usr/bin/env python3
"""Writes a small data set: grey pictures in three folders, which are classes. Usage: data.py FOLDER SIDE PER_CLASS

The pixels are those of RecordedRuns.WritePictures; Python's standard library is enough.
"""
import os
import struct
import sys
import zlib


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(side, pixels):
    rows = b"".join(b"\0" + bytes(pixels[y * side:(y + 1) * side]) for y in range(side))
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


folder, side, per_class = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
for k, name in enumerate(["bars", "dots", "rings"]):
    os.makedirs(os.path.join(folder, name))
    for i in range(per_class):
        pixels = [(x * 7 * (k + 1) + y * 13 * (i + 1) + k * 50) % 256 for y in range(side) for x in range(side)]
        with open(os.path.join(folder, name, f"{i:02}.png"), "wb") as file:
            file.write(png(side, pixels))
