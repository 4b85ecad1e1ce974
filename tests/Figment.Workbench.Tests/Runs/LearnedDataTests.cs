using Figment.Data.Images;
using Figment.Evaluation.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Runs;
using Figment.Runs.Images;
using Figment.Training;

namespace Figment.Tests.Runs;

/// <summary>What a run learned from is found again, and nothing else is mistaken for it.</summary>
public sealed class LearnedDataTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string before = Directory.GetCurrentDirectory();

    public void Dispose()
    {
        Directory.SetCurrentDirectory(before);
        folder.Dispose();
    }

    [Fact]
    public void A_path_that_was_typed_in_one_folder_is_found_from_others()
    {
        RunFolder run = TrainIn("project", "photos");
        Assert.Equal(("photos", folder["project/photos"]), (run.Options.Data.Source, run.Options.Data.FullPath));

        foreach (string place in (string[])["", "project", "project/runs/a"])
        {
            Directory.SetCurrentDirectory(folder[place]);
            using LearnedImages found = RunFolder.Open(run.Root).OpenImages();
            Assert.Equal(folder["project/photos"], found.Place);
        }
    }

    [Fact]
    public void A_project_may_be_moved_as_a_whole()
    {
        TrainIn("project", "data/photos");
        Directory.Move(folder["project"], folder["moved"]);
        Directory.SetCurrentDirectory(folder.Root);

        using LearnedImages found = RunFolder.Open("moved/runs/a").OpenImages();

        Assert.Equal(folder["moved/data/photos"], found.Place);
        RunResult resumed = TrainingRun.Resume(
            new ResumeRequest
            {
                Folder = "moved/runs/a",
                Training = options => options with { Length = TrainingLength.OfSteps(4) },
            }
        );
        Assert.Equal(4, resumed.Training.Steps);
    }

    [Fact]
    public void Data_that_lay_beside_the_project_is_found_where_both_were_moved()
    {
        WritePictures("old/photos", 3);
        Directory.CreateDirectory(folder["old/project"]);
        TrainIn("old/project", "../photos");
        Directory.Move(folder["old"], folder["new"]);

        using LearnedImages found = RunFolder.Open(folder["new/project/runs/a"]).OpenImages();

        Assert.Equal(folder["new/photos"], found.Place);
    }

    [Fact]
    public void Another_folder_of_that_name_is_not_taken()
    {
        RunFolder run = TrainIn("project", "photos");
        Directory.Move(folder["project/photos"], folder["project/gone"]);
        WritePictures("elsewhere/photos", 5);
        Directory.SetCurrentDirectory(folder["elsewhere"]);

        string said = Assert.Throws<FigmentException>(() => run.OpenImages()).Message;
        Assert.Contains("The data has changed", said, StringComparison.Ordinal);
        Assert.Contains($"{folder["elsewhere/photos"]}: 20 images", said, StringComparison.Ordinal);

        Directory.Delete("photos", recursive: true);
        said = Assert.Throws<FigmentException>(() => run.OpenImages()).Message;
        Assert.All(
            [folder["project/photos"], folder["elsewhere/photos"], "name its new place"],
            text => Assert.Contains(text, said, StringComparison.Ordinal)
        );

        using LearnedImages named = run.OpenImages(folder["project/gone"]);
        Assert.Equal(12, named.Training.Count);
    }

    [Fact]
    public void The_name_of_a_data_set_means_that_data_set_whatever_lies_in_the_current_folder()
    {
        Directory.SetCurrentDirectory(folder.Root);
        RunFolder run = Train("run", "mnist");
        Assert.Null(run.Options.Data.FullPath);
        WritePictures("mnist", 3);

        using LearnedImages found = run.OpenImages();

        Assert.Equal((60_000, true), (found.Training.Count, found.HasTest));
        using ImageDataset? test = found.OpenTest();
        Assert.Equal(10_000, test?.Count);
    }

    [Fact]
    public void A_run_of_an_older_version_knows_no_full_path_and_is_opened_as_before()
    {
        RunFolder run = TrainIn("project", "photos");
        RunFolder old = run.With(run.Options with { Data = run.Options.Data with { FullPath = null } });

        Directory.SetCurrentDirectory(folder["project"]);
        using (LearnedImages found = RunFolder.Open(old.Root).OpenImages())
            Assert.Equal(12, found.Training.Count);

        Directory.SetCurrentDirectory(folder.Root); // beside the run it is found all the same
        using (LearnedImages found = RunFolder.Open(old.Root).OpenImages())
            Assert.Equal(folder["project/photos"], found.Place);
    }

    [Fact]
    public void Classes_come_in_the_order_that_the_run_recorded()
    {
        WritePictures("photos", 3);
        using ImageDataset read = Datasets.Open(folder["photos"]);
        string[] recorded = [.. read.ClassNames.Reverse()];
        Assert.NotEqual(recorded, read.ClassNames);
        using ImageDataset old = Datasets.Open(folder["photos"]).InOrderOf(recorded);
        Assert.NotEqual(read.Sha256, old.Sha256);

        RunFolder run = Train(folder["run"], folder["photos"]);
        RunFolder changed = run.With(run.Options with { Data = ImageRunData.Of(folder["photos"], old) });
        using LearnedImages found = changed.OpenImages();

        Assert.Equal(old.Sha256, found.Training.Sha256);
        Assert.Equal(recorded, found.Training.ClassNames);
        byte[] pixels = [.. Enumerable.Range(0, read.Count).SelectMany(i => Pixels(read, i))],
            labels = [.. read.Labels()!.Select(label => (byte)(recorded.Length - 1 - label))];
        using ImageDataset expected = new("x", old.Shape, pixels, labels, recorded);
        Assert.Equal(expected.Sha256, found.Training.Sha256);
        Assert.Equal(expected.ClassCounts, found.Training.ClassCounts);
    }

    [Fact]
    public void Classes_of_other_names_are_left_as_they_are()
    {
        WritePictures("photos", 3);
        using ImageDataset read = Datasets.Open(folder["photos"]);

        Assert.Same(read, read.InOrderOf(["a", "b", "c", "others"]));
        Assert.Same(read, read.InOrderOf([.. read.ClassNames]));
    }

    [Fact]
    public void What_judged_a_run_is_found_as_its_data_is_and_no_other_file_is_taken_for_it()
    {
        WritePictures("project/photos", 40);
        ClassifierTraining.Train(
            Datasets.Open(folder["project/photos"]),
            null,
            folder["project/judge.safetensors"],
            new ClassifierOptions { Epochs = 1 }
        );
        Directory.SetCurrentDirectory(folder["project"]);
        RunFolder run = Train("runs/a", "photos", "judge.safetensors");
        Assert.Equal(folder["project/judge.safetensors"], run.Options.FeaturesPath);
        Directory.SetCurrentDirectory(folder.Root);
        Directory.Move("project", "moved");
        ResumeRequest request = new()
        {
            Folder = folder["moved/runs/a"],
            Training = options => options with { Length = TrainingLength.OfSteps(3) },
        };
        TrainingRun.Resume(request);

        ClassifierTraining.Train(
            Datasets.Open(folder["moved/photos"]),
            null,
            folder["moved/judge.safetensors"],
            new ClassifierOptions { Epochs = 1, Seed = 5 }
        );
        string said = Assert
            .Throws<FigmentException>(() =>
                TrainingRun.Resume(request with { Training = options => options with { Length = TrainingLength.OfSteps(4) } })
            )
            .Message;
        Assert.Contains($"{folder["moved/judge.safetensors"]} has another SHA-256", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_that_is_exported_or_reported_tells_the_full_path()
    {
        RunFolder run = TrainIn("project", "photos", perClass: 25);
        Assert.DoesNotContain(
            run.ExportMetadata(Checkpoint.Last).Values,
            value => value.Contains(folder.Root, StringComparison.Ordinal)
        );
        Directory.SetCurrentDirectory(folder["project"]);
        RunFolder typed = RunFolder.Open("runs/a");

        EvaluationResult result = EvaluationRun.Evaluate(
            new EvaluationRequest
            {
                Subject = typed.Root,
                Device = "cpu",
                Options = new EvaluationOptions { Count = 50 },
            }
        );

        Assert.All(
            [result.ReportFile, result.Page, typed.MetricsFile, typed.ModelFile],
            file => Assert.DoesNotContain(folder.Root, File.ReadAllText(file), StringComparison.Ordinal)
        );
    }

    private RunFolder TrainIn(string project, string data, int perClass = 3)
    {
        Directory.CreateDirectory(folder[project]);
        if (!data.StartsWith("..", StringComparison.Ordinal))
            WritePictures($"{project}/{data}", perClass);
        Directory.SetCurrentDirectory(folder[project]);
        Train("runs/a", data);
        Directory.SetCurrentDirectory(before);
        return RunFolder.Open(folder[$"{project}/runs/a"]);
    }

    private static RunFolder Train(string run, string data, string features = TrainingRun.NoFeatures) =>
        TrainingRun
            .Train(
                new TrainingRequest
                {
                    Preset = ModelCatalog.Find("gan"),
                    Training = new TrainingOptions { Length = TrainingLength.OfSteps(2), BatchSize = 4 },
                    Data = data,
                    Device = "cpu",
                    Folder = run,
                    Features = features,
                }
            )
            .Folder;

    /// <summary>Four classes, each of one shade; sets of different sizes always differ.</summary>
    private void WritePictures(string name, int perClass)
    {
        for (int i = 0; i < 4 * perClass; i++)
        {
            string path = Directory
                .CreateDirectory(Path.Combine(folder[name], ((string[])["ant", "bee", "cat", "dog"])[i % 4]))
                .FullName;
            new Picture(8, 8, 1, [.. Enumerable.Range(0, 64).Select(k => (byte)((k * (i + perClass)) % 251))]).Save(
                Path.Combine(path, $"{i:D3}.png")
            );
        }
    }

    private static byte[] Pixels(ImageDataset data, int index)
    {
        using TorchSharp.torch.Tensor pixels = data.Pixels(index, 1);
        return pixels.data<byte>().ToArray();
    }
}
