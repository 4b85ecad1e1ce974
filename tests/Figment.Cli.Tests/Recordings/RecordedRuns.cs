using System.Globalization;

namespace Figment.Tests.Recordings;

/// <summary>A folder with pictures and a small new run of every preset, made once for all recordings.</summary>
public sealed class RecordedRuns : IDisposable
{
    /// <summary>Every preset, with options that make it small.</summary>
    internal static IReadOnlyDictionary<string, string[]> Presets { get; } =
        new Dictionary<string, string[]>
        {
            ["gan"] = ["latentSize=8"],
            ["dcgan"] = ["latentSize=8", "width=8"],
            ["r3gan"] = ["latentSize=8", "width=8"],
            ["wgan-gp"] = ["latentSize=8"],
            ["classic"] = ["latentSize=8"],
            ["flow"] = ["width=8", "deepWidth=8", "solver=euler:2"],
            ["vae"] = ["latentSize=2"],
            ["conv-vae"] = ["latentSize=4", "likelihood=gaussian"],
        };

    private readonly TemporaryFolder folder = new();

    /// <summary>Makes the pictures and the runs.</summary>
    public RecordedRuns()
    {
        WritePictures(folder["shapes"], perClass: 20);
        foreach ((string preset, string[] options) in Presets)
        {
            (int code, _, string error) = CommandInside.Run(
                folder.Root,
                [
                    "train",
                    preset,
                    "--data",
                    "shapes",
                    "--steps",
                    "4",
                    "--batch",
                    "8",
                    "--sample-every",
                    "2",
                    "--checkpoint-every",
                    "2",
                    "--features",
                    "pixels",
                    "--device",
                    "cpu",
                    "--precision",
                    "fp32",
                    "--threads",
                    "1",
                    "--out",
                    $"runs/{preset}",
                    .. options.SelectMany(option => (string[])["--set", option]),
                ]
            );
            Assert.True(code == 0, error);
        }
    }

    /// <summary>The folder, in which <c>shapes</c> holds the pictures and <c>runs</c> the runs.</summary>
    internal string Root => folder.Root;

    /// <summary>A file or folder in it.</summary>
    internal string this[string name] => folder[name];

    /// <summary>Writes grey pictures of 8 × 8 pixels in three classes.</summary>
    internal static void WritePictures(string root, int perClass)
    {
        foreach ((int k, string kind) in ((string[])["bars", "dots", "rings"]).Index())
        {
            string sub = Directory.CreateDirectory(Path.Combine(root, kind)).FullName;
            for (int i = 0; i < perClass; i++)
            {
                byte[] pixels = [.. Enumerable.Range(0, 64).Select(at => Pixel(k, i, at % 8, at / 8))];
                string name = i.ToString("D2", CultureInfo.InvariantCulture);
                File.WriteAllBytes(Path.Combine(sub, $"{name}.png"), Png.Write(8, 8, pixels));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    // The same as in tests/recordings/data.py.
    private static byte Pixel(int k, int i, int x, int y) => (byte)(((x * 7 * (k + 1)) + (y * 13 * (i + 1)) + (k * 50)) % 256);
}
