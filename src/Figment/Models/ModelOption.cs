using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Figment.Models;

/// <summary>One option of a preset, as a person meets it: on the command line, in a form.</summary>
public sealed class ModelOption
{
    private readonly PropertyInfo property;
    private readonly RangeAttribute? range;

    internal ModelOption(PropertyInfo property, object? value)
    {
        this.property = property;
        range = property.GetCustomAttribute<RangeAttribute>();
        Name = CamelCase(property.Name);
        Default = value;
        Description = property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "";
    }

    /// <summary>Its name in camel case, as in saved runs.</summary>
    public string Name { get; }

    /// <summary>What the preset has; null where it is nothing, or left to the data.</summary>
    public object? Default { get; }

    /// <summary>What it is, in a few words.</summary>
    public string Description { get; }

    /// <summary>Its type; of one that may be nothing, the type inside.</summary>
    internal Type Type => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    /// <summary>Whether it may be nothing, which leaves it to the data or to the model.</summary>
    internal bool IsOptional => MayBeLeft || Nullable.GetUnderlyingType(property.PropertyType) is not null;

    /// <summary>Whether nothing means that the data decides.</summary>
    internal bool MayBeLeft => property.IsDefined(typeof(MayBeLeftAttribute));

    /// <summary>Whether a model that begins from a run keeps what the run had.</summary>
    internal bool DecidesWeights => property.GetCustomAttribute<MayBeLeftAttribute>() is not { DecidesWeights: false };

    /// <summary>The name of its property.</summary>
    internal string PropertyName => property.Name;

    /// <summary>The least number that it takes; null where it is no number.</summary>
    internal double? Least => range is null ? null : Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture);

    /// <summary>The largest number that it takes; null where it is no number.</summary>
    internal double? Most => range is null ? null : Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture);

    /// <summary>The words that it takes; empty where it takes numbers, or true and false.</summary>
    internal IReadOnlyList<string> Choices =>
        Type == typeof(bool) ? []
        : TypeDescriptor.GetConverter(Type).GetStandardValues() is { Count: > 0 } values
            ? [.. values.Cast<object>().Select(value => CamelCase(value.ToString()!))]
        : [];

    /// <summary>Whether <see cref="Choices"/> may be given together, with commas between.</summary>
    internal bool TakesSeveral => Type.IsEnum && Type.IsDefined(typeof(FlagsAttribute));

    /// <summary>A value as one would write it; the empty text for nothing.</summary>
    internal static string Write(object? value) =>
        value switch
        {
            null => "",
            bool flag => flag ? "true" : "false",
            Enum name => string.Join(", ", name.ToString().Split(", ").Select(CamelCase)),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => CamelCase(value.ToString()!),
        };

    /// <summary>What is wrong with a text as the value of this option; null where it is right.</summary>
    internal string? ProblemOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (IsOptional && text.Length == 0)
            return null;
        return Read(text) is not object value ? Misread(text)
            : range?.IsValid(value) == false ? range.FormatErrorMessage(Name)
            : null;
    }

    /// <summary>The value that a text stands for; null where it stands for none.</summary>
    internal object? Read(string text)
    {
        try
        {
            object? value = TypeDescriptor.GetConverter(property.PropertyType).ConvertFromInvariantString(text);
            return value is double number && !double.IsFinite(number) ? null : value;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or NotSupportedException)
        {
            return null;
        }
    }

    internal string Misread(string text) =>
        $"The option {Name} does not take '{text}': it needs {Kind(Type)}{(IsOptional ? ", or nothing" : "")}.";

    private static string CamelCase(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    private static string Kind(Type type) =>
        type == typeof(int) || type == typeof(long) ? "a whole number"
        : type == typeof(double) ? "a number, with a point before its decimals"
        : type == typeof(bool) ? "true or false"
        : TypeDescriptor.GetConverter(type).GetStandardValues() is { Count: > 0 } values
            ? $"one of {string.Join(", ", values.Cast<object>().Select(value => CamelCase(value.ToString()!)))}"
        : "another kind of value";
}
