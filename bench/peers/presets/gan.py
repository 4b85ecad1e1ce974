"""Dense networks by class, the non-saturating loss, R1 on real images."""
from torch import nn

from .adversarial import Adversarial
from .common import PIXELS, SIDE, glorot


class DenseGan(Adversarial):
    """The networks of gan and wgan-gp."""

    def make_generator(self, inputs, width):
        layers, sizes = [], [inputs, 256, 512, 1024]
        for size, outputs in zip(sizes, sizes[1:]):
            layers += [nn.Linear(size, outputs), nn.BatchNorm1d(outputs), nn.LeakyReLU(0.2, inplace=True)]
        return glorot(nn.Sequential(*layers, nn.Linear(1024, PIXELS), nn.Sigmoid(), nn.Unflatten(1, (1, SIDE, SIDE))))

    def make_discriminator(self, outputs, width):
        return glorot(nn.Sequential(
            nn.Flatten(), nn.Linear(PIXELS, 512), nn.LeakyReLU(0.2, inplace=True),
            nn.Linear(512, 256), nn.LeakyReLU(0.2, inplace=True), nn.Linear(256, outputs)))


class Gan(DenseGan):
    conditional, r1, steady = True, 1.0, 1e5
