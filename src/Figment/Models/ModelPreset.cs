using System.Text.Json;
using Figment.Backend;
using Figment.Data;

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

    /// <summary>Whether it is known to train as well when its networks compute in bfloat16 (docs/performance.md has the figures); where it is faster too says <see cref="AutoPrecision"/>.</summary>
    public bool TrainsInBFloat16 { get; init; }

    /// <summary>The options that can be changed.</summary>
    public IReadOnlyList<ModelOption> OptionList => ListOf(Options);

    /// <summary>The same, and in place of what is left to the data what that comes to.</summary>
    /// <param name="data">The data that a model is made for.</param>
    public IReadOnlyList<ModelOption> OptionListFor(DataDescription data) => ListOf(Options.FittedTo(data));

    /// <summary>Whether it learns data of that kind.</summary>
    /// <param name="data">The data.</param>
    public abstract bool Learns(DataDescription data);

    /// <summary>Builds a model, untrained, on the CPU.</summary>
    /// <param name="options">Of the type of <see cref="Options"/>.</param>
    /// <param name="data">What it is made for.</param>
    /// <param name="random">Where the first weights come from.</param>
    /// <exception cref="OptionsException">
    /// An option is out of its range, or asks for classes that the data does not have, or the preset does not learn data of that kind.
    /// </exception>
    public abstract TrainableModel Create(ModelOptions options, DataDescription data, SeededRandom random);

    /// <summary>Reads options that were saved with a run.</summary>
    /// <param name="saved">A JSON object; what it leaves out is as in the preset.</param>
    /// <exception cref="OptionsException">A name is unknown to this family, or a value is of the wrong kind.</exception>
    public abstract ModelOptions Read(JsonElement saved);

    /// <summary>The preset's options with some of them replaced by what a user wrote.</summary>
    /// <param name="changes">Values by option name, in any case (<c>latentSize</c> = <c>64</c>).</param>
    /// <exception cref="OptionsException">Names are unknown to this family, or values of the wrong kind; all are listed.</exception>
    public ModelOptions WithChanges(IEnumerable<KeyValuePair<string, string>> changes)
    {
        IReadOnlyList<ModelOption> options = OptionList;
        List<string> problems = [];
        Dictionary<string, object?> values = [];
        foreach ((string key, string text) in changes)
        {
            if (options.FirstOrDefault(option => option.Name.Equals(key, StringComparison.OrdinalIgnoreCase)) is not ModelOption option)
                problems.Add($"'{Name}' has no option '{key}'. {Names.Suggest(key, options.Select(option => option.Name))}It has: {string.Join(", ", options.Select(option => option.Name))}.");
            else if (option.IsOptional && string.IsNullOrWhiteSpace(text))
                values[option.Name] = null;
            else if (option.Read(text) is object value)
                values[option.Name] = value;
            else
                problems.Add(option.Misread(text));
        }

        if (problems.Count > 0) throw new OptionsException(problems);
        return values.Count == 0 ? Options : Read(OptionsJson.ToElement(values));
    }

    private static IReadOnlyList<ModelOption> ListOf(ModelOptions options) =>
        [.. options.GetType().GetProperties().Where(property => property.CanWrite).Select(property => new ModelOption(property, options))];
}

/// <summary>
/// A recipe whose family takes options of type <typeparamref name="TOptions"/> and learns data that a
/// <typeparamref name="TData"/> describes.
/// </summary>
public sealed class ModelPreset<TOptions, TData>(string name, string description, TOptions options, Func<TOptions, TData, SeededRandom, TrainableModel> create)
    : ModelPreset(name, description, options)
    where TOptions : ModelOptions
    where TData : DataDescription
{
    /// <inheritdoc/>
    public override bool Learns(DataDescription data) => data is TData;

    /// <inheritdoc/>
    public override TrainableModel Create(ModelOptions options, DataDescription data, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data is not TData fitting)
        {
            string[] others = [.. ModelCatalog.Presets.Where(preset => preset.Learns(data)).Select(preset => preset.Name)];
            throw new OptionsException([$"'{Name}' does not learn {data.Items}. {(others.Length > 0 ? $"These do: {string.Join(", ", others)}." : "No preset that is known here does.")}"]);
        }

        OptionsValidator.ThrowIfInvalid(options);
        TrainableModel model = create((TOptions)options, fitting, random);
        model.Randomness = random.Randomness;
        return model;
    }

    /// <inheritdoc/>
    public override ModelOptions Read(JsonElement saved)
    {
        try
        {
            return OptionsJson.Merge((TOptions)Options, saved);
        }
        catch (JsonException e)
        {
            throw new OptionsException([$"The saved options do not fit '{Name}': {e.Message}"]);
        }
    }
}
