using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Serialization;
using Figment.Networks;
using static TorchSharp.torch;

namespace Figment.Objectives;

/// <summary>How an ordinary differential equation dx/dt = v(x, t) is followed: a method, and so many steps.</summary>
/// <param name="Method">What one step does.</param>
/// <param name="Steps">How many steps, 1 to 1,000.</param>
[TypeConverter(typeof(OptionValueConverter<OdeSolver>))]
[JsonConverter(typeof(OptionValueJson<OdeSolver>))]
public sealed record OdeSolver(OdeMethod Method, int Steps) : IOptionValue<OdeSolver>
{
    /// <summary>The most steps.</summary>
    internal const int MostSteps = 1000;

    /// <summary>How many steps, 1 to 1,000.</summary>
    /// <exception cref="OptionsException">It is none of these.</exception>
    public int Steps { get; } =
        Steps is >= 1 and <= MostSteps
            ? Steps
            : throw new OptionsException([$"A solver takes 1 to {MostSteps} steps, not {Steps}; 4 to 16 are usual."]);

    /// <summary>How often it asks for the velocity in all, which is what it costs.</summary>
    public int Evaluations => Steps * Method.Evaluations;

    /// <summary>Reads what <see cref="ToString"/> writes: <c>heun:8</c>.</summary>
    /// <param name="text">Method, colon, steps.</param>
    /// <exception cref="OptionsException">It is not that; the message says what is.</exception>
    public static OdeSolver Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Trim().Split(':');
        if (
            parts.Length != 2
            || !int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int steps)
        )
            throw new OptionsException([
                $"'{text}' is no solver: write a method and its steps, for instance adams:8. "
                    + $"The methods are {string.Join(", ", OdeMethod.All)}.",
            ]);
        OdeMethod method =
            OdeMethod.Find(parts[0])
            ?? throw new OptionsException([
                $"There is no solver '{parts[0]}'. The methods are {string.Join(", ", OdeMethod.All)}; "
                    + "write for instance adams:8.",
            ]);
        return new OdeSolver(method, steps);
    }

    /// <summary>
    /// Follows x from one time to another. What a step makes on its way is released with the step; where gradients are
    /// switched on, libtorch keeps what they need.
    /// </summary>
    /// <param name="velocity">v(x, t), of the shape of x.</param>
    /// <param name="x">Where it begins; left as it is.</param>
    /// <param name="from">The time where it begins.</param>
    /// <param name="to">The time where it ends; before <paramref name="from"/> it goes back.</param>
    /// <param name="shift">
    /// Above 1 the steps near where it begins are shorter than those near the end (<see cref="RectifiedFlow.Shift(double,
    /// double)"/>); at 1 all are of one size.
    /// </param>
    public Tensor Integrate(Func<Tensor, double, Tensor> velocity, Tensor x, double from = 0, double to = 1, double shift = 1) =>
        Integrate(TensorOperations.Instance, velocity, x, from, to, shift);

    /// <summary>The time at which a step begins.</summary>
    /// <param name="step">Its number, from 0 on; that of the steps is the end.</param>
    /// <param name="steps">How many there are.</param>
    /// <param name="from">Where they begin.</param>
    /// <param name="to">Where they end.</param>
    /// <param name="shift">As of <see cref="Integrate(Func{Tensor, double, Tensor}, Tensor, double, double, double)"/>.</param>
    internal static double TimeOf(int step, int steps, double from, double to, double shift) =>
        from + ((to - from) * RectifiedFlow.Shift((double)step / steps, shift));

    /// <summary>The same of tensors or of nodes of a graph, which then has every step by itself.</summary>
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
            // What the caller gave stays the caller's, and a velocity may be what it was told of.
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

    /// <summary>For instance <c>heun:8</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Method}:{Steps}");

    static IReadOnlyList<OdeSolver> IOptionValue<OdeSolver>.Proposed =>
        [.. OdeMethod.All.Select(method => new OdeSolver(method, 8))];
}
