using Figment.Formats;

namespace Figment.Data.Sounds;

/// <summary>The layout of sounds in an array.</summary>
/// <param name="Count">The number of sounds.</param>
/// <param name="Channels">The number of channels, 1 or 2.</param>
/// <param name="Length">The number of samples in each channel.</param>
/// <param name="ChannelsLast">Whether the channels of a sample are adjacent.</param>
internal readonly record struct ArrayLayout(int Count, int Channels, int Length, bool ChannelsLast)
{
    /// <summary>
    /// The minimum number of samples in a sound: the shortest sound that models learn, 0.05 s, at the lowest rate.
    /// </summary>
    internal const int LeastLength = 200;

    /// <summary>
    /// Whether an array holds sounds rather than pictures. Pictures are never one or two pixels high or wide, nor a single row.
    /// </summary>
    internal static bool Fits(NumpyHeader header) =>
        header.Descr.Trim('\'', '"') is [_, 'i' or 'u' or 'f', ..] && Of(header.Shape) is not null;

    /// <summary>
    /// The layout for a shape: [N, samples], [N, channels, samples] or [N, samples, channels]; null for other shapes.
    /// </summary>
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
