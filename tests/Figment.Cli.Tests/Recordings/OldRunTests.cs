using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using Figment.Models;

namespace Figment.Tests.Recordings;

/// <summary>Runs that were made earlier (by <c>tests/recordings/runs/make.sh</c>) still work as they did.</summary>
public sealed class OldRunTests : IDisposable
{
    private const string Writer = "gpt",
        Player = "flow";

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Runs() =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Recording.Folder, "runs"), "*.zip")
                .Select(path => Path.GetFileNameWithoutExtension(path)!)
                .Order(),
        ];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void There_is_one_of_every_preset()
    {
        HashSet<string> kept = [.. Runs().Select(row => row.Data), Writer];

        Assert.Empty(ModelCatalog.Presets.Select(preset => preset.Name).Except(kept));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_run_that_was_made_before_makes_the_same_images_and_goes_on(string name)
    {
        ZipFile.ExtractToDirectory(Path.Combine(Recording.Folder, "runs", $"{name}.zip"), folder.Root);

        foreach (string checkpoint in (string[])["last", "best"])
        {
            string[] asked = ["--checkpoint", checkpoint, "--count", "3", "--seed", "3", "--out", $"{checkpoint}.npy"];
            string said = Run(["generate", name, .. asked]);
            Assert.Contains($"3 images by {name} ({checkpoint} checkpoint, step 4), seed 3", said, StringComparison.Ordinal);
        }

        Compare(name, Read(folder["last.npy"]));
        string judged = Run("evaluate", name, "--features", "pixels", "--count", "40");
        Assert.Contains("Fréchet distance", judged, StringComparison.Ordinal);
        string exported = Run("export", name, "--out", "exported");
        Assert.Contains("the largest difference between values", exported, StringComparison.Ordinal);
        string resumed = Run("resume", name, "--steps", "+2");
        Assert.Contains($"Resuming {name}", resumed, StringComparison.Ordinal);
        Assert.Contains("Done: 6 steps (48 images)", resumed, StringComparison.Ordinal);
        Assert.True(File.Exists(folder[$"{name}/checkpoints/step-000006.safetensors"]));
        Assert.False(File.Exists(folder[$"{name}/checkpoints/step-000004.safetensors"]));
    }

    [Fact]
    public void A_run_of_sounds_that_was_made_before_makes_the_same_sounds_and_goes_on()
    {
        ZipFile.ExtractToDirectory(Path.Combine(Recording.Folder, "runs", "sounds", $"{Player}.zip"), folder.Root);

        Run("generate", Player, "--count", "2", "--seed", "3", "--out", "made.npy");
        Compare($"sounds/{Player}", Read(folder["made.npy"]));
        Assert.Contains("24 sounds", Run("data", "tones"), StringComparison.Ordinal);
        string resumed = Run("resume", Player, "--steps", "+2");
        Assert.Contains($"Resuming {Player}", resumed, StringComparison.Ordinal);
        Assert.Contains("Done: 6 steps", resumed, StringComparison.Ordinal);
    }

    [Fact]
    public void A_language_model_that_was_made_before_foresees_and_writes_the_same_and_goes_on()
    {
        ZipFile.ExtractToDirectory(Path.Combine(Recording.Folder, "runs", "texts", $"{Writer}.zip"), folder.Root);
        string[] expected = File.ReadAllLines(Path.Combine(Recording.Folder, "runs", "texts", $"{Writer}.txt"));

        string written = Run("generate", Writer, "--prompt", "the", "--tokens", "20", "--temperature", "0");
        Assert.Equal(expected[0], written.Trim());
        string judged = Run("evaluate", Writer);
        string bits = judged.Split('\n').Single(line => line.StartsWith("bits per byte", StringComparison.Ordinal));
        Assert.Equal(
            double.Parse(expected[1], CultureInfo.InvariantCulture),
            double.Parse(bits.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1], CultureInfo.InvariantCulture),
            1e-3
        );
        string resumed = Run("resume", Writer, "--steps", "+2");
        Assert.Contains($"Resuming {Writer}", resumed, StringComparison.Ordinal);
        Assert.Contains("Done: 6 steps", resumed, StringComparison.Ordinal);
    }

    /// <summary>
    /// Runs a command, which must succeed. Only resuming may mention versions: that the rest is as good, but not the same bit
    /// for bit.
    /// </summary>
    private string Run(params string[] arguments)
    {
        (int code, string output, string error) = CommandInside.Run(folder.Root, [.. arguments, .. OnCpu(arguments[0])]);
        Assert.Equal((0, ""), (code, error));
        if (arguments[0] != "resume")
            Assert.DoesNotContain("version", output, StringComparison.OrdinalIgnoreCase);
        return output;
    }

    private static string[] OnCpu(string command) => command is "resume" or "data" ? [] : ["--device", "cpu"];

    /// <summary>
    /// Holds images against those that the run made when it was new. With FIGMENT_RECORD=1 they are written, if there are
    /// none yet.
    /// </summary>
    private static void Compare(string name, (string Shape, float[] Values) images)
    {
        string path = Path.Combine(Recording.Folder, "runs", $"{name}.txt");
        if (Recording.IsWritten && !File.Exists(path))
        {
            IEnumerable<string> rows = images
                .Values.Chunk(8)
                .Select(row => string.Join(' ', row.Select(value => value.ToString("F6", CultureInfo.InvariantCulture))));
            File.WriteAllText(path, $"{images.Shape}\n{string.Join('\n', rows)}\n");
        }

        string[] lines = File.ReadAllLines(path);
        IEnumerable<string> numbers = lines[1..].SelectMany(line => line.Split(' '));
        float[] expected = [.. numbers.Select(text => float.Parse(text, CultureInfo.InvariantCulture))];
        Assert.Equal(lines[0], images.Shape);
        Assert.Equal(expected.Length, images.Values.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], images.Values[i], 1e-4f);
    }

    /// <summary>Reads what <c>generate</c> wrote, an array of float32.</summary>
    private static (string Shape, float[] Values) Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        int length = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(8));
        string header = Encoding.ASCII.GetString(file, 10, length);
        Assert.Contains("'descr': '<f4', 'fortran_order': False", header, StringComparison.Ordinal);
        return (header.Split('(')[1].Split(')')[0], MemoryMarshal.Cast<byte, float>(file.AsSpan(10 + length)).ToArray());
    }
}
