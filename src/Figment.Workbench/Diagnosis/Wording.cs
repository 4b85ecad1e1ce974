namespace Figment.Diagnosis;

/// <summary>Says a finding in the sentences of the table of words, for readers who have never heard of a loss.</summary>
internal static class Wording
{
    /// <summary>What was seen, what it means, what to try.</summary>
    internal static Verdict Say(Finding finding, long step)
    {
        (string Name, Text Fact)[] facts = [.. finding.Facts.Select(fact => (fact.Key, Join(fact.Value)))];
        Text Part(string name) => WordTable.Template($"verdict.{finding.Template}.{name}").Fill(facts);
        return new Verdict(finding.Kind, step, Part("saw"), Part("means"), Part("try"));
    }

    private static Text Join(IReadOnlyList<string> words) => words.Count < 2 ? words[0]
        : WordTable.Template("list.last").Fill(("list", Text.List(words.SkipLast(1))), ("last", words[^1]));
}
