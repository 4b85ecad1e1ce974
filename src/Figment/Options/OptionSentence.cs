using System.Globalization;

namespace Figment;

/// <summary>An option in a sentence, by the name of its property: whoever shows the sentence calls it as its readers do.</summary>
/// <param name="Property">For instance <c>BatchSize</c>.</param>
/// <param name="Value">What it is, or could be; null where the sentence is about the option itself.</param>
internal sealed record OptionName(string Property, object? Value = null)
{
    /// <summary>As a program writes it.</summary>
    public override string ToString() => Value is null ? Property : string.Create(CultureInfo.InvariantCulture, $"{Property} {Value}");
}

/// <summary>
/// A sentence of an error in which options may stand. The library cannot know whether its reader sets them by a flag, in a form or in code:
/// it says which ones they are, and each front says its own name for them.
/// </summary>
internal sealed class OptionSentence
{
    private readonly FormattableString sentence;

    private OptionSentence(FormattableString sentence) => this.sentence = sentence;

    /// <summary>A sentence with options among what it is filled with.</summary>
    internal static OptionSentence Of(FormattableString sentence) => new(sentence);

    /// <summary>A sentence that names none.</summary>
    public static implicit operator OptionSentence(string sentence) => new($"{sentence}");

    /// <summary>The sentence with options called as a reader knows them; sentences inside it likewise.</summary>
    internal string Say(Func<OptionName, string> name) => string.Format(
        CultureInfo.InvariantCulture, sentence.Format, [.. sentence.GetArguments().Select(part => part switch
        {
            OptionName option => name(option),
            OptionSentence inner => inner.Say(name),
            _ => part,
        })]);

    /// <summary>The sentence as a program reads it.</summary>
    public override string ToString() => Say(option => option.ToString());
}
