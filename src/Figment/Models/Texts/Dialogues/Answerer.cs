using Figment.Data.Texts;

namespace Figment.Models.Texts;

/// <summary>
/// Answers in dialogues, with the weights that a model has when this is made. Several threads may ask at once: each next token is
/// one thread's turn.
/// </summary>
internal sealed class Answerer : IDisposable
{
    private readonly Lock turn = new();
    private readonly TokenDecoder decoder;
    private readonly Tokenizer tokenizer;
    private readonly int context;
    private bool isDisposed;

    /// <summary>Prepares to answer.</summary>
    /// <exception cref="FigmentException">The model learned no dialogues.</exception>
    internal Answerer(TextModel model)
    {
        if (!model.KnowsDialogues)
        {
            throw new FigmentException(
                "The model learned from texts that are no dialogues, so it does not know what a message is or where one ends. "
                    + $"Have it go on with a text, or train one on dialogues, lines of .jsonl such as {Dialogue.Example}"
            );
        }

        (decoder, tokenizer, context) = (model.NewDecoder(), model.Tokenizer, model.Context);
    }

    /// <summary>Begins an answer.</summary>
    /// <param name="messages">What was said so far, at least one message.</param>
    /// <param name="options">How it is written.</param>
    /// <param name="index">Which answer of the seed, from 0.</param>
    /// <exception cref="OptionsException">An option is out of its range.</exception>
    internal Answer Begin(IReadOnlyList<DialogueMessage> messages, TextOptions options, long index = 0)
    {
        OptionsValidator.ThrowIfInvalid(options);
        (TextPrompt prompt, int forgotten) = DialoguePrompt.Of(tokenizer, messages, context, options.Tokens);
        lock (turn)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            return new Answer(new TextGeneration(decoder, tokenizer, context, prompt, options, index), forgotten, Step);
        }
    }

    /// <summary>Answers end with it.</summary>
    public void Dispose()
    {
        lock (turn)
        {
            if (!isDisposed)
                decoder.Dispose();
            isDisposed = true;
        }
    }

    private string Step(TextGeneration text)
    {
        lock (turn)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            return TextGeneration.Step([text]).Single();
        }
    }
}

/// <summary>An answer that is being written.</summary>
/// <param name="text">Its text.</param>
/// <param name="forgotten">How many messages before it were forgotten.</param>
/// <param name="step">Makes the next token.</param>
internal sealed class Answer(TextGeneration text, int forgotten, Func<TextGeneration, string> step)
{
    /// <summary>How many messages before it did not fit, and were forgotten.</summary>
    internal int Forgotten { get; } = forgotten;

    /// <summary>Whether it got so long that the beginning of what the model saw was forgotten.</summary>
    internal bool HasSlid => text.HasSlid;

    /// <summary>Whether and why it ended.</summary>
    internal TextEnd End => text.End;

    /// <summary>Tokens of the messages before it.</summary>
    internal int PromptTokens => text.PromptTokens;

    /// <summary>Tokens made so far.</summary>
    internal int Made => text.Made;

    /// <summary>Writes it, and tells it as it is written.</summary>
    internal IEnumerable<string> Pieces(CancellationToken cancellationToken)
    {
        while (text.End == TextEnd.None)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string piece = step(text);
            if (piece.Length > 0)
                yield return piece;
        }
    }
}
