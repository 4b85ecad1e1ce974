"""vae with convolutions over patches of 4 × 4 pixels."""
from torch import nn

from .vae import LATENTS, Vae

MAPS, SIDE, WIDE = 32, 7, 256


class ConvVae(Vae):
    rate = 4e-3

    def make_encoder(self):
        return nn.Sequential(
            nn.Conv2d(1, MAPS, 4, 4), nn.SiLU(inplace=True),
            nn.Conv2d(MAPS, MAPS, 3, padding=1), nn.SiLU(inplace=True), nn.Flatten(),
            nn.Linear(MAPS * SIDE * SIDE, WIDE), nn.SiLU(inplace=True), nn.Linear(WIDE, 2 * LATENTS))

    def make_decoder(self):
        return nn.Sequential(
            nn.Linear(LATENTS, WIDE), nn.SiLU(inplace=True), nn.Linear(WIDE, MAPS * SIDE * SIDE), nn.SiLU(inplace=True),
            nn.Unflatten(1, (MAPS, SIDE, SIDE)), nn.Conv2d(MAPS, MAPS, 3, padding=1), nn.SiLU(inplace=True),
            nn.Conv2d(MAPS, 16, 3, padding=1), nn.PixelShuffle(4))
