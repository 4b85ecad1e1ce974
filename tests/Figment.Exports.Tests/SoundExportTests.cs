using Figment.Data.Sounds;
using Figment.Export;
using Figment.Formats;
using Figment.Models.Images;
using Figment.Networks;
using Figment.Networks.Sounds;
using Figment.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Exports;

/// <summary>Models of sounds as ONNX files whose output is the sound itself.</summary>
public sealed class SoundExportTests : IDisposable
{
    private const double Most = 1e-4;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("gan", 1)]
    [InlineData("gan", 2)]
    [InlineData("dcgan", 1)]
    [InlineData("conv-vae", 1)]
    [InlineData("flow", 1)]
    public void ONNX_Runtime_makes_the_sounds_that_the_library_makes(string preset, int channels)
    {
        SoundDescription data = SmallSounds.Description(channels);
        using ImageModel model = SmallSounds.Model(preset, data);
        Move(model);

        string path = model.WriteOnnx(folder.Root, new Dictionary<string, string>())[0].Path;

        using OnnxSession session = OnnxSession.Open(File.ReadAllBytes(path), path);
        OnnxPort sounds = Assert.Single(session.Outputs);
        Assert.Equal("sounds", sounds.Name);
        Assert.Equal([channels, SmallSounds.Shape.Length], sounds.Shape.Skip(1));
        for (int seed = 0; seed < 3; seed++)
            Assert.InRange(ExportCheck.LargestDifference(model, path, 5, seed), 0, Most);
    }

    [Theory]
    [InlineData(0, 1e-4)]
    [InlineData(1, 1e-4)]
    [InlineData(3, 1e-4)]
    public void The_nodes_are_those_of_the_search_for_phases(int iterations, double most)
    {
        using DisposeScope scope = NewDisposeScope();
        LogMelGrid grid = new(SmallSounds.Form, SmallSounds.Shape with { Channels = 2 }, iterations);
        OnnxGraph graph = new("sounds");
        OnnxValue made = grid.ToSounds(new OnnxOperations(graph, []), graph.Input("images", 2, 16, 16));
        graph.Output(made, "sounds", 2, SmallSounds.Shape.Length);
        using OnnxSession session = OnnxSession.Open(graph.ToArray(new Dictionary<string, string>(), "", ""), "sounds.onnx");
        Tensor images = rand([3, 2, 16, 16], generator: new Generator(3));

        Tensor heard = session.Run(images, ["sounds"])[0],
            expected = grid.ToSounds(images);

        float loudest = expected.abs().max().item<float>();
        Assert.InRange(loudest, 1e-4, 1);
        Assert.InRange((heard - expected).abs().max().item<float>() / loudest, 0, most);
    }

    /// <summary>For a frame of 2,048 samples, the matrices of a transform would take 33 MB.</summary>
    [Fact]
    public void What_makes_a_sound_of_an_image_takes_little_room()
    {
        SoundForm form = SmallSounds.Form with { Hop = 512 };
        SoundDescription data = new(SoundGrid.Of(form, new(1, 512 * 16, 44_100)), []);
        using ImageModel model = SmallSounds.Model("gan", data, isConditional: false);

        string path = model.WriteOnnx(folder.Root, new Dictionary<string, string>())[0].Path;

        long weights = model.SamplingNetworks.Sum(network =>
            network.Module.state_dict().Values.Sum(value => value.NumberOfElements * value.ElementSize)
        );
        Assert.InRange(new FileInfo(path).Length - weights, 1, 1 << 20);
        Assert.InRange(ExportCheck.LargestDifference(model, path), 0, Most);
    }

    [Fact]
    public void The_file_of_a_run_says_rate_channels_and_length()
    {
        SmallSounds.WriteRun(folder["run"], "gan");

        (int code, string output, string error) = CommandInside.Run(folder.Root, "export", "run", "--license", "CC0-1.0");

        Assert.True(code == 0, $"{output}\n{error}");
        Assert.Contains("ONNX Runtime makes the same sounds as Figment", output, StringComparison.Ordinal);
        string path = folder["run/export/generator.onnx"];
        using OnnxSession session = OnnxSession.Open(File.ReadAllBytes(path), path);
        Assert.Equal(
            ("1", "1024", "8000", "[\"Kick\",\"Snare\",\"Hat\"]", "CC0-1.0"),
            (
                session.Metadata["channels"],
                session.Metadata["length"],
                session.Metadata["rate"],
                session.Metadata["classes"],
                session.Metadata["license"]
            )
        );
        Assert.DoesNotContain("shape", session.Metadata.Keys);
    }

    /// <summary>Weights as they might be after training: what begins at 0 would hide what is wrong.</summary>
    private static void Move(ImageModel model)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Generator generator = new(5);
        foreach (Tensor weights in model.SamplingNetworks.SelectMany(network => network.Module.parameters()))
            weights.add_(randn(weights.shape, generator: generator) * 0.02);
    }
}
