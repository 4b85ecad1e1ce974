"""Residual networks without normalisation or classes, the relativistic loss of pairs, R1 and R2."""
import torch.nn.functional as F
from torch import nn

from .adversarial import Adversarial
from .common import he

WIDTH = 32


class Block(nn.Module):
    """1×1 to twice the channels, 3×3 in groups of 16, 1×1 back; begins as the identity."""

    def __init__(self, channels):
        super().__init__()
        wide = 2 * channels
        self.inner = nn.Sequential(
            nn.LeakyReLU(0.2), nn.Conv2d(channels, wide, 1),
            nn.LeakyReLU(0.2, inplace=True), nn.Conv2d(wide, wide, 3, padding=1, groups=wide // 16 if wide % 16 == 0 else 1),
            nn.LeakyReLU(0.2, inplace=True), nn.Conv2d(wide, channels, 1))

    def forward(self, x):
        return x + self.inner(x)


def begun(network):
    for block in he(network).modules():
        if isinstance(block, Block):
            nn.init.zeros_(block.inner[5].weight)
    return network


class R3gan(Adversarial):
    r1 = r2 = 1.0
    compares_pairs = True

    @staticmethod
    def discriminator_loss(real, fake):
        return F.softplus(fake - real).mean()

    @staticmethod
    def generator_loss(fake, real):
        return F.softplus(real - fake).mean()

    def make_generator(self, inputs, width):
        width = width or WIDTH
        return begun(nn.Sequential(
            nn.Linear(inputs, 2 * width * 49), nn.Unflatten(1, (2 * width, 7, 7)),
            Block(2 * width), nn.Conv2d(2 * width, width, 1),
            nn.Upsample(scale_factor=2, mode="bilinear", align_corners=False), Block(width), nn.LeakyReLU(0.2),
            nn.ConvTranspose2d(width, 1, 4, 2, 1), nn.Sigmoid()))

    def make_discriminator(self, outputs, width):
        width = width or WIDTH
        return begun(nn.Sequential(
            nn.Conv2d(1, width, 4, 2, 1), Block(width), nn.AvgPool2d(2), nn.Conv2d(width, 2 * width, 1), Block(2 * width),
            nn.LeakyReLU(0.2), nn.Flatten(), nn.Linear(2 * width * 49, 4 * width), nn.LeakyReLU(0.2, inplace=True),
            nn.Linear(4 * width, outputs)))
