using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Figment;

/// <summary>A value of an option that is written as text, in commands and in files.</summary>
internal interface IOptionValue<T>
    where T : class, IOptionValue<T>
{
    /// <summary>The suggested values.</summary>
    static abstract IReadOnlyList<T> Proposed { get; }

    /// <summary>Parses the output of <see cref="object.ToString"/>.</summary>
    /// <exception cref="OptionsException">The text is not a valid value; the message lists valid ones.</exception>
    static abstract T Parse(string text);
}

/// <summary>Parses such a value from a command.</summary>
internal sealed class OptionValueConverter<T> : TypeConverter
    where T : class, IOptionValue<T>
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

    public override object ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value)
    {
        try
        {
            return T.Parse((string)value);
        }
        catch (OptionsException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    public override bool GetStandardValuesSupported(ITypeDescriptorContext? context) => true;

    public override StandardValuesCollection GetStandardValues(ITypeDescriptorContext? context) => new(T.Proposed.ToArray());
}

/// <summary>Reads and writes such a value in JSON.</summary>
internal sealed class OptionValueJson<T> : JsonConverter<T>
    where T : class, IOptionValue<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return T.Parse(reader.GetString() ?? "");
        }
        catch (OptionsException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
