using System.Runtime.InteropServices;
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
/// because nothing of Figment runs before something of Figment is called. It computes on one thread, here and in the
/// commands that tests start, so that two test projects at once have a core each: networks this small gain nothing by a
/// second thread. What must be the same with several threads is tested with several, which sleep while they wait: in a loop
/// they would take the core of what they wait for.
/// </summary>
public sealed class TorchFixture
{
    /// <summary>Loads libtorch.</summary>
    public TorchFixture()
    {
        Environment.SetEnvironmentVariable("OMP_NUM_THREADS", "1");
        // In the commands that tests start, as tests/Directory.Build.props says of the tests
        Environment.SetEnvironmentVariable("DOTNET_TieredPGO", "0");
        if (OperatingSystem.IsLinux())
            _ = SetNative("OMP_WAIT_POLICY", "passive", 1); // .NET's own variables reach no native library
        TorchLibrary.Load();
        TorchSharp.torch.set_num_threads(1);
    }

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int SetNative(string name, string value, int overwrite);
}

/// <summary>More threads for libtorch, and then as many as before.</summary>
internal sealed class MoreThreads : IDisposable
{
    private readonly int before = TorchSharp.torch.get_num_threads();

    public MoreThreads(int count) => TorchSharp.torch.set_num_threads(count);

    public void Dispose() => TorchSharp.torch.set_num_threads(before);
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

    /// <summary>Copies a folder with all in it, for instance a run that several tests change each in its own way.</summary>
    public static string Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string sub in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, sub)));
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
        return to;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
