using Figment.Backend;
using Figment.Data;
using Figment.Models;
using Figment.Training;
using TorchSharp;

namespace Figment.Runs;

/// <summary>
/// A process that trains with others and is not their first: it reads the same data, learns from its share of every batch, and
/// writes nothing. All that is decided comes from number 0, which calls <see cref="TrainingRun"/>.
/// </summary>
internal static class GroupMember
{
    /// <summary>Takes part in a new run.</summary>
    /// <param name="group">The processes; this is not number 0.</param>
    /// <param name="request">
    /// What number 0 was asked for too. Where the run is written, and what judges it, is number 0's affair.
    /// </param>
    /// <param name="cancellationToken">Ends the training of all after the step under way.</param>
    /// <returns>How the training ended.</returns>
    /// <exception cref="FigmentException">Anything a user can mend.</exception>
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
        ModelPreset preset = request.Preset.OfRun(run.Model); // which need not be in the catalog
        TrainableModel Create() =>
            preset.Create(
                preset.OptionsFor(data.Description),
                data.Description,
                new SeededRandom(run.Training.Seed, run.Randomness)
            );
        return Train(talk, run, Create, data, device, request.Threads, cancellationToken);
    }

    /// <summary>Takes part in a run that goes on.</summary>
    /// <param name="group">The processes; this is not number 0.</param>
    /// <param name="request">What number 0 was asked for too. The run's folder need not be within reach.</param>
    /// <param name="cancellationToken">Ends the training of all after the step under way.</param>
    /// <returns>How the training ended.</returns>
    /// <exception cref="FigmentException">Anything a user can mend.</exception>
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

    /// <summary>What is compared of a new run: all that decides its numbers, and nothing of where files are.</summary>
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

    /// <summary>What is compared of a run that goes on: it has the options of its first process.</summary>
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
