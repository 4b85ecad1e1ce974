using System.CommandLine;
using System.Text;
using Figment.Cli.Terminal;
using Figment.Data.Texts;
using Figment.Models.Texts;
using Figment.Runs.Texts;

namespace Figment.Cli.Commands;

/// <summary><c>figment chat</c> with a run of texts; answers are printed as they are written.</summary>
internal sealed class TextChat : KindPart
{
    private const string Exit = "/exit";

    private static readonly Option<string?> SystemMessage = new("--system")
    {
        Description = "The system message, which the model reads first",
        HelpName = "TEXT",
    };

    private static readonly Option<string?> Prompt = new("--prompt")
    {
        Description = "A single message to answer (default: start a conversation, or answer each line of piped input)",
        HelpName = "TEXT",
    };

    private static readonly TextChoice Choice = new();

    internal override string Kind => "texts";

    internal override IReadOnlyList<Option> Options => [SystemMessage, Prompt, .. Choice.Options];

    internal override int Execute(ChosenRun run, ParseResult parsed, CancellationToken cancellation)
    {
        TextOptions options = Choice.Of(parsed);
        if (run.Folder.Options.Data is TextRunData { Dialogues: 0 })
        {
            throw new FigmentException(
                $"{run.Folder.Root} was trained on texts that are not dialogues, so it does not know what a message is or "
                    + $"where one ends. Continue a text with '{Words.Command} generate', or train on dialogues: a .jsonl with "
                    + $"lines such as {Dialogue.Example}"
            );
        }

        using TextModel model = run.Load<TextModel>();
        using Answerer answerer = new(model);
        Conversation conversation = new(answerer, model.Context, options, parsed.GetValue(SystemMessage));
        if (parsed.GetValue(Prompt) is not string prompt)
            return Talk(conversation, run.Name, cancellation);
        conversation.Answer(prompt, cancellation);
        return CommandLine.Done;
    }

    private static int Talk(Conversation conversation, string name, CancellationToken cancellation)
    {
        bool isTerminal = !Console.IsInputRedirected;
        using ChatInterruption interruption = new(cancellation);
        ChatLines lines = new(isTerminal);
        if (isTerminal)
            Console.Error.WriteLine($"This is {name}. Ctrl-C stops an answer; Ctrl-D or {Exit} ends the chat.");
        try
        {
            while (true)
            {
                if (isTerminal)
                    Console.Out.Write("> ");
                Console.Out.Flush();
                if (lines.Next(interruption.Chat) is not string line || line.Trim() == Exit)
                    break;
                if (!string.IsNullOrWhiteSpace(line))
                    interruption.During(token => conversation.Answer(line, token));
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Ctrl-C is one of the usual ways to end a conversation. The exit code tells a program that feeds a pipe that some
            // messages got no answer.
            Console.Out.WriteLine();
            return isTerminal ? CommandLine.Done : CommandLine.Interrupted;
        }

        if (isTerminal)
            Console.Out.WriteLine();
        return CommandLine.Done;
    }

    /// <summary>The conversation so far, and how it continues.</summary>
    private sealed class Conversation(Answerer answerer, int context, TextOptions options, string? system)
    {
        private readonly List<DialogueMessage> said = system is null ? [] : [new(DialogueMessage.System, system)];
        private int answers;
        private bool isTold;

        /// <summary>
        /// Answers a message, and remembers both. It remembers the part of an interrupted answer that was printed.
        /// </summary>
        internal void Answer(string message, CancellationToken cancellation)
        {
            said.Add(new DialogueMessage(DialogueMessage.User, message));
            Answer answer = answerer.Begin(said, options, answers++);
            for (int i = 0; i < answer.Forgotten; i++)
                said.RemoveAt(said.FindIndex(known => known.Role != DialogueMessage.System));
            StringBuilder text = new();
            try
            {
                foreach (string piece in answer.Pieces(cancellation))
                {
                    text.Append(piece);
                    Console.Out.Write(piece);
                    Console.Out.Flush();
                }
            }
            finally
            {
                said.Add(new DialogueMessage(DialogueMessage.Assistant, text.ToString()));
                Console.Out.WriteLine();
            }

            if (isTold || (answer.Forgotten == 0 && !answer.HasSlid))
                return;
            isTold = true;
            Console.Error.WriteLine(
                $"The conversation is longer than the model's context of {context} tokens: from now on the model forgets "
                    + $"the oldest part."
            );
        }
    }
}
