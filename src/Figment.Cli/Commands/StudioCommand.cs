using System.CommandLine;
using Figment.Cli.Terminal;
using Figment.Evaluation.Images;
using Figment.Studio.Hosting;

namespace Figment.Cli.Commands;

/// <summary><c>figment studio</c>: the local web application.</summary>
internal static class StudioCommand
{
    private const int DefaultPort = 5280;

    private static readonly Option<int?> Port = new("--port")
    {
        Description = $"The port to listen on; 0 picks any free port (default: {DefaultPort}, or the next free one)",
        HelpName = "N",
    };
    private static readonly Option<string> Runs = new("--runs")
    {
        Description = "The folder of the runs",
        HelpName = "DIR",
        DefaultValueFactory = _ => "runs",
    };
    private static readonly Option<bool> NoBrowser = new("--no-browser")
    {
        Description = "Do not open a browser; the address is printed in any case",
    };
    private static readonly Option<string> Host = new("--host")
    {
        Description = "The address to listen on",
        HelpName = "ADDRESS",
        DefaultValueFactory = _ => "127.0.0.1",
    };

    private static readonly Option<string?> TokenFile = new("--token-file")
    {
        Description =
            "Keep the token in this file, so that open pages and bookmarks survive a restart; the file is created if "
            + "it is missing (default: a new token at each start)",
        HelpName = "FILE",
    };

    private static readonly ProxyArguments Proxy = new();

    internal static Command Create()
    {
        Command command = new("studio", "Learn, train, and explore in the browser, in English or Chinese")
        {
            Port,
            Runs,
            NoBrowser,
            Host,
            TokenFile,
        };
        Proxy.AddTo(command);
        command.SetAction(Execute);
        return command.WithExamples(
            "figment studio                       opens the browser; Ctrl-C stops the studio and saves any training in progress",
            "figment studio --runs ~/models --port 8080",
            "figment studio --host 0.0.0.0        for other machines too, without encryption",
            "figment studio --no-browser          prints the address; its ?token= is a password, so keep it secret"
        );
    }

    private static async Task<int> Execute(ParseResult parsed, CancellationToken cancellation)
    {
        StudioOptions options = Proxy.In(
            parsed,
            new StudioOptions
            {
                Host = parsed.GetValue(Host)!,
                RunsFolder = parsed.GetValue(Runs)!,
                JudgesFolder = JudgeShelf.UsualFolder,
                TokenFile = parsed.GetValue(TokenFile),
                Port = parsed.GetValue(Port) ?? DefaultPort,
            }
        );
        TextWriter output = parsed.InvocationConfiguration.Output;
        TextWriter error = TextWriter.Synchronized(parsed.InvocationConfiguration.Error);
        void Report(StudioFault fault) =>
            error.WriteLine(
                $"The studio failed at {Words.Printable(fault.Where)}, reference "
                    + $"{fault.Reference}:{Environment.NewLine}{Words.Details(fault.Exception)}"
            );
        await using StudioServer server = await Start(
            options,
            isPortGiven: parsed.GetValue(Port) is not null,
            Report,
            cancellation
        );
        if (!options.IsLoopback)
            error.WriteLine(
                $"The token travels to {options.Host} without encryption. Put an HTTPS proxy in front of the studio, or "
                    + $"omit --host to serve this machine only."
            );
        output.WriteLine($"The studio is at {server.VisitUrl}");
        output.WriteLine($"Runs are stored in {Path.GetFullPath(options.RunsFolder)}. Ctrl-C stops the studio.");
        using BrowserLauncher? browser = parsed.GetValue(NoBrowser) ? null : TryOpen(server, error);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        }
        catch (OperationCanceledException)
        {
            output.WriteLine("Stopping; a running training is saved first.");
        }

        return CommandLine.Done;
    }

    private static BrowserLauncher? TryOpen(StudioServer server, TextWriter error)
    {
        try
        {
            return BrowserLauncher.Open(server.VisitUrl, server.Entered);
        }
        catch (FigmentException e)
        {
            error.WriteLine(Words.Printable(e.Say(Words.Flag))); // the address is printed in any case
            return null;
        }
    }

    private static async Task<StudioServer> Start(
        StudioOptions options,
        bool isPortGiven,
        Action<StudioFault> report,
        CancellationToken cancellation
    )
    {
        try
        {
            return await StudioServer.StartAsync(options, report: report, cancellationToken: cancellation);
        }
        catch (FigmentException e) when (!isPortGiven && e is not OptionsException)
        {
            // Another studio uses the default port
            return await StudioServer.StartAsync(options with { Port = 0 }, report: report, cancellationToken: cancellation);
        }
    }
}
