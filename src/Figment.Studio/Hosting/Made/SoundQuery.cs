using Figment.Audio;
using Figment.Generation.Images;
using Figment.Models.Images;
using static TorchSharp.torch;

namespace Figment.Studio.Hosting;

/// <summary>Which sounds an address means, as it has them.</summary>
internal abstract record SoundQuery
{
    private const long MostValues = 1 << 24;

    /// <summary>One of them; null means all.</summary>
    public int? Index { get; init; }

    /// <summary>How many they are.</summary>
    internal abstract int Number { get; }

    /// <summary>The same, all of them: what is made together.</summary>
    internal SoundQuery OfAll => this with { Index = null };

    /// <summary>Makes sure that each number is within its range.</summary>
    /// <exception cref="OptionsException">Some is not; all of it is said.</exception>
    internal virtual void Check() => Addresses.Check(("index", Index ?? 0, 0, Number - 1));

    /// <summary>Makes sure that they can be held.</summary>
    /// <exception cref="OptionsException">They are too many or too long.</exception>
    internal void CheckSize(SoundShape shape)
    {
        if ((long)Number * shape.Size > MostValues)
            throw new OptionsException([
                $"At most {MostValues / shape.Size:N0} sounds of {shape} are made at once. "
                    + "'figment generate' makes as many as you like.",
            ]);
    }

    /// <summary>The latents behind them.</summary>
    internal abstract Latents Latents(ImageModel model);
}

/// <summary>The sounds of a seed.</summary>
internal sealed record SeedQuery : SoundQuery
{
    /// <summary>The most that one address makes.</summary>
    internal const int Most = 64;

    /// <summary>Chooses them.</summary>
    public long? Seed { get; init; }

    /// <summary>How many; 8 unless given.</summary>
    public int? Count { get; init; }

    /// <summary>Their class by its number, or several, apart by commas.</summary>
    public string? Label { get; init; }

    /// <summary>Below 1 they become more typical.</summary>
    public double? Truncation { get; init; }

    internal override int Number => Count ?? 8;

    /// <summary>What the model is asked.</summary>
    internal SampleOptions Options => Addresses.Options(Seed ?? 0, Label, Truncation ?? 1);

    internal override void Check()
    {
        Addresses.Check(("count", Number, 1, Most));
        base.Check();
    }

    internal override Latents Latents(ImageModel model) =>
        Generation.Images.Latents.OfSamples(model, [.. Enumerable.Range(0, Number)], Options);
}

/// <summary>Sounds between two.</summary>
internal sealed record MorphQuery : SoundQuery
{
    private const int MostSteps = 33;

    /// <summary>Chooses the two.</summary>
    public long? Seed { get; init; }

    /// <summary>The number of the first among those of the seed; 0 unless given.</summary>
    public int? From { get; init; }

    /// <summary>The number of the last; 1 unless given.</summary>
    public int? To { get; init; }

    /// <summary>The class of the first; null leaves it to the seed.</summary>
    public int? FromClass { get; init; }

    /// <summary>The class of the last; null leaves it to the seed.</summary>
    public int? ToClass { get; init; }

    /// <summary>How many, both ends included; 9 unless given.</summary>
    public int? Steps { get; init; }

    internal override int Number => Steps ?? 9;

    internal override void Check()
    {
        Addresses.Check(
            ("from", From ?? 0, 0, SeedQuery.Most - 1),
            ("to", To ?? 1, 0, SeedQuery.Most - 1),
            ("steps", Number, 2, MostSteps)
        );
        base.Check();
    }

    internal override Latents Latents(ImageModel model)
    {
        Latents ends = Generation.Images.Latents.OfSamples(model, [From ?? 0, To ?? 1], new SampleOptions { Seed = Seed ?? 0 });
        if (ends.Labels is { } drawn)
        {
            Addresses.Check(("fromClass", FromClass ?? 0, 0, model.Askable - 1), ("toClass", ToClass ?? 0, 0, model.Askable - 1));
            long[] of = [FromClass ?? drawn[0].item<long>(), ToClass ?? drawn[1].item<long>()];
            ends = new Latents(ends.Values, tensor(of, device: drawn.device));
        }
        else if ((FromClass ?? ToClass) is not null)
        {
            throw new OptionsException(["The model takes no classes, so there is no way from one to another."]);
        }

        return LatentWalk.Strip(ends.InShares(model), Number);
    }
}
