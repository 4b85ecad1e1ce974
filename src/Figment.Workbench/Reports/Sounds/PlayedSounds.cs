using Figment.Audio;
using Figment.Data.Images;
using Figment.Data.Sounds;
using Figment.Evaluation.Sounds;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Reports;

/// <summary>Sounds inside a page, each with a picture and a player.</summary>
/// <param name="shape">The shape of every sound.</param>
internal sealed class PlayedSounds(SoundShape shape)
{
    private const int MostAtAll = 12,
        FewestAtAll = 4,
        MostBytes = 1 << 20,
        Scale = 3;

    /// <summary>The maximum number of sounds of one kind on a page: a page sent by mail must stay small.</summary>
    internal int Most => Math.Clamp(MostBytes / (shape.Size * sizeof(short)), FewestAtAll, MostAtAll);

    /// <summary>Indices of sounds, spread evenly over the data.</summary>
    /// <param name="count">The number of sounds.</param>
    internal IEnumerable<int> Spread(int count) =>
        Enumerable.Range(0, Math.Min(Most, count)).Select(i => (int)((long)i * count / Math.Min(Most, count)));

    /// <summary>One sound of a model.</summary>
    /// <param name="made">The sounds.</param>
    /// <param name="number">The index of the sound.</param>
    /// <param name="caption">The caption; null uses its class.</param>
    internal Html Of(HeardSounds made, int number, string? caption = null) =>
        Of(made.Samples!(number), made.Pictures, number, caption);

    /// <summary>One sound of a data set, with its picture.</summary>
    internal Html Of(SoundDataset sounds, ImageDataset pictures, int number)
    {
        using DisposeScope scope = NewDisposeScope();
        return Of(sounds.Sounds(tensor(new long[] { number })).cpu().data<float>().ToArray(), pictures, number);
    }

    /// <summary>The class of a sound; null if it has none.</summary>
    internal static string? ClassOf(ImageDataset pictures, int number)
    {
        using DisposeScope scope = NewDisposeScope();
        return pictures.Labels(tensor(new long[] { number })) is Tensor label ? pictures.ClassNames[label.item<byte>()] : null;
    }

    private Html Of(float[] values, ImageDataset pictures, int number, string? caption = null)
    {
        using MemoryStream wav = new();
        new SoundSamples(values, 1, shape).Save(wav);
        using DisposeScope scope = NewDisposeScope();
        Picture picture = ImageBatch.FromTensor(pictures.Gather(tensor(new long[] { number })).Items).ToGrid(1, Scale);
        caption ??= ClassOf(pictures, number) ?? "";
        return Html.Of(
            $"""
            <figure>{ReportPictures.Image(
                picture.ToPng(),
                caption,
                picture.Width,
                picture.Height
            )}<audio controls preload="none" src="data:audio/wav;base64,{new Html(
                Convert.ToBase64String(wav.ToArray())
            )}"></audio><figcaption>{caption}</figcaption></figure>

            """
        );
    }
}
