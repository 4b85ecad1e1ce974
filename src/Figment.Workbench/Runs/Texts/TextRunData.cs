using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Figment.Data.Texts;

namespace Figment.Runs.Texts;

/// <summary>The training texts of a run.</summary>
/// <param name="Source">The name or path that was asked for.</param>
/// <param name="Name">The data set's own name.</param>
/// <param name="Count">The number of texts.</param>
/// <param name="Classes">Empty, because texts have no labels.</param>
/// <param name="Sha256">The SHA-256 of all texts, including the last tenth if that is held out.</param>
internal sealed record TextRunData(string Source, string Name, int Count, IReadOnlyList<RunClass> Classes, string Sha256)
    : RunData(Source, Name, Count, Classes, Sha256)
{
    private const double Thousand = 1000,
        Million = 1e6,
        Billion = 1e9;

    /// <summary>The total size of the texts, in bytes of UTF-8.</summary>
    [JsonPropertyOrder(1)]
    public long Bytes { get; init; }

    /// <summary>The total number of characters.</summary>
    [JsonPropertyOrder(1)]
    public long Characters { get; init; }

    /// <summary>The number of texts that are dialogues.</summary>
    [JsonPropertyOrder(1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Dialogues { get; init; }

    /// <summary>How messages become dialogues, as a Jinja template; null if there are no dialogues.</summary>
    [JsonPropertyOrder(1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ChatTemplate { get; init; }

    /// <summary>The held-out texts.</summary>
    [JsonPropertyOrder(4)]
    public HeldBackTexts HeldOut { get; init; } = new(0, 0, 0, false);

    /// <inheritdoc/>
    [JsonIgnore]
    public override string ItemText =>
        Characters switch
        {
            < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{Characters:N0} characters in all"),
            < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{Characters / Thousand:F0} thousand characters in all"),
            < 1_000_000_000 => string.Create(
                CultureInfo.InvariantCulture,
                $"{Characters / Million:F1} million characters in all"
            ),
            _ => string.Create(CultureInfo.InvariantCulture, $"{Characters / Billion:F1} billion characters in all"),
        };

    /// <summary>Describes the data for the run's model.</summary>
    public TextDescription Describe() => new(Count, Bytes, Characters, Dialogues);

    /// <summary>Describes a data set.</summary>
    /// <param name="source">The name or path that was asked for.</param>
    /// <param name="data">The texts.</param>
    public static TextRunData Of(string source, TextDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new TextRunData(source, data.Name, data.Count, [], data.Sha256)
        {
            Bytes = data.Texts.Bytes,
            Characters = data.Texts.Characters,
            Dialogues = data.Description.Dialogues,
            ChatTemplate = data.Description.Dialogues > 0 ? Models.Texts.ChatTemplate.Jinja : null,
            HeldOut = new HeldBackTexts(data.HeldOut.Count, data.HeldOut.Bytes, data.HeldOut.Characters, data.HasTestPart),
            Notes = data.Notes,
        };
    }

    /// <inheritdoc/>
    internal override void Check()
    {
        if (Count < 1 || Bytes < 1 || Characters < 0 || Characters > Bytes)
            throw new JsonException("it has no texts, or their counts do not match");
        if (HeldOut is not { Texts: >= 0, Bytes: >= 0, Characters: >= 0 })
            throw new JsonException("its held-out part has a negative size");
        if (Dialogues < 0 || Dialogues > Count)
            throw new JsonException("it has more dialogues than texts");
        if (ChatTemplate != (Dialogues > 0 ? Models.Texts.ChatTemplate.Jinja : null))
            throw new JsonException("its chat template is unknown to this version");
        base.Check();
    }
}

/// <summary>The held-out texts of a run.</summary>
/// <param name="Texts">The number of texts.</param>
/// <param name="Bytes">The total size in bytes of UTF-8.</param>
/// <param name="Characters">The total number of characters.</param>
/// <param name="HasOwn">Whether they came in a file or folder of their own; otherwise they are the last tenth.</param>
internal sealed record HeldBackTexts(int Texts, long Bytes, long Characters, bool HasOwn);
