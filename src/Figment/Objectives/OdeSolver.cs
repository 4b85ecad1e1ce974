using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Serialization;
using Figment.Networks;
using static TorchSharp.torch;

namespace Figment.Objectives;

/// <summary>
/// How an ordinary differential equation dx/dt = v(x, t) is solved: a method and a number of steps (E. Hairer, S. P. Nørsett, G.
/// Wanner, "Solving Ordinary Differential Equations I", 1993).
/// </summary>
/// <param name="Method">The method of a single step.</param>
/// <param name="Steps">The number of steps, 1 to 1,000.</param>
[TypeConverter(typeof(OptionValueConverter<OdeSolver>))]
[JsonConverter(typeof(OptionValueJson<OdeSolver>))]
public sealed record OdeSolver(OdeMethod Method, int Steps) : IOptionValue<OdeSolver>
{
    /// <summary>The largest number of steps.</summary>
    internal const int MostSteps = 1000;

    /// <summary>The number of steps, 1 to 1,000.</summary>
    /// <exception cref="OptionsException">The number is out of range.</exception>
    public int Steps { get; } =
        Steps is >= 1 and <= MostSteps
            ? Steps
            : throw new OptionsException([$"A solver takes 1 to {MostSteps} steps, not {Steps}; 4 to 16 are usual."]);

    /// <summary>The total number of velocity evaluations, which determines the cost.</summary>
    public int Evaluations => Steps * Method.Evaluations;

    /// <summary>Reads the text that <see cref="ToString"/> writes, for instance <c>heun:8</c>.</summary>
    /// <param name="text">The method, a colon, and the number of steps.</param>
    /// <exception cref="OptionsException">The text is not valid; the message says what a valid text looks like.</exception>
    public static OdeSolver Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Trim().Split(':');
        if (
            parts.Length != 2
            || !int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int steps)
        )
            throw new OptionsException([
                $"'{text}' is not a solver: write a method and a number of steps, for instance adams:8. The methods are "
                    + $"{string.Join(", ", OdeMethod.All)}.",
            ]);
        OdeMethod method =
            OdeMethod.Find(parts[0])
            ?? throw new OptionsException([
                $"There is no solver '{parts[0]}'. The methods are {string.Join(", ", OdeMethod.All)}; write, for "
                    + $"instance, adams:8.",
            ]);
        return new OdeSolver(method, steps);
    }

    /// <summary>
    /// Follows the path of x from one time to another. Intermediate results are released after each step; if gradients are
    /// enabled, libtorch keeps what the gradients need.
    /// </summary>
    /// <param name="velocity">v(x, t), in the shape of x.</param>
    /// <param name="x">The start; it is not changed.</param>
    /// <param name="from">The start time.</param>
    /// <param name="to">The end time; if it is before <paramref name="from"/>, the path is followed backwards.</param>
    /// <param name="shift">
    /// Above 1, the first steps are shorter than the last ones (<see cref="RectifiedFlow.Shift(double, double)"/>); at 1, all
    /// steps have the same size.
    /// </param>
    public Tensor Integrate(Func<Tensor, double, Tensor> velocity, Tensor x, double from = 0, double to = 1, double shift = 1) =>
        Integrate(TensorOperations.Instance, velocity, x, from, to, shift);

    /// <summary>Returns the time at which a step begins.</summary>
    /// <param name="step">The number of the step, from 0; the number of steps gives the end time.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="from">The start time.</param>
    /// <param name="to">The end time.</param>
    /// <param name="shift">As in <see cref="Integrate(Func{Tensor, double, Tensor}, Tensor, double, double, double)"/>.</param>
    internal static double TimeOf(int step, int steps, double from, double to, double shift) =>
        from + ((to - from) * RectifiedFlow.Shift((double)step / steps, shift));

    /// <summary>Follows x for tensors or for nodes of a graph; a graph then holds every step separately.</summary>
    internal T Integrate<T>(
        IOperations<T> ops,
        Func<T, double, T> velocity,
        T x,
        double from = 0,
        double to = 1,
        double shift = 1
    )
    {
        ArgumentNullException.ThrowIfNull(velocity);
        ArgumentNullException.ThrowIfNull(x);
        double At(int i) => TimeOf(i, Steps, from, to, shift);
        void Release(T value, OdeMethod.Look<T>? still = null)
        {
            // The caller's tensors must not be disposed, and a velocity may be the same tensor as its input.
            if (!ReferenceEquals(value, x) && (still is null || !ReferenceEquals(value, still.Velocity)))
                (value as Tensor)?.Dispose();
        }

        T now = x;
        OdeMethod.Look<T>? seen = null;
        for (int i = 0; i < Steps; i++)
        {
            (T next, OdeMethod.Look<T>? look) = (now, null);
            using (NewDisposeScope())
            {
                (next, look) = Method.Step(ops, velocity, now, At(i), At(i + 1) - At(i), seen);
                (next as Tensor)?.MoveToOuterDisposeScope();
                if (look is not null)
                    (look.Velocity as Tensor)?.MoveToOuterDisposeScope();
            }

            Release(now, still: look);
            if (seen is not null)
                Release(seen.Velocity);
            (now, seen) = (next, look);
        }

        if (seen is not null)
            Release(seen.Velocity);
        return now;
    }

    /// <summary>Returns, for instance, <c>heun:8</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Method}:{Steps}");

    static IReadOnlyList<OdeSolver> IOptionValue<OdeSolver>.Proposed =>
        [.. OdeMethod.All.Select(method => new OdeSolver(method, 8))];
}
