using System.Reflection;
using System.Text.Json;

namespace Figment;

/// <summary>
/// What errors and reasons are in other languages: a table per language (<c>Words/errors.zh.json</c>) by the English template, in
/// which <c>{0}</c>, <c>{1:N0}</c> stand for what it is filled with. So a sentence is written once, where it is thrown.
/// </summary>
internal static class ErrorWords
{
    private static readonly Lazy<IReadOnlyDictionary<string, string>>[] Tables =
    [
        .. Languages.All.Select(known => new Lazy<IReadOnlyDictionary<string, string>>(() => Read(known.Language))),
    ];

    /// <summary>The template in a language; the English one where it has no words there.</summary>
    internal static string In(Language language, string template) =>
        Tables[(int)language].Value.GetValueOrDefault(template, template);

    /// <summary>The table of one language; English has none, since templates are English.</summary>
    internal static IReadOnlyDictionary<string, string> Read(Language language)
    {
        string file = $"errors/{Languages.Of(language).Code}.json";
        using Stream? stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file);
        return stream is null
            ? new Dictionary<string, string>()
            : JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!;
    }
}
