using System.Runtime.InteropServices;

namespace Figment.Backend;

/// <summary>
/// Lets libtorch use the memory of freed tensors again, on Linux and x64: what it asks the C library for goes through <see
/// cref="KeptBlocks"/>.
/// </summary>
/// <remarks>
/// <para>libtorch and oneDNN ask for aligned memory (<c>posix_memalign</c>) for each tensor and each conversion. Before version
/// 2.38 glibc hardly ever uses such a block again (its bug 14581), so each step's come as fresh pages from the system, which
/// clears them.</para>
/// <para>Each block is one of the C library's own, so it does not matter who frees it: blocks made before, or elsewhere, are as
/// good. The environment variable <c>FIGMENT_KEEP_MEMORY=0</c> leaves all as it is; it is read here because it must be known
/// before the first tensor.</para>
/// </remarks>
internal static unsafe class KeptMemory
{
    /// <summary>The environment variable that turns it off: 0.</summary>
    internal const string Variable = "FIGMENT_KEEP_MEMORY";

    private const string Allocating = "posix_memalign",
        Freeing = "free";
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10); // several steps
    private static KeptBlocks? blocks;
    private static Timer? sweep;

    /// <summary>Whether libtorch's memory is kept.</summary>
    internal static bool IsOn => blocks is not null;

    /// <summary>Begins to keep, for the libraries of a libtorch that are loaded. Does nothing where it cannot be done.</summary>
    /// <param name="libraries">Their handles.</param>
    internal static void Install(IReadOnlyList<IntPtr> libraries)
    {
        if (
            IsOn
            || libraries.Contains(IntPtr.Zero)
            || !OperatingSystem.IsLinux()
            || Environment.GetEnvironmentVariable(Variable) == "0"
        )
            return;
        if (
            !NativeLibrary.TryLoad("libc.so.6", out IntPtr library)
            || !IsInUse(library, Allocating, out IntPtr allocate)
            || !IsInUse(library, Freeing, out IntPtr free)
            || !IsInUse(library, "malloc_usable_size", out IntPtr sizeOf)
        )
            return;
        IntPtr[] frees = [.. libraries.SelectMany(handle => ImportSlots.Of(handle, Freeing))];
        IntPtr[] allocations = [.. libraries.SelectMany(handle => ImportSlots.Of(handle, Allocating))];
        if (frees.Length == 0 || allocations.Length == 0 || KeptBlocks.Create(allocate, free, sizeOf) is not { } store)
            return;
        blocks = store;
        foreach (IntPtr slot in frees)
            Volatile.Write(ref *(IntPtr*)slot, (IntPtr)store.Free);
        foreach (IntPtr slot in allocations)
            Volatile.Write(ref *(IntPtr*)slot, (IntPtr)store.Allocate);
        sweep = new Timer(_ => store.ReleaseUnused(), null, Period, Period);
    }

    /// <summary>Gives back what waits to be used again.</summary>
    internal static void Release() => blocks?.Release();

    /// <summary>
    /// Whether it is the C library's function that the process calls: jemalloc and its like put others before it.
    /// </summary>
    private static bool IsInUse(IntPtr library, string function, out IntPtr address) =>
        NativeLibrary.TryGetExport(library, function, out address)
        && NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), function, out IntPtr called)
        && called == address;
}
