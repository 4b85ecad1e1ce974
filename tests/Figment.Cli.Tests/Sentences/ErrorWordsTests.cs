using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Figment.Tests;

/// <summary>Every error of the product is there in every language, and nothing is there that no error says.</summary>
public sealed partial class ErrorWordsTests
{
    private static readonly Lazy<IReadOnlyList<SourceSentence>> Source = new(SourceSentences.Read);

    [Fact]
    public void Every_error_keeps_its_sentence() =>
        Assert.Empty(
            Source
                .Value.Where(sentence => sentence.Template is null)
                .Select(sentence =>
                    $"{sentence.Place}: made of strings, so it cannot be said in another language: {sentence.Source}"
                )
        );

    [Fact]
    public void Every_error_has_its_words()
    {
        IReadOnlyDictionary<string, string> words = ErrorWords.Read(Language.Chinese);
        Assert.Empty(
            Source
                .Value.Where(sentence => sentence.Template is string template && Says(template) && !words.ContainsKey(template))
                .Select(sentence =>
                    $"{sentence.Place}: no Chinese in Words/errors.zh.json for {JsonSerializer.Serialize(sentence.Template)}"
                )
        );
    }

    [Fact]
    public void All_words_are_those_of_an_error() =>
        Assert.Empty(
            ErrorWords
                .Read(Language.Chinese)
                .Keys.Except(Source.Value.Select(sentence => sentence.Template))
                .Select(template => $"Words/errors.zh.json has what no error says: {JsonSerializer.Serialize(template)}")
        );

    [Fact]
    public void Words_are_filled_with_the_same_and_stand_in_order()
    {
        IReadOnlyDictionary<string, string> words = ErrorWords.Read(Language.Chinese);

        Assert.NotEmpty(words);
        Assert.All(words, pair => Assert.Equal(Places(pair.Key), Places(pair.Value)));
        Assert.All(words.Values, said => Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", said));
        Assert.Equal(words.Keys.Order(StringComparer.Ordinal), words.Keys);
    }

    /// <summary>Whether there are words in it, and not only what it is filled with.</summary>
    private static bool Says(string template) => Place().Replace(template, "").Any(char.IsLetter);

    private static IEnumerable<string> Places(string template) =>
        Place().Matches(template).Select(place => place.Value).Distinct().Order();

    [GeneratedRegex(@"(?<!\{)\{(?:\{\{)*\d+(?::[^{}]*)?\}")]
    private static partial Regex Place();
}
