using System.Runtime.InteropServices;

namespace Figment.Backend;

/// <summary>
/// Lets libtorch use the memory of freed tensors again, on Linux. What it asks the C library for goes through
/// <see cref="KeptBlocks"/>, in this process alone.
/// </summary>
/// <remarks>
/// <para>libtorch and oneDNN ask for aligned memory (<c>posix_memalign</c>) for each tensor and each conversion. Before version 2.38
/// glibc hardly ever uses such a block again (its bug 14581), so each step's come as fresh pages from the system, which clears them: a third
/// of a step with convolutions. From 2.38 on what remains is the way to the system and back for large ones.</para>
/// <para>Each block is one of the C library's own, so it does not matter who frees it: blocks made before, or elsewhere, are as good.
/// The environment variable <c>FIGMENT_KEEP_MEMORY=0</c> leaves all as it is; it is read here because it must be known before the first
/// tensor.</para>
/// </remarks>
internal static unsafe class KeptMemory
{
    /// <summary>The environment variable that turns it off: 0.</summary>
    internal const string Variable = "FIGMENT_KEEP_MEMORY";

    private const string Allocating = "posix_memalign", Freeing = "free";
    private static readonly List<(IntPtr Slot, IntPtr Before)> Changed = [];
    private static delegate* unmanaged<void**, nuint, nuint, int> allocate;
    private static delegate* unmanaged<void*, void> free;
    private static KeptBlocks? blocks;

    /// <summary>Whether libtorch's memory is kept.</summary>
    internal static bool IsOn => blocks is not null;

    /// <summary>Begins to keep, for the libraries of a libtorch that are loaded. Does nothing where it cannot be done.</summary>
    /// <param name="libraries">Their files.</param>
    internal static void Install(IReadOnlyList<string> libraries)
    {
        if (IsOn || !OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable(Variable) == "0") return;
        if (!NativeLibrary.TryLoad("libc.so.6", out IntPtr library)
            || !IsInUse(library, Allocating, out IntPtr allocating)
            || !IsInUse(library, Freeing, out IntPtr freeing)
            || !IsInUse(library, "malloc_usable_size", out IntPtr size)) return;
        allocate = (delegate* unmanaged<void**, nuint, nuint, int>)allocating;
        free = (delegate* unmanaged<void*, void>)freeing;
        blocks = new KeptBlocks(free, (delegate* unmanaged[SuppressGCTransition]<void*, nuint>)size, TimeProvider.System);
        foreach (string path in libraries)
        {
            // Freeing first: a block that is kept must have come from the C library, not the other way round.
            Change(path, Freeing, (IntPtr)(delegate* unmanaged<void*, void>)&Free);
            Change(path, Allocating, (IntPtr)(delegate* unmanaged<void**, nuint, nuint, int>)&Allocate);
        }

        if (Changed.Count == 0) blocks = null;

        // Native code still frees when .NET is gone.
        else AppDomain.CurrentDomain.ProcessExit += (_, _) => Restore();
    }

    /// <summary>Gives back what waits to be used again.</summary>
    internal static void Release() => blocks?.Release();

    /// <summary>Whether it is the C library's function that the process calls: jemalloc and its like put others before it.</summary>
    private static bool IsInUse(IntPtr library, string function, out IntPtr address) =>
        NativeLibrary.TryGetExport(library, function, out address)
        && NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), function, out IntPtr called) && called == address;

    private static void Change(string path, string function, IntPtr replacement)
    {
        foreach (IntPtr slot in ImportSlots.Of(path, function))
        {
            Changed.Add((slot, *(IntPtr*)slot));
            Volatile.Write(ref *(IntPtr*)slot, replacement);
        }
    }

    private static void Restore()
    {
        foreach ((IntPtr slot, IntPtr before) in Changed) Volatile.Write(ref *(IntPtr*)slot, before);
    }

    [UnmanagedCallersOnly]
    private static int Allocate(void** block, nuint alignment, nuint size)
    {
        nuint rounded = alignment <= KeptBlocks.Alignment ? KeptBlocks.Rounded(size) : 0;
        if (rounded == 0) return allocate(block, alignment, size);
        void* kept = blocks!.Take(rounded);
        if (kept != null)
        {
            *block = kept;
            return 0;
        }

        int error = allocate(block, KeptBlocks.Alignment, rounded);
        if (error == 0) return 0;
        blocks.Release(); // no memory is left: perhaps with what waits
        return allocate(block, alignment, size);
    }

    [UnmanagedCallersOnly]
    private static void Free(void* block)
    {
        if (block != null && !blocks!.Keep(block)) free(block);
    }
}
