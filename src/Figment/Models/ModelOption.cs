using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Figment.Models;

/// <summary>One option of a preset, as the command line and forms present it.</summary>
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

    /// <summary>The name in camel case, as in saved runs.</summary>
    public string Name { get; }

    /// <summary>The preset's value; null if the option has no value or is left to the data.</summary>
    public object? Default { get; }

    /// <summary>What the option does, in a few words.</summary>
    public string Description { get; }

    /// <summary>The type of the value; for a nullable type, the type inside.</summary>
    internal Type Type => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    /// <summary>Whether the option may be left empty, so that the data or the model decides.</summary>
    internal bool IsOptional => MayBeLeft || Nullable.GetUnderlyingType(property.PropertyType) is not null;

    /// <summary>Whether an empty value lets the data decide.</summary>
    internal bool MayBeLeft => property.IsDefined(typeof(MayBeLeftAttribute));

    /// <summary>Whether a model that starts from a run's weights must keep the run's value of this option.</summary>
    internal bool DecidesWeights => property.GetCustomAttribute<MayBeLeftAttribute>() is not { DecidesWeights: false };

    /// <summary>The name of the property.</summary>
    internal string PropertyName => property.Name;

    /// <summary>The smallest number allowed; null for options that are not numbers.</summary>
    internal double? Least => range is null ? null : Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture);

    /// <summary>The largest number allowed; null for options that are not numbers.</summary>
    internal double? Most => range is null ? null : Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture);

    /// <summary>The words allowed; empty for numbers and for true and false.</summary>
    internal IReadOnlyList<string> Choices =>
        Type == typeof(bool) ? []
        : TypeDescriptor.GetConverter(Type).GetStandardValues() is { Count: > 0 } values
            ? [.. values.Cast<object>().Select(value => CamelCase(value.ToString()!))]
        : [];

    /// <summary>Whether several of <see cref="Choices"/> may be given, separated by commas.</summary>
    internal bool TakesSeveral => Type.IsEnum && Type.IsDefined(typeof(FlagsAttribute));

    /// <summary>Writes a value as a user would type it; an empty text for null.</summary>
    internal static string Write(object? value) =>
        value switch
        {
            null => "",
            bool flag => flag ? "true" : "false",
            Enum name => string.Join(", ", name.ToString().Split(", ").Select(CamelCase)),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => CamelCase(value.ToString()!),
        };

    /// <summary>Says what is wrong with a text as the value of this option; null where it is valid.</summary>
    internal string? ProblemOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (IsOptional && text.Length == 0)
            return null;
        return Read(text) is not object value ? Misread(text)
            : range?.IsValid(value) == false ? range.FormatErrorMessage(Name)
            : null;
    }

    /// <summary>Reads a value from its text; null where the text is not valid.</summary>
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
        $"The option {Name} does not accept '{text}': it needs {Kind(Type)}{(IsOptional ? ", or nothing" : "")}.";

    private static string CamelCase(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    private static string Kind(Type type) =>
        type == typeof(int) || type == typeof(long) ? "a whole number"
        : type == typeof(double) ? "a number, with a point before its decimals"
        : type == typeof(bool) ? "true or false"
        : TypeDescriptor.GetConverter(type).GetStandardValues() is { Count: > 0 } values
            ? $"one of {string.Join(", ", values.Cast<object>().Select(value => CamelCase(value.ToString()!)))}"
        : "another kind of value";
}
