using Figment.Cli.Terminal;

namespace Figment.Cli.Commands;

/// <summary>Ctrl-C in a conversation: during an answer it ends that; otherwise, or once more, the conversation.</summary>
internal sealed class ChatInterruption : IDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource chat;
    private CancellationTokenSource? answer;

    /// <summary>Takes Ctrl-C over.</summary>
    /// <param name="cancellation">Other signals that end the command.</param>
    internal ChatInterruption(CancellationToken cancellation)
    {
        chat = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Interruption.TakeCtrlC = Take;
    }

    /// <summary>Ends the conversation.</summary>
    internal CancellationToken Chat => chat.Token;

    /// <summary>Does what an answer is; Ctrl-C ends only that.</summary>
    internal void During(Action<CancellationToken> write)
    {
        using CancellationTokenSource own = CancellationTokenSource.CreateLinkedTokenSource(chat.Token);
        lock (gate)
            answer = own;
        try
        {
            write(own.Token);
        }
        catch (OperationCanceledException) when (!chat.IsCancellationRequested)
        {
            // The conversation goes on.
        }
        finally
        {
            lock (gate)
                answer = null;
        }
    }

    public void Dispose()
    {
        Interruption.TakeCtrlC = null;
        chat.Dispose();
    }

    private bool Take()
    {
        lock (gate)
        {
            if (chat.IsCancellationRequested)
                return false;
            (answer is { IsCancellationRequested: false } ? answer : chat).Cancel();
            return true;
        }
    }
}
