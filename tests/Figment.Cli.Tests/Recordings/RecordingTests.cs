using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Figment.Tests.Recordings;

/// <summary>
/// What a user sees is what was recorded in <c>tests/recordings</c>. None of it depends on how a machine rounds.
/// </summary>
public sealed partial class RecordingTests(RecordedRuns runs) : IClassFixture<RecordedRuns>
{
    private static readonly string[] Commands =
    [
        "",
        "train",
        "resume",
        "generate",
        "chat",
        "export",
        "open",
        "serve",
        "edit",
        "interpolate",
        "reconstruct",
        "project",
        "map",
        "arithmetic",
        "evaluate",
        "compare",
        "likelihood",
        "evaluator",
        "evaluator train",
        "summary",
        "data",
        "data check x",
        "data pack x",
        "doctor",
        "studio",
    ];

    [Theory]
    [InlineData("en_GB.UTF-8")]
    [InlineData("zh_CN.UTF-8")] // the command speaks English to everybody; verdicts and pages are asked for in Chinese
    public void Help_says_what_it_said(string language)
    {
        List<string> lines = [];
        foreach ((string command, (int code, string output, string error)) in HelpOfAll(language))
            lines.Add($"$ figment {command}\n[{code}]\n{output}{error}");

        Recording.Compare("help", lines);
    }

    [Fact]
    public void What_is_wrong_is_answered_as_it_was()
    {
        string[] before = Listing(runs.Root);
        List<string> lines = [];
        foreach (string command in List("wrong"))
        {
            (int code, string output, string error) = CommandInside.Run(runs.Root, Split(command));
            lines.Add($"$ figment {command}\n[{code}]\n{output}{error}");
        }

        Recording.Compare("wrong", lines, runs.Root);
        Assert.Equal(before, Listing(runs.Root));
    }

    [Fact]
    public void A_new_run_leaves_the_files_that_it_left()
    {
        List<string> lines = [];
        foreach (string preset in RecordedRuns.Presets.Keys)
        {
            lines.Add($"{preset}");
            string run = runs[$"runs/{preset}"];
            lines.AddRange(Listing(run).Select(file => $"  {file}{PictureSize($"{run}/{file}")}"));
        }

        Recording.Compare("folders", lines);
    }

    [Fact]
    public void Files_of_a_run_have_the_keys_that_they_had()
    {
        List<string> lines = [];
        foreach (string preset in RecordedRuns.Presets.Keys)
        {
            string run = runs[$"runs/{preset}"];
            Section($"{preset}/options.json", JsonOutline.Of(File.ReadAllText($"{run}/options.json")));
            Section($"{preset}/metrics.jsonl", JsonOutline.Of(File.ReadAllLines($"{run}/metrics.jsonl")));
            foreach (string file in (string[])["model", "best", "checkpoints/step-000004"])
                Section($"{preset}/{file}.safetensors", SafeTensorsOutline.Of($"{run}/{file}.safetensors"));
        }

        Run("evaluate", "runs/gan", "--features", "pixels", "--count", "60", "--out", "judged");
        Section("report.json", JsonOutline.Of(File.ReadAllText(runs["judged/report.json"])));
        Recording.Compare("files", lines);

        void Section(string title, string content) => lines.Add($"== {title}\n{content}\n");
    }

    [Fact]
    public void An_export_has_the_graph_that_it_had()
    {
        List<string> lines = [];
        foreach (string preset in RecordedRuns.Presets.Keys)
        {
            Run("export", $"runs/{preset}", "--out", $"exports/{preset}");
            foreach (string file in Listing(runs[$"exports/{preset}"]))
                lines.Add($"== {preset}/{file}\n{OnnxOutline.Of(runs[$"exports/{preset}/{file}"])}\n");
        }

        Run("export", "runs/gan", "--format", "safetensors", "--precision", "fp16", "--out", "exports/weights");
        Run("export", "runs/vae", "--format", "npy", "--out", "exports/arrays");
        lines.Add($"== gan/model.safetensors\n{SafeTensorsOutline.Of(runs["exports/weights/model.safetensors"])}\n");
        lines.Add($"== vae\n{string.Join('\n', Listing(runs["exports/arrays"]))}");

        Recording.Compare("exports", lines);
    }

    [Fact]
    public void A_pack_is_the_same_byte_by_byte()
    {
        List<string> lines = [];
        foreach (
            string[] options in (string[][])
                [
                    [],
                    ["--size", "12", "--fit", "pad", "--background", "black"],
                ]
        )
        {
            string target = runs[$"pack-{options.Length}.safetensors"];
            Run(["data", "pack", "shapes", "--out", target, .. options]);
            lines.Add($"== {string.Join(' ', options)}");
            lines.Add(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(target))));
            lines.Add(SafeTensorsOutline.Of(target));
        }

        Recording.Compare("packs", lines);
    }

    [Fact]
    public async Task A_served_model_answers_as_it_did()
    {
        using Process process = Start("serve", "runs/gan", "--port", "0", "--device", "cpu", "--cors", "https://example.org");
        List<string> lines = [];
        try
        {
            string url = await AddressOf(process);
            using HttpClientHandler handler = new() { AllowAutoRedirect = false };
            using HttpClient client = new(handler);
            foreach (string line in List("serve"))
            {
                (HttpResponseMessage answer, string asked) = await Ask(client, url, line);
                using HttpResponseMessage owned = answer;
                lines.Add($"$ {asked}\n{(int)answer.StatusCode}");
                lines.AddRange(Headers(answer));
                lines.Add($"{await Body(answer)}\n");
            }
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        Recording.Compare("serve", lines, runs.Root);
    }

    [Fact]
    public async Task The_studios_addresses_answer_as_they_did()
    {
        using Process process = Start("studio", "--no-browser", "--port", "0", "--runs", "runs");
        List<string> lines = [];
        try
        {
            Uri door = new(await AddressOf(process));
            string url = door.GetLeftPart(UriPartial.Authority);
            using HttpClientHandler handler = new() { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
            using HttpClient client = new(handler);
            using HttpResponseMessage stranger = await client.GetAsync($"{url}/");
            using HttpResponseMessage wrong = await client.GetAsync($"{url}/?token=wrong");
            using HttpResponseMessage entry = await client.GetAsync(door);
            lines.Add(Line("without the token GET /", stranger));
            lines.Add(Line("with a wrong token GET /", wrong));
            lines.Add(Line("with the token GET /", entry));
            foreach (string line in List("studio"))
            {
                (HttpResponseMessage answer, string asked) = await Ask(client, url, line);
                using HttpResponseMessage owned = answer;
                lines.Add(Line(asked, answer));
            }
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        Recording.Compare("studio", lines, runs.Root);

        static string Line(string asked, HttpResponseMessage answer) =>
            $"{asked} → {(int)answer.StatusCode} {answer.Content.Headers.ContentType?.ToString() ?? "-"}"
            + (answer.Headers.Location is { } to ? $" to {to}" : "");
    }

    /// <summary>What is asked: the lines of a list without its comments.</summary>
    private static string[] List(string name) =>
        [.. File.ReadAllLines(Path.Combine(Recording.Folder, $"{name}.list")).Where(line => line is not ("" or ['#', ..]))];

    private void Run(params string[] arguments)
    {
        (int code, _, string error) = CommandInside.Run(runs.Root, arguments);
        Assert.True(code == 0, error);
    }

    /// <summary>Sends one request.</summary>
    /// <param name="client">Sends it.</param>
    /// <param name="url">The server.</param>
    /// <param name="line">Method and path, and headers behind <c>|</c>.</param>
    private static async Task<(HttpResponseMessage Answer, string Asked)> Ask(HttpClient client, string url, string line)
    {
        string[] parts = line.Split(" | "),
            first = parts[0].Split(' ', 2);
        using HttpRequestMessage request = new(new HttpMethod(first[0]), url + first[1]);
        foreach (string[] header in parts[1..].Select(part => part.Split(": ", 2)))
        {
            if (header[0] == "Host")
                request.Headers.Host = header[1];
            else
                request.Headers.Add(header[0], header[1]);
        }

        return (await client.SendAsync(request), line);
    }

    /// <summary>Headers in order, but for those of time, connection and length (which may be computed).</summary>
    private static IEnumerable<string> Headers(HttpResponseMessage answer) =>
        answer
            .Headers.Concat(answer.Content.Headers)
            .Where(header => header.Key is not ("Date" or "Transfer-Encoding" or "Content-Length"))
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}")
            .Order(StringComparer.Ordinal);

    /// <summary>Text as it is; of images only what they are, since their bytes are computed.</summary>
    private static async Task<string> Body(HttpResponseMessage answer)
    {
        byte[] content = await answer.Content.ReadAsByteArrayAsync();
        string type = answer.Content.Headers.ContentType?.MediaType ?? "",
            body = Encoding.UTF8.GetString(content);
        if (type == "image/png")
            return content.Length == 0 ? "" : $"picture{PictureSize(content)}";
        return PngText().Replace(Trace().Replace(body, "\"traceId\":ID"), "\"png\":PNG");
    }

    private Process Start(params string[] arguments) => CommandRunner.Start(runs.Root, arguments);

    /// <summary>The first address that a server prints.</summary>
    private static async Task<string> AddressOf(Process process)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is string line)
            if (Address().Match(line) is { Success: true } match)
                return match.Value;
        throw new InvalidOperationException($"It named no address: {await process.StandardError.ReadToEndAsync(patience.Token)}");
    }

    /// <summary>
    /// Runs the help of all commands, each in a process, as many at once as there are cores; the answers come in order.
    /// </summary>
    private (string Command, (int Code, string Output, string Error) Answer)[] HelpOfAll(string language)
    {
        Dictionary<string, string?> environment = new() { ["LANG"] = language, ["LC_ALL"] = language };
        return
        [
            .. Commands
                .AsParallel()
                .AsOrdered()
                .WithDegreeOfParallelism(Environment.ProcessorCount)
                .Select(command => $"{command} --help".TrimStart())
                .Select(command => (command, CommandRunner.Run(runs.Root, environment, Split(command)))),
        ];
    }

    /// <summary>Arguments, divided by spaces; <c>''</c> is an empty one.</summary>
    private static string[] Split(string command) => [.. command.Split(' ').Select(part => part == "''" ? "" : part)];

    private static string[] Listing(string folder) =>
        [
            .. Directory
                .EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/') + (Directory.Exists(path) ? "/" : ""))
                .Order(StringComparer.Ordinal),
        ];

    private static string PictureSize(string file) =>
        file.EndsWith(".png", StringComparison.Ordinal) ? PictureSize(File.ReadAllBytes(file)) : "";

    private static string PictureSize(byte[] png) => $" {Number(png, 16)} × {Number(png, 20)}";

    private static int Number(byte[] png, int at) => BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));

    [GeneratedRegex(@"http://[^\s;]+")]
    private static partial Regex Address();

    [GeneratedRegex("\"png\":\"[^\"]*\"")]
    private static partial Regex PngText();

    [GeneratedRegex("\"traceId\":\"[^\"]*\"")]
    private static partial Regex Trace();
}
