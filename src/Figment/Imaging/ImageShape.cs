using System.Text.Json.Serialization;

namespace Figment.Imaging;

/// <summary>The shape of one image.</summary>
/// <param name="Channels">1 for grey, 3 for colour (red, green, blue).</param>
/// <param name="Height">Rows of pixels.</param>
/// <param name="Width">Columns of pixels.</param>
public readonly record struct ImageShape(int Channels, int Height, int Width)
{
    /// <summary>Values per image: channels × height × width.</summary>
    [JsonIgnore]
    public int Size => Channels * Height * Width;

    /// <summary>For instance <c>1×28×28</c>.</summary>
    public override string ToString() => $"{Channels}×{Height}×{Width}";
}
