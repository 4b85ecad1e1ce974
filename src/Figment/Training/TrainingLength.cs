using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Figment.Training;

/// <summary>The length of training: either a number of steps or a time.</summary>
[JsonConverter(typeof(Converter))]
public sealed record TrainingLength
{
    private TrainingLength(long? steps, TimeSpan? time) => (Steps, Time) = (steps, time);

    /// <summary>The number of steps; null if a time is set.</summary>
    public long? Steps { get; }

    /// <summary>The training time; null if a number of steps is set.</summary>
    public TimeSpan? Time { get; }

    /// <summary>Creates a length from a number of steps.</summary>
    public static TrainingLength OfSteps(long steps) => new(steps, null);

    /// <summary>Creates a length in seconds; when the time is up, training finishes the current step and ends.</summary>
    public static TrainingLength OfSeconds(double seconds) =>
        new(null, TimeSpan.FromSeconds(double.IsFinite(seconds) ? Math.Clamp(seconds, -1, 1e9) : -1));

    /// <summary>Returns, for instance, <c>10000 steps</c> or <c>60 seconds</c>.</summary>
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
                _ => throw new JsonException("write a length as \"10000 steps\" or \"60 seconds\""),
            };

        public override void Write(Utf8JsonWriter writer, TrainingLength value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
