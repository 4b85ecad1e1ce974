"""Trains a preset of Figment in eager PyTorch for so many seconds, on images from files, and writes samples of what came of it.

    python3 train.py WORK --images FILE [--labels FILE] --seconds S --samples N --out FILE.npy [--seed K]
                     [--precision auto|fp32|bf16] [--channels-last [yes|no|auto]] [--threads 2] [--batch 128]

Images and labels are IDX files, also .gz, as MNIST comes in them; without --labels these follow in the file of the images, which
may be - for standard input: cat train-images-idx3-ubyte.gz train-labels-idx1-ubyte.gz | python3 train.py gan --images - …
Samples are an array of bytes, [N, 28, 28], made with the average of the weights where the preset has one; --out - writes it to
standard output. What is automatic is tried for some steps before the time begins. Ends with one line of JSON, on standard error
where the samples take standard output.
"""
import argparse
import gzip
import json
import sys
import time

import torch

import about
from presets import PRESETS
from train_step import add_options, choices, fastest


def bytes_of(path):
    content = sys.stdin.buffer.read() if path == "-" else open(path, "rb").read()
    return gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content


def arrays_of(content):
    """The arrays of bytes of IDX files, one behind the other."""
    while content:
        if content[:3] != b"\0\0\x08":
            sys.exit("These are no IDX files of bytes.")
        dimensions = content[3]
        sizes = [int.from_bytes(content[4 + 4 * i:8 + 4 * i], "big") for i in range(dimensions)]
        begin, length = 4 + 4 * dimensions, torch.Size(sizes).numel()
        yield torch.frombuffer(bytearray(content[begin:begin + length]), dtype=torch.uint8).view(sizes)
        content = content[begin + length:]


def write_array(path, array):
    """As numpy.save writes it; NumPy need not be there."""
    header = f"{{'descr': '|u1', 'fortran_order': False, 'shape': {tuple(array.shape)}, }}"
    header += " " * (-(len(header) + 11) % 64) + "\n"
    content = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode() + bytes(array.flatten().tolist())
    if path == "-":
        sys.stdout.buffer.write(content)
    else:
        with open(path, "wb") as file:
            file.write(content)


def train(work, seconds):
    steps, start = 0, time.perf_counter()
    while (fraction := (time.perf_counter() - start) / seconds) < 1:
        work.step(fraction)
        steps += 1
    return steps, time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser(description="Trains in eager PyTorch and writes samples.")
    add_options(parser)
    parser.add_argument("--images", required=True)
    parser.add_argument("--labels")
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--samples", type=int, default=10_000)
    parser.add_argument("--out", required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--precision", choices=["auto", "fp32", "bf16"], default="auto")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_default_device(options.device)
    torch.manual_seed(options.seed)

    content = bytes_of(options.images) + (bytes_of(options.labels) if options.labels else b"")
    images, labels = arrays_of(content)
    data = images.unsqueeze(1).to(options.device), labels.long().to(options.device)
    precisions = ["fp32", "bf16"] if options.precision == "auto" else [options.precision]
    chosen = fastest(options.work, data, choices(options, precisions))
    torch.manual_seed(options.seed)
    work = PRESETS[options.work](chosen, data)
    steps, seconds = train(work, options.seconds)
    made = torch.cat(list(work.sample(options.samples))).squeeze(1).mul(255).round().byte().cpu()
    write_array(options.out, made)
    print(json.dumps({
        "peer": about.name(), "work": options.work, "precision": chosen.precision, "channels_last": chosen.channels_last,
        "steps": steps, "seconds": round(seconds, 1), "samples": len(made), "averages": work.averages(),
    }), file=sys.stderr if options.out == "-" else sys.stdout)


if __name__ == "__main__":
    main()
