namespace Figment.Tests;

/// <summary>Texts that are not in any table.</summary>
internal static class BothLanguages
{
    internal static Text Of(string english, string chinese) => new(language => language == Language.Chinese ? chinese : english);
}
