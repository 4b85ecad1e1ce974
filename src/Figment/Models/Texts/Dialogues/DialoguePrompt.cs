using Figment.Data.Texts;

namespace Figment.Models.Texts;

/// <summary>Turns messages into a prompt in the form that the model has learned, so that it writes the answer.</summary>
internal static class DialoguePrompt
{
    private const int Quarter = 4;

    /// <summary>
    /// Builds the tokens of messages and of the beginning of an answer. If they do not fit, messages are left out, the oldest
    /// first; system messages and the last message always stay.
    /// </summary>
    /// <param name="tokenizer">The tokenizer of the model.</param>
    /// <param name="messages">The messages so far, at least one.</param>
    /// <param name="context">The number of tokens that the model sees at once.</param>
    /// <param name="answer">
    /// The maximum number of tokens in the answer; at most a quarter of the context is kept free for it.
    /// </param>
    /// <returns>The prompt, and how many messages were left out.</returns>
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
        // One place is taken by the end mark that stands before every text.
        int room = context - 1 - Math.Min(answer, context / Quarter) - begun.Length;
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
        // Line endings are converted as in training texts.
        string content = message.Content.Replace("\r\n", "\n", StringComparison.Ordinal);
        int[] said = tokenizer.Encode($"{message.Role}\n{content}");
        return [tokenizer.MessageStart, .. said, tokenizer.MessageEnd, .. tokenizer.Encode("\n")];
    }
}
