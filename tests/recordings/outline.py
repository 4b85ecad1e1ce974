#!/usr/bin/env python3
"""Writes what can be compared of a folder of files, one text per file. Usage: outline.py FOLDER OUT

Text is kept as it is, safetensors become their header and a SHA-256 of their tensors, and all else becomes a SHA-256. What
cannot be the same twice is replaced, here and nowhere else: times, what follows from how many digits they have, the folder's
own path, versions.
"""
import hashlib
import json
import os
import re
import struct
import sys

TEXT = {".txt", ".json", ".jsonl", ".html"}
# Seconds and rates in JSON, and the length of metrics.jsonl, in which the seconds stand.
JSON_TIMES = re.compile(r'("(?:seconds|elapsed|metricsLength)": ?)("[^"]*"|[0-9.eE+-]+)')
# Durations and rates that a command prints, with the spaces that bring them to a width.
SAID_TIMES = re.compile(r" *\b[0-9][0-9,.]* (s|ms|min|steps/s|images/s)\b")
PAGE_TIMES = re.compile(r"(用时 |, )[0-9][0-9,.]* (seconds|秒)")
# The version of a build from a checkout ends in the commit, also in the middle of a file that is no text.
BUILD = re.compile(rb"0\.[0-9]+\.[0-9]+\+[0-9a-f]{40}")
VERSION = re.compile(r"\b0\.[0-9]+\.[0-9]+(-[a-z.0-9]+)?(\+[0-9a-f]+)?\b(?= with|\"|$)", re.MULTILINE)


def normalised(text, folder):
    text = text.replace(folder, "FOLDER")
    text = PAGE_TIMES.sub(r"\1TIME \2", JSON_TIMES.sub(r"\1TIME", text))
    return VERSION.sub("VERSION", SAID_TIMES.sub(r" TIME \1", text))


def safetensors(content, folder):
    length = struct.unpack("<Q", content[:8])[0]
    header = json.loads(content[8:8 + length])
    text = header.pop("__metadata__", {})
    if "state" in text:
        text["sha256"] = "(covers the time)"
    lines = [f"{key}: {normalised(text[key], folder)}" for key in text]
    lines += [f"{name}: {json.dumps(entry)}" for name, entry in header.items()]
    return "\n".join(lines + [hashlib.sha256(content[8 + length:]).hexdigest()])


def outline(path, folder):
    with open(path, "rb") as file:
        content = file.read()
    kind = os.path.splitext(path)[1]
    if kind == ".safetensors":
        return safetensors(content, folder)
    if kind in TEXT:
        return normalised(content.decode(), folder)
    return hashlib.sha256(BUILD.sub(b"VERSION", content)).hexdigest()


folder, out = os.path.abspath(sys.argv[1]), sys.argv[2]
for root, folders, files in os.walk(folder):
    at = os.path.join(out, os.path.relpath(root, folder))
    os.makedirs(at, exist_ok=True)
    for name in files:
        with open(os.path.join(at, f"{name}.outline"), "w", encoding="utf-8") as file:
            file.write(outline(os.path.join(root, name), folder) + "\n")
