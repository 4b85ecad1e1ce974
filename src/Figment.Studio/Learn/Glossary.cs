namespace Figment.Studio.Learn;

/// <summary>A technical word and what it means.</summary>
/// <param name="Id">The id by which texts refer to it: <c>[[id]]</c> or <c>[[id|other words]]</c>.</param>
/// <param name="Name">The word, as it is written in a sentence.</param>
/// <param name="Meaning">One to three sentences, which may refer to other entries.</param>
public sealed record GlossaryEntry(string Id, Text Name, Text Meaning);

/// <summary>
/// Every technical word in the studio, for readers who meet it for the first time; the meanings are in the table of words.
/// </summary>
internal static class Glossary
{
    /// <summary>The entries in the order of the table, in which they can be read one after the other.</summary>
    internal static IReadOnlyList<GlossaryEntry> Entries { get; } =
    [
        .. WordTable
            .NamesBelow("glossary")
            .Select(id => new GlossaryEntry(id, WordTable.Text($"glossary.{id}.name"), WordTable.Text($"glossary.{id}.meaning"))),
    ];

    private static readonly Dictionary<string, GlossaryEntry> ById = Entries.ToDictionary(entry => entry.Id);

    /// <summary>The entry with the given id; null if there is none.</summary>
    internal static GlossaryEntry? Find(string id) => ById.GetValueOrDefault(id);
}
