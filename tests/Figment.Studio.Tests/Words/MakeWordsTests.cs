using System.Reflection;
using Figment.Studio.Learn;
using Figment.Studio.Words;
using Figment.Tests;

namespace Figment.Studio.Tests.Words;

public sealed class MakeWordsTests
{
    private static IEnumerable<(string Name, Text Text)> All() => typeof(MakeWords).GetProperties(BindingFlags.Static | BindingFlags.NonPublic)
        .Select(property => (property.Name, property.GetValue(null) is TextTemplate template ? template.Words : (Text)property.GetValue(null)!));

    [Fact]
    public void Its_texts_are_those_of_the_table_and_each_is_shown_in_both_languages()
    {
        Assert.Equal(All().Select(entry => entry.Name).Order(), WordTable.NamesBelow("make").Order());
        string source = string.Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Figment.Studio"), "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal)).Select(File.ReadAllText));
        Assert.All(All(), entry =>
        {
            Assert.Matches($@"\bMakeWords\.{entry.Name}\b", source);
            Assert.DoesNotMatch(@"\p{IsCJKUnifiedIdeographs}", entry.Text.English);
            Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", entry.Text.Chinese);
            Assert.All(((string[])[entry.Text.English, entry.Text.Chinese]).SelectMany(TermMarks.Ids), id => Assert.NotNull(Glossary.Find(id)));
        });
    }
}
