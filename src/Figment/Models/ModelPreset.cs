using System.Text.Json;
using Figment.Backend;
using Figment.Data;

namespace Figment.Models;

/// <summary>A named recipe: a family and its options, some of which may be left to the data.</summary>
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

    /// <summary>One sentence that says what the preset is and when to choose it.</summary>
    public string Description { get; }

    /// <summary>The preset's options; those left to the data hold their family's defaults.</summary>
    internal ModelOptions Options { get; }

    /// <summary>The names of the properties of <see cref="Options"/> that are left to the data.</summary>
    internal IReadOnlyCollection<string> LeftToData { get; init; } = [];

    /// <summary>The data to learn from if the user does not choose any, given as a name that the commands accept.</summary>
    public string Data { get; init; } = "mnist";

    /// <summary>Steps of a training run when the user gives no number.</summary>
    internal const long UsualSteps = 10_000;

    /// <summary>The number of items per step if the user gives none.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>The options that a user can change.</summary>
    public IReadOnlyList<ModelOption> OptionList => ListOf(Options, LeftToData);

    /// <summary>
    /// Returns the options for given data, after deciding everything that was left to the data and the training time.
    /// </summary>
    /// <param name="data">The data that the model is made for.</param>
    /// <param name="plan">
    /// How long the model will learn; null for <see cref="UsualSteps"/> steps of <see cref="BatchSize"/> items.
    /// </param>
    /// <exception cref="OptionsException">The preset cannot learn from this kind of data.</exception>
    public ModelOptions OptionsFor(DataDescription data, TrainingPlan? plan = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        EnsureLearns(data);
        return Options.FittedTo(data, plan ?? new TrainingPlan { Steps = UsualSteps, BatchSize = BatchSize }, LeftToData);
    }

    /// <summary>Returns <see cref="OptionList"/> with the values that were decided for given data.</summary>
    public IReadOnlyList<ModelOption> OptionListFor(DataDescription data) => ListOf(OptionsFor(data), []);

    /// <summary>Writes the options as a saved run has them; null marks those left to the data.</summary>
    internal JsonElement ToJson() =>
        OptionsJson.ToElement(OptionList.ToDictionary(option => option.Name, option => option.Default));

    /// <summary>Whether the preset can learn from this kind of data.</summary>
    /// <param name="data">The data to learn from.</param>
    public abstract bool Learns(DataDescription data);

    /// <summary>Builds an untrained model on the CPU.</summary>
    /// <param name="options">The result of <see cref="OptionsFor"/>, or other options of the family.</param>
    /// <param name="data">The data that the model is made for.</param>
    /// <param name="random">The source of the initial weights.</param>
    /// <exception cref="OptionsException">
    /// An option is out of range or asks for classes that the data does not have, or the preset cannot learn from this kind of
    /// data.
    /// </exception>
    public abstract TrainableModel Create(ModelOptions options, DataDescription data, SeededRandom random);

    /// <summary>
    /// Returns the recipe with a run's options. An option that the run does not name is newer than the run and takes its family's
    /// default.
    /// </summary>
    /// <param name="saved">A JSON object; null values are left to the data.</param>
    /// <exception cref="OptionsException">A name is unknown to this family, or a value has the wrong type.</exception>
    internal ModelPreset OfRun(JsonElement saved) => Read(saved, left: []);

    /// <summary>
    /// Returns the recipe for a model that starts from a run's weights. It has the run's options, except for those that the
    /// weights do not depend on and that this preset leaves to the data and the training time.
    /// </summary>
    /// <inheritdoc cref="OfRun"/>
    internal ModelPreset BegunFrom(JsonElement saved) =>
        OfRun(saved)
            .WithChanges(
                OptionList
                    .Where(option => !option.DecidesWeights && LeftToData.Contains(option.PropertyName))
                    .Select(option => new KeyValuePair<string, string>(option.Name, ""))
            );

    /// <summary>Returns the recipe with other options.</summary>
    /// <param name="values">A JSON object; null values are left to the data.</param>
    /// <param name="left">
    /// The names of the properties that are left to the data unless <paramref name="values"/> names them.
    /// </param>
    /// <exception cref="OptionsException">A name is unknown to this family, or a value has the wrong type.</exception>
    private protected abstract ModelPreset Read(JsonElement values, IEnumerable<string> left);

    /// <summary>Returns the recipe with some options replaced by a user's values.</summary>
    /// <param name="changes">
    /// Values by option name, in upper or lower case (<c>latentSize</c> = <c>64</c>). An empty text means no value; it leaves an
    /// option to the data if that option allows it.
    /// </param>
    /// <exception cref="OptionsException">
    /// Some names are unknown to this family, or some values have the wrong type; the message lists them all.
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
        string advice = others.Length > 0 ? $"These presets do: {string.Join(", ", others)}." : "No known preset does.";
        throw new OptionsException([$"'{Name}' does not learn {OptionSentence.Word(data.Items)}. {advice}"]);
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
/// A recipe for a family whose options have type <typeparamref name="TOptions"/> and which learns from data described by a
/// <typeparamref name="TData"/>.
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
