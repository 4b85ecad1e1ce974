using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Figment.Data;
using Figment.Data.Texts;
using Figment.Networks.Texts;

namespace Figment.Models.Texts;

/// <summary>A language model's sizes, and how it learns.</summary>
public sealed record GptOptions : ModelOptions, IValidatableObject
{
    /// <summary>Blocks of attention and thinking, one after the other. 1 to 64.</summary>
    [MayBeLeft(DecidesWeights = true)]
    [
        Range(1, 64, ErrorMessage = "The number of layers must be between 1 and 64."),
        Description("blocks of attention, one after the other")
    ]
    public int Layers { get; init; } = 4;

    /// <summary>Numbers per token between blocks. 8 to 4,096, a multiple of twice <see cref="Heads"/>.</summary>
    [MayBeLeft(DecidesWeights = true)]
    [Range(8, 4096, ErrorMessage = "The width must be between 8 and 4096."), Description("numbers per token between blocks")]
    public int Width { get; init; } = 128;

    /// <summary>Heads of attention. 1 to 128.</summary>
    [MayBeLeft(DecidesWeights = true)]
    [
        Range(1, 128, ErrorMessage = "The number of heads must be between 1 and 128."),
        Description("heads of attention in each block")
    ]
    public int Heads { get; init; } = 4;

    /// <summary>
    /// Heads with keys and values of their own, which the others share. 1 to 128, a divisor of <see cref="Heads"/>.
    /// </summary>
    [MayBeLeft(DecidesWeights = true)]
    [Range(1, 128, ErrorMessage = "The number of heads of keys and values must be between 1 and 128.")]
    [Description("heads that have keys and values of their own; fewer than heads make a smaller cache")]
    public int KeyValueHeads { get; init; } = 4;

    /// <summary>
    /// Numbers per token within the second half of a block; null is 8/3 of the width, in steps of 32. 8 to 16,384.
    /// </summary>
    [Range(8, 16384, ErrorMessage = "The hidden width must be between 8 and 16384.")]
    [Description("numbers per token within the second half of a block; nothing is 8/3 of the width")]
    public int? Hidden { get; init; }

    /// <summary>How many tokens it sees at once. 8 to 8,192.</summary>
    [MayBeLeft(DecidesWeights = true)]
    [Range(8, 8192, ErrorMessage = "The context must be between 8 and 8192 tokens."), Description("tokens that it sees at once")]
    public int Context { get; init; } = 128;

    /// <summary>Pairs of tokens that become one, learned from the text; 0 leaves bytes. 0 to 60,000.</summary>
    [MayBeLeft(DecidesWeights = true)]
    [Range(0, Tokenizer.MostMerges, ErrorMessage = "The number of merges must be between 0 and 60000.")]
    [Description("pairs of tokens that become one, learned from the text; 0 is bytes, nothing follows from the size of the text")]
    public int Merges { get; init; }

    /// <summary>Whether the weights that read tokens also write them.</summary>
    [Description("whether the weights that read tokens also write them")]
    public bool TiedEmbeddings { get; init; } = true;

    /// <summary>θ, the base of rotary positions. 100 to 10,000,000.</summary>
    [
        Range(100.0, 1e7, ErrorMessage = "The base of rotary positions must be between 100 and 10000000."),
        Description("the base of rotary positions")
    ]
    public double RotaryBase { get; init; } = 10_000;

    /// <summary>The share of numbers left out while it learns. 0 to 0.9.</summary>
    [MayBeLeft]
    [
        Range(0.0, 0.9, ErrorMessage = "The dropout must be between 0 and 0.9."),
        Description("the share of numbers left out while it learns, against learning by heart")
    ]
    public double Dropout { get; init; }

    /// <summary>α, AdamW's step size. Above 0 to 1.</summary>
    [Range(1e-8, 1.0, ErrorMessage = "The learning rate must be above 0 and at most 1."), Description("AdamW's step size")]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>
    /// The step size of the matrices within blocks, by Muon, as a multiple of <see cref="LearningRate"/>; 0 leaves them to AdamW
    /// as all else. 0 to 1,000.
    /// </summary>
    [Range(
        0.0,
        1000.0,
        ErrorMessage = "Muon's multiple of the learning rate must be between 0, which leaves everything to AdamW, and 1000."
    )]
    [Description("Muon's step size for the matrices of blocks, as a multiple of the learning rate; 0 leaves them to AdamW")]
    public double Muon { get; init; } = 10;

    /// <summary>β₂, how slowly the averages of squared gradients follow. 0 to below 1.</summary>
    [
        Range(0.0, 0.999999, ErrorMessage = "Beta2 must be between 0 and below 1."),
        Description("how slowly the averages of squared gradients follow")
    ]
    public double Beta2 { get; init; } = 0.99;

    /// <summary>λ: each step makes weights smaller by α λ. 0 to 10.</summary>
    [
        Range(0.0, 10.0, ErrorMessage = "The weight decay must be between 0 and 10."),
        Description("how strongly weights are drawn to 0")
    ]
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>Steps over which the learning rate rises from 0. 0 to 1,000,000.</summary>
    [
        Range(0, 1_000_000, ErrorMessage = "The warm-up must be between 0 and 1000000 steps."),
        Description("steps over which the learning rate rises")
    ]
    public int WarmUp { get; init; } = 100;

    /// <summary>The part at the end of the training over which the learning rate falls to a twentieth. 0 to 1.</summary>
    [
        Range(0.0, 1.0, ErrorMessage = "The decay must be between 0 and 1."),
        Description("the part at the end of the training over which the learning rate falls")
    ]
    public double Decay { get; init; } = 0.7;

    /// <summary>
    /// The longest gradient, as the root of all squares, that a step is made by; longer ones are shortened. 0 never does. 0 to
    /// 1,000.
    /// </summary>
    [
        Range(0.0, 1000.0, ErrorMessage = "The clipping must be between 0 and 1000."),
        Description("the longest gradient that a step is made by; 0 is any")
    ]
    public double Clip { get; init; } = 1;

    /// <summary>The decoder's sizes.</summary>
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

    /// <summary>What is left to data and time where nobody says it.</summary>
    internal static IReadOnlyList<string> Left =>
        [nameof(Layers), nameof(Width), nameof(Heads), nameof(KeyValueHeads), nameof(Context), nameof(Merges), nameof(Dropout)];

    /// <inheritdoc/>
    internal override ModelOptions FittedTo(DataDescription data, TrainingPlan plan, IReadOnlyCollection<string> left) =>
        data is TextDescription texts ? GptFit.Fit(this, texts, plan, left) : this;

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Heads < 1 || Width % (2 * Heads) != 0)
            yield return new ValidationResult(
                $"The width must be a multiple of twice the number of heads, and {Width} is none of {2 * Heads}."
            );
        if (KeyValueHeads < 1 || Heads % KeyValueHeads != 0)
            yield return new ValidationResult(
                $"The heads of keys and values must divide the heads, and {KeyValueHeads} does not divide {Heads}."
            );
    }

    internal override (string Name, string? Instead) Family => ("gpt", null);
}
