using System.Diagnostics;
using System.Text.Json;
using Figment.Cli.Terminal;
using Figment.Tests.Samples;

namespace Figment.Tests.Cli;

/// <summary>A conversation with a model, as a user has it.</summary>
public sealed class ChatCommandTests : IClassFixture<ChatCommandTests.TrainedRun>
{
    private readonly TrainedRun run;

    public ChatCommandTests(TrainedRun run) => this.run = run;

    [Fact]
    public void One_question_gets_the_answer_that_was_learned()
    {
        foreach ((string question, string answer) in SmallDialogues.All)
            Assert.Equal((0, $"{answer}\n", ""), Run("chat", "run", "--prompt", question, "--temperature", "0"));
    }

    [Fact]
    public void Each_line_from_a_pipe_is_a_message_and_what_does_not_fit_is_forgotten_which_is_said_once()
    {
        string[] questions = [.. Enumerable.Range(0, 6).Select(i => SmallDialogues.All[i % 3].Question)];

        (int code, string output, string error) = Piped(
            [.. questions, "", "/exit", "not answered"],
            "chat",
            "run",
            "--temperature",
            "0",
            "--system",
            "S"
        );

        Assert.Equal(0, code);
        Assert.Equal(6, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.StartsWith("The conversation is longer than the model's context of 96 tokens", error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Ctrl_C_ends_an_answer_and_once_more_the_chat()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent by kill.");
        Assert.SkipWhen(CommandRunner.IsIgnored("INT"), CommandRunner.IgnoredSignal);
        // An untrained model repeats the last token for ever.
        Assert.Equal(0, Run([.. TrainedRun.Small, "--data", "talk.jsonl", "--steps", "1", "--out", "endless"]).ExitCode);
        using Process process = CommandRunner.StartProgram(
            CommandRunner.DotnetHost,
            run.Folder,
            null,
            [CommandRunner.CommandFile, "chat", "endless", "--temperature", "0", "--tokens", "1000000"],
            keepsInput: true
        );
        await process.StandardInput.WriteLineAsync("Who are you?");
        await process.StandardInput.FlushAsync();
        char[] begun = new char[1];
        await process.StandardOutput.ReadBlockAsync(begun); // its beginning
        Task<string> rest = process.StandardOutput.ReadToEndAsync(),
            error = process.StandardError.ReadToEndAsync();

        Interrupt(process);
        Assert.False(process.WaitForExit(1500));
        Interrupt(process);
        bool ended = process.WaitForExit(20_000);
        if (!ended)
            process.Kill();

        Assert.True(ended);
        Assert.Equal(130, process.ExitCode);
        Assert.EndsWith("\n", await rest, StringComparison.Ordinal);
        Assert.DoesNotContain("Stopping", await error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_run_knows_that_it_learned_dialogues_and_how_they_were_written()
    {
        using JsonDocument options = JsonDocument.Parse(File.ReadAllText(Path.Combine(run.Folder, "run", "options.json")));
        JsonElement data = options.RootElement.GetProperty("data");

        Assert.Equal(54, data.GetProperty("dialogues").GetInt32());
        Assert.Contains("<|im_start|>", data.GetProperty("chatTemplate").GetString(), StringComparison.Ordinal);
        Assert.Contains(
            "Talk with it:       figment chat run",
            run.Output.Replace(Words.Command, "figment", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Who_learned_no_dialogues_says_what_to_do()
    {
        File.WriteAllText(
            Path.Combine(run.Folder, "book.txt"),
            string.Concat(Enumerable.Repeat("The cat sat on the mat. ", 100))
        );
        Assert.Equal(0, Run([.. TrainedRun.Small, "--data", "book.txt", "--steps", "1", "--out", "plain"]).ExitCode);

        (int code, string output, string error) = Run("chat", "plain");

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("plain was trained on texts that are not dialogues", error, StringComparison.Ordinal);
        Assert.Contains(
            "generate', or train on dialogues: a .jsonl with lines such as {\"messages\": [{\"role\": \"user\"",
            error,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            "chatTemplate",
            File.ReadAllText(Path.Combine(run.Folder, "plain", "options.json")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_sample_talks_through_the_client_of_applications_and_is_what_the_pages_show()
    {
        (int code, string output, string error) = SamplePrograms.Run(
            "chat.cs",
            run.Folder,
            null,
            ["run", SmallDialogues.All[0].Question]
        );
        (int wrong, _, string why) = SamplePrograms.Run("chat.cs", run.Folder, null, ["nowhere", "Hi"]);

        Assert.Equal((0, $"{SmallDialogues.All[0].Answer}\n", ""), (code, output, error));
        Assert.Equal(1, wrong);
        Assert.Contains("nowhere", why, StringComparison.Ordinal);
        string sample = File.ReadAllText(Path.Combine(Repository.Root, "samples", "chat.cs"));
        foreach (string page in new[] { "text.md", "text.zh-CN.md" })
        {
            string[] shown =
            [
                .. File.ReadAllLines(Path.Combine(Repository.Root, "docs", page))
                    .Where(line =>
                        line.Contains("args[0]", StringComparison.Ordinal)
                        || line.Contains("AsChatClient(", StringComparison.Ordinal)
                    ),
            ];
            Assert.Equal(2, shown.Length);
            Assert.All(shown, line => Assert.Contains(line, sample, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Check_tells_of_dialogues()
    {
        File.WriteAllText(
            Path.Combine(run.Folder, "odd.jsonl"),
            SmallDialogues.Lines(10) + "{\"messages\": [{\"role\": \"user\", \"content\": \"Hm\"}]}\n"
        );

        Assert.Contains(
            "dialogues: 31 of the texts; messages: 0 of the system, 31 of the user, 30 of the assistant",
            Run("data", "odd.jsonl").Output,
            StringComparison.Ordinal
        );
        (int code, string output, _) = Run("data", "check", "odd.jsonl");
        Assert.Equal(0, code);
        Assert.Contains(
            "dialogues without an answer from the assistant, so the model learns no answer from them (1):\n  text 31: user: Hm\n",
            output,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("× user", output, StringComparison.Ordinal);
    }

    private static void Interrupt(Process process) =>
        CommandRunner.RunProgram(
            "kill",
            Path.GetTempPath(),
            null,
            "-INT",
            process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)
        );

    private (int ExitCode, string Output, string Error) Run(params string[] arguments) =>
        CommandInside.Run(run.Folder, arguments);

    private (int ExitCode, string Output, string Error) Piped(string[] lines, params string[] arguments)
    {
        using Process process = CommandRunner.StartProgram(
            CommandRunner.DotnetHost,
            run.Folder,
            null,
            [CommandRunner.CommandFile, .. arguments],
            keepsInput: true
        );
        Task<string> output = process.StandardOutput.ReadToEndAsync(),
            error = process.StandardError.ReadToEndAsync();
        foreach (string line in lines)
            process.StandardInput.WriteLine(line);
        process.StandardInput.Close();
        if (!process.WaitForExit(60_000))
            process.Kill();
        return (process.ExitCode, output.Result, error.Result);
    }

    /// <summary>A run that learned three dialogues by heart.</summary>
    public sealed class TrainedRun : IDisposable
    {
        internal static readonly string[] Small =
        [
            "train",
            "gpt",
            "--set",
            "layers=2",
            "--set",
            "width=64",
            "--set",
            "heads=4",
            "--set",
            "keyValueHeads=2",
            "--set",
            "context=96",
            "--set",
            "merges=40",
            "--set",
            "warmUp=10",
            "--learning-rate",
            "0.005",
            "--precision",
            "fp32",
            "--batch",
            "4",
            "--features",
            "none",
        ];

        private readonly TemporaryFolder folder = new();

        public TrainedRun()
        {
            File.WriteAllText(folder["talk.jsonl"], SmallDialogues.Lines());
            (int code, Output, string error) = CommandInside.Run(
                folder.Root,
                [.. Small, "--data", "talk.jsonl", "--steps", "150", "--out", "run"]
            );
            Assert.True(code == 0, error);
        }

        internal string Folder => folder.Root;

        internal string Output { get; }

        public void Dispose() => folder.Dispose();
    }
}
