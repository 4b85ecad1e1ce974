using System.Diagnostics;
using System.Runtime.InteropServices;
using Figment.Backend;

namespace Figment.Tests.Backend;

/// <summary>Blocks of the C library's that were freed and are used again.</summary>
public sealed unsafe class KeptBlocksTests
{
    private readonly KeptBlocks blocks;
    private readonly delegate* unmanaged<void*, nuint> sizeOf;

    public KeptBlocksTests()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux()
                && RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64,
            "Only on Linux and x64."
        );
        IntPtr library = NativeLibrary.Load("libc.so.6");
        IntPtr Export(string name) => NativeLibrary.GetExport(library, name);
        blocks = KeptBlocks.Create(Export("posix_memalign"), Export("free"), Export("malloc_usable_size"))!;
        sizeOf = (delegate* unmanaged<void*, nuint>)Export("malloc_usable_size");
    }

    [Fact]
    public void A_block_has_the_room_that_was_asked_for_and_an_eighth_more_at_most()
    {
        for (int i = 0; i < 1500; i++)
        {
            nuint size = 128 + (nuint)((long)i * i * i / 30);

            void* block = New(size);

            Assert.Equal((nuint)0, (nuint)block % 64);
            Assert.InRange(sizeOf(block), size, size + (size / 8) + 4200); // the C library rounds large ones up to pages
            blocks.Free(block);
        }

        blocks.Release();
    }

    [Theory]
    [InlineData(1_000)] // of less than 512 bytes the C library may give some more, which then serve the next size
    [InlineData(100_000)]
    [InlineData(33_000_001)]
    public void A_block_is_taken_again_for_sizes_that_are_rounded_alike_and_for_no_others(int size)
    {
        void* block = New((nuint)size);
        blocks.Free(block);
        Assert.Equal(1, blocks.Count);

        void* larger = New((nuint)size * 2),
            smaller = New((nuint)size / 2),
            same = New((nuint)size);

        Assert.True(larger != block && smaller != block);
        Assert.True(same == block);
        blocks.Free(larger);
        blocks.Free(smaller);
        blocks.Free(same);
        blocks.Release();
        Assert.Equal(0, blocks.Count);
    }

    [Theory]
    [InlineData(127, 64)]
    [InlineData(8192, 4096)]
    public void Small_ones_and_those_of_a_larger_alignment_are_the_c_library_s(int size, int alignment)
    {
        void* block;
        Assert.Equal(0, blocks.Allocate(&block, (nuint)alignment, (nuint)size));

        Assert.Equal((nuint)0, (nuint)block % (nuint)alignment);
        blocks.Free(block);
        blocks.Release();
    }

    [Fact]
    public void What_cannot_be_had_is_refused_as_the_c_library_does()
    {
        void* block;

        Assert.Equal(12, blocks.Allocate(&block, 64, (nuint)1 << 62)); // ENOMEM
    }

    [Fact]
    public void Nothing_is_freed_where_nothing_is() => blocks.Free(null);

    [Fact]
    public void Blocks_that_nobody_took_for_a_while_are_given_back_and_no_others()
    {
        void*[] all = new void*[5];
        for (int i = 0; i < 5; i++)
            all[i] = New(65_536);
        foreach (void* each in all)
            blocks.Free(each);
        blocks.ReleaseUnused();
        Assert.Equal(5, blocks.Count); // they were freed only a moment ago

        for (int step = 0; step < 100; step++)
        {
            void* one = New(65_536),
                other = New(65_536); // two of five are needed
            blocks.Free(one);
            blocks.Free(other);
        }

        blocks.ReleaseUnused();

        Assert.Equal(2, blocks.Count);
        blocks.Release();
    }

    [Fact]
    public void Threads_never_hold_the_same_block()
    {
        Parallel.For(
            0,
            4,
            thread =>
            {
                for (int i = 0; i < 100_000; i++)
                {
                    long* block = (long*)New(1024);
                    for (int at = 0; at < 16; at++)
                        block[at] = thread;
                    for (int at = 0; at < 16; at++)
                    {
                        if (block[at] != thread)
                            throw new InvalidOperationException("Another thread wrote into the block.");
                    }

                    blocks.Free(block);
                    if (i % 10_000 == 0)
                        blocks.ReleaseUnused();
                }
            }
        );
        Assert.InRange(blocks.Count, 1, 4);
        blocks.Release();
    }

    [Fact]
    public void The_code_is_what_the_compiler_makes_of_its_source()
    {
        string folder = Path.Combine(Repository.Root, "src", "Figment", "Backend", "Memory", "Native");
        Assert.SkipUnless(
            File.Exists("/usr/bin/gcc") && Run("gcc", "-dumpversion").Trim() == "12",
            "The bytes are those of gcc 12."
        );

        string made = Run("bash", Path.Combine(folder, "build.sh"));

        foreach (string line in KeptCode.Bytes.Split('\n', StringSplitOptions.TrimEntries))
            Assert.Contains(line, made, StringComparison.Ordinal);
        Assert.Contains($"kept_allocate {0x1000 + KeptCode.Allocate:x16}", made, StringComparison.Ordinal);
        Assert.Contains($"kept_free {0x1000 + KeptCode.Free:x16}", made, StringComparison.Ordinal);
    }

    private void* New(nuint size)
    {
        void* block;
        Assert.Equal(0, blocks.Allocate(&block, 64, size));
        return block;
    }

    private static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
