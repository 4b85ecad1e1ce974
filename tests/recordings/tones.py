#!/usr/bin/env python3
"""Writes small data that are no pictures. Usage: tones.py FOLDER (24 tones of a quarter of a second, in two classes of pitch)
or tones.py FILE.txt (120 verses of a grammar). The same each time."""

import math
import os
import struct
import sys
import wave

RATE, LENGTH = 8000, 2000


def tones(folder):
    for k, name in enumerate(["high", "low"]):
        os.makedirs(os.path.join(folder, name))
        for i in range(12):
            pitch = (900, 200)[k] * (1 + i / 24)
            sound = [math.exp(-t / 500) * math.sin(2 * math.pi * pitch * t / RATE) * 0.8 for t in range(LENGTH)]
            with wave.open(os.path.join(folder, name, f"{i:02}.wav"), "wb") as file:
                file.setparams((1, 2, RATE, 0, "NONE", ""))
                file.writeframes(struct.pack(f"<{LENGTH}h", *(int(value * 32767) for value in sound)))


def verses(path):
    who = ["the sun", "the moon", "a river", "the wind", "a stone", "the night", "my heart", "a bird"]
    does = ["sings to", "looks for", "remembers", "carries", "waits for", "forgets", "follows", "wakes"]
    lines = [f"{who[i * 5 % 8]} {does[i * i // 3 % 8]} {who[(i * 3 + i // 7) % 8]}," for i in range(480)]
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n\n".join("\n".join(lines[i : i + 4]) for i in range(0, 480, 4)) + "\n")


(verses if sys.argv[1].endswith(".txt") else tones)(sys.argv[1])
