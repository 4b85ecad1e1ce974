"""A variational autoencoder of dense layers, no classes: pixels drawn as ink, gradients to the encoder through latents alone."""
import torch
import torch.nn.functional as F
from torch import nn

from .common import PIXELS, SIDE, Work, falling, set_rate

LATENTS = 40


class Vae(Work):
    names = ("loss", "reconstruction", "kl")
    rate, warm_up, decay = 2e-3, 0.02, 1.0

    def make_encoder(self):
        return nn.Sequential(
            nn.Flatten(), nn.Linear(PIXELS, 512), nn.SiLU(inplace=True), nn.Linear(512, 512), nn.SiLU(inplace=True),
            nn.Linear(512, 2 * LATENTS))

    def make_decoder(self):
        return nn.Sequential(
            nn.Linear(LATENTS, 512), nn.SiLU(inplace=True), nn.Linear(512, 512), nn.SiLU(inplace=True),
            nn.Linear(512, PIXELS), nn.Unflatten(1, (1, SIDE, SIDE)))

    def build(self, options):
        self.encoder, self.decoder = self.make_encoder(), self.make_decoder()
        both = [*self.encoder.parameters(), *self.decoder.parameters()]
        self.adam = torch.optim.AdamW(both, lr=self.rate, betas=(0.9, 0.999), weight_decay=0.01, fused=True)

    def networks(self):
        return {"encoder": self.encoder, "decoder": self.decoder}

    def step(self, fraction):
        set_rate(self.adam, self.rate * min(1.0, fraction / self.warm_up) * falling(fraction, self.decay))
        grey = self.next_images()[0]
        images = (torch.rand_like(grey) < grey).float()
        self.adam.zero_grad(set_to_none=True)
        with self.autocast():
            mean, log_variance = self.encoder(images * 2 - 1).float().chunk(2, 1)
            log_variance = log_variance.clamp(-10, 10)
            latents = mean + (log_variance * 0.5).exp() * torch.randn_like(mean)
            logits = self.decoder(latents).float()

        # log p(x|z), log p(z), and log q(z|x) with its own mean and variance detached
        reconstruction = -F.binary_cross_entropy_with_logits(logits, images, reduction="none").sum((1, 2, 3))
        still_mean, still = mean.detach(), log_variance.detach()
        prior = latents.square().sum(1) * -0.5
        posterior = ((latents - still_mean).square() * (-still).exp() + still).sum(1) * -0.5
        loss = (posterior - prior - reconstruction).mean()  # log(2 π) of both is the same
        loss.backward()
        self.adam.step()
        with torch.no_grad():
            kl = (still_mean.square() + still.exp() - 1 - still).sum(1).mean() * 0.5
            self.add(loss, -reconstruction.mean(), kl)

    def make(self, count, labels):
        return self.decoder.eval()(torch.randn(count, LATENTS)).sigmoid()
