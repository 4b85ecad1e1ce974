using System.ComponentModel.DataAnnotations;

namespace Figment;

/// <summary>
/// Checks options records against the ranges on their properties (<see cref="RangeAttribute"/> and similar attributes) and their
/// own <see cref="IValidatableObject"/> rules.
/// </summary>
public static class OptionsValidator
{
    /// <summary>Checks all records together, so that one error lists everything that has to change.</summary>
    /// <param name="options">Options records of any type.</param>
    /// <exception cref="OptionsException">At least one value is out of its range, or violates a rule.</exception>
    public static void ThrowIfInvalid(params IReadOnlyList<object> options)
    {
        List<ValidationResult> results = [];
        foreach (object record in options)
        {
            // The validator checks a record's own rules only if all ranges hold. They are checked here in any case, so that no
            // problem appears only after the others are fixed.
            ValidationContext context = new(record);
            if (
                !Validator.TryValidateObject(record, context, results, validateAllProperties: true)
                && record is IValidatableObject rules
            )
                results.AddRange(rules.Validate(context));
        }

        if (results.Count > 0)
            throw new OptionsException([.. results.Select(OptionProblem.Of).DistinctBy(problem => problem.Sentence.ToString())]);
    }

    /// <summary>Returns the options if they are valid.</summary>
    internal static T Valid<T>(T options)
        where T : notnull
    {
        ThrowIfInvalid(options);
        return options;
    }
}
