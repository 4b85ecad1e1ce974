using Figment.Formats;

namespace Figment.Data.Sounds;

/// <summary>How sounds lie in an array.</summary>
/// <param name="Count">How many.</param>
/// <param name="Channels">1 or 2.</param>
/// <param name="Length">Samples of each channel.</param>
/// <param name="ChannelsLast">Whether a sample of the one channel stands beside that of the other.</param>
internal readonly record struct ArrayLayout(int Count, int Channels, int Length, bool ChannelsLast)
{
    /// <summary>The fewest samples that are a sound: the shortest one that models learn, 0.05 s, at the lowest rate.</summary>
    internal const int LeastLength = 200;

    /// <summary>
    /// Whether an array is of sounds and not of pictures, of which none is one or two pixels high or wide, or a row of its own.
    /// </summary>
    internal static bool Fits(NumpyHeader header) =>
        header.Descr.Trim('\'', '"') is [_, 'i' or 'u' or 'f', ..] && Of(header.Shape) is not null;

    /// <summary>The layout of a shape: [N, samples], [N, channels, samples] or [N, samples, channels]; null for others.</summary>
    internal static ArrayLayout? Of(IReadOnlyList<long> shape) =>
        shape switch
        {
            [<= int.MaxValue and long count, >= LeastLength and <= int.MaxValue and long length] => new(
                (int)count,
                1,
                (int)length,
                false
            ),
            [<= int.MaxValue and long count, 1 or 2, >= LeastLength and <= int.MaxValue and long length] => new(
                (int)count,
                (int)shape[1],
                (int)length,
                false
            ),
            [<= int.MaxValue and long count, >= LeastLength and <= int.MaxValue and long length, 1 or 2] => new(
                (int)count,
                (int)shape[2],
                (int)length,
                true
            ),
            _ => null,
        };
}
