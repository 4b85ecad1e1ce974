using System.Runtime.InteropServices;
using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Backend;

/// <summary>libtorch's own memory, on the systems where it is kept.</summary>
public sealed class KeptMemoryTests
{
    public KeptMemoryTests() => Assert.SkipUnless(IsExpected, "libtorch's memory is kept on Linux with glibc only.");

    private static bool IsExpected => OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable(KeptMemory.Variable) != "0";

    [Fact]
    public void It_is_kept()
    {
        TorchLibrary.Load();

        Assert.True(KeptMemory.IsOn);
    }

    [Theory]
    [InlineData(1_000)] // of less than 512 bytes the C library may give some more, which then serve the next size
    [InlineData(50_000)]
    [InlineData(3_000_000)]
    public unsafe void A_tensor_takes_the_place_of_the_last_one_of_its_size(int count)
    {
        TorchLibrary.Load();
        GC.Collect();
        // A finalizer that frees a tensor of this size meanwhile would put its block before this one's.
        GC.WaitForPendingFinalizers();
        IntPtr before,
            after;
        using (Tensor first = empty(count))
            before = (IntPtr)TorchOperators.Data(first);

        using (Tensor second = empty(count))
            after = (IntPtr)TorchOperators.Data(second);

        Assert.Equal(before, after);
    }

    [Fact]
    public unsafe void Tensors_that_live_at_once_share_no_memory()
    {
        using DisposeScope scope = NewDisposeScope();
        SortedSet<long> places = [];
        for (int i = 0; i < 300; i++)
            Assert.True(places.Add((long)TorchOperators.Data(empty(1000))));

        long last = long.MinValue;
        foreach (long place in places)
        {
            Assert.True(place >= last + 4000);
            last = place;
        }
    }

    [Fact]
    public void A_tensor_that_no_memory_suffices_for_is_refused_as_ever()
    {
        TorchLibrary.Load();

        Exception? refused = Record.Exception(() => empty(1L << 50).Dispose());

        Assert.NotNull(refused);
        Assert.Contains("memory", refused.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Libtorch_calls_the_c_library_through_slots_that_are_found()
    {
        TorchLibrary.Load();
        IntPtr c10 = NativeLibrary.Load(Path.Combine(TorchLibrary.LoadAndReport().Directory, TorchLibrary.FileName("c10")));

        Assert.Single(ImportSlots.Of(c10, "posix_memalign"));
        Assert.Single(ImportSlots.Of(c10, "free"));
        Assert.Empty(ImportSlots.Of(c10, "posix_memalig"));
    }
}
