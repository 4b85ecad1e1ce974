#!/usr/bin/env python3
"""Writes some kinds of a packed set of sounds as recordings, a folder each: drum_folder.py PACKED.safetensors FOLDER KIND…"""
import json
import pathlib
import struct
import sys
import wave

packed, folder, kinds = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3:]
with open(packed, "rb") as file:
    size, = struct.unpack("<Q", file.read(8))
    header = json.loads(file.read(size))
    numbers = file.read()
about = header["__metadata__"]
names = json.loads(about["classes"])
count, channels, length = header["sounds"]["shape"]
sounds, labels = header["sounds"]["data_offsets"][0], header["labels"]["data_offsets"][0]
for i in range(count):
    name = names[numbers[labels + i]]
    if name not in kinds:
        continue
    (folder / name).mkdir(parents=True, exist_ok=True)
    with wave.open(str(folder / name / f"{i:04}.wav"), "wb") as recording:
        recording.setnchannels(channels)
        recording.setsampwidth(2)
        recording.setframerate(int(about.get("rate", 44_100)))
        recording.writeframes(numbers[sounds + 2 * channels * length * i:][:2 * channels * length])
