"""Convolutional networks by class, the non-saturating loss, R1 on real images."""
from torch import nn

from .adversarial import Adversarial
from .common import he

WIDTH = 32


class Dcgan(Adversarial):
    conditional, r1, rate, steady = True, 1.0, 4e-3, 1e5

    def make_generator(self, inputs, width):
        width = width or WIDTH
        return he(nn.Sequential(
            nn.Linear(inputs, 2 * width * 49, bias=False), nn.Unflatten(1, (2 * width, 7, 7)),
            nn.BatchNorm2d(2 * width), nn.LeakyReLU(0.2, inplace=True),
            nn.ConvTranspose2d(2 * width, width, 4, 2, 1, bias=False), nn.BatchNorm2d(width), nn.LeakyReLU(0.2, inplace=True),
            nn.ConvTranspose2d(width, 1, 4, 2, 1), nn.Sigmoid()))

    def make_discriminator(self, outputs, width):
        width = width or WIDTH
        return he(nn.Sequential(
            nn.Conv2d(1, width, 4, 2, 1), nn.LeakyReLU(0.2, inplace=True),
            nn.Conv2d(width, 2 * width, 4, 2, 1), nn.LeakyReLU(0.2, inplace=True), nn.Flatten(),
            nn.Linear(2 * width * 49, 8 * width), nn.LeakyReLU(0.2, inplace=True), nn.Linear(8 * width, outputs)))
