"""What a variational autoencoder is measured by, from PyTorch's and SciPy's own distributions, in float64.

    python3 vae.py > vae.json

Inputs are formulas, so that the C# tests can make the same ones (Golden.Fill); nothing is drawn at random.
Checked against: tests/Figment.Tests/Objectives/*, tests/Figment.Tests/Evaluation/LikelihoodEstimatorTests.cs.
"""
import json
import numpy as np
import scipy.stats
import torch
from torch.distributions import Bernoulli, Independent, Normal, kl_divergence


def bits(n, seed):
    """MurmurHash3's 32-bit finalizer of i * 0x9E3779B9 + seed, i = 0 ... n - 1."""
    h = np.arange(n, dtype=np.uint32) * np.uint32(0x9E3779B9) + np.uint32(seed)
    h = (h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    h = (h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return h ^ (h >> np.uint32(16))


def fill(shape, seed, scale=1.0):
    """scale * (2 h / 2^32 - 1), rounded to float32, in row-major order."""
    return torch.from_numpy(
        (scale * (2 * (bits(int(np.prod(shape)), seed) / 2.0**32) - 1)).astype(np.float32).astype(np.float64).reshape(shape)
    )


# ---- Normal distributions ----
mean, log_variance, z = fill((3, 4), 1, 2), fill((3, 4), 2, 3), fill((2, 3, 4), 3, 3)
q, prior = Normal(mean, (log_variance / 2).exp()), Normal(torch.zeros_like(mean), torch.ones_like(mean))

# ---- Likelihoods of images of 2 x 3 pixels ----
images = (fill((3, 1, 2, 3), 4) + 1) / 2
binary = (images > 0.5).double()
output = fill((2, 3, 1, 2, 3), 5, 6)
shares = (images * torch.nn.functional.logsigmoid(output) + (1 - images) * torch.nn.functional.logsigmoid(-output)).sum(
    (-3, -2, -1)
)

# ---- Images that are a linear map of a latent, with noise: log p(x) = log N(x; b, W W^T + s^2 I) ----
pixels = (bits(5 * 4, 9) >> np.uint32(24)).astype(np.float64).reshape(5, 4) / 255
weight = np.array([[1, 1], [1, -1], [1, 1], [1, -1.0]]) * [0.25, 0.125]
deviation = 0.25
exact = scipy.stats.multivariate_normal(np.full(4, 0.5), weight @ weight.T + deviation**2 * np.eye(4)).logpdf(pixels)

print(
    json.dumps(
        {
            "kl": kl_divergence(q, prior).tolist(),
            "log_density": q.log_prob(z).sum(-1).tolist(),
            "standard_log_density": prior.log_prob(z).sum(-1).tolist(),
            "bernoulli": Independent(Bernoulli(logits=output), 3).log_prob(binary.expand_as(output)).tolist(),
            "shares": shares.tolist(),
            "gaussian": Independent(Normal(output, 0.3), 3).log_prob(images.expand_as(output)).tolist(),
            "linear": exact.tolist(),
        },
        indent=1,
    )
)
