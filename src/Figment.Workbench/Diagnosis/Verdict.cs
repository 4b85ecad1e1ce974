using System.Text.Json.Serialization;

namespace Figment.Diagnosis;

/// <summary>What can go wrong in a training.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VerdictKind>))]
public enum VerdictKind
{
    /// <summary>A loss is NaN or infinite: the weights are lost.</summary>
    NotANumber,

    /// <summary>A loss has grown out of all proportion.</summary>
    ExplodingLoss,

    /// <summary>The samples are nearly all of one or a few kinds.</summary>
    ModeCollapse,

    /// <summary>Most kinds are there, some are not.</summary>
    MissingClasses,

    /// <summary>The discriminator is right nearly always, so the generator learns little.</summary>
    DiscriminatorSaturated,

    /// <summary>The samples have not become better for a long time.</summary>
    GeneratorStalled,

    /// <summary>The samples are what was learned from, nearly.</summary>
    Memorisation,

    /// <summary>What is held back is foreseen worse and worse, and what is learned from better and better.</summary>
    Overfitting,

    /// <summary>Texts go round in circles.</summary>
    Looping,

    /// <summary>What is written is no language yet.</summary>
    Babbling,

    /// <summary>The samples have more fine detail than real images: noise.</summary>
    Grain,

    /// <summary>The samples have less fine detail than real images.</summary>
    Blur,

    /// <summary>The samples have other colours than real images.</summary>
    ColoursOff,

    /// <summary>Samples that should be heard are silent.</summary>
    Silence,

    /// <summary>Samples are cut off where they are loudest.</summary>
    Clipping,

    /// <summary>The samples have noise that real sounds do not have.</summary>
    Hiss,

    /// <summary>The samples ring where real sounds are noise.</summary>
    Buzz,

    /// <summary>The samples lack the high pitches of real sounds.</summary>
    Dull,

    /// <summary>The training ended while the samples were becoming better, and they are not good yet.</summary>
    StillEarly,

    /// <summary>The samples are far from real images and no longer become better, and nothing else was seen.</summary>
    FarFromReal,
}

/// <summary>One thing that goes wrong, in words: what was seen, what it means, what to try.</summary>
public sealed class Verdict
{
    [JsonConstructor]
    internal Verdict(VerdictKind kind, long step, Text saw, Text means, Text @try) =>
        (Kind, Step, Saw, Means, Try) = (kind, step, saw, means, @try);

    /// <summary>What it is.</summary>
    public VerdictKind Kind { get; }

    /// <summary>When it was seen.</summary>
    public long Step { get; }

    /// <summary>What was seen, with its figures.</summary>
    public Text Saw { get; }

    /// <summary>What it means.</summary>
    public Text Means { get; }

    /// <summary>What to try next.</summary>
    public Text Try { get; }

    /// <summary>All three, one after the other, in one language.</summary>
    public string In(Language language) => $"{Saw.In(language)} {Means.In(language)} {Try.In(language)}";
}
