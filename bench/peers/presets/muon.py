"""Muon, for the matrices within a network: momentum whose singular values are brought near 1, matrices of one size together."""
import math

import torch

MOMENTUM, FACTORS, ITERATIONS = 0.95, (3.4445, -4.7750, 2.0315), 5


class Muon:
    """`weights` holds (parameter, number of matrices one below the other); the iteration runs in `type`."""

    def __init__(self, weights, decay, type):
        self.parameters, self.decay, self.type = [weight for weight, _ in weights], decay, type
        self.means = [torch.zeros_like(weight) for weight in self.parameters]
        self.groups = {}
        for i, (weight, parts) in enumerate(weights):
            rows, columns = weight.shape[0] // parts, weight[0].numel()
            self.groups.setdefault((rows, columns), []).extend((i, part) for part in range(parts))

    def zero_grad(self):
        for weight in self.parameters:
            weight.grad = None

    @torch.no_grad()
    def step(self, rate):
        gradients = [weight.grad for weight in self.parameters]
        torch._foreach_lerp_(self.means, gradients, 1 - MOMENTUM)
        directions = torch._foreach_lerp(gradients, self.means, MOMENTUM)
        torch._foreach_mul_(self.parameters, 1 - rate * self.decay)
        updates = [torch.empty_like(direction) for direction in directions]
        for (rows, columns), places in self.groups.items():
            stacked = torch.stack([directions[i][part * rows:(part + 1) * rows].reshape(rows, columns) for i, part in places])
            made = orthogonal(stacked.to(self.type)).float() * math.sqrt(max(1, rows / columns))
            for (i, part), one in zip(places, made):
                place = updates[i][part * rows:(part + 1) * rows]
                place.copy_(one.view(place.shape))
        torch._foreach_add_(self.parameters, updates, alpha=-rate)


def orthogonal(x):
    """[n, rows, columns], by Newton and Schulz's iteration."""
    a, b, c = FACTORS
    is_tall = x.shape[1] > x.shape[2]
    x = x.mT if is_tall else x
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(ITERATIONS):
        square = x @ x.mT
        x = torch.baddbmm(x, torch.baddbmm(square, square, square, beta=b, alpha=c), x, beta=a)
    return x.mT if is_tall else x
