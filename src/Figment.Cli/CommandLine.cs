using System.CommandLine;
using Figment.Cli.Commands;
using Figment.Cli.Terminal;

namespace Figment.Cli;

/// <summary>The whole command line: its commands, exit codes, and errors.</summary>
internal static class CommandLine
{
    internal const int Done = 0,
        Failed = 1,
        WrongUsage = 2,
        Interrupted = 130;

    internal static RootCommand Create() =>
        new CommandWithHelp(
            "Build, train and use generative models from scratch.",
            "figment studio                       everything in the browser, with lessons for beginners",
            "figment train                        train the tutorial's GAN on MNIST",
            "figment generate --count 64          make new digits with the latest run",
            "figment evaluate                     judge the latest run: quality and diversity in numbers",
            "figment doctor                       check what is installed, and see how to fix what is missing"
        )
            .WithCommands(
                "Get started",
                StudioCommand.Create(),
                TrainCommand.Create(),
                GenerateCommand.Create(),
                EvaluateCommand.Create(),
                DoctorCommand.Create()
            )
            .WithCommands("Train", ResumeCommand.Create(), DataCommand.Create(), SummaryCommand.Create())
            .WithCommands(
                "Make something new",
                ChatCommand.Create(),
                EditCommand.Create(),
                InterpolateCommand.Create(),
                ProjectCommand.Create(),
                ReconstructCommand.Create(),
                MapCommand.Create(),
                ArithmeticCommand.Create()
            )
            .WithCommands("Judge", CompareCommand.Create(), LikelihoodCommand.Create(), EvaluatorCommand.Create())
            .WithCommands("Use it in other programs", ExportCommand.Create(), OpenCommand.Create(), ServeCommand.Create());

    /// <summary>Runs a command. Errors go to stderr as a sentence or two, never as a stack trace.</summary>
    internal static async Task<int> RunAsync(string[] args)
    {
        CommandOutput.Take();
        LaunchedTogether.Quieten();
        return CommandOutput.Conclude(await Execute(args));
    }

    private static async Task<int> Execute(string[] args)
    {
        ParseResult parsed = Create().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            Command command = parsed.CommandResult.Command;
            foreach (string message in parsed.Errors.Select(error => ParseErrors.Say(error, command)).Distinct())
                Console.Error.WriteLine(message);
            Console.Error.WriteLine($"See '{HelpFor(parsed)}'.");
            return WrongUsage;
        }

        using Interruption interruption = new();
        try
        {
            InvocationConfiguration configuration = new()
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(configuration, interruption.Token);
        }
        catch (OptionsException e)
        {
            // One line for each problem, even if a name in it contains line breaks.
            if (e.Details.Count > 1)
                Console.Error.WriteLine($"{e.Details.Count} problems:");
            foreach (string problem in e.Details.Select(problem => Words.Printable(problem.Sentence.Say(Words.Flag))))
                Console.Error.WriteLine(e.Details.Count > 1 ? $"  - {problem}" : problem);
            return WrongUsage;
        }
        catch (OutputException e) when (parsed.CommandResult.Command.Options.Any(option => option.Name == "--out"))
        {
            Console.Error.WriteLine($"{Words.Printable(e.Say(Words.Flag)).TrimEnd('.')} (--out).");
            return Failed;
        }
        catch (FigmentException e)
        {
            foreach (string line in e.Say(Words.Flag).Split(Environment.NewLine))
                Console.Error.WriteLine(Words.Printable(line));
            return Failed;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped.");
            return Interrupted;
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"Figment did not expect this error: {e.Message.Split('\n')[0].Trim()} {KeepDetails(e)}");
            return Failed;
        }
    }

    private static string HelpFor(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand
            ? $"{Words.Command} --help"
            : $"{Words.Command} {parsed.CommandResult.Command.Name} --help";

    private static string KeepDetails(Exception e)
    {
        string path = Path.Combine(Path.GetTempPath(), $"figment-{Path.GetRandomFileName()}.txt");
        return Storage.Or(
            () =>
            {
                File.WriteAllText(path, e.ToString());
                return $"This is a bug: please report it with the contents of {path}.";
            },
            otherwise: "This is a bug: please report it."
        );
    }
}
