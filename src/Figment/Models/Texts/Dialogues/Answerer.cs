using Figment.Data.Texts;

namespace Figment.Models.Texts;

/// <summary>
/// Answers in dialogues with the weights that the model has when this object is created. Several threads may ask at once; they
/// take turns, token by token.
/// </summary>
internal sealed class Answerer : IDisposable
{
    private readonly Lock turn = new();
    private readonly TokenDecoder decoder;
    private readonly Tokenizer tokenizer;
    private readonly int context;
    private bool isDisposed;

    /// <summary>Prepares to answer.</summary>
    /// <exception cref="FigmentException">The model has not learned dialogues.</exception>
    internal Answerer(TextModel model)
    {
        if (!model.KnowsDialogues)
        {
            throw new FigmentException(
                $"The model learned from texts that are not dialogues, so it does not know what a message is or where one ends. "
                    + $"Let it continue a text instead, or train a model on dialogues: a .jsonl file with lines such as "
                    + $"{Dialogue.Example}"
            );
        }

        (decoder, tokenizer, context) = (model.NewDecoder(), model.Tokenizer, model.Context);
    }

    /// <summary>Begins an answer.</summary>
    /// <param name="messages">The messages so far, at least one.</param>
    /// <param name="options">How the answer is generated.</param>
    /// <param name="index">The index of the answer among those of the seed, from 0.</param>
    /// <exception cref="OptionsException">An option is out of range.</exception>
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

    /// <summary>Ends the answers in progress.</summary>
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
/// <param name="text">The text of the answer.</param>
/// <param name="forgotten">How many earlier messages were left out.</param>
/// <param name="step">Generates the next token.</param>
internal sealed class Answer(TextGeneration text, int forgotten, Func<TextGeneration, string> step)
{
    /// <summary>How many earlier messages were left out because they did not fit.</summary>
    internal int Forgotten { get; } = forgotten;

    /// <summary>Whether the answer has become so long that the beginning of what the model saw is forgotten.</summary>
    internal bool HasSlid => text.HasSlid;

    /// <summary>Whether the answer has ended, and why.</summary>
    internal TextEnd End => text.End;

    /// <summary>The number of tokens in the messages before the answer.</summary>
    internal int PromptTokens => text.PromptTokens;

    /// <summary>The number of tokens generated so far.</summary>
    internal int Made => text.Made;

    /// <summary>Generates the answer and returns it piece by piece.</summary>
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
