using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Figment.Training;

/// <summary>How long to train: a number of steps, or a time. Never both.</summary>
[JsonConverter(typeof(Converter))]
public sealed record TrainingLength
{
    private TrainingLength(long? steps, TimeSpan? time) => (Steps, Time) = (steps, time);

    /// <summary>Steps to train; null where a time is set.</summary>
    public long? Steps { get; }

    /// <summary>Time to train; null where steps are set.</summary>
    public TimeSpan? Time { get; }

    /// <summary>Train this many steps.</summary>
    public static TrainingLength OfSteps(long steps) => new(steps, null);

    /// <summary>Train this many seconds, and end with the step that is then under way.</summary>
    public static TrainingLength OfSeconds(double seconds) =>
        new(null, TimeSpan.FromSeconds(double.IsFinite(seconds) ? Math.Clamp(seconds, -1, 1e9) : -1));

    /// <summary>For instance <c>10000 steps</c> or <c>60 seconds</c>.</summary>
    public override string ToString() =>
        Steps is long steps
            ? string.Create(CultureInfo.InvariantCulture, $"{steps} steps")
            : string.Create(CultureInfo.InvariantCulture, $"{Time!.Value.TotalSeconds} seconds");

    private sealed class Converter : JsonConverter<TrainingLength>
    {
        public override TrainingLength Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString()?.Split(' ') switch
            {
                [string number, "steps"] when long.TryParse(number, CultureInfo.InvariantCulture, out long steps) => OfSteps(
                    steps
                ),
                [string number, "seconds"] when double.TryParse(number, CultureInfo.InvariantCulture, out double seconds) =>
                    OfSeconds(seconds),
                _ => throw new JsonException("a length reads like \"10000 steps\" or \"60 seconds\""),
            };

        public override void Write(Utf8JsonWriter writer, TrainingLength value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
