using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Figment.Studio.Hosting;

/// <summary>An unexpected failure of the studio.</summary>
/// <param name="Reference">The reference shown on the page, by which the failure can be found.</param>
/// <param name="Where">
/// What the studio was doing, for example <c>GET /runs/x</c>, with the address as the visitor entered it.
/// </param>
/// <param name="Exception">The exception.</param>
public sealed record StudioFault(string Reference, string Where, Exception Exception);

/// <summary>Gives every unexpected failure a reference, and reports it to the host of the studio.</summary>
/// <param name="report">Receives each failure; null if no one listens.</param>
/// <param name="clock">The clock used to decide which exceptions belong together.</param>
internal sealed class Faults(Action<StudioFault>? report, TimeProvider clock)
{
    // A page is rendered once before it becomes interactive and once after; if both fail, that is one failure to the visitor.
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(10);

    private readonly ConditionalWeakTable<Exception, string> known = [];
    private readonly Lock gate = new();
    private (string What, string Reference, long At)? last;

    /// <summary>Reports a failure once, however often it is noted, and returns its reference.</summary>
    internal string Note(Exception exception, string where)
    {
        string what = $"{exception.GetType()}\n{exception.Message}\n{exception.StackTrace?.Split('\n')[0]}",
            reference;
        lock (gate)
        {
            if (known.TryGetValue(exception, out string? before))
                return before;
            bool isSame = last is { } one && one.What == what && clock.GetElapsedTime(one.At) < Together;
            reference = isSame ? last!.Value.Reference : Convert.ToHexString(RandomNumberGenerator.GetBytes(4));
            known.Add(exception, reference);
            last = (what, reference, clock.GetTimestamp());
            if (isSame)
                return reference;
        }

        report?.Invoke(new StudioFault(reference, where, exception));
        return reference;
    }
}
