using Figment.Backend;
using Figment.Data.Images;
using Figment.Evaluation.Images;
using Figment.Generation.Images;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Studio.Learn;

/// <summary>A digit, either unchanged or changed as during training, and how the packaged classifier reads it.</summary>
/// <param name="Png">A PNG of the digit.</param>
/// <param name="Digit">The digit that the classifier reads.</param>
/// <param name="Sure">The confidence of the classifier, from 0 to 1.</param>
internal sealed record ChangedDigit(byte[] Png, int Digit, double Sure)
{
    private static readonly Lazy<FeatureExtractor> Reader = new(() => FeatureExtractors.BuiltIn("mnist")!);

    /// <summary>A digit, followed by random variants of it.</summary>
    /// <param name="data">Digits.</param>
    /// <param name="digit">The class of the digit.</param>
    /// <param name="number">The index of the digit in its class.</param>
    /// <param name="flip">Whether to mirror half of the variants.</param>
    /// <param name="shift">The largest shift in pixels.</param>
    /// <param name="count">The number of variants.</param>
    internal static IReadOnlyList<ChangedDigit> Of(ImageDataset data, int digit, int number, bool flip, int shift, int count)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        Tensor index = GivenImages.FirstOfClass(data, digit, number + 1).narrow(0, number, 1);
        Tensor one = data.Gather(index).Items;
        using Draws random = new SeededRandom(number).Draws("changes");
        Tensor changed = new BatchAugmentation(flip, shift).Apply(one.expand(count, -1, -1, -1).contiguous(), random);
        Tensor all = cat([one, changed]);
        FeatureSet read = Reader.Value.Extract(all);
        ImageBatch images = ImageBatch.FromTensor(all);
        (Tensor sure, Tensor classes) = read.Probabilities!.max(1);
        (float[] shares, long[] digits) = (sure.data<float>().ToArray(), classes.data<long>().ToArray());
        return
        [
            .. Enumerable
                .Range(0, count + 1)
                .Select(k => new ChangedDigit(
                    new ImageBatch(images.Shape, images[k].ToArray()).ToPicture().ToPng(),
                    (int)digits[k],
                    shares[k]
                )),
        ];
    }
}
