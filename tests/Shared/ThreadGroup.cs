using System.Numerics;
using Figment.Backend;

namespace Figment.Tests;

/// <summary>A group whose processes are threads of this process: sums are made in the order of their ranks.</summary>
internal sealed class ThreadGroup : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Barrier barrier;
    private readonly Array[] given;
    private readonly CancellationTokenSource broken = new();

    private ThreadGroup(int size) => (barrier, given) = (new Barrier(size), new Array[size]);

    public void Dispose()
    {
        barrier.Dispose();
        broken.Dispose();
    }

    /// <summary>
    /// Runs the same work on several threads, each with its rank, and waits for all of them; if one fails, all end.
    /// </summary>
    internal static T[] Run<T>(int size, Func<ITrainingGroup, T> work)
    {
        using ThreadGroup group = new(size);
        Task<T>[] all =
        [
            .. Enumerable
                .Range(0, size)
                .Select(rank =>
                    Task.Factory.StartNew(
                        () =>
                        {
                            TorchSharp.torch.set_num_threads(1);
                            try
                            {
                                return work(new Member(group, rank));
                            }
                            catch
                            {
                                group.broken.Cancel();
                                throw;
                            }
                        },
                        CancellationToken.None,
                        TaskCreationOptions.LongRunning,
                        TaskScheduler.Default
                    )
                ),
        ];
        try
        {
            Task.WaitAll(all);
        }
        catch (AggregateException e)
        {
            throw e.Flatten().InnerExceptions.OrderBy(inner => inner is OperationCanceledException).First();
        }

        return [.. all.Select(task => task.Result)];
    }

    private sealed class Member(ThreadGroup group, int rank) : ITrainingGroup
    {
        public int Rank => rank;

        public int Size => group.given.Length;

        public void Sum(Span<float> numbers) => Add(numbers);

        public void Sum(Span<double> numbers) => Add(numbers);

        public void Broadcast(Span<byte> bytes)
        {
            Meet(bytes.ToArray());
            ((byte[])group.given[0]).CopyTo(bytes);
            Wait();
        }

        private void Add<T>(Span<T> numbers)
            where T : INumber<T>
        {
            Meet(numbers.ToArray());
            T[] sums = new T[numbers.Length];
            foreach (Array own in group.given)
            {
                T[] addends = (T[])own;
                if (addends.Length != sums.Length)
                    throw new InvalidOperationException($"One gives {addends.Length} numbers, another {sums.Length}.");
                for (int i = 0; i < sums.Length; i++)
                    sums[i] += addends[i];
            }

            sums.CopyTo(numbers);
            Wait();
        }

        private void Meet(Array own)
        {
            group.given[rank] = own;
            Wait();
        }

        private void Wait()
        {
            if (!group.barrier.SignalAndWait(Patience, group.broken.Token))
                throw new TimeoutException("Another thread did not come.");
        }
    }
}
