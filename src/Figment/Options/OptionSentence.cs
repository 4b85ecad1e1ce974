using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Figment;

/// <summary>
/// The name of an option inside a sentence. Whoever shows the sentence replaces it with the name that its readers know.
/// </summary>
/// <param name="Property">The name of the property, for instance <c>BatchSize</c>.</param>
/// <param name="Value">The value that the option has or could have; null if the sentence is about the option itself.</param>
internal sealed record OptionName(string Property, object? Value = null)
{
    /// <summary>The name of the option as in code.</summary>
    public override string ToString() =>
        Value is null ? Property : string.Create(CultureInfo.InvariantCulture, $"{Property} {Value}");
}

/// <summary>
/// A sentence of an error that may contain options. The library does not know whether its reader sets them by a flag, in a form
/// or in code: it marks the options, and each front end inserts its own names. An interpolated string converts implicitly, so
/// that the values in the sentence are still known when it is shown.
/// </summary>
[InterpolatedStringHandler]
internal sealed class OptionSentence
{
    private readonly StringBuilder template;
    private readonly List<object?> parts;

    /// <summary>Begins a sentence; the compiler calls this constructor, and then the methods that append.</summary>
    public OptionSentence(int literalLength, int formattedCount)
    {
        template = new StringBuilder(literalLength + (4 * formattedCount));
        parts = new List<object?>(formattedCount);
    }

    /// <summary>Returns a sentence that contains options among its values.</summary>
    internal static OptionSentence Of(OptionSentence sentence) => sentence;

    /// <summary>Creates a sentence without options.</summary>
    public static implicit operator OptionSentence(string sentence)
    {
        OptionSentence one = new(sentence.Length, 0);
        one.AppendLiteral(sentence);
        return one;
    }

    /// <summary>Appends literal words.</summary>
    public void AppendLiteral(string words) =>
        template.Append(words.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));

    /// <summary>Appends a placeholder and its value.</summary>
    public void AppendFormatted(object? part, string? format = null)
    {
        template.Append(CultureInfo.InvariantCulture, $"{{{parts.Count}");
        if (format is not null)
            template.Append(':').Append(format);
        template.Append('}');
        parts.Add(part);
    }

    /// <summary>The sentence with the names of options that its reader knows, also in nested sentences.</summary>
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

    /// <summary>The sentence with the names of options as in code.</summary>
    public override string ToString() => Say(option => option.ToString());
}
