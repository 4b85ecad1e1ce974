namespace Figment.Server;

/// <summary>
/// One thread that computes for all visitors. libtorch keeps a pool of threads for every thread that calls it, and a web server
/// has many threads.
/// </summary>
internal sealed class ModelThread : IDisposable
{
    private readonly Lock gate = new();
    private readonly SemaphoreSlim waiting = new(0);
    private readonly Queue<Action> quick = [],
        slow = [];
    private readonly Thread worker;
    private bool isOver;

    internal ModelThread(string name)
    {
        worker = new Thread(Work) { IsBackground = true, Name = name };
        worker.Start();
    }

    /// <summary>Runs a function on the thread, when it is its turn.</summary>
    /// <param name="act">The function.</param>
    /// <param name="isSlow">
    /// Whether all other functions go first; a slow function should call <see cref="LetOthers"/> from time to time.
    /// </param>
    /// <param name="cancellationToken">
    /// Cancels the wait. A function that has started is not interrupted, but may check the token itself.
    /// </param>
    /// <exception cref="OperationCanceledException">The caller no longer waits, or the thread has ended.</exception>
    internal async Task<T> RunAsync<T>(Func<T> act, CancellationToken cancellationToken, bool isSlow = false)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int isTaken = 0;
        using CancellationTokenRegistration leave = cancellationToken.Register(() =>
        {
            if (Interlocked.Exchange(ref isTaken, 1) == 0)
                done.TrySetCanceled(cancellationToken);
        });
        lock (gate)
        {
            if (isOver)
                throw new OperationCanceledException("The server is shutting down.");
            (isSlow ? slow : quick).Enqueue(() =>
            {
                if (Interlocked.Exchange(ref isTaken, 1) == 0)
                    Complete(done, act);
            });
        }

        waiting.Release();
        return await done.Task;
    }

    /// <summary>Called on the thread by a slow function: runs the fast functions that are waiting.</summary>
    internal void LetOthers()
    {
        while (Next(andSlow: false) is { } act)
            act();
    }

    /// <summary>Waits until the current and all waiting functions are done.</summary>
    public void Dispose()
    {
        lock (gate)
            isOver = true;
        waiting.Release();
        worker.Join();
        waiting.Dispose();
    }

    private static void Complete<T>(TaskCompletionSource<T> done, Func<T> act)
    {
        try
        {
            done.SetResult(act());
        }
        catch (OperationCanceledException e)
        {
            done.SetCanceled(e.CancellationToken);
        }
        catch (Exception e)
        {
            done.SetException(e);
        }
    }

    private void Work()
    {
        while (true)
        {
            if (Next(andSlow: true) is { } act)
                act();
            else if (isOver)
                return;
            else
                waiting.Wait();
        }
    }

    private Action? Next(bool andSlow)
    {
        lock (gate)
            return quick.TryDequeue(out Action? act) || (andSlow && slow.TryDequeue(out act)) ? act : null;
    }
}
