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

    /// <summary>The samples are training images, nearly.</summary>
    Memorisation,
}

/// <summary>One thing that goes wrong, in words: what was seen, what it means, what to try.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Step">When it was seen.</param>
/// <param name="Saw">What was seen, with its figures.</param>
/// <param name="Means">What it means.</param>
/// <param name="Try">What to try next.</param>
public sealed record Verdict(VerdictKind Kind, long Step, Text Saw, Text Means, Text Try)
{
    /// <summary>All three, one after the other, in one language.</summary>
    public string In(Language language) => $"{Saw.In(language)} {Means.In(language)} {Try.In(language)}";
}
