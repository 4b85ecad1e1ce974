using System.Text.Json;
using Figment.Models;
using Figment.Models.Images;
using Figment.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Objectives;

public sealed class OdeSolverTests
{
    public static TheoryData<OdeMethod> Methods => [.. OdeMethod.All];

    /// <summary>One step of h = 0.5 from x = 2 at t = 1 on dx/dt = x t, by hand.</summary>
    public static TheoryData<OdeMethod, double> OneStep =>
        new()
        {
            { OdeMethod.Euler, 3 }, // 2 + 0.5 · 2
            { OdeMethod.Adams, 3 }, // its first step is Euler's
            { OdeMethod.Midpoint, 3.5625 }, // middle 2.5 at 1.25: 2 + 0.5 · 3.125
            { OdeMethod.Heun, 3.625 }, // end 3 at 1.5: 2 + 0.25 · (2 + 4.5)
        };

    [Theory]
    [MemberData(nameof(OneStep))]
    public void A_step_is_that_of_the_definition(OdeMethod method, double expected)
    {
        using DisposeScope scope = NewDisposeScope();

        Assert.Equal(expected, method.Step((x, t) => x * t, tensor(2.0), 1, 0.5).item<double>(), 1e-12);
    }

    [Fact]
    public void A_step_of_Adams_goes_on_along_the_line_through_the_last_two_velocities()
    {
        // dx/dt = x t from 2 at 1, steps that end at Shift(1/2, 3) = 1/4 and 1 of the way: h = 0.25, then 0.75, by hand.
        // v = 2, x = 2.5 at 1.25; v = 3.125, the line through both at the second step's middle is 3.125 + 1.125 · 0.375 / 0.25.
        using DisposeScope scope = NewDisposeScope();

        Tensor end = new OdeSolver(OdeMethod.Adams, 2).Integrate((x, t) => x * t, tensor(2.0), 1, 2, shift: 3);

        Assert.Equal(2.5 + (0.75 * (3.125 + 1.6875)), end.item<double>(), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void What_a_velocity_gives_back_may_be_what_it_was_given(OdeMethod method)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor begin = tensor(1.0);

        Tensor end = new OdeSolver(method, 200).Integrate((x, _) => x, begin);

        Assert.Equal(Math.E, end.item<double>(), method.Order == 1 ? 1e-2 : 1e-4);
        Assert.Equal(1, begin.item<double>());
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void The_error_falls_with_the_step_size_to_the_power_of_the_order(OdeMethod method)
    {
        // dx/dt = x cos t from 1: x = e^(sin t).
        double Error(int steps)
        {
            using DisposeScope scope = NewDisposeScope();
            return Math.Abs(
                new OdeSolver(method, steps).Integrate((x, t) => x * Math.Cos(t), tensor(1.0), 0, 2).item<double>()
                    - Math.Exp(Math.Sin(2))
            );
        }

        double order = Math.Log2(Error(100) / Error(200));

        Assert.InRange(order, method.Order - 0.1, method.Order + 0.1);
        Assert.InRange(Error(1000), 0, method.Order == 1 ? 2e-3 : 2e-6);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_flow_can_be_followed_back(OdeMethod method)
    {
        using DisposeScope scope = NewDisposeScope();
        OdeSolver solver = new(method, 500);
        Tensor begin = tensor([0.5, -1, 2]);

        Tensor end = solver.Integrate((x, t) => x.sin() + t, begin),
            back = solver.Integrate((x, t) => x.sin() + t, end, 1, 0);

        Assert.InRange(back.sub(begin).abs().max().item<double>(), 0, method.Order == 1 ? 3e-3 : 1e-5);
        Assert.Equal([0.5, -1, 2], begin.data<double>().ToArray());
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Steps_that_are_shorter_at_first_lead_to_the_same_end(OdeMethod method)
    {
        using DisposeScope scope = NewDisposeScope();
        List<double> times = [];

        double end = new OdeSolver(method, 400)
            .Integrate(
                (x, t) =>
                {
                    times.Add(t);
                    return x * Math.Cos(t);
                },
                tensor(1.0),
                0,
                2,
                shift: 3
            )
            .item<double>();

        Assert.Equal(Math.Exp(Math.Sin(2)), end, method.Order == 1 ? 2e-2 : 1e-4);
        // half of the steps are in the first quarter of the way
        Assert.Equal(2 * 0.5 / (0.5 + (3 * 0.5)), times[200 * method.Evaluations], 1e-12);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Gradients_flow_through_all_steps(OdeMethod method)
    {
        // dx/dt = a x by n steps is x times the method's growth factor to the n: 1 + z, or 1 + z + z²/2, with z = a h. A step of
        // Adams depends on two values: x_+1 = x + z (3 x - x_-1) / 2, after one Euler step.
        using DisposeScope scope = NewDisposeScope();
        Tensor begin = tensor(3.0, requires_grad: true);

        new OdeSolver(method, 4).Integrate((x, _) => x * 0.8, begin).backward();

        double growth = 1 + 0.2 + (method.Order == 2 ? 0.02 : 0),
            expected = Math.Pow(growth, 4);
        if (method == OdeMethod.Adams)
        {
            (double last, double now) = (1, 1.2);
            for (int i = 1; i < 4; i++)
                (last, now) = (now, now + (0.1 * ((3 * now) - last)));
            expected = now;
        }

        Assert.Equal(expected, begin.grad!.item<double>(), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void No_step_leaves_a_tensor_behind(OdeMethod method)
    {
        using Tensor begin = ones(5);
        List<long> alive = [];
        long before = LiveTensors.Count();

        using (
            Tensor end = new OdeSolver(method, 50).Integrate(
                (x, t) =>
                {
                    alive.Add(Tensor.TotalCount);
                    return x * t;
                },
                begin
            )
        )
        {
            Assert.Equal(before + 1, Tensor.TotalCount);
        }

        // After two steps, the first of which starts with the caller's tensor and no previous step, each call in a step
        // finds as many tensors as in the step before.
        int calls = method.Evaluations;
        Assert.Equal(alive[(2 * calls)..^calls], alive[(3 * calls)..]);
    }

    [Theory]
    [InlineData("heun:8", "heun", 8)]
    [InlineData(" Euler:1000 ", "euler", 1000)]
    [InlineData("MIDPOINT:1", "midpoint", 1)]
    public void A_solver_is_read_from_text(string text, string method, int steps)
    {
        OdeSolver solver = OdeSolver.Parse(text);

        Assert.Equal((OdeMethod.Find(method), steps), (solver.Method, solver.Steps));
        Assert.Equal(solver, OdeSolver.Parse(solver.ToString()));
    }

    [Theory]
    [InlineData("heun", "write a method and a number of steps, for instance adams:8")]
    [InlineData("", "write a method and a number of steps")]
    [InlineData("heun:many", "write a method and a number of steps")]
    [InlineData("heun:8:9", "write a method and a number of steps")]
    [InlineData("heun:99999999999", "write a method and a number of steps")]
    [InlineData("runge:8", "no solver 'runge'. The methods are euler, adams, midpoint, heun")]
    [InlineData("heun:0", "1 to 1000 steps, not 0")]
    [InlineData("euler:-3", "1 to 1000 steps, not -3")]
    [InlineData("euler:1001", "1 to 1000 steps, not 1001")]
    public void Text_that_names_no_solver_is_refused_with_what_would(string text, string message) =>
        Assert.Contains(message, Assert.Throws<OptionsException>(() => OdeSolver.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_solver_is_an_option_on_the_command_line_and_in_a_saved_run()
    {
        ModelPreset preset = ModelCatalog.Find("flow");

        FlowOptions options = (FlowOptions)preset.WithChanges([new("solver", "euler:4")]).Options;
        JsonElement saved = OptionsJson.ToElement(options);

        Assert.Equal(new OdeSolver(OdeMethod.Euler, 4), options.Solver);
        Assert.Equal("euler:4", saved.GetProperty("solver").GetString());
        Assert.Equal(options, preset.OfRun(saved).Options);
        Assert.Contains(
            "euler:8, adams:8, midpoint:8, heun:8",
            Assert.Throws<OptionsException>(() => preset.WithChanges([new("solver", "euler")])).Message,
            StringComparison.Ordinal
        );
        using JsonDocument broken = JsonDocument.Parse("""{"solver": "euler:0"}""");
        Assert.Contains(
            "1 to 1000 steps",
            Assert.Throws<OptionsException>(() => preset.OfRun(broken.RootElement)).Message,
            StringComparison.Ordinal
        );
    }
}
