using System.Text;
using System.Text.Json;

namespace Figment.Runs;

/// <summary>
/// The two files of an evaluation in one folder: <c>report.json</c> for programs and <c>report.html</c> for people.
/// </summary>
internal sealed class ReportFiles
{
    private const int MostBytes = 16 << 20;

    /// <summary>Checks that the files can be written, before the work begins.</summary>
    /// <exception cref="FigmentException">The files cannot be written.</exception>
    internal ReportFiles(string folder)
    {
        (Json, Page) = (Path.Combine(folder, "report.json"), Path.Combine(folder, "report.html"));
        OutputPlace.EnsureFolder(folder);
        OutputPlace.EnsureFile(Json);
        OutputPlace.EnsureFile(Page);
    }

    /// <summary><c>report.json</c>.</summary>
    internal string Json { get; }

    /// <summary><c>report.html</c>.</summary>
    internal string Page { get; }

    /// <summary>Writes the report.</summary>
    internal void WriteJson<T>(T report) => Write(Json, OptionsJson.Write(report));

    /// <summary>Writes the page.</summary>
    internal void WritePage(string html) => Write(Page, html);

    /// <summary>Reads a <c>report.json</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="check">Throws if a value is impossible; null checks nothing more.</param>
    /// <exception cref="FileFormatException">The file is damaged, or of another version or kind.</exception>
    /// <exception cref="FigmentException">The file cannot be opened.</exception>
    internal static T Read<T>(string path, Action<T>? check = null)
    {
        try
        {
            T report = OptionsJson.Read<T>(TextOf(path));
            check?.Invoke(report);
            return report;
        }
        catch (JsonException e)
        {
            throw NoReport(path, e);
        }
    }

    /// <summary>Checks that a <c>report.json</c> of any kind is intact.</summary>
    /// <exception cref="FileFormatException">The file is damaged.</exception>
    /// <exception cref="FigmentException">The file cannot be opened.</exception>
    internal static void EnsureReadable(string path)
    {
        try
        {
            using JsonDocument report = JsonDocument.Parse(TextOf(path));
            if (report.RootElement.ValueKind != JsonValueKind.Object)
                throw new JsonException("it is not a JSON object");
        }
        catch (JsonException e)
        {
            throw NoReport(path, e);
        }
    }

    /// <summary>Whether a folder holds a <c>report.json</c> with a given property.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="property">The name of the property in the report's record.</param>
    internal static bool Has(string folder, string property)
    {
        string path = Path.Combine(folder, "report.json");
        try
        {
            if (!File.Exists(path))
                return false;
            using JsonDocument report = JsonDocument.Parse(TextOf(path));
            return report.RootElement.ValueKind == JsonValueKind.Object
                && report.RootElement.TryGetProperty(JsonNamingPolicy.CamelCase.ConvertName(property), out _);
        }
        catch (Exception e) when (e is JsonException or FigmentException)
        {
            return false; // the reader reports the reason
        }
    }

    private static string TextOf(string path) => Storage.Try(path, "read", () => BoundedText.ReadFile(path, MostBytes));

    private static FileFormatException NoReport(string path, JsonException why) =>
        new($"{path} is not a report of this version of Figment ({JsonReason.Of(why)}). Evaluate again.", why);

    private static void Write(string path, string text) =>
        OutputPlace.WriteFile(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
