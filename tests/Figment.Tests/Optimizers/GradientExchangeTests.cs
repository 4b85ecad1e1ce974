using Figment.Backend;
using Figment.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Optimizers;

/// <summary>Gradients of several processes (here threads) become the mean over all items, wherever they are summed.</summary>
public sealed class GradientExchangeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void They_are_added_up_where_they_are_if_the_group_can(bool isAble)
    {
        (float[] Means, int OnDevice, int InMemory)[] all = ThreadGroup.Run(
            2,
            group =>
            {
                using DisposeScope scope = NewDisposeScope();
                DeviceGroup device = new(group, isAble);
                // 1 item in process 0, 2 in process 1.
                using GradientExchange exchange = new() { Share = new BatchShare(device, 3) };
                Tensor matrix = full([2, 2], 3.0 + (3 * group.Rank)),
                    half = full([3], 6.0 * group.Rank, ScalarType.BFloat16);
                exchange.Average([matrix, half]);
                exchange.Average([matrix, half]); // a second time, although it has been done
                float[] means = [.. matrix.data<float>(), .. half.to(ScalarType.Float32).data<float>()];
                return (means, device.OnDevice, device.InMemory);
            }
        );

        Assert.All(
            all,
            each =>
            {
                // (3 + 2 · 6) / 3 and (0 + 2 · 6) / 3
                Assert.Equal([5, 5, 5, 5, 4, 4, 4], each.Means.Select(mean => MathF.Round(mean, 5)));
                Assert.Equal(isAble ? (1, 0) : (0, 1), (each.OnDevice, each.InMemory));
            }
        );
        Assert.Equal(all[0].Means, all[1].Means);
    }

    [Fact]
    public void Other_shapes_get_room_of_their_own()
    {
        float[][] all = ThreadGroup.Run(
            2,
            group =>
            {
                using DisposeScope scope = NewDisposeScope();
                using GradientExchange exchange = new() { Share = new BatchShare(group, 2) };
                Tensor first = full([2], 1.0 + group.Rank),
                    second = full([5], 3.0 + group.Rank);
                exchange.Average([first]);
                exchange.Forget();
                exchange.Average([first, second]);
                return (float[])[.. first.data<float>(), .. second.data<float>()];
            }
        );

        Assert.All(all, each => Assert.Equal([1.5f, 1.5f, 3.5f, 3.5f, 3.5f, 3.5f, 3.5f], each));
    }

    /// <summary>A group that sums where the numbers are, which here is ordinary memory, and counts its calls.</summary>
    private sealed unsafe class DeviceGroup(ITrainingGroup group, bool isAble) : ITrainingGroup
    {
        internal int OnDevice { get; private set; }

        internal int InMemory { get; private set; }

        public int Rank => group.Rank;

        public int Size => group.Size;

        public bool TrySum(Device device, IntPtr numbers, long count)
        {
            if (!isAble)
                return false;
            OnDevice++;
            group.Sum(new Span<float>((void*)numbers, (int)count));
            return true;
        }

        public void Sum(Span<float> numbers)
        {
            InMemory++;
            group.Sum(numbers);
        }

        public void Sum(Span<double> numbers) => group.Sum(numbers);

        public void Broadcast(Span<byte> bytes) => group.Broadcast(bytes);
    }
}
