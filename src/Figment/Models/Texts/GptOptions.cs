using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Figment.Data;
using Figment.Data.Texts;
using Figment.Networks.Texts;

namespace Figment.Models.Texts;

/// <summary>
/// The sizes of a language model and how it learns. The model is a decoder-only transformer (A. Vaswani et al., "Attention Is All
/// You Need", 2017; A. Radford et al., "Improving Language Understanding by Generative Pre-Training", 2018).
/// </summary>
public sealed record GptOptions : ModelOptions, IValidatableObject
{
    /// <summary>The number of transformer blocks. 1 to 64.</summary>
    [MayBeLeft(DecidesWeights = true)]
    [Range(1, 64, ErrorMessage = "The number of layers must be between 1 and 64."), Description("number of transformer blocks")]
    public int Layers { get; init; } = 4;

    /// <summary>The number of values per token between blocks. 8 to 4,096, a multiple of twice <see cref="Heads"/>.</summary>
    [MayBeLeft(DecidesWeights = true)]
    [Range(8, 4096, ErrorMessage = "The width must be between 8 and 4096."), Description("numbers per token between blocks")]
    public int Width { get; init; } = 128;

    /// <summary>The number of attention heads in each block. 1 to 128.</summary>
    [MayBeLeft(DecidesWeights = true)]
    [Range(1, 128, ErrorMessage = "The number of heads must be between 1 and 128."), Description("attention heads in each block")]
    public int Heads { get; init; } = 4;

    /// <summary>
    /// The number of key-value heads, whose keys and values are shared by the attention heads (J. Ainslie et al., "GQA: Training
    /// Generalized Multi-Query Transformer Models from Multi-Head Checkpoints", 2023). 1 to 128, a divisor of
    /// <see cref="Heads"/>.
    /// </summary>
    [MayBeLeft(DecidesWeights = true)]
    [Range(1, 128, ErrorMessage = "The number of key-value heads must be between 1 and 128.")]
    [Description("heads with their own keys and values; fewer than heads make a smaller cache")]
    public int KeyValueHeads { get; init; } = 4;

    /// <summary>
    /// The number of values per token within the feed-forward part of a block; null for 8/3 of the width, rounded to a multiple
    /// of 32. 8 to 16,384.
    /// </summary>
    [Range(8, 16384, ErrorMessage = "The hidden width must be between 8 and 16384.")]
    [Description("numbers per token within the feed-forward part of a block; nothing for 8/3 of the width")]
    public int? Hidden { get; init; }

    /// <summary>The number of tokens that the model sees at once. 8 to 8,192.</summary>
    [MayBeLeft(DecidesWeights = true)]
    [
        Range(8, 8192, ErrorMessage = "The context must be between 8 and 8192 tokens."),
        Description("tokens that the model sees at once")
    ]
    public int Context { get; init; } = 128;

    /// <summary>
    /// The number of merges, each of which joins a frequent pair of tokens into one, learned from the text (R. Sennrich et al.,
    /// "Neural Machine Translation of Rare Words with Subword Units", 2016, algorithm 1); 0 leaves single bytes. 0 to 60,000.
    /// </summary>
    [MayBeLeft(DecidesWeights = true)]
    [Range(0, Tokenizer.MostMerges, ErrorMessage = "The number of merges must be between 0 and 60000.")]
    [Description(
        "pairs of tokens joined into one, learned from the text; 0 for single bytes, nothing for a number that suits "
            + "the size of the text"
    )]
    public int Merges { get; init; }

    /// <summary>
    /// Whether the output layer shares the weights of the token embedding (O. Press, L. Wolf, "Using the Output Embedding to
    /// Improve Language Models", 2017).
    /// </summary>
    [Description("whether the output layer shares the weights of the token embedding")]
    public bool TiedEmbeddings { get; init; } = true;

    /// <summary>
    /// θ, the base of rotary position embeddings (J. Su et al., "RoFormer", 2021, section 3.2.2). 100 to 10,000,000.
    /// </summary>
    [
        Range(100.0, 1e7, ErrorMessage = "The base of the rotary position embeddings must be between 100 and 10000000."),
        Description("base of the rotary positions")
    ]
    public double RotaryBase { get; init; } = 10_000;

    /// <summary>
    /// The share of activations set to 0 in training (N. Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks
    /// from Overfitting", 2014). 0 to 0.9.
    /// </summary>
    [MayBeLeft]
    [
        Range(0.0, 0.9, ErrorMessage = "The dropout must be between 0 and 0.9."),
        Description("share of activations set to 0 in training, against memorisation")
    ]
    public double Dropout { get; init; }

    /// <summary>AdamW's learning rate α. Above 0, at most 1.</summary>
    [Range(1e-8, 1.0, ErrorMessage = "The learning rate must be above 0 and at most 1."), Description("AdamW's learning rate")]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>
    /// Muon's learning rate for the matrices within blocks, as a multiple of <see cref="LearningRate"/> (K. Jordan et al., "Muon:
    /// An optimizer for hidden layers in neural networks", 2024); with 0, AdamW trains these too. 0 to 1,000.
    /// </summary>
    [Range(
        0.0,
        1000.0,
        ErrorMessage = "Muon's multiple of the learning rate must be between 0 and 1000; with 0, AdamW trains everything."
    )]
    [Description("Muon's learning rate for the matrices within blocks, as a multiple of AdamW's; 0 leaves them to AdamW")]
    public double Muon { get; init; } = 10;

    /// <summary>AdamW's decay rate β₂ of the mean of squared gradients. 0 to below 1.</summary>
    [
        Range(0.0, 0.999999, ErrorMessage = "Beta2 must be at least 0 and below 1."),
        Description("AdamW's decay rate of the mean of squared gradients")
    ]
    public double Beta2 { get; init; } = 0.99;

    /// <summary>
    /// The weight decay λ: each step takes the share α λ off every weight (I. Loshchilov, F. Hutter, "Decoupled Weight Decay
    /// Regularization", 2019, algorithm 2). 0 to 10.
    /// </summary>
    [
        Range(0.0, 10.0, ErrorMessage = "The weight decay must be between 0 and 10."),
        Description("how strongly weights are pulled towards 0")
    ]
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>The number of steps at the beginning over which the learning rate rises from 0. 0 to 1,000,000.</summary>
    [
        Range(0, 1_000_000, ErrorMessage = "The warm-up must be between 0 and 1000000 steps."),
        Description("steps over which the learning rate rises at the beginning")
    ]
    public int WarmUp { get; init; } = 100;

    /// <summary>The final part of training over which the learning rate falls to a twentieth. 0 to 1.</summary>
    [
        Range(0.0, 1.0, ErrorMessage = "The decay must be between 0 and 1."),
        Description("final part of training over which the learning rate falls")
    ]
    public double Decay { get; init; } = 0.7;

    /// <summary>
    /// The largest allowed norm of the gradient; a longer gradient is scaled down to it (R. Pascanu et al., "On the difficulty of
    /// training recurrent neural networks", 2013, algorithm 1). 0 does not clip. 0 to 1,000.
    /// </summary>
    [
        Range(0.0, 1000.0, ErrorMessage = "The largest gradient norm must be between 0 and 1000."),
        Description("largest norm of the gradient; 0 does not clip")
    ]
    public double Clip { get; init; } = 1;

    /// <summary>The sizes of the decoder.</summary>
    internal GptShape Shape =>
        new(
            Tokenizer.SizeOf(Merges),
            Layers,
            Width,
            Heads,
            KeyValueHeads,
            Hidden ?? Math.Max(32, 8 * Width / 3 / 32 * 32),
            TiedEmbeddings,
            RotaryBase
        );

    /// <summary>The options that are chosen from the data and the training time unless the user sets them.</summary>
    internal static IReadOnlyList<string> Left =>
        [nameof(Layers), nameof(Width), nameof(Heads), nameof(KeyValueHeads), nameof(Context), nameof(Merges), nameof(Dropout)];

    /// <inheritdoc/>
    internal override ModelOptions FittedTo(DataDescription data, TrainingPlan plan, IReadOnlyCollection<string> left) =>
        data is TextDescription texts ? GptFit.Fit(this, texts, plan, left) : this;

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Heads < 1 || Width % (2 * Heads) != 0)
            yield return new BrokenRule(
                null,
                $"The width must be a multiple of twice the number of heads, but {Width} is not a multiple of {2 * Heads}."
            );
        if (KeyValueHeads < 1 || Heads % KeyValueHeads != 0)
            yield return new BrokenRule(
                null,
                $"The number of key-value heads must divide the number of heads, but {KeyValueHeads} does not divide {Heads}."
            );
    }

    /// <summary>The number of weights in the matrices of the blocks and in the token embedding.</summary>
    internal override long LeastNumbers(DataDescription data)
    {
        GptShape shape = Shape;
        long width = shape.Width,
            block = width * (shape.Projected + width + 3L * shape.Hidden);
        return shape.Layers * block + width * shape.Vocabulary;
    }

    internal override (string Name, string? Instead) Family => ("gpt", null);
}
