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
/// Loads libtorch before the first test: otherwise, if the first test began with TorchSharp, TorchSharp itself would look for it,
/// because no code of Figment runs before something in Figment is called. It computes on one thread, here and in the commands
/// that tests start, so that two test projects running at once have a core each: networks this small gain nothing from a second
/// thread. Tests of whether several threads give the same results use several threads, which sleep while they wait: spinning,
/// they would take the core from the threads they wait for.
/// </summary>
public sealed class TorchFixture
{
    /// <summary>Loads libtorch.</summary>
    public TorchFixture()
    {
        Environment.SetEnvironmentVariable("OMP_NUM_THREADS", "1");
        // For the commands that tests start, as in tests/Directory.Build.props for the tests
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
    /// <summary>How many tensors there are, not counting what earlier tests left to the garbage collector.</summary>
    public static long Count()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return TorchSharp.torch.Tensor.TotalCount;
    }

    /// <summary>
    /// What TorchSharp goes on counting for small classifiers disposed of long ago: each of their 17 parameters was made
    /// from a tensor whose memory it took over, and that tensor is never uncounted.
    /// </summary>
    public static long NeverUncounted(int networks) => 17 * networks;
}

/// <summary>A folder that is deleted after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("figment-test-").FullName;

    public string this[string name] => Path.Combine(Root, name);

    /// <summary>
    /// Copies a folder with all its contents, for instance a run that several tests each change in their own way.
    /// </summary>
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
