using Figment.Data.Texts;

namespace Figment.Evaluation.Texts;

/// <summary>Excerpts of texts that are as long as generated texts, so that the two can be compared.</summary>
internal static class TextExcerpts
{
    /// <summary>Returns whole texts if they are not much longer, and otherwise pieces of them, spread over all texts.</summary>
    internal static IEnumerable<byte[]> Of(TextSet texts, int count, int length)
    {
        for (int i = 0; i < count; i++)
        {
            if (texts.Count >= count)
            {
                ReadOnlySpan<byte> text = texts[(int)((long)i * texts.Count / count)];
                yield return text[..TextBuilder.CharacterStart(text, Math.Min(text.Length, Math.Max(1, 2 * length)))].ToArray();
            }
            else
            {
                ReadOnlySpan<byte> text = texts[i % texts.Count];
                int from = TextBuilder.CharacterStart(text, (int)((long)i * Math.Max(0, text.Length - length) / count));
                yield return text[from..TextBuilder.CharacterStart(text, Math.Min(text.Length, from + Math.Max(1, length)))]
                    .ToArray();
            }
        }
    }
}
