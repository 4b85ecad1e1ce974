using System.CommandLine;
using System.CommandLine.Parsing;
using Figment.Cli.Telemetry;
using Figment.Cli.Terminal;
using Figment.Models;
using Figment.Models.Images;
using Figment.Models.Texts;
using Figment.Runs;
using Figment.Server;

namespace Figment.Cli.Commands;

/// <summary><c>figment serve</c>: serves a trained model over HTTP.</summary>
internal static class ServeCommand
{
    private const int DefaultPort = 5290;
    private static readonly ServerOptions Defaults = new();

    private static readonly RunChoice Run = new();
    private static readonly Option<int> Port = new("--port")
    {
        Description = "The port to listen on; 0 picks any free port",
        HelpName = "N",
        DefaultValueFactory = _ => DefaultPort,
    };
    private static readonly Option<string> Host = new("--host")
    {
        Description = "The address to listen on; if it is not a loopback address, the server answers anyone who can reach it",
        HelpName = "ADDRESS",
        DefaultValueFactory = _ => Defaults.Host,
    };
    private static readonly Option<int> Queue = new("--queue")
    {
        Description = "The number of requests that may wait for the model; the server rejects further ones with 503",
        HelpName = "N",
        DefaultValueFactory = _ => Defaults.MostWaiting,
    };
    private static readonly Option<int> Timeout = new("--timeout")
    {
        Description = "The time limit of a request in seconds, after which the server answers with 504",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => Defaults.TimeoutSeconds,
    };

    private static readonly Option<string[]> Cors = new("--cors")
    {
        Description = "An origin whose pages may read the answers, for example https://example.org; * for all; may be repeated",
        HelpName = "ORIGIN",
    };
    private static readonly Option<string?> Otlp = new("--otlp")
    {
        Description =
            "Send metrics to this OpenTelemetry collector, for example http://127.0.0.1:4318; OTEL_EXPORTER_OTLP_ENDPOINT does "
            + "the same (default: none are sent)",
        HelpName = "URL",
    };

    private static readonly ProxyArguments Proxy = new();

    internal static Command Create()
    {
        Command command = new("serve", "Serve a model over HTTP: PNG, WAV, JSON, or text through an OpenAI-compatible API")
        {
            Port,
            Host,
            Queue,
            Timeout,
            Cors,
            Otlp,
        };
        Proxy.AddTo(command);
        Run.AddTo(command);
        command.Validators.Add(Check);
        command.SetAction(Execute);
        return command.WithExamples(
            "figment serve                                              the latest run, at http://127.0.0.1:5290",
            "curl 'http://127.0.0.1:5290/images.png?count=16&seed=7' -o digits.png",
            "curl 'http://127.0.0.1:5290/images?class=3&count=2'        JSON, from a class-conditional model",
            "curl 'http://127.0.0.1:5290/sounds.wav?count=4&class=kick' -o kicks.wav   sounds, one after the other",
            "curl http://127.0.0.1:5290/v1/completions -H 'Content-Type: application/json' -d '{\"prompt\": \"Once\", "
                + "\"stream\": true}'   text",
            "figment serve runs/mine --host 0.0.0.0 --port 80           for other machines too; put an HTTPS proxy in front",
            "figment serve --otlp http://127.0.0.1:4318                 sends metrics to an OpenTelemetry collector on "
                + "this machine"
        );
    }

    private static async Task<int> Execute(ParseResult parsed, CancellationToken cancellation)
    {
        ChosenRun chosen = Run.Choose(parsed);
        Served kind = ServedOf(chosen.Folder);
        using TrainableModel model = chosen.Load<TrainableModel>();
        ServerOptions options = Proxy.In(
            parsed,
            new ServerOptions
            {
                Port = parsed.GetValue(Port),
                Host = parsed.GetValue(Host)!,
                MostWaiting = parsed.GetValue(Queue),
                TimeoutSeconds = parsed.GetValue(Timeout),
                CorsOrigins = parsed.GetValue(Cors) ?? [],
            }
        );
        ModelFacts facts = new(
            chosen.Name,
            chosen.Folder.Options.Preset,
            chosen.Folder.Options.Data.Name,
            [.. chosen.Folder.Options.Data.Classes.Select(entry => entry.Name)]
        );
        TextWriter output = parsed.InvocationConfiguration.Output;
        TextWriter error = TextWriter.Synchronized(parsed.InvocationConfiguration.Error);
        TelemetryTarget? target = TelemetryTarget.Of(parsed.GetValue(Otlp), Environment.GetEnvironmentVariable, error.WriteLine);
        using MetricsExport? export = target is null ? null : MetricsExport.Start(target, error.WriteLine);
        await using ModelServer server = await kind.Start(
            model,
            facts,
            options,
            e => error.WriteLine($"A request failed:{Environment.NewLine}{Words.Details(e)}"),
            cancellation
        );
        if (!options.IsLoopback)
            error.WriteLine(
                $"Everyone who can reach {options.Host} gets answers, without a password and without encryption. Put an "
                    + $"HTTPS proxy in front, or omit --host to serve this machine only."
            );
        output.WriteLine($"{Words.Printable(chosen.Name)} is served at {server.Url}");
        output.WriteLine(
            $"Try {server.Url}/{kind.First}; {server.Url}/openapi/v1.json describes the API. Ctrl-C stops the server."
        );
        if (export is not null)
            output.WriteLine($"Metrics go to {target!.Shown} (OTLP over {(target.IsGrpc ? "gRPC" : "HTTP")}).");
        export?.SendFirst();
        try
        {
            await Task.Delay(System.Threading.Timeout.InfiniteTimeSpan, cancellation);
        }
        catch (OperationCanceledException)
        {
            output.WriteLine("Closed.");
        }

        return CommandLine.Done;
    }

    private static void Check(CommandResult command)
    {
        if (command.GetValue(Otlp) is { } address && TelemetryTarget.AddressOf(address) is null)
            command.AddError(
                $"--otlp {address} is not an address that can receive metrics. Use one that begins with http:// or "
                    + "https://, for example http://127.0.0.1:4318."
            );
    }

    private static Served ServedOf(RunFolder run)
    {
        run.Options.Kind.Describe(run.Options.Data); // fails for an unknown kind of data
        return Kinds.FirstOrDefault(kind => kind.Kind == run.Options.Kind.Name)
            ?? throw new FigmentException(
                $"{run.Root} was trained on {Words.Printable(run.Options.Kind.Name)}, but only models trained on "
                    + $"{string.Join(" and ", Kinds.Select(kind => kind.Kind))} can be served."
            );
    }

    /// <summary>How models of one kind of data are served.</summary>
    /// <param name="Kind">The kind of data.</param>
    /// <param name="First">The address to try first.</param>
    /// <param name="Start">Starts the server.</param>
    private sealed record Served(
        string Kind,
        string First,
        Func<TrainableModel, ModelFacts, ServerOptions, Action<Exception>, CancellationToken, Task<ModelServer>> Start
    );

    private static readonly Served[] Kinds =
    [
        new(
            "images",
            "images.png?count=16",
            (model, facts, options, report, cancellation) =>
                ModelServer.StartAsync((ImageModel)model, facts, options, report, cancellation)
        ),
        new(
            "sounds",
            "sounds.wav?count=4",
            (model, facts, options, report, cancellation) =>
                ModelServer.StartAsync((ImageModel)model, facts, options, report, cancellation)
        ),
        new(
            "texts",
            "v1/models",
            (model, facts, options, report, cancellation) =>
                ModelServer.StartAsync((TextModel)model, facts, options, report, cancellation)
        ),
    ];
}
