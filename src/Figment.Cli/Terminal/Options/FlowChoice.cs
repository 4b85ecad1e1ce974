using System.CommandLine;
using Figment.Models.Images;
using Figment.Objectives;

namespace Figment.Cli.Terminal;

/// <summary>How a flow is followed: <c>--solver</c>, <c>--guidance</c>.</summary>
internal sealed class FlowChoice
{
    private readonly Option<OdeSolver?> solver = Solver();
    private readonly Option<double?> guidance = CommonOptions.Number(
        "--guidance",
        "X",
        "Of a flow by class: how far samples are pushed towards their class; 1 is not at all (default: the run's)"
    );

    /// <summary><c>--solver</c>, which <see cref="IOdeSampler.Set"/> gives to a model.</summary>
    internal static Option<OdeSolver?> Solver() =>
        new("--solver")
        {
            Description =
                "Of a flow: euler, adams, midpoint or heun, and the number of steps, "
                + "for instance adams:4 (default: the run's)",
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

    /// <summary>Sets on the model what was chosen.</summary>
    /// <exception cref="OptionsException">
    /// The model is no flow, or a value is out of its range; all problems are in it.
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
                problems.Add(
                    "The model follows no flow, so there is nothing to guide: omit --guidance. The preset flow takes it."
                );
        }

        problems.ThrowIfAny();
    }
}
