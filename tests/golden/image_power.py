"""Fine detail and the distance of colours (Figment.Evaluation) on small images, from their definitions: NumPy, float64, plain
loops.

    python3 image_power.py > image_power.json

Inputs are formulas, as in evaluation_metrics.py. Checked against:
tests/Figment.Tests/Evaluation/{FineDetail,ColourDistance}Tests.cs.
"""
import json
import numpy as np


def bits(n, seed):
    h = np.arange(n, dtype=np.uint32) * np.uint32(0x9E3779B9) + np.uint32(seed)
    h = (h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    h = (h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return h ^ (h >> np.uint32(16))


def images(shape, seed):
    return (bits(int(np.prod(shape)), seed) >> np.uint32(24)).astype(np.float64).reshape(shape)


def cosines(x):
    """The two-dimensional cosine transform of one channel, orthonormal (DCT-II)."""
    height, width = x.shape
    y = np.zeros_like(x)
    for k in range(height):
        for l in range(width):
            total = sum(
                x[m, n] * np.cos(np.pi * k * (2 * m + 1) / (2 * height)) * np.cos(np.pi * l * (2 * n + 1) / (2 * width))
                for m in range(height)
                for n in range(width)
            )
            y[k, l] = total * np.sqrt((1 if k == 0 else 2) / height) * np.sqrt((1 if l == 0 else 2) / width)
    return y


def back(y):
    """The inverse."""
    height, width = y.shape
    x = np.zeros_like(y)
    for m in range(height):
        for n in range(width):
            x[m, n] = sum(
                y[k, l]
                * np.sqrt((1 if k == 0 else 2) / height)
                * np.sqrt((1 if l == 0 else 2) / width)
                * np.cos(np.pi * k * (2 * m + 1) / (2 * height))
                * np.cos(np.pi * l * (2 * n + 1) / (2 * width))
                for k in range(height)
                for l in range(width)
            )
    return x


def detail(x):
    """
    The mean power of all terms of which one frequency is in the finer half, per pixel; mean and standard error over images. Grain
    is the root of that power in the calmest quarter of the cells of 8 x 8 pixels, or of the smaller side where that is less.
    """
    powers, grains = [], []
    for image in x:
        power, squares = 0.0, []
        for channel in image:
            y = cosines(channel)
            height, width = y.shape
            fine = [
                [y[k, l] if k >= (height + 1) // 2 or l >= (width + 1) // 2 else 0.0 for l in range(width)] for k in range(height)
            ]
            power += (np.array(fine) ** 2).sum()
            squares.append(back(np.array(fine)) ** 2)
        powers.append(power / image.size)
        mean, cell = np.mean(squares, 0), min(8, *image.shape[1:])
        cells = sorted(
            mean[i * cell : (i + 1) * cell, j * cell : (j + 1) * cell].mean()
            for i in range(mean.shape[0] // cell)
            for j in range(mean.shape[1] // cell)
        )
        grains.append(np.sqrt(np.mean(cells[: max(1, len(cells) // 4)])))
    return {
        "value": float(np.mean(powers)),
        "error": float(np.std(powers, ddof=1) / np.sqrt(len(powers))),
        "grain": float(np.mean(grains)),
    }


def colours(x):
    """Mean colours of 4 x 4 cells; sides are multiples of 4 here."""
    count, channels, height, width = x.shape
    cells = x.reshape(count, channels, 4, height // 4, 4, width // 4).mean((3, 5)) / 255
    return cells.transpose(0, 2, 3, 1).reshape(-1, channels)


def root(c):
    values, vectors = np.linalg.eigh(c)
    return vectors @ np.diag(np.sqrt(np.maximum(values, 0))) @ vectors.T


def colour_distance(x, y):
    a, b = colours(x), colours(y)
    c1, c2 = np.cov(a.T), np.cov(b.T)
    r = root(c1)
    cross = np.sqrt(np.maximum(np.linalg.eigvalsh(r @ c2 @ r), 0)).sum()
    return float((((a.mean(0) - b.mean(0)) ** 2).sum() + np.trace(c1) + np.trace(c2) - 2 * cross) / np.trace(c2))


dim = np.floor(images((9, 3, 8, 12), 71) * 0.5)
dim[:, 0] += 60
print(
    json.dumps(
        {
            "detail": {
                "even": detail(images((5, 3, 8, 12), 70)),
                "odd": detail(images((4, 1, 7, 9), 72)),
                "cells": detail(images((2, 1, 16, 24), 73)),
            },
            "colours": colour_distance(dim, images((7, 3, 8, 12), 70)),
        },
        indent=1,
    )
)
