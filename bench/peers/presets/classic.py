"""The tutorial's dense GAN: D on real images, D on fakes, G through the frozen D, three updates; no classes."""
import torch
import torch.nn.functional as F
from torch import nn

from .common import PIXELS, SIDE, Work, glorot

LATENTS = 100


def dense(sizes, normalise):
    """Dense layers with ReLU between them, and where asked batch normalisation after it."""
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [nn.Linear(inputs, outputs), nn.ReLU(inplace=True)]
        if normalise:
            layers.append(nn.BatchNorm1d(outputs, eps=1e-3, momentum=0.01))
    return layers


class Classic(Work):
    names = ("d_loss", "g_loss", "d_accuracy_real", "d_accuracy_fake")

    def build(self, options):
        self.generator = glorot(nn.Sequential(
            *dense([LATENTS, 256, 512, 1024], normalise=True), nn.Linear(1024, PIXELS), nn.Sigmoid(),
            nn.Unflatten(1, (1, SIDE, SIDE))))
        self.discriminator = glorot(nn.Sequential(nn.Flatten(), *dense([PIXELS, 512, 256], normalise=False), nn.Linear(256, 1)))
        self.generator_adam, self.discriminator_adam = (
            torch.optim.Adam(network.parameters(), lr=1e-3, betas=(0.9, 0.999), eps=1e-7, fused=True)
            for network in (self.generator, self.discriminator))
        self.real, self.fake = torch.ones(self.batch, 1), torch.zeros(self.batch, 1)

    def networks(self):
        return {"generator": self.generator, "discriminator": self.discriminator}

    def step(self, fraction):
        real_loss, real_accuracy = self.update_discriminator(self.next_images()[0], self.real)
        with torch.no_grad(), self.autocast():
            fakes = self.generator(torch.randn(self.batch, LATENTS)).float()
        fake_loss, fake_accuracy = self.update_discriminator(fakes, self.fake)

        self.discriminator.requires_grad_(False)
        self.generator_adam.zero_grad(set_to_none=True)
        with self.autocast():
            logits = self.discriminator(self.generator(torch.randn(self.batch, LATENTS))).float()
        generator_loss = F.binary_cross_entropy_with_logits(logits, self.real)
        generator_loss.backward()
        self.generator_adam.step()
        self.discriminator.requires_grad_(True)
        self.add((real_loss + fake_loss) / 2, generator_loss, real_accuracy, fake_accuracy)

    def update_discriminator(self, images, targets):
        self.discriminator_adam.zero_grad(set_to_none=True)
        with self.autocast():
            logits = self.discriminator(images).float()
        loss = F.binary_cross_entropy_with_logits(logits, targets)
        loss.backward()
        self.discriminator_adam.step()
        return loss.detach(), ((logits.detach() > 0) == (targets > 0)).float().mean()

    def make(self, count, labels):
        return self.generator.eval()(torch.randn(count, LATENTS))
