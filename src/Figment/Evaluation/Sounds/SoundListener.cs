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
/// Turns sounds of one shape into what they are judged by: pictures (<see cref="MelSpectrogram"/>), which everything that judges
/// images judges, and figures (<see cref="SoundFigures"/>). All sounds are heard as files of 16 bits hold them.
/// </summary>
internal sealed class SoundListener : IDisposable
{
    private const float Full = 1 << 15;
    private const long MostValues = 1 << 22; // of spectra at one time: 16 MB, and as much again a few times
    private readonly SoundShape sound;
    private readonly MelSpectrogram mel;

    /// <summary>For sounds of one shape.</summary>
    internal SoundListener(SoundShape sound)
    {
        this.sound = sound;
        mel = new MelSpectrogram(sound);
        Form = new PictureForm("sounds", mel.Description);
    }

    /// <summary>How the pictures come about.</summary>
    internal PictureForm Form { get; }

    private int BlockSize => (int)Math.Clamp(MostValues / mel.Spectrum.Values, 1, 64);

    /// <summary>Listens to all sounds of a data set.</summary>
    /// <param name="data">The sounds, of the listener's shape.</param>
    /// <param name="isKept">Whether the samples are kept, to be played.</param>
    /// <param name="progress">Hears how many are done.</param>
    /// <param name="cancellationToken">Stops between two blocks.</param>
    internal HeardSounds Listen(
        SoundDataset data, bool isKept = false, IProgress<DataProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        byte[]? labels = data.Labels is null ? null : Take(data.Labels);
        Action<int>? tell = progress is null ? null
            : done => progress.Report(new DataProgress(DataActivity.Hearing, data.Name, done, data.Count));
        return Listen(data.Name, Blocks(), data.Count, labels, data.ClassNames, isKept, tell, cancellationToken);

        IEnumerable<Tensor> Blocks()
        {
            for (int start = 0; start < data.Count; start += BlockSize)
                yield return Take(data, start, Math.Min(start + BlockSize, data.Count));
        }
    }

    /// <summary>Listens to samples of a model.</summary>
    /// <param name="model">A model of images that stand for sounds.</param>
    /// <param name="grid">How its images become sounds.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="options">Which; null is seed 0.</param>
    /// <param name="classNames">What the classes of a conditional model are called; null makes pictures without labels.</param>
    /// <param name="isKept">Whether the samples are kept, to be played.</param>
    /// <param name="progress">Hears how many are done.</param>
    /// <param name="cancellationToken">Stops between two blocks.</param>
    /// <exception cref="FigmentException">The model makes values that are not numbers.</exception>
    internal HeardSounds Listen(
        ImageModel model, SoundGrid grid, int count, SampleOptions? options = null, IReadOnlyList<string>? classNames = null,
        bool isKept = false, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        byte[]? labels = model.IsConditional && classNames is not null ? new byte[count] : null;
        SoundMeaning meaning = new(grid);
        Action<int>? tell = progress is null ? null : progress.Report;
        return Listen("samples", Blocks(), count, labels, classNames, isKept, tell, cancellationToken);

        IEnumerable<Tensor> Blocks()
        {
            int done = 0;
            foreach ((Tensor block, Tensor? classes) in model.LabelledBlocks(count, options))
            {
                using Tensor images = block;
                using Tensor? owned = classes;
                if (labels is not null) Take(classes!).CopyTo(labels, done);
                done += (int)images.shape[0];
                SampleSet.EnsureNumbers(images);
                yield return meaning.Of(images); // as they are written to files
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => mel.Dispose();

    private static Tensor Take(SoundDataset data, long start, long end)
    {
        using DisposeScope scope = NewDisposeScope();
        long[] numbers = [.. Enumerable.Range(0, (int)(end - start)).Select(i => start + i)];
        return data.Sounds(tensor(numbers)).cpu().MoveToOuterDisposeScope(); // heard alike wherever a training has moved them
    }

    private static byte[] Take(Tensor labels)
    {
        using DisposeScope scope = NewDisposeScope();
        return labels.to(ScalarType.Byte).cpu().data<byte>().ToArray();
    }

    private HeardSounds Listen(
        string name, IEnumerable<Tensor> blocks, int count, byte[]? labels, IReadOnlyList<string>? classNames, bool isKept,
        Action<int>? tell, CancellationToken cancellationToken)
    {
        if ((long)count * Math.Max(isKept ? sound.Size : 0, mel.Shape.Size) > Array.MaxLength)
            throw new FigmentException($"{count:N0} sounds of {sound} are more than are kept in memory. Listen to fewer.");
        byte[] pixels = new byte[count * mel.Shape.Size];
        short[] values = isKept ? new short[count * sound.Size] : [];
        SoundMeter meter = new(mel.Spectrum);
        int done = 0;
        foreach (Tensor block in blocks)
        {
            using Tensor sounds = block;
            using DisposeScope scope = NewDisposeScope();
            using IDisposable noGradients = no_grad();
            cancellationToken.ThrowIfCancellationRequested();
            short[] steps = [.. sounds.to(ScalarType.Float32).contiguous().cpu().data<float>()
                .Select(value => (short)Math.Clamp(Math.Round(value * Full), short.MinValue, short.MaxValue))];
            if (isKept) steps.CopyTo(values, done * sound.Size);
            float[] heard = [.. steps.Select(step => step / Full)];
            Tensor power = mel.Spectrum.Power(tensor(heard, sounds.shape).to(sounds.device));
            meter.Add(heard, power);
            mel.Pictures(power).CopyTo(pixels, done * mel.Shape.Size);
            done += (int)sounds.shape[0];
            tell?.Invoke(done);
        }

        ImageDataset pictures = new(name, mel.Shape, pixels, labels, labels is null ? null : classNames) { Form = Form };
        return new HeardSounds(pictures, meter.Figures, values);
    }
}
