using System.Diagnostics;
using System.Runtime.InteropServices;
using Figment.Tests;

namespace Figment.Mpi.Tests;

/// <summary>A library that stands in for NCCL and CUDA's driver, compiled from <c>standin.c</c>.</summary>
internal sealed unsafe class StandIn : IDisposable
{
    private static readonly string[] Compilers = ["/usr/bin/cc", "/usr/bin/gcc", "/usr/bin/clang"];
    private IntPtr handle;

    private StandIn(string folder) => Folder = folder;

    /// <summary>The folder that holds both libraries under the names that are looked for.</summary>
    internal string Folder { get; }

    internal string Nccl => Path.Combine(Folder, "libnccl.so.2");

    /// <summary>The same file under another name; the loader treats both as one library.</summary>
    internal string Cuda => Path.Combine(Folder, "libcuda.so.1");

    /// <summary>Communicators of this process that were aborted since the last <see cref="Behave"/>.</summary>
    internal int Aborted => ((delegate* unmanaged<int>)Export("standin_aborted"))();

    /// <summary>Communicators of this process that ended in order.</summary>
    internal int Destroyed => ((delegate* unmanaged<int>)Export("standin_destroyed"))();

    internal static StandIn Compile()
    {
        string? compiler = Array.Find(Compilers, File.Exists);
        Assert.SkipWhen(compiler is null, "There is no C compiler (cc).");
        StandIn made = new(Directory.CreateTempSubdirectory("figment-standin-").FullName);
        string source = Path.Combine(Repository.Root, "tests", "Figment.Mpi.Tests", "Devices", "standin.c");
        using Process process = Process.Start(compiler!, ["-O1", "-shared", "-fPIC", "-pthread", "-o", made.Nccl, source]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        File.CreateSymbolicLink(made.Cuda, made.Nccl);
        return made;
    }

    /// <summary>How it answers from now on.</summary>
    internal void Behave(Behaviour how) => ((delegate* unmanaged<int, void>)Export("standin_behave"))((int)how);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private void* Export(string name)
    {
        if (handle == IntPtr.Zero)
            handle = NativeLibrary.Load(Nccl);
        return (void*)NativeLibrary.GetExport(handle, name);
    }
}

/// <summary>In the order of <c>standin.c</c>.</summary>
public enum Behaviour
{
    Well,
    RefusesToJoin,
    RefusesToAddUp,
    BreaksWhileItAddsUp,
    NeverEndsASum,
    NeverEndsJoining,
    RefusesAnId,
}
