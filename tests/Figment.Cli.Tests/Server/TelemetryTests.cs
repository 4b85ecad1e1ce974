using System.Diagnostics;
using Figment.Tests.Cli;

namespace Figment.Tests.Server;

/// <summary>What <c>figment serve</c> sends to a collector of metrics, and that it sends nothing unless asked to.</summary>
public sealed class TelemetryTests : IDisposable
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private readonly TemporaryFolder folder = new();

    public TelemetryTests() => UntrainedRun.Write(folder["run"], conditional: true);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task What_was_asked_for_arrives_where_metrics_are_collected(bool byVariable, bool isGrpc)
    {
        await using OtlpReceiver collector = await OtlpReceiver.StartAsync();
        Dictionary<string, string?> environment = new()
        {
            ["OTEL_EXPORTER_OTLP_HEADERS"] = "api-key=for all",
            ["OTEL_EXPORTER_OTLP_METRICS_HEADERS"] = "api-key=for metrics",
            ["OTEL_SERVICE_NAME"] = byVariable ? "digits" : null,
            [Endpoint] =
                !byVariable ? "http://127.0.0.1:9"
                : isGrpc ? collector.GrpcUrl
                : collector.Url,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = isGrpc ? "grpc" : null,
        };
        using Serving serving = await Serving.StartAsync(folder.Root, environment, byVariable ? [] : ["--otlp", collector.Url]);
        Assert.Equal(
            isGrpc
                ? $"Metrics go to {collector.GrpcUrl}/ (OTLP over gRPC)."
                : $"Metrics go to {collector.Url}/v1/metrics (OTLP over HTTP).",
            await serving.ReadLine(2)
        );
        await serving.Client.GetByteArrayAsync("/images.png?count=6", TestContext.Current.CancellationToken);
        await serving.Client.GetByteArrayAsync("/images?count=4", TestContext.Current.CancellationToken);
        (await serving.Client.GetAsync("/images?count=0", TestContext.Current.CancellationToken)).Dispose();
        (int code, string error) = await serving.EndAsync();

        Assert.Equal((0, ""), (code, error));
        string path = isGrpc ? "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export" : "/v1/metrics";
        Assert.All(collector.Posted, post => Assert.Equal((path, "for metrics"), (post.Path, post.Key)));
        Assert.Equal(10, Of("figment.server.items").Value);
        Assert.Equal("image", Of("figment.server.items").Attributes["figment.item.kind"]);
        Assert.Equal(2, Of("figment.server.request.make_duration").Value);
        Assert.Equal(2, Of("figment.server.request.queue_duration").Value);
        Assert.Equal(1, Of("figment.server.failures").Value);
        Assert.Equal("bad_request", Of("figment.server.failures").Attributes["error.type"]);
        Assert.Equal("s", Of("figment.server.request.make_duration").Unit);
        Assert.Equal(3, collector.Last.Where(point => point.Name == "http.server.request.duration").Sum(point => point.Value));
        Assert.Contains(collector.Last, point => point.Meter == "Microsoft.AspNetCore.Server.Kestrel");
        Assert.Contains(collector.Last, point => point.Meter == "System.Runtime");
        Assert.Equal(byVariable ? "digits" : "figment", collector.Resource["service.name"]);
        Assert.NotEmpty(collector.Resource["service.version"]);

        SentPoint Of(string name) => Assert.Single(collector.Last, point => point.Name == name);
    }

    [Fact]
    public async Task Where_nobody_collects_it_is_said_once_and_the_model_is_served()
    {
        Dictionary<string, string?> environment = new() { ["OTEL_METRIC_EXPORT_INTERVAL"] = "100" };
        using Serving serving = await Serving.StartAsync(folder.Root, environment, "--otlp", "http://me:secret@127.0.0.1:9");
        string said = await serving.Process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) ?? "";
        await Task.Delay(500, TestContext.Current.CancellationToken); // enough time for five more to fail
        byte[] picture = await serving.Client.GetByteArrayAsync("/images.png", TestContext.Current.CancellationToken);
        (int code, string error) = await serving.EndAsync();

        Assert.StartsWith(
            "Metrics cannot be sent to http://127.0.0.1:9/v1/metrics: Connection refused",
            said,
            StringComparison.Ordinal
        );
        Assert.NotEmpty(picture);
        Assert.Equal((0, ""), (code, error));
    }

    [Fact]
    public async Task A_collector_that_refuses_is_said_with_its_answer()
    {
        await using OtlpReceiver collector = await OtlpReceiver.StartAsync();
        collector.Status = 401;
        using Serving serving = await Serving.StartAsync(folder.Root, new() { [Endpoint] = collector.Url });

        string said = await serving.Process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) ?? "";
        await serving.EndAsync();

        Assert.Contains("401 (Unauthorized)", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("OTEL_METRICS_EXPORTER", "none", "No metrics are sent: OTEL_METRICS_EXPORTER is none.")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "nonsense", "No metrics are sent: Headers provided in an invalid format.")]
    public async Task Nothing_is_sent_unless_it_is_asked_for(string? variable, string? value, string? note)
    {
        await using OtlpReceiver collector = await OtlpReceiver.StartAsync();
        Dictionary<string, string?> environment = new() { [Endpoint] = note is null ? null : collector.Url };
        if (variable is not null)
            environment[variable] = value;
        using Serving serving = await Serving.StartAsync(folder.Root, environment);
        await serving.Client.GetByteArrayAsync("/images.png", TestContext.Current.CancellationToken);
        string maps = $"/proc/{serving.Process.Id}/maps",
            loaded = File.Exists(maps) ? await File.ReadAllTextAsync(maps) : "";
        (int code, string error) = await serving.EndAsync();

        Assert.Equal(0, code);
        Assert.Empty(collector.Posted);
        if (note is null)
            Assert.Empty(error);
        else
            Assert.StartsWith(note, error, StringComparison.Ordinal);
        if (loaded.Length == 0 || variable == "OTEL_EXPORTER_OTLP_HEADERS")
            return;
        Assert.Contains("Figment.Server.dll", loaded, StringComparison.Ordinal); // a check that the next assertion can fail
        Assert.DoesNotContain("OpenTelemetry", loaded, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_is_none_is_wrong_usage()
    {
        (int code, _, string error) = CommandInside.Run(folder.Root, "serve", "run", "--otlp", "127.0.0.1:4318");

        Assert.Equal(2, code);
        Assert.Contains("--otlp 127.0.0.1:4318 is not an address that can receive metrics", error, StringComparison.Ordinal);
    }

    /// <summary>A run that is served in a process of its own.</summary>
    private sealed class Serving : IDisposable
    {
        private const string Stopping = "Stopping and saving; repeat to end at once."; // what every command says
        private readonly List<string> said = [];

        private Serving(Process process) => Process = process;

        internal Process Process { get; }

        internal HttpClient Client { get; } = new();

        internal static async Task<Serving> StartAsync(
            string root,
            Dictionary<string, string?> environment,
            params string[] arguments
        )
        {
            foreach (string name in new[] { Endpoint, "OTEL_SDK_DISABLED", "OTEL_METRICS_EXPORTER" })
                environment.TryAdd(name, null);
            string[] command = [CommandRunner.CommandFile, "serve", "run", "--port", "0", .. arguments];
            Serving serving = new(CommandRunner.StartProgram(CommandRunner.DotnetHost, root, environment, command));
            serving.Client.BaseAddress = new Uri((await serving.ReadLine(0)).Split(' ')[^1]);
            return serving;
        }

        internal async Task<string> ReadLine(int number)
        {
            while (said.Count <= number)
            {
                string? line = await Process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
                said.Add(line ?? throw new InvalidOperationException(await Process.StandardError.ReadToEndAsync()));
            }

            return said[number];
        }

        /// <summary>Ends it as a service manager would.</summary>
        /// <returns>How it ended, and what it had said on stderr since that was last read.</returns>
        internal async Task<(int Code, string Error)> EndAsync()
        {
            Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "signals are sent with kill");
            using Process kill = Process.Start("kill", ["-s", "TERM", $"{Process.Id}"]);
            string error = await Process.StandardError.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
            await Process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
            return (Process.ExitCode, error.Replace($"{Stopping}{Environment.NewLine}", "", StringComparison.Ordinal));
        }

        public void Dispose()
        {
            if (!Process.HasExited)
                Process.Kill();
            Process.Dispose();
            Client.Dispose();
        }
    }
}
