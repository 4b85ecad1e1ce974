// Tensors are counted and libtorch's threads are shared by the whole process, so tests take turns.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Figment.Tests;

/// <summary>A small data set on disk, for tests that are not about MNIST itself.</summary>
internal static class SmallData
{
    /// <summary>Writes 48 images of 28 × 28 pixels as IDX.</summary>
    public static string WriteIdx(string folder)
    {
        string path = Path.Combine(folder, "small-idx3-ubyte");
        byte[] pixels = [.. Enumerable.Range(0, 48 * 28 * 28).Select(i => (byte)(i * 7919 % 251))];
        File.WriteAllBytes(path, [0, 0, 8, 3, 0, 0, 0, 48, 0, 0, 0, 28, 0, 0, 0, 28, .. pixels]);
        return path;
    }
}

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("figment-test-").FullName;

    public string this[string name] => Path.Combine(Root, name);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
