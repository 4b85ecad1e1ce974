"""Recordings as arrays: folders of WAV whose subfolders are the classes, brought to one length."""
import pathlib, wave
import numpy as np


def read(path):
    """A 16-bit WAV of one channel: samples in [-1, 1], float32, and the rate."""
    with wave.open(str(path)) as file:
        if file.getsampwidth() != 2 or file.getnchannels() != 1:
            raise SystemExit(f"{path}: expected 16 bits, one channel")
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32768, file.getframerate()


def write(path, clip, rate):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(clip, -1, 1) * 32767).round().astype("<i2").tobytes())


def load(folder, length):
    """Clips [n, length], as loud as each other (a root mean square of 0.1 where there is sound, no peak above 0.99), labels
    [n], names."""
    clips, labels = [], []
    kinds = sorted(path.name for path in pathlib.Path(folder).iterdir() if path.is_dir())
    for label, kind in enumerate(kinds):
        for path in sorted(pathlib.Path(folder, kind).glob("*.wav")):
            samples = read(path)[0][:length]
            clip = np.zeros(length, np.float32)
            clip[: len(samples)] = samples
            clip *= min(0.1 / (np.sqrt(np.mean(samples**2)) + 1e-6), 0.99 / (np.abs(samples).max() + 1e-6))
            clips.append(clip)
            labels.append(label)
    return np.stack(clips), np.array(labels), kinds
