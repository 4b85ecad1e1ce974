using System.Text.Json;
using Figment.Formats.TensorBoard;
using Figment.Models;
using Figment.Runs;
using Figment.Training;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using ImageMagick;
using Tensorboard;
using EventValue = Tensorboard.Summary.Types.Value;

namespace Figment.Tests.Runs;

/// <summary>What TensorBoard shows of runs.</summary>
public sealed class TensorBoardLogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_of_images_shows_its_curves_its_pictures_and_its_options()
    {
        RunFolder run = Train(Request("classic", SmallData.WriteIdx(folder.Root)));

        IReadOnlyList<(long Step, EventValue Value)> shown = Shown(run);

        AssertCurvesAreThoseOf(run, shown);
        (long Step, EventValue Value)[] pictures = [.. shown.Where(each => each.Value.Tag == "samples/pictures")];
        Assert.Equal(run.SampleSteps, pictures.Select(picture => picture.Step));
        Assert.All(
            pictures,
            picture =>
            {
                byte[] png = picture.Value.Image.EncodedImageString.ToByteArray();
                Assert.Equal(File.ReadAllBytes(run.SampleFileOf(picture.Step)), png);
                using MagickImage image = new(png);
                Summary.Types.Image said = picture.Value.Image;
                Assert.Equal(((int)image.Width, (int)image.Height, 1), (said.Width, said.Height, said.Colorspace));
            }
        );

        string options = Assert.Single(Text(shown, "options"));
        using JsonDocument json = JsonDocument.Parse(options);
        Assert.Equal("classic", json.RootElement.GetProperty("preset").GetString());
        Assert.Equal(8, json.RootElement.GetProperty("training").GetProperty("batchSize").GetInt32());
        Assert.DoesNotContain(shown, each => each.Value.Audio is not null);
    }

    [Fact]
    public void A_table_of_trainings_has_the_options_and_how_it_ended()
    {
        IReadOnlyList<(long Step, EventValue Value)> shown = Shown(Train(Request("classic", SmallData.WriteIdx(folder.Root))));

        EventValue began = Assert.Single(shown, each => each.Value.Tag == "_hparams_/session_start_info").Value;
        EventValue ended = Assert.Single(shown, each => each.Value.Tag == "_hparams_/session_end_info").Value;

        Assert.Equal("hparams", began.Metadata.PluginData.PluginName);
        SessionStartInfo start = HParamsPluginData.Parser.ParseFrom(began.Metadata.PluginData.Content).SessionStartInfo;
        MapField<string, Value> options = Struct.Parser.ParseFrom(start.ToByteArray()).Fields; // both have the same wire format
        Assert.Equal(("classic", 8), (options["preset"].StringValue, options["batchSize"].NumberValue));
        Assert.Equal((0.001, false), (options["learningRate"].NumberValue, options["conditional"].BoolValue));
        Assert.Equal(Status.Success, HParamsPluginData.Parser.ParseFrom(ended.Metadata.PluginData.Content).SessionEndInfo.Status);
    }

    [Fact]
    public void Nothing_in_it_tells_of_the_machine_the_user_or_where_files_are()
    {
        RunFolder run = Train(Request("classic", SmallData.WriteIdx(folder.Root)));
        string file = Assert.Single(EventRecords.Files(run.LogFolderOf("tensorboard")));

        string all = $"{Path.GetFileName(file)}\n{System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file))}";

        Assert.All(
            [folder.Root, Path.GetTempPath(), Environment.MachineName, $"/{Environment.UserName}"],
            secret => Assert.DoesNotContain(secret, all, StringComparison.OrdinalIgnoreCase)
        );
        Assert.Matches(@"^events\.out\.tfevents\.\d{10}\.figment$", Path.GetFileName(file));
    }

    [Fact]
    public void A_run_of_sounds_can_be_heard()
    {
        SmallSounds.WriteRecordings(folder, "beeps");

        RunFolder run = Train(Request("gan", folder["beeps"], new() { ["latentSize"] = "8" }));

        IReadOnlyList<(long Step, EventValue Value)> shown = Shown(run);
        AssertCurvesAreThoseOf(run, shown);
        (long Step, EventValue Value)[] sounds = [.. shown.Where(each => each.Value.Tag == "samples/sounds")];
        Assert.Equal(run.SampleSteps, sounds.Select(sound => sound.Step));
        Assert.Equal(run.SampleSteps, shown.Where(each => each.Value.Image is not null).Select(each => each.Step));
        Assert.All(
            sounds,
            sound =>
            {
                Summary.Types.Audio audio = sound.Value.Audio;
                byte[] wav = audio.EncodedAudioString.ToByteArray();
                Assert.Equal(File.ReadAllBytes(run.SampleFileOf(sound.Step, ".wav")), wav);
                Assert.Equal(("audio/wav", 8_000f, 1L), (audio.ContentType, audio.SampleRate, audio.NumChannels));
                Assert.Equal(wav.Length - 44, 2 * audio.LengthFrames);
            }
        );
    }

    [Fact]
    public void A_run_of_texts_can_be_read()
    {
        File.WriteAllLines(folder["book.txt"], Enumerable.Range(0, 200).Select(i => $"Once upon a time there were {i} kings."));

        RunFolder run = Train(
            Request(
                "gpt",
                folder["book.txt"],
                new()
                {
                    ["layers"] = "1",
                    ["width"] = "32",
                    ["heads"] = "2",
                    ["keyValueHeads"] = "1",
                    ["context"] = "16",
                }
            ) with
            {
                Features = TrainingRun.AutoFeatures,
            }
        );

        IReadOnlyList<(long Step, EventValue Value)> shown = Shown(run);
        AssertCurvesAreThoseOf(run, shown);
        Assert.Contains(shown, each => each.Value.Tag == "judge/held-out text");
        (long Step, EventValue Value)[] texts = [.. shown.Where(each => each.Value.Tag == "samples/texts")];
        Assert.Equal(run.SampleSteps, texts.Select(text => text.Step));
        Assert.All(texts, text => Assert.Equal("text", text.Value.Metadata.PluginData.PluginName));
        string last = File.ReadAllText(run.SampleFileOf(run.SampleSteps[^1], ".txt"));
        string[] lines = [.. Text(shown, "samples/texts").SelectMany(text => text.Split('\n')).Where(line => line.Length > 0)];
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Contains(line, last, StringComparison.Ordinal));
    }

    [Fact]
    public void TensorBoard_itself_reads_it()
    {
        RunFolder run = Train(Request("classic", SmallData.WriteIdx(folder.Root)));

        string? said = Python.Run(
            "tensorboard.backend.event_processing.event_accumulator",
            """
            from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
            events = EventAccumulator('tensorboard')
            events.Reload()
            print(*[event.step for event in events.Scalars('loss/d_loss') + events.Images('samples/pictures')])
            """,
            run.Root
        );

        if (said is null)
            Assert.Skip("TensorBoard is not here");
        Assert.Equal("2 3 4 6 0 3 6", said.Trim());
    }

    private static IReadOnlyList<(long Step, EventValue Value)> Shown(RunFolder run) =>
        EventRecords.Shown(run.LogFolderOf("tensorboard"));

    private static RunFolder Train(TrainingRequest request) => TrainingRun.Train(request).Folder;

    private TrainingRequest Request(string preset, string data, Dictionary<string, string>? options = null) =>
        new()
        {
            Preset = ModelCatalog.Find(preset).WithChanges(options ?? []),
            Data = data,
            Device = "cpu",
            Folder = folder["run"],
            Features = TrainingRun.NoFeatures,
            Logs = ["tensorboard"],
            Training = new()
            {
                Length = TrainingLength.OfSteps(6),
                BatchSize = 8,
                ReportEvery = 2,
                SampleEvery = 3,
                SampleCount = 2,
            },
        };

    /// <summary>
    /// All that metrics.jsonl says at all of its steps, to float32 precision, and nothing else.
    /// </summary>
    internal static void AssertCurvesAreThoseOf(RunFolder run, IReadOnlyList<(long Step, EventValue Value)> shown)
    {
        (long Step, string Tag, double Value)[] expected =
        [
            .. run.ReadMetrics()
                .SelectMany(line =>
                    line.Measures.Select(measure => (line.Step, $"{GroupOf(measure.Key)}/{measure.Key}", measure.Value))
                        .Concat((line.Evaluation?.Curves ?? []).Select(curve => (line.Step, $"judge/{curve.Curve}", curve.Value)))
                )
                .OrderBy(each => each.Item2, StringComparer.Ordinal)
                .ThenBy(each => each.Step),
        ];
        (long Step, string Tag, double Value)[] actual =
        [
            .. shown
                .Where(each => each.Value.ValueCase == EventValue.ValueOneofCase.SimpleValue)
                .Select(each => (each.Step, each.Value.Tag, (double)each.Value.SimpleValue))
                .OrderBy(each => each.Tag, StringComparer.Ordinal)
                .ThenBy(each => each.Step),
        ];

        Assert.NotEmpty(expected);
        Assert.Equal(expected.Select(each => (each.Step, each.Tag)), actual.Select(each => (each.Step, each.Tag)));
        Assert.All(
            expected.Zip(actual),
            pair => Assert.Equal(pair.First.Value, pair.Second.Value, tolerance: 1e-6 * Math.Max(1, Math.Abs(pair.First.Value)))
        );
        static string GroupOf(string name) => name.Contains("accuracy", StringComparison.Ordinal) ? "accuracy" : "loss";
    }

    private static string[] Text(IReadOnlyList<(long Step, EventValue Value)> shown, string tag) =>
        [
            .. shown
                .Last(each => each.Value.Tag == tag)
                .Value.Tensor.StringVal.Select(text =>
                    string.Join('\n', text.ToStringUtf8().Split('\n').Select(line => line[4..]))
                ),
        ];
}
