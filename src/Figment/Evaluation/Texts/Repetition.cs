namespace Figment.Evaluation.Texts;

/// <summary>Detects texts that repeat themselves in a loop.</summary>
internal static class Repetition
{
    private const int MostPeriod = 40,
        Times = 4,
        LeastUnits = 12;

    /// <summary>
    /// Whether a sequence of up to 40 units occurs four or more times in direct succession, covering at least twelve units.
    /// </summary>
    internal static bool Is(IReadOnlyList<ulong> units)
    {
        for (int period = 1; period <= Math.Min(MostPeriod, units.Count / Times); period++)
        {
            int run = 0,
                enough = Math.Max(LeastUnits, Times * period) - period;
            for (int i = period; i < units.Count; i++)
            {
                run = units[i] == units[i - period] ? run + 1 : 0;
                if (run >= enough)
                    return true;
            }
        }

        return false;
    }
}
