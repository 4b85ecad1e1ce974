using System.Collections.Concurrent;
using Figment.Audio;
using Figment.Backend;
using Figment.Data.Sounds;
using Figment.Imaging;
using Figment.Networks.Sounds;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Studio.Learn;

/// <summary>
/// The drums of the lesson on sounds: those of the data set, made on request; their pictures as models see them, and the sounds
/// made from these pictures; and the drums of two recorded training runs (<c>bench/studio/record_lessons.py</c>).
/// </summary>
internal static class LessonDrums
{
    /// <summary>The number of training sounds of each class.</summary>
    internal const int Takes = DrumSounds.Training / 8;

    /// <summary>The number of sounds of each class for the model that was trained on few sounds.</summary>
    internal const int FewTakes = 2;

    /// <summary>The possible numbers of rows of a picture.</summary>
    internal static readonly IReadOnlyList<int> Rows = [16, 32, 64, 128];

    /// <summary>The recorded steps of the model that was trained on all drums.</summary>
    internal static readonly IReadOnlyList<int> Steps = [0, 50, 100, 150, 250, 400, 700, 1_400];

    private const int Gap = 8_192; // silence after each drum of a recorded file

    private static readonly ConcurrentDictionary<string, SoundSamples> Decoded = [];
    private static readonly Lazy<SoundGrid>[] Grids = [.. Rows.Select(rows => new Lazy<SoundGrid>(() => GridOf(rows)))];

    /// <summary>The classes, in their order.</summary>
    internal static IReadOnlyList<string> Kinds => DrumKit.Names;

    /// <summary>A drum of the data set.</summary>
    /// <param name="drum">Its class.</param>
    /// <param name="take">The index of the drum in its class, from 0 to <see cref="Takes"/> − 1.</param>
    internal static SoundSamples Real(string drum, int take) => new(Values(drum, take, 1), 1, DrumSounds.Shape);

    /// <summary>The picture of a drum as a model sees it, from black to white.</summary>
    internal static Picture Seen(string drum, int take, int rows)
    {
        using DisposeScope scope = NewDisposeScope();
        return ImageBatch.FromTensor(Image(drum, take, rows)).ToPicture();
    }

    /// <summary>The sound made from this picture.</summary>
    internal static SoundSamples Back(string drum, int take, int rows)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        return SoundSamples.Of(GridOfRows(rows).ToSounds(Image(drum, take, rows)), DrumSounds.Shape);
    }

    /// <summary>The number of columns of the picture.</summary>
    internal static int Columns { get; } =
        DrumSounds.Shape.Length / SoundGrid.HopFor(DrumSounds.Shape.Rate, DrumSounds.Shape.Seconds);

    /// <summary>One drum of each class by a recorded model.</summary>
    /// <param name="isOfFew">
    /// Whether to use the model that was trained on few drums, of which only the last step was recorded.
    /// </param>
    /// <param name="step">One of <see cref="Steps"/>.</param>
    internal static SoundSamples Recorded(bool isOfFew, int step)
    {
        return Decoded.GetOrAdd(isOfFew ? "drums-few-1000" : $"drums-{step:D4}", Decode);
    }

    private static SoundSamples Decode(string name)
    {
        using Stream stream = typeof(LessonDrums).Assembly.GetManifestResourceStream($"recorded/{name}.ogg")!;
        float[] decoded = SoundDecoder.Decode(stream, 2 * Kinds.Count * DrumSounds.Shape.Seconds).Sound.Channels[0];
        int length = DrumSounds.Shape.Length;
        float[] drums = [.. Kinds.SelectMany((_, k) => decoded.AsSpan(k * (length + Gap), length).ToArray())];
        return new SoundSamples(drums, Kinds.Count, DrumSounds.Shape);
    }

    /// <summary>The drum of the data set whose spectrogram is most similar to that of a sound.</summary>
    /// <param name="sound">A sound with the length of the drums.</param>
    /// <param name="drum">The class.</param>
    /// <param name="takes">The number of drums to search, from the first one.</param>
    /// <returns>The index of the drum in its class.</returns>
    internal static int Nearest(ReadOnlySpan<float> sound, string drum, int takes)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        using MelSpectrogram mel = new(DrumSounds.Shape);
        return (int)cdist(Looks(mel, sound.ToArray()), Looks(mel, Values(drum, 0, takes))).argmin(1).item<long>();
    }

    private static int KindOf(string drum) => Kinds.ToList().IndexOf(drum);

    private static SoundGrid GridOfRows(int rows) => Grids[Rows.ToList().IndexOf(rows)].Value;

    private static float[] Values(string drum, int first, int count)
    {
        int length = DrumSounds.Shape.Length,
            kind = KindOf(drum);
        float[] values = new float[count * length],
            one = new float[length];
        for (int k = 0; k < count; k++)
        {
            DrumSounds.Render(kind, 0, (ulong)(((first + k) * Kinds.Count) + kind), one);
            one.CopyTo(values, k * length);
        }

        return values;
    }

    private static Tensor Image(string drum, int take, int rows)
    {
        using IDisposable noGradients = no_grad();
        return GridOfRows(rows).ToImages(tensor(Values(drum, take, 1), [1, 1, DrumSounds.Shape.Length]));
    }

    /// <summary>
    /// The audible features of sounds: levels relative to the loudest point, averaged in blocks, because no two noises agree at
    /// every point.
    /// </summary>
    private static Tensor Looks(MelSpectrogram mel, float[] sounds)
    {
        const int Span = 60,
            Bands = 2,
            Times = 4; // dB, and rows and columns of a block
        Tensor levels = mel.Levels(
            mel.Spectrum.Power(tensor(sounds, [sounds.Length / DrumSounds.Shape.Length, 1, DrumSounds.Shape.Length]))
        );
        Tensor below = levels.Plus(levels.amax([1, 2, 3], keepdim: true).neg()).AtLeast(-Span);
        return nn.functional.avg_pool2d(below, [Bands, Times]).flatten(1);
    }

    private static SoundGrid GridOf(int rows)
    {
        const int ForLevels = 4;
        using DisposeScope scope = NewDisposeScope();
        (SoundShape shape, float[] some) = (DrumSounds.Shape, [.. Kinds.SelectMany(drum => Values(drum, 0, ForLevels))]);
        SoundForm form = new() { Hop = SoundGrid.HopFor(shape.Rate, shape.Seconds), Bands = rows };
        return SoundGrid.Fitted(shape, tensor(some, [some.Length / shape.Length, 1, shape.Length]), form);
    }
}
