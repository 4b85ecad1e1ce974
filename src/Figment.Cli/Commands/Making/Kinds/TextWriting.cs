using System.CommandLine;
using System.Text;
using Figment.Cli.Terminal;
using Figment.Models.Texts;

namespace Figment.Cli.Commands;

/// <summary><c>figment generate</c> for a run of texts; each text is printed as it is written.</summary>
internal sealed class TextWriting : KindPart
{
    private const int MostPromptCharacters = 1 << 20;

    private static readonly Option<string?> Prompt = new("--prompt")
    {
        Description = "The beginning of the text (default: piped input; if there is none, the model starts on its own)",
        HelpName = "TEXT",
    };
    private static readonly TextChoice Choice = new();

    internal override string Kind => "texts";

    internal override IReadOnlyList<Option> Options => [Prompt, MakingOptions.Count, MakingOptions.Out, .. Choice.Options];

    internal override int Execute(ChosenRun run, ParseResult parsed, CancellationToken cancellation)
    {
        TextOptions options = Choice.Of(parsed);
        string prompt = parsed.GetValue(Prompt) ?? Piped();
        string? target = parsed.GetValue(MakingOptions.Out);
        if (target is not null)
            OutputPlace.EnsureFile(target);
        using TextModel model = run.Load<TextModel>();
        int count = parsed.GetValue(MakingOptions.Count) ?? 1;
        if (count == 1 && target is null)
            return Stream(model, prompt, options, cancellation);

        string[] texts = [.. model.Write(count, options, prompt, cancellation).Select(text => prompt + text)];
        if (target is null)
        {
            Console.Out.WriteLine(string.Join($"{Environment.NewLine}{TextSamples.Line}{Environment.NewLine}", texts));
            return CommandLine.Done;
        }

        new TextSamples(texts).Save(target);
        Console.Out.WriteLine(
            $"{Words.Number(count)} {(count == 1 ? "text" : "texts")} by {run.Name}, seed {options.Seed}, "
                + $"{(count == 1 ? "is" : "are")} in {target}."
        );
        return CommandLine.Done;
    }

    private static int Stream(TextModel model, string prompt, TextOptions options, CancellationToken cancellation)
    {
        Console.Out.Write(prompt);
        bool hasSlid = false;
        try
        {
            foreach (string piece in model.Generate(prompt, options, () => hasSlid = true, cancellation))
            {
                Console.Out.Write(piece);
                Console.Out.Flush();
            }
        }
        finally
        {
            Console.Out.WriteLine();
        }

        if (hasSlid)
            Console.Error.WriteLine(
                $"The text is longer than the model's context of {model.Context} tokens: the model has forgotten everything "
                    + $"before that."
            );
        return CommandLine.Done;
    }

    /// <summary>The piped input, without the line break at its end; empty if nothing is piped.</summary>
    private static string Piped()
    {
        if (!Console.IsInputRedirected)
            return "";
        char[] characters = new char[MostPromptCharacters + 1];
        using StreamReader reader = new(Console.OpenStandardInput(), new UTF8Encoding(false));
        int length = reader.ReadBlock(characters);
        return length <= MostPromptCharacters
            ? new string(characters, 0, length).TrimEnd('\r', '\n')
            : throw new FigmentException(
                $"The prompt is longer than {MostPromptCharacters:N0} characters. Pass only the end of the prompt: the model "
                    + $"cannot read more than that."
            );
    }
}
