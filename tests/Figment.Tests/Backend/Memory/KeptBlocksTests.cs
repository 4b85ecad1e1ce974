using System.Runtime.InteropServices;
using Figment.Backend;
using Microsoft.Extensions.Time.Testing;

namespace Figment.Tests.Backend;

/// <summary>Blocks of the C library's that were freed and are used again.</summary>
public sealed unsafe class KeptBlocksTests
{
    private static readonly TimeSpan AWhile = TimeSpan.FromSeconds(11);

    [ThreadStatic]
    private static int freed;

    private readonly FakeTimeProvider clock = new();

    [Fact]
    public void Sizes_are_rounded_up_by_an_eighth_at_most_to_one_that_stays_as_it_is()
    {
        for (int i = 0; i < 4000; i++)
        {
            nuint size = 64 + (nuint)((long)i * i * i / 30);

            nuint rounded = KeptBlocks.Rounded(size);

            Assert.InRange(rounded, size, size + (size / 8) + 1);
            Assert.Equal(rounded, KeptBlocks.Rounded(rounded));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData((1L << 31) + 1)]
    [InlineData(long.MaxValue)]
    public void Blocks_smaller_than_a_line_of_the_cache_or_larger_than_2_GB_are_left_to_the_system(long size) =>
        Assert.Equal((nuint)0, KeptBlocks.Rounded((nuint)size));

    [Fact]
    public void A_block_is_taken_again_for_what_it_has_room_for_and_for_nothing_larger()
    {
        KeptBlocks blocks = Empty();
        nuint size = KeptBlocks.Rounded(100_000);
        void* block = New(size);
        Assert.True(blocks.Keep(block));

        Assert.True(blocks.Take(KeptBlocks.Rounded(size + 1)) == null);
        Assert.True(blocks.Take(KeptBlocks.Rounded(size / 2)) == null);
        Assert.True(blocks.Take(KeptBlocks.Rounded(size - 1000)) == block);
        Assert.True(blocks.Take(size) == null);
        Delete(block);
    }

    [Fact]
    public void A_block_with_room_to_spare_serves_the_size_below()
    {
        KeptBlocks blocks = Empty();
        void* block = New(KeptBlocks.Rounded(5000) + 100);
        Assert.True(blocks.Keep(block));

        Assert.True(blocks.Take(KeptBlocks.Rounded(5000)) == block);
        Delete(block);
    }

    [Fact]
    public void Blocks_that_are_not_aligned_stay_the_caller_s()
    {
        KeptBlocks blocks = Empty();
        byte* block = (byte*)New(4096);

        Assert.False(blocks.Keep(block + 16));
        Delete(block);
    }

    [Fact]
    public void Release_gives_all_back_to_the_system()
    {
        KeptBlocks blocks = Empty();
        freed = 0;
        for (int i = 0; i < 50; i++) Assert.True(blocks.Keep(New((nuint)(64 << (i % 12)))));

        blocks.Release();

        Assert.Equal(50, freed);
        Assert.True(blocks.Take(64) == null);
    }

    [Fact]
    public void Blocks_that_nobody_took_for_a_while_are_given_back_and_no_others()
    {
        KeptBlocks blocks = Empty();
        freed = 0;
        for (int i = 0; i < 5; i++) blocks.Keep(New(65_536));
        for (int round = 0; round < 3; round++)
        {
            clock.Advance(AWhile);
            for (int step = 0; step < 2000; step++)
            {
                void* one = blocks.Take(65_536), other = blocks.Take(65_536); // two of five are needed
                blocks.Keep(one);
                blocks.Keep(other);
            }
        }

        Assert.Equal(3, freed);
        blocks.Release();
        Assert.Equal(5, freed);
    }

    [Fact]
    public void Threads_never_hold_the_same_block()
    {
        KeptBlocks blocks = Empty();
        for (int i = 0; i < 6; i++) blocks.Keep(New(1024));
        Parallel.For(0, 4, thread =>
        {
            for (int i = 0; i < 100_000; i++)
            {
                long* block = (long*)blocks.Take(1024);
                if (block == null) continue;
                for (int at = 0; at < 16; at++) block[at] = thread;
                for (int at = 0; at < 16; at++)
                {
                    if (block[at] != thread) throw new InvalidOperationException("Another thread wrote into the block.");
                }

                blocks.Keep(block);
            }
        });
        freed = 0;
        blocks.Release();
        Assert.Equal(6, freed);
    }

    private KeptBlocks Empty()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only with glibc.");
        IntPtr size = NativeLibrary.GetExport(NativeLibrary.Load("libc.so.6"), "malloc_usable_size");
        return new(&Free, (delegate* unmanaged[SuppressGCTransition]<void*, nuint>)size, clock);
    }

    private static void* New(nuint size) => NativeMemory.AlignedAlloc(size, 64);

    private static void Delete(void* block) => NativeMemory.AlignedFree(block);

    [UnmanagedCallersOnly]
    private static void Free(void* block)
    {
        freed++;
        Delete(block);
    }
}
