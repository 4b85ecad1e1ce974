using System.ComponentModel;
using Figment.Data;

namespace Figment.Models;

/// <summary>
/// How a model learns. Each family has its own record, which holds only fixed values: anything that depends on the data is
/// decided beforehand.
/// </summary>
public abstract record ModelOptions
{
    /// <summary>
    /// The family's name, under which the word table describes its training, and the preset to try when longer training does
    /// not help (null if no other preset is better for such data).
    /// </summary>
    internal virtual (string Name, string? Instead) Family => ("other", null);

    /// <summary>
    /// The least number of weights that the network that makes samples has, as far as this is known before it is built. What a
    /// file says about itself is checked against what it holds. 0 if nothing is known.
    /// </summary>
    /// <param name="data">The data that a model is made for.</param>
    internal virtual long LeastNumbers(DataDescription data) => 0;

    /// <summary>Returns these options with values that suit the data in place of those left to it.</summary>
    /// <param name="data">The data that the model is made for.</param>
    /// <param name="plan">How long the model will learn.</param>
    /// <param name="left">
    /// The names of the properties left to the data and the plan; each has <see cref="MayBeLeftAttribute"/>.
    /// </param>
    internal virtual ModelOptions FittedTo(DataDescription data, TrainingPlan plan, IReadOnlyCollection<string> left) => this;
}

/// <summary>The learning options of a model that can generate samples by class.</summary>
public abstract record ClassModelOptions : ModelOptions
{
    /// <summary>Whether images are made by class, which needs labels.</summary>
    [MayBeLeft]
    [Description("whether images are made by class: true, false, or nothing to do so wherever there are labels")]
    public bool Conditional { get; init; }

    internal override ModelOptions FittedTo(DataDescription data, TrainingPlan plan, IReadOnlyCollection<string> left) =>
        left.Contains(nameof(Conditional)) ? this with { Conditional = data.ClassCounts.Count > 0 } : this;

    /// <summary>Returns the classes that a model with these options tells apart: those of the data, or none.</summary>
    /// <param name="data">The data that the model is made for.</param>
    /// <returns>The number of images per class, by class number; empty for a model without classes.</returns>
    /// <exception cref="OptionsException">Classes are asked for, but the data has no labels.</exception>
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
                            + $"{new OptionName(nameof(Conditional))}, or sort the {OptionSentence.Word(data.Items)} into one "
                            + $"folder per class."
                    )
                ),
            ]);
        }

        return data.ClassCounts;
    }
}

/// <summary>
/// Marks an option that a preset or a user may leave open; the data and the training time then decide
/// (<see cref="ModelOptions.FittedTo"/>).
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MayBeLeftAttribute : Attribute
{
    /// <summary>
    /// Whether the meaning of the weights depends on the value of this option, so that a model that starts from a run's weights
    /// must keep the run's value.
    /// </summary>
    public bool DecidesWeights { get; init; }
}
