using System.Text.Json;
using Figment.Backend;
using Figment.Data;

namespace Figment.Models;

/// <summary>A recipe by name: a family with its options, of which some may be left to the data.</summary>
public abstract class ModelPreset
{
    private protected ModelPreset(string name, string description, ModelOptions options)
    {
        Name = name;
        Description = description;
        Options = options;
    }

    /// <summary>The name on the command line and in saved runs.</summary>
    public string Name { get; }

    /// <summary>One sentence: what it is and when to choose it.</summary>
    public string Description { get; }

    /// <summary>Its options; those that are left to the data have their family's defaults.</summary>
    internal ModelOptions Options { get; }

    /// <summary>The properties of <see cref="Options"/> that are left to the data.</summary>
    internal IReadOnlyCollection<string> LeftToData { get; init; } = [];

    /// <summary>The data that it learns where nobody names any: a name, as for the commands.</summary>
    public string Data { get; init; } = "mnist";

    /// <summary>Steps of a training where nobody says how many.</summary>
    internal const long UsualSteps = 10_000;

    /// <summary>Items per step where nobody says how many.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>The options that can be changed.</summary>
    public IReadOnlyList<ModelOption> OptionList => ListOf(Options, LeftToData);

    /// <summary>Its options for data: what is left to the data, and to how long it will learn, is decided.</summary>
    /// <param name="data">The data that a model is made for.</param>
    /// <param name="plan">
    /// How long it will learn; null is <see cref="UsualSteps"/> steps of <see cref="BatchSize"/> items.
    /// </param>
    /// <exception cref="OptionsException">It does not learn data of that kind.</exception>
    public ModelOptions OptionsFor(DataDescription data, TrainingPlan? plan = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        EnsureLearns(data);
        return Options.FittedTo(data, plan ?? new TrainingPlan { Steps = UsualSteps, BatchSize = BatchSize }, LeftToData);
    }

    /// <summary><see cref="OptionList"/> for data.</summary>
    public IReadOnlyList<ModelOption> OptionListFor(DataDescription data) => ListOf(OptionsFor(data), []);

    /// <summary>Its options as in a saved run; null is what is left to the data.</summary>
    internal JsonElement ToJson() =>
        OptionsJson.ToElement(OptionList.ToDictionary(option => option.Name, option => option.Default));

    /// <summary>Whether it learns data of that kind.</summary>
    /// <param name="data">The data.</param>
    public abstract bool Learns(DataDescription data);

    /// <summary>Builds a model, untrained, on the CPU.</summary>
    /// <param name="options">Those of <see cref="OptionsFor"/>, or others of the family.</param>
    /// <param name="data">What it is made for.</param>
    /// <param name="random">Where the first weights come from.</param>
    /// <exception cref="OptionsException">
    /// An option is out of its range, or asks for classes that the data does not have, or the preset does not learn data of that
    /// kind.
    /// </exception>
    public abstract TrainableModel Create(ModelOptions options, DataDescription data, SeededRandom random);

    /// <summary>
    /// The recipe with the options of a run. One that the run does not name came later than it, and has its family's default.
    /// </summary>
    /// <param name="saved">A JSON object; null is left to the data.</param>
    /// <exception cref="OptionsException">A name is unknown to this family, or a value is of the wrong kind.</exception>
    internal ModelPreset OfRun(JsonElement saved) => Read(saved, left: []);

    /// <summary>
    /// The recipe for a model that begins with the weights of a run: with the run's options, but for those that this preset
    /// leaves to data and time and that weights do not depend on.
    /// </summary>
    /// <inheritdoc cref="OfRun"/>
    internal ModelPreset BegunFrom(JsonElement saved) =>
        OfRun(saved)
            .WithChanges(
                OptionList
                    .Where(option => !option.DecidesWeights && LeftToData.Contains(option.PropertyName))
                    .Select(option => new KeyValuePair<string, string>(option.Name, ""))
            );

    /// <summary>The recipe with other options.</summary>
    /// <param name="values">A JSON object; null is left to the data.</param>
    /// <param name="left">The properties that are left to the data where the values do not name them.</param>
    /// <exception cref="OptionsException">A name is unknown to this family, or a value is of the wrong kind.</exception>
    private protected abstract ModelPreset Read(JsonElement values, IEnumerable<string> left);

    /// <summary>The recipe with some options replaced by what a user wrote.</summary>
    /// <param name="changes">
    /// Values by option name, in any case (<c>latentSize</c> = <c>64</c>); the empty text is nothing, and where that may be
    /// leaves it to the data.
    /// </param>
    /// <exception cref="OptionsException">
    /// Names are unknown to this family, or values of the wrong kind; all are listed.
    /// </exception>
    public ModelPreset WithChanges(IEnumerable<KeyValuePair<string, string>> changes)
    {
        IReadOnlyList<ModelOption> options = OptionList;
        List<string> problems = [];
        Dictionary<string, object?> values = [];
        foreach ((string key, string text) in changes)
        {
            if (
                options.FirstOrDefault(option => option.Name.Equals(key, StringComparison.OrdinalIgnoreCase))
                is not ModelOption option
            )
                problems.Add(Unknown(key, options.Select(option => option.Name)));
            else if (option.IsOptional && string.IsNullOrWhiteSpace(text))
                values[option.Name] = null;
            else if (option.Read(text) is object value)
                values[option.Name] = value;
            else
                problems.Add(option.Misread(text));
        }

        if (problems.Count > 0)
            throw new OptionsException(problems);
        return values.Count == 0 ? this : Read(OptionsJson.ToElement(values), LeftToData);
    }

    private protected void EnsureLearns(DataDescription data)
    {
        if (Learns(data))
            return;
        string[] others = [.. ModelCatalog.Presets.Where(preset => preset.Learns(data)).Select(preset => preset.Name)];
        string advice = others.Length > 0 ? $"These do: {string.Join(", ", others)}." : "No preset that is known here does.";
        throw new OptionsException([$"'{Name}' does not learn {data.Items}. {advice}"]);
    }

    private string Unknown(string key, IEnumerable<string> known) =>
        $"'{Name}' has no option '{key}'. {Names.Suggest(key, known)}It has: {string.Join(", ", known)}.";

    private static IReadOnlyList<ModelOption> ListOf(ModelOptions options, IReadOnlyCollection<string> left) =>
        [
            .. options
                .GetType()
                .GetProperties()
                .Where(property => property.CanWrite)
                .Select(property => new ModelOption(property, left.Contains(property.Name) ? null : property.GetValue(options))),
        ];
}

/// <summary>
/// A recipe whose family takes options of type <typeparamref name="TOptions"/> and learns data that a
/// <typeparamref name="TData"/> describes.
/// </summary>
public sealed class ModelPreset<TOptions, TData>(
    string name,
    string description,
    TOptions options,
    Func<TOptions, TData, SeededRandom, TrainableModel> create
) : ModelPreset(name, description, options)
    where TOptions : ModelOptions
    where TData : DataDescription
{
    /// <inheritdoc/>
    public override bool Learns(DataDescription data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.Seen is TData;
    }

    /// <inheritdoc/>
    public override TrainableModel Create(ModelOptions options, DataDescription data, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(data);
        EnsureLearns(data);
        OptionsValidator.ThrowIfInvalid(options);
        TrainableModel model = create((TOptions)options, (TData)data.Seen, random);
        model.MadeFor = data.Seen;
        model.Randomness = random.Randomness;
        return model;
    }

    /// <inheritdoc/>
    private protected override ModelPreset Read(JsonElement values, IEnumerable<string> left)
    {
        try
        {
            HashSet<string> open = [.. left];
            foreach (ModelOption option in OptionList.Where(option => option.MayBeLeft))
            {
                if (values.ValueKind != JsonValueKind.Object || !values.TryGetProperty(option.Name, out JsonElement value))
                    continue;
                if (value.ValueKind == JsonValueKind.Null)
                    open.Add(option.PropertyName);
                else
                    open.Remove(option.PropertyName);
            }

            TOptions read = OptionsJson.Merge((TOptions)Options, values, without: open);
            return new ModelPreset<TOptions, TData>(Name, Description, read, create)
            {
                LeftToData = open,
                Data = Data,
                BatchSize = BatchSize,
            };
        }
        catch (JsonException e)
        {
            throw new OptionsException([$"The saved options do not fit '{Name}': {JsonReason.Of(e, hasLines: false)}."]);
        }
    }
}
