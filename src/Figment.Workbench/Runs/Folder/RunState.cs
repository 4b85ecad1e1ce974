using System.Text.Json;
using System.Text.Json.Serialization;
using Figment.Evaluation;
using Figment.Training;

namespace Figment.Runs;

/// <summary>What a checkpoint holds in addition to the model's state.</summary>
internal sealed record RunState
{
    private static readonly JsonSerializerOptions Written = OptionsFor(null);

    /// <summary>The progress of the training.</summary>
    public required TrainingState Training { get; init; }

    /// <summary>The length of <c>metrics.jsonl</c> in bytes. Later lines belong to steps that a resumed run repeats.</summary>
    public required long MetricsLength { get; init; }

    /// <summary>The number of times the run went back to a checkpoint because a number was not finite.</summary>
    public int Rollbacks { get; init; }

    /// <summary>The state of the judge; null in old checkpoints, which do not store it (<see cref="JudgeOfOldRuns"/>).</summary>
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

    /// <summary>Reads the state of a run; the given kind of data reads the evaluations in it.</summary>
    /// <exception cref="JsonException">The text is not such a state, or has impossible values.</exception>
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

    /// <summary>Reads and writes evaluations in the form that the kind of data defines.</summary>
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
