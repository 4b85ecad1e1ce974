using Figment.Objectives;

namespace Figment.Models.Images;

/// <summary>A model whose samples are the end points of a path given by an ordinary differential equation.</summary>
internal interface IOdeSampler
{
    /// <summary>How the path is followed; more steps take longer and are more accurate. May be changed at any time.</summary>
    OdeSolver Solver { get; set; }

    /// <summary>Sets how a model's samples follow their path.</summary>
    /// <param name="model">Any model.</param>
    /// <param name="solver">The new solver; null leaves the model unchanged.</param>
    /// <exception cref="OptionsException">A solver is given, but the model follows no path.</exception>
    internal static void Set(TrainableModel model, OdeSolver? solver)
    {
        if (solver is null)
            return;
        if (model is not IOdeSampler sampler)
            throw new OptionsException([
                new OptionProblem(
                    OptionSentence.Of(
                        $"The model is not a flow, so it has no steps to choose: omit {new OptionName(nameof(Solver))}. The "
                            + $"preset flow has this option."
                    )
                ),
            ]);
        sampler.Solver = solver;
    }
}
