using System.Text.Json.Nodes;
using Figment.Data;
using Figment.Data.Images;
using Figment.Models;
using Figment.Models.Images;
using Figment.Runs;
using Figment.Runs.Images;
using Figment.Training;
using TorchSharp;

namespace Figment.Tests.Runs;

/// <summary>Runs of pictures with several labels: what they record, and how they find it again.</summary>
public sealed class SeveralLabelsRunTests : IDisposable
{
    private const string Table =
        "file,kind,colour\n0.png,cat,red\n1.png,cat,blue\n2.png,dog,blue\n3.png,cat,red\n4.png,cat,blue\n5.png,dog,blue\n";
    private readonly TemporaryFolder folder = new();

    public SeveralLabelsRunTests()
    {
        Directory.CreateDirectory(folder["data"]);
        for (int i = 0; i < 6; i++)
            File.WriteAllBytes(
                folder[$"data/{i}.png"],
                Png.Write(8, 8, [.. Enumerable.Range(0, 64).Select(at => (byte)((i * 40) + at))])
            );
        File.WriteAllText(folder["data/labels.csv"], Table);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_records_its_columns_and_its_model_is_asked_by_them()
    {
        Train("run", null);

        RunFolder run = RunFolder.Open(folder["run"]);
        using ImageModel model = run.LoadModel<ImageModel>(torch.CPU, Checkpoint.Last);
        using Dataset again = run.OpenData().Training;

        Assert.Equal(["cat · blue", "cat · red", "dog · blue"], run.Options.Data.Classes.Select(entry => entry.Name));
        Assert.Equal(("kind,colour", 3, 4), (run.ImageData().Pictures!.Labels, model.ClassCounts.Count, model.Askable));
        Assert.Equal("dog · red", model.Table!.NameOf(3));
        Assert.Equal(run.Options.Data.Sha256, again.Sha256);
        RunResult resumed = TrainingRun.Resume(
            new ResumeRequest
            {
                Folder = folder["run"],
                Training = options => options with { Length = TrainingLength.OfSteps(4) },
            }
        );
        Assert.Equal(4, resumed.Training.Steps);
    }

    [Fact]
    public void Pictures_of_elsewhere_are_held_beside_a_run_without_its_columns()
    {
        Train("run", null);
        Directory.CreateDirectory(folder["plain"]);
        for (int i = 0; i < 3; i++)
            File.Copy(folder[$"data/{i}.png"], folder[$"plain/{i}.png"]);
        RunFolder run = RunFolder.Open(folder["run"]);

        using ImageDataset held = HeldOut.Open(folder["plain"], DataPart.Train, run.ImageData().Shape, run.ImageData().Pictures);

        Assert.Equal((3, 0), (held.Count, held.ClassCounts.Count));
    }

    [Fact]
    public void A_run_from_before_there_were_columns_finds_its_data_by_the_one_it_knew()
    {
        Train("run", new PictureOptions { Labels = "kind" });
        string file = folder["run/options.json"];
        JsonObject options = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        options["data"]!["pictures"] = null; // as a run of an older version recorded it
        File.WriteAllText(file, options.ToJsonString());

        RunFolder run = RunFolder.Open(folder["run"]);
        using Dataset again = run.OpenData().Training;

        Assert.Equal(["cat", "dog"], again.ClassNames);
        Assert.Equal(run.Options.Data.Sha256, again.Sha256);
        Assert.DoesNotContain("labels\":", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"columns":["kind","colour"],"classes":[["cat","blue"]]}""")]
    [InlineData("""{"columns":["kind"],"classes":[["cat"],["cat"],["dog"]]}""")]
    [InlineData("7")]
    public void Columns_that_cannot_be_are_refused_by_name_of_the_file(string labels)
    {
        Train("run", null);
        string file = folder["run/options.json"];
        JsonObject options = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        options["data"]!["labels"] = JsonNode.Parse(labels);
        File.WriteAllText(file, options.ToJsonString());

        Assert.Contains(
            "options.json",
            Assert.ThrowsAny<FigmentException>(() => RunFolder.Open(folder["run"]).ImageData()).Message,
            StringComparison.Ordinal
        );
    }

    private void Train(string name, PictureOptions? pictures) =>
        TrainingRun.Train(
            new TrainingRequest
            {
                Preset = ModelCatalog.Find("gan"),
                Data = folder["data"],
                Reading = pictures,
                Folder = folder[name],
                Device = "cpu",
                Training = new TrainingOptions
                {
                    Length = TrainingLength.OfSteps(2),
                    BatchSize = 4,
                    SampleCount = 4,
                },
            }
        );
}
