using Figment.Data.Texts;
using Figment.Models.Texts;
using Figment.Studio.Shelves;

namespace Figment.Studio.Kinds;

/// <summary>
/// A text that a visitor and the model of a run write together, token by token. It serves one caller at a time, who must wait for
/// each answer.
/// </summary>
/// <param name="models">Provides models.</param>
/// <param name="run">The run of the model.</param>
internal sealed class ExploredText(ModelShelf models, ShelvedRun run)
{
    private List<int> prompt = [],
        made = [];
    private WatchedText? watched;

    /// <summary>The model's tokenizer; null before the first text.</summary>
    internal Tokenizer? Tokenizer { get; private set; }

    /// <summary>The model's predictions for the current text; null before the first text.</summary>
    internal TextOutlook? Outlook { get; private set; }

    /// <summary>The number of tokens in the beginning that the visitor typed.</summary>
    internal int PromptTokens => prompt.Count;

    /// <summary>The number of tokens written since.</summary>
    internal int Made => made.Count;

    /// <summary>Whether the model's end-of-text token has ended the text.</summary>
    internal bool HasEnded => made.Count > 0 && made[^1] == Tokenizer!.EndOfText;

    /// <summary>
    /// The tokens in the context, and how they are shown; the first is the start token, unless it is too far back.
    /// </summary>
    internal IReadOnlyList<TokenBox> Boxes { get; private set; } = [];

    /// <summary>The text so far, without an incomplete character at its end.</summary>
    internal string Text => Tokenizer is null ? "" : Tokenizer.DecodeText([.. prompt, .. made]).TrimEnd('\uFFFD');

    /// <summary>Starts with a text.</summary>
    /// <exception cref="FigmentException">The run's model cannot be loaded, or is not a text model.</exception>
    /// <exception cref="OperationCanceledException">Another request came in the meantime; nothing has changed.</exception>
    internal Task BeginAsync(string text, CancellationToken cancellationToken) =>
        ChangeAsync((tokenizer, _) => ([.. tokenizer.Encode(text)], []), cancellationToken);

    /// <summary>Appends a token.</summary>
    /// <inheritdoc cref="BeginAsync"/>
    internal Task AppendAsync(int token, CancellationToken cancellationToken) =>
        HasEnded ? Task.CompletedTask : ChangeAsync((_, _) => (prompt, [.. made, token]), cancellationToken);

    /// <summary>Removes the last written token.</summary>
    /// <inheritdoc cref="BeginAsync"/>
    internal Task TakeBackAsync(CancellationToken cancellationToken) =>
        made.Count == 0 ? Task.CompletedTask : ChangeAsync((_, _) => (prompt, made[..^1]), cancellationToken);

    /// <summary>Lets the model draw a token. The draw depends only on the position and the seed.</summary>
    /// <param name="temperature">How surprising the token may be.</param>
    /// <param name="seed">Determines the draw.</param>
    /// <param name="cancellationToken">Cancels the draw.</param>
    /// <inheritdoc cref="BeginAsync"/>
    internal Task WriteAsync(double temperature, long seed, CancellationToken cancellationToken) =>
        HasEnded || Outlook is null
            ? Task.CompletedTask
            : ChangeAsync(
                (_, outlook) =>
                {
                    using TokenDraws draws = TokenDraws.Of(seed, 0);
                    return (prompt, [.. made, outlook!.Choose(temperature, draws.At(made.Count))]);
                },
                cancellationToken
            );

    private async Task ChangeAsync(
        Func<Tokenizer, TextOutlook?, (List<int> Prompt, List<int> Made)> change,
        CancellationToken cancellationToken
    )
    {
        var read = await models.UseAsync(
            run,
            (TextModel model) => model.NewDecoder(),
            (TextModel model, TokenDecoder decoder) =>
            {
                Tokenizer tokenizer = model.Tokenizer;
                (List<int> Prompt, List<int> Made) text = change(tokenizer, Outlook);
                watched ??= new WatchedText(model.Context, model.Network.Shape.Layers, model.Marks);
                return (tokenizer, text, Outlook: watched.Read(decoder, tokenizer, [.. text.Prompt, .. text.Made]));
            },
            cancellationToken
        );
        cancellationToken.ThrowIfCancellationRequested(); // another change is in progress
        Tokenizer = read.tokenizer;
        (prompt, made) = read.text;
        Outlook = read.Outlook;
        Boxes = TokenBox.Of(read.tokenizer, read.Outlook.Tokens);
    }
}
