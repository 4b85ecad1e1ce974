using System.Reflection;
using System.Text.Json;

namespace Figment;

/// <summary>
/// The translations of errors and reasons: a table per language (<c>Words/errors.zh.json</c>), whose keys are the English
/// templates, in which <c>{0}</c>, <c>{1:N0}</c> stand for the values to insert. A sentence is thus written only once, where it
/// is thrown.
/// </summary>
internal static class ErrorWords
{
    private static readonly Lazy<IReadOnlyDictionary<string, string>>[] Tables =
    [
        .. Languages.All.Select(known => new Lazy<IReadOnlyDictionary<string, string>>(() => Read(known.Language))),
    ];

    /// <summary>The template in a language; the English one if there is no translation.</summary>
    internal static string In(Language language, string template) =>
        Tables[(int)language].Value.GetValueOrDefault(template, template);

    /// <summary>The table of one language; English has none, because the templates are in English.</summary>
    internal static IReadOnlyDictionary<string, string> Read(Language language)
    {
        string file = $"errors/{Languages.Of(language).Code}.json";
        using Stream? stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file);
        return stream is null
            ? new Dictionary<string, string>()
            : JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!;
    }
}
