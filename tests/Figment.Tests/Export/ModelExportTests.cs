using Figment.Backend;
using Figment.Data.Images;
using Figment.Export;
using Figment.Formats;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Networks;
using Figment.Objectives;
using Figment.Onnx;
using Figment.Tests.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Tests.Export;

/// <summary>ONNX Runtime, which shares no code with libtorch, makes the images that the library makes.</summary>
public sealed class ModelExportTests : IDisposable
{
    private static readonly ImageShape Shape = new(3, 16, 16);
    private static readonly Dictionary<string, string> NoMetadata = [];
    private readonly TemporaryFolder folder = new();

    /// <summary>Conditioned on the class, which is when most enters the network.</summary>
    public static TheoryData<string> PresetsByClass => [.. ImagePresets.All.Select(preset => preset.Name)];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(ModelContractTests.Presets), MemberType = typeof(ModelContractTests))]
    public void Onnx_makes_the_images_that_the_library_makes_in_batches_of_any_size(string preset, bool conditional)
    {
        using ImageModel model = Create(preset, conditional);
        string path = model.WriteOnnx(folder.Root, NoMetadata)[0].Path;
        foreach (int count in (int[])[1, 7, 17])
        {
            double difference = ExportCheck.LargestDifference(model, path, count, seed: count);
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{preset} {(conditional ? "by class" : "")} {count}: {difference:0.0e+0}"
            );
            Assert.InRange(difference, 0, 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(PresetsByClass))]
    public void Half_precision_halves_the_files_and_stays_close(string preset)
    {
        using ImageModel model = Create(preset, conditional: true);
        string whole = model.WriteOnnx(folder["fp32"], NoMetadata)[0].Path,
            half = model.WriteOnnx(folder["fp16"], NoMetadata, ScalarType.Float16)[0].Path;

        Assert.InRange(new FileInfo(half).Length, 0, (0.55 * new FileInfo(whole).Length) + 100_000);
        Assert.InRange(ExportCheck.LargestDifference(model, half, 7), 0, 0.05);
    }

    [Fact]
    public void The_comparison_sees_another_model()
    {
        using ImageModel model = Create("gan", false),
            other = Create("gan", false, seed: 1);
        string path = model.WriteOnnx(folder.Root, NoMetadata)[0].Path;

        Assert.True(ExportCheck.LargestDifference(other, path) > 0.01);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_exported_encoder_finds_the_latents_that_the_library_finds(bool conditional)
    {
        foreach (string preset in (string[])["vae", "conv-vae"])
        {
            using ImageModel model = Create(preset, conditional);
            string path = model.WriteOnnx(folder[preset], NoMetadata)[1].Path;
            using OnnxSession session = OnnxSession.Open(File.ReadAllBytes(path), path);
            using DisposeScope scope = NewDisposeScope();
            Tensor images = rand(7, Shape.Channels, Shape.Height, Shape.Width);
            Tensor? labels = conditional ? arange(7, ScalarType.Int64) % 3 : null;

            Tensor mean = session.Run(labels is null ? [("images", images)] : [("images", images), ("labels", labels)], ["mean"])[
                0
            ];

            Assert.InRange(mean.sub(((ILatentEncoder)model).Encode(images, labels)).abs().max().item<float>(), 0, 1e-5f);
        }
    }

    [Fact]
    public void Onnx_cuts_larger_images_into_squares_as_the_library_does()
    {
        FlowOptions options = new()
        {
            Width = 8,
            DeepWidth = 32,
            Conditional = false,
        };
        using ImageModel model = FlowMatching.Create(
            options,
            new ImageDescription(new ImageShape(3, 56, 40), []),
            new SeededRandom(0)
        );
        Randomize(model);

        Assert.InRange(ExportCheck.LargestDifference(model, model.WriteOnnx(folder.Root, NoMetadata)[0].Path), 0, 1e-5);
    }

    [Fact]
    public void An_exported_velocity_followed_by_hand_leads_to_the_samplers_images()
    {
        using ImageModel model = Create("flow", conditional: false);
        ((IOdeSampler)model).Solver = new OdeSolver(OdeMethod.Euler, 2);
        IReadOnlyList<ExportedFile> files = model.WriteOnnx(folder.Root, NoMetadata);
        using OnnxSession velocity = OnnxSession.Open(File.ReadAllBytes(files[1].Path), files[1].Path);
        using DisposeScope scope = NewDisposeScope();
        Tensor x = randn(3, Shape.Channels, Shape.Height, Shape.Width),
            expected = model.Generate(x);

        const float half = 1 / 5.2f; // half of the steps lie before 0.5 / (0.5 + 3 · 1.4 · 0.5)
        foreach ((float t, float h) in ((float, float)[])[(0, half), (half, 1 - half)])
            x = x + (velocity.Run([("x", x), ("t", full(3, t))], ["velocity"])[0] * h);

        Assert.InRange((((x + 1) / 2).clamp(0, 1) - expected).abs().max().item<float>(), 0, 1e-5f);
    }

    [Theory]
    [MemberData(nameof(PresetsByClass))]
    public void Onnxs_own_checker_finds_nothing_wrong(string preset)
    {
        using ImageModel model = Create(preset, conditional: true);
        IReadOnlyList<ExportedFile> files =
        [
            .. model.WriteOnnx(folder["fp32"], NoMetadata),
            .. model.WriteOnnx(folder["fp16"], NoMetadata, ScalarType.Float16),
        ];

        string? said = Python.Run(
            "onnx",
            $"import onnx\nfor f in {Python.List(files.Select(file => file.Path))}:\n  m = onnx.load(f)\n  "
                + $"onnx.checker.check_model(m, full_check=True)\n  print(m.opset_import[0].version)\n"
        );
        Assert.SkipWhen(said is null, "There is no Python with the package onnx here (Debian: python3-onnx).");

        Assert.Equal([.. files.Select(_ => "17")], said!.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Metadata_and_how_often_classes_occur_are_in_the_file()
    {
        using ImageModel model = Create("gan", conditional: true);
        string path = model.WriteOnnx(folder.Root, new Dictionary<string, string> { ["preset"] = "gan" })[0].Path;
        using OnnxSession session = OnnxSession.Open(File.ReadAllBytes(path), path);

        Assert.Equal("gan", session.Metadata["preset"]);
        Assert.Equal("generator", session.Metadata["part"]);
        Assert.Equal("10,20,30", session.Metadata["labels.counts"]);
        Assert.Equal(["latents", "labels"], session.Inputs.Select(input => input.Name));
    }

    [Fact]
    public void Networks_of_ones_own_are_written_too()
    {
        Sequential generator = Sequential(
            Linear(5, 32),
            BatchNorm1d(32),
            ELU(),
            Unflatten(1, [8, 2, 2]),
            Upsample(scale_factor: [2, 2]),
            Conv2d(8, 8, 3, padding: 1, stride: 1),
            Tanh(),
            Upsample(scale_factor: [2, 2], mode: UpsampleMode.Bilinear),
            MaxPool2d(2),
            AvgPool2d(2),
            ReLU(),
            ConvTranspose2d(8, 1, 3, 2, 1, output_padding: 1),
            Sigmoid()
        );
        using ClassicGan model = new(generator, Sequential(Flatten(), Linear(16, 1)), new ClassicGanOptions { LatentSize = 5 });
        Randomize(model);

        Assert.InRange(ExportCheck.LargestDifference(model, model.WriteOnnx(folder.Root, NoMetadata)[0].Path, 7), 0, 1e-5);
    }

    [Fact]
    public void A_layer_of_ones_own_says_its_nodes()
    {
        using ClassicGan model = new(
            Sequential(Linear(5, 16), new Scaled(), Sigmoid(), Unflatten(1, [1, 4, 4])),
            Sequential(Flatten(), Linear(16, 1)),
            new ClassicGanOptions { LatentSize = 5 }
        );
        Randomize(model);

        Assert.InRange(ExportCheck.LargestDifference(model, model.WriteOnnx(folder.Root, NoMetadata)[0].Path, 7), 0, 1e-5);
    }

    [Fact]
    public void A_layer_that_cannot_be_written_is_named_and_nothing_is_written()
    {
        using ClassicGan model = new(
            Sequential(Linear(5, 16), Mish(), Sigmoid(), Unflatten(1, [1, 4, 4])),
            Sequential(Flatten(), Linear(16, 1)),
            new ClassicGanOptions { LatentSize = 5 }
        );

        FigmentException e = Assert.Throws<FigmentException>(() => model.WriteOnnx(folder["none"], NoMetadata));

        Assert.Contains("generator.1", e.Message);
        Assert.Contains("IOnnxLayer", e.Message);
        Assert.False(Directory.Exists(folder["none"]));
    }

    [Fact]
    public void Numbers_too_large_for_half_precision_are_named()
    {
        using ImageModel model = Create("gan", false);
        using (no_grad())
            model.SamplingNetworks[0].Module.parameters().First().fill_(1e6);

        Assert.Contains(
            "generator.0.weight",
            Assert.Throws<FigmentException>(() => model.WriteOnnx(folder.Root, NoMetadata, ScalarType.Float16)).Message
        );
        Assert.Contains(
            "generator.0.weight",
            Assert.Throws<FigmentException>(() => model.WriteSafeTensors(folder.Root, NoMetadata, ScalarType.Float16)).Message
        );
    }

    [Fact]
    public void Safetensors_and_numpy_hold_the_weights()
    {
        using ImageModel model = Create("dcgan", true);
        Tensor weight = model.SamplingNetworks[0].Module.state_dict()["0.weight"];

        using SafeTensors file = SafeTensorsFile.Read(model.WriteSafeTensors(folder.Root, NoMetadata)[0].Path);
        ExportedFile array = model
            .WriteNumpy(folder.Root)
            .Single(written => written.Path.EndsWith("generator.0.weight.npy", StringComparison.Ordinal));

        Assert.True(file.Tensors["generator.0.weight"].eq(weight).all().item<bool>());
        byte[] bytes = File.ReadAllBytes(array.Path);
        Assert.Equal(weight.cpu().contiguous().bytes.ToArray(), bytes[^(int)(4 * weight.numel())..]);
        Assert.Contains($"({weight.shape[0]}, {weight.shape[1]})", System.Text.Encoding.ASCII.GetString(bytes[..128]));
    }

    [Fact]
    public void Exporting_leaves_no_tensor_behind()
    {
        using ImageModel model = Create("flow", true);
        model.WriteOnnx(folder.Root, NoMetadata);
        long before = LiveTensors.Count();

        model.WriteOnnx(folder.Root, NoMetadata, ScalarType.Float16);
        model.WriteSafeTensors(folder.Root, NoMetadata);

        Assert.Equal(before, LiveTensors.Count());
    }

    /// <summary>A model in which every weight matters: new models start with layers of zeros.</summary>
    private static ImageModel Create(string preset, bool conditional, long seed = 0)
    {
        ModelPreset found = ModelCatalog.Find(preset);
        ImageDescription data = new(Shape, [10, 20, 30]);
        ModelOptions options = ((ClassModelOptions)found.OptionsFor(data)) with { Conditional = conditional };
        if (options is FlowOptions flow)
            options = flow with { TimeShift = 3, StepShift = 1.4 }; // as for larger images
        ImageModel model = (ImageModel)found.Create(options, data, new SeededRandom(seed));
        Randomize(model);
        return model;
    }

    /// <summary>
    /// Moves weights and running statistics away from their initial values: blocks that start at 0 would hide errors.
    /// </summary>
    internal static void Randomize(ImageModel model)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        using Generator random = new(3);
        foreach (torch.nn.Module network in model.SamplingNetworks.Select(network => network.Module))
        {
            foreach (Tensor parameter in network.parameters())
                parameter.add_(randn(parameter.shape, generator: random) * 0.05);
            foreach ((string name, Tensor buffer) in network.named_buffers().Where(entry => is_floating_point(entry.buffer)))
            {
                if (name.EndsWith("running_var", StringComparison.Ordinal))
                    buffer.copy_(rand(buffer.shape, generator: random) + 0.5);
                else if (name.EndsWith("running_mean", StringComparison.Ordinal))
                    buffer.copy_(randn(buffer.shape, generator: random) * 0.2);
            }
        }
    }

    private sealed class Scaled : Module<Tensor, Tensor>, IOnnxLayer
    {
        private readonly Parameter scale = new(tensor(1.5f));

        public Scaled()
            : base(nameof(Scaled)) => RegisterComponents();

        public override Tensor forward(Tensor input) => input * scale * 2;

        public OnnxValue AddTo(OnnxGraph graph, string path, params IReadOnlyList<OnnxValue> inputs) =>
            graph.Node("Mul", [graph.Node("Mul", [inputs[0], graph.Weights($"{path}.{nameof(scale)}", scale)]), graph.Number(2)]);
    }
}
