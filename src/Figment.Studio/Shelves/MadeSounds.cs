using Figment.Data.Sounds;
using Figment.Generation.Images;
using Figment.Generation.Sounds;
using Figment.Models.Images;
using Figment.Studio.Hosting;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Studio.Shelves;

/// <summary>Several sounds made by a model.</summary>
/// <param name="Samples">The sounds.</param>
/// <param name="Classes">
/// The class of each sound; empty for a model without classes, and for sounds interpolated between two others.
/// </param>
internal sealed record SoundBatch(SoundSamples Samples, IReadOnlyList<int> Classes);

/// <summary>
/// The latest sounds that a model made. A page shows each with its own player and picture, but they are made together and only
/// once.
/// </summary>
internal sealed class MadeSounds : IDisposable
{
    private const int Most = 4;
    private readonly List<(object Query, SoundBatch Batch)> kept = []; // the most recently used is last

    /// <summary>Makes sounds, or returns them if they were made already.</summary>
    /// <param name="models">Provides models.</param>
    /// <param name="run">The run of the model.</param>
    /// <param name="query">The sounds to make.</param>
    /// <param name="cancellationToken">Cancels the wait for other computations.</param>
    /// <exception cref="OptionsException">The query is out of range.</exception>
    /// <exception cref="FigmentException">The run's model makes no sounds, or does not load.</exception>
    internal static Task<SoundBatch> MakeAsync(
        ModelShelf models,
        ShelvedRun run,
        SoundQuery query,
        CancellationToken cancellationToken
    )
    {
        query.Check();
        return models.UseAsync(
            run,
            (ImageModel _) => new MadeSounds(),
            (ImageModel model, MadeSounds made) => made.Of(model, query.OfAll),
            cancellationToken
        );
    }

    /// <inheritdoc/>
    public void Dispose() => kept.Clear();

    private SoundBatch Of(ImageModel model, SoundQuery query)
    {
        int at = kept.FindIndex(entry => entry.Query.Equals(query));
        (object Query, SoundBatch Batch) found = at < 0 ? (query, Make(model, query)) : kept[at];
        if (at >= 0)
            kept.RemoveAt(at);
        kept.Add(found);
        if (kept.Count > Most)
            kept.RemoveAt(0);
        return found.Batch;
    }

    private static SoundBatch Make(ImageModel model, SoundQuery query)
    {
        query.CheckSize(SoundBlocks.MeaningOf(model).Grid.Sound);
        using DisposeScope scope = NewDisposeScope();
        Latents latents = query.Latents(model);
        // Not cancelled, because players time out and ask again.
        SoundSamples samples = SoundBlocks.Of(model, latents, null, CancellationToken.None);
        int[] classes =
            latents.Labels is { } labels && !labels.is_floating_point()
                ? [.. labels.cpu().data<long>().Select(label => (int)label)]
                : [];
        return new SoundBatch(samples, classes);
    }
}
