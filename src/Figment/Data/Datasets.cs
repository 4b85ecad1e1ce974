using Figment.Formats;

namespace Figment.Data;

/// <summary>The data sets that come with Figment.</summary>
public static class Datasets
{
    /// <summary>The words that name a data set on the command line.</summary>
    public static IReadOnlyList<string> Names => [.. Known.Keys];

    private static readonly Dictionary<string, Func<ImageDataset>> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["mnist"] = () => Mnist(),
    };

    /// <summary>
    /// MNIST: 28 × 28 grey handwritten digits, 60,000 to train with and 10,000 to test with. It is part of the
    /// package, so no network is needed. © Yann LeCun and Corinna Cortes, CC BY-SA 3.0.
    /// </summary>
    /// <param name="test">The 10,000 test digits instead of the training digits.</param>
    public static ImageDataset Mnist(bool test = false)
    {
        string part = test ? "t10k" : "train";
        return ImageDataset.FromIdx(test ? "mnist-test" : "mnist", ReadEmbedded($"{part}-images-idx3-ubyte.gz"), ReadEmbedded($"{part}-labels-idx1-ubyte.gz"));
    }

    /// <summary>Opens a data set by what a user may write: a name, or the path of an IDX file.</summary>
    /// <param name="nameOrPath">
    /// One of <see cref="Names"/>, or an IDX file of images (gzipped or not). Where a file <c>…-images-idx3-ubyte</c> has a
    /// <c>…-labels-idx1-ubyte</c> beside it, the labels are read too.
    /// </param>
    /// <exception cref="FigmentException">There is no such name or file, or the file is not what it should be.</exception>
    public static ImageDataset Open(string nameOrPath)
    {
        ArgumentNullException.ThrowIfNull(nameOrPath);
        if (Known.TryGetValue(nameOrPath, out Func<ImageDataset>? open)) return open();
        if (!File.Exists(nameOrPath))
            throw new FigmentException($"There is no data set '{nameOrPath}', neither by that name ({string.Join(", ", Names)}) nor as an IDX file. Check the spelling or the path.");

        string name = Path.GetFileName(nameOrPath);
        string labelsName = name.Replace("images", "labels", StringComparison.Ordinal).Replace("idx3", "idx1", StringComparison.Ordinal);
        string labels = Path.Combine(Path.GetDirectoryName(nameOrPath)!, labelsName);
        return ImageDataset.FromIdx(nameOrPath, labelsName != name && File.Exists(labels) ? labels : null);
    }

    private static IdxArray ReadEmbedded(string file)
    {
        using Stream stream = typeof(Datasets).Assembly.GetManifestResourceStream($"mnist/{file}")!;
        return IdxFile.Read(stream, file);
    }
}
