"""flow's network: residual blocks on squares of 2 × 2 pixels, wider ones at half of that with attention between them."""
import math

import torch
import torch.nn.functional as F
from torch import nn

from .common import CLASSES

WIDTH, DEEP, FREQUENCIES, HEAD = 32, 128, 32, 32
EMBEDDING = 2 * DEEP


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.first_norm, self.second_norm = (nn.GroupNorm(channels // 8, channels) for _ in range(2))
        self.first, self.second = (nn.Conv2d(channels, channels, 3, padding=1) for _ in range(2))
        self.modulation = nn.Linear(EMBEDDING, 2 * channels)

    def forward(self, x, embedding):
        scale, shift = self.modulation(F.silu(embedding))[:, :, None, None].chunk(2, 1)
        inner = self.first(F.silu(self.first_norm(x), inplace=True))
        inner = torch.addcmul(shift, self.second_norm(inner), scale + 1)
        return x + self.second(F.silu(inner))


class Attention(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.heads = channels // HEAD
        self.norm = nn.GroupNorm(channels // 8, channels)
        self.queries_keys_values, self.projection = nn.Linear(channels, 3 * channels), nn.Linear(channels, channels)

    def forward(self, x):
        count, channels, height, width = x.shape
        pixels = self.norm(x).permute(0, 2, 3, 1).reshape(count, height * width, channels)
        parts = self.queries_keys_values(pixels).chunk(3, -1)
        q, k, v = (part.view(count, height * width, self.heads, -1).transpose(1, 2) for part in parts)
        seen = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(count, height, width, channels)
        return x + self.projection(seen).permute(0, 3, 1, 2)


class UNet(nn.Module):
    def __init__(self, channels_last):
        super().__init__()
        self.format = torch.channels_last if channels_last else torch.contiguous_format
        self.time = nn.Sequential(nn.Linear(2 * FREQUENCIES, EMBEDDING), nn.SiLU(), nn.Linear(EMBEDDING, EMBEDDING))
        self.classes = nn.Embedding(CLASSES + 1, EMBEDDING)
        self.stem, self.down = nn.Conv2d(4, WIDTH, 3, padding=1), nn.Conv2d(WIDTH, DEEP, 3, stride=2, padding=1)
        self.encoder, self.decoder = Residual(WIDTH), Residual(WIDTH)
        self.deep_encoder, self.deep_decoder = Residual(DEEP), Residual(DEEP)
        self.attention = Attention(DEEP)
        self.up, self.join = nn.Conv2d(DEEP, 4 * WIDTH, 1), nn.Conv2d(2 * WIDTH, WIDTH, 1)
        self.head_norm, self.head = nn.GroupNorm(WIDTH // 8, WIDTH), nn.Conv2d(WIDTH + 4, 4, 3, padding=1)
        self.omega = torch.exp(torch.arange(FREQUENCIES) * (-math.log(10_000) / FREQUENCIES))
        for last in (*(block.second for block in self.blocks()), self.attention.projection, self.head):
            nn.init.zeros_(last.weight)
            nn.init.zeros_(last.bias)

    def blocks(self):
        return self.encoder, self.deep_encoder, self.deep_decoder, self.decoder

    def matrices(self):
        """The weights that Muon trains, and how many matrices each holds."""
        convolutions = [layer for block in self.blocks() for layer in (block.first, block.second)]
        single = [*convolutions, self.down, self.up, self.join, self.attention.projection]
        return [*((layer.weight, 1) for layer in single), (self.attention.queries_keys_values.weight, 3)]

    def forward(self, images, t, labels):
        angles = 1000 * t[:, None] * self.omega
        embedding = self.time(torch.cat([angles.cos(), angles.sin()], 1)) + self.classes(labels)
        squares = F.pixel_unshuffle(images, 2).contiguous(memory_format=self.format)
        wide = self.encoder(self.stem(squares), embedding)
        deep = self.deep_decoder(self.attention(self.deep_encoder(self.down(wide), embedding)), embedding)
        joined = self.join(torch.cat([F.pixel_shuffle(self.up(deep), 2), wide], 1))
        last = F.silu(self.head_norm(self.decoder(joined, embedding)))
        return F.pixel_shuffle(self.head(torch.cat([last, squares], 1)), 2)
