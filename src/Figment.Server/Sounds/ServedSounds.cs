using Figment.Audio;
using Figment.Data.Sounds;
using Figment.Models.Images;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using static TorchSharp.torch;

namespace Figment.Server;

/// <summary>Sounds with the class of each; no classes for a model without classes.</summary>
internal sealed record MadeSounds(SoundSamples Sounds, IReadOnlyList<long> Classes);

/// <summary>A model that makes sounds for many visitors.</summary>
internal sealed class ServedSounds(ImageModel model, SoundMeaning meaning, ModelFacts facts, int mostWaiting)
    : ServedModel(model, facts, mostWaiting)
{
    public override string Makes => "sounds";

    internal SoundShape Shape => meaning.Grid.Sound;

    public override void AddTo(IServiceCollection services) => services.AddSingleton(this);

    public override void Map(IEndpointRouteBuilder routes) => routes.MapSounds();

    /// <summary>Makes sounds.</summary>
    /// <inheritdoc cref="ServedModel.MakeAsync"/>
    internal async Task<MadeSounds> MakeAsync(
        int count,
        SampleOptions options,
        ServedRequest request,
        CancellationToken cancellationToken
    )
    {
        float[] values = []; // allocated when it is this request's turn, so that waiting requests hold no memory
        int done = 0;
        IReadOnlyList<long> classes = await MakeAsync(
            count,
            options,
            block =>
            {
                if (done == 0)
                    values = new float[count * Shape.Size];
                using Tensor made = meaning.Of(block),
                    sounds = made.cpu().contiguous();
                sounds.data<float>().CopyTo(values, done * Shape.Size, 0);
                done += (int)sounds.shape[0];
            },
            request,
            cancellationToken
        );
        return new MadeSounds(new SoundSamples(values, count, Shape), classes);
    }
}
