using System.Text.Json;
using Figment.Backend;
using Figment.Imaging;

namespace Figment.Models;

/// <summary>A recipe by name: a family with its options.</summary>
public abstract class ModelPreset(string name, string description, ModelOptions options)
{
    /// <summary>The name on the command line and in saved runs.</summary>
    public string Name { get; } = name;

    /// <summary>One sentence: what it is and when to choose it.</summary>
    public string Description { get; } = description;

    /// <summary>The preset's options before any change.</summary>
    public ModelOptions Options { get; } = options;

    /// <summary>Builds a model, untrained, on the CPU.</summary>
    /// <param name="options">Of the type of <see cref="Options"/>.</param>
    /// <param name="shape">The images to make.</param>
    /// <param name="random">Where the first weights come from.</param>
    /// <exception cref="OptionsException">An option is out of its range.</exception>
    public abstract GenerativeModel Create(ModelOptions options, ImageShape shape, SeededRandom random);

    /// <summary>The preset's options with some of them replaced.</summary>
    /// <param name="changes">A JSON object of options by name (<c>{"learningRate": 0.0002}</c>).</param>
    /// <exception cref="OptionsException">A name is unknown to this family, or a value is of the wrong kind.</exception>
    public abstract ModelOptions WithChanges(JsonElement changes);
}

/// <summary>A recipe whose family takes options of type <typeparamref name="TOptions"/>.</summary>
public sealed class ModelPreset<TOptions>(string name, string description, TOptions options, Func<TOptions, ImageShape, SeededRandom, GenerativeModel> create)
    : ModelPreset(name, description, options)
    where TOptions : ModelOptions
{
    /// <inheritdoc/>
    public override GenerativeModel Create(ModelOptions options, ImageShape shape, SeededRandom random)
    {
        OptionsValidator.ThrowIfInvalid(options);
        return create((TOptions)options, shape, random);
    }

    /// <inheritdoc/>
    public override ModelOptions WithChanges(JsonElement changes)
    {
        try
        {
            return OptionsJson.Merge((TOptions)Options, changes);
        }
        catch (JsonException e)
        {
            throw new OptionsException([$"The options do not fit '{Name}': {e.Message}"]);
        }
    }
}

/// <summary>
/// Every preset, one line each. The command line's help, the loading of runs and the contract tests read this list;
/// nothing else names a family.
/// </summary>
public static class ModelCatalog
{
    /// <summary>The presets, the recommended one first.</summary>
    public static IReadOnlyList<ModelPreset> Presets { get; } =
    [
        new ModelPreset<GanOptions>("classic", "the tutorial's dense GAN, exactly as it is taught; it collapses in the end, which is worth seeing", new GanOptions(), Gan.Classic),
    ];

    /// <summary>The preset of that name.</summary>
    /// <exception cref="OptionsException">There is none; the message suggests the nearest names.</exception>
    public static ModelPreset Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ModelPreset? preset = Presets.FirstOrDefault(preset => preset.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (preset is not null) return preset;

        string[] near = [.. Presets.Select(preset => preset.Name).Where(known => Distance(known, name.ToLowerInvariant()) <= Math.Max(2, name.Length / 3))];
        throw new OptionsException([
            $"There is no preset '{name}'. " +
            (near.Length > 0 ? $"Did you mean {string.Join(" or ", near)}? " : "") +
            $"The presets are: {string.Join(", ", Presets.Select(preset => preset.Name))}."]);
    }

    /// <summary>How many insertions, deletions and replacements of a letter lead from one word to the other (Levenshtein, 1966).</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
