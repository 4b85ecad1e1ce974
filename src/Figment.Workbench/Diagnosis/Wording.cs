namespace Figment.Diagnosis;

/// <summary>Says a finding in the sentences of the table of words, for readers who have never heard of a loss.</summary>
internal static class Wording
{
    /// <summary>What was seen, what it means, what to try.</summary>
    /// <param name="finding">What a rule found.</param>
    /// <param name="step">When.</param>
    /// <param name="hasRival">
    /// Whether a second network learns against the first; without one, parts <c>…OfOne</c> go first where there are some.
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
