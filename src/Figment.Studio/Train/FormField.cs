using System.Globalization;
using Figment.Models;
using Figment.Studio.Words;

namespace Figment.Studio.Train;

/// <summary>One value in the form, kept as text while it is edited, with its error if it has one.</summary>
/// <param name="name">Its name on the page.</param>
/// <param name="initial">The initial text.</param>
/// <param name="check">Returns the error in the given text; null if there is none.</param>
public sealed class FormField(string name, string initial, Func<string, Text?> check)
{
    internal string Name { get; } = name;

    internal string Initial { get; } = initial;

    internal string Value { get; set; } = initial;

    internal bool IsChanged => Value != Initial;

    internal Text? Problem => ProblemOf(Value);

    internal Text? ProblemOf(string text) => check(text.Trim());

    internal static FormField Whole(string name, long initial, long least, long most) =>
        new(
            name,
            initial.ToString(CultureInfo.InvariantCulture),
            text =>
                !long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out long value) ? Ui.NotWhole
                : value < least || value > most ? OutOfRange(least, most)
                : null
        );

    internal static FormField Number(string name, double initial, double least, double most) =>
        new(
            name,
            initial.ToString(CultureInfo.InvariantCulture),
            text =>
                !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                || !double.IsFinite(value)
                    ? Ui.NotNumber
                : value < least || value > most ? OutOfRange(least, most)
                : null
        );

    /// <summary>A field for an option of a preset; the options record defines its valid values.</summary>
    internal static FormField Of(ModelOption option) =>
        new(
            option.Name,
            ModelOption.Write(option.Default),
            text => option.ProblemOf(text) is null ? null : Explain(option, text)
        );

    private static Text Explain(ModelOption option, string text) =>
        option.Type == typeof(int) && !long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _)
            ? Ui.NotWhole
        : option.Type == typeof(double)
        && !(double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value))
            ? Ui.NotNumber
        : option is { Least: double least, Most: double most } ? OutOfRange(least, most)
        : Ui.NotNumber;

    internal static Text OutOfRange(double least, double most) =>
        Ui.OutOfRange.Fill(("least", Show(least)), ("most", Show(most)));

    internal static string Show(double value) =>
        value.ToString(Math.Abs(value) is >= 1e7 or (> 0 and < 1e-4) ? "0.#####e0" : "0.#######", CultureInfo.InvariantCulture);
}
