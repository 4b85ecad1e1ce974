using System.Text.Json;
using Figment.Backend;
using Figment.Models.Texts;
using Figment.Networks.Texts;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Tests.Models.Texts;

/// <summary>Against tests/golden/gpt.py: the same decoder in PyTorch's own operations, in float64.</summary>
public sealed class GptNetworkTests
{
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Cases => ["tied", "grouped"];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Logits_loss_and_gradients_are_those_of_PyTorch(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        (JsonElement golden, GptNetwork network, Tensor tokens) = Read(name);
        using GptNetwork owned = network;
        long length = tokens.shape[1] - 1;

        Tensor logits = network.call(tokens.narrow(1, 0, length));
        Tensor loss = functional.cross_entropy(logits.flatten(0, 1), tokens.narrow(1, 1, length).flatten());
        loss.backward();

        float[] last = logits[0, -1].data<float>().ToArray();
        Assert.All(Numbers(golden.GetProperty("logits")).Zip(last), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
        Check(golden, network, loss);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_written_out_has_the_same_loss_and_gradients(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        (JsonElement golden, GptNetwork network, Tensor tokens) = Read(name);
        using GptNetwork owned = network;
        int length = (int)tokens.shape[1] - 1;
        using FusedDecoder fused = FusedDecoder.Of(network, (int)tokens.shape[0], length);

        for (int i = 0; i < 2; i++) // nothing is left over from the first time
        {
            Tensor loss = fused.Run(tokens.narrow(1, 0, length), tokens.narrow(1, 1, length), null);
            Check(golden, network, loss);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_written_out_leaves_out_what_the_network_does(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        (_, GptNetwork network, Tensor tokens) = Read(name);
        using GptNetwork owned = network;
        int length = (int)tokens.shape[1] - 1;
        Tensor read = tokens.narrow(1, 0, length),
            next = tokens.narrow(1, 1, length);
        using Draws random = new SeededRandom(3).Draws("step");
        DropoutMasks left = DropoutMasks.Draw(random, (int)tokens.shape[0], network.Shape.Layers, 0.3)!;

        Tensor expected = functional.cross_entropy(network.Run(read, left).flatten(0, 1), next.flatten());
        expected.backward();
        Dictionary<string, Tensor> gradients = network
            .named_parameters()
            .ToDictionary(entry => entry.name, entry => entry.parameter.grad!.clone());
        Tensor whole = functional.cross_entropy(network.call(read).flatten(0, 1), next.flatten());
        using FusedDecoder fused = FusedDecoder.Of(network, (int)tokens.shape[0], length);
        Tensor loss = fused.Run(read, next, left);

        Assert.Equal(expected.item<float>(), loss.item<float>(), Tolerance);
        Assert.NotEqual(whole.item<float>(), loss.item<float>(), 1e-3);
        foreach ((string key, Parameter parameter) in network.named_parameters())
            Assert.True((parameter.grad! - gradients[key]).abs().max().item<float>() < Tolerance, key);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Text_is_read_token_by_token_with_the_same_logits(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        (JsonElement golden, GptNetwork network, Tensor tokens) = Read(name);
        using GptNetwork owned = network;
        using TokenDecoder decoder = new(new DecoderWeights(network, 64));
        int[] read = [.. tokens[0].data<long>().ToArray()[..^1].Select(token => (int)token)];
        float[] logits = new float[network.Shape.Vocabulary];

        // The beginning in one go, the rest one by one.
        KeyValueCache cache = decoder.NewCache();
        decoder.Read([.. read.Take(4).Select(token => new DecoderRow(cache, token))], logits);
        foreach (int token in read.Skip(4))
            decoder.Read([new DecoderRow(cache, token)], logits);

        Assert.All(Numbers(golden.GetProperty("logits")).Zip(logits), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
    }

    private static void Check(JsonElement golden, GptNetwork network, Tensor loss)
    {
        Assert.Equal(golden.GetProperty("loss").GetDouble(), loss.item<float>(), Tolerance);
        JsonElement gradients = golden.GetProperty("gradients");
        foreach ((string name, Parameter parameter) in network.named_parameters())
        {
            float[] values = parameter.grad!.data<float>().ToArray();
            JsonElement expected = gradients.GetProperty(name);
            double length = Math.Sqrt(values.Sum(value => (double)value * value)),
                projected = values.Select((value, i) => value * Math.Cos(i)).Sum();
            Assert.Equal(expected.GetProperty("length").GetDouble(), length, Tolerance);
            Assert.Equal(expected.GetProperty("projected").GetDouble(), projected, Tolerance);
            Assert.All(
                Numbers(expected.GetProperty("first")).Zip(values),
                pair => Assert.Equal(pair.First, pair.Second, Tolerance)
            );
        }

        Assert.Equal(gradients.EnumerateObject().Count(), network.named_parameters().Count());
    }

    private static (JsonElement Golden, GptNetwork Network, Tensor Tokens) Read(string name)
    {
        Figment.Backend.TorchLibrary.Load();
        using JsonDocument file = Golden.Read("gpt.json");
        JsonElement golden = file
            .RootElement.EnumerateArray()
            .Single(entry => entry.GetProperty("name").GetString() == name)
            .Clone();
        int Whole(string key) => golden.GetProperty(key).GetInt32();
        GptShape shape = new(
            Whole("vocabulary"),
            Whole("layers"),
            Whole("width"),
            Whole("heads"),
            Whole("kv"),
            Whole("hidden"),
            golden.GetProperty("tied").GetBoolean(),
            golden.GetProperty("base").GetDouble()
        );
        GptNetwork network = new(shape, 64);
        using (no_grad())
        {
            foreach ((string key, Parameter parameter) in network.named_parameters())
            {
                double add = key.Contains("norm", StringComparison.Ordinal) ? 1 : 0,
                    shift = key.Sum(letter => (double)letter);
                parameter.copy_(
                    tensor([
                            .. Enumerable
                                .Range(0, (int)parameter.numel())
                                .Select(i => (float)((0.3 * Math.Sin((0.7 * i) + shift)) + add)),
                        ])
                        .view(parameter.shape)
                );
            }
        }

        int batch = Whole("batch"),
            length = Whole("length") + 1;
        long[] tokens =
        [
            .. Enumerable
                .Range(0, batch * length)
                .Select(i => ((7 * (i / length)) + (3L * (i % length) * (i % length))) % shape.Vocabulary),
        ];
        return (golden, network, tensor(tokens, [batch, length]));
    }

    private static IEnumerable<double> Numbers(JsonElement list) => list.EnumerateArray().Select(number => number.GetDouble());
}
