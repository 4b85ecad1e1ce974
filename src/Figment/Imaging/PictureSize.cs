using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Figment.Imaging;

/// <summary>The size of a picture in pixels, with the width first, as in 96×64. A single number means a square.</summary>
/// <param name="Width">The width in pixels.</param>
/// <param name="Height">The height in pixels.</param>
[JsonConverter(typeof(Converter))]
public readonly record struct PictureSize(int Width, int Height)
{
    /// <summary>The smallest and the greatest side of resized pictures in pixels.</summary>
    internal const int Least = 8,
        Most = 512;

    /// <summary>Whether both sides are in the range of resized pictures.</summary>
    internal bool IsPossible => Width is >= Least and <= Most && Height is >= Least and <= Most;

    /// <summary>Creates the size of a square.</summary>
    /// <param name="side">The width and height.</param>
    public static implicit operator PictureSize(int side) => FromInt32(side);

    /// <summary>Creates the size of a square.</summary>
    /// <param name="side">The width and height.</param>
    public static PictureSize FromInt32(int side) => new(side, side);

    /// <summary>Parses a size: <c>64</c>, or width and height as <c>96x64</c> or <c>96×64</c>.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The size; null if the text is not a valid size.</returns>
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

    /// <summary>Describes the size, for instance <c>96×64</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Width}×{Height}");

    /// <summary>The size in a form that <see cref="Parse"/> accepts and that is easy to type: <c>64</c>, <c>96x64</c>.</summary>
    internal string Typed => string.Create(CultureInfo.InvariantCulture, $"{Width}{(Width == Height ? "" : $"x{Height}")}");

    /// <summary>Writes a square size as one number, as was done before other sizes existed.</summary>
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
