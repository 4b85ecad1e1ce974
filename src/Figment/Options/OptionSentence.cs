using System.Diagnostics.CodeAnalysis;
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
    /// <summary>The name of the option as used in code.</summary>
    public override string ToString() =>
        Value is null ? Property : string.Create(CultureInfo.InvariantCulture, $"{Property} {Value}");
}

/// <summary>
/// A sentence of an error message that may mention options. The library does not know whether the reader sets them with a flag,
/// in a form or in code, so it marks the options, and each front end inserts its own names. An interpolated string is converted
/// to it implicitly, so that the values in the sentence are still known when it is shown.
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

    /// <summary>Returns a sentence whose values include options.</summary>
    internal static OptionSentence Of(OptionSentence sentence) => sentence;

    /// <summary>Creates a sentence without options.</summary>
    [return: NotNullIfNotNull(nameof(sentence))]
    public static implicit operator OptionSentence?(string? sentence)
    {
        if (sentence is null)
            return null;
        return Word(sentence);
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

    /// <summary>
    /// One of the program's own words, chosen only at run time, for instance what a model makes: <c>images</c>.
    /// </summary>
    internal static OptionSentence Word(string word)
    {
        OptionSentence one = new(word.Length, 0);
        one.AppendLiteral(word);
        return one;
    }

    /// <summary>Sentences one after the other, each with its full stop.</summary>
    internal static OptionSentence Paragraph(IEnumerable<OptionSentence> sentences) => Joined("list.space", sentences);

    /// <summary>Joins sentences with a separator from the table of words, for instance <c>list.comma</c>.</summary>
    internal static OptionSentence Joined(string key, IEnumerable<OptionSentence> sentences) =>
        Of($"{new SentenceList(key, [.. sentences])}");

    /// <summary>
    /// The reason for a failure, without a full stop, for use inside a sentence. In English, the reason for a system failure is
    /// the first line of its own message; in other languages it is a phrase for the kind of failure, if the kind is known.
    /// </summary>
    internal static OptionSentence Reason(Exception failure) => Of($"{new SentenceReason(failure)}");

    /// <summary>
    /// The sentence in a language, with the names of options that its reader knows, also in nested sentences. A sentence without
    /// a translation stays in English.
    /// </summary>
    internal string Say(Func<OptionName, string> name, Language language = Language.English) =>
        string.Format(
            CultureInfo.InvariantCulture,
            ErrorWords.In(language, template.ToString()),
            [
                .. parts.Select(part =>
                    part switch
                    {
                        OptionName option => name(option),
                        OptionSentence inner => inner.Say(name, language),
                        SentenceReason reason => reason.Say(name, language),
                        SentenceList list => string.Join(
                            WordTable.Text(list.Key).In(language),
                            list.Sentences.Select(inner => inner.Say(name, language))
                        ),
                        Text text => text.In(language),
                        _ => part,
                    }
                ),
            ]
        );

    /// <summary>The sentence in every language, with the names of options as used in code.</summary>
    internal Text ToText() => new(language => Say(option => option.ToString(), language));

    /// <summary>The sentence with the names of options as used in code.</summary>
    public override string ToString() => Say(option => option.ToString());

    private sealed record SentenceList(string Key, IReadOnlyList<OptionSentence> Sentences);

    private sealed record SentenceReason(Exception Failure)
    {
        private const int NoRoom = 28; // ENOSPC
        private const int NoRoomOfWindows = unchecked((int)0x80070070);

        public string Say(Func<OptionName, string> name, Language language)
        {
            OptionSentence said = Word(Failure.Message.Split('\n')[0].Trim());
            string words = Failure is FigmentException known
                ? (known is OptionsException ? known.Say(name, language) : known.Say(name, language).Split('\n')[0])
                : (language == Language.English ? said : Kind ?? said).Say(name, language);
            return words.TrimEnd('.', '\u3002');
        }

        private OptionSentence? Kind =>
            Failure switch
            {
                UnauthorizedAccessException => Of($"it is not permitted"),
                FileNotFoundException or DirectoryNotFoundException => "it is not there",
                PathTooLongException => "the name is too long",
                IOException { HResult: NoRoom or NoRoomOfWindows } => "there is no room left",
                _ => null,
            };
    }
}
