using Figment.Data.Texts;
using Figment.Models.Texts;
using Figment.Studio.Shelves;

namespace Figment.Studio.Kinds;

/// <summary>
/// A text that a visitor writes together with the model of a run, token by token. For one caller at a time, who waits for each
/// answer.
/// </summary>
/// <param name="models">Where models are.</param>
/// <param name="run">Whose model.</param>
internal sealed class ExploredText(ModelShelf models, ShelvedRun run)
{
    private List<int> prompt = [],
        made = [];
    private WatchedText? watched;

    /// <summary>How the model turns text into tokens; there once something was read.</summary>
    internal Tokenizer? Tokenizer { get; private set; }

    /// <summary>What the model makes of the text as it is; null before anything was read.</summary>
    internal TextOutlook? Outlook { get; private set; }

    /// <summary>How many tokens the beginning has that the visitor typed.</summary>
    internal int PromptTokens => prompt.Count;

    /// <summary>How many tokens were written since.</summary>
    internal int Made => made.Count;

    /// <summary>Whether the text was ended by the model's mark.</summary>
    internal bool HasEnded => made.Count > 0 && made[^1] == Tokenizer!.EndOfText;

    /// <summary>
    /// The tokens that are seen, and how they are shown; the first is the mark before the text, unless that is too far back.
    /// </summary>
    internal IReadOnlyList<TokenBox> Boxes { get; private set; } = [];

    /// <summary>The text so far; a character whose end is missing is left out.</summary>
    internal string Text => Tokenizer is null ? "" : Tokenizer.DecodeText([.. prompt, .. made]).TrimEnd('\uFFFD');

    /// <summary>Begins with a text.</summary>
    /// <exception cref="FigmentException">The run's model cannot be loaded, or is none of texts.</exception>
    /// <exception cref="OperationCanceledException">Something else was asked for meanwhile; nothing has changed.</exception>
    internal Task BeginAsync(string text, CancellationToken cancellationToken) =>
        ChangeAsync((tokenizer, _) => ([.. tokenizer.Encode(text)], []), cancellationToken);

    /// <summary>Appends a token.</summary>
    /// <inheritdoc cref="BeginAsync"/>
    internal Task AppendAsync(int token, CancellationToken cancellationToken) =>
        HasEnded ? Task.CompletedTask : ChangeAsync((_, _) => (prompt, [.. made, token]), cancellationToken);

    /// <summary>Takes the last token back that was written.</summary>
    /// <inheritdoc cref="BeginAsync"/>
    internal Task TakeBackAsync(CancellationToken cancellationToken) =>
        made.Count == 0 ? Task.CompletedTask : ChangeAsync((_, _) => (prompt, made[..^1]), cancellationToken);

    /// <summary>Has the model draw a token, the one that it writes at this place with that seed.</summary>
    /// <param name="temperature">How surprising it may be.</param>
    /// <param name="seed">Decides what is drawn.</param>
    /// <param name="cancellationToken">Gives up.</param>
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
        cancellationToken.ThrowIfCancellationRequested(); // another change is under way
        Tokenizer = read.tokenizer;
        (prompt, made) = read.text;
        Outlook = read.Outlook;
        Boxes = TokenBox.Of(read.tokenizer, read.Outlook.Tokens);
    }
}
