using System.Reflection;
using NLayer;

namespace Figment.Audio;

/// <summary>
/// NLayer's decoder (3.0.1) with two corrected tables. In the highest band of short blocks, NLayer applies the gain of the first
/// of three windows to all three, so attacks crackle. At 24,000 Hz, one band begins two lines early (ISO 13818-3, table B.8). The
/// tables are private and are accessed by name. If a version of NLayer has other tables, nothing is corrected, and the tests
/// against other decoders will show it.
/// </summary>
internal sealed class LayerThree
{
    private const BindingFlags Hidden = BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
    private readonly MpegFrameDecoder decoder = new();
    private bool isRight;

    static LayerThree()
    {
        const int At24kHz = 4,
            Band = 18;
        Type? type = typeof(MpegFrameDecoder).Assembly.GetType("NLayer.Decoder.LayerIIIDecoder");
        if (
            type?.GetField("_sfBandIndexLTable", Hidden)?.GetValue(null) is int[][] { Length: > At24kHz } bands
            && bands[At24kHz] is [.., 278, 330, 394, 464, 540, 576]
        )
            bands[At24kHz][Band] = 332;
    }

    /// <summary>Decodes a frame of any layer.</summary>
    /// <returns>The number of samples written, with interleaved channels.</returns>
    internal int Decode(MpegFrame frame, float[] samples)
    {
        int count = decoder.DecodeFrame(frame, samples, 0);
        if (isRight)
            return count;
        isRight = true;
        if (frame.Layer != MpegLayer.LayerIII || !PutWindowsRight())
            return count;
        decoder.Reset(); // decoding the first frame creates the tables; then it is decoded again with the corrections
        return decoder.DecodeFrame(frame, samples, 0);
    }

    /// <summary>Assigns each line in the highest band of short blocks to its own window.</summary>
    private bool PutWindowsRight()
    {
        const int Highest = 12;
        object? inner = typeof(MpegFrameDecoder).GetField("_layerIIIDecoder", Hidden)?.GetValue(decoder);
        if (
            inner?.GetType().GetField("_cbwLookupS", Hidden)?.GetValue(inner) is not byte[] { Length: 576 } windows
            || inner.GetType().GetField("_sfBandIndexS", Hidden)?.GetValue(inner) is not int[] { Length: Highest + 2 } bands
        )
            return false;
        int begin = 3 * bands[Highest],
            width = bands[Highest + 1] - bands[Highest];
        for (int i = begin; i < windows.Length; i++)
            windows[i] = (byte)((i - begin) / width);
        return true;
    }
}
