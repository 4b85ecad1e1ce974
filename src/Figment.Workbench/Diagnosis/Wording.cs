namespace Figment.Diagnosis;

/// <summary>Turns a finding into sentences from the table of words, for readers who do not know what a loss is.</summary>
internal static class Wording
{
    /// <summary>Builds the verdict: what was seen, what it means, what to try.</summary>
    /// <param name="finding">What a rule found.</param>
    /// <param name="step">The step.</param>
    /// <param name="hasRival">
    /// Whether a second network trains against the first. Without one, entries named <c>…OfOne</c> are preferred where they
    /// exist.
    /// </param>
    internal static Verdict Say(Finding finding, long step, bool hasRival)
    {
        (string Name, Text Fact)[] facts = [.. finding.Facts.Select(fact => (fact.Key, Join(fact.Value)))];
        Text Part(string name)
        {
            string key = $"verdict.{finding.Template}.{name}";
            Text? ofOne = hasRival ? null : WordTable.Find($"{key}OfOne");
            return new TextTemplate(ofOne ?? WordTable.Text(key)).Fill(facts);
        }

        return new Verdict(finding.Kind, step, Part("saw"), Part("means"), Part("try"));
    }

    private static Text Join(IReadOnlyList<string> words) =>
        words.Count < 2
            ? words[0]
            : WordTable.Template("list.last").Fill(("list", Text.List(words.SkipLast(1))), ("last", words[^1]));
}
