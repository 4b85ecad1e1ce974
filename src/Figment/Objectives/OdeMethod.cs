using Figment.Networks;
using static TorchSharp.torch;

namespace Figment.Objectives;

/// <summary>One step of an explicit method for dx/dt = v(x, t), as a value.</summary>
public abstract class OdeMethod
{
    private OdeMethod(string name, int order, int evaluations)
    {
        Name = name;
        Order = order;
        Evaluations = evaluations;
    }

    /// <summary>
    /// x + h (v + (v − v_-1) h / (2 h_-1)), with v = v(x, t) and v_-1 from the step before, of h_-1: the method of Adams and
    /// Bashforth of order 2 for steps of any size (E. Hairer, S. P. Nørsett, G. Wanner, "Solving Ordinary Differential
    /// Equations I", 1993, III.5). The first step is Euler's. It is as exact as the midpoint's for half of the looks.
    /// </summary>
    public static OdeMethod Adams { get; } = new AdamsMethod();

    /// <summary>x + h v(x, t).</summary>
    public static OdeMethod Euler { get; } = new EulerMethod();

    /// <summary>x + h v(x + ½h v(x, t), t + ½h): it never asks for the velocity at the end of the step.</summary>
    public static OdeMethod Midpoint { get; } = new MidpointMethod();

    /// <summary>x + ½h (v_1 + v_2), v_1 = v(x, t), v_2 = v(x + h v_1, t + h): the trapezoid over Euler's step.</summary>
    public static OdeMethod Heun { get; } = new HeunMethod();

    /// <summary>All of them.</summary>
    internal static IReadOnlyList<OdeMethod> All { get; } = [Euler, Adams, Midpoint, Heun];

    /// <summary>The name, for instance <c>heun</c>.</summary>
    public string Name { get; }

    /// <summary>The error at the end falls with the step size to this power.</summary>
    internal int Order { get; }

    /// <summary>How often a step asks for the velocity.</summary>
    internal int Evaluations { get; }

    /// <summary>x at t + h, by a first step.</summary>
    /// <param name="velocity">v(x, t), of the shape of x.</param>
    /// <param name="x">x at t.</param>
    /// <param name="t">The time.</param>
    /// <param name="h">The step; below 0 it goes back.</param>
    public Tensor Step(Func<Tensor, double, Tensor> velocity, Tensor x, double t, double h) =>
        Step(TensorOperations.Instance, velocity, x, t, h, null).Next;

    /// <summary>The method of that name, in any case; null where there is none.</summary>
    internal static OdeMethod? Find(string name) =>
        All.FirstOrDefault(method => method.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The same of tensors or of nodes of a graph, on float32, after any step.</summary>
    /// <returns>
    /// x at t + h; and what the step after it is given as <paramref name="before"/>, null of methods that look at one step alone.
    /// </returns>
    internal abstract (T Next, Look<T>? Seen) Step<T>(
        IOperations<T> ops,
        Func<T, double, T> v,
        T x,
        double t,
        double h,
        Look<T>? before
    );

    /// <summary>What a step saw where it began.</summary>
    /// <param name="Velocity">v(x, t).</param>
    /// <param name="Size">h.</param>
    internal sealed record Look<T>(T Velocity, double Size);

    private sealed class EulerMethod() : OdeMethod("euler", order: 1, evaluations: 1)
    {
        internal override (T Next, Look<T>? Seen) Step<T>(
            IOperations<T> ops,
            Func<T, double, T> v,
            T x,
            double t,
            double h,
            Look<T>? before
        ) => (ops.Add(x, ops.Multiply(v(x, t), h)), null);
    }

    private sealed class AdamsMethod() : OdeMethod("adams", order: 2, evaluations: 1)
    {
        internal override (T Next, Look<T>? Seen) Step<T>(
            IOperations<T> ops,
            Func<T, double, T> v,
            T x,
            double t,
            double h,
            Look<T>? before
        )
        {
            T now = v(x, t),
                middle = before is null ? now : ops.Between(before.Velocity, now, 1 + (h / (2 * before.Size)));
            return (ops.Add(x, ops.Multiply(middle, h)), new Look<T>(now, h));
        }
    }

    private sealed class MidpointMethod() : OdeMethod("midpoint", order: 2, evaluations: 2)
    {
        internal override (T Next, Look<T>? Seen) Step<T>(
            IOperations<T> ops,
            Func<T, double, T> v,
            T x,
            double t,
            double h,
            Look<T>? before
        )
        {
            T middle = ops.Add(x, ops.Multiply(v(x, t), h / 2));
            return (ops.Add(x, ops.Multiply(v(middle, t + (h / 2)), h)), null);
        }
    }

    private sealed class HeunMethod() : OdeMethod("heun", order: 2, evaluations: 2)
    {
        internal override (T Next, Look<T>? Seen) Step<T>(
            IOperations<T> ops,
            Func<T, double, T> v,
            T x,
            double t,
            double h,
            Look<T>? before
        )
        {
            T first = v(x, t),
                second = v(ops.Add(x, ops.Multiply(first, h)), t + h);
            return (ops.Add(x, ops.Multiply(ops.Add(first, second), h / 2)), null);
        }
    }
}
