using System.CommandLine;
using Figment.Backend;
using Figment.Cli.Terminal;
using Figment.Runs;
using Figment.Training;

namespace Figment.Cli.Commands;

/// <summary><c>figment train</c>: trains a model on data and writes a run folder.</summary>
internal static class TrainCommand
{
    internal static Command Create()
    {
        Command command = new Command("train", "Train a model, and watch its samples improve").WithTrainArguments();
        command.SetAction(
            (parsed, cancellation) =>
            {
                // Problems are reported before the group of processes exists.
                TrainingRequest request = TrainArguments.Read(parsed);
                return Task.FromResult(LaunchedTogether.Run(group => Execute(group, request, parsed, cancellation)));
            }
        );
        return command.WithExamples(
            "figment train                               digits, class-conditional: 10,000 steps on MNIST",
            "figment train --seconds 60                  for one minute",
            "figment train dcgan --seconds 300           better, but slower",
            "figment train --data photos/ --size 32      your own pictures ('figment data check photos/' checks them)",
            "figment train dcgan --data photos/ --flip --shift 4        mirrors and shifts pictures a little",
            "figment train --data mine/ --from runs/photos              starts from another run's weights",
            "figment train dcgan --data photos/ --size 128 --batch 256 --accumulate 8      a large batch in little memory",
            "figment train flow --data drums             sounds",
            "figment train gpt --data my-novel.txt       a language model from your own text",
            "figment train classic --stop-on collapse    stops early if all samples become alike",
            "mpirun -n 4 figment train flow              four processes, on one machine or many (docs/many-machines.md)"
        );
    }

    private static int Execute(ITrainingGroup group, TrainingRequest request, ParseResult parsed, CancellationToken cancellation)
    {
        int? threads = LaunchedTogether.ThreadsIn(group); // all processes must call this
        request = request with { Threads = request.Threads ?? threads, Memory = LaunchedTogether.MemoryIn(group) };
        if (group.Rank > 0)
        {
            GroupRun.Train(group, request, cancellationToken: cancellation);
            return CommandLine.Done;
        }

        Language language = parsed.GetValue(TrainArguments.VerdictLanguage);
        TrainingView view = new(CommandOutput.ForLiveViews(), language);
        StepForecast? forecast = null;
        RunResult result = view.Show(
            DataKinds.Of(request.Data).Name,
            progress =>
                GroupRun.Train(
                    group,
                    request,
                    progress,
                    TimeProvider.System,
                    folder =>
                    {
                        TrainingAnnouncement.Say(folder, request, forecast, language, view);
                        foreach (string said in LaunchedTogether.SayDevices(group))
                            view.Say(said);
                    },
                    view.Loading,
                    foreseen => forecast = foreseen,
                    cancellation
                )!
        );
        return RunConclusion.Write(result, language);
    }
}
