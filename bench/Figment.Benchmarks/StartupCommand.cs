using System.CommandLine;
using System.Globalization;

namespace Figment.Benchmarks;

/// <summary><c>startup</c>: how long a user waits before the command answers, and before training begins.</summary>
internal static class StartupCommand
{
    private static readonly Option<int> Rounds = BenchmarkOptions.Number("--rounds", "How often each is started", 5);
    private static readonly Option<FileInfo?> Cli = new("--cli")
    {
        Description = "The built Figment.Cli.dll (default: the Release build of this clone)",
        HelpName = "FILE",
    };
    private static readonly Option<bool> Json = BenchmarkOptions.Json();

    internal static Command Create()
    {
        Command command = new(
            "startup",
            "Seconds from process start to the help text, to the first training step, and to the end of a training of one step"
        )
        {
            Rounds,
            Cli,
            Json,
        };
        command.SetAction(Execute);
        return command;
    }

    private static int Execute(ParseResult parsed)
    {
        string cli = parsed.GetValue(Cli)?.FullName ?? BuiltCli();
        if (!File.Exists(cli))
        {
            Console.Error.WriteLine($"{cli} is not there. Build it first: dotnet build src/Figment.Cli");
            return 1;
        }

        List<CliStart> helps = [],
            trainings = [];
        for (int round = -1; round < parsed.GetValue(Rounds); round++)
        {
            CliStart help = CliStart.Help(cli),
                training = CliStart.TrainOneStep(cli);
            if (round < 0)
                continue; // The first pair fills the system's file cache.
            helps.Add(help);
            trainings.Add(training);
        }

        TextWriter output = parsed.InvocationConfiguration.Output;
        output.WriteLine($"{"", -36} {"median s", 9} {"min s", 7} {"peak MB", 8}");
        Row("--help: start to exit", helps, start => start.Exit);
        Row("train --steps 1: start to first step", trainings, start => start.FirstStep!.Value);
        Row("train --steps 1: start to exit", trainings, start => start.Exit);
        if (parsed.GetValue(Json))
        {
            output.WriteJson(
                new
                {
                    HelpS = Seconds(helps, start => start.Exit).Median(),
                    HelpMinS = Seconds(helps, start => start.Exit).Min(),
                    FirstStepS = Seconds(trainings, start => start.FirstStep!.Value).Median(),
                    FirstStepMinS = Seconds(trainings, start => start.FirstStep!.Value).Min(),
                    TrainingPeakMb = trainings.Select(start => start.PeakMegabytes).Median(),
                }
            );
        }

        return 0;

        static double[] Seconds(List<CliStart> starts, Func<CliStart, TimeSpan> time) =>
            [.. starts.Select(start => Math.Round(time(start).TotalSeconds, 4))];

        void Row(string name, List<CliStart> starts, Func<CliStart, TimeSpan> time)
        {
            double[] seconds = Seconds(starts, time);
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name, -36} {seconds.Median(), 9:F3} {seconds.Min(), 7:F3} "
                        + $"{starts.Select(start => start.PeakMegabytes).Median(), 8:F0}"
                )
            );
        }
    }

    private static string BuiltCli()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Figment.slnx")))
            folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? "", "src", "Figment.Cli", "bin", "Release", "net10.0", "Figment.Cli.dll");
    }
}
