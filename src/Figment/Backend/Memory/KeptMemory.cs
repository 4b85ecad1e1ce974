using System.Runtime.InteropServices;

namespace Figment.Backend;

/// <summary>
/// Lets libtorch reuse the memory of freed tensors, on Linux and x64: its requests to the C library go through
/// <see cref="KeptBlocks"/>.
/// </summary>
/// <remarks>
/// <para>libtorch and oneDNN request aligned memory (<c>posix_memalign</c>) for each tensor and each conversion. glibc before
/// 2.38 hardly ever reuses such a block (its bug 14581), so each step gets fresh pages from the system, which clears them.</para>
/// <para>Each block comes from the C library, so it does not matter who frees it: blocks that were allocated earlier or elsewhere
/// work too. The environment variable <c>FIGMENT_KEEP_MEMORY=0</c> turns this off; it is read here because it must be known
/// before the first tensor is created.</para>
/// </remarks>
internal static unsafe class KeptMemory
{
    /// <summary>The environment variable that turns the reuse of memory off when it is 0.</summary>
    internal const string Variable = "FIGMENT_KEEP_MEMORY";

    private const string Allocating = "posix_memalign",
        Freeing = "free";
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10); // several steps
    private static KeptBlocks? blocks;
    private static Timer? sweep;

    /// <summary>Whether libtorch's memory is reused.</summary>
    internal static bool IsOn => blocks is not null;

    /// <summary>Starts reusing memory for the loaded libraries of libtorch. Does nothing on unsupported systems.</summary>
    /// <param name="libraries">The handles of the libraries.</param>
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

    /// <summary>Releases the blocks that wait for reuse.</summary>
    internal static void Release() => blocks?.Release();

    /// <summary>
    /// Whether the process calls the C library's function: allocators such as jemalloc replace it with their own.
    /// </summary>
    private static bool IsInUse(IntPtr library, string function, out IntPtr address) =>
        NativeLibrary.TryGetExport(library, function, out address)
        && NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), function, out IntPtr called)
        && called == address;
}
