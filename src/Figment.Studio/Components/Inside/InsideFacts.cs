using Figment.Generation.Images;
using Figment.Imaging;
using Figment.Models.Images;
using Figment.Objectives;
using Figment.Studio.Hosting;
using Figment.Studio.Shelves;

namespace Figment.Studio.Components.Inside;

/// <summary>Which of a model's inner workings pages can show, and what the pages need to know about the model.</summary>
/// <param name="Shape">The shape of one picture.</param>
/// <param name="IsSound">Whether its pictures represent sounds.</param>
/// <param name="Solver">The solver that turns noise into pictures; null if the model makes them in a single step.</param>
/// <param name="StepShift">The shift of the solver's time steps towards noise.</param>
/// <param name="Guidance">How strongly pictures are pushed towards their class; null if the model cannot do this.</param>
/// <param name="Classes">The names of its classes; empty for a model without classes.</param>
/// <param name="OnShelf">The class of each picture on a shelf; empty for a model without classes.</param>
/// <param name="HasDiscriminator">Whether it has a discriminator.</param>
/// <param name="Looks">The number of network evaluations for one picture.</param>
public sealed record InsideFacts(
    ImageShape Shape,
    bool IsSound,
    OdeSolver? Solver,
    double StepShift,
    double? Guidance,
    IReadOnlyList<string> Classes,
    IReadOnlyList<int> OnShelf,
    bool HasDiscriminator,
    int Looks
)
{
    /// <summary>The facts about a run's model.</summary>
    /// <exception cref="FigmentException">The run has no weights, they do not load, or its model makes no pictures.</exception>
    internal static Task<InsideFacts> OfAsync(ModelShelf models, ShelvedRun run) =>
        models.UseAsync(
            run,
            model => Of(model, [.. run.Folder.Options.Data.Classes.Select(entry => entry.Name)]),
            CancellationToken.None
        );

    private static InsideFacts Of(ImageModel model, IReadOnlyList<string> names)
    {
        IFlowSampler? flow = model as IFlowSampler;
        SampleOptions shelf = InsidePictures.OfShelf(model, 0);
        return new InsideFacts(
            model.Shape,
            model.Meaning is not null,
            flow?.Solver,
            flow?.StepShift ?? 1,
            flow is not null && model.IsConditional && flow.IsClassOptional ? flow.GuidanceScale : null,
            model.IsConditional ? names : [],
            shelf.Classes.Count == 0
                ? []
                : [.. Enumerable.Range(0, InsidePictures.ShelfSize).Select(k => shelf.Classes[k % shelf.Classes.Count])],
            model is IDiscriminator,
            LayerOutputs.LooksOf(model)
        );
    }

    /// <summary>The times of a film's frames, from 0 to 1.</summary>
    internal IEnumerable<double> TimesOf(OdeSolver solver) =>
        Enumerable.Range(0, solver.Steps + 1).Select(step => OdeSolver.TimeOf(step, solver.Steps, 0, 1, StepShift));

    /// <summary>The short name of a picture on a shelf.</summary>
    internal string NameOf(int picture) => OnShelf.Count > 0 ? $"{picture + 1} · {Classes[OnShelf[picture]]}" : $"{picture + 1}";
}
