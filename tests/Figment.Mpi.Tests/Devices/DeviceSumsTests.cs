using Figment.Backend;
using Figment.Tests;

namespace Figment.Mpi.Tests;

/// <summary>Sums on GPUs by NCCL, or the way around it, with stand-ins for NCCL and the driver; processes are threads.</summary>
public sealed unsafe class DeviceSumsTests : IDisposable
{
    private const int Count = 100_003; // more than the stand-in adds up at once
    private readonly StandIn devices;

    public DeviceSumsTests()
    {
        TorchLibrary.Load(); // which the threads' group asks
        devices = StandIn.Compile();
    }

    public void Dispose() => devices.Dispose();

    [Fact]
    public void Each_rank_has_the_sum_and_all_leave_in_order()
    {
        Said[] all = Sum([0, 1, 2]);

        Assert.All(
            all,
            each =>
            {
                Assert.True(each.IsDone);
                Assert.Equal(Expected(3), each.Numbers);
                Assert.Equal(["cuda:0", "cuda:1", "cuda:2"], each.Devices.Names);
                Assert.Equal(("2.27.3", null, null), (each.Devices.Nccl, each.Devices.WithoutNccl, each.Devices.Shared));
            }
        );
        Assert.Equal((0, 3), (devices.Aborted, devices.Destroyed));
    }

    [Theory]
    [InlineData(0, -1, "rank 1 on node01 computes on the CPU.")]
    [InlineData(0, 99, "rank 1 on node01 has no usable NCCL.")] // rank 1 says: invalid device ordinal
    [InlineData(5, 5, "NCCL needs a separate GPU for each process.")]
    public void What_NCCL_cannot_add_up_is_left_to_the_caller_in_all_ranks(int first, int second, string why)
    {
        Said[] all = Sum([first, second]);

        Assert.All(all, each => Assert.False(each.IsDone));
        Assert.Equal([Own(0), Own(1)], all.Select(each => each.Numbers)); // as they were
        Assert.Equal(why, all[0].Devices.WithoutNccl);
        Assert.Null(all[0].Devices.Nccl);
        Assert.Equal((0, 0), (devices.Aborted, devices.Destroyed));
    }

    [Fact]
    public void Ranks_that_share_a_GPU_are_named_and_those_on_two_machines_do_not()
    {
        const string Sentence = "Ranks 0, 1 share one GPU of node01 (the first calls it cuda:5)";
        Assert.StartsWith(Sentence, Sum([5, 5])[0].Devices.Shared, StringComparison.Ordinal);
        Assert.Null(Sum([5, 5], isApart: true)[0].Devices.Shared);
    }

    [Fact]
    public void Without_GPUs_there_is_nothing_to_say()
    {
        GroupDevices found = Sum([-1, -1])[0].Devices;
        Assert.False(found.HasGpus);
        Assert.Equal((null, null, null), (found.Nccl, found.WithoutNccl, found.Shared));
    }

    [Fact]
    public void Without_NCCL_the_caller_adds_up_and_is_told_what_is_missing()
    {
        Said[] all = Sum([0, 1], options => options with { NcclPath = "/nowhere" });
        Assert.All(all, each => Assert.False(each.IsDone));
        Assert.StartsWith("No NCCL was found at /nowhere.", all[0].Devices.WithoutNccl, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Behaviour.RefusesToJoin, "ncclCommInitRank failed: unhandled system error (the stand-in was told to refuse).")]
    [InlineData(Behaviour.RefusesAnId, "ncclGetUniqueId failed: unhandled system error.")]
    public void An_NCCL_that_does_not_begin_is_done_without(Behaviour behaviour, string why)
    {
        Said[] all = Sum([0, 1], behaviour: behaviour);
        Assert.All(all, each => Assert.False(each.IsDone));
        Assert.Equal(why, all[0].Devices.WithoutNccl);
    }

    [Theory]
    [InlineData(Behaviour.RefusesToAddUp, 0, "ncclAllReduce failed: invalid argument.")]
    [InlineData(Behaviour.BreaksWhileItAddsUp, 2, "The sum over the GPUs by NCCL failed: remote process exited or there was a n")]
    [InlineData(Behaviour.NeverEndsASum, 2, "NCCL has not finished a sum within 0.3 s, although all processes take part: ")]
    public void A_sum_that_fails_or_has_no_end_is_given_up_with_words(Behaviour behaviour, int given, string sentence)
    {
        string[] problems = ThreadGroup.Run(
            2,
            group =>
            {
                using DeviceSums sums = Sums(group, options => options);
                Assert.True(Add(sums, group.Rank, Own(group.Rank)));
                Meet(group);
                if (group.Rank == 0)
                    devices.Behave(behaviour);
                Meet(group);
                return Assert.Throws<FigmentException>(() => Add(sums, group.Rank, Own(group.Rank))).Message;
            }
        );

        Assert.All(problems, problem => Assert.StartsWith(sentence, problem, StringComparison.Ordinal));
        Assert.Equal(given, devices.Aborted);
    }

    [Fact]
    public void Ranks_that_do_not_find_each_other_are_not_waited_for_without_end()
    {
        devices.Behave(Behaviour.NeverEndsJoining);
        List<string> said = [];
        ThreadGroup.Run(
            2,
            group =>
            {
                using DeviceSums sums = Sums(
                    group,
                    options => options,
                    sentence =>
                    {
                        lock (said)
                            said.Add(sentence);
                        devices.Behave(Behaviour.Well); // instead of ending all processes
                    }
                );
                return Add(sums, group.Rank, Own(group.Rank));
            }
        );
        Assert.NotEmpty(said);
        Assert.StartsWith("NCCL has not connected the processes within 0.3 s.", said[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_of_another_GPU_than_the_first_are_refused() =>
        Assert.All(
            ThreadGroup.Run(
                2,
                group =>
                {
                    using DeviceSums sums = Sums(group, options => options);
                    Add(sums, group.Rank, Own(group.Rank));
                    return Assert.Throws<InvalidOperationException>(() => Add(sums, group.Rank + 2, Own(group.Rank))).Message;
                }
            ),
            message => Assert.Contains("all its sums on GPU", message, StringComparison.Ordinal)
        );

    private static float[] Own(int rank) => [.. Enumerable.Range(0, Count).Select(i => (float)((i % 1000) + rank))];

    private static float[] Expected(int size) =>
        [.. Enumerable.Range(0, Count).Select(i => (float)((size * (i % 1000)) + (size * (size - 1) / 2)))];

    private static bool Add(DeviceSums sums, int gpu, float[] numbers)
    {
        fixed (float* first = numbers)
            return sums.TrySum(gpu, (IntPtr)first, numbers.Length);
    }

    private static void Meet(ITrainingGroup group) => group.Sum(new float[1].AsSpan());

    private Said[] Sum(
        int[] gpus,
        Func<MpiOptions, MpiOptions>? change = null,
        Behaviour behaviour = Behaviour.Well,
        bool isApart = false
    )
    {
        devices.Behave(behaviour);
        return ThreadGroup.Run(
            gpus.Length,
            group =>
            {
                using DeviceSums sums = Sums(group, change ?? (options => options), isApart: isApart);
                float[] numbers = Own(group.Rank);
                bool isDone = Add(sums, gpus[group.Rank], numbers);
                Meet(group);
                return new Said(isDone, numbers, sums.Devices!);
            }
        );
    }

    private DeviceSums Sums(
        ITrainingGroup group,
        Func<MpiOptions, MpiOptions> change,
        Action<string>? giveUp = null,
        bool isApart = false
    )
    {
        TimeSpan limit = TimeSpan.FromMilliseconds(300);
        MpiOptions options = change(
            new MpiOptions
            {
                NcclPath = devices.Folder,
                Patience = limit,
                Advice = "Go on.",
            }
        );
        string[] hosts = [.. Enumerable.Range(1, group.Size).Select(i => isApart ? $"node0{i}" : "node01")];
        return new DeviceSums(group, hosts, options, TimeProvider.System)
        {
            Meet = () => Meet(group),
            GiveUp = giveUp ?? (_ => { }),
            FindingTime = limit,
            CudaPath = devices.Cuda,
        };
    }

    private sealed record Said(bool IsDone, float[] Numbers, GroupDevices Devices);
}
