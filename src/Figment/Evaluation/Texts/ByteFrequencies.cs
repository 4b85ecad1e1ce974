using Figment.Data.Texts;

namespace Figment.Evaluation.Texts;

/// <summary>The cost of a text if only the frequency of each byte is known; a model must do better.</summary>
internal static class ByteFrequencies
{
    private const long Most = 4 << 20;

    /// <summary>
    /// Computes the bits per byte of some texts with the byte frequencies of others. Dialogue marks do not count as text.
    /// </summary>
    internal static double BitsPerByte(TextSet learned, TextSet judged)
    {
        double[] counts = Count(learned, 1),
            found = Count(judged, 0); // A byte that was never seen must still be possible.
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
