using System.CommandLine;
using Figment.Models.Images;
using Figment.Objectives;

namespace Figment.Cli.Terminal;

/// <summary>How a flow is solved: <c>--solver</c>, <c>--guidance</c>.</summary>
internal sealed class FlowChoice
{
    private readonly Option<OdeSolver?> solver = Solver();
    private readonly Option<double?> guidance = CommonOptions.Number(
        "--guidance",
        "X",
        "For a class-conditional flow: how strongly samples are pushed towards their class; 1 means not at all (default: the "
            + "run's)"
    );

    /// <summary><c>--solver</c>, which <see cref="IOdeSampler.Set"/> passes to a model.</summary>
    internal static Option<OdeSolver?> Solver() =>
        new("--solver")
        {
            Description =
                "For a flow: euler, adams, midpoint, or heun, and the number of steps, for example adams:4 (default: the "
                + "run's)",
            HelpName = "X:N",
            CustomParser = result =>
            {
                try
                {
                    return OdeSolver.Parse(result.Tokens[0].Value);
                }
                catch (OptionsException e)
                {
                    result.AddError(e.Message);
                    return null;
                }
            },
        };

    /// <summary>The options.</summary>
    internal IReadOnlyList<Option> Options => [solver, guidance];

    /// <summary>Whether <c>--solver</c> was given.</summary>
    internal bool NamesSolver(ParseResult parsed) => parsed.GetValue(solver) is not null;

    /// <summary>Applies the choices to the model.</summary>
    /// <exception cref="OptionsException">
    /// The model is not a flow, or a value is out of range; the error reports all problems.
    /// </exception>
    internal void Set(ParseResult parsed, ChosenModel chosen)
    {
        ProblemList problems = new();
        problems.Try(() => IOdeSampler.Set(chosen.Model, parsed.GetValue(solver)));
        if (parsed.GetValue(guidance) is double scale)
        {
            if (chosen.Model is IFlowSampler flow)
                problems.Try(() => flow.GuidanceScale = scale);
            else
                problems.Add("The model is not a flow, so --guidance has no effect. Omit it; the preset flow takes it.");
        }

        problems.ThrowIfAny();
    }
}
