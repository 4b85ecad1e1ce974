using Figment.Data;
using Figment.Export;
using Figment.Models;
using Figment.Models.Images;
using Figment.Models.Texts;
using Figment.Runs;
using TorchSharp;

namespace Figment.Tests.Runs.Pages;

/// <summary>A page that was sent, opened as a run.</summary>
public sealed class PageOpeningTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Every preset, with classes and without, and the other options that change a network.</summary>
    public static TheoryData<string, string> All
    {
        get
        {
            TheoryData<string, string> all = [];
            foreach (ModelPreset preset in ModelCatalog.Presets)
            {
                if (!ImagePresets.All.Contains(preset))
                {
                    all.Add(preset.Name, "merges=12");
                    all.Add(preset.Name, "merges=0 tiedEmbeddings=false");
                    all.Add(preset.Name, "merges=300"); // more than its text allows
                    continue;
                }

                all.Add(preset.Name, "conditional=true");
                all.Add(preset.Name, "conditional=false");
            }

            all.Add("gan", "conditional=false clusters=5");
            all.Add("gan", "conditional=true emaHalfLife=0");
            all.Add("flow", "conditional=true labelDropout=0.2 emaHalfLife=0");
            all.Add("vae", "conditional=false likelihood=gaussian");
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void It_makes_what_the_run_made_bit_for_bit(string preset, string options)
    {
        RunFolder run = Run(preset, options);

        RunFolder opened = PageOpening.Open(SentPages.PageOf(run, folder["sent"]), null, folder["runs"]);

        using TrainableModel before = run.LoadModel<TrainableModel>(torch.CPU),
            after = opened.LoadModel<TrainableModel>(torch.CPU);
        Assert.Equal(Samples(before), Samples(after));
        if (before is ImageModel pictures)
        {
            using torch.Tensor made = pictures.Sample(70),
                again = ((ImageModel)after).Sample(70);
            Assert.Equal(made.bytes.ToArray(), again.bytes.ToArray());
        }
        else
        {
            Assert.Equal(
                ((TextModel)before).Write(3, new TextOptions { Tokens = 60 }, "the"),
                ((TextModel)after).Write(3, new TextOptions { Tokens = 60 }, "the")
            );
        }
    }

    [Theory]
    [InlineData("gan")]
    [InlineData("conv-vae")]
    [InlineData("flow")]
    public void Sounds_are_the_same_too(string preset)
    {
        RunFolder run = SentPages.Run(folder["run"], preset, SentPages.Sounds);

        RunFolder opened = PageOpening.Open(SentPages.PageOf(run, folder["sent"]), null, folder["runs"]);

        using ImageModel before = run.LoadModel<ImageModel>(torch.CPU),
            after = opened.LoadModel<ImageModel>(torch.CPU);
        using torch.Tensor made = before.Sample(9),
            again = after.Sample(9);
        Assert.Equal(made.bytes.ToArray(), again.bytes.ToArray());
        Assert.EndsWith(
            ".wav",
            Assert.Single(opened.SampleFiles, file => Path.GetExtension(file) != ".png"),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("gan", "conditional=true")]
    [InlineData("flow", "conditional=false")]
    [InlineData("gpt", "merges=12")]
    public void A_page_in_16_bits_is_nearly_the_same_and_says_so(string preset, string options)
    {
        RunFolder run = Run(preset, options);

        RunFolder opened = PageOpening.Open(SentPages.PageOf(run, folder["sent"], RunFormat.Fp16), null, folder["runs"]);

        Assert.Equal(RunFormat.Fp16, opened.Options.OpenedFrom!.Precision);
        Assert.Contains(
            OriginText.Of(opened.Options),
            said => said.English.Contains("rounded to 16 bits", StringComparison.Ordinal)
        );
        using TrainableModel before = run.LoadModel<TrainableModel>(torch.CPU),
            after = opened.LoadModel<TrainableModel>(torch.CPU);
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor tokens = torch.arange(20).view(1, 20);
        (torch.Tensor made, torch.Tensor again) = before is ImageModel pictures
            ? (pictures.Sample(9), ((ImageModel)after).Sample(9))
            : (((TextModel)before).Logits(tokens).narrow(2, 0, 260), ((TextModel)after).Logits(tokens).narrow(2, 0, 260));
        double difference = (made - again).abs().max().item<float>();
        Assert.InRange(difference, 1e-7, before is ImageModel ? 0.02 : 0.1);
    }

    [Fact]
    public void It_knows_of_the_other_run_what_concerns_its_model_and_nothing_of_where_it_was()
    {
        RunFolder run = Run("gan", "conditional=true");
        string page = SentPages.PageOf(run, folder["sent"]);

        RunFolder opened = PageOpening.Open(page, folder["opened"], "");

        Assert.Equal(folder["opened"], opened.Root);
        RunOptions options = RunFolder.Open(opened.Root).Options;
        Assert.Equal(
            ("gan", "pets", "pets", (string?)null),
            (options.Preset, options.Data.Name, options.Data.Source, options.Data.FullPath)
        );
        Assert.Equal(
            ("cat, dog", 32, run.Options.Data.Sha256),
            (string.Join(", ", options.Data.Classes.Select(entry => entry.Name)), options.Data.Count, options.Data.Sha256)
        );
        Assert.Equal(
            ("1.2.3", "auto", null, 5L),
            (options.Environment.Figment, options.Features, options.FeaturesPath, options.Training.Seed)
        );
        OpenedPage from = options.OpenedFrom!;
        Assert.Equal(
            ("1.2.3", "CC BY 4.0", "fp32", Storage.Sha256(page)),
            (from.Figment, from.License, from.Precision, from.Sha256)
        );
        Assert.Equal(["discriminator"], from.Lacks);
        Assert.Equal("last checkpoint, step 700", opened.Model.Describe(opened.Preferred));
        Assert.Equal([700L], opened.SampleSteps);
        string all = File.ReadAllText(page) + File.ReadAllText(Path.Combine(opened.Root, "options.json"));
        Assert.All(
            [SentPages.Secret, "secret-place", "secret-system", "cuda:7", "judge.onnx", "was left out", folder.Root],
            secret => Assert.DoesNotContain(secret, all, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void It_is_found_by_the_name_of_the_data_where_that_comes_with_Figment()
    {
        RunFolder run = Run("vae", "", SentPages.Images with { Source = "mnist", FullPath = null, Name = "mnist" });

        RunFolder opened = PageOpening.Open(SentPages.PageOf(run, folder["sent"]), null, folder["runs"]);

        Assert.Equal("mnist", opened.Options.Data.Source);
        Assert.StartsWith(folder["runs/mnist-vae-"], opened.Root, StringComparison.Ordinal);
    }

    /// <summary>The licence and the warning go with it.</summary>
    [Fact]
    public void It_can_be_sent_on_as_a_page()
    {
        RunFolder run = Run("gpt", "merges=12");
        string copies = File.ReadAllText(SentPages.PageOf(run, folder["sent"]))
            .Replace("\"areCopies\":false", "\"areCopies\":true", StringComparison.Ordinal);
        File.WriteAllText(folder["copies.html"], copies);
        RunFolder first = PageOpening.Open(folder["copies.html"], folder["first"], "");
        using TrainableModel model = first.LoadModel<TrainableModel>(torch.CPU);
        RunFormat format = first.Options.Kind.Formats.Single(format => format.Name == "html");
        Dictionary<string, string> metadata = first.ExportMetadata(Checkpoint.Last);

        RunFile page = format.Write(new ExportRequest(model, folder["on"], metadata, RunFormat.Fp32, first)).Single();

        Assert.Contains("near copies", page.Description, StringComparison.Ordinal);
        RunFolder second = PageOpening.Open(page.Path, folder["second"], "");
        Assert.Equal(("CC BY 4.0", true), (second.Options.OpenedFrom!.License, second.Options.OpenedFrom.AreCopies));
        Assert.Equal(File.ReadAllBytes(first.SampleFiles.Single()), File.ReadAllBytes(second.SampleFiles.Single()));
    }

    [Theory]
    [InlineData("gan", "conditional=true")]
    [InlineData("dcgan", "conditional=false clusters=5")]
    [InlineData("flow", "conditional=true")]
    [InlineData("vae", "conditional=true")]
    [InlineData("gpt", "merges=12")]
    public void Another_run_begins_with_its_weights_and_itself_does_not_go_on(string preset, string options)
    {
        RunFolder opened = PageOpening.Open(SentPages.PageOf(Run(preset, options), folder["sent"]), null, folder["runs"]);
        using TrainableModel model = opened.Model.Create();

        RunOrigin from = RunOrigin.Begin(
            opened,
            model,
            opened.Options.Kind.Describe(opened.Options.Data).Conditions ?? ["cat", "dog"],
            0
        );

        Assert.InRange(from.Weights.Taken, 1, from.Weights.Numbers);
        using TrainableModel known = opened.LoadModel<TrainableModel>(torch.CPU);
        Assert.Equal(Samples(known), Samples(model));
        FigmentException refused = Assert.Throws<FigmentException>(() =>
            TrainingRun.Resume(new ResumeRequest { Folder = opened.Root })
        );
        Assert.Contains("was opened from a page", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_needs_an_encoder_or_a_discriminator_is_refused_in_words_and_not_exported()
    {
        RunFolder vae = PageOpening.Open(SentPages.PageOf(Run("vae", "conditional=false"), folder["sent"]), folder["vae"], "");
        Directory.Delete(folder["run"], recursive: true);
        RunFolder gan = PageOpening.Open(SentPages.PageOf(Run("gan", "conditional=false"), folder["sent"]), folder["gan"], "");
        using ImageModel decoder = vae.LoadModel<ImageModel>(torch.CPU),
            generator = gan.LoadModel<ImageModel>(torch.CPU);
        using torch.Tensor pictures = torch.zeros(2, 1, 16, 16);

        FigmentException noEncoder = Assert.Throws<FigmentException>(() => ((ILatentEncoder)decoder).Encode(pictures));
        FigmentException noJudge = Assert.Throws<FigmentException>(() => ((IDiscriminator)generator).Realness(pictures));

        Assert.Contains("does not contain the encoder", noEncoder.Message, StringComparison.Ordinal);
        Assert.Contains("does not contain the discriminator", noJudge.Message, StringComparison.Ordinal);
        Assert.Equal(
            ["decoder.onnx"],
            decoder.WriteOnnx(folder["onnx"], vae.ExportMetadata(Checkpoint.Last)).Select(file => Path.GetFileName(file.Path))
        );
        Assert.NotEmpty(decoder.Summary());
    }

    private RunFolder Run(string preset, string options, RunData? data = null)
    {
        bool isText = !ImagePresets.All.Any(each => each.Name == preset);
        return SentPages.Run(
            folder["run"],
            preset,
            data ?? (isText ? SentPages.Texts : SentPages.Images),
            [
                .. options
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Select(each => (each.Split('=')[0], each.Split('=')[1])),
            ]
        );
    }

    private byte[] Samples(TrainableModel model)
    {
        ISamples samples = model.MakeSamples(20, 3);
        string path = folder[$"samples{samples.FileExtension}"];
        samples.Save(path);
        return File.ReadAllBytes(path);
    }
}
