"""The step that gan, wgan-gp, dcgan and r3gan share: one batch of fakes, D on both, G through the frozen D, the average of G.

Penalties on D's gradients come at every fourth update and count four times. A zero-centred one (R1 on real images, R2 on fakes)
takes the gradient of the logits that the loss has anyway: no pass of its own.
"""
import torch
import torch.nn.functional as F

from .common import CLASSES, Work, copy_of, falling, inverse_root, set_rate

LATENTS, EVERY = 64, 4


def non_saturating(real, fake):
    return F.softplus(-real).mean() + F.softplus(fake).mean()


class Adversarial(Work):
    """`make_generator(inputs)`, `make_discriminator(outputs)`, the losses and weights below are the preset's."""

    names = ("d_loss", "g_loss", "d_accuracy_real", "d_accuracy_fake")
    half_life, rate, decay = 40_000.0, 1.5e-3, 0.2
    steady = 0.0    # images after which the rate falls with the root of the images seen; 0 never
    r1 = r2 = between = 0.0
    compares_pairs = False
    discriminator_loss = staticmethod(non_saturating)

    @staticmethod
    def generator_loss(fake, real):
        return F.softplus(-fake).mean()

    def build(self, options):
        def generator():
            return self.make_generator(LATENTS + (CLASSES if self.conditional else 0), options.width)
        self.generator = generator()
        self.average = copy_of(self.generator, generator)
        self.discriminator = self.make_discriminator(CLASSES if self.conditional else 1, options.width)
        self.generator_adam, self.discriminator_adam = (
            torch.optim.Adam(network.parameters(), lr=self.rate, betas=(0.0, 0.99), fused=True)
            for network in (self.generator, self.discriminator))
        self.updates = 0

    def networks(self):
        return {"generator": self.generator, "discriminator": self.discriminator, "average": self.average}

    def inputs(self, count, labels):
        latents = torch.randn(count, LATENTS)
        return torch.cat([latents, F.one_hot(labels, CLASSES).float()], 1) if self.conditional else latents

    def judge(self, images, labels):
        logits = self.discriminator(images).float()
        return logits.gather(1, labels.unsqueeze(1)).squeeze(1) if self.conditional else logits.flatten()

    def judge_both(self, real, fake, labels):
        return self.judge(torch.cat([real, fake]), torch.cat([labels, labels]) if self.conditional else None).chunk(2)

    def step(self, fraction):
        rate = self.rate * falling(fraction, self.decay) * inverse_root(self.updates * self.batch, self.steady)
        set_rate(self.generator_adam, rate)
        set_rate(self.discriminator_adam, rate)
        images, labels = self.next_images()
        real = images * 2 - 1
        with self.autocast():
            fakes = self.generator(self.inputs(self.batch, labels)).float()
            seen = fakes * 2 - 1
        loss, real_logits, fake_logits = self.update_discriminator(real, seen.detach(), labels)

        # G
        self.discriminator.requires_grad_(False)
        self.generator_adam.zero_grad(set_to_none=True)
        with self.autocast():
            judged = None
            if self.compares_pairs:
                with torch.no_grad():
                    judged = self.judge(real, labels)
            generator_loss = self.generator_loss(self.judge(seen, labels), judged)
        generator_loss.backward()
        self.generator_adam.step()
        self.discriminator.requires_grad_(True)

        with torch.no_grad():
            self.follow(self.average, self.generator)
            self.add(loss, generator_loss, (real_logits > 0).float().mean(), (fake_logits <= 0).float().mean())

    def update_discriminator(self, real, fake, labels):
        self.discriminator_adam.zero_grad(set_to_none=True)
        is_penalised = self.updates % EVERY == 0
        self.updates += 1
        watched = []
        if is_penalised:
            watched = [images.requires_grad_() for weight, images in ((self.r1, real), (self.r2, fake)) if weight > 0]
        with self.autocast():
            if len(watched) == 1:  # apart, so that the penalty passes through one half only
                real_logits, fake_logits = self.judge(real, labels), self.judge(fake, labels)
            else:
                real_logits, fake_logits = self.judge_both(real, fake, labels)
        loss = self.discriminator_loss(real_logits, fake_logits)
        total = loss
        if watched:
            summed = (real_logits if self.r1 > 0 else 0) + (fake_logits if self.r2 > 0 else 0)
            weights = [weight for weight in (self.r1, self.r2) if weight > 0]
            for weight, gradient in zip(weights, torch.autograd.grad(summed.sum(), watched, create_graph=True)):
                total = total + gradient.flatten(1).square().sum(1).mean() * (weight / 2 * EVERY)
        if is_penalised and self.between > 0:
            total = total + self.slope_between(real, fake, labels) * (self.between * EVERY)
        total.backward(inputs=list(self.discriminator.parameters()))
        self.discriminator_adam.step()
        return loss.detach(), real_logits.detach(), fake_logits.detach()

    def slope_between(self, real, fake, labels):
        """WGAN-GP's penalty: how far the slope between real images and fakes is from 1."""
        middle = torch.lerp(fake, real, torch.rand(self.batch, 1, 1, 1)).requires_grad_()
        with self.autocast():
            logits = self.judge(middle, labels)
        gradient, = torch.autograd.grad(logits.sum(), middle, create_graph=True)
        return (gradient.flatten(1).square().sum(1).add(1e-12).sqrt() - 1).square().mean()

    def make(self, count, labels):
        return self.average.eval()(self.inputs(count, labels))
