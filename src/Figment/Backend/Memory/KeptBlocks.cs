using System.Runtime.InteropServices;

namespace Figment.Backend;

/// <summary>
/// Blocks of native memory that were freed and wait to be used again, by size. A training step needs the same blocks as the one
/// before, so after the first steps none is fetched from the system any more.
/// </summary>
/// <remarks>
/// Sizes are rounded up to one of eight in each doubling, from 128 bytes to 2 GB; of what is added at a block's end nothing is
/// touched. A block that waits holds the address of the next one in its first bytes. Native code puts blocks in and takes them
/// out (<see cref="KeptCode"/>), on any thread; here they are given back. It lives as long as the process.
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

    /// <summary>What stands for <c>posix_memalign</c>.</summary>
    internal delegate* unmanaged<void**, nuint, nuint, int> Allocate =>
        (delegate* unmanaged<void**, nuint, nuint, int>)(code + KeptCode.Allocate);

    /// <summary>What stands for <c>free</c>.</summary>
    internal delegate* unmanaged<void*, void> Free => (delegate* unmanaged<void*, void>)(code + KeptCode.Free);

    /// <summary>How many blocks wait.</summary>
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

    /// <summary>An empty store; null where it cannot be.</summary>
    /// <param name="allocate"><c>posix_memalign</c>.</param>
    /// <param name="free"><c>free</c>.</param>
    /// <param name="sizeOf"><c>malloc_usable_size</c>.</param>
    internal static KeptBlocks? Create(IntPtr allocate, IntPtr free, IntPtr sizeOf)
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return null;
        State* state = (State*)NativeMemory.AllocZeroed((nuint)(sizeof(State) + (Shelves * sizeof(Shelf))));
        (state->Allocate, state->Free, state->SizeOf) = (allocate, free, sizeOf);
        byte* code = KeptCode.Load(state);
        return code == null ? null : new KeptBlocks(state, code);
    }

    /// <summary>Gives all of them back.</summary>
    internal void Release() => GiveBack(shelf => shelf.Count);

    /// <summary>Gives back as many of each size as waited all the time since the last call.</summary>
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

    /// <summary>As <c>struct state</c> in <c>Native/kept.c</c>; the other shelves follow the first.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct State
    {
        internal IntPtr Allocate,
            Free,
            SizeOf;
        internal long Held;
        internal Shelf First;
    }

    /// <summary>Blocks of one size.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Shelf
    {
        internal void* Top;
        internal long Count,
            Least; // Least: how many waited at any time since the last look
    }
}
