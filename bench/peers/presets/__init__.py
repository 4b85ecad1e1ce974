"""Figment's presets of pictures in eager PyTorch, at their default options and MNIST's shape: a class each, by name."""
from .classic import Classic
from .conv_vae import ConvVae
from .dcgan import Dcgan
from .flow import Flow
from .gan import Gan
from .r3gan import R3gan
from .vae import Vae
from .wgan_gp import WganGp

PRESETS = {
    "classic": Classic, "gan": Gan, "wgan-gp": WganGp, "dcgan": Dcgan, "r3gan": R3gan,
    "vae": Vae, "conv-vae": ConvVae, "flow": Flow,
}
