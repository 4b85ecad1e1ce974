using Figment.Backend;
using Figment.Data.Images;
using Figment.Evaluation.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;

namespace Figment.Tests.Evaluation;

public sealed class JudgedSamplesTests
{
    [Fact]
    public void Only_a_model_that_makes_images_by_class_is_asked_for_classes()
    {
        byte[] labels = [.. new byte[20], .. Enumerable.Repeat((byte)1, 10)];
        using ImageDataset data = new("two", new ImageShape(1, 8, 8), new byte[30 * 64], labels, ["a", "b"]);
        using ImageModel plain = Model(conditional: false),
            byClass = Model(conditional: true);

        Assert.Empty(JudgedSamples.Of(plain, 100, 1).Classes);
        Assert.Equal(100, JudgedSamples.Of(byClass, 150, 1).Classes.Count(each => each == 0));

        ImageModel Model(bool conditional)
        {
            ModelPreset preset = ModelCatalog
                .Find("classic")
                .WithChanges(new Dictionary<string, string> { ["conditional"] = conditional ? "true" : "false" });
            return (ImageModel)preset.Create(preset.OptionsFor(data.Description), data.Description, new SeededRandom(0));
        }
    }
}
