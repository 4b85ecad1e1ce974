using Figment.Backend;
using Figment.Data.Images;
using Figment.Data.Sounds;
using Figment.Evaluation.Images;
using Figment.Models.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Sounds;

/// <summary>
/// Listens to a model's samples while it trains: what <see cref="LiveEvaluator"/> sees in their pictures, and as often, and what
/// they sound like.
/// </summary>
internal sealed class LiveSoundEvaluator : IDisposable
{
    private const int MostAsked = 200;

    // Of spoken digits (64 bands at 16 kHz) a look took 5.5 s, 1.6 times what passes through the network would have: phases are
    // sought and sounds are heard too. Of other sounds it is taken to be about as much.
    private const double Effort = 1.6;

    private readonly SoundDescription description;
    private readonly SoundListener listener;
    private readonly HeardSounds training;
    private readonly LiveEvaluator evaluator;
    private readonly long seed;
    private double? realCopied;

    /// <summary>Prepares to listen.</summary>
    /// <param name="description">What the model learns.</param>
    /// <param name="listener">Of the same shape; stays the caller's.</param>
    /// <param name="training">What the model learns from, on the device where it is judged; stays the caller's.</param>
    /// <param name="extractor">What turns pictures into features; stays the caller's.</param>
    /// <param name="seed">Chooses real sounds and samples.</param>
    internal LiveSoundEvaluator(
        SoundDescription description,
        SoundListener listener,
        HeardSounds training,
        FeatureExtractor extractor,
        long seed
    )
    {
        (this.description, this.listener, this.training, this.seed) = (description, listener, training, seed);
        evaluator = new LiveEvaluator(training.Pictures, extractor, seed, Effort);
    }

    /// <inheritdoc cref="LiveEvaluator.IsDue"/>
    internal bool IsDue(ImageModel model, long sounds, bool isLast) => evaluator.IsDue(model, sounds, isLast);

    /// <inheritdoc cref="LiveEvaluator.GoOnFrom"/>
    internal void GoOnFrom(long sounds, int? count) => evaluator.GoOnFrom(sounds, count);

    /// <summary>Makes sounds and listens to them. The same model and seed give the same numbers.</summary>
    /// <param name="model">The model.</param>
    /// <param name="sounds">Sounds learned from so far.</param>
    internal LiveSoundEvaluation Look(ImageModel model, long sounds)
    {
        int count = evaluator.CountFor(model);
        using HeardSounds samples = listener.Listen(model, description.Grid, count, JudgedSamples.Of(model, count, seed));
        return new LiveSoundEvaluation
        {
            Pictures = evaluator.Look(samples.Pictures, sounds) with { RealCopiedShare = realCopied ??= RealCopied() },
            Made = samples.Figures,
            Real = training.Figures,
        };
    }

    /// <summary>How many of some real sounds would count as copies of the others, had a model made them.</summary>
    private double RealCopied()
    {
        using DisposeScope scope = NewDisposeScope();
        ImageDataset all = training.Pictures;
        Tensor order = all.Draw(all.Count, new SeededRandom(seed));
        int asked = Math.Min(MostAsked, all.Count / 4);
        using ImageDataset some = all.Subset(order.narrow(0, 0, asked));
        using ImageDataset others = all.Subset(order.narrow(0, asked, all.Count - asked));
        return NearestImages.Find(some.To(all.Device), others.To(all.Device)).Copied.Value;
    }

    /// <inheritdoc/>
    public void Dispose() => evaluator.Dispose();
}
