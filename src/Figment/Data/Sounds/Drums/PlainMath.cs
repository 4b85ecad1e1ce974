namespace Figment.Data.Sounds;

/// <summary>
/// Functions built from products and sums, which every processor rounds alike. The system's own functions may differ in the last
/// bit from one system to another.
/// </summary>
internal static class PlainMath
{
    private const int Steps = 4096;
    private static readonly float[] Table = [.. Enumerable.Range(0, Steps + 1).Select(i => (float)Sin(2 * Math.PI * i / Steps))];

    /// <summary>Computes e^x for |x| up to 700.</summary>
    internal static double Exp(double x)
    {
        // e^x = (e^(x / 2^k))^(2^k), by its series.
        double small = x / 1024,
            term = 1,
            sum = 1;
        for (int n = 1; n <= 12; n++)
            sum += term *= small / n;
        for (int i = 0; i < 10; i++)
            sum *= sum;
        return sum;
    }

    /// <summary>Computes sin x for x from −2π to 2π.</summary>
    internal static double Sin(double x)
    {
        double term = x,
            sum = x;
        for (int n = 1; n <= 20; n++)
            sum += term *= -x * x / (2 * n * ((2 * n) + 1));
        return sum;
    }

    /// <summary>Computes cos x for x from −π to π.</summary>
    internal static double Cos(double x) => Sin(x + (Math.PI / 2));

    /// <summary>Computes sin 2πt by linear interpolation in a table, with an error of at most 3 · 10⁻⁷.</summary>
    /// <param name="turns">The angle t in turns, 0 or more.</param>
    internal static float Wave(double turns)
    {
        double place = (turns - Math.Floor(turns)) * Steps;
        int below = (int)place;
        return Table[below] + ((float)(place - below) * (Table[below + 1] - Table[below]));
    }
}
