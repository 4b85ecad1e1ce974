"""One training step of the preset `classic`, computed with NumPy alone in float64: forward, backward and Adam by hand.

    python3 classic_step.py > classic_step.json

Inputs and first weights are formulas, so that the C# test can make the same ones; nothing is drawn at random.
Checked against: tests/Figment.Tests/Models/GanGoldenStepTests.cs, which asks for agreement to 1e-5.
"""
import json
import numpy as np

B, Z, P = 8, 100, 784
LR, B1, B2, EPS = 1e-3, 0.9, 0.999, 1e-7  # the tutorial's Adam, with Keras's epsilon
BN_EPS, BN_MOMENTUM = 1e-3, 0.01  # Keras: momentum 0.99 of the old value


def fill(shape, seed, scale):
    """scale * (2 h(i, seed) / 2^32 - 1), rounded to float32, in row-major order; h is MurmurHash3's 32-bit finalizer."""
    h = np.arange(int(np.prod(shape)), dtype=np.uint32) * np.uint32(0x9E3779B9) + np.uint32(seed)
    h = (h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    h = (h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    h = h ^ (h >> np.uint32(16))
    return (scale * (2 * (h / 2.0**32) - 1)).astype(np.float32).astype(np.float64).reshape(shape)


def make(sizes, seed):
    """Weights [out, in] and biases of dense layers; the scale is Glorot's bound."""
    layers = []
    for k, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
        a = np.sqrt(6 / (n_in + n_out))
        layers.append({"w": fill((n_out, n_in), 100 * seed + 10 * k, a), "b": fill((n_out,), 100 * seed + 10 * k + 5, 0.1)})
    return layers


G = make([Z, 256, 512, 1024, P], 1)
D = make([P, 512, 256, 1], 6)
D[2]["b"] -= 3  # D begins in doubt of everything, so that G has much to learn
BN = [
    {
        "gamma": 1 + fill((n,), 1000 + n, 0.1),
        "beta": fill((n,), 2000 + n, 0.1),
        "mean": np.zeros(n),
        "var": np.ones(n),
        "batches": 0,
    }
    for n in (256, 512, 1024)
]
sigmoid = lambda x: 1 / (1 + np.exp(-x))


def generator(z):
    """Images and what the backward pass needs; moves the running statistics, as training mode does."""
    h, tape = z, []
    for k in range(3):
        a = h @ G[k]["w"].T + G[k]["b"]
        r = np.maximum(a, 0)
        mean, var = r.mean(0), r.var(0)
        x_hat = (r - mean) / np.sqrt(var + BN_EPS)
        bn = BN[k]
        bn["mean"] = (1 - BN_MOMENTUM) * bn["mean"] + BN_MOMENTUM * mean
        bn["var"] = (1 - BN_MOMENTUM) * bn["var"] + BN_MOMENTUM * var * B / (B - 1)  # unbiased, as libtorch keeps it
        bn["batches"] += 1
        tape.append((h, a, x_hat, var))
        h = bn["gamma"] * x_hat + bn["beta"]
    out = sigmoid(h @ G[3]["w"].T + G[3]["b"])
    return out, tape + [(h, out)]


def generator_backward(d_out, tape):
    h, out = tape[3]
    d = d_out * out * (1 - out)
    grads = {"3.w": d.T @ h, "3.b": d.sum(0)}
    d = d @ G[3]["w"]
    for k in (2, 1, 0):
        h, a, x_hat, var = tape[k]
        grads[f"{k}.gamma"], grads[f"{k}.beta"] = (d * x_hat).sum(0), d.sum(0)
        d_hat = d * BN[k]["gamma"]
        d = (d_hat - d_hat.mean(0) - x_hat * (d_hat * x_hat).mean(0)) / np.sqrt(var + BN_EPS)
        d = d * (a > 0)
        grads[f"{k}.w"], grads[f"{k}.b"] = d.T @ h, d.sum(0)
        d = d @ G[k]["w"]
    return grads


def discriminator(x):
    tape, h = [], x
    for k in range(3):
        a = h @ D[k]["w"].T + D[k]["b"]
        tape.append((h, a))
        h = np.maximum(a, 0) if k < 2 else a
    return h, tape


def discriminator_backward(d, tape):
    grads = {}
    for k in (2, 1, 0):
        h, a = tape[k]
        if k < 2:
            d = d * (a > 0)
        grads[f"{k}.w"], grads[f"{k}.b"] = d.T @ h, d.sum(0)
        d = d @ D[k]["w"]
    return grads, d


def bce(logits, target):
    """Binary cross-entropy on logits, its gradient, and the share judged right."""
    loss = (np.maximum(logits, 0) - logits * target + np.log1p(np.exp(-np.abs(logits)))).mean()
    return loss, (sigmoid(logits) - target) / logits.size, ((logits > 0) == (target == 1)).mean()


class Adam:
    """Kingma and Ba 2015, algorithm 1."""

    def __init__(self):
        self.t, self.m, self.v = 0, {}, {}

    def step(self, values, grads):
        self.t += 1
        for name, g in grads.items():
            self.m[name] = B1 * self.m.get(name, 0) + (1 - B1) * g
            self.v[name] = B2 * self.v.get(name, 0) + (1 - B2) * g * g
            m_hat, v_hat = self.m[name] / (1 - B1**self.t), self.v[name] / (1 - B2**self.t)
            holder, key = values(name)
            holder[key] = holder[key] - LR * m_hat / (np.sqrt(v_hat) + EPS)


def of_generator(name):
    k, key = name.split(".")
    return (BN if key in ("gamma", "beta") else G)[int(k)], key


def of_discriminator(name):
    k, key = name.split(".")
    return D[int(k)], key


real = (0.5 + 0.5 * fill((B, P), 3, 1.0)).astype(np.float32).astype(np.float64)
z_for_d, z_for_g = fill((B, Z), 4, 1.5), fill((B, Z), 5, 1.5)
adam_g, adam_d = Adam(), Adam()

# D on a real batch.
logits, tape = discriminator(real)
real_loss, d, real_accuracy = bce(logits, 1)
adam_d.step(of_discriminator, discriminator_backward(d, tape)[0])

# D on a fake batch.
fake, _ = generator(z_for_d)
logits, tape = discriminator(fake)
fake_loss, d, fake_accuracy = bce(logits, 0)
adam_d.step(of_discriminator, discriminator_backward(d, tape)[0])

# G through a frozen D.
images, g_tape = generator(z_for_g)
logits, tape = discriminator(images)
g_loss, d, _ = bce(logits, 1)
adam_g.step(of_generator, generator_backward(discriminator_backward(d, tape)[1], g_tape))

# What the C# side calls each tensor, and its values after the step: some of them, and the norm of all.
layers_g, norms_g, layers_d = [0, 3, 6, 9], [2, 5, 8], [1, 3, 5]
tensors = {}
for k, i in enumerate(layers_g):
    tensors[f"generator.{i}.weight"], tensors[f"generator.{i}.bias"] = G[k]["w"], G[k]["b"]
for k, i in enumerate(norms_g):
    for ours, theirs in (("gamma", "weight"), ("beta", "bias"), ("mean", "running_mean"), ("var", "running_var")):
        tensors[f"generator.{i}.{theirs}"] = BN[k][ours]
for k, i in enumerate(layers_d):
    tensors[f"discriminator.{i}.weight"], tensors[f"discriminator.{i}.bias"] = D[k]["w"], D[k]["b"]

print(
    json.dumps(
        {
            "d_loss": (real_loss + fake_loss) / 2,
            "g_loss": g_loss,
            "d_accuracy_real": real_accuracy,
            "d_accuracy_fake": fake_accuracy,
            "batches_tracked": BN[0]["batches"],
            "tensors": {
                name: {
                    "norm": float(np.linalg.norm(t)),
                    "stride": (s := max(1, t.size // 97)),
                    "values": [round(float(v), 10) for v in t.ravel()[::s]],
                }
                for name, t in tensors.items()
            },
        },
        indent=0,
    )
)
