using System.Text.RegularExpressions;
using Figment.Backend;
using Figment.Data.Images;
using Figment.Export;
using Figment.Formats;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Export;

/// <summary>
/// The scripts of docs/from-python.md, run by PyTorch if it is installed, make the images that the library makes.
/// </summary>
public sealed partial class FromPythonTests
{
    [GeneratedRegex("^```python(?<presets>[^\n]*)\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    private static (string[] Presets, string Code)[] Blocks =>
        [
            .. Block()
                .Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "from-python.md")))
                .Select(match =>
                    (match.Groups["presets"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries), match.Groups["code"].Value)
                ),
        ];

    public static TheoryData<string> Presets => [.. Blocks.SelectMany(block => block.Presets)];

    [Fact]
    public void Every_preset_has_a_script() =>
        Assert.Equal(
            ImagePresets.All.Select(preset => preset.Name).Order(StringComparer.Ordinal),
            Blocks.SelectMany(block => block.Presets).Order(StringComparer.Ordinal)
        );

    [Theory]
    [MemberData(nameof(Presets))]
    public void A_network_rebuilt_in_PyTorch_makes_the_librarys_images(string preset)
    {
        using TemporaryFolder folder = new();
        using ImageModel model = Create(preset);
        model.WriteSafeTensors(folder.Root, new Dictionary<string, string>());
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new(1);
        Tensor latents = model.DrawLatents(7, new MersenneDraws(random)),
            labels = arange(7, ScalarType.Int64);
        // The flow takes noise and labels; the others take one row of numbers.
        bool isFlow = preset == "flow";
        Tensor input = isFlow ? latents : cat([latents, nn.functional.one_hot(labels, 10).to(ScalarType.Float32)], 1);
        SafeTensorsFile.Write(folder["case.safetensors"], [("input", input), ("expected", model.Generate(latents, labels))]);

        string read = Blocks[0].Code,
            rebuild = Blocks.Single(block => block.Presets.Contains(preset)).Code;
        string readCase = read.Replace("model.safetensors", "case.safetensors", StringComparison.Ordinal),
            others = isFlow ? ", torch.arange(7), shift=2.286" : "";
        string compare = $"{readCase}\nprint(float((network(weights['input']{others}) - weights['expected']).abs().max()))";
        string? said = Python.Run("torch", $"{read}\n{rebuild}\n{compare}", folder.Root);
        Assert.SkipWhen(said is null, "There is no Python with PyTorch here (FIGMENT_PYTHON can name one).");

        Assert.InRange(double.Parse(said!.Trim().Split('\n')[^1], System.Globalization.CultureInfo.InvariantCulture), 0, 1e-5);
    }

    private static ImageModel Create(string preset)
    {
        ModelPreset found = ModelCatalog.Find(preset);
        ImageShape shape = preset == "flow" ? new ImageShape(1, 64, 64) : new ImageShape(1, 28, 28);
        ImageDescription data = new(shape, [.. Enumerable.Repeat(5, 10)]);
        ImageModel model = (ImageModel)
            found.Create(((ClassModelOptions)found.OptionsFor(data)) with { Conditional = true }, data, new SeededRandom(4));
        ModelExportTests.Randomize(model);
        return model;
    }
}
