using Figment.Backend;
using Figment.Data;
using Figment.Models;
using Figment.Training;
using TorchSharp;

namespace Figment.Runs;

/// <summary>
/// A process other than the first one in a group that trains together: it reads the same data, learns from its share of every
/// batch, and writes nothing. All decisions come from process 0, which calls <see cref="TrainingRun"/>.
/// </summary>
internal static class GroupMember
{
    /// <summary>Takes part in a new run.</summary>
    /// <param name="group">The processes; this is not process 0.</param>
    /// <param name="request">The same request as in process 0. Only process 0 uses its folder and its judge.</param>
    /// <param name="cancellationToken">Ends the training of all processes after the current step.</param>
    /// <returns>How the training ended.</returns>
    /// <exception cref="FigmentException">Any error that a user can fix.</exception>
    internal static TrainingResult Train(ITrainingGroup group, TrainingRequest request, CancellationToken cancellationToken)
    {
        GroupTalk talk = new(group);
        (torch.Device device, Dataset opened) = talk.Open(
            () =>
                (
                    ComputeDevice.Resolve(request.Device, group.LocalRank),
                    DataKinds.Of(request.Data).Open(request.Data, request.Reading, null, cancellationToken)
                ),
            request.Facts
        );
        using Dataset data = opened;
        RunOptions run = talk.Hear();
        ModelPreset preset = request.Preset.OfRun(run.Model); // the preset need not be in the catalog
        TrainableModel Create() =>
            preset.Create(
                preset.OptionsFor(data.Description),
                data.Description,
                new SeededRandom(run.Training.Seed, run.Randomness)
            );
        return Train(talk, run, Create, data, device, request.Threads, cancellationToken);
    }

    /// <summary>Takes part in a run that continues.</summary>
    /// <param name="group">The processes; this is not process 0.</param>
    /// <param name="request">The same request as in process 0. The run's folder need not be accessible here.</param>
    /// <param name="cancellationToken">Ends the training of all processes after the current step.</param>
    /// <returns>How the training ended.</returns>
    /// <exception cref="FigmentException">Any error that a user can fix.</exception>
    internal static TrainingResult Resume(ITrainingGroup group, ResumeRequest request, CancellationToken cancellationToken)
    {
        GroupTalk talk = new(group);
        RunFolder run = new(request.Folder, talk.Hear());
        (torch.Device device, Dataset opened) = talk.Open(
            () =>
                (
                    talk.DeviceOf(request, run.Options),
                    LearnedData.Open(run, request.Data, null, null, cancellationToken).Training
                ),
            run.Options.Facts
        );
        using Dataset data = opened;
        return Train(talk, run.Options, run.Model.Create, data, device, request.Threads, cancellationToken);
    }

    /// <summary>The facts of a new run to compare: everything that determines its numbers, but no paths.</summary>
    internal static GroupFacts Facts(this TrainingRequest request, Dataset data) =>
        GroupFacts.Of(
            OptionsJson.ToElement(
                new
                {
                    request.Preset.Name,
                    Model = request.Preset.ToJson(),
                    Training = OptionsJson.ToElement(request.Training),
                    request.Precision,
                    request.Freeze,
                }
            ),
            data
        );

    /// <summary>The facts of a continued run to compare: its options come from the first process.</summary>
    internal static GroupFacts Facts(this RunOptions run, Dataset data) => GroupFacts.Of(run.Model, data);

    private static TrainingResult Train(
        GroupTalk talk,
        RunOptions options,
        Func<TrainableModel> create,
        Dataset data,
        torch.Device device,
        int? threads,
        CancellationToken cancellationToken
    )
    {
        using ThreadCount count = new(threads);
        using TrainableModel model = create();
        model.Freeze(options.From?.Frozen.Count ?? 0);
        string precision = ComputePrecision.Here(options.Environment.Precision, device);
        model.To(device).ComputeIn(ComputePrecision.Use(precision, device));
        talk.AwaitBeginning();
        while (true)
        {
            TrainingResult result = Trainer.Fit(talk.Group, model, data, options.Training, cancellationToken: cancellationToken);
            if (!talk.GoesOn(isAgain: false))
                return result;
        }
    }
}
