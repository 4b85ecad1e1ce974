using System.Globalization;
using System.Text.Json;
using Figment.Data;
using Figment.Formats;
using Figment.Training;
using Google.Protobuf.WellKnownTypes;
using EventValue = Tensorboard.Summary.Types.Value;

namespace Figment.Runs;

/// <summary>
/// A run's log for TensorBoard: losses and evaluations as curves, samples, and options. It reveals neither the names of the
/// machine and the user nor where files are.
/// </summary>
internal sealed class TensorBoardLog : IRunLog
{
    internal const string Name = "tensorboard";
    private readonly RunOptions options;
    private readonly EventFile file;

    /// <summary>Starts a file; files from earlier parts of the run are kept.</summary>
    /// <param name="run">The run.</param>
    /// <param name="clock">Provides the file's name and the times of the entries.</param>
    internal TensorBoardLog(RunFolder run, TimeProvider clock)
    {
        options = run.Options;
        file = new EventFile(run.LogFolderOf(Name), clock);
    }

    /// <inheritdoc/>
    public void GoOnFrom(long step)
    {
        file.GoOnFrom(step);
        file.Write(step, EventValues.Began(Compared(), file.Now), EventValues.Texts("options", [OptionsJson.Write(Told())]));
    }

    /// <inheritdoc/>
    public void Write(RunReport report)
    {
        TrainingProgress training = report.Training;
        file.Write(
            training.Step,
            [
                .. training.Measures.Select(measure =>
                    EventValues.Scalar($"{RunCurves.PanelOf(measure.Key)}/{measure.Key}", measure.Value)
                ),
                .. (report.Evaluation?.Curves ?? []).Select(curve => EventValues.Scalar($"judge/{curve.Curve}", curve.Value)),
            ]
        );
        if (training.Samples is not ISamples samples)
            return;
        foreach (EventValue value in Shown(samples.ToViews()))
            file.Write(training.Step, value);
    }

    /// <inheritdoc/>
    public void Flush() => file.Flush();

    /// <inheritdoc/>
    public void End(TrainingResult result)
    {
        if (!result.WasCancelled)
            file.Write(result.Steps, EventValues.Ended(!result.IsBroken, file.Now)); // otherwise the run may continue later
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private static IEnumerable<EventValue> Shown(SampleViews views)
    {
        for (int i = 0; i < views.Pictures.Count; i++)
        {
            PictureView picture = views.Pictures[i];
            yield return EventValues.Picture(Tag("pictures", i), picture.Png, picture.Width, picture.Height, picture.Channels);
        }

        for (int i = 0; i < views.Sounds.Count; i++)
        {
            SoundView sound = views.Sounds[i];
            yield return EventValues.Sound(Tag("sounds", i), sound.Wav, sound.Rate, sound.Channels, sound.Length);
        }

        if (views.Texts.Count > 0)
            yield return EventValues.Texts(Tag("texts", 0), views.Texts);
    }

    private static string Tag(string what, int number) =>
        number == 0 ? $"samples/{what}" : string.Create(CultureInfo.InvariantCulture, $"samples/{what}/{number + 1}");

    /// <summary>The options by which runs are compared in a table.</summary>
    private IEnumerable<KeyValuePair<string, Value>> Compared()
    {
        yield return new("preset", Value.ForString(options.Preset));
        yield return new("data", Value.ForString(options.Data.Name));
        yield return new("batchSize", Value.ForNumber(options.Training.BatchSize));
        yield return new("seed", Value.ForNumber(options.Training.Seed));
        yield return new("precision", Value.ForString(options.Environment.Precision));
        foreach (JsonProperty option in options.Model.EnumerateObject())
        {
            Value? value = option.Value.ValueKind switch
            {
                JsonValueKind.Number => Value.ForNumber(option.Value.GetDouble()),
                JsonValueKind.String => Value.ForString(option.Value.GetString()),
                JsonValueKind.True or JsonValueKind.False => Value.ForBool(option.Value.GetBoolean()),
                _ => null, // TensorBoard does not support lists here
            };
            if (value is not null)
                yield return new(option.Name, value);
        }
    }

    /// <summary>The options of the run, without paths.</summary>
    private OrderedDictionary<string, object?> Told() =>
        new()
        {
            ["preset"] = options.Preset,
            ["data"] = options.Data.Name,
            [options.Kind.Name] = options.Data.Count,
            ["sha256"] = options.Data.Sha256,
            ["model"] = options.Model,
            ["training"] = OptionsJson.ToElement(options.Training),
            ["figment"] = options.Environment.Figment,
            ["device"] = options.Environment.Device,
            ["precision"] = options.Environment.Precision,
            ["threads"] = options.Environment.Threads,
            ["processes"] = options.Environment.Processes ?? 1,
        };
}
