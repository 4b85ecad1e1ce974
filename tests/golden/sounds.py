"""The files in sounds/ and the numbers in sounds.json: sounds as other programs pack them, and what those programs, or NumPy,
unpack of them.

A tone per channel, a sweep, and bursts of noise, so that attacks are in it. Needs flac, vorbis-tools, opus-tools, lame and
ffmpeg. The files of FLAC say their samples by NumPy alone: the SHA-256 of them as float32. Those of lossy formats say what
ffmpeg decodes (of MP3 lame, as ffmpeg takes other bands at 24 kHz; of Opus opusdec): some samples of the first and the last
channel. tests/golden/sounds.py, in this folder.
"""
import hashlib
import json
import os
import struct
import subprocess
import sys
import tempfile
import wave

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "sounds")
WORK = tempfile.mkdtemp()
WAV = os.path.join(WORK, "x.wav")
GUID = bytes.fromhex("000000001000800000aa00389b71")
entries = []


def run(*command, **more):
    done = subprocess.run([str(part) for part in command], capture_output=True, **more)
    return done.stdout if done.returncode == 0 else sys.exit(f"{command}: {done.stderr.decode()}")


def tones(channels):
    return [300 + 150 * k for k in range(channels)]


def sound(rate, channels, length, seed=1):
    """Doubles in (−1, 1), [length, channels]; the tones stand 0.25 high."""
    rng, t = np.random.default_rng(seed), np.arange(length) / rate
    bursts = 0.2 * np.exp(-((t * 8) % 1) * 30) * rng.standard_normal(length)
    return np.stack(
        [0.25 * np.sin(2 * np.pi * f * t) + 0.05 * np.sin(2 * np.pi * 0.1 * rate * t * t) + bursts for f in tones(channels)], 1
    ).clip(-0.95, 0.95)


def write_wav(values, rate, bits):
    """Whole numbers of so many bits as a WAV, in the highest bits of whole bytes."""
    size = (bits + 7) // 8
    raw = values.astype(np.int64) << (8 * size - bits)
    data = (
        (raw + 128).astype(np.uint8).tobytes()
        if size == 1
        else raw.astype("<i8").view(np.uint8).reshape(-1, 8)[:, :size].tobytes()
    )
    channels = values.shape[1]
    mask = [0, 4, 3, 7, 0x33, 0x37, 0x3F, 0x70F, 0x63F][channels]
    form = (
        struct.pack("<HHIIHHHHIH", 0xFFFE, channels, rate, rate * channels * size, channels * size, 8 * size, 22, bits, mask, 1)
        + GUID
    )
    body = b"WAVEfmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(data)) + data
    with open(WAV, "wb") as file:
        file.write(b"RIFF" + struct.pack("<I", len(body)) + body)


def note(name, rate, channels, length, **more):
    entries.append(dict(file=name, rate=rate, channels=channels, length=length, **more))


def flac(name, values, rate, bits, *options, change=None, stream=False):
    write_wav(values, rate, bits)
    path = os.path.join(OUT, name)
    if stream:  # neither the length nor the MD5 is known when the header is written
        size = (bits + 7) // 8
        raw = values.astype("<i8").view(np.uint8).reshape(-1, 8)[:, :size].tobytes()
        packed = run(
            "flac",
            "-s",
            "-c",
            "--force-raw-format",
            "--endian=little",
            "--sign=signed",
            f"--channels={values.shape[1]}",
            f"--bps={bits}",
            f"--sample-rate={rate}",
            "--no-padding",
            *options,
            "-",
            input=raw,
        )
        open(path, "wb").write(packed)
    else:
        run("flac", "-s", "-f", "--no-padding", "--no-seektable", "--lax", *options, WAV, "-o", path)
    if change:
        content = open(path, "rb").read()
        open(path, "wb").write(change(content))
    floats = (values / 2.0 ** (bits - 1)).astype("<f4")
    note(name, rate, values.shape[1], len(values), bits=bits, sha256=hashlib.sha256(floats.tobytes()).hexdigest())


def whole(rate, channels, length, bits, seed=1):
    return np.round(sound(rate, channels, length, seed) * 2.0 ** (bits - 1)).astype(np.int64)


def flacs():
    for bits in (4, 8, 12, 16, 20, 24, 32):
        flac(f"flac-{bits}.flac", whole(44100, 2, 1500, bits), 44100, bits)
    for rate, channels in ((8000, 1), (12345, 3), (96000, 6), (192000, 8)):
        flac(f"flac-{rate}-{channels}.flac", whole(rate, channels, 700, 16), rate, 16)
    same = whole(16000, 1, 900, 16)
    rng = np.random.default_rng(2)
    flac("flac-left.flac", np.concatenate([same, same + rng.integers(-2, 3, same.shape)], 1), 16000, 16, "-8", "-e", "-p")
    flac("flac-right.flac", np.concatenate([same // 2, same], 1), 16000, 16, "-5")
    flac("flac-fixed.flac", whole(16000, 2, 900, 16), 16000, 16, "-l", "0", "--no-mid-side")
    flac("flac-order-32.flac", whole(16000, 1, 4000, 16), 16000, 16, "-l", "32", "-b", "2000", "-q", "15")
    flac("flac-noise.flac", rng.integers(-32768, 32768, (800, 2)), 16000, 16)
    flac("flac-silence.flac", np.zeros((900, 2), np.int64), 16000, 16)
    flac("flac-wasted.flac", whole(16000, 2, 900, 16) & ~31, 16000, 16)
    flac("flac-one.flac", np.array([[12345]]), 16000, 16)
    flac("flac-blocks.flac", whole(16000, 2, 1001, 16), 16000, 16, "-b", "64", "-r", "0,6")
    flac("flac-stream.flac", whole(16000, 2, 1001, 16), 16000, 16, stream=True)
    flac("flac-id3.flac", whole(16000, 1, 500, 16), 16000, 16, change=lambda x: b"ID3\x04\0\0\0\0\x01\x48" + bytes(200) + x)
    flac("flac-ogg.oga", whole(16000, 2, 1001, 16), 16000, 16, "--ogg", "--serial-number=7")


def decoded(path, by_lame=False):
    if by_lame:
        run("lame", "--quiet", "--decode", path, os.path.join(WORK, "d.wav"))
        with wave.open(os.path.join(WORK, "d.wav")) as file:
            return np.frombuffer(file.readframes(1 << 24), "<i2").reshape(-1, file.getnchannels()) / 32768
    if path.endswith(".opus"):
        raw, channels = os.path.join(WORK, "d.raw"), int(path.split("-")[-1].split(".")[0])
        run(
            "opusdec",
            "--quiet",
            "--force-stereo" if channels == 2 else "--quiet",
            "--float",
            "--rate",
            "48000",
            "--no-dither",
            path,
            os.path.join(WORK, "d.wav"),
        )
        content = open(os.path.join(WORK, "d.wav"), "rb").read()
        return np.frombuffer(content[content.index(b"data") + 8 :], "<f4").reshape(-1, channels)
    streams = json.loads(run("ffprobe", "-v", "error", "-show_streams", "-of", "json", path))["streams"]
    return np.frombuffer(run("ffmpeg", "-v", "error", "-i", path, "-f", "f32le", "-"), "<f4").reshape(-1, streams[0]["channels"])


def lossy(name, rate, channels, length, tolerance, command, at=None, by_lame=False, expected_length=None):
    write_wav(whole(rate, channels, length, 16), rate, 16)
    path = os.path.join(OUT, name)
    run(*[path if part == "OUT" else WAV if part == "IN" else part for part in command])
    samples = decoded(path, by_lame)
    places = np.linspace(0, min(len(samples), expected_length or length) - 1, 61).astype(int)
    note(
        name,
        at or rate,
        channels,
        expected_length or length,
        tolerance=tolerance,
        places=places.tolist(),
        first=[round(float(x), 6) for x in samples[places, 0]],
        last=[round(float(x), 6) for x in samples[places, -1]],
        tones=tones(channels),
    )


def others():
    for rate, channels in ((8000, 1), (22050, 2), (44100, 2), (96000, 1), (48000, 3), (48000, 4), (48000, 8)):
        lossy(
            f"vorbis-{rate}-{channels}.ogg",
            rate,
            channels,
            rate // 4,
            1e-5,
            ["oggenc", "-Q", "-q", "2", "--serial", "7", "IN", "-o", "OUT"],
        )
    for rate, channels in ((8000, 1), (48000, 2), (48000, 6)):
        lossy(
            f"opus-{rate}-{channels}.opus",
            rate,
            channels,
            rate // 4,
            5e-3,
            ["opusenc", "--quiet", "--padding", "0", "--serial", "7", "IN", "OUT"],
            at=48000,
            expected_length=12000,
        )
    for rate, channels, options in (
        (11025, 1, ["-V", "5"]),
        (16000, 2, ["-V", "5"]),
        (24000, 2, ["-V", "4"]),
        (32000, 2, ["-b", "96"]),
        (44100, 1, ["-V", "4"]),
        (48000, 2, ["-V", "4", "-p"]),
    ):
        lossy(
            f"mp3-{rate}-{channels}.mp3",
            rate,
            channels,
            rate // 3,
            1e-4,
            ["lame", "--quiet", *options, "IN", "OUT"],
            by_lame=True,
        )
    lossy(
        "mp2-48000-2.mp2",
        48000,
        2,
        9600,
        1e-4,
        ["ffmpeg", "-v", "error", "-y", "-i", "IN", "-b:a", "128k", "OUT"],
        expected_length=10368,
    )
    lossy("mp3-8000-1.mp3", 8000, 1, 2000, 1, ["lame", "--quiet", "-b", "24", "IN", "OUT"])
    lossy("vorbis-48000-6.ogg", 48000, 6, 4800, 1, ["oggenc", "-Q", "-q", "0", "--serial", "7", "IN", "-o", "OUT"])
    for name, command in (
        ("speex.spx", ["ffmpeg", "-v", "error", "-y", "-i", "IN", "-ar", "8000", "-ac", "1", "-c:a", "libspeex", "OUT"]),
        ("adpcm.wav", ["ffmpeg", "-v", "error", "-y", "-i", "IN", "-c:a", "adpcm_ms", "OUT"]),
        ("aac.m4a", ["ffmpeg", "-v", "error", "-y", "-i", "IN", "-t", "0.02", "-b:a", "32k", "OUT"]),
        ("mp3-in.wav", ["ffmpeg", "-v", "error", "-y", "-i", "IN", "-c:a", "mp3", "-b:a", "64k", "OUT"]),
        ("alaw.wav", ["ffmpeg", "-v", "error", "-y", "-i", "IN", "-c:a", "pcm_alaw", "OUT"]),
        ("mulaw.au", ["ffmpeg", "-v", "error", "-y", "-i", "IN", "-c:a", "pcm_mulaw", "OUT"]),
        ("sowt.aifc", ["ffmpeg", "-v", "error", "-y", "-i", "IN", "-c:a", "pcm_s16le", "OUT"]),
        ("s24.aiff", ["ffmpeg", "-v", "error", "-y", "-i", "IN", "-c:a", "pcm_s24be", "OUT"]),
        ("rf64.wav", ["ffmpeg", "-v", "error", "-y", "-i", "IN", "-rf64", "always", "OUT"]),
    ):
        lossy(name, 16000, 1, 1600, 2e-4, command, expected_length=1600)


os.makedirs(OUT, exist_ok=True)
flacs()
others()
with open(os.path.join(HERE, "sounds.json"), "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(entry) for entry in entries) + "\n]\n")
print(len(entries), "files,", sum(os.path.getsize(os.path.join(OUT, name)) for name in os.listdir(OUT)), "bytes")
