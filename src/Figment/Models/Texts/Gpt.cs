using Figment.Backend;
using Figment.Data;
using Figment.Data.Texts;
using Figment.Networks;
using Figment.Networks.Texts;
using Figment.Optimizers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Models.Texts;

/// <summary>
/// A language model built from scratch: a tokenizer and a decoder that predicts the next token, both learned from the text (A.
/// Radford et al., "Improving Language Understanding by Generative Pre-Training", 2018).
/// </summary>
internal sealed class Gpt : TextModel
{
    private const double Beta1 = 0.9,
        LeastRate = 0.05;
    private const long MostForTokenizer = 32L << 20;
    private const int PieceSizes = 2; // The number of different sizes that the pieces of one batch can have.

    private readonly TokenizerModule tokenizer;
    private readonly FusedAdam optimizer;
    private (Dataset Data, TokenBlocks Blocks)? reading;
    private readonly List<FusedDecoder> fused = [];
    private (Tokenizer Of, Tensor Sizes)? tokenSizes; // Sizes: bytes per token, [V], float32.

    private Gpt(GptOptions options, GptNetwork network)
    {
        (Options, Network) = (options, network);
        tokenizer = new TokenizerModule(options.Merges);
        Networks = [new NamedNetwork("tokenizer", tokenizer), new NamedNetwork("decoder", network)];
        Muon? muon = options.Muon == 0 ? null : new Muon((name, shape) => MatricesIn(options.Shape, name, shape), options.Muon);
        optimizer = new FusedAdam([network], muon, Beta1, options.Beta2, weightDecay: options.WeightDecay);
    }

    /// <summary>How the model learns.</summary>
    public GptOptions Options { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<NamedNetwork> Networks { get; }

    /// <inheritdoc/>
    public override Tokenizer Tokenizer => tokenizer.Read();

    internal override void Take(Tokenizer learned)
    {
        if (learned.Merges.Count != tokenizer.Most)
            throw new FileFormatException(
                $"The model's tokenizer needs {tokenizer.Most:N0} merges, but {learned.Merges.Count:N0} were found."
            );
        tokenizer.Take(learned);
    }

    internal override string? NameInOnnx(string tensor) =>
        tensor
            .Replace("decoder.", "", StringComparison.Ordinal)
            .Replace("blocks.", "layers.", StringComparison.Ordinal)
            .Replace("embedding.", "embed_tokens.", StringComparison.Ordinal)
            .Replace("head.", "lm_head.", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int Context => Options.Context;

    /// <inheritdoc/>
    internal override GptNetwork Network { get; }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<FusedAdam> Optimizers => [optimizer];

    /// <summary>The token embedding, unless it is also the output layer, and all blocks except the last.</summary>
    internal override IReadOnlyList<NamedNetwork> LayersFromData =>
        [
            .. Network.head is null
                ? Enumerable.Empty<NamedNetwork>()
                : [new NamedNetwork("decoder.embedding", Network.embedding)],
            .. Network.blocks.SkipLast(1).Select((block, i) => new NamedNetwork($"decoder.blocks.{i}", block)),
        ];

    /// <summary>Builds an untrained model on the CPU.</summary>
    /// <param name="options">The sizes of the model and how it learns.</param>
    /// <param name="random">The source of the initial weights.</param>
    public static Gpt Create(GptOptions options, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        OptionsValidator.ThrowIfInvalid(options);
        TorchLibrary.Load();
        using Draws weights = random.Draws("weights");
        return new Gpt(options, new GptNetwork(options.Shape, options.Context).Initialise(weights));
    }

    /// <summary>Learns the tokenizer if there is none yet, and turns the texts into tokens.</summary>
    /// <inheritdoc/>
    protected internal override IBatchSource Read(Dataset data, CancellationToken cancellationToken)
    {
        if (reading is { } kept && ReferenceEquals(kept.Data, data))
            return kept.Blocks;
        TextSet texts = ((TextDataset)data).Texts;
        if (tokenizer.Most > 0 && Tokenizer.Merges.Count == 0)
            tokenizer.Take(Tokenizer.Train(texts.Sample(MostForTokenizer), tokenizer.Most, cancellationToken));
        LineBeginnings? beginnings = texts.Count < TextDataset.FewestToHoldBackWhole ? new LineBeginnings(Tokenizer) : null;
        TokenBlocks blocks = new(TokenSequence.Of(texts, Tokenizer, cancellationToken: cancellationToken), Context, beginnings);
        reading?.Blocks.Dispose();
        reading = (data, blocks);
        return blocks;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Measure> TrainStep(Batch batch, TrainingMoment moment, Draws random)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Train(Network);
        List<Measure> measures = [.. Accumulate(optimizer, batch, random, SendBack)];
        if (Options.Clip > 0)
            measures.Add(new Measure("gradient", optimizer.ClipGradients(Options.Clip)));
        optimizer.Step(Options.LearningRate * Rate(moment));
        return measures;
    }

    private IReadOnlyList<Measure> SendBack(Batch batch, Draws random)
    {
        Tensor tokens = batch.Items.narrow(1, 0, Context),
            next = batch.Items.narrow(1, 1, Context);
        DropoutMasks? dropout = DropoutMasks.Draw(random, (int)tokens.shape[0], Options.Layers, Options.Dropout);
        Tensor loss = LossAndGradients(tokens, next, dropout);
        Tensor bits = loss.Times(next.numel()) / BytesOf(next).Times(Math.Log(2));
        return [new("loss", loss), new("bits_per_byte", bits)];
    }

    /// <inheritdoc/>
    public override Tensor Logits(Tensor tokens)
    {
        using IDisposable noGradients = no_grad();
        using IDisposable exact = InFloat32();
        using DisposeScope scope = NewDisposeScope();
        Network.eval();
        return Network.call(tokens).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<NetworkSummary> Summaries() =>
        [NetworkSummary.Of("decoder", Network, device => Network.call(zeros([2, Context], ScalarType.Int64, device)))];

    /// <inheritdoc/>
    internal override TokenDecoder NewDecoder()
    {
        using IDisposable exact = InFloat32();
        return new TokenDecoder(new DecoderWeights(Network, Context));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        ForgetFused();
        reading?.Blocks.Dispose();
        tokenSizes?.Sizes.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Computes the mean −log p of the next tokens, in nats, and its gradients for all weights.</summary>
    internal Tensor LossAndGradients(Tensor tokens, Tensor next, DropoutMasks? dropout = null)
    {
        if (FusedDecoder.Takes(Network))
        {
            FusedDecoder? fitting = fused.Find(decoder => decoder.Fits(tokens.shape[0], tokens.shape[1]));
            if (fitting is null)
            {
                if (fused.Count == PieceSizes)
                    ForgetFused();
                fused.Add(fitting = FusedDecoder.Of(Network, (int)tokens.shape[0], (int)tokens.shape[1]));
            }

            return fitting.Run(tokens, next, dropout);
        }

        Tensor loss = functional.cross_entropy(Network.Run(tokens, dropout).flatten(0, 1), next.flatten());
        loss.backward();
        return loss.detach();
    }

    private void ForgetFused()
    {
        fused.ForEach(decoder => decoder.Dispose());
        fused.Clear();
    }

    /// <summary>Returns the factor for the learning rate: it rises, stays at 1, and falls linearly to a twentieth.</summary>
    private double Rate(TrainingMoment moment) =>
        Math.Min(1, (moment.Step + 1.0) / Math.Max(1, Options.WarmUp))
        * Math.Max(LeastRate, Schedule.FallingToZero(moment.Fraction, Options.Decay));

    /// <summary>
    /// Returns the row counts of the matrices stored in a parameter; null if the parameter is not a matrix of a block.
    /// </summary>
    private static IReadOnlyList<long>? MatricesIn(GptShape shape, string name, long[] size) =>
        name.Split('.') is not ["blocks", _, string layer, "weight"]
            ? null
            : layer switch
            {
                "qkv" =>
                [
                    shape.Heads * shape.HeadSize,
                    shape.KeyValueHeads * shape.HeadSize,
                    shape.KeyValueHeads * shape.HeadSize,
                ],
                "gate_up" => [shape.Hidden, shape.Hidden],
                _ => [size[0]],
            };

    /// <summary>Counts the bytes of text that some tokens stand for; at least 1.</summary>
    private Tensor BytesOf(Tensor tokens)
    {
        Tokenizer now = Tokenizer;
        if (tokenSizes is not { } kept || !ReferenceEquals(kept.Of, now))
        {
            tokenSizes?.Sizes.Dispose();
            float[] sizes = new float[Network.Shape.Vocabulary];
            for (int token = 0; token < now.VocabularySize; token++)
                sizes[token] = now.BytesOf(token).Length;
            tokenSizes = kept = (now, tensor(sizes).On(Device).DetachFromDisposeScope());
        }

        return kept.Sizes.index_select(0, tokens.flatten()).sum().clamp(min: Scalars.One);
    }
}
