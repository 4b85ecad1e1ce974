namespace Figment.Server;

/// <summary>A request for text, as the metrics describe it.</summary>
/// <param name="Operation"><c>text_completion</c> or <c>chat</c>.</param>
/// <param name="PromptTokens">The number of tokens that the model reads.</param>
internal sealed record TextAsked(string Operation, int PromptTokens);

/// <summary>
/// Measures one request: when it arrived, waited, was processed, and ended. The model's thread and the request's own thread
/// report to it, in any order: a visitor may leave at any time.
/// </summary>
internal sealed class ServedRequest(ServerMetrics metrics, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly long came = clock.GetTimestamp();
    private long? queued,
        begun,
        first,
        finished;
    private int parts,
        made,
        longest;
    private string? failure;
    private bool isOver;

    /// <summary>The requested text; null for other requests.</summary>
    internal TextAsked? Text { get; set; }

    /// <summary>Reports that the request is waiting for the model.</summary>
    /// <param name="count">The number of parts that the model makes for it.</param>
    internal void Queue(int count = 1)
    {
        lock (gate)
        {
            (queued, parts) = (clock.GetTimestamp(), count);
            metrics.Wait(1);
        }
    }

    /// <summary>Reports that the model starts on it, or on another part of it.</summary>
    internal void Begin()
    {
        lock (gate)
        {
            if (isOver || begun is not null)
                return;
            begun = clock.GetTimestamp();
            metrics.Wait(-1);
            metrics.Work(1);
            metrics.QueueTook(Between(queued, begun), null);
        }
    }

    /// <summary>Reports that the model has made something for it.</summary>
    /// <param name="items">The number of new items.</param>
    /// <param name="length">The current length of the part that they belong to.</param>
    internal void Make(int items, int length = 0)
    {
        metrics.Make(items);
        lock (gate)
        {
            first ??= clock.GetTimestamp();
            made += items;
            longest = Math.Max(longest, length);
        }
    }

    /// <summary>Reports that the model has finished a part of it.</summary>
    internal void Finish()
    {
        lock (gate)
        {
            if (--parts > 0 || isOver)
                return;
            finished = clock.GetTimestamp();
            metrics.Work(-1);
            metrics.MakingTook(Between(begun, finished), null);
        }
    }

    /// <summary>Reports a failure that no other code reports.</summary>
    internal void Fail(string reason) => failure = reason;

    /// <summary>Reports that it was answered or abandoned.</summary>
    /// <param name="reason">Why it failed; null if it did not.</param>
    internal void End(string? reason)
    {
        lock (gate)
        {
            isOver = true;
            reason ??= failure;
            long now = clock.GetTimestamp();
            if (reason is not null)
                metrics.Fail(reason);
            if (queued is not null && begun is null)
                EndWaiting(now, reason);
            else if (begun is not null && finished is null)
                EndWorking(now, reason);
            if (Text is not null)
                EndText(Text, now, reason);
        }
    }

    private void EndWaiting(long now, string? reason)
    {
        metrics.Wait(-1);
        if (reason != FailureReason.Busy)
            metrics.QueueTook(Between(queued, now), reason); // a rejected request has not waited
    }

    private void EndWorking(long now, string? reason)
    {
        metrics.Work(-1);
        metrics.MakingTook(Between(begun, now), reason);
    }

    private void EndText(TextAsked text, long now, string? reason)
    {
        metrics.TextTook(text, Between(came, now), reason);
        if (first is not null)
            metrics.Use(text, made);
        if (reason is not null || first is null)
            return;
        metrics.FirstTokenTook(text, Between(came, first));
        if (longest > 1)
            metrics.EachTokenTook(text, Between(first, finished ?? now) / (longest - 1));
    }

    private TimeSpan Between(long? begin, long? end) => clock.GetElapsedTime(begin!.Value, end!.Value);
}
