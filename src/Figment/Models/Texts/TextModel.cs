using System.Runtime.CompilerServices;
using Figment.Data;
using Figment.Data.Texts;
using Figment.Networks.Texts;
using Microsoft.Extensions.AI;
using static TorchSharp.torch;

namespace Figment.Models.Texts;

/// <summary>
/// A model that learns to continue texts, token by token (A. Radford et al., "Improving Language Understanding by Generative
/// Pre-Training", 2018).
/// </summary>
public abstract class TextModel : TrainableModel
{
    /// <summary>The tokenizer that turns text into tokens.</summary>
    /// <exception cref="InvalidOperationException">
    /// The tokenizer is not known yet: the model has not been trained, and its weights have not been loaded.
    /// </exception>
    public abstract Tokenizer Tokenizer { get; }

    /// <summary>The number of tokens that the model sees at once.</summary>
    public abstract int Context { get; }

    /// <summary>
    /// Whether the training texts contained dialogues, so that users can chat with the model (<see cref="AsChatClient"/>).
    /// </summary>
    public bool KnowsDialogues { get; internal set; }

    /// <summary>Computes, for every position in several texts, how probable each token is as the next one.</summary>
    /// <param name="tokens">[B, T], int64, T at most <see cref="Context"/>, on the model's device.</param>
    /// <returns>[B, T, V], float32: unnormalised log probabilities, without gradients.</returns>
    public abstract Tensor Logits(Tensor tokens);

    /// <summary>Continues a text and returns the new text as it is generated.</summary>
    /// <param name="prompt">The beginning of the text; empty to start a new text.</param>
    /// <param name="options">How the text is generated; null for the defaults.</param>
    /// <param name="slid">Called when the text outgrows <see cref="Context"/>, so that its beginning is forgotten.</param>
    /// <param name="cancellationToken">Cancels the generation.</param>
    /// <returns>The text that follows the prompt, in pieces.</returns>
    /// <exception cref="OptionsException">An option is out of range.</exception>
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

    /// <summary>Continues a text on another thread and returns the new text as it is generated.</summary>
    /// <inheritdoc cref="Generate"/>
    public IAsyncEnumerable<string> GenerateAsync(
        string prompt,
        TextOptions? options = null,
        Action? slid = null,
        CancellationToken cancellationToken = default
    )
    {
        // Errors are reported here and not during enumeration.
        IEnumerable<string> pieces = Generate(prompt, options, slid, cancellationToken);
        return Told(cancellationToken);

        async IAsyncEnumerable<string> Told([EnumeratorCancellation] CancellationToken leave = default)
        {
            using IEnumerator<string> each = pieces.GetEnumerator();
            while (await Task.Run(each.MoveNext, leave).ConfigureAwait(false))
                yield return each.Current;
        }
    }

    /// <summary>Generates several texts side by side.</summary>
    /// <param name="count">The number of texts, at least 1. For a given seed, text i is the same for any count.</param>
    /// <param name="options">How the texts are generated; null for the defaults.</param>
    /// <param name="prompt">The beginning of each text.</param>
    /// <param name="cancellationToken">Cancels the generation.</param>
    /// <returns>The texts that follow the prompt.</returns>
    /// <exception cref="OptionsException">An option is out of range.</exception>
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
    /// Returns the model as a chat client of <c>Microsoft.Extensions.AI</c>, for applications that use language models through
    /// it. It answers with the current weights of the model. Several threads may use it at once. It must not be used after the
    /// model is disposed.
    /// </summary>
    /// <param name="defaults">
    /// How answers are generated unless a request says otherwise; null for the defaults. The same seed gives the same
    /// answer.
    /// </param>
    /// <exception cref="FigmentException">The model has not learned dialogues (<see cref="KnowsDialogues"/>).</exception>
    public IChatClient AsChatClient(TextOptions? defaults = null) => new TextChatClient(this, defaults ?? new TextOptions());

    /// <inheritdoc/>
    /// <remarks>Generates texts without a prompt, of at most 100 tokens each.</remarks>
    public override ISamples MakeSamples(int count, long seed) =>
        new TextSamples(Write(count, new TextOptions { Seed = seed, Tokens = 100 }));

    /// <summary>Records which data a model is made for.</summary>
    internal static TModel For<TModel>(TextDescription data, TModel model)
        where TModel : TextModel
    {
        model.KnowsDialogues = data.Dialogues > 0;
        return model;
    }

    /// <summary>Returns the prompt for a text. A model that learned dialogues may also write dialogues.</summary>
    internal TextPrompt PromptOf(string text) => new(Tokenizer.Encode(text), Marks);

    /// <summary>Which dialogue marks the model may write in a text that is not an answer.</summary>
    internal MarkUse Marks => KnowsDialogues ? MarkUse.Free : MarkUse.None;

    /// <summary>Takes over a tokenizer learned by another model that is built in the same way.</summary>
    /// <param name="learned">The tokenizer.</param>
    /// <exception cref="FileFormatException">It has more or fewer tokens than the model.</exception>
    internal virtual void Take(Tokenizer learned) { }

    /// <summary>The network that predicts the next token.</summary>
    internal abstract GptNetwork Network { get; }

    /// <summary>Creates a decoder with the current weights; the caller disposes it.</summary>
    internal abstract TokenDecoder NewDecoder();

    /// <inheritdoc/>
    public override void CheckFits(DataDescription data) => TextDescription.Of(data);

    /// <inheritdoc/>
    public override TextModel To(Device device) => (TextModel)base.To(device);

    /// <inheritdoc/>
    public override TextModel ComputeIn(ScalarType precision) => (TextModel)base.ComputeIn(precision);
}
