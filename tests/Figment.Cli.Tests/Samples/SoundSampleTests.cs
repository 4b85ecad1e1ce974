using Figment.Audio;
using Figment.Backend;
using Figment.Data.Images;
using Figment.Export;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;

namespace Figment.Tests.Samples;

/// <summary>The sample that makes sounds with an exported model and ONNX Runtime alone.</summary>
public sealed class SoundSampleTests : IDisposable
{
    private static readonly Dictionary<string, string?> Environment = new() { ["ORT_DISABLE_TELEMETRY"] = "1" };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Each_sound_is_a_file_that_is_named_after_its_class_and_the_same_seed_makes_the_same()
    {
        SmallSounds.WriteRun(folder["run"], "gan");
        (int exported, string said, string problem) = CommandInside.Run(
            folder.Root,
            "export",
            "run",
            "--license",
            "CC0-1.0",
            "--device",
            "cpu"
        );
        Assert.True(exported == 0, $"{said}\n{problem}");

        (int code, string output, string error) = RunSample("run/export/generator.onnx", "5", "7");

        Assert.True(code == 0, $"{output}\n{error}");
        Assert.Contains("gan, learned from drums-of-mine, licence: CC0-1.0", output, StringComparison.Ordinal);
        string[] made =
        [
            .. Directory
                .EnumerateFiles(folder.Root, "sound-*.wav")
                .Select(path => Path.GetFileName(path)!)
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(5, made.Length);
        Assert.All(made, name => Assert.Matches("^sound-00[0-4]-(Kick|Snare|Hat)\\.wav$", name));
        byte[][] first = [.. made.Select(name => File.ReadAllBytes(folder[name]))];
        Assert.All(
            first,
            wav =>
            {
                using MemoryStream file = new(wav);
                Sound sound = SoundDecoder.Decode(file, 60).Sound;
                Assert.Equal(
                    (1, SmallSounds.Shape.Length, SmallSounds.Shape.Rate),
                    (sound.Channels.Length, sound.Length, sound.Rate)
                );
                Assert.Contains(sound.Channels[0], sample => Math.Abs(sample) > 2e-4);
            }
        );
        Assert.Equal(5, first.Select(Convert.ToHexString).Distinct().Count());
        Assert.Equal(0, RunSample("run/export/generator.onnx", "5", "7").Code);
        Assert.Equal(first, made.Select(name => File.ReadAllBytes(folder[name])));
    }

    [Fact]
    public void What_makes_no_sounds_is_refused_in_words()
    {
        using ImageModel model = (ImageModel)
            ModelCatalog
                .Find("gan")
                .Create(new DenseGanOptions(), new ImageDescription(new ImageShape(1, 8, 8), []), new SeededRandom(0));
        string images = model.WriteOnnx(folder.Root, new Dictionary<string, string> { ["shape"] = "1,8,8" })[0].Path;

        (int missing, _, string first) = RunSample("nowhere.onnx");
        (int wrong, _, string second) = RunSample(images);

        Assert.Equal((2, 1), (missing, wrong));
        Assert.Contains("Name an ONNX file", first, StringComparison.Ordinal);
        Assert.Contains("does not make sounds", second, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(folder.Root, "*.wav"));
    }

    private (int Code, string Output, string Error) RunSample(params string[] arguments) =>
        SamplePrograms.Run("sounds-by-onnx.cs", folder.Root, Environment, arguments);
}
