#!/usr/bin/env python3
"""Writes the small data sets of the studio's recorded lessons: lesson_data.py FOLDER

    FOLDER/digits-10, -100, -1000   the first digits of MNIST, as many of each, a folder for each class
    FOLDER/outlines                 the outlines of the 100 digits after those: a hand that no MNIST has
    FOLDER/drums-16                 the first two of each drum, where FOLDER/drums.safetensors lies beside it, written by
                                    figment data pack drums --out FOLDER/drums.safetensors

Then record_lessons.py says which trainings it wants.
"""
import gzip
import json
import pathlib
import struct
import sys
import wave
import zlib

MNIST = pathlib.Path(__file__).resolve().parents[2] / "src/Figment/Data/Images/Sources/Mnist"
SIDE = 28


def digits():
    pixels = gzip.decompress((MNIST / "train-images-idx3-ubyte.gz").read_bytes())[16:]
    labels = gzip.decompress((MNIST / "train-labels-idx1-ubyte.gz").read_bytes())[8:]
    return [(label, pixels[k * SIDE * SIDE:(k + 1) * SIDE * SIDE]) for k, label in enumerate(labels)]


def png(pixels, width=SIDE):
    def part(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    rows = b"".join(b"\0" + pixels[at:at + width] for at in range(0, len(pixels), width))
    head = struct.pack(">IIBBBBB", width, len(pixels) // width, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows, 9)) + part(b"IEND", b"")


def outline(pixels):
    def at(x, y):
        return pixels[y * SIDE + x] if 0 <= x < SIDE and 0 <= y < SIDE else 0
    def wide(x, y):
        return max(at(x + i, y + j) for i in (-1, 0, 1) for j in (-1, 0, 1))
    return bytes(max(0, wide(x, y) - at(x, y)) for y in range(SIDE) for x in range(SIDE))


def chosen(count, start=0):
    """The first COUNT pictures after the first START, as many of each class."""
    taken, found = [0] * 10, []
    for label, pixels in digits():
        taken[label] += 1
        if start // 10 < taken[label] <= (start + count) // 10:
            found.append((label, pixels))
    return found


def write(folder, pictures):
    for k, (label, pixels) in enumerate(pictures):
        (folder / str(label)).mkdir(parents=True, exist_ok=True)
        (folder / str(label) / f"{k:04}.png").write_bytes(png(pixels))


def drums(source, folder, each):
    data = source.read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    head = json.loads(data[8:8 + size])
    (_, _, length), (start, _) = head["sounds"]["shape"], head["sounds"]["data_offsets"]
    labels = data[8 + size + head["labels"]["data_offsets"][0]:][:head["labels"]["shape"][0]]
    names = ["kick", "snare", "closed-hat", "open-hat", "clap", "tom", "rim", "cowbell"]
    taken = [0] * len(names)
    for k, label in enumerate(labels):
        if taken[label] == each:
            continue
        taken[label] += 1
        (folder / names[label]).mkdir(parents=True, exist_ok=True)
        with wave.open(str(folder / names[label] / f"{k:04}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(44_100)
            at = 8 + size + start + 2 * length * k
            file.writeframes(data[at:at + 2 * length])


if __name__ == "__main__":
    root = pathlib.Path(sys.argv[1])
    for count in (10, 100, 1000):
        write(root / f"digits-{count}", chosen(count))
    write(root / "outlines", [(label, outline(pixels)) for label, pixels in chosen(100, start=1000)])
    if (root / "drums.safetensors").exists():
        drums(root / "drums.safetensors", root / "drums-16", each=2)
