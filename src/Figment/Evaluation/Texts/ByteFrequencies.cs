using Figment.Data.Texts;

namespace Figment.Evaluation.Texts;

/// <summary>What a text takes when nothing is known but how frequent each byte is: what a model has to be better than.</summary>
internal static class ByteFrequencies
{
    private const long Most = 4 << 20;

    /// <summary>Bits per byte of some texts, by the frequencies in others. Marks of dialogues are no text.</summary>
    internal static double BitsPerByte(TextSet learned, TextSet judged)
    {
        double[] counts = Count(learned, 1),
            found = Count(judged, 0); // a byte that was never seen is not impossible
        double all = counts.Sum();
        return found.Select((count, value) => -count * Math.Log2(counts[value] / all)).Sum() / Math.Max(1, found.Sum());
    }

    private static double[] Count(TextSet texts, double first)
    {
        double[] counts = new double[256];
        Array.Fill(counts, first);
        foreach (ReadOnlyMemory<byte> text in texts.Sample(Most))
        foreach (byte value in text.Span)
            counts[value] += Dialogue.IsMark(value) ? 0 : 1;
        return counts;
    }
}
