using Figment.Objectives;

namespace Figment.Models.Images;

/// <summary>A model whose samples are the end of a path that a differential equation describes.</summary>
internal interface IOdeSampler
{
    /// <summary>How the path is followed; more steps take longer and are more exact. May be changed at any time.</summary>
    OdeSolver Solver { get; set; }

    /// <summary>Follows the path of a model's samples in another way.</summary>
    /// <param name="model">Any.</param>
    /// <param name="solver">Null leaves the model as it is.</param>
    /// <exception cref="OptionsException">A solver is named, and there is no path to follow.</exception>
    internal static void Set(TrainableModel model, OdeSolver? solver)
    {
        if (solver is null)
            return;
        if (model is not IOdeSampler sampler)
            throw new OptionsException([
                new OptionProblem(
                    OptionSentence.Of(
                        $"The model follows no flow, so it has no steps to choose: omit {new OptionName(nameof(Solver))}. The "
                            + $"preset flow takes it."
                    )
                ),
            ]);
        sampler.Solver = solver;
    }
}
