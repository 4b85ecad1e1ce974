using Figment.Backend;

// Tensors are counted and libtorch's threads are shared by the whole process, so tests take turns.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
[assembly: AssemblyFixture(typeof(Figment.Tests.TorchFixture))]

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

/// <summary>
/// Loads libtorch before the first test: one that begins with TorchSharp would otherwise have TorchSharp look for it,
/// because nothing of Figment runs before something of Figment is called.
/// </summary>
public sealed class TorchFixture
{
    /// <summary>Loads libtorch.</summary>
    public TorchFixture() => TorchLibrary.Load();
}

/// <summary>Counts native tensors.</summary>
internal static class LiveTensors
{
    /// <summary>How many there are, what earlier tests left to the garbage collector not counted.</summary>
    public static long Count()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return TorchSharp.torch.Tensor.TotalCount;
    }

    /// <summary>
    /// What TorchSharp goes on counting of small classifiers that are long disposed: each of their 17 parameters was made
    /// of a tensor whose memory it took over, and that tensor is never taken off the count.
    /// </summary>
    public static long NeverUncounted(int networks) => 17 * networks;
}

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("figment-test-").FullName;

    public string this[string name] => Path.Combine(Root, name);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
