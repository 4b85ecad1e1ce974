using System.ComponentModel;
using Figment.Data;

namespace Figment.Models;

/// <summary>How a model learns; each family has a record of its own, of values: what suits the data is chosen before.</summary>
public abstract record ModelOptions
{
    /// <summary>
    /// The family, by which the table of words says what is true of its trainings; and the preset to try where more of the same
    /// will not help, null where none is better for such data.
    /// </summary>
    internal virtual (string Name, string? Instead) Family => ("other", null);

    /// <summary>These options, and in place of what is left to the data what suits it.</summary>
    /// <param name="data">The data that a model is made for.</param>
    /// <param name="plan">How long it will learn.</param>
    /// <param name="left">The properties that are left to them, of those that have <see cref="MayBeLeftAttribute"/>.</param>
    internal virtual ModelOptions FittedTo(DataDescription data, TrainingPlan plan, IReadOnlyCollection<string> left) => this;
}

/// <summary>How a model learns that can make its samples by class.</summary>
public abstract record ClassModelOptions : ModelOptions
{
    /// <summary>Whether images are made by class, which needs labels.</summary>
    [MayBeLeft]
    [Description("whether images are made by class: true, false, or nothing for wherever there are labels")]
    public bool Conditional { get; init; }

    internal override ModelOptions FittedTo(DataDescription data, TrainingPlan plan, IReadOnlyCollection<string> left) =>
        left.Contains(nameof(Conditional)) ? this with { Conditional = data.ClassCounts.Count > 0 } : this;

    /// <summary>The classes that a model of these options tells apart: those of the data, or none.</summary>
    /// <param name="data">The data it is made for.</param>
    /// <returns>Images per class, by class number; empty for a model that takes no classes.</returns>
    /// <exception cref="OptionsException">Classes are asked for and the data has no labels.</exception>
    public IReadOnlyList<int> ClassesOf(DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!Conditional)
            return [];
        if (data.ClassCounts.Count == 0)
        {
            throw new OptionsException([
                new OptionProblem(
                    OptionSentence.Of(
                        $"The data has no labels, so a model cannot learn its classes. Omit "
                            + $"{new OptionName(nameof(Conditional))}, or sort the {data.Items} into one folder per class."
                    )
                ),
            ]);
        }

        return data.ClassCounts;
    }
}

/// <summary>
/// Marks an option that a preset, or a user who says nothing, may leave to data and time (<see cref="ModelOptions.FittedTo"/>).
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MayBeLeftAttribute : Attribute
{
    /// <summary>
    /// Whether weights mean something else where it has another value, so that a model that begins from a run keeps that of the
    /// run.
    /// </summary>
    public bool DecidesWeights { get; init; }
}
