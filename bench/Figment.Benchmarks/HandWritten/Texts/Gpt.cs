using Figment.Data.Texts;
using Figment.Models.Texts;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;
using Module = TorchSharp.torch.nn.Module;
using Shortener = TorchSharp.torch.nn.utils;

namespace Figment.Benchmarks.HandWritten;

/// <summary>
/// <c>gpt</c>: blocks of text from random places, the decoder's cross-entropy, gradients clipped together, Muon for matrices
/// and AdamW for the rest. Text and tokens are Figment's.
/// </summary>
internal sealed class Gpt : HandWrittenLoop
{
    private const double LeastRate = 0.05;
    private readonly GptOptions options;
    private readonly Decoder network;
    private readonly Muon muon;
    private readonly AdamW adam;
    private readonly Parameter[] parameters;
    private readonly Tensor tokens,
        places,
        sizes; // [N]; 0 … T; bytes of each token
    private readonly int batch;
    private readonly Scalar perNat;

    /// <summary>Builds a network like a model's that has trained, which knows the tokens.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">Its options.</param>
    /// <param name="data">The text.</param>
    /// <param name="batch">Blocks per step.</param>
    /// <exception cref="InvalidOperationException">The loop does not train what the model trains.</exception>
    internal Gpt(TextModel model, GptOptions options, TextDataset data, int batch)
    {
        (this.options, this.batch) = (options, batch);
        network = Own(new Decoder(options.Shape, options.Context, options.Dropout));
        CheckTrainsAsMuchAs("gpt", model.Optimizers.SelectMany(optimizer => optimizer.Networks));
        parameters = [.. network.parameters()];
        muon = Own(new Muon(network.Matrices, options.WeightDecay));
        adam = Own(
            optim.AdamW(network.Others, options.LearningRate, 0.9, options.Beta2, 1e-8, weight_decay: options.WeightDecay)
        );
        using TokenSequence sequence = TokenSequence.Of(data.Texts, model.Tokenizer);
        long[] all = new long[sequence.Length];
        for (int i = 0; i < all.Length; i++)
            all[i] = sequence.Slice(i, 1)[0];
        tokens = Own(tensor(all));
        places = Own(arange(options.Context + 1, ScalarType.Int64));
        sizes = Own(zeros(options.Shape.Vocabulary));
        for (int token = 0; token < model.Tokenizer.VocabularySize; token++)
            sizes[token] = tensor((float)model.Tokenizer.BytesOf(token).Length);
        perNat = Own((Scalar)(batch * options.Context / Math.Log(2)));
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<Module> Networks => [network];

    /// <inheritdoc/>
    protected override Tensor[] Step(int step, double fraction)
    {
        double rate =
            options.LearningRate
            * Math.Min(1, (step + 1.0) / Math.Max(1, options.WarmUp))
            * Math.Max(LeastRate, Math.Min(1, (1 - fraction) / Math.Max(options.Decay, 1e-9)));
        SetRate(adam, rate);
        Tensor from = randint(0, tokens.shape[0] - options.Context, [batch, 1], ScalarType.Int64);
        Tensor blocks = tokens.index_select(0, from.add(places, Held.OneWhole).flatten()).view(batch, -1);
        Tensor next = blocks.narrow(1, 1, options.Context).flatten();

        adam.zero_grad();
        muon.ZeroGradients();
        Tensor loss = cross_entropy(network.call(blocks.narrow(1, 0, options.Context)).flatten(0, 1), next);
        loss.backward();
        double length = options.Clip > 0 ? Shortener.clip_grad_norm_(parameters, options.Clip) : 0;
        adam.step();
        muon.Step(rate * options.Muon);

        Tensor bits = loss.detach().mul(perNat) / sizes.index_select(0, next).sum();
        return [loss.detach(), bits, tensor((float)length)];
    }
}
