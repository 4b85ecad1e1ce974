using Figment.Audio;
using Figment.Data;
using Figment.Data.Images;
using Figment.Data.Sounds;
using Figment.Generation.Images;
using Figment.Models.Images;
using Figment.Networks.Sounds;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Sounds;

/// <summary>
/// Converts sounds of one shape into the forms in which they are judged: pictures (<see cref="MelSpectrogram"/>), for everything
/// that judges images, and audio figures (<see cref="SoundFigures"/>). All sounds are rounded to 16 bits, as in files.
/// </summary>
internal sealed class SoundListener : IDisposable
{
    private const float Full = 1 << 15;
    private const long MostValues = 1 << 22; // The number of spectrum values at a time: 16 MB, and a few times that in total.
    private readonly SoundShape sound;
    private readonly MelSpectrogram mel;

    /// <summary>Creates a listener for sounds of one shape.</summary>
    internal SoundListener(SoundShape sound)
    {
        this.sound = sound;
        mel = new MelSpectrogram(sound);
        Form = new PictureForm("sounds", mel.Description);
    }

    /// <summary>How the pictures are made.</summary>
    internal PictureForm Form { get; }

    private int BlockSize => (int)Math.Clamp(MostValues / mel.Spectrum.Values, 1, 64);

    /// <summary>Analyses all sounds of a data set.</summary>
    /// <param name="data">The sounds, of the listener's shape; the data set is still needed later to play them.</param>
    /// <param name="level">
    /// The level to which the loudest sample of each sound is scaled, 0 to 1, once silent and clipped sounds have been counted;
    /// silent sounds are not scaled. Null scales none.
    /// </param>
    /// <param name="progress">Receives the number of sounds done.</param>
    /// <param name="cancellationToken">Cancels between two blocks.</param>
    internal HeardSounds Listen(
        SoundDataset data,
        double? level = null,
        IProgress<DataProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        byte[]? labels = data.Labels is null ? null : Take(data.Labels);
        Action<int>? tell = progress is null
            ? null
            : done => progress.Report(new DataProgress(DataActivity.Hearing, data.Name, done, data.Count));
        return Listen(data.Name, Blocks(), data.Count, labels, data.ClassNames, level, null, tell, cancellationToken) with
        {
            Samples = number => Samples(data, number),
        };

        IEnumerable<Tensor> Blocks()
        {
            for (int start = 0; start < data.Count; start += BlockSize)
                yield return Take(data, start, Math.Min(start + BlockSize, data.Count));
        }
    }

    /// <summary>Analyses samples of a model.</summary>
    /// <param name="model">A model of images that stand for sounds.</param>
    /// <param name="grid">Converts its images into sounds.</param>
    /// <param name="count">The number of samples, at least 1.</param>
    /// <param name="options">Which samples to make; null for seed 0.</param>
    /// <param name="classNames">The names of a conditional model's classes; null makes pictures without labels.</param>
    /// <param name="isKept">Whether the samples are kept, so that they can be played.</param>
    /// <param name="progress">Receives the number of samples done.</param>
    /// <param name="cancellationToken">Cancels between two blocks.</param>
    /// <exception cref="FigmentException">The model produces values that are not finite.</exception>
    internal HeardSounds Listen(
        ImageModel model,
        SoundGrid grid,
        int count,
        SampleOptions? options = null,
        IReadOnlyList<string>? classNames = null,
        bool isKept = false,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        byte[]? labels = model.IsConditional && classNames is not null ? new byte[count] : null;
        SoundMeaning meaning = new(grid);
        Action<int>? tell = progress is null ? null : progress.Report;
        if (isKept && (long)count * sound.Size > Array.MaxLength)
            throw TooMany(count);
        short[]? kept = isKept ? new short[count * sound.Size] : null;
        return Listen("samples", Blocks(), count, labels, classNames, null, kept, tell, cancellationToken);

        IEnumerable<Tensor> Blocks()
        {
            int done = 0;
            foreach ((Tensor block, Tensor? classes) in model.LabelledBlocks(count, options))
            {
                using Tensor images = block;
                using Tensor? owned = classes;
                if (labels is not null)
                    Take(classes!).CopyTo(labels, done);
                done += (int)images.shape[0];
                SampleSet.EnsureNumbers(images);
                yield return meaning.Of(images); // As they would be written to files.
            }
        }
    }

    /// <summary>Analyses sounds that a model made earlier.</summary>
    /// <param name="samples">The sounds, of the listener's shape.</param>
    internal HeardSounds Listen(SoundSamples samples)
    {
        return Listen("samples", Blocks(), samples.Count, null, null, null, null, null, CancellationToken.None);

        IEnumerable<Tensor> Blocks()
        {
            for (int start = 0; start < samples.Count; start += BlockSize)
            {
                int count = Math.Min(BlockSize, samples.Count - start);
                float[] values = [.. Enumerable.Range(start, count).SelectMany(number => samples[number].ToArray())];
                yield return tensor(values, [count, sound.Channels, sound.Length]);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => mel.Dispose();

    private static Tensor Take(SoundDataset data, long start, long end)
    {
        using DisposeScope scope = NewDisposeScope();
        long[] numbers = [.. Enumerable.Range(0, (int)(end - start)).Select(i => start + i)];
        // On the CPU, so that the result does not depend on the device of the data.
        return data.Sounds(tensor(numbers)).cpu().MoveToOuterDisposeScope();
    }

    private static float[] Samples(SoundDataset data, int number)
    {
        using Tensor one = Take(data, number, number + 1);
        return one.data<float>().ToArray();
    }

    private static byte[] Take(Tensor labels)
    {
        using DisposeScope scope = NewDisposeScope();
        return labels.to(ScalarType.Byte).cpu().data<byte>().ToArray();
    }

    private HeardSounds Listen(
        string name,
        IEnumerable<Tensor> blocks,
        int count,
        byte[]? labels,
        IReadOnlyList<string>? classNames,
        double? level,
        short[]? kept,
        Action<int>? tell,
        CancellationToken cancellationToken
    )
    {
        if ((long)count * mel.Shape.Size > Array.MaxLength)
            throw TooMany(count);
        byte[] pixels = new byte[count * mel.Shape.Size];
        SoundMeter meter = new(mel.Spectrum);
        int done = 0;
        foreach (Tensor block in blocks)
        {
            using Tensor sounds = block;
            using DisposeScope scope = NewDisposeScope();
            using IDisposable noGradients = no_grad();
            cancellationToken.ThrowIfCancellationRequested();
            short[] steps = [.. sounds.to(ScalarType.Float32).contiguous().cpu().data<float>().Select(WavWriter.ToInt16)];
            if (kept is not null)
                steps.CopyTo(kept, done * sound.Size);
            float[] heard = [.. steps.Select(step => step / Full)];
            float[] compared = level is double loudest ? Levelled(heard, (float)loudest) : heard;
            Tensor power = mel.Spectrum.Power(tensor(compared, sounds.shape).to(sounds.device));
            meter.Add(heard, compared, power);
            mel.Pictures(power).CopyTo(pixels, done * mel.Shape.Size);
            done += (int)sounds.shape[0];
            tell?.Invoke(done);
        }

        ImageDataset pictures = new(name, mel.Shape, pixels, labels, labels is null ? null : classNames) { Form = Form };
        return new HeardSounds(
            pictures,
            meter.Figures,
            kept is null
                ? null
                : number => [.. kept.AsSpan(number * sound.Size, sound.Size).ToArray().Select(step => step / Full)]
        );
    }

    /// <summary>Scales a sound so that its loudest sample has a given level; silent sounds are not scaled.</summary>
    private float[] Levelled(float[] heard, float loudest)
    {
        float[] levelled = [.. heard];
        for (int start = 0; start < levelled.Length; start += sound.Size)
        {
            Span<float> one = levelled.AsSpan(start, sound.Size);
            float peak = 0;
            foreach (float sample in one)
                peak = Math.Max(peak, Math.Abs(sample));
            if (SoundMeter.IsSilent(peak))
                continue;
            for (int i = 0; i < one.Length; i++)
                one[i] *= loudest / peak;
        }

        return levelled;
    }

    private FigmentException TooMany(int count) =>
        new($"{count:N0} sounds of {sound} are too many to keep in memory. Analyse fewer.");
}
