using System.CommandLine;
using Figment.Cli.Terminal;

namespace Figment.Cli.Commands;

/// <summary><c>figment chat</c>: a conversation with a language model that learned dialogues.</summary>
internal static class ChatCommand
{
    private static readonly RunChoice Run = new();

    internal static Command Create()
    {
        Command command = new("chat", "Talk with a language model that was trained on dialogues");
        return command
            .WithParts(Run, new TextChat())
            .WithExamples(
                "figment chat                                              with the latest run, until Ctrl-D",
                "figment chat runs/my-gpt --system \"You answer in rhymes.\"",
                "figment chat runs/my-gpt --prompt \"Who are you?\"          answers one question and exits",
                "figment chat runs/my-gpt --temperature 0                  always the most likely answer",
                "figment chat runs/my-gpt < questions.txt                  each line is a message; earlier messages are "
                    + "remembered"
            );
    }
}
