using Figment.Data;
using Figment.Export;
using Figment.Models;
using Figment.Models.Images;
using Figment.Models.Texts;
using Figment.Runs;
using Figment.Runs.Pages;
using TorchSharp;

namespace Figment.Tests.Runs.Pages;

/// <summary>A page that was sent, opened as a run.</summary>
public sealed class PageOpeningTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Every preset that there is, with classes and without, and what else makes a network another.</summary>
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
                    all.Add(preset.Name, "merges=300"); // more than its text gives
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
