using System.IO.Compression;
using Figment.Data.Images;
using Figment.Evaluation.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Runs;
using Figment.Runs.Images;
using Figment.Training;

namespace Figment.Tests.Runs;

/// <summary>
/// Held-out images: converted like the training images, matched by class names, and never mistaken for the training
/// images.
/// </summary>
public sealed class HeldOutRunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(16)]
    [InlineData(null)] // then training pictures stay 24 × 24, and those held back are not to decide for themselves
    public void A_test_archive_becomes_what_the_training_archive_became(int? size)
    {
        Zip("train-pets.zip", 24, "bees", "cats");
        Zip("test-pets.zip", 40, "bees", "cats");

        using RealImages real = RealImages.Open(folder["train-pets.zip"], new PictureOptions { Size = size });

        Assert.Equal(new ImageShape(3, size ?? 24, size ?? 24), real.Training.Shape);
        Assert.Equal(real.Training.Shape, real.Test!.Shape);
    }

    [Fact]
    public void A_run_with_a_test_archive_is_judged_and_an_autoencoder_tells_its_likelihood()
    {
        Zip("train-pets.zip", 24, "bees", "cats");
        Zip("test-pets.zip", 40, "cats", "bees", "wasps");
        Train("run", folder["train-pets.zip"], preset: "vae", size: 16);

        EvaluationReport report = Judge("run", null);
        Assert.Equal(
            (new ImageShape(3, 16, 16), new ImageShape(3, 16, 16), 0),
            (report.Reference.Shape, report.Training.Shape, report.Seen)
        );
        Assert.Contains(
            "40 of the 120 held-out images have classes that the model did not learn: wasps",
            Said(report),
            StringComparison.Ordinal
        );

        LikelihoodResult likelihood = LikelihoodRun.Estimate(
            new LikelihoodRequest
            {
                Run = folder["run"],
                Options = new LikelihoodOptions { Images = 200, Samples = 20 },
                Device = "cpu",
            }
        );
        Assert.Equal(80, likelihood.Report.Images); // the wasps have no class that the model knows
        Assert.False(likelihood.WereLearnedFrom);
    }

    [Theory]
    [InlineData(Png.Grey, Png.Rgb)]
    [InlineData(Png.Rgb, Png.Grey)]
    public void Held_out_images_are_grey_or_coloured_as_those_learned_from(byte trained, byte held)
    {
        Zip("train-pets.zip", 16, trained, "bees", "cats");
        Zip("test-pets.zip", 16, held, "bees", "cats");

        using RealImages real = RealImages.Open(folder["train-pets.zip"]);

        Assert.Equal(trained == Png.Grey ? 1 : 3, real.Training.Shape.Channels);
        Assert.Equal(real.Training.Shape, real.Test!.Shape);
    }

    [Fact]
    public void Arrays_of_another_size_are_refused_with_what_to_do()
    {
        WriteIdx("train-images-idx3-ubyte", 60, 12);
        WriteIdx("t10k-images-idx3-ubyte", 60, 10);

        string message = Assert.Throws<FigmentException>(() => RealImages.Open(folder["train-images-idx3-ubyte"])).Message;

        Assert.Contains(
            "10×10, but the training images are 12×12. Resize them to 12×12 first",
            message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("held", true)]
    [InlineData("held-flat", false)]
    [InlineData("held-one", false)]
    public void Copies_are_looked_for_among_what_was_learned_whatever_is_held_back(string held, bool fits)
    {
        Pictures("train/cats", 60, 0);
        Pictures("train/dogs", 60, 100);
        Pictures("held/cats", 60, 200);
        Pictures("held/dogs", 60, 300);
        Pictures("held-flat", 120, 400);
        Pictures("held-one/cats", 120, 600);
        RunFolder run = Train("run", folder["train"]);
        using ImageDataset learned = Datasets.Open(folder["train"]),
            against = Datasets.Open(folder[held]);

        EvaluationReport report = Judge("run", folder[held]);
        Assert.Equal(
            (learned.Sha256, run.Options.Data.Sha256, against.Sha256),
            (report.Training.Sha256, report.Training.Sha256, report.Reference.Sha256)
        );
        Assert.Equal((folder["train"], folder[held], 0), (report.Training.Source, report.Reference.Source, report.Seen));
        Assert.Equal(fits, report.Notes.Count == 0);
        Assert.Equal(
            (Datasets.Open(folder["train"]).Count, true),
            (report.Metrics.Single(result => result.Name == "copied").ReferenceCount, report.Nearest.Count > 0)
        );

        // Training pictures in place of generated ones: only this would show that the wrong ones were searched.
        using RealImages real = EvaluationRun.OpenReal(folder[held], run, null, default);
        using PixelExtractor pixels = new(real.Training.Shape);
        EvaluationReport copies = Evaluator.Evaluate(learned, real, pixels, new EvaluationOptions { Count = 100 });
        Assert.Equal(1, copies.Metrics.Single(result => result.Name == "copied").Value);
    }

    [Fact]
    public void By_class_nothing_is_said_where_the_classes_differ()
    {
        Pictures("train/cats", 60, 0);
        Pictures("train/dogs", 60, 100);
        Pictures("held/DOGS", 60, 300);
        Pictures("held/CATS", 60, 200);
        Pictures("held-one/cats", 60, 600);
        Pictures("held-one/birds", 60, 700);
        RunFolder run = Train("run", folder["train"]);
        using (ImageDataset data = Datasets.Open(folder["train"]))
            ClassifierTraining.Train(data, null, folder["judge.safetensors"], new ClassifierOptions { Epochs = 1 });

        EvaluationReport same = Judge("run", folder["held"], folder["judge.safetensors"]);
        Assert.Equal(["cats", "dogs"], same.Classes.Select(share => share.Name));
        Assert.Empty(same.Notes);
        Assert.Contains(same.Metrics, result => result.Name == "rarestClass");

        EvaluationReport one = Judge("run", folder["held-one"], folder["judge.safetensors"]);
        Assert.Empty(one.Classes);
        Assert.DoesNotContain(one.Metrics, result => result.Name is "rarestClass" or "classEntropy");
        Assert.Contains(
            "have classes that the model did not learn: birds. No held-out image has the class dogs.",
            Said(one),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "there is no report by class",
            File.ReadAllText(Path.Combine(run.Root, "report.html")),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Where_what_was_learned_from_is_gone_or_changed_nothing_is_said_of_copies(bool isGone)
    {
        Pictures("train/cats", 60, 0);
        Pictures("held/cats", 120, 200);
        RunFolder run = Train("run", folder["train"]);
        if (isGone)
            Directory.Delete(folder["train"], recursive: true);
        else
            File.Delete(Path.Combine(folder["train"], "cats", "000.png"));

        EvaluationReport report = Judge("run", folder["held"]);

        Assert.DoesNotContain(report.Metrics, result => result.Name == "copied");
        Assert.Empty(report.Nearest);
        Assert.Equal((run.Options.Data.Sha256, (int?)null), (report.Training.Sha256, report.Seen));
        Assert.Contains("the report cannot look for copies of it", Said(report), StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_to_compare_with_that_were_learned_from_are_counted()
    {
        Pictures("train/cats", 120, 0);
        Pictures("held", 120, 60); // the second half of those, plus 60 new ones
        Train("run", folder["train"]);

        EvaluationReport report = Judge("run", folder["held"]);

        Assert.Equal(60, report.Seen);
        Assert.Contains(
            "60 of the 120 real images used for the comparison are also training images",
            Said(report),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_report_that_cannot_be_written_is_found_before_the_data_is_opened()
    {
        File.WriteAllText(folder["taken"], "");
        EvaluationRequest request = new()
        {
            Subject = folder["none"],
            Against = folder["none"],
            Folder = folder["taken"],
            Device = "cpu",
        };

        Assert.Equal(
            $"{folder["taken"]} cannot be written: it is a file. Name a folder.",
            Assert.Throws<OutputException>(() => EvaluationRun.Evaluate(request)).Message
        );
    }

    [Fact]
    public void A_report_that_is_too_long_is_not_read()
    {
        using (FileStream file = File.Create(folder["report.json"]))
            file.SetLength(17 << 20);

        Assert.Contains(
            "but a file of this kind may have at most",
            Assert.Throws<FileFormatException>(() => EvaluationRun.Read(folder["report.json"])).Message,
            StringComparison.Ordinal
        );
    }

    private static string Said(EvaluationReport report) => string.Join(' ', report.Notes.Select(note => note.English));

    private EvaluationReport Judge(string run, string? against, string features = Extractors.Pixels) =>
        EvaluationRun
            .Evaluate(
                new EvaluationRequest
                {
                    Subject = folder[run],
                    Against = against,
                    Features = features,
                    Device = "cpu",
                    Options = new EvaluationOptions { Count = 60 },
                }
            )
            .Report;

    private RunFolder Train(string name, string data, string preset = "classic", int? size = null)
    {
        TrainingRun.Train(
            new TrainingRequest
            {
                Preset = ModelCatalog.Find(preset),
                Model = preset == "vae" ? new VaeOptions { Conditional = true } : null,
                Training = new TrainingOptions { Length = TrainingLength.OfSteps(1), BatchSize = 8 },
                Data = data,
                Reading = size is null ? null : new PictureOptions { Size = size },
                Device = "cpu",
                Folder = folder[name],
                Features = TrainingRun.NoFeatures,
            }
        );
        return RunFolder.Open(folder[name]);
    }

    private void Zip(string name, int side, params string[] classes) => Zip(name, side, Png.Rgb, classes);

    private void Zip(string name, int side, byte colour, params string[] classes)
    {
        using ZipArchive archive = ZipFile.Open(folder[name], ZipArchiveMode.Create);
        foreach (
            (int k, string entry) in classes.SelectMany(each => Enumerable.Range(0, 40).Select(i => $"{each}/{i:D3}.png")).Index()
        )
        {
            using Stream stream = archive.CreateEntry(entry).Open();
            stream.Write(Picture(side, (1000 * side) + k, colour));
        }
    }

    private void Pictures(string name, int count, int first)
    {
        Directory.CreateDirectory(folder[name]);
        for (int i = 0; i < count; i++)
            File.WriteAllBytes(Path.Combine(folder[name], $"{i:D3}.png"), Picture(12, first + i, Png.Rgb));
    }

    // Noise, so that no two are alike.
    private static byte[] Picture(int side, int seed, byte colour) =>
        Png.Write(
            side,
            side,
            [
                .. Enumerable
                    .Range(0, side * side * (colour == Png.Grey ? 1 : 3))
                    .Select(k => (byte)(uint)(((k + 1) * 2654435761L * (seed + 7)) >> 13)),
            ],
            colour
        );

    private void WriteIdx(string name, byte count, byte side)
    {
        byte[] pixels = [.. Enumerable.Range(0, count * side * side).Select(i => (byte)(i * 7919 % 251))];
        File.WriteAllBytes(folder[name], [0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, side, 0, 0, 0, side, .. pixels]);
    }
}
