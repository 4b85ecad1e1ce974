using Figment.Formats;
using Figment.Models;
using Figment.Runs;
using Figment.Training;
using Figment.Training.Images;
using static TorchSharp.torch;

namespace Figment.Tests.Runs;

/// <summary>Runs that begin with the weights of another.</summary>
public sealed class RunOriginTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_says_which_one_it_began_from_and_begins_where_that_ended()
    {
        Train("first", steps: 4, seed: 1);

        RunFolder second = Train("second", steps: 3, seed: 1, from: "first").Folder;

        RunOrigin from = RunFolder.Open(second.Root).Options.From!;
        Assert.Equal((folder["first"], 4L), (from.Run, from.Step));
        Assert.Equal(from.Weights.Numbers, from.Weights.Taken);
        Assert.Empty(from.Weights.Anew);
        Assert.Equal(64, from.Weights.Sha256.Length);
        Assert.Null(RunFolder.Open(folder["first"]).Options.From);
        string last = RunFolder.Open(folder["first"]).SampleFileOf(4);
        Assert.Equal(File.ReadAllBytes(last), File.ReadAllBytes(second.SampleFileOf(0)));
    }

    [Fact]
    public void It_is_resumed_bit_for_bit_also_where_the_other_run_is_gone()
    {
        Train("first", steps: 4, seed: 1);
        byte[] whole = File.ReadAllBytes(Train("whole", steps: 4, seed: 2, from: "first").Folder.ModelFile);
        Train("half", steps: 2, seed: 2, from: "first");
        Directory.Delete(folder["first"], recursive: true);

        RunResult resumed = Resume("half", steps: 4);

        Assert.Equal(whole, File.ReadAllBytes(resumed.Folder.ModelFile));
        Assert.NotNull(RunFolder.Open(folder["half"]).Options.From);
    }

    [Fact]
    public void Frozen_layers_are_recorded_and_keep_every_bit_also_where_it_goes_on()
    {
        Train("first", steps: 4, seed: 1);
        byte[] whole = File.ReadAllBytes(Frozen("whole", steps: 4).ModelFile);

        RunFolder half = Frozen("half", steps: 2);
        RunFolder resumed = Resume("half", steps: 4).Folder;

        Assert.Equal(["encoder.head.0", "encoder.head.2"], RunFolder.Open(half.Root).Options.From!.Frozen);
        Assert.Equal(whole, File.ReadAllBytes(resumed.ModelFile));
        using SafeTensors before = SafeTensorsFile.Read(RunFolder.Open(folder["first"]).ModelFile);
        using SafeTensors after = SafeTensorsFile.Read(resumed.ModelFile);
        foreach ((string name, Tensor value) in before.Tensors)
        {
            bool isFrozen = name.Split('.') is ["encoder", "head", "0" or "2", _];
            Assert.Equal(isFrozen, value.eq(after.Tensors[name]).all().item<bool>());
        }
    }

    [Fact]
    public void What_cannot_be_frozen_is_said_before_there_is_a_folder()
    {
        Train("first", steps: 1, seed: 1);

        TrainingRequest begun = Request("second", 1, 1, "first");
        string tooMany = Refused(begun with { Freeze = 3 }),
            negative = Refused(begun with { Freeze = -1 });
        Assert.Contains("so it needs", Refused(Request("second", 1, 1) with { Freeze = 1 }), StringComparison.Ordinal);
        Assert.Contains("3 layers cannot be frozen. Only 2 of", tooMany, StringComparison.Ordinal);
        Assert.Contains("between 0 and 64", negative, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["second"]));
    }

    [Fact]
    public void What_was_taken_is_said_in_both_languages()
    {
        AdaptedTensor[] adapted = [new("velocity.stem.weight", ["pixels"]), new("velocity.classes.weight", ["classes"])];
        ModelStart weights = new(new string('a', 64), 90, 100, ["a", "b", "c", "d", "e", "f"], adapted, ["cat"], ["dog", "bird"]);
        IReadOnlyList<Text> said = OriginText.Of(new RunOrigin("runs/first", 1500, weights, ["velocity.stem"]));

        Assert.Equal(
            [
                "Starts with 90 of its 100 parameters from runs/first, step 1,500 (SHA-256 aaaaaaaaaaaa…).",
                "Classes known to both models, for which the learned weights were kept: cat.",
                "New classes, which start from scratch: dog, bird.",
                "Adapted to another image size or other colours: velocity.stem.weight.",
                "Started with random weights, because the sizes do not fit: a, b, c, d and 2 more.",
                "Frozen, so it does not change: velocity.stem.",
            ],
            said.Select(text => text.English)
        );
        Assert.All(said, text => Assert.Matches(@"\p{IsCJKUnifiedIdeographs}{2}", text.Chinese));
    }

    [Fact]
    public void A_run_from_before_there_was_more_to_say_is_still_read()
    {
        const string old = """{"run":"runs/first","step":4,"weights":{"sha256":"ab","taken":3,"numbers":4,"anew":["x"]}}""";

        RunOrigin from = OptionsJson.Read<RunOrigin>(old)!;

        Assert.Empty(from.Frozen);
        Assert.Empty(from.Weights.Adapted);
        Assert.Equal(["x"], from.Weights.Anew);
        Assert.NotEmpty(OriginText.Of(from));
    }

    [Fact]
    public void There_is_a_checkpoint_before_the_first_step_and_without_any_it_does_not_go_on()
    {
        Train("first", steps: 4, seed: 1);
        List<IReadOnlyList<long>> steps = [];
        void Look(RunReport report) => steps.Add(RunFolder.Open(folder["killed"]).Checkpoints.Steps);
        TrainingRun.Train(Request("killed", 4, 2, "first"), new ReportList<RunReport>(Look));
        Assert.Equal([0L], steps[0]);
        Directory.Delete(folder["killed/checkpoints"], recursive: true);

        FigmentException e = Assert.Throws<RunFolderException>(() => Resume("killed", steps: 8));

        Assert.Contains("Remove it and start it again", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_run_of_the_preset_is_refused_before_there_is_a_folder()
    {
        Train("first", steps: 1, seed: 1);

        TrainingRequest gan = Request("second", 1, 1, "first") with { Preset = ModelCatalog.Find("gan") };
        Assert.Contains("is a run of the preset vae", Refused(gan), StringComparison.Ordinal);
        Assert.Contains("is not the folder of a run", Refused(Request("second", 1, 1, "nowhere")), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["second"]));
    }

    private static string Refused(TrainingRequest request) =>
        Assert.ThrowsAny<FigmentException>(() => TrainingRun.Train(request)).Message;

    private RunResult Train(string name, int steps, long seed, string? from = null) =>
        TrainingRun.Train(Request(name, steps, seed, from));

    private RunFolder Frozen(string name, int steps) =>
        TrainingRun.Train(Request(name, steps, 2, "first") with { Freeze = 2 }).Folder;

    private RunResult Resume(string name, int steps) =>
        TrainingRun.Resume(
            new ResumeRequest
            {
                Folder = folder[name],
                Training = training => training with { Length = TrainingLength.OfSteps(steps) },
            }
        );

    private TrainingRequest Request(string name, int steps, long seed, string? from = null) =>
        new()
        {
            Preset = ModelCatalog.Find("vae").WithChanges([new("latentSize", "4"), new("decay", "0")]),
            Data = File.Exists(folder["small-idx3-ubyte"]) ? folder["small-idx3-ubyte"] : SmallData.WriteIdx(folder.Root),
            Training = new ImageTrainingOptions
            {
                Length = TrainingLength.OfSteps(steps),
                BatchSize = 8,
                Seed = seed,
            },
            Device = "cpu",
            Features = TrainingRun.NoFeatures,
            Folder = folder[name],
            From = from is null ? null : folder[from],
        };
}
