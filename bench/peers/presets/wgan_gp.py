"""gan's networks without classes, the Wasserstein loss and its gradient penalty."""
from .gan import DenseGan


class WganGp(DenseGan):
    between = 10.0

    @staticmethod
    def discriminator_loss(real, fake):
        return fake.mean() - real.mean()

    @staticmethod
    def generator_loss(fake, real):
        return -fake.mean()
