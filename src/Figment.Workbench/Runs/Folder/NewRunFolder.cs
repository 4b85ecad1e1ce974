using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Figment.Runs;

/// <summary>Creates the folders of new runs, each for one run only.</summary>
internal static class NewRunFolder
{
    /// <summary>
    /// Creates a new run's folder, named after its data, preset, and time: <c>mnist-classic-20261123-154500</c>. A number is
    /// appended if the name is taken, even by another process at the same moment.
    /// </summary>
    /// <param name="parent">The folder that holds the runs.</param>
    /// <param name="now">The local time.</param>
    /// <param name="options">The options of the run.</param>
    /// <param name="before">Writes the files that must exist before the folder becomes a run; null writes none.</param>
    /// <exception cref="RunFolderException">The parent folder cannot be written to.</exception>
    internal static RunFolder CreateBelow(string parent, DateTimeOffset now, RunOptions options, Action<string>? before = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        string time = now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        string name = $"{FileNames.Safe(options.Data.Name)}-{FileNames.Safe(options.Preset, "run")}-{time}";
        for (int i = 1; ; i++)
        {
            string path = Path.Combine(parent, i == 1 ? name : $"{name}-{i}");
            if (!Path.Exists(path) && TryCreate(path, options, before, out RunFolder? folder))
                return folder;
        }
    }

    /// <summary>Creates a new folder with <c>options.json</c> in it.</summary>
    /// <param name="path">A folder that does not exist or is empty.</param>
    /// <param name="options">The options of the run.</param>
    /// <param name="before">Writes the files that must exist before the folder becomes a run; null writes none.</param>
    /// <exception cref="RunFolderException">The folder is not empty, or cannot be written to.</exception>
    internal static RunFolder Create(string path, RunOptions options, Action<string>? before = null)
    {
        EnsureFree(path);
        return TryCreate(path, options, before, out RunFolder? folder) ? folder : throw NotEmpty(path);
    }

    /// <summary>Checks that a new run may use a folder, before the work begins.</summary>
    /// <exception cref="RunFolderException">The folder is not empty, is a file, or cannot be written to.</exception>
    internal static void EnsureFree(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new RunFolderException("The name of the run's folder is empty. Name a folder.");
        if (File.Exists(path))
            throw new RunFolderException($"{path} is a file, but a run needs a folder. Choose another name.");
        RunStorage.Write(
            path,
            () =>
            {
                if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
                    throw NotEmpty(path);
            }
        );
        EnsureWritable(path);
    }

    /// <summary>Tests whether a folder is writable by trying to write to it.</summary>
    /// <exception cref="RunFolderException">The folder cannot be written.</exception>
    internal static void EnsureWritable(string path)
    {
        try
        {
            OutputPlace.EnsureFolder(path);
        }
        catch (OutputException e)
        {
            throw new RunFolderException(e.Sentence, e);
        }
    }

    /// <summary>Claims the folder and writes <c>options.json</c>; false if another run was faster.</summary>
    private static bool TryCreate(
        string path,
        RunOptions options,
        Action<string>? before,
        [NotNullWhen(true)] out RunFolder? folder
    )
    {
        RunFolder created = new(path, options);
        bool isOurs = RunStorage.Write(
            path,
            () =>
            {
                Directory.CreateDirectory(created.SamplesFolder);
                using RunLock? claim = RunLock.TryTake(path);
                if (claim is null || RunFolder.Is(path))
                    return false;
                before?.Invoke(path);
                RunOptionsFile.Write(path, options);
                return true;
            }
        );
        folder = isOurs ? created : null;
        return isOurs;
    }

    private static RunFolderException NotEmpty(string path) =>
        new($"{path} exists and is not empty; nothing in it was changed. Choose another folder, or remove this one first.");
}
