using System.Text.Json;

namespace Figment.Data.Folders;

/// <summary>Recognises the folder of a training run by the content of its options file.</summary>
internal static class RunMark
{
    /// <summary>The file that every folder of a run has.</summary>
    internal const string File = "options.json";

    private const int Longest = 4 << 20;
    private static readonly string[] Parts = ["preset", "model", "training", "data"];

    /// <summary>The folders of training runs in a source, each with a trailing slash, except those inside another run.</summary>
    internal static string[] Folders(FileSource source)
    {
        string[] all =
        [
            .. source
                .Listing.Files.Where(file =>
                    Path.GetFileName(file) == File && file.Contains('/', StringComparison.Ordinal) && IsRun(source, file)
                )
                .Select(file => file[..^File.Length]),
        ];
        return [.. all.Where(run => !all.Any(other => other != run && run.StartsWith(other, StringComparison.Ordinal)))];
    }

    /// <summary>Whether a file holds the options of a run, rather than being an unrelated file of the same name.</summary>
    internal static bool IsRun(FileSource source, string file)
    {
        try
        {
            byte[] content = source.Peek(file, Longest);
            using JsonDocument json = JsonDocument.Parse(content.AsMemory(content.AsSpan().StartsWith("\ufeff"u8) ? 3 : 0));
            return json.RootElement.ValueKind == JsonValueKind.Object
                && Parts.All(part => json.RootElement.TryGetProperty(part, out _));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
