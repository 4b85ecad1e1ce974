using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Figment.Data.Texts;

namespace Figment.Runs.Texts;

/// <summary>Which texts a run was trained on.</summary>
/// <param name="Source">What was asked for: a name, or a path.</param>
/// <param name="Name">The data set's own name.</param>
/// <param name="Count">How many texts.</param>
/// <param name="Classes">None: texts have no labels.</param>
/// <param name="Sha256">Over all texts, the last tenth among them where that is held back.</param>
internal sealed record TextRunData(string Source, string Name, int Count, IReadOnlyList<RunClass> Classes, string Sha256)
    : RunData(Source, Name, Count, Classes, Sha256)
{
    private const double Thousand = 1000,
        Million = 1e6,
        Billion = 1e9;

    /// <summary>How long they are together, in bytes of UTF-8.</summary>
    [JsonPropertyOrder(1)]
    public long Bytes { get; init; }

    /// <summary>How many characters that is.</summary>
    [JsonPropertyOrder(1)]
    public long Characters { get; init; }

    /// <summary>How many of the texts are dialogues.</summary>
    [JsonPropertyOrder(1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Dialogues { get; init; }

    /// <summary>How messages were put into dialogues, as a template of Jinja's; null where there are no dialogues.</summary>
    [JsonPropertyOrder(1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ChatTemplate { get; init; }

    /// <summary>What was held back to judge by.</summary>
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

    /// <summary>What the run's model was made for.</summary>
    public TextDescription Describe() => new(Count, Bytes, Characters, Dialogues);

    /// <summary>Describes a data set.</summary>
    /// <param name="source">What was asked for.</param>
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
            throw new JsonException("its texts are none, or their counts do not go together");
        if (HeldOut is not { Texts: >= 0, Bytes: >= 0, Characters: >= 0 })
            throw new JsonException("what it holds back is less than nothing");
        if (Dialogues < 0 || Dialogues > Count)
            throw new JsonException("its dialogues are more than its texts");
        if (ChatTemplate != (Dialogues > 0 ? Models.Texts.ChatTemplate.Jinja : null))
            throw new JsonException("its chat template is none that this version knows");
        base.Check();
    }
}

/// <summary>Texts that a run did not learn from.</summary>
/// <param name="Texts">How many.</param>
/// <param name="Bytes">How long they are together, in bytes of UTF-8.</param>
/// <param name="Characters">How many characters that is.</param>
/// <param name="HasOwn">Whether they came by a file or folder of their own; otherwise they are the last tenth.</param>
internal sealed record HeldBackTexts(int Texts, long Bytes, long Characters, bool HasOwn);
