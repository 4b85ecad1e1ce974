using System.Text.Json;
using System.Text.Json.Serialization;
using Figment.Evaluation;
using Figment.Training;

namespace Figment.Runs;

/// <summary>What a checkpoint holds beside the model's state.</summary>
internal sealed record RunState
{
    private static readonly JsonSerializerOptions Written = OptionsFor(null);

    /// <summary>Where the training stands.</summary>
    public required TrainingState Training { get; init; }

    /// <summary>
    /// How long <c>metrics.jsonl</c> was, bytes: what came later belongs to steps that a resumed run makes anew.
    /// </summary>
    public required long MetricsLength { get; init; }

    /// <summary>How often the run went back because of a number that was not finite.</summary>
    public int Rollbacks { get; init; }

    /// <summary>What the judge knew; null in checkpoints from before it was kept (<see cref="JudgeOfOldRuns"/>).</summary>
    public JudgeState? Judge { get; init; }

    /// <summary>The state before the first step.</summary>
    internal static RunState New { get; } =
        new()
        {
            Training = new TrainingState(),
            MetricsLength = 0,
            Judge = new JudgeState(),
        };

    internal string Write() => JsonSerializer.Serialize(this, Written);

    /// <summary>Reads one of a run with data of a kind, which knows what looks at its samples found.</summary>
    /// <exception cref="JsonException">It is none, or says what cannot be.</exception>
    internal static RunState Read(string text, DataKind kind)
    {
        RunState state = JsonSerializer.Deserialize<RunState>(text, OptionsFor(kind)) ?? throw new JsonException("It is null.");
        bool isSound =
            state.MetricsLength >= 0
            && state.Rollbacks >= 0
            && state.Judge is null or { LookedAt: >= 0 }
            && state.Training.Elapsed >= TimeSpan.Zero
            && state.Training.RateFactor is > 0 and <= 1;
        if (!isSound)
            throw new JsonException("its counters are out of range");
        state.Judge?.Diagnosis.Check();
        return state;
    }

    private static JsonSerializerOptions OptionsFor(DataKind? kind) =>
        new(OptionsJson.Options) { WriteIndented = false, Converters = { new OfKind(kind) } };

    /// <summary>Reads and writes what looks found as the kind of data does.</summary>
    private sealed class OfKind(DataKind? kind) : JsonConverter<ISampleEvaluation>
    {
        public override ISampleEvaluation? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using JsonDocument json = JsonDocument.ParseValue(ref reader);
            return kind?.ReadEvaluation(json.RootElement)
                ?? throw new JsonException("samples of this kind of data are not judged");
        }

        public override void Write(Utf8JsonWriter writer, ISampleEvaluation value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value, value.GetType(), OptionsJson.Options);
    }
}
