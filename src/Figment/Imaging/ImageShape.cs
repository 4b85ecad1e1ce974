using System.Text.Json.Serialization;

namespace Figment.Imaging;

/// <summary>The shape of one image.</summary>
/// <param name="Channels">The number of channels: 1 for grey, 3 for colour (red, green, blue).</param>
/// <param name="Height">The height in pixels.</param>
/// <param name="Width">The width in pixels.</param>
public readonly record struct ImageShape(int Channels, int Height, int Width)
{
    /// <summary>The number of values in an image: channels × height × width.</summary>
    [JsonIgnore]
    public int Size => Channels * Height * Width;

    /// <summary>Describes the shape, for instance <c>1×28×28</c>.</summary>
    public override string ToString() => $"{Channels}×{Height}×{Width}";
}
