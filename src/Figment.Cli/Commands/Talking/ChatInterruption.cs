using Figment.Cli.Terminal;

namespace Figment.Cli.Commands;

/// <summary>
/// Handles Ctrl-C in a conversation: the first one during an answer stops the answer; any other stops the conversation.
/// </summary>
internal sealed class ChatInterruption : IDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource chat;
    private CancellationTokenSource? answer;

    /// <summary>Takes over Ctrl-C.</summary>
    /// <param name="cancellation">Other signals that end the command.</param>
    internal ChatInterruption(CancellationToken cancellation)
    {
        chat = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Interruption.TakeCtrlC = Take;
    }

    /// <summary>Cancelled to end the conversation.</summary>
    internal CancellationToken Chat => chat.Token;

    /// <summary>Writes an answer, which Ctrl-C stops without ending the conversation.</summary>
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
