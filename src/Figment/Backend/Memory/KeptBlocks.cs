using System.Numerics;

namespace Figment.Backend;

/// <summary>
/// Blocks of native memory that were freed and wait to be used again, by size. A training step needs the same blocks as the one
/// before, so after the first steps none is fetched from the system any more. Blocks that nobody took for a while are given back.
/// </summary>
/// <remarks>
/// Sizes are rounded up to one of eight in each doubling; of what is added at a block's end nothing is touched. A block that waits
/// holds the address of the next one in its first bytes. May be used by several threads.
/// </remarks>
internal sealed unsafe class KeptBlocks
{
    /// <summary>Bytes that a block is aligned to, as libtorch and oneDNN ask for.</summary>
    internal const int Alignment = 64;

    private const int LeastBits = 6, MostBits = 31, Steps = 8, StepBits = 3; // 64 bytes to 2 GB
    private const int BetweenClocks = 1 << 10;                             // blocks kept between two looks at the clock
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);    // between two looks at what nobody took: several steps

    private readonly delegate* unmanaged<void*, void> free;
    private readonly delegate* unmanaged[SuppressGCTransition]<void*, nuint> sizeOf;
    private readonly Shelf[] shelves = GC.AllocateArray<Shelf>(((MostBits - LeastBits) * Steps) + 1, pinned: true);
    private readonly TimeProvider clock;
    private long lastLook;
    private int isHeld, sinceClock;

    /// <summary>An empty store.</summary>
    /// <param name="free">Gives a block back to the system.</param>
    /// <param name="sizeOf">Bytes that a block has room for, at least those that it was asked for with.</param>
    /// <param name="clock">Tells when a while is over.</param>
    internal KeptBlocks(
        delegate* unmanaged<void*, void> free, delegate* unmanaged[SuppressGCTransition]<void*, nuint> sizeOf, TimeProvider clock)
    {
        this.free = free;
        this.sizeOf = sizeOf;
        this.clock = clock;
        lastLook = clock.GetTimestamp();
    }

    /// <summary>The bytes to ask the system for, so that a block of that size can be kept; 0 where blocks of that size are not.</summary>
    internal static nuint Rounded(nuint size) =>
        size is < (nuint)1 << LeastBits or > (nuint)1 << MostBits ? 0 : SizeOfShelf(ShelfOf(size + SizeStep(size) - 1));

    /// <summary>A block of at least that size, with whatever it held; null where none waits.</summary>
    /// <param name="size">What <see cref="Rounded"/> gave.</param>
    internal void* Take(nuint size)
    {
        int index = ShelfOf(size);
        Hold();
        ref Shelf shelf = ref shelves[index];
        void* block = shelf.Top;
        if (block != null)
        {
            shelf.Top = *(void**)block;
            shelf.Count--;
            shelf.Least = Math.Min(shelf.Least, shelf.Count);
        }

        LetGo();
        return block;
    }

    /// <summary>Keeps a block for later.</summary>
    /// <returns>False where it is too small, too large or not aligned: it is the caller's still.</returns>
    internal bool Keep(void* block)
    {
        if ((nuint)block % Alignment != 0) return false;
        nuint size = sizeOf(block);
        if (size is < (nuint)1 << LeastBits or > (nuint)1 << MostBits) return false;
        int index = ShelfOf(size);
        void* unused = null;
        Hold();
        ref Shelf shelf = ref shelves[index];
        *(void**)block = shelf.Top;
        shelf.Top = block;
        shelf.Count++;
        if (++sinceClock == BetweenClocks) unused = NobodyTook();
        LetGo();
        FreeAll(unused);
        return true;
    }

    /// <summary>Gives all of them back.</summary>
    internal void Release()
    {
        foreach (ref Shelf shelf in shelves.AsSpan())
        {
            Hold();
            void* first = shelf.Top;
            shelf = default;
            LetGo();
            FreeAll(first);
        }
    }

    /// <summary>Takes off the shelves what was more than enough since the last time, as a chain.</summary>
    private void* NobodyTook()
    {
        void* chain = null;
        sinceClock = 0;
        if (clock.GetElapsedTime(lastLook) < Period) return chain;
        lastLook = clock.GetTimestamp();
        foreach (ref Shelf shelf in shelves.AsSpan())
        {
            for (; shelf.Least > 0; shelf.Least--)
            {
                void* block = shelf.Top;
                shelf.Top = *(void**)block;
                *(void**)block = chain;
                chain = block;
                shelf.Count--;
            }

            shelf.Least = shelf.Count;
        }

        return chain;
    }

    private void FreeAll(void* chain)
    {
        while (chain != null)
        {
            void* next = *(void**)chain;
            free(chain);
            chain = next;
        }
    }

    // A thread holds it for some nanoseconds; threads of libtorch's must not wait for one of .NET's locks.
    private void Hold()
    {
        SpinWait wait = default;
        while (Interlocked.CompareExchange(ref isHeld, 1, 0) != 0) wait.SpinOnce();
    }

    private void LetGo() => Volatile.Write(ref isHeld, 0);

    /// <summary>The largest size whose blocks fit into that many bytes.</summary>
    private static int ShelfOf(nuint size)
    {
        int bits = BitOperations.Log2(size);
        return ((bits - LeastBits) * Steps) + ((int)(size >> (bits - StepBits)) & (Steps - 1));
    }

    private static nuint SizeOfShelf(int index) =>
        (nuint)(Steps + (index % Steps)) << ((index / Steps) + LeastBits - StepBits);

    private static nuint SizeStep(nuint size) => (nuint)1 << (BitOperations.Log2(size) - StepBits);

    private struct Shelf
    {
        internal void* Top;
        internal int Count, Least; // Least: how many waited at any time since the last look
    }
}
