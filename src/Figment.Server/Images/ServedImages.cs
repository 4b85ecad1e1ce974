using Figment.Imaging;
using Figment.Models.Images;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Figment.Server;

/// <summary>Images with the class of each; no classes for a model without classes.</summary>
internal sealed record MadeImages(ImageBatch Images, IReadOnlyList<long> Classes);

/// <summary>A model that makes images for many visitors.</summary>
internal sealed class ServedImages(ImageModel model, ModelFacts facts, int mostWaiting) : ServedModel(model, facts, mostWaiting)
{
    private readonly ImageModel model = model;

    public override string Makes => "images";

    internal ImageShape Shape => model.Shape;

    public override void AddTo(IServiceCollection services) => services.AddSingleton(this);

    public override void Map(IEndpointRouteBuilder routes) => routes.MapImages();

    /// <summary>Makes images.</summary>
    /// <inheritdoc cref="ServedModel.MakeAsync"/>
    internal async Task<MadeImages> MakeAsync(
        int count,
        SampleOptions options,
        ServedRequest request,
        CancellationToken cancellationToken
    )
    {
        byte[] pixels = []; // allocated when it is this request's turn, so that waiting requests hold no memory
        int done = 0;
        IReadOnlyList<long> classes = await MakeAsync(
            count,
            options,
            block =>
            {
                if (done == 0)
                    pixels = new byte[count * model.Shape.Size];
                ImageBatch images = ImageBatch.FromTensor(block);
                for (int i = 0; i < images.Count; i++)
                    images[i].CopyTo(pixels.AsSpan(done++ * model.Shape.Size));
            },
            request,
            cancellationToken
        );
        return new MadeImages(new ImageBatch(model.Shape, pixels), classes);
    }
}
