"""What a PatchExtractor's features are, written out patch by patch with NumPy: python3 tests/golden/patches.py >
tests/golden/patches.json

A. Coates, H. Lee, A. Y. Ng, "An Analysis of Single-Layer Networks in Unsupervised Feature Learning" (AISTATS 2011): each patch
is brought to mean 0 and variance 1, multiplied by the patterns, cut off softly, and summed over each quarter of the image;
Figment takes averages and their root.
"""
import json
import math

import numpy as np

SIDE, PATTERNS = 6, 48


def image(count, channels, height, width):
    size = count * channels * height * width
    return np.array([i * 7919 % 251 for i in range(size)], np.float64).reshape(count, channels, height, width) / 255


def features(images, stride):
    channels = images.shape[1]
    size = channels * SIDE * SIDE
    filters = np.array([math.sin(0.7 * i) / 4 for i in range(PATTERNS * size)], np.float64).reshape(PATTERNS, size)
    offsets = np.array([math.cos(i) / 8 for i in range(PATTERNS)], np.float64)
    result = []
    for picture in images:
        rows = range(0, picture.shape[1] - SIDE + 1, stride)
        columns = range(0, picture.shape[2] - SIDE + 1, stride)
        shown = np.zeros((PATTERNS, len(rows), len(columns)))
        for r, y in enumerate(rows):
            for c, x in enumerate(columns):
                patch = picture[:, y : y + SIDE, x : x + SIDE].reshape(-1)
                patch = (patch - patch.mean()) / math.sqrt(patch.var() + 0.01)
                shown[:, r, c] = np.maximum(0, filters @ patch - offsets - 1)
        quarters = []
        for k in range(PATTERNS):
            for vertical in halves(len(rows)):
                for horizontal in halves(len(columns)):
                    quarters.append(math.sqrt(shown[k][vertical, horizontal].mean() + 1e-4))
        result.append(quarters)
    return result


def halves(count):
    return slice(0, -(-count // 2)), slice(count // 2, count)


print(
    json.dumps(
        {
            "colour": [[round(value, 8) for value in row] for row in features(image(2, 3, 16, 16), 1)],
            "large": [[round(value, 8) for value in row] for row in features(image(1, 1, 64, 63), 2)],
        }
    )
)
