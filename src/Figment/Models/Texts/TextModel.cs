using System.Runtime.CompilerServices;
using Figment.Data;
using Figment.Data.Texts;
using Figment.Networks.Texts;
using Microsoft.Extensions.AI;
using static TorchSharp.torch;

namespace Figment.Models.Texts;

/// <summary>A model that learns to go on with texts, token by token.</summary>
public abstract class TextModel : TrainableModel
{
    /// <summary>How it turns text into tokens.</summary>
    /// <exception cref="InvalidOperationException">
    /// It has not learned that yet: before its training, and before its weights are loaded.
    /// </exception>
    public abstract Tokenizer Tokenizer { get; }

    /// <summary>How many tokens it sees at once.</summary>
    public abstract int Context { get; }

    /// <summary>
    /// Whether it learned dialogues among its texts, so that one can talk with it (<see cref="AsChatClient"/>).
    /// </summary>
    public bool KnowsDialogues { get; internal set; }

    /// <summary>How probable every token is to come next, after each token of some texts.</summary>
    /// <param name="tokens">[B, T], int64, T at most <see cref="Context"/>, on the model's device.</param>
    /// <returns>
    /// [B, T, V], float32: logarithms of probabilities, but for a number that is the same for all V. Without gradients.
    /// </returns>
    public abstract Tensor Logits(Tensor tokens);

    /// <summary>Goes on with a text, and tells it as it is made.</summary>
    /// <param name="prompt">How it begins; empty begins a text of its own.</param>
    /// <param name="options">How; null takes the defaults.</param>
    /// <param name="slid">
    /// Called when the text gets longer than <see cref="Context"/>, so that its beginning is forgotten.
    /// </param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What follows the prompt, in pieces.</returns>
    /// <exception cref="OptionsException">An option is out of its range.</exception>
    public IEnumerable<string> Generate(
        string prompt,
        TextOptions? options = null,
        Action? slid = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(prompt);
        options ??= new TextOptions();
        OptionsValidator.ThrowIfInvalid(options);
        return Pieces();

        IEnumerable<string> Pieces()
        {
            using TokenDecoder decoder = NewDecoder();
            TextGeneration text = new(decoder, Tokenizer, Context, PromptOf(prompt), options, 0);
            bool isTold = false;
            while (text.End == TextEnd.None)
            {
                cancellationToken.ThrowIfCancellationRequested();
                string piece = TextGeneration.Step([text]).Single();
                if (text.HasSlid && !isTold)
                    slid?.Invoke();
                isTold = text.HasSlid;
                if (piece.Length > 0)
                    yield return piece;
            }
        }
    }

    /// <summary>The same, on another thread.</summary>
    /// <inheritdoc cref="Generate"/>
    public IAsyncEnumerable<string> GenerateAsync(
        string prompt,
        TextOptions? options = null,
        Action? slid = null,
        CancellationToken cancellationToken = default
    )
    {
        // What is wrong is said here, not when it is read
        IEnumerable<string> pieces = Generate(prompt, options, slid, cancellationToken);
        return Told(cancellationToken);

        async IAsyncEnumerable<string> Told([EnumeratorCancellation] CancellationToken leave = default)
        {
            using IEnumerator<string> each = pieces.GetEnumerator();
            while (await Task.Run(each.MoveNext, leave).ConfigureAwait(false))
                yield return each.Current;
        }
    }

    /// <summary>Makes texts side by side.</summary>
    /// <param name="count">How many, at least 1; text i of a seed is the same for any count.</param>
    /// <param name="options">How; null takes the defaults.</param>
    /// <param name="prompt">How each begins.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What follows the prompt.</returns>
    /// <exception cref="OptionsException">An option is out of its range.</exception>
    public IReadOnlyList<string> Write(
        int count,
        TextOptions? options = null,
        string prompt = "",
        CancellationToken cancellationToken = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentNullException.ThrowIfNull(prompt);
        options ??= new TextOptions();
        OptionsValidator.ThrowIfInvalid(options);
        using TokenDecoder decoder = NewDecoder();
        TextPrompt begin = PromptOf(prompt);
        return TextGeneration.ToEnd(
            [.. Enumerable.Range(0, count).Select(i => new TextGeneration(decoder, Tokenizer, Context, begin, options, i))],
            cancellationToken
        );
    }

    /// <summary>
    /// The model as a client of <c>Microsoft.Extensions.AI</c>, for applications that talk with language models through that. It
    /// answers with the weights that the model has now. Several threads may use it at once; it ends no later than the model.
    /// </summary>
    /// <param name="defaults">
    /// How answers are written where a request does not say; null takes the usual. The same seed gives the same answer.
    /// </param>
    /// <exception cref="FigmentException">The model learned no dialogues (<see cref="KnowsDialogues"/>).</exception>
    public IChatClient AsChatClient(TextOptions? defaults = null) => new TextChatClient(this, defaults ?? new TextOptions());

    /// <inheritdoc/>
    /// <remarks>Texts of their own, of at most 100 tokens.</remarks>
    public override ISamples MakeSamples(int count, long seed) =>
        new TextSamples(Write(count, new TextOptions { Seed = seed, Tokens = 100 }));

    /// <summary>Tells a model what data it is made for.</summary>
    internal static TModel For<TModel>(TextDescription data, TModel model)
        where TModel : TextModel
    {
        model.KnowsDialogues = data.Dialogues > 0;
        return model;
    }

    /// <summary>A text to go on with. Who learned dialogues goes on with those too.</summary>
    internal TextPrompt PromptOf(string text) => new(Tokenizer.Encode(text), Marks);

    /// <summary>Which marks of dialogues the model writes in a text that is no answer.</summary>
    internal MarkUse Marks => KnowsDialogues ? MarkUse.Free : MarkUse.None;

    /// <summary>What tells which token comes next.</summary>
    internal abstract GptNetwork Network { get; }

    /// <summary>What reads tokens with the weights as they are now; the caller disposes it.</summary>
    internal abstract TokenDecoder NewDecoder();

    /// <inheritdoc/>
    public override void CheckFits(DataDescription data) => TextDescription.Of(data);

    /// <inheritdoc/>
    public override TextModel To(Device device) => (TextModel)base.To(device);

    /// <inheritdoc/>
    public override TextModel ComputeIn(ScalarType precision) => (TextModel)base.ComputeIn(precision);
}
