using Figment.Audio;
using Figment.Data.Images;
using Figment.Data.Sounds;
using Figment.Evaluation.Sounds;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Reports;

/// <summary>Sounds inside a page: a picture of each, and something to play it with.</summary>
/// <param name="shape">The shape of every sound.</param>
internal sealed class PlayedSounds(SoundShape shape)
{
    private const int MostAtAll = 12, FewestAtAll = 4, MostBytes = 1 << 20, Scale = 3;

    /// <summary>How many of one kind a page holds: one that is mailed must stay small.</summary>
    internal int Most => Math.Clamp(MostBytes / (shape.Size * sizeof(short)), FewestAtAll, MostAtAll);

    /// <summary>The numbers of some sounds from all over the data.</summary>
    /// <param name="count">How many there are.</param>
    internal IEnumerable<int> Spread(int count) =>
        Enumerable.Range(0, Math.Min(Most, count)).Select(i => (int)((long)i * count / Math.Min(Most, count)));

    /// <summary>One of the sounds of a model.</summary>
    internal Html Of(HeardSounds made, int number) => Of(
        [.. made.Values.AsSpan(number * shape.Size, shape.Size).ToArray().Select(value => value / 32768f)], made.Pictures, number);

    /// <summary>One of a data set, with its picture.</summary>
    internal Html Of(SoundDataset sounds, ImageDataset pictures, int number)
    {
        using DisposeScope scope = NewDisposeScope();
        return Of(sounds.Sounds(tensor(new long[] { number })).cpu().data<float>().ToArray(), pictures, number);
    }

    private Html Of(float[] values, ImageDataset pictures, int number)
    {
        using MemoryStream wav = new();
        new SoundSamples(values, 1, shape).Save(wav);
        using DisposeScope scope = NewDisposeScope();
        Tensor at = tensor(new long[] { number });
        Picture picture = ImageBatch.FromTensor(pictures.Gather(at).Items).ToGrid(1, Scale);
        string caption = pictures.Labels(at) is Tensor label ? pictures.ClassNames[label.item<byte>()] : "";
        return Html.Of($"""
            <figure>{ReportPictures.Image(picture.ToPng(), caption, picture.Width, picture.Height)}<audio controls preload="none" src="data:audio/wav;base64,{new Html(Convert.ToBase64String(wav.ToArray()))}"></audio><figcaption>{caption}</figcaption></figure>

            """);
    }
}
