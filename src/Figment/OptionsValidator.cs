using System.ComponentModel.DataAnnotations;

namespace Figment;

/// <summary>
/// Checks options records against the ranges written on their properties
/// (<see cref="RangeAttribute"/> and its like) and their own <see cref="IValidatableObject"/> rules.
/// </summary>
public static class OptionsValidator
{
    /// <summary>Checks all records together, so that one error lists everything that has to change.</summary>
    /// <param name="options">Options records of any type.</param>
    /// <exception cref="OptionsException">At least one value is out of its range.</exception>
    public static void ThrowIfInvalid(params IReadOnlyList<object> options)
    {
        List<ValidationResult> results = [];
        foreach (object record in options)
            Validator.TryValidateObject(record, new ValidationContext(record), results, validateAllProperties: true);

        if (results.Count > 0)
            throw new OptionsException([.. results.Select(result => result.ErrorMessage!).Distinct()]);
    }
}
