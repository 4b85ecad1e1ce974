using Figment.Audio;
using Figment.Backend;
using Figment.Data;
using Figment.Data.Sounds;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Networks;
using Figment.Networks.Sounds;
using static TorchSharp.torch;

namespace Figment.Tests;

/// <summary>Sounds made by formula in four classes, and a model that returns the sounds it is given.</summary>
internal static class MadeSounds
{
    internal const int Rate = 8_000,
        Length = 4_096;

    internal static readonly string[] Classes = ["low", "high", "rattle", "sweep"];

    internal static readonly SoundShape Shape = new(1, Length, Rate);

    /// <summary>The given number of sounds, from each class in turn.</summary>
    internal static float[][] Draw(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(number => One(number % Classes.Length, random))];
    }

    /// <summary>As a data set with classes.</summary>
    internal static SoundDataset Data(IReadOnlyList<float[]> sounds, bool hasClasses = true) =>
        new(
            "made",
            new Rows(Shape),
            [
                .. sounds
                    .SelectMany(sound => sound)
                    .Select(value => (short)Math.Clamp(Math.Round(value * 32768), short.MinValue, short.MaxValue)),
            ],
            hasClasses ? [.. sounds.Select((_, number) => (byte)(number % Classes.Length))] : null,
            hasClasses ? Classes : null
        );

    /// <summary>The same, with noise of a given standard deviation.</summary>
    internal static float[][] Noisy(IReadOnlyList<float[]> sounds, double deviation)
    {
        Random random = new(5);
        return
        [
            .. sounds.Select(sound =>
                sound
                    .Select(value => (float)Math.Clamp(value + (deviation * 1.73 * ((2 * random.NextDouble()) - 1)), -1, 1))
                    .ToArray()
            ),
        ];
    }

    /// <summary>The same at another speed, and so at another pitch.</summary>
    internal static float[][] Faster(IReadOnlyList<float[]> sounds, double times) =>
        [
            .. sounds.Select(sound =>
                sound.Select((_, i) => (int)(i * times) < sound.Length ? sound[(int)(i * times)] : 0).ToArray()
            ),
        ];

    /// <summary>The same without high pitches: each sample is the mean of some around it.</summary>
    internal static float[][] Dull(IReadOnlyList<float[]> sounds, int around) =>
        [.. sounds.Select(sound => sound.Select((_, i) => sound.Skip(i - around).Take(around + 1).Average()).ToArray())];

    private static float[] One(int kind, Random random)
    {
        (double pitch, double loud) = (Math.Exp(0.4 * (random.NextDouble() - 0.5)), 0.5 + (0.4 * random.NextDouble()));
        (double fall, int begin) = (8 + (10 * random.NextDouble()), random.Next(200));
        float[] sound = new float[Length];
        double phase = 0;
        for (int i = begin; i < Length; i++)
        {
            double time = (double)(i - begin) / Rate;
            double frequency = kind switch
            {
                0 => 180,
                1 => 900,
                _ => 300 + (4_000 * time),
            };
            phase += 2 * Math.PI * pitch * frequency / Rate;
            double wave = kind == 2 ? (2 * random.NextDouble()) - 1 : (0.8 * Math.Sin(phase)) + (0.2 * Math.Sin(3 * phase));
            sound[i] = (float)(loud * wave * Math.Min(1, time * 400) * Math.Exp(-fall * time));
        }

        return sound;
    }

    /// <summary>The samples as the pixels of a square: a grid without any transform.</summary>
    internal sealed class Rows(SoundShape shape) : SoundGrid
    {
        private readonly int side = (int)Math.Sqrt(shape.Length);

        internal override SoundForm Form => new();

        internal override SoundShape Sound => shape;

        internal override ImageShape Image => new(shape.Channels, side, side);

        internal override Tensor ToImages(Tensor sounds) => sounds.add(1).div(2).view(-1, shape.Channels, side, side);

        internal override T ToSounds<T>(IOperations<T> ops, T images) =>
            ops.Add(ops.Multiply(ops.Reshape(images, -1, shape.Channels, shape.Length), 2), -1);
    }

    /// <summary>A model that returns the sounds that it is given, in turn.</summary>
    internal sealed class Shown(IReadOnlyList<float[]> sounds) : ImageModel
    {
        private readonly Rows grid = new(MadeSounds.Shape);
        private int next;

        public override ImageShape Shape => grid.Image;

        public override IReadOnlyList<NamedNetwork> Networks => [];

        public override Tensor DrawLatents(int count, Draws random) => zeros(count, 1);

        public override Tensor Decode(Tensor latents, Tensor? labels = null)
        {
            int count = (int)latents.shape[0];
            float[] values = [.. Enumerable.Range(next, count).SelectMany(number => sounds[number % sounds.Count])];
            next = (next + count) % sounds.Count;
            return grid.ToImages(tensor(values, [count, 1, Length]));
        }

        public override IReadOnlyList<Measure> TrainStep(Batch batch, TrainingMoment moment, Draws random) => [];

        public override IReadOnlyList<NetworkSummary> Summaries() => [];
    }
}
