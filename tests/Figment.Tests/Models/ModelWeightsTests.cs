using Figment.Formats;
using Figment.Models;
using Figment.Models.Images;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Tests.Models;

public sealed class ModelWeightsTests
{
    [Fact]
    public void A_file_of_other_networks_is_refused_and_changes_nothing()
    {
        using TemporaryFolder folder = new();
        using ClassicGan gan = Make(hidden: 6),
            other = Make(hidden: 7);
        other.SaveWeights(folder["other.safetensors"]);
        byte[] before = ModelContractTests.State(gan);

        FileFormatException e = Assert.Throws<FileFormatException>(() => gan.LoadWeights(folder["other.safetensors"]));

        Assert.Contains("weights of another model", e.Message, StringComparison.Ordinal);
        Assert.Contains("'generator.0.weight' is [7, 4], but the model has [6, 4]", e.Message, StringComparison.Ordinal);
        Assert.Equal(before, ModelContractTests.State(gan));
    }

    [Fact]
    public void A_file_with_other_names_is_refused()
    {
        using TemporaryFolder folder = new();
        using ClassicGan gan = Make(hidden: 6);
        using Tensor stranger = zeros(3);
        SafeTensorsFile.Write(folder["foreign.safetensors"], [("encoder.weight", stranger)]);

        FileFormatException e = Assert.Throws<FileFormatException>(() => gan.LoadWeights(folder["foreign.safetensors"]));

        Assert.Contains("'encoder.weight' is unknown to the model", e.Message, StringComparison.Ordinal);
        Assert.Contains("and 2 more", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_sampling_needs_is_saved_under_names_that_PyTorch_would_use()
    {
        using TemporaryFolder folder = new();
        using ClassicGan gan = Make(hidden: 6);

        gan.SaveWeights(folder["model.safetensors"], new Dictionary<string, string> { ["preset"] = "mine" });

        using SafeTensors file = SafeTensorsFile.Read(folder["model.safetensors"]);
        Assert.Equal(
            ["generator.0.bias", "generator.0.weight", "generator.2.bias", "generator.2.weight"],
            file.Tensors.Keys.Order()
        );
        Assert.Equal("mine", file.Metadata["preset"]);
        Assert.Equal("pt", file.Metadata["format"]);
    }

    private static ClassicGan Make(int hidden)
    {
        Sequential generator = Sequential(Linear(4, hidden), ReLU(), Linear(hidden, 9), Sigmoid(), Unflatten(1, [1, 3, 3]));
        return new ClassicGan(generator, Sequential(Flatten(), Linear(9, 1)), new ClassicGanOptions { LatentSize = 4 });
    }
}
