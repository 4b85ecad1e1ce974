"""
Sounds as grids of numbers in [0, 1], [n, channels, height, width], which networks for pictures learn, and back.

Every grid has T columns, one for each hop of H samples, and clips have T H samples. Rows are frequencies; where there are more
bands than rows, neighbours become channels (channel c of row r is band C r + c), as squares of pixels do.
"""
import math
import torch
from torch.nn import functional as F
from judge import mel_filters


class Lapped:
    """
    The modulated lapped transform (J. Princen, A. Bradley, 1986; H. Malvar, 1990): H bands of frames of 2 H samples, one frame
    each H samples, under a sine window. Half a hop of silence is put before and behind, so that T frames hold T H samples: what
    is folded into the first and the last frame from outside is 0. With both phases it is the short-time Fourier transform at the
    frequencies (k + 1/2) / (2 H).
    """

    def __init__(self, hop, length):
        self.hop, self.frames = hop, length // hop
        n, k = torch.arange(2 * hop, dtype=torch.float64), torch.arange(hop, dtype=torch.float64)
        window = torch.sin(math.pi / (2 * hop) * (n + 0.5))
        angle = math.pi / hop * torch.outer(n + 0.5 + hop / 2, k + 0.5)
        scale = math.sqrt(2 / hop)
        self.cosines = (scale * window[:, None] * torch.cos(angle)).float()  # [2H, H]
        self.sines = (scale * window[:, None] * torch.sin(angle)).float()
        self.norm = self.overlap((window**2).float().expand(1, self.frames, -1))  # 1 but for the first and last half hop

    def cut(self, x):
        """[n, TH] to frames [n, T, 2H]."""
        return F.pad(x, (self.hop // 2, self.hop // 2)).unfold(1, 2 * self.hop, self.hop)

    def overlap(self, frames):
        """Frames [n, T, 2H], each added to the one before it by half, to [n, TH]."""
        first, second = frames.split(self.hop, 2)
        blocks = F.pad(first, (0, 0, 0, 1)) + F.pad(second, (0, 0, 1, 0))
        return blocks.flatten(1)[:, self.hop // 2 : -(self.hop // 2)]

    def real(self, x):
        return self.cut(x) @ self.cosines

    def imaginary(self, x):
        return self.cut(x) @ self.sines

    def from_real(self, c):
        return self.overlap(c @ self.cosines.T) / self.norm

    def from_both(self, c, s):
        return self.overlap(c @ self.cosines.T + s @ self.sines.T) / (2 * self.norm)


def fold(bands, channels):
    """[n, T, K] to [n, channels, K / channels, T]."""
    n, t, k = bands.shape
    return bands.reshape(n, t, k // channels, channels).permute(0, 3, 2, 1)


def unfold(grid, hop):
    """Back, with silence in the bands that are not kept: [n, T, hop]."""
    n, c, r, t = grid.shape
    return F.pad(grid.permute(0, 3, 2, 1).reshape(n, t, r * c), (0, hop - r * c))


def smooth(x, dim, radius):
    """A mean over 2 radius + 1 neighbours along one dimension, the ends repeated."""
    x = x.movedim(dim, -1)
    y = F.avg_pool1d(F.pad(x.reshape(1, -1, x.shape[-1]), (radius, radius), mode="replicate"), 2 * radius + 1, 1)
    return y.reshape(x.shape).movedim(-1, dim)


def loudest(magnitudes, flat, share=0.999):
    """
    1.5 times what that share of numbers lies under, for each band, over sounds and time: [n, T, K] to [K]. Smooth over bands, and
    not below 1% of the most. Short sounds need a share of 1: a thousandth of all columns may be their loudest.
    """
    all = magnitudes.flatten(0, 1).abs()
    top = all.kthvalue(max(1, int(share * len(all))), 0)[0]
    top = smooth(top[None], 1, 4)[0]
    top = top.clamp(min=0.01 * top.max()) * 1.5
    return top.max().expand_as(top) if flat else top


class Companding:
    """[-1, 1] to [-1, 1] so that soft values take more room; by name and parameter: power:0.5, mu:255, asinh:30."""

    def __init__(self, text):
        self.kind, value = text.split(":")
        self.p = float(value)

    def there(self, x):
        if self.kind == "power":
            return x.sign() * x.abs() ** self.p
        if self.kind == "mu":
            return x.sign() * torch.log1p(self.p * x.abs()) / math.log1p(self.p)
        return torch.asinh(self.p * x) / math.asinh(self.p)

    def back(self, y):
        if self.kind == "power":
            return y.sign() * y.abs() ** (1 / self.p)
        if self.kind == "mu":
            return y.sign() * torch.expm1(y.abs() * math.log1p(self.p)) / self.p
        return torch.sinh(y * math.asinh(self.p)) / self.p


class Mdct:
    """(a) The real transform, as many numbers as samples where all bands are kept."""

    def __init__(self, hop, bands, channels, companding="power:0.5", flat=False):
        self.hop, self.bands, self.channels, self.companding, self.flat = hop, bands, channels, Companding(companding), flat

    def fit(self, x):
        self.lapped = Lapped(self.hop, x.shape[1])
        self.scale = loudest(self.lapped.real(x), self.flat)
        return self

    def there(self, x):
        y = self.companding.there((self.lapped.real(x) / self.scale).clamp(-1, 1))
        return fold(y[..., : self.bands], self.channels) / 2 + 0.5

    def back(self, grid):
        return self.lapped.from_real(self.companding.back(unfold(grid * 2 - 1, self.hop)) * self.scale)


class Stft(Mdct):
    """(b) Both phases, companded in magnitude; twice as many numbers as samples. Channels: real parts, then imaginary ones."""

    def fit(self, x):
        self.lapped = Lapped(self.hop, x.shape[1])
        self.scale = loudest(torch.hypot(self.lapped.real(x), self.lapped.imaginary(x)), self.flat)
        return self

    def there(self, x):
        c, s = (part / self.scale for part in (self.lapped.real(x), self.lapped.imaginary(x)))
        size = torch.hypot(c, s) + 1e-9
        gain = self.companding.there(size.clamp(max=1)) / size
        return torch.cat([fold((part * gain)[..., : self.bands], self.channels) for part in (c, s)], 1) / 2 + 0.5

    def back(self, grid):
        c, s = (unfold(part, self.hop) for part in (grid * 2 - 1).chunk(2, 1))
        size = torch.hypot(c, s) + 1e-9
        gain = self.companding.back(size) / size * self.scale
        return self.lapped.from_both(c * gain, s * gain)


class Frequencies:
    """
    (c) Log magnitude over 80 dB and the phase's advance from frame to frame, as a share of half a turn
    (J. Engel et al., GANSynth, 2019).
    """

    span = 80.0

    def __init__(self, hop, bands, channels):
        self.hop, self.bands, self.channels = hop, bands, channels

    def fit(self, x):
        self.lapped = Lapped(self.hop, x.shape[1])
        self.scale = loudest(torch.hypot(self.lapped.real(x), self.lapped.imaginary(x)), False)
        return self

    def there(self, x):
        c, s = self.lapped.real(x), self.lapped.imaginary(x)
        decibels = 20 * torch.log10(torch.hypot(c, s) / self.scale + 1e-9)
        phase = torch.atan2(s, c)
        advance = torch.diff(phase, dim=1, prepend=torch.zeros_like(phase[:, :1]))
        advance = torch.remainder(advance + math.pi, 2 * math.pi) / (2 * math.pi)
        return torch.cat(
            [fold(part[..., : self.bands], self.channels) for part in ((1 + decibels / self.span).clamp(0, 1), advance)], 1
        )

    def back(self, grid):
        level, advance = (unfold(part, self.hop) for part in grid.chunk(2, 1))
        size = torch.where(level <= 0.002, 0, 10 ** ((level - 1) * self.span / 20)) * self.scale
        phase = torch.cumsum(advance * 2 * math.pi - math.pi, 1)
        return self.lapped.from_both(size * phase.cos(), size * phase.sin())


class Mel:
    """
    (d) Log-mel levels over 80 dB, the roots of mean powers; phases are sought by fast Griffin-Lim (N. Perraudin et al., 2013),
    from a steady tone in each frequency. At the end each band is brought once to the level it should have.
    """

    span = 80.0

    def __init__(self, hop, mels, rate, size=1024, iterations=16, momentum=0.5, channels=1, share=0.999):
        self.hop, self.mels, self.rate, self.size, self.iterations, self.momentum = hop, mels, rate, size, iterations, momentum
        self.channels, self.share = channels, share

    def stft(self, x):
        """[n, TH] to [n, bins, T]: frames stand with their middles in the middles of hops, silence outside of the sound."""
        frames = F.pad(x, (self.before, self.size - self.hop - self.before)).unfold(1, self.size, self.hop)
        return torch.fft.rfft(frames * self.window).transpose(1, 2)

    def istft(self, spectrum):
        return self.overlap(torch.fft.irfft(spectrum.transpose(1, 2), self.size) * self.window) / self.norm

    def overlap(self, frames):
        """[n, T, size], added up, to [n, TH]."""
        whole = (self.frames - 1) * self.hop + self.size
        x = F.fold(frames.transpose(1, 2), (1, whole), (1, self.size), stride=(1, self.hop))[:, 0, 0]
        return x[:, self.before : self.before + self.length]

    def fit(self, x):
        self.length, self.before = x.shape[1], (self.size - self.hop) // 2
        self.window, self.frames = torch.hann_window(self.size), self.length // self.hop
        self.norm = self.overlap((self.window**2).expand(1, self.frames, -1)).clamp(min=1e-3)
        self.filters = mel_filters(self.rate, self.size // 2 + 1, self.mels, 20.0)
        self.inverse = torch.linalg.pinv(self.filters)
        k, j = torch.arange(self.size // 2 + 1).double()[:, None], torch.arange(self.frames).double()[None]
        turns = k * j * self.hop / self.size + k**2 * 1.618033988749895  # each frequency goes on, and begins as if at random
        self.steady = torch.exp(2j * math.pi * turns).to(torch.complex64)
        self.spread = self.filters.T / self.filters.sum(0)[:, None].clamp(min=1e-9)
        self.scale = loudest(self.levels(self.stft(x)).transpose(1, 2), False, self.share)[:, None]
        return self

    def levels(self, spectrum):
        return (self.filters @ spectrum.abs() ** 2).sqrt()

    def there(self, x):
        mel = self.levels(self.stft(x))
        return fold((1 + 20 * torch.log10(mel / self.scale + 1e-9) / self.span).clamp(0, 1).transpose(1, 2), self.channels)

    def back(self, grid):
        level = unfold(grid, self.mels).transpose(1, 2)
        mel = (10 ** ((level - 1) * self.span / 20) - 10 ** (-self.span / 20)) * self.scale  # 0 is silence
        size = (self.inverse @ mel**2).clamp(min=0).sqrt()
        angles, before = self.steady, 0
        for _ in range(self.iterations):
            now = self.stft(self.istft(size * angles))
            ahead = now + self.momentum * (now - before)
            angles, before = ahead / (ahead.abs() + 1e-9), now
        made = self.stft(self.istft(size * angles))
        return self.istft(made * (self.spread @ (mel / (self.levels(made) + 1e-6)).clamp(max=4)))


class Envelope:
    """
    (e) What is loud and what is fine apart: channel 0 is the level of a row's bands over 80 dB, the root of a mean of squares
    over 3 x 3 cells; the others are the real transform's numbers divided by it. Errors in the fine part are as loud as the sound
    around them, never in silence. With `held` the inverse brings the sound to the level that channel 0 says, which changes
    nothing where it has that.
    """

    span, room, most = 80.0, 4.0, 100.0

    def __init__(self, hop, bands, channels, companding="power:0.7", held=True):
        self.hop, self.bands, self.channels, self.companding, self.held = hop, bands, channels, Companding(companding), held

    def levels(self, bands):
        power = F.pad((bands**2).mean(1, keepdim=True), (1, 1, 1, 1), mode="replicate")
        return F.avg_pool2d(power, 3, 1).sqrt()

    def cells(self, x):
        return fold(self.lapped.real(x)[..., : self.bands], self.channels)

    def fit(self, x):
        self.lapped = Lapped(self.hop, x.shape[1])
        self.scale = loudest(self.levels(self.cells(x)).flatten(0, 1).permute(0, 2, 1), False)[:, None]
        return self

    def size(self, level):
        return 10 ** ((level - 1) * self.span / 20) * self.scale

    def there(self, x):
        cells = self.cells(x)
        level = (1 + 20 * torch.log10(self.levels(cells) / self.scale + 1e-9) / self.span).clamp(0, 1)
        return torch.cat([level, self.companding.there((cells / self.size(level) / self.room).clamp(-1, 1)) / 2 + 0.5], 1)

    def back(self, grid):
        size = self.size(grid[:, :1]) * (grid[:, :1] > 0.01)
        cells = self.companding.back(grid[:, 1:] * 2 - 1) * self.room * size
        if self.held:
            cells = cells * (size / (self.levels(cells) + 1e-9)).clamp(max=self.most)
        return self.lapped.from_real(unfold(cells, self.hop))
