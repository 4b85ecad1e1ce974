using Figment.Data.Sounds;
using Figment.Formats;
using Figment.Generation.Images;
using Figment.Models.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Generation.Sounds;

/// <summary>Writes a model's sounds to files, with one block in memory at a time. Output is either complete or absent.</summary>
public static class SoundFiles
{
    /// <summary>The largest number of sounds in one file.</summary>
    internal const int MostInOne = 1_000;

    private static readonly string[] OtherSounds = [".mp3", ".flac", ".ogg", ".opus", ".m4a", ".aac", ".aiff", ".aif", ".wma"];

    /// <summary>
    /// Writes sounds in the form that the path's extension calls for: <c>.wav</c> gives one file with short pauses between the
    /// sounds, <c>.npy</c> an array [N, channels, length] of float32 in [−1, 1], and anything else a folder of numbered WAV
    /// files.
    /// </summary>
    /// <param name="model">A model that learned sounds.</param>
    /// <param name="count">The number of sounds, at least 1.</param>
    /// <param name="options">The seed and the classes.</param>
    /// <param name="path">The file or folder to create; a folder must be new or empty.</param>
    /// <param name="progress">Receives the number of sounds done.</param>
    /// <param name="cancellationToken">Cancels the call between blocks; no output is left behind in that case.</param>
    /// <exception cref="FigmentException">The model does not make sounds, or the path cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public static void Write(
        ImageModel model,
        int count,
        SampleOptions options,
        string path,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        SoundMeaning meaning = SoundBlocks.MeaningOf(model);
        if (string.IsNullOrWhiteSpace(path))
            throw new FigmentException("The name of the output file is empty. Choose a .wav file, a .npy file or a folder.");
        string extension = Path.GetExtension(path).ToLowerInvariant();
        if (OtherSounds.Contains(extension))
            throw new FigmentException(
                $"Sounds are written as WAV, not as {extension}. Choose a .wav file, a .npy file or a folder."
            );
        if (extension == ".wav" && count > MostInOne)
            throw new FigmentException($"{count:N0} sounds are too many for one file. Choose a folder or a .npy file instead.");
        if (extension is ".wav" or ".npy")
            OutputPlace.EnsureFile(path);
        else
            SampleFiles.EnsureFree(path);
        void ForEachBlock(Action<Tensor, int> use)
        {
            int done = 0;
            foreach (Tensor block in model.SampleBlocks(count, options))
            {
                using DisposeScope scope = NewDisposeScope();
                cancellationToken.ThrowIfCancellationRequested();
                SampleSet.EnsureNumbers(block);
                use(meaning.Of(block).cpu().contiguous(), done);
                done += (int)block.shape[0];
                block.Dispose();
                progress?.Report(done);
            }
        }

        OutputPlace.Write(
            path,
            () =>
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(Path.TrimEndingDirectorySeparator(path)))!);
                if (extension == ".wav")
                    AtomicFile.Write(path, stream => WriteOne(meaning, count, ForEachBlock, stream));
                else if (extension == ".npy")
                    AtomicFile.Write(path, stream => WriteArray(meaning, count, ForEachBlock, stream));
                else
                    SampleFiles.WriteFolder(
                        count,
                        ".wav",
                        write => ForEachBlock((sounds, done) => Each(meaning, sounds, done, write)),
                        path
                    );
            }
        );
    }

    private static void WriteOne(SoundMeaning meaning, int count, Action<Action<Tensor, int>> forEachBlock, Stream stream)
    {
        SoundLine line = new(stream, count, meaning.Grid.Sound);
        forEachBlock((sounds, _) => line.Append(sounds.data<float>().ToArray()));
        line.Complete();
    }

    private static void WriteArray(SoundMeaning meaning, int count, Action<Action<Tensor, int>> forEachBlock, Stream stream)
    {
        NumpyFile array = new(stream, count, meaning.Grid.Sound.Channels, meaning.Grid.Sound.Length);
        forEachBlock((sounds, _) => array.Append(sounds.data<float>().ToArray()));
        array.Complete();
    }

    private static void Each(SoundMeaning meaning, Tensor sounds, int first, Action<int, byte[]> write)
    {
        SoundSamples samples = SoundSamples.Of(sounds, meaning.Grid.Sound);
        for (int i = 0; i < samples.Count; i++)
        {
            using MemoryStream file = new();
            samples.Only(i).Save(file);
            write(first + i, file.ToArray());
        }
    }
}
