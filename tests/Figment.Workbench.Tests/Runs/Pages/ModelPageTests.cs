using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Figment.Backend;
using Figment.Data.Images;
using Figment.Diagnosis;
using Figment.Export;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Onnx;
using Figment.Runs;
using Figment.Runs.Images;
using Figment.Runs.Pages;
using Figment.Training;

namespace Figment.Tests.Runs.Pages;

/// <summary>What is in the page of a model; what the page does is tested in a browser, with the tests of the studio.</summary>
public sealed class ModelPageTests : IDisposable
{
    private const string Hostile = "</script><img src=x onerror=alert(1)> {{network}} & \"quoted\"";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_page_holds_the_network_as_ONNX_and_it_makes_what_the_model_makes()
    {
        using ImageModel model = Model();
        RunFile page = Write(Request(model));

        Assert.Equal(folder["out/model.html"], page.Path);
        Assert.Contains("send it to anyone", page.Description, StringComparison.Ordinal);
        Assert.InRange(ExportCheck.LargestDifference(model, PageFile.Read(page.Path).Network, page.Path), 0, 1e-5);
        Assert.InRange(new FileInfo(page.Path).Length, 4_000_000, 10_000_000);
    }

    [Fact]
    public void Names_are_text_wherever_they_stand()
    {
        using ImageModel model = Model();
        string page = PageOf(model, Hostile, Hostile);

        Assert.Equal(5, Regex.Count(page, "<script[ >]"));
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        using JsonDocument facts = JsonDocument.Parse(Regex.Match(page, "id=\"facts\">([^<]*)</script>").Groups[1].Value);
        Assert.Equal(Hostile, facts.RootElement.GetProperty("names")[0].GetString());
        Assert.Equal(Hostile, facts.RootElement.GetProperty("data").GetString());
    }

    /// <summary>It names neither folders nor the machine, not even in the packed parts.</summary>
    [Fact]
    public void It_tells_nothing_of_where_it_was_made()
    {
        using ImageModel model = Model();
        string page = PageOf(model, "pets", "cat");
        File.WriteAllText(folder["page.html"], page);

        string network = Encoding.Latin1.GetString(PageFile.Read(folder["page.html"]).Network);

        // These are the only places where a page could name the run and the machine; long names are looked for everywhere.
        string facts = Regex.Match(page, "<title>.*</title>").Value + Regex.Match(page, "id=\"facts\">([^<]*)</script>").Value;
        Assert.All(
            [folder.Root, "/secret/place", Repository.Root],
            secret => Assert.DoesNotContain(secret, page + network, StringComparison.OrdinalIgnoreCase)
        );
        Assert.All(
            [Environment.MachineName, Environment.UserName],
            secret => Assert.DoesNotContain(secret, facts, StringComparison.OrdinalIgnoreCase)
        );
        Assert.DoesNotContain("sourceMappingURL", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_policy_allows_its_own_scripts_and_no_address()
    {
        using ImageModel model = Model();
        string policy = Regex
            .Match(PageOf(model, "pets", "cat"), "Content-Security-Policy\" content=\"([^\"]*)\"")
            .Groups[1]
            .Value;

        Assert.StartsWith("default-src 'none'; script-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-inline", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("connect-src", policy, StringComparison.Ordinal);
    }

    [Fact]
    public void It_warns_where_the_run_was_found_to_make_near_copies()
    {
        using ImageModel model = Model();
        RunFolder run = Run(model, "pets", "cat");
        Assert.False(SamplePage.Of(model, run.ExportMetadata(Checkpoint.Last), run).AreCopies);
        Verdict verdict = new(VerdictKind.Memorisation, 10, "seen", "meant", "tried");
        File.WriteAllText(
            run.MetricsFile,
            $$"""{"step":10,"images":20,"seconds":1,"verdicts":[{{OptionsJson.WriteLine(verdict)}}]}""" + "\n"
        );

        RunFile page = Write(Request(model, run));

        Assert.Contains("near copies of its training data", page.Description, StringComparison.Ordinal);
        Assert.Contains("\"areCopies\":true", File.ReadAllText(page.Path), StringComparison.Ordinal);
    }

    private static RunFile Write(ExportRequest request) =>
        ImageFormats.All.Single(format => format.Name == "html").Write(request).Single();

    private static ImageModel Model() => (ImageModel)Preset.Create(Options, Description, new SeededRandom(1));

    private static ModelPreset Preset =>
        ModelCatalog.Find("gan").WithChanges(new Dictionary<string, string> { ["latentSize"] = "8" });

    private static ImageDescription Description { get; } = new(new ImageShape(1, 8, 8), [16, 16]);

    private static ModelOptions Options => ((ClassModelOptions)Preset.OptionsFor(Description)) with { Conditional = true };

    private ExportRequest Request(ImageModel model, RunFolder? run = null)
    {
        run ??= Run(model, "pets", "cat");
        return new ExportRequest(model, folder["out"], run.ExportMetadata(Checkpoint.Last), RunFormat.Fp32, run);
    }

    private RunFolder Run(ImageModel model, string data, string name)
    {
        RunFolder run = NewRunFolder.Create(
            folder[$"run{Directory.GetFileSystemEntries(folder.Root).Length}"],
            new RunOptions
            {
                Preset = "gan",
                Model = OptionsJson.ToElement(Options),
                Training = new TrainingOptions(),
                Data = new ImageRunData(
                    "/secret/place",
                    data,
                    32,
                    [new RunClass(name, 16), new RunClass("dog", 16)],
                    new ImageShape(1, 8, 8),
                    new string('0', 64)
                )
                {
                    FullPath = "/secret/place",
                },
                Environment = new RunEnvironment("test", "test", "test", "cpu", 1),
            }
        );
        run.Model.Save(model, Checkpoint.Last, 7);
        return run;
    }

    private string PageOf(ImageModel model, string data, string name)
    {
        RunFolder run = Run(model, data, name);
        Dictionary<string, string> metadata = run.ExportMetadata(Checkpoint.Last);
        return ModelPage.Join(SamplePage.Parts, SamplePage.Of(model, metadata, run), model.SamplerAsOnnx(metadata));
    }
}
