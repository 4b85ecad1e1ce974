using Figment.Generation.Images;
using Figment.Imaging;
using Figment.Models.Images;
using Figment.Objectives;
using Figment.Studio.Hosting;
using Figment.Studio.Shelves;

namespace Figment.Studio.Components.Inside;

/// <summary>What of a model can be seen, and what its pages must know of it.</summary>
/// <param name="Shape">One picture.</param>
/// <param name="IsSound">Whether its pictures stand for sounds.</param>
/// <param name="Solver">The steps in which it makes pictures of noise; null where it makes them in one go.</param>
/// <param name="StepShift">How far these are moved towards noise.</param>
/// <param name="Guidance">How far pictures are pushed towards their class; null where they cannot be.</param>
/// <param name="Classes">What its classes are called; empty of a model without.</param>
/// <param name="OnShelf">The class of each picture on a shelf; empty of a model without.</param>
/// <param name="HasDiscriminator">Whether it judges pictures.</param>
/// <param name="Looks">How often its network is called for one picture.</param>
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
    /// <summary>What can be seen of a run's model.</summary>
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

    /// <summary>The times at which a film's frames are, from 0 to 1.</summary>
    internal IEnumerable<double> TimesOf(OdeSolver solver) =>
        Enumerable.Range(0, solver.Steps + 1).Select(step => OdeSolver.TimeOf(step, solver.Steps, 0, 1, StepShift));

    /// <summary>The name of a picture on a shelf, in figures.</summary>
    internal string NameOf(int picture) => OnShelf.Count > 0 ? $"{picture + 1} · {Classes[OnShelf[picture]]}" : $"{picture + 1}";
}
