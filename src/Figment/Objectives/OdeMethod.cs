using static TorchSharp.torch;

namespace Figment.Objectives;

/// <summary>One step of an explicit Runge-Kutta method for dx/dt = v(x, t), as a value.</summary>
public sealed class OdeMethod
{
    private readonly Func<Func<Tensor, double, Tensor>, Tensor, double, double, Tensor> step;

    private OdeMethod(string name, int order, Func<Func<Tensor, double, Tensor>, Tensor, double, double, Tensor> step)
    {
        Name = name;
        Order = order;
        this.step = step;
    }

    /// <summary>x + h v(x, t).</summary>
    public static OdeMethod Euler { get; } = new("euler", 1, (v, x, t, h) => x + (v(x, t) * h));

    /// <summary>x + h v(x + ½h v(x, t), t + ½h): it never asks for the velocity at the end of the step.</summary>
    public static OdeMethod Midpoint { get; } = new("midpoint", 2, (v, x, t, h) => x + (v(x + (v(x, t) * (h / 2)), t + (h / 2)) * h));

    /// <summary>x + ½h (v_1 + v_2), v_1 = v(x, t), v_2 = v(x + h v_1, t + h): the trapezoid over Euler's step.</summary>
    public static OdeMethod Heun { get; } = new("heun", 2, (v, x, t, h) =>
    {
        Tensor first = v(x, t);
        return x + ((first + v(x + (first * h), t + h)) * (h / 2));
    });

    /// <summary>All of them.</summary>
    public static IReadOnlyList<OdeMethod> All { get; } = [Euler, Midpoint, Heun];

    /// <summary>The name, for instance <c>heun</c>.</summary>
    public string Name { get; }

    /// <summary>The error at the end falls with the step size to this power; also how often a step asks for the velocity.</summary>
    public int Order { get; }

    /// <summary>x at t + h.</summary>
    /// <param name="velocity">v(x, t), of the shape of x.</param>
    /// <param name="x">x at t.</param>
    /// <param name="t">The time.</param>
    /// <param name="h">The step; below 0 it goes back.</param>
    public Tensor Step(Func<Tensor, double, Tensor> velocity, Tensor x, double t, double h) => step(velocity, x, t, h);

    /// <summary>The method of that name, in any case; null where there is none.</summary>
    public static OdeMethod? Find(string name) => All.FirstOrDefault(method => method.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override string ToString() => Name;
}
