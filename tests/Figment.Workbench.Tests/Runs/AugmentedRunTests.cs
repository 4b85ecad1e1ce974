using Figment.Data.Images;
using Figment.Models;
using Figment.Runs;
using Figment.Training;
using Figment.Training.Images;

namespace Figment.Tests.Runs;

/// <summary>Runs that learn from mirrored and moved images.</summary>
public sealed class AugmentedRunTests : IDisposable
{
    private static readonly ImageTrainingOptions Augmented = new()
    {
        Length = TrainingLength.OfSteps(12),
        BatchSize = 20,
        SampleEvery = 100,
        Flip = true,
        Shift = 3,
    };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_same_seed_gives_the_same_weights_also_when_the_run_was_interrupted_and_others_than_without()
    {
        byte[] whole = Train("whole", Augmented),
            again = Train("again", Augmented),
            plain = Train("plain", Augmented with { Flip = false, Shift = 0 });
        Train("part", Augmented with { Length = TrainingLength.OfSteps(5) });
        RunResult resumed = TrainingRun.Resume(
            new ResumeRequest { Folder = folder["part"], Training = options => options with { Length = Augmented.Length } }
        );

        Assert.Equal(whole, again);
        Assert.Equal(whole, File.ReadAllBytes(resumed.Folder.ModelFile));
        Assert.NotEqual(whole, plain);
        Assert.Equal(
            (true, 3),
            (
                ((ImageTrainingOptions)RunFolder.Open(folder["part"]).Options.Training).Flip,
                ((ImageTrainingOptions)RunFolder.Open(folder["part"]).Options.Training).Shift
            )
        );
    }

    [Fact]
    public void What_would_make_other_images_of_a_runs_data_is_refused_when_it_goes_on()
    {
        Train("run", Augmented);

        OptionsException e = Assert.Throws<OptionsException>(() =>
            TrainingRun.Resume(
                new ResumeRequest
                {
                    Folder = folder["run"],
                    Training = options =>
                        (ImageTrainingOptions)options with
                        {
                            Length = TrainingLength.OfSteps(20),
                            Flip = false,
                            Shift = 1,
                        },
                }
            )
        );

        Assert.Contains("flip: True → False would create a different model", e.Message, StringComparison.Ordinal);
        Assert.Contains("shift: 3 → 1 would create a different model", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mnist", true, 0, "A mirrored digit is no longer a digit")]
    [InlineData("small", false, 14, "cannot be shifted by up to 14 pixels")]
    [InlineData("small", false, 65, "between 0 and 64")]
    [InlineData("small", false, -1, "between 0 and 64")]
    public void What_makes_no_sense_of_the_images_is_refused_before_there_is_a_folder(
        string data,
        bool flip,
        int shift,
        string words
    )
    {
        Assert.Contains(
            words,
            Assert.Throws<OptionsException>(() => Train("run", Augmented with { Flip = flip, Shift = shift }, data)).Message,
            StringComparison.Ordinal
        );
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public void Digits_are_known_by_what_they_are_not_by_what_they_are_called()
    {
        string small = SmallData.WriteIdx(folder.Root),
            called = folder["mnist"];
        File.Move(small, called);
        Train("run", Augmented with { Flip = true }, called);

        DataPack.Write("mnist", folder["digits.safetensors"]);
        Assert.Contains(
            "A mirrored digit",
            Assert
                .Throws<OptionsException>(() => Train("other", Augmented with { Flip = true }, folder["digits.safetensors"]))
                .Message,
            StringComparison.Ordinal
        );
    }

    private byte[] Train(string name, TrainingOptions options, string data = "small") =>
        File.ReadAllBytes(
            TrainingRun
                .Train(
                    new TrainingRequest
                    {
                        Preset = ModelCatalog.Find("classic"),
                        Training = options,
                        Data = data == "small" ? SmallData.WriteIdx(folder.Root) : data,
                        Device = "cpu",
                        Folder = folder[name],
                    }
                )
                .Folder.ModelFile
        );
}
