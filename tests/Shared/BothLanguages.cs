namespace Figment.Tests;

/// <summary>Texts that no table holds.</summary>
internal static class BothLanguages
{
    internal static Text Of(string english, string chinese) => new(language => language == Language.Chinese ? chinese : english);
}
