using Figment.Imaging;

namespace Figment.Data.Images;

/// <summary>
/// Reads the binary version of CIFAR-10 (A. Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009). Each
/// image is a label of one byte, 0 to 9, followed by 32 × 32 bytes each of red, green and blue, row by row.
/// </summary>
internal static class CifarImages
{
    private const string TestFile = "test_batch.bin",
        NamesFile = "batches.meta.txt",
        TrainFiles = "data_batch_*.bin";
    private static readonly ImageShape Shape = new(3, 32, 32);
    private static readonly string[] Known =
    [
        "airplane",
        "automobile",
        "bird",
        "cat",
        "deer",
        "dog",
        "frog",
        "horse",
        "ship",
        "truck",
    ];

    /// <summary>Whether a path is the unpacked folder of CIFAR-10.</summary>
    internal static bool IsFolder(string path) => Directory.Exists(path) && TrainingFiles(path).Length > 0;

    /// <summary>Whether a path is a file of CIFAR-10.</summary>
    internal static bool IsFile(string path) =>
        Path.GetExtension(path).Equals(".bin", StringComparison.OrdinalIgnoreCase) && File.Exists(path);

    /// <summary>Whether a folder also has the test part.</summary>
    internal static bool HasTestPart(string path) => IsFolder(path) && File.Exists(Path.Combine(path, TestFile));

    /// <summary>Reads the folder or a single file.</summary>
    /// <exception cref="FileFormatException">A file does not hold whole images, or a label is above 9.</exception>
    /// <exception cref="FigmentException">A file cannot be read.</exception>
    internal static ImageDataset Read(string path, DataPart part)
    {
        bool isFolder = Directory.Exists(path);
        string[] files =
            !isFolder ? [path]
            : part == DataPart.Test ? [Path.Combine(path, TestFile)]
            : TrainingFiles(path);
        return Storage.Try(
            path,
            "read",
            () =>
            {
                long length = files.Sum(file => new FileInfo(file).Length);
                if (length > Array.MaxLength)
                    throw new FileFormatException(
                        $"{path} is {length >> 20:N0} MB long, but CIFAR-10 is 176 MB. It is a different file."
                    );
                List<byte> labels = [];
                using MemoryStream pixels = new((int)length);
                foreach (string file in files)
                    Add(file, File.ReadAllBytes(file), labels, pixels);
                return new ImageDataset(
                    part == DataPart.Test ? "cifar-10-test" : "cifar-10",
                    Shape,
                    pixels.ToArray(),
                    [.. labels],
                    Names(isFolder ? path : Path.GetDirectoryName(path)!)
                );
            }
        );
    }

    private static void Add(string file, byte[] bytes, List<byte> labels, MemoryStream pixels)
    {
        int record = 1 + Shape.Size;
        if (bytes.Length == 0 || bytes.Length % record != 0)
            throw new FileFormatException(
                $"{file} is {bytes.Length:N0} bytes long, which is not a multiple of {record:N0}, the size of a CIFAR-10 image "
                    + $"with its label. It is incomplete, or it is a different file."
            );
        for (int start = 0; start < bytes.Length; start += record)
        {
            if (bytes[start] >= Known.Length)
                throw new FileFormatException(
                    $"{file}: image {start / record} has the label {bytes[start]}, but CIFAR-10 has 0 to 9. It is a "
                        + $"different file."
                );
            labels.Add(bytes[start]);
            pixels.Write(bytes, start + 1, Shape.Size);
        }
    }

    private static string[] TrainingFiles(string path) =>
        [.. Directory.EnumerateFiles(path, TrainFiles).Order(StringComparer.Ordinal)];

    private static string[] Names(string folder)
    {
        string path = Path.Combine(folder, NamesFile);
        if (!File.Exists(path) || new FileInfo(path).Length > 4096)
            return Known;
        string[] names = [.. File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0)];
        return names.Length == Known.Length ? names : Known;
    }
}
