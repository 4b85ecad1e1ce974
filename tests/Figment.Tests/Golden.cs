using System.Text.Json;
using static TorchSharp.torch;

namespace Figment.Tests;

/// <summary>What the tests share with the scripts of tests/golden: their numbers, and the formulas for their inputs.</summary>
internal static class Golden
{
    /// <summary>What a script wrote.</summary>
    public static JsonDocument Read(string name) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", name)));

    /// <summary>The scripts' <c>bits</c>: MurmurHash3's 32-bit finalizer.</summary>
    public static uint Bits(uint i, uint seed)
    {
        uint h = (i * 0x9E3779B9) + seed;
        h = (h ^ (h >> 16)) * 0x85EBCA6B;
        h = (h ^ (h >> 13)) * 0xC2B2AE35;
        return h ^ (h >> 16);
    }

    /// <summary>The highest byte of each number, as many as asked for; the scripts use them as pixels.</summary>
    public static byte[] Bytes(int count, uint seed) =>
        [.. Enumerable.Range(0, count).Select(i => (byte)(Bits((uint)i, seed) >> 24))];

    /// <summary>The scripts' <c>fill</c>: values from −scale to scale, float32.</summary>
    public static Tensor Fill(long[] shape, uint seed, double scale = 1)
    {
        float[] values = new float[shape.Aggregate((a, b) => a * b)];
        for (uint i = 0; i < values.Length; i++)
            values[i] = (float)(scale * ((2 * (Bits(i, seed) / 4294967296.0)) - 1));
        return tensor(values, shape);
    }

    /// <summary>Compares a tensor with the numbers, nested or not, that a script wrote under a name.</summary>
    public static void Near(string file, string name, Tensor actual, double tolerance = 1e-9)
    {
        using JsonDocument golden = Read(file);
        double[] expected = [.. Numbers(golden.RootElement.GetProperty(name))];
        double[] values = actual.to(ScalarType.Float64).flatten().data<double>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], values[i], tolerance * Math.Max(1, Math.Abs(expected[i])));

        static IEnumerable<double> Numbers(JsonElement element) =>
            element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Numbers) : [element.GetDouble()];
    }
}
