using Figment.Networks;
using static TorchSharp.torch;

namespace Figment.Objectives;

/// <summary>
/// One step of an explicit method for an ordinary differential equation dx/dt = v(x, t) (E. Hairer, S. P. Nørsett, G. Wanner,
/// "Solving Ordinary Differential Equations I", 1993).
/// </summary>
public abstract class OdeMethod
{
    private OdeMethod(string name, int order, int evaluations)
    {
        Name = name;
        Order = order;
        Evaluations = evaluations;
    }

    /// <summary>
    /// x + h (v + (v − v_-1) h / (2 h_-1)), with v = v(x, t) and v_-1 from the previous step, whose size was h_-1: the
    /// Adams-Bashforth method of order 2 with variable step size (E. Hairer, S. P. Nørsett, G. Wanner, "Solving Ordinary
    /// Differential Equations I", 1993, III.5). The first step uses Euler's method. The method is as accurate as the midpoint
    /// method, with half as many evaluations.
    /// </summary>
    public static OdeMethod Adams { get; } = new AdamsMethod();

    /// <summary>Euler's method: x + h v(x, t).</summary>
    public static OdeMethod Euler { get; } = new EulerMethod();

    /// <summary>
    /// The midpoint method: x + h v(x + ½h v(x, t), t + ½h). It never evaluates the velocity at the end of the step.
    /// </summary>
    public static OdeMethod Midpoint { get; } = new MidpointMethod();

    /// <summary>
    /// Heun's method: x + ½h (v_1 + v_2), v_1 = v(x, t), v_2 = v(x + h v_1, t + h), the trapezoidal rule over Euler's step.
    /// </summary>
    public static OdeMethod Heun { get; } = new HeunMethod();

    /// <summary>All methods.</summary>
    internal static IReadOnlyList<OdeMethod> All { get; } = [Euler, Adams, Midpoint, Heun];

    /// <summary>The name, for instance <c>heun</c>.</summary>
    public string Name { get; }

    /// <summary>The order: the final error falls with this power of the step size.</summary>
    internal int Order { get; }

    /// <summary>The number of velocity evaluations per step.</summary>
    internal int Evaluations { get; }

    /// <summary>Makes a first step and returns x at t + h.</summary>
    /// <param name="velocity">v(x, t), in the shape of x.</param>
    /// <param name="x">x at t.</param>
    /// <param name="t">The time.</param>
    /// <param name="h">The step size; a negative one goes back in time.</param>
    public Tensor Step(Func<Tensor, double, Tensor> velocity, Tensor x, double t, double h) =>
        Step(TensorOperations.Instance, velocity, x, t, h, null).Next;

    /// <summary>Finds a method by its name, ignoring case; null if there is none.</summary>
    internal static OdeMethod? Find(string name) =>
        All.FirstOrDefault(method => method.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Makes any step, for tensors or nodes of a graph, in float32.</summary>
    /// <returns>
    /// x at t + h, and the value to pass to the next step as <paramref name="before"/>, which is null for single-step methods.
    /// </returns>
    internal abstract (T Next, Look<T>? Seen) Step<T>(
        IOperations<T> ops,
        Func<T, double, T> v,
        T x,
        double t,
        double h,
        Look<T>? before
    );

    /// <summary>The velocity at the beginning of a step.</summary>
    /// <param name="Velocity">v(x, t).</param>
    /// <param name="Size">The step size h.</param>
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
