using System.ComponentModel;
using Figment.Data;

namespace Figment.Models;

/// <summary>How a model learns; each family has a record of its own.</summary>
public abstract record ModelOptions
{
    /// <summary>
    /// Whether images are made by class, which needs labels: true, false, or null for wherever the data has labels.
    /// </summary>
    [Description("whether images are made by class: true, false, or nothing for wherever there are labels")]
    public bool? Conditional { get; init; } = false;

    /// <summary>These options, and in place of what is left to the data what that comes to.</summary>
    /// <param name="data">The data that a model is made for.</param>
    public virtual ModelOptions FittedTo(DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return this with { Conditional = Conditional ?? data.ClassCounts.Count > 0 };
    }

    /// <summary>The classes that a model of these options tells apart: those of the data, or none.</summary>
    /// <param name="data">The data it is made for.</param>
    /// <returns>Images per class, by class number; empty for a model that takes no classes.</returns>
    /// <exception cref="OptionsException">Classes are asked for and the data has no labels.</exception>
    public IReadOnlyList<int> ClassesOf(DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (Conditional == true && data.ClassCounts.Count == 0)
            throw new OptionsException(["The data has no labels, so a model cannot learn its classes. Leave --conditional away, or sort the pictures into one folder per class."]);
        return Conditional == false ? [] : data.ClassCounts;
    }
}
