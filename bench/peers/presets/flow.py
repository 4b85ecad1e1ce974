"""Flow matching by class: a U-Net's velocity, a batch's times spread over all, Muon and AdamW, the average of weights."""
import torch
from torch import nn

from .common import CLASSES, SIDE, Work, copy_of, falling, set_rate
from .muon import Muon
from .unet import UNet

RATE, MUON, DECAY, WEIGHT_DECAY, WARM_UP, DROPOUT = 2e-3, 10, 0.5, 0.01, 2_000, 0.1
STEPS, GUIDANCE = 10, 1.15


class Flow(Work):
    conditional, half_life = True, 100_000.0

    def build(self, options):
        def network():
            return UNet(self.channels_last)
        self.velocity = network()
        self.average = copy_of(self.velocity, network)
        matrices = self.velocity.matrices()
        within = {id(weight) for weight, _ in matrices}
        self.muon = Muon(matrices, WEIGHT_DECAY, torch.bfloat16 if self.bf16 else torch.float32)
        others = [weight for weight in self.velocity.parameters() if id(weight) not in within]
        self.adam = torch.optim.AdamW(others, lr=RATE, betas=(0.9, 0.99), weight_decay=WEIGHT_DECAY, fused=True)

    def networks(self):
        return {"velocity": self.velocity, "average": self.average}

    def step(self, fraction):
        images, labels = self.next_images()
        rate = RATE * min(1.0, self.seen / WARM_UP) * falling(fraction, DECAY)
        set_rate(self.adam, rate)
        noise, data = torch.randn(images.shape), images * 2 - 1
        spread = (torch.arange(self.batch) + torch.rand(self.batch)) / self.batch
        t = torch.special.ndtri(spread.clamp_(1e-7, 1 - 1e-7)).sigmoid_()
        labels = labels.masked_fill(torch.rand(self.batch) < DROPOUT, CLASSES)
        self.adam.zero_grad(set_to_none=True)
        self.muon.zero_grad()
        with self.autocast():
            told = self.velocity(torch.lerp(noise, data, t[:, None, None, None]), t, labels).float()
        loss = nn.functional.mse_loss(told, data - noise)
        loss.backward()
        self.adam.step()
        self.muon.step(rate * MUON)
        with torch.no_grad():
            self.follow(self.average, self.velocity)
            self.add(loss)

    def make(self, count, labels):
        """Euler's method; the network looks with and without the class at once."""
        network = self.average.eval()
        x = torch.randn(count, 1, SIDE, SIDE)
        asked = torch.cat([labels, torch.full_like(labels, CLASSES)])
        for step in range(STEPS):
            t = torch.full((2 * count,), step / STEPS)
            with_class, without = network(torch.cat([x, x]), t, asked).chunk(2)
            x = x + torch.lerp(without, with_class, GUIDANCE) / STEPS
        return (x * 0.5 + 0.5).clamp(0, 1)
