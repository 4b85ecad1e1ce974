using Figment.Data.Texts;

namespace Figment.Models.Texts;

/// <summary>Messages as a model has learned them, to which it writes the answer.</summary>
internal static class DialoguePrompt
{
    private const int Quarter = 4;

    /// <summary>
    /// Makes the tokens of messages, and the beginning of an answer. What does not fit is forgotten message by message, from the
    /// oldest on; what the system says and the last message stay.
    /// </summary>
    /// <param name="tokenizer">How.</param>
    /// <param name="messages">What was said so far, at least one message.</param>
    /// <param name="context">How many tokens the model sees at once.</param>
    /// <param name="answer">How many tokens the answer may have: a quarter of the context is kept free for it at most.</param>
    /// <returns>What the model goes on with, and how many messages were forgotten.</returns>
    internal static (TextPrompt Prompt, int Forgotten) Of(
        Tokenizer tokenizer,
        IReadOnlyList<DialogueMessage> messages,
        int context,
        int answer
    )
    {
        List<(bool IsSystem, int[] Tokens)> all =
        [
            .. messages.Select(message => (message.Role == DialogueMessage.System, TokensOf(tokenizer, message))),
        ];
        int[] begun = [tokenizer.MessageStart, .. tokenizer.Encode($"{DialogueMessage.Assistant}\n")];
        int room = context - 1 - Math.Min(answer, context / Quarter) - begun.Length; // a mark of the end stands before all
        int forgotten = 0;
        while (all.Sum(message => message.Tokens.Length) > room)
        {
            int oldest = all.FindIndex(message => !message.IsSystem);
            if (oldest < 0 || oldest == all.Count - 1)
                break;
            all.RemoveAt(oldest);
            forgotten++;
        }

        return (new TextPrompt([.. all.SelectMany(message => message.Tokens), .. begun], MarkUse.Answer), forgotten);
    }

    private static int[] TokensOf(Tokenizer tokenizer, DialogueMessage message)
    {
        string content = message.Content.Replace("\r\n", "\n", StringComparison.Ordinal); // as in texts that are read
        int[] said = tokenizer.Encode($"{message.Role}\n{content}");
        return [tokenizer.MessageStart, .. said, tokenizer.MessageEnd, .. tokenizer.Encode("\n")];
    }
}
