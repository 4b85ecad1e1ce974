using System.Text.RegularExpressions;

namespace Figment.Tests.Samples;

/// <summary>Code that a page quotes from samples.</summary>
internal static partial class PageCode
{
    /// <summary>The blocks of C# that name no sample.</summary>
    internal static IReadOnlyList<string> Unnamed(string page) =>
        [.. CodeBlock().Matches(page).Select(match => match.Groups[1].Value.Trim())];

    /// <summary>The blocks of C# that name the sample they are from, as in <c>```csharp digits.cs</c>.</summary>
    internal static IReadOnlyList<(string Sample, string Code)> Named(string page) =>
        [.. NamedBlock().Matches(page).Select(match => (match.Groups[1].Value, match.Groups[2].Value.TrimEnd()))];

    /// <summary>Fails where a sample, a path below <c>samples</c>, does not have a block word for word.</summary>
    internal static void CheckQuoted(string sample, string code) =>
        Assert.Contains(code, File.ReadAllText(SamplePrograms.FileOf(sample)), StringComparison.Ordinal);

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("```csharp ([^\n]+)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex NamedBlock();
}
