using System.Text;
using System.Text.Json;

namespace Figment.Runs;

/// <summary>The file that makes a folder a run, and holds the options of the run.</summary>
internal static class RunOptionsFile
{
    private const int MostBytes = 4 << 20;

    /// <summary>The path of the file in a folder.</summary>
    internal static string In(string folder) => Path.Combine(folder, "options.json");

    /// <exception cref="RunFolderException">The file cannot be read, or is damaged.</exception>
    internal static RunOptions Read(string folder)
    {
        string file = In(folder);
        try
        {
            return RunOptionsJson.Read(BoundedText.ReadFile(file, MostBytes));
        }
        catch (Exception e) when (e is JsonException or FileFormatException || Storage.IsFailure(e)) // all with the same message
        {
            throw new RunFolderException(
                $"{file} cannot be read: {(e is JsonException ? $"{JsonReason.Of(e)}." : e.Message)}",
                e
            );
        }
    }

    /// <summary>Everything in the file, including what this version does not know.</summary>
    /// <exception cref="FigmentException">The file is gone or damaged.</exception>
    internal static JsonDocument ReadAll(string folder)
    {
        string file = In(folder);
        try
        {
            return JsonDocument.Parse(Storage.Try(file, "read", () => BoundedText.ReadFile(file, MostBytes)));
        }
        catch (JsonException e)
        {
            throw new FileFormatException($"{file} is damaged: {JsonReason.Of(e)}.", e);
        }
    }

    /// <summary>Creates or replaces the file.</summary>
    internal static void Write(string folder, RunOptions options) =>
        AtomicFile.Write(In(folder), stream => stream.Write(Encoding.UTF8.GetBytes(RunOptionsJson.Write(options))));
}
