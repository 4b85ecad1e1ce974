"""Sampling of Figment's `gan` preset in eager PyTorch: the same dense generator, without gradients.

    python3 sample_gan.py [--count 10000] [--block 256] [--rounds 5] [--threads 2]

Draws latents and classes block by block and makes the images. Ends with one line of JSON; times are milliseconds for all of
the images.
"""
import argparse
import json
import statistics
import time

import torch
import torch.nn.functional as F
from torch import nn

LATENTS, CLASSES = 64, 10


def generator():
    layers, sizes = [], [LATENTS + CLASSES, 256, 512, 1024]
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [nn.Linear(inputs, outputs), nn.BatchNorm1d(outputs), nn.LeakyReLU(0.2, inplace=True)]
    return nn.Sequential(*layers, nn.Linear(1024, 784), nn.Sigmoid(), nn.Unflatten(1, (1, 28, 28))).eval()


@torch.inference_mode()
def sample(network, count, block):
    for start in range(0, count, block):
        size = min(block, count - start)
        labels = torch.multinomial(torch.ones(CLASSES), size, replacement=True)
        network(torch.cat([torch.randn(size, LATENTS), F.one_hot(labels, CLASSES).float()], 1))


def main():
    parser = argparse.ArgumentParser(description="Times sampling of a dense generator in eager PyTorch.")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--block", type=int, default=256)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)

    network, times = generator(), []
    for turn in range(-1, options.rounds):
        start = time.perf_counter()
        sample(network, options.count, options.block)
        if turn >= 0:
            times.append((time.perf_counter() - start) * 1e3)
    print(json.dumps({
        "peer": f"PyTorch {torch.__version__}, eager, inference mode, blocks of {options.block}",
        "count": options.count, "threads": options.threads,
        "median_ms": round(statistics.median(times), 3), "min_ms": round(min(times), 3),
    }))


if __name__ == "__main__":
    main()
