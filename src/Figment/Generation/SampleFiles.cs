using System.Globalization;
using Figment.Formats;
using Figment.Imaging;
using Figment.Models;
using static TorchSharp.torch;

namespace Figment.Generation;

/// <summary>Puts a model's images into files, one block in memory at a time.</summary>
public static class SampleFiles
{
    /// <summary>The most images that one grid shows.</summary>
    public const int MaxGridImages = 10_000;

    /// <summary>
    /// Writes images where the path's ending says: <c>.png</c> is one grid, <c>.npy</c> an array [N, C, H, W] of
    /// float32 in [0, 1], anything else a folder of numbered PNG files.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="count">How many images, at least 1.</param>
    /// <param name="options">The seed.</param>
    /// <param name="path">The file or folder to create; a folder must be new or empty.</param>
    /// <param name="columns">Images per row of a grid; null makes it square.</param>
    /// <param name="progress">Hears how many images are done.</param>
    /// <param name="cancellationToken">Stops between blocks; a file is then not made, a folder holds what was done.</param>
    /// <exception cref="FigmentException">The path cannot be written, or the grid would be too large.</exception>
    public static void Write(
        GenerativeModel model, int count, SampleOptions options, string path, int? columns = null,
        IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is string parent) Directory.CreateDirectory(parent);
            switch (Path.GetExtension(path).ToLowerInvariant())
            {
                case ".png":
                    WriteGrid();
                    break;
                case ".npy":
                    AtomicFile.Write(path, WriteNumpy);
                    break;
                default:
                    WriteFolder();
                    break;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FigmentException($"{path} cannot be written: {e.Message}", e);
        }

        void WriteGrid()
        {
            if (count > MaxGridImages)
                throw new FigmentException($"A grid shows at most {MaxGridImages:N0} images, and {count:N0} were asked for. Name a folder or a .npy file instead.");
            byte[] pixels = new byte[count * model.Shape.Size];
            ForEachBlock((block, done) =>
            {
                ImageBatch images = ImageBatch.FromTensor(block);
                for (int i = 0; i < images.Count; i++) images[i].CopyTo(pixels.AsSpan((done + i) * model.Shape.Size));
            });
            new ImageBatch(model.Shape, pixels).ToGrid(columns).Save(path);
        }

        void WriteNumpy(Stream stream)
        {
            NumpyFile array = new(stream, count, model.Shape.Channels, model.Shape.Height, model.Shape.Width);
            ForEachBlock((block, _) =>
            {
                using Tensor onCpu = block.cpu().contiguous();
                array.Append(onCpu.data<float>().ToArray());
            });
            array.Complete();
        }

        void WriteFolder()
        {
            if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
                throw new FigmentException($"{path} exists and is not an empty folder; nothing in it was touched. Name another.");
            Directory.CreateDirectory(path);
            int digits = Math.Max(5, (count - 1).ToString(CultureInfo.InvariantCulture).Length);
            ForEachBlock((block, done) =>
            {
                ImageBatch images = ImageBatch.FromTensor(block);
                for (int i = 0; i < images.Count; i++)
                {
                    string name = (done + i).ToString($"D{digits}", CultureInfo.InvariantCulture);
                    File.WriteAllBytes(Path.Combine(path, $"{name}.png"), new ImageBatch(images.Shape, images[i].ToArray()).ToPicture().ToPng());
                }
            });
        }

        void ForEachBlock(Action<Tensor, int> use)
        {
            int done = 0;
            foreach (Tensor block in model.SampleBlocks(count, options))
            {
                using (block)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    use(block, done);
                    done += (int)block.shape[0];
                    progress?.Report(done);
                }
            }
        }
    }
}
