using System.Reflection;

namespace Figment.Data.Texts;

/// <summary>
/// The texts in the package: <c>poems</c> (Chinese) and <c>verse</c> (English). Their sources are documented beside them.
/// </summary>
internal static class PackagedTexts
{
    /// <summary>Opens one of the texts.</summary>
    internal static TextDataset Open(string name, CancellationToken cancellationToken)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"texts/{name}.jsonl.gz")!;
        using TextBuilder builder = new();
        new TextReading(builder, new TextFacts()).Read(
            stream,
            new TextFormat(IsLines: true, IsGzip: true),
            name,
            TextReading.MostOfSmall,
            cancellationToken
        );
        return new TextDataset(name, builder.Build(name), null, []);
    }
}
