using Figment.Data.Sounds;
using Figment.Generation.Images;
using Figment.Models.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Generation.Sounds;

/// <summary>Makes sounds from latents.</summary>
internal static class SoundBlocks
{
    /// <summary>Makes sounds from latents, in blocks.</summary>
    /// <param name="model">A model that learned sounds.</param>
    /// <param name="latents">Latents of the model.</param>
    /// <param name="progress">Receives the number of sounds done.</param>
    /// <param name="cancellationToken">Cancels between blocks.</param>
    /// <exception cref="FigmentException">The model does not make sounds.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public static SoundSamples Of(
        ImageModel model,
        Latents latents,
        IProgress<int>? progress,
        CancellationToken cancellationToken
    )
    {
        SoundMeaning meaning = MeaningOf(model);
        float[] values = new float[latents.Count * meaning.Grid.Sound.Size];
        int done = 0;
        foreach (Tensor block in ImageBlocks.Generate(model, latents.Values, latents.Labels))
        {
            using DisposeScope scope = NewDisposeScope();
            meaning.Of(block).cpu().contiguous().data<float>().CopyTo(values, done * meaning.Grid.Sound.Size);
            done += (int)block.shape[0];
            block.Dispose();
            progress?.Report(done);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return new SoundSamples(values, latents.Count, meaning.Grid.Sound);
    }

    /// <summary>Returns the way in which a model's images represent sounds.</summary>
    /// <exception cref="FigmentException">The images do not stand for sounds.</exception>
    internal static SoundMeaning MeaningOf(ImageModel model) =>
        model.Meaning as SoundMeaning ?? throw new FigmentException("The model did not learn sounds, so it cannot make any.");
}
