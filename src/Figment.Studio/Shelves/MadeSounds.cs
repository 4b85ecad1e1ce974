using Figment.Data.Sounds;
using Figment.Generation.Images;
using Figment.Generation.Sounds;
using Figment.Models.Images;
using Figment.Studio.Hosting;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Studio.Shelves;

/// <summary>Several sounds that a model made.</summary>
/// <param name="Samples">The sounds.</param>
/// <param name="Classes">The class of each; empty of a model without classes, and where a sound is between two.</param>
internal sealed record SoundBatch(SoundSamples Samples, IReadOnlyList<int> Classes);

/// <summary>
/// The sounds that a model made last. A page shows each with a player and a picture of its own, and they are made together, once.
/// </summary>
internal sealed class MadeSounds : IDisposable
{
    private const int Most = 4;
    private readonly List<(object Query, SoundBatch Batch)> kept = []; // the one asked for last stands last

    /// <summary>Makes sounds, or takes those that were made.</summary>
    /// <param name="models">Where models are.</param>
    /// <param name="run">Whose model.</param>
    /// <param name="query">Which sounds.</param>
    /// <param name="cancellationToken">Gives up while others compute.</param>
    /// <exception cref="OptionsException">The query is out of its range.</exception>
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
        SoundSamples samples = SoundBlocks.Of(model, latents, null, CancellationToken.None); // players give up and ask again
        int[] classes =
            latents.Labels is { } labels && !labels.is_floating_point()
                ? [.. labels.cpu().data<long>().Select(label => (int)label)]
                : [];
        return new SoundBatch(samples, classes);
    }
}
