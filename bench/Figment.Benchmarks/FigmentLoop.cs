using Figment.Backend;
using Figment.Data.Images;
using Figment.Models;
using Figment.Models.Images;
using Figment.Training;
using static TorchSharp.torch;

namespace Figment.Benchmarks;

/// <summary>
/// Figment's own training, as a program would call it: a preset of the catalog and <see cref="Trainer"/>, no listener.
/// </summary>
internal sealed class FigmentLoop(ImageModel model, ImageDataset data, int batchSize) : IStepLoop
{
    public StepTimes Run(int steps)
    {
        StepClock clock = new(steps);
        Trainer.Fit(
            model,
            data,
            new TrainingOptions { Length = TrainingLength.OfSteps(steps), BatchSize = batchSize },
            clock: clock
        );
        return clock.Times();
    }

    public void Dispose() => model.Dispose();

    internal static ImageModel Create(
        string preset,
        ImageDataset data,
        ScalarType precision = ScalarType.Float32,
        IReadOnlyList<string>? changes = null
    )
    {
        IEnumerable<string[]> pairs = (changes ?? []).Select(change => change.Split('=', 2));
        ModelPreset found = ModelCatalog.Find(preset).WithChanges(pairs.Select(pair => KeyValuePair.Create(pair[0], pair[^1])));
        return (ImageModel)
            found.Create(found.OptionsFor(data.Description), data.Description, new SeededRandom(0)).ComputeIn(precision);
    }
}
