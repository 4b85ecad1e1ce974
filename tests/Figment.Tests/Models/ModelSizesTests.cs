using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Export;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Onnx;
using static TorchSharp.torch;

namespace Figment.Tests.Models;

/// <summary>Every preset with sizes that are not square, not powers of two, and odd when halved.</summary>
public sealed class ModelSizesTests : IDisposable
{
    private static readonly Dictionary<string, string> Narrow = new()
    {
        ["width"] = "8",
        ["deepWidth"] = "16",
        ["latentSize"] = "4",
        ["clusters"] = "4",
    };
    private readonly TemporaryFolder folder = new();

    /// <summary>
    /// Every preset with every size, height first; dense layers, for which only the number of pixels matters, with small sizes
    /// only.
    /// </summary>
    public static TheoryData<string, int, int> Sizes
    {
        get
        {
            TheoryData<string, int, int> all = [];
            foreach (ModelPreset preset in ImagePresets.All)
            {
                bool isDense = !preset.OptionList.Any(option => option.Name == "width");
                foreach ((int height, int width) in ((int, int)[])[(16, 16), (16, 24), (64, 96), (136, 72)])
                {
                    if (!isDense || height == 16)
                        all.Add(preset.Name, height, width);
                }
            }

            return all;
        }
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_model_learns_from_images_of_any_shape_makes_them_and_leaves_as_ONNX(string name, int height, int width)
    {
        ImageShape shape = new(3, height, width);
        using ImageDataset data = new(
            "noise",
            shape,
            [.. Enumerable.Range(0, 4 * shape.Size).Select(i => (byte)((i * 2654435761L) >> 13))]
        );
        ModelPreset preset = ModelCatalog.Find(name);
        preset = preset.WithChanges(Narrow.Where(change => preset.OptionList.Any(option => option.Name == change.Key)));
        using ImageModel model = (ImageModel)
            preset.Create(preset.OptionsFor(data.Description), data.Description, new SeededRandom(1));
        using (NewDisposeScope())
        {
            using Draws draws = new SeededRandom(3).Draws("step");
            Batch batch = data.Gather(tensor(new[] { 0L, 1, 2, 3 }));
            Assert.All(
                model.TrainStep(batch, new TrainingMoment(0, 0, 0), draws),
                measure => Assert.True(float.IsFinite(measure.Value.item<float>()), measure.Name)
            );
        }

        using Tensor samples = model.Sample(2);

        Assert.Equal([2, 3, height, width], samples.shape);
        Assert.Null(model.FirstNotFinite());
        Assert.InRange(
            ExportCheck.LargestDifference(model, model.WriteOnnx(folder.Root, new Dictionary<string, string>())[0].Path, 2),
            0,
            1e-5
        );
    }
}
