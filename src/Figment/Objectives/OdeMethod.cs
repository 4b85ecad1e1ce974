using Figment.Networks;
using static TorchSharp.torch;

namespace Figment.Objectives;

/// <summary>One step of an explicit Runge-Kutta method for dx/dt = v(x, t), as a value.</summary>
public abstract class OdeMethod
{
    private OdeMethod(string name, int order)
    {
        Name = name;
        Order = order;
    }

    /// <summary>x + h v(x, t).</summary>
    public static OdeMethod Euler { get; } = new EulerMethod();

    /// <summary>x + h v(x + ½h v(x, t), t + ½h): it never asks for the velocity at the end of the step.</summary>
    public static OdeMethod Midpoint { get; } = new MidpointMethod();

    /// <summary>x + ½h (v_1 + v_2), v_1 = v(x, t), v_2 = v(x + h v_1, t + h): the trapezoid over Euler's step.</summary>
    public static OdeMethod Heun { get; } = new HeunMethod();

    /// <summary>All of them.</summary>
    internal static IReadOnlyList<OdeMethod> All { get; } = [Euler, Midpoint, Heun];

    /// <summary>The name, for instance <c>heun</c>.</summary>
    public string Name { get; }

    /// <summary>The error at the end falls with the step size to this power; also how often a step asks for the velocity.</summary>
    internal int Order { get; }

    /// <summary>x at t + h.</summary>
    /// <param name="velocity">v(x, t), of the shape of x.</param>
    /// <param name="x">x at t.</param>
    /// <param name="t">The time.</param>
    /// <param name="h">The step; below 0 it goes back.</param>
    public Tensor Step(Func<Tensor, double, Tensor> velocity, Tensor x, double t, double h) =>
        Step(TensorOperations.Instance, velocity, x, t, h);

    /// <summary>The method of that name, in any case; null where there is none.</summary>
    internal static OdeMethod? Find(string name) => All.FirstOrDefault(method => method.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The same of tensors or of nodes of a graph, on float32.</summary>
    internal abstract T Step<T>(IOperations<T> ops, Func<T, double, T> v, T x, double t, double h);

    private sealed class EulerMethod() : OdeMethod("euler", 1)
    {
        internal override T Step<T>(IOperations<T> ops, Func<T, double, T> v, T x, double t, double h) =>
            ops.Add(x, ops.Multiply(v(x, t), h));
    }

    private sealed class MidpointMethod() : OdeMethod("midpoint", 2)
    {
        internal override T Step<T>(IOperations<T> ops, Func<T, double, T> v, T x, double t, double h)
        {
            T middle = ops.Add(x, ops.Multiply(v(x, t), h / 2));
            return ops.Add(x, ops.Multiply(v(middle, t + (h / 2)), h));
        }
    }

    private sealed class HeunMethod() : OdeMethod("heun", 2)
    {
        internal override T Step<T>(IOperations<T> ops, Func<T, double, T> v, T x, double t, double h)
        {
            T first = v(x, t), second = v(ops.Add(x, ops.Multiply(first, h)), t + h);
            return ops.Add(x, ops.Multiply(ops.Add(first, second), h / 2));
        }
    }
}
