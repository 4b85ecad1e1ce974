using System.Runtime.InteropServices;

namespace Figment.Backend;

/// <summary>
/// Freed blocks of native memory that wait for reuse, by size. A training step needs the same blocks as the step before, so after
/// the first steps, none comes from the system any more.
/// </summary>
/// <remarks>
/// Sizes are rounded up to one of eight steps between each power of two and the next, from 128 bytes to 2 GB; the extra bytes at
/// the end of a block are never touched. A waiting block holds the address of the next one in its first bytes. Native code stores
/// and takes blocks (<see cref="KeptCode"/>), on any thread; this class releases them. The store lives as long as the process.
/// </remarks>
internal sealed unsafe class KeptBlocks
{
    private const int Shelves = 193; // as in Native/kept.c
    private readonly State* state;
    private readonly byte* code;

    private KeptBlocks(State* state, byte* code)
    {
        this.state = state;
        this.code = code;
    }

    /// <summary>The replacement for <c>posix_memalign</c>.</summary>
    internal delegate* unmanaged<void**, nuint, nuint, int> Allocate =>
        (delegate* unmanaged<void**, nuint, nuint, int>)(code + KeptCode.Allocate);

    /// <summary>The replacement for <c>free</c>.</summary>
    internal delegate* unmanaged<void*, void> Free => (delegate* unmanaged<void*, void>)(code + KeptCode.Free);

    /// <summary>The number of waiting blocks.</summary>
    internal long Count
    {
        get
        {
            long count = 0;
            for (int i = 0; i < Shelves; i++)
                count += (&state->First)[i].Count;
            return count;
        }
    }

    /// <summary>Creates an empty store; null if this system does not support it.</summary>
    /// <param name="allocate">The address of <c>posix_memalign</c>.</param>
    /// <param name="free">The address of <c>free</c>.</param>
    /// <param name="sizeOf">The address of <c>malloc_usable_size</c>.</param>
    internal static KeptBlocks? Create(IntPtr allocate, IntPtr free, IntPtr sizeOf)
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return null;
        State* state = (State*)NativeMemory.AllocZeroed((nuint)(sizeof(State) + (Shelves * sizeof(Shelf))));
        (state->Allocate, state->Free, state->SizeOf) = (allocate, free, sizeOf);
        byte* code = KeptCode.Load(state);
        return code == null ? null : new KeptBlocks(state, code);
    }

    /// <summary>Releases all waiting blocks.</summary>
    internal void Release() => GiveBack(shelf => shelf.Count);

    /// <summary>Releases as many blocks of each size as have waited unused since the last call.</summary>
    internal void ReleaseUnused() => GiveBack(shelf => shelf.Least);

    private void GiveBack(Func<Shelf, long> howMany)
    {
        delegate* unmanaged<void*, void> free = (delegate* unmanaged<void*, void>)state->Free;
        for (int i = 0; i < Shelves; i++)
        {
            Shelf* shelf = &state->First + i;
            void* chain = null;
            Hold();
            for (long left = howMany(*shelf); left > 0; left--)
            {
                void* block = shelf->Top;
                shelf->Top = *(void**)block;
                *(void**)block = chain;
                chain = block;
                shelf->Count--;
            }

            shelf->Least = shelf->Count;
            Volatile.Write(ref state->Held, 0);
            while (chain != null)
            {
                void* next = *(void**)chain;
                free(chain);
                chain = next;
            }
        }
    }

    private void Hold()
    {
        SpinWait wait = default;
        while (Interlocked.Exchange(ref state->Held, 1) != 0)
            wait.SpinOnce();
    }

    /// <summary>The layout of <c>struct state</c> in <c>Native/kept.c</c>; the other shelves follow the first.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct State
    {
        internal IntPtr Allocate,
            Free,
            SizeOf;
        internal long Held;
        internal Shelf First;
    }

    /// <summary>The waiting blocks of one size.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Shelf
    {
        internal void* Top;
        internal long Count,
            Least; // Least: the fewest blocks that waited at any time since the last check
    }
}
