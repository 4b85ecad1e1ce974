using System.Text.Json.Nodes;
using Figment.Data;
using Figment.Data.Images;
using Figment.Evaluation.Images;
using Figment.Formats;
using Figment.Imaging;
using static TorchSharp.torch;

namespace Figment.Tests.Evaluation;

public sealed class ClassifierExtractorTests
{
    private static string Folder => Path.Combine(Repository.Root, "src", "Figment", "Evaluation", "Images", "Classifiers");

    [Theory]
    [InlineData("mnist", 0.994)]
    [InlineData("fashion-mnist", 0.925)]
    public void A_classifier_of_the_package_is_small_and_says_how_well_it_does(string name, double atLeast)
    {
        using ClassifierExtractor extractor = ClassifierExtractor.BuiltIn(name)!;

        Assert.InRange(new FileInfo(Path.Combine(Folder, $"{name}.safetensors")).Length, 1, 1_000_000);
        Assert.Equal((name, 10, 10_000), (extractor.Card.Data, extractor.ClassNames.Count, extractor.Card.TestCount));
        Assert.InRange(extractor.Card.TestAccuracy, atLeast, 1);
    }

    [Theory]
    [InlineData("mnist")]
    [InlineData("fashion-mnist")]
    public void It_does_as_well_as_it_says(string name)
    {
        if (name != "mnist" && !Directory.Exists("/usr/share/datasets/fashion-mnist"))
            Assert.Skip("Fashion-MNIST is not on this machine.");
        using ImageDataset test = Datasets.Open(name, DataPart.Test);
        using ClassifierExtractor extractor = ClassifierExtractor.BuiltIn(name)!;
        using FeatureSet seen = extractor.Extract(test);
        Batch labels = test.Gather(arange(test.Count, ScalarType.Int64));

        using Tensor right = seen.Probabilities!.argmax(1).eq(labels.Labels!);

        // Other processors add up in a different order: a few borderline images may get another class.
        Assert.Equal(extractor.Card.TestAccuracy, right.sum().item<long>() / 10_000.0, 0.0005);
        Assert.Equal(test.ClassNames, extractor.ClassNames);
    }

    [Fact]
    public void What_it_sees_does_not_depend_on_the_other_images_beside_one()
    {
        using ImageDataset test = Datasets.Open("mnist", DataPart.Test);
        using ClassifierExtractor extractor = ClassifierExtractor.BuiltIn("mnist")!;
        using Tensor few = arange(3, ScalarType.Int64),
            many = arange(300, ScalarType.Int64);

        using FeatureSet alone = extractor.Extract(test, few),
            together = extractor.Extract(test, many);

        Assert.Equal([300L, 96], together.Features.shape);
        Assert.True(alone.Features.allclose(together.Features.narrow(0, 0, 3), 1e-4, 1e-5));
        Assert.True(together.Probabilities!.sum([1]).allclose(ones(300), 1e-4, 1e-5));
    }

    [Fact]
    public void Images_of_another_shape_are_refused_in_words()
    {
        using ClassifierExtractor extractor = ClassifierExtractor.BuiltIn("mnist")!;
        using ImageDataset large = new("large", new ImageShape(3, 32, 32), new byte[3 * 1024]);

        Assert.Contains(
            "1×28×28, but these are 3×32×32",
            Assert.Throws<FigmentException>(() => extractor.Extract(large)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_file_that_is_no_classifier_is_refused_and_leaves_no_tensor_behind()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(Folder, "mnist.safetensors");
        using SafeTensors good = SafeTensorsFile.Read(file);
        (string, Tensor)[] weights = [.. good.Tensors.Select(entry => (entry.Key, entry.Value))];
        long before = LiveTensors.Count();

        SafeTensorsFile.Write(folder["plain"], weights);
        Assert.Contains("is not a classifier", Refused("plain"), StringComparison.Ordinal);
        SafeTensorsFile.Write(folder["fewer"], weights[1..], good.Metadata);
        Assert.Contains("missing", Refused("fewer"), StringComparison.Ordinal);
        foreach (
            (string property, JsonNode value) in ((string, JsonNode)[])
                [
                    ("classNames", new JsonArray("one")),
                    ("shape", JsonNode.Parse("""{"channels":1,"height":100000,"width":1}""")!),
                    ("training", 3),
                ]
        )
        {
            JsonObject card = JsonNode.Parse(good.Metadata["card"])!.AsObject();
            card[property] = value;
            SafeTensorsFile.Write(
                folder[property],
                weights,
                new Dictionary<string, string>(good.Metadata) { ["card"] = card.ToJsonString() }
            );
            Assert.Contains("metadata", Refused(property), StringComparison.Ordinal);
        }

        Assert.Contains(
            "cannot be read",
            Assert.Throws<FigmentException>(() => ClassifierExtractor.Load(folder["nothing"])).Message,
            StringComparison.Ordinal
        );
        // A card is read before a network is built
        Assert.Equal(before + LiveTensors.NeverUncounted(networks: 1), LiveTensors.Count());

        string Refused(string name) => Assert.Throws<FileFormatException>(() => ClassifierExtractor.Load(folder[name])).Message;
    }
}
