using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Figment;

/// <summary>
/// An option in a sentence, by the name of its property: whoever shows the sentence calls it as its readers do.
/// </summary>
/// <param name="Property">For instance <c>BatchSize</c>.</param>
/// <param name="Value">What it is, or could be; null where the sentence is about the option itself.</param>
internal sealed record OptionName(string Property, object? Value = null)
{
    /// <summary>As a program writes it.</summary>
    public override string ToString() =>
        Value is null ? Property : string.Create(CultureInfo.InvariantCulture, $"{Property} {Value}");
}

/// <summary>
/// A sentence of an error in which options may stand. The library cannot know whether its reader sets them by a flag, in a form
/// or in code: it says which ones they are, and each front says its own name for them. An interpolated string becomes one by
/// itself, so that what the sentence is filled with is still known when it is shown.
/// </summary>
[InterpolatedStringHandler]
internal sealed class OptionSentence
{
    private readonly StringBuilder template;
    private readonly List<object?> parts;

    /// <summary>Begins a sentence; the compiler calls this, and then the methods that append.</summary>
    public OptionSentence(int literalLength, int formattedCount)
    {
        template = new StringBuilder(literalLength + (4 * formattedCount));
        parts = new List<object?>(formattedCount);
    }

    /// <summary>A sentence with options among what it is filled with.</summary>
    internal static OptionSentence Of(OptionSentence sentence) => sentence;

    /// <summary>A sentence that names none.</summary>
    public static implicit operator OptionSentence(string sentence)
    {
        OptionSentence one = new(sentence.Length, 0);
        one.AppendLiteral(sentence);
        return one;
    }

    /// <summary>Appends words, as they are.</summary>
    public void AppendLiteral(string words) =>
        template.Append(words.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));

    /// <summary>Appends a place, and what stands in it.</summary>
    public void AppendFormatted(object? part, string? format = null)
    {
        template.Append(CultureInfo.InvariantCulture, $"{{{parts.Count}");
        if (format is not null)
            template.Append(':').Append(format);
        template.Append('}');
        parts.Add(part);
    }

    /// <summary>The sentence with options called as a reader knows them; sentences inside it likewise.</summary>
    internal string Say(Func<OptionName, string> name) =>
        string.Format(
            CultureInfo.InvariantCulture,
            template.ToString(),
            [
                .. parts.Select(part =>
                    part switch
                    {
                        OptionName option => name(option),
                        OptionSentence inner => inner.Say(name),
                        _ => part,
                    }
                ),
            ]
        );

    /// <summary>The sentence as a program reads it.</summary>
    public override string ToString() => Say(option => option.ToString());
}
