using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Figment.Studio.Hosting;

/// <summary>Something that the studio did not foresee.</summary>
/// <param name="Reference">What the page showed, so that one finds the other.</param>
/// <param name="Where">What was being done, for instance <c>GET /runs/x</c>; as a visitor wrote it.</param>
/// <param name="Exception">What happened.</param>
public sealed record StudioFault(string Reference, string Where, Exception Exception);

/// <summary>Gives every unforeseen failure a reference, and tells whoever started the studio.</summary>
/// <param name="report">Hears of each; null does not listen.</param>
/// <param name="clock">Tells what belongs together.</param>
internal sealed class Faults(Action<StudioFault>? report, TimeProvider clock)
{
    // A page is made once before it comes to life and once after: what fails twice then is one failure to its visitor.
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(10);

    private readonly ConditionalWeakTable<Exception, string> known = [];
    private readonly Lock gate = new();
    private (string What, string Reference, long At)? last;

    /// <summary>Reports a failure once, however often it is noted, and says its reference.</summary>
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
