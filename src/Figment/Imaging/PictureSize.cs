using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Figment.Imaging;

/// <summary>The size of a picture, in pixels: its width first, as in 96×64. A number alone is a square.</summary>
/// <param name="Width">Columns of pixels.</param>
/// <param name="Height">Rows of pixels.</param>
[JsonConverter(typeof(Converter))]
public readonly record struct PictureSize(int Width, int Height)
{
    /// <summary>The fewest and the most pixels a side that pictures are brought to.</summary>
    internal const int Least = 8,
        Most = 512;

    /// <summary>Whether both sides are pixels that pictures are brought to.</summary>
    internal bool IsPossible => Width is >= Least and <= Most && Height is >= Least and <= Most;

    /// <summary>A square.</summary>
    /// <param name="side">Its width and height.</param>
    public static implicit operator PictureSize(int side) => FromInt32(side);

    /// <summary>A square.</summary>
    /// <param name="side">Its width and height.</param>
    public static PictureSize FromInt32(int side) => new(side, side);

    /// <summary>Reads what a person writes: <c>64</c>, or width and height as <c>96x64</c> or <c>96×64</c>.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Null where it is something else.</returns>
    public static PictureSize? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int?[] sides =
        [
            .. text.Split('x', 'X', '×')
                .Select(side =>
                    int.TryParse(side.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int pixels)
                        ? pixels
                        : (int?)null
                ),
        ];
        return sides switch
        {
            [int side] => FromInt32(side),
            [int width, int height] => new PictureSize(width, height),
            _ => null,
        };
    }

    /// <summary>For instance <c>96×64</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Width}×{Height}");

    /// <summary>As <see cref="Parse"/> reads it and a keyboard writes it: <c>64</c>, <c>96x64</c>.</summary>
    internal string Typed => string.Create(CultureInfo.InvariantCulture, $"{Width}{(Width == Height ? "" : $"x{Height}")}");

    /// <summary>Squares are numbers, as they were when there were no others.</summary>
    private sealed class Converter : JsonConverter<PictureSize>
    {
        public override PictureSize Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int side) ? FromInt32(side)
            : reader.TokenType == JsonTokenType.String && Parse(reader.GetString()!) is PictureSize size ? size
            : throw new JsonException("a size is written like 64 or \"96x64\"");

        public override void Write(Utf8JsonWriter writer, PictureSize value, JsonSerializerOptions options)
        {
            if (value.Width == value.Height)
                writer.WriteNumberValue(value.Width);
            else
                writer.WriteStringValue(value.Typed);
        }
    }
}
