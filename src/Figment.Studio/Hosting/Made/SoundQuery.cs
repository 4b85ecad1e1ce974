using Figment.Audio;
using Figment.Generation.Images;
using Figment.Models.Images;
using static TorchSharp.torch;

namespace Figment.Studio.Hosting;

/// <summary>The sounds requested by an address and its parameters.</summary>
internal abstract record SoundQuery
{
    private const long MostValues = 1 << 24;

    /// <summary>The index of one of the sounds; null means all.</summary>
    public int? Index { get; init; }

    /// <summary>The number of sounds.</summary>
    internal abstract int Number { get; }

    /// <summary>The same query for all of its sounds, which are made together.</summary>
    internal SoundQuery OfAll => this with { Index = null };

    /// <summary>Checks that each number is within its range.</summary>
    /// <exception cref="OptionsException">A number is out of range; the error reports all such numbers.</exception>
    internal virtual void Check() => Addresses.Check(("index", Index ?? 0, 0, Number - 1));

    /// <summary>Checks that the sounds fit into memory.</summary>
    /// <exception cref="OptionsException">There are too many sounds, or they are too long.</exception>
    internal void CheckSize(SoundShape shape)
    {
        if ((long)Number * shape.Size > MostValues)
            throw new OptionsException([
                $"At most {MostValues / shape.Size:N0} sounds of {shape} can be made at once. 'figment generate' "
                    + $"has no such limit.",
            ]);
    }

    /// <summary>The latents of the sounds.</summary>
    internal abstract Latents Latents(ImageModel model);
}

/// <summary>The sounds from a seed.</summary>
internal sealed record SeedQuery : SoundQuery
{
    /// <summary>The largest number of sounds that one address makes.</summary>
    internal const int Most = 64;

    /// <summary>The seed that chooses the sounds.</summary>
    public long? Seed { get; init; }

    /// <summary>The number of sounds; the default is 8.</summary>
    public int? Count { get; init; }

    /// <summary>The class number of the sounds, or several numbers separated by commas.</summary>
    public string? Label { get; init; }

    /// <summary>Values below 1 make the sounds more typical.</summary>
    public double? Truncation { get; init; }

    internal override int Number => Count ?? 8;

    /// <summary>The options for the model.</summary>
    internal SampleOptions Options => Addresses.Options(Seed ?? 0, Label, Truncation ?? 1);

    internal override void Check()
    {
        Addresses.Check(("count", Number, 1, Most));
        base.Check();
    }

    internal override Latents Latents(ImageModel model) =>
        Generation.Images.Latents.OfSamples(model, [.. Enumerable.Range(0, Number)], Options);
}

/// <summary>Sounds on the way from one sound to another.</summary>
internal sealed record MorphQuery : SoundQuery
{
    private const int MostSteps = 33;

    /// <summary>The seed that chooses the two sounds.</summary>
    public long? Seed { get; init; }

    /// <summary>The index of the first sound among the sounds made from the seed; the default is 0.</summary>
    public int? From { get; init; }

    /// <summary>The index of the last sound among the sounds made from the seed; the default is 1.</summary>
    public int? To { get; init; }

    /// <summary>The class of the first sound; null lets the seed decide.</summary>
    public int? FromClass { get; init; }

    /// <summary>The class of the last sound; null lets the seed decide.</summary>
    public int? ToClass { get; init; }

    /// <summary>The number of sounds, including both ends; the default is 9.</summary>
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
            throw new OptionsException(["The model has no classes, so it cannot go from one class to another."]);
        }

        return LatentWalk.Strip(ends.InShares(model), Number);
    }
}
