using System.CommandLine;
using Figment.Cli.Terminal;
using Figment.Server;

namespace Figment.Cli.Commands;

/// <summary><c>figment serve</c>: a trained model over HTTP.</summary>
internal static class ServeCommand
{
    private const int DefaultPort = 5290;
    private static readonly ServerOptions Defaults = new();

    private static readonly RunChoice Run = new();
    private static readonly Option<int> Port = new("--port") { Description = "The port to listen on; 0 takes any that is free", HelpName = "N", DefaultValueFactory = _ => DefaultPort };
    private static readonly Option<string> Host = new("--host") { Description = "The address to listen on; beyond this machine everybody who reaches it is answered", HelpName = "ADDRESS", DefaultValueFactory = _ => Defaults.Host };
    private static readonly Option<int> Queue = new("--queue") { Description = "Requests that may wait for the model; more are told to come back (503)", HelpName = "N", DefaultValueFactory = _ => Defaults.MostWaiting };
    private static readonly Option<int> Timeout = new("--timeout") { Description = "Seconds after which a request is given up (504)", HelpName = "SECONDS", DefaultValueFactory = _ => Defaults.TimeoutSeconds };

    private static readonly Option<string[]> Cors = new("--cors") { Description = "An origin whose pages may read the answers, for instance https://example.org; * for all; may be repeated", HelpName = "ORIGIN" };
    private static readonly ProxyArguments Proxy = new();

    internal static Command Create()
    {
        Command command = new("serve", "Answer with a model's images over HTTP: PNG, JSON, OpenAPI") { Port, Host, Queue, Timeout, Cors };
        Proxy.AddTo(command);
        Run.AddTo(command);
        command.SetAction(Execute);
        return command.WithExamples(
            "figment serve                                              the latest run, at http://127.0.0.1:5290",
            "curl 'http://127.0.0.1:5290/images.png?count=16&seed=7' -o digits.png",
            "curl 'http://127.0.0.1:5290/images?class=3&count=2'        JSON, of a model by class",
            "figment serve runs/mine --host 0.0.0.0 --port 80           for other machines too; put a proxy with HTTPS before it");
    }

    private static async Task<int> Execute(ParseResult parsed, CancellationToken cancellation)
    {
        using ChosenModel chosen = Run.Open(parsed);
        ServerOptions options = Proxy.In(parsed, new ServerOptions { Port = parsed.GetValue(Port), Host = parsed.GetValue(Host)!, MostWaiting = parsed.GetValue(Queue), TimeoutSeconds = parsed.GetValue(Timeout), CorsOrigins = parsed.GetValue(Cors) ?? [] });
        ModelFacts facts = new(chosen.Name, chosen.Run.Options.Preset, chosen.Run.Options.Data.Name, chosen.ClassNames);
        TextWriter output = parsed.InvocationConfiguration.Output, error = parsed.InvocationConfiguration.Error;
        await using ModelServer server = await ModelServer.StartAsync(chosen.Model, facts, options, e => error.WriteLine($"A request failed:{Environment.NewLine}{Words.Details(e)}"), cancellation);
        if (!options.IsLoopback) error.WriteLine($"Everybody who reaches {options.Host} is answered, without a password and without encryption. Put a proxy with HTTPS before it, or omit --host to serve this machine alone.");
        output.WriteLine($"{Words.Printable(chosen.Name)} is served at {server.Url}");
        output.WriteLine($"Try {server.Url}/images.png?count=16; {server.Url}/openapi/v1.json says what can be asked. Ctrl-C ends it.");
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
}
