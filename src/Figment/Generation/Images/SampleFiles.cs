using System.Globalization;
using Figment.Formats;
using Figment.Imaging;
using Figment.Models.Images;
using static TorchSharp.torch;

namespace Figment.Generation.Images;

/// <summary>Writes a model's images to files, with one block in memory at a time. Output is either complete or absent.</summary>
public static class SampleFiles
{
    /// <summary>The largest number of images in one grid.</summary>
    internal const int MaxGridImages = 10_000;

    private const long MaxGridValues = 200_000_000;
    private static readonly string[] OtherPictures = [".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff"];

    /// <summary>
    /// Writes images in the form that the path's extension calls for: <c>.png</c> gives one grid, <c>.npy</c> an array [N, C, H,
    /// W] of float32 in [0, 1], and anything else a folder of numbered PNG files.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="count">The number of images, at least 1.</param>
    /// <param name="options">The seed and the classes.</param>
    /// <param name="path">The file or folder to create; a folder must be new or empty.</param>
    /// <param name="columns">The number of images per row of a grid; null for a square grid.</param>
    /// <param name="progress">Receives the number of images done.</param>
    /// <param name="cancellationToken">Cancels the call between blocks; no output is left behind in that case.</param>
    /// <exception cref="FigmentException">The path cannot be written, or the grid would be too large.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public static void Write(
        ImageModel model,
        int count,
        SampleOptions options,
        string path,
        int? columns = null,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        if (string.IsNullOrWhiteSpace(path))
            throw new FigmentException("The name of the output file is empty. Choose a .png file, a .npy file or a folder.");

        Samples samples = new(model, count, options, progress, cancellationToken);
        string extension = Path.GetExtension(path).ToLowerInvariant();
        if (OtherPictures.Contains(extension))
            throw new FigmentException(
                $"Pictures are written as PNG, not as {extension}. Choose a .png file, a .npy file or a folder."
            );
        bool isFile = extension is ".png" or ".npy";
        if (isFile)
            OutputPlace.EnsureFile(path);
        else
            EnsureFree(path);
        OutputPlace.Write(
            path,
            () =>
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(Path.TrimEndingDirectorySeparator(path)))!);
                if (extension == ".png")
                    WriteGrid(samples, path, columns);
                else if (extension == ".npy")
                    AtomicFile.Write(path, stream => WriteArray(samples, stream));
                else
                    WriteFolder(
                        samples.Count,
                        ".png",
                        write => samples.ForEachBlock((block, done) => Each(ImageBatch.FromTensor(block), done, write)),
                        path
                    );
            }
        );
    }

    /// <summary>Writes images as numbered PNG files.</summary>
    /// <param name="images">The images.</param>
    /// <param name="path">The folder to create; it must be new or empty.</param>
    /// <exception cref="FigmentException">The folder cannot be written.</exception>
    internal static void WriteEach(ImageBatch images, string path)
    {
        EnsureFree(path);
        OutputPlace.Write(
            path,
            () =>
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(Path.TrimEndingDirectorySeparator(path)))!);
                WriteFolder(images.Count, ".png", write => Each(images, 0, write), path);
            }
        );
    }

    private static void WriteGrid(Samples samples, string path, int? columns)
    {
        int size = samples.Model.Shape.Size;
        if (samples.Count > MaxGridImages || (long)samples.Count * size > MaxGridValues)
            throw new FigmentException(
                $"{samples.Count:N0} images of {samples.Model.Shape} are too many for one grid. Choose a folder or a .npy "
                    + $"file instead."
            );

        byte[] pixels = new byte[samples.Count * size];
        samples.ForEachBlock(
            (block, done) =>
            {
                ImageBatch images = ImageBatch.FromTensor(block);
                for (int i = 0; i < images.Count; i++)
                    images[i].CopyTo(pixels.AsSpan((done + i) * size));
            }
        );
        new ImageBatch(samples.Model.Shape, pixels).ToGrid(columns).Save(path);
    }

    private static void WriteArray(Samples samples, Stream stream)
    {
        ImageShape shape = samples.Model.Shape;
        NumpyFile array = new(stream, samples.Count, shape.Channels, shape.Height, shape.Width);
        samples.ForEachBlock(
            (block, _) =>
            {
                using Tensor onCpu = block.cpu().contiguous();
                array.Append(onCpu.data<float>().ToArray());
            }
        );
        array.Complete();
    }

    /// <summary>Checks that a folder can be written to, before the work begins.</summary>
    /// <exception cref="OutputException">The folder cannot be written, or it exists and is not empty.</exception>
    internal static void EnsureFree(string path)
    {
        OutputPlace.Write(
            path,
            () =>
            {
                if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
                    throw new OutputException(
                        $"{path} already exists and is not an empty folder; it was left unchanged. Choose another."
                    );
            }
        );
        // The folder is created next to its destination and then moved there.
        OutputPlace.EnsureFolder(
            Directory.Exists(path)
                ? Path.GetDirectoryName(Path.GetFullPath(Path.TrimEndingDirectorySeparator(path))) ?? path
                : path
        );
    }

    private static void Each(ImageBatch images, int first, Action<int, byte[]> write)
    {
        for (int i = 0; i < images.Count; i++)
            write(first + i, new ImageBatch(images.Shape, images[i].ToArray()).ToPicture().ToPng());
    }

    /// <summary>Writes a folder of numbered files; the folder is either complete or absent.</summary>
    /// <param name="count">The number of files.</param>
    /// <param name="extension">The extension of their names, including the dot.</param>
    /// <param name="forEachFile">Calls the given action with the number and content of each file.</param>
    /// <param name="path">The folder, which <see cref="EnsureFree"/> has checked.</param>
    internal static void WriteFolder(int count, string extension, Action<Action<int, byte[]>> forEachFile, string path)
    {
        path = Path.TrimEndingDirectorySeparator(path);
        string temporary = AtomicFile.TemporaryName(path);
        Directory.CreateDirectory(temporary);
        try
        {
            int digits = Math.Max(5, (count - 1).ToString(CultureInfo.InvariantCulture).Length);
            forEachFile(
                (number, file) =>
                {
                    string name = number.ToString($"D{digits}", CultureInfo.InvariantCulture);
                    File.WriteAllBytes(Path.Combine(temporary, name + extension), file);
                }
            );
            if (Directory.Exists(path))
                Directory.Delete(path);
            Directory.Move(temporary, path);
        }
        catch
        {
            Storage.Attempt(() => Directory.Delete(temporary, recursive: true)); // The first error is the one to report.
            throw;
        }
    }

    /// <summary>The images to write, made block by block.</summary>
    private sealed record Samples(
        ImageModel Model,
        int Count,
        SampleOptions Options,
        IProgress<int>? Progress,
        CancellationToken CancellationToken
    )
    {
        internal void ForEachBlock(Action<Tensor, int> use)
        {
            int done = 0;
            foreach (Tensor block in Model.SampleBlocks(Count, Options))
            {
                using (block)
                {
                    CancellationToken.ThrowIfCancellationRequested();
                    use(block, done);
                    done += (int)block.shape[0];
                    Progress?.Report(done);
                }
            }
        }
    }
}
