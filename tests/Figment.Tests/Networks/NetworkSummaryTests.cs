using Figment.Imaging;
using Figment.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Figment.Tests.Networks;

public sealed class NetworkSummaryTests
{
    private static readonly ImageShape Digit = new(1, 28, 28);

    [Fact]
    public void The_tutorials_generator_has_the_tutorials_parameter_counts()
    {
        using Sequential generator = ClassicGanNetworks.Generator(100, Digit);

        NetworkSummary summary = NetworkSummary.Of("generator", generator, 100);

        Assert.Equal(1_493_520, summary.Total);
        Assert.Equal(3_584, summary.NonTrainable);
        Assert.Equal(
            [25_856, 0, 1_024, 131_584, 0, 2_048, 525_312, 0, 4_096, 803_600, 0, 0],
            summary.Layers.Select(layer => layer.Parameters)
        );
        Assert.Equal([1L, 28, 28], summary.Layers[^1].OutputShape);
    }

    [Fact]
    public void The_tutorials_discriminator_has_the_tutorials_parameter_counts()
    {
        using Sequential discriminator = ClassicGanNetworks.Discriminator(Digit);

        NetworkSummary summary = NetworkSummary.Of("discriminator", discriminator, 1, 28, 28);

        Assert.Equal((533_505, 533_505, 0), (summary.Total, summary.Trainable, summary.NonTrainable));
        Assert.Equal(["Flatten", "Linear", "ReLU", "Linear", "ReLU", "Linear"], summary.Layers.Select(layer => layer.Kind));
        Assert.Equal([1L], summary.Layers[^1].OutputShape);
    }

    [Fact]
    public void A_frozen_layer_counts_as_not_trainable()
    {
        using Sequential network = Sequential(Linear(3, 4), Linear(4, 2));
        network.parameters().First().requires_grad = false;

        NetworkSummary summary = NetworkSummary.Of("net", network, 3);

        Assert.Equal((26, 14, 12), (summary.Total, summary.Trainable, summary.NonTrainable));
    }

    [Fact]
    public void The_network_is_left_as_it_was()
    {
        using Sequential network = Sequential(Linear(3, 4), BatchNorm1d(4));
        network.train();
        byte[] before = State();

        NetworkSummary first = NetworkSummary.Of("net", network, 3);
        NetworkSummary second = NetworkSummary.Of("net", network, 3);

        Assert.True(network.training);
        Assert.Equal(before, State());
        Assert.Equal(first.Layers.Count, second.Layers.Count); // no hook from the first call remains to count twice

        byte[] State() => [.. network.state_dict().Values.SelectMany(value => value.bytes.ToArray())];
    }

    [Fact]
    public void The_table_reads_like_that_of_Keras()
    {
        using Sequential network = Sequential(Linear(3, 4), ReLU());

        string[] lines = NetworkSummary.Of("tiny", network, 3).ToString().Split(Environment.NewLine);

        Assert.Equal("Model: tiny", lines[0]);
        Assert.Equal(
            ["Layer", "(type)", "Output", "shape", "Param", "#"],
            lines[2].Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
        Assert.Equal(["0", "(Linear)", "(None,", "4)", "16"], lines[4].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("Total params:         16 (0.1 KB)", lines);
        Assert.Contains("Non-trainable params: 0 (0.0 KB)", lines);
    }
}
