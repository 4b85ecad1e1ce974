using System.Text;
using Figment.Data;

namespace Figment.Models.Texts;

/// <summary>Texts that a model generated, separated by lines.</summary>
/// <param name="texts">The texts.</param>
internal sealed class TextSamples(IReadOnlyList<string> texts) : ISamples
{
    internal const string Extension = ".txt";
    internal static readonly string Line = new('─', 40);

    /// <summary>The texts.</summary>
    internal IReadOnlyList<string> Texts { get; } = texts;

    /// <inheritdoc/>
    public string FileExtension => Extension;

    /// <inheritdoc/>
    public void Save(string path)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(string.Join($"\n{Line}\n", Texts.Select(text => text.TrimEnd('\n'))) + "\n");
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    /// <inheritdoc/>
    public SampleViews ToViews() => new() { Texts = Texts };
}
