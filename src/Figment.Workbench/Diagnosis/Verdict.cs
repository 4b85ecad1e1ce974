using System.Text.Json.Serialization;

namespace Figment.Diagnosis;

/// <summary>The problems that training can have.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VerdictKind>))]
public enum VerdictKind
{
    /// <summary>A loss is NaN or infinite: the weights are lost.</summary>
    NotANumber,

    /// <summary>A loss has grown far beyond its usual values.</summary>
    ExplodingLoss,

    /// <summary>Nearly all samples are of one or a few kinds.</summary>
    ModeCollapse,

    /// <summary>Most classes appear, but some do not.</summary>
    MissingClasses,

    /// <summary>The discriminator is nearly always right, so the generator learns little.</summary>
    DiscriminatorSaturated,

    /// <summary>The samples have not improved for a long time.</summary>
    GeneratorStalled,

    /// <summary>The samples are near copies of the training data.</summary>
    Memorisation,

    /// <summary>The model predicts held-out data worse and worse, but the training data better and better.</summary>
    Overfitting,

    /// <summary>The texts repeat themselves.</summary>
    Looping,

    /// <summary>The texts are not yet made of real words.</summary>
    Babbling,

    /// <summary>The samples have more fine detail than real images: noise.</summary>
    Grain,

    /// <summary>The samples have less fine detail than real images.</summary>
    Blur,

    /// <summary>The samples have different colours from real images.</summary>
    ColoursOff,

    /// <summary>Samples that should be audible are silent.</summary>
    Silence,

    /// <summary>Samples are clipped: their waveforms are cut off at the loudest points.</summary>
    Clipping,

    /// <summary>The samples have noise that real sounds do not have.</summary>
    Hiss,

    /// <summary>The samples ring where real sounds are noisy.</summary>
    Buzz,

    /// <summary>The samples lack the high frequencies of real sounds.</summary>
    Dull,

    /// <summary>The training ended while the samples were still improving and not yet good.</summary>
    StillEarly,

    /// <summary>The samples are far from the real data and no longer improve, and no other problem was found.</summary>
    FarFromReal,
}

/// <summary>One problem, in words: what was seen, what it means, and what to try.</summary>
public sealed class Verdict
{
    [JsonConstructor]
    internal Verdict(VerdictKind kind, long step, Text saw, Text means, Text @try) =>
        (Kind, Step, Saw, Means, Try) = (kind, step, saw, means, @try);

    /// <summary>The kind of problem.</summary>
    public VerdictKind Kind { get; }

    /// <summary>The step at which it was seen.</summary>
    public long Step { get; }

    /// <summary>What was seen, with numbers.</summary>
    public Text Saw { get; }

    /// <summary>What it means.</summary>
    public Text Means { get; }

    /// <summary>What to try next.</summary>
    public Text Try { get; }

    /// <summary>All three sentences in one language.</summary>
    public string In(Language language) => $"{Saw.In(language)} {Means.In(language)} {Try.In(language)}";
}
