using Figment.Backend;
using Figment.Data;
using Figment.Models;
using Figment.Training;

namespace Figment.Benchmarks;

/// <summary>Figment's own training, as a program would call it: a preset of the catalog and <see cref="Trainer.Fit"/>, no listener.</summary>
internal sealed class FigmentLoop(string preset, ImageDataset data, int batchSize) : IStepLoop
{
    private readonly GenerativeModel model = Create(preset, data);

    public StepTimes Run(int steps)
    {
        StepClock clock = new(steps);
        Trainer.Fit(model, data, new TrainingOptions { Length = TrainingLength.OfSteps(steps), BatchSize = batchSize }, clock: clock);
        return clock.Times();
    }

    public void Dispose() => model.Dispose();

    internal static GenerativeModel Create(string preset, ImageDataset data)
    {
        ModelPreset found = ModelCatalog.Find(preset);
        return found.Create(found.Options, data.Description, new SeededRandom(0));
    }
}
