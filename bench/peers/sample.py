"""Sampling of a preset of Figment in eager PyTorch, without gradients, in float32: the same networks and the same solver.

    python3 sample.py WORK [--count 10000] [--block 256] [--rounds 5] [--threads 2] [--channels-last [yes|no|auto]]

Draws latents and classes block by block and makes the images; of flow by ten steps of Euler's method, each of which looks with
and without the class. Weights are those it begins with. Ends with one line of JSON; times are milliseconds for all images.
"""
import argparse
import json
import statistics
import time

import torch

import about
from presets import PRESETS
from presets.common import random_data
from train_step import add_options, choices


def sampled(work, count, block):
    start = time.perf_counter()
    for images in work.sample(count, block):
        assert images.shape[1:] == (1, 28, 28)
    return (time.perf_counter() - start) * 1e3


def main():
    parser = argparse.ArgumentParser(description="Times sampling in eager PyTorch.")
    add_options(parser)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--block", type=int, default=256)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_default_device(options.device)
    torch.manual_seed(0)

    data = random_data()
    works = [(chosen, PRESETS[options.work](chosen, data)) for chosen in choices(options, ["fp32"])]
    chosen, work = min(works, key=lambda entry: min(sampled(entry[1], options.block, options.block) for _ in range(3)))
    times = [sampled(work, options.count, options.block) for _ in range(-1, options.rounds)][1:]
    layout = "channels last" if chosen.channels_last else "channels first"
    print(json.dumps({
        "peer": f"{about.name()}, eager, inference mode, blocks of {options.block}, {layout}", "work": options.work,
        "count": options.count, "threads": options.threads,
        "median_ms": round(statistics.median(times), 3), "min_ms": round(min(times), 3),
    }))


if __name__ == "__main__":
    main()
