namespace Figment.Formats;

/// <summary>The type of the values in a NumPy file.</summary>
internal enum NumpyType
{
    /// <summary>Unsigned bytes, <c>numpy.uint8</c>.</summary>
    UInt8,

    /// <summary>Booleans of one byte each, <c>numpy.bool_</c>.</summary>
    Bool,

    /// <summary>16-bit integers, <c>numpy.int16</c>.</summary>
    Int16,

    /// <summary>32-bit integers, <c>numpy.int32</c>.</summary>
    Int32,

    /// <summary>64-bit integers, <c>numpy.int64</c>.</summary>
    Int64,

    /// <summary>16-bit floats, <c>numpy.float16</c>.</summary>
    Float16,

    /// <summary>32-bit floats, <c>numpy.float32</c>.</summary>
    Float32,

    /// <summary>64-bit floats, <c>numpy.float64</c>.</summary>
    Float64,
}

/// <summary>Returns the type for a description (<c>descr</c>), if it is a supported one.</summary>
/// <param name="descr">The description as Python writes it: a quoted text, or a list.</param>
/// <param name="name">The name of the file to show in errors.</param>
/// <exception cref="FileFormatException">The type is not supported; the message says what to save instead.</exception>
internal delegate NumpyType NumpyTypeRule(string descr, string name);

/// <summary>
/// Interprets the description of a type (<c>descr</c>), and gives advice on types that are not supported for images or sounds.
/// </summary>
internal static class NumpyTypes
{
    private const string Scale = "Scale them so that 0 is black and 1 is white, and save them as float32";

    /// <summary>The size of a value in bytes.</summary>
    internal static int Size(NumpyType type) =>
        type switch
        {
            NumpyType.UInt8 or NumpyType.Bool => 1,
            NumpyType.Int16 or NumpyType.Float16 => 2,
            NumpyType.Int32 or NumpyType.Float32 => 4,
            _ => 8,
        };

    /// <summary>Returns the type of the values of images: bytes, Booleans or floats.</summary>
    /// <inheritdoc cref="NumpyTypeRule"/>
    internal static NumpyType OfImages(string descr, string name)
    {
        string type = descr.Trim('\'', '"');
        return Find(type) is NumpyType found and not (NumpyType.Int16 or NumpyType.Int32 or NumpyType.Int64)
            ? found
            : throw new FileFormatException($"{name} holds {Words(type)}. {Advice(type)}.");
    }

    /// <summary>Returns the type of the values of sounds: bytes around 128, signed integers, or floats.</summary>
    /// <inheritdoc cref="NumpyTypeRule"/>
    internal static NumpyType OfSounds(string descr, string name)
    {
        string type = descr.Trim('\'', '"');
        return Find(type) is NumpyType found and not NumpyType.Bool
            ? found
            : throw new FileFormatException(
                $"{name} holds values of the type {Shortened(type)}. Sounds are int16, int32, int64, uint8 (silence at 128) or "
                    + $"floats (from -1 to 1). Scale the values to that range, and save x.astype('float32')."
            );
    }

    private static NumpyType? Find(string type) =>
        type switch
        {
            ['|' or '<' or '>' or '=', 'u', '1'] => NumpyType.UInt8,
            ['|' or '<' or '>' or '=', 'b', '1'] => NumpyType.Bool,
            "<i2" or ">i2" => NumpyType.Int16,
            "<i4" or ">i4" => NumpyType.Int32,
            "<i8" or ">i8" => NumpyType.Int64,
            "<f2" or ">f2" => NumpyType.Float16,
            "<f4" or ">f4" => NumpyType.Float32,
            "<f8" or ">f8" => NumpyType.Float64,
            _ => null,
        };

    private static OptionSentence Words(string type) =>
        type switch
        {
            [_, 'u', '2'] => "unsigned integers of 16 bits (uint16), and the file does not say which value is white",
            [_, 'u', ..] => OptionSentence.Of(
                $"unsigned integers (uint{Bits(type)}), and the file does not say which value is white"
            ),
            [_, 'i', ..] => OptionSentence.Of(
                $"signed integers (int{Bits(type)}), and the file does not say which value is white"
            ),
            [_, 'f', ..] => OptionSentence.Of($"floats of {Bits(type)} bits (longdouble), which differ from machine to machine"),
            [_, 'c', ..] => OptionSentence.Of($"complex numbers (complex{Bits(type)})"),
            [_, 'M' or 'm', ..] => "dates or times",
            [_, 'U' or 'S' or 'a', ..] => OptionSentence.Of($"texts ({Shortened(type)})"),
            [_, 'O', ..] => "Python objects as a pickle, which could run any program and is never read",
            [_, 'V', ..] => OptionSentence.Of($"raw bytes ({Shortened(type)}), such as bfloat16 or records"),
            ['[', ..] => OptionSentence.Of($"records ({Shortened(type)})"),
            _ => OptionSentence.Of($"values of the type {Shortened(type)}"),
        };

    private static OptionSentence Advice(string type) =>
        type switch
        {
            [_, 'u', '2'] => "Save (x / 65535).astype('float32'), with 4095 instead for 12 bits and 1023 for 10",
            [_, 'i', '1'] => $"{Scale}: (x - x.min()) / (x.max() - x.min())",
            [_, 'u' or 'i', ..] => $"If all of them are from 0 to 255, save x.astype('uint8'). {Scale} otherwise",
            [_, 'f', ..] => "Save x.astype('float32')",
            [_, 'c', ..] => $"Take their magnitude, numpy.abs(x). {Scale}",
            [_, 'O', ..] => "Bring the pictures to one size, and save numpy.stack(list(x)) as uint8 or float32",
            [_, 'V', ..] => "Save x.astype('float32')",
            ['[', ..] => "Save the one field that holds the images, x['image']",
            _ => "Save an array of images, as uint8 from 0 to 255 or as float32 from 0 to 1",
        };

    /// <summary>The number of bits in a value, from its number of bytes.</summary>
    private static string Bits(string type) =>
        int.TryParse(type.AsSpan(2), out int bytes) && bytes is > 0 and <= 64 ? $"{8 * bytes}" : "?";

    private static string Shortened(string text) => text.Length <= 40 ? text : $"{text[..40]}…";
}
