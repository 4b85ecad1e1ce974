using System.Globalization;
using Figment.Imaging;
using Figment.Models.Images;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Figment.Server;

/// <summary>One image in an answer.</summary>
/// <param name="Class">The number of its class; null for a model without classes.</param>
/// <param name="ClassName">The name of its class.</param>
/// <param name="Png">A PNG file, in base64.</param>
internal sealed record ImageAnswer(long? Class, string? ClassName, byte[] Png);

/// <summary>Images as JSON.</summary>
/// <param name="Seed">The seed; a request with it returns the same images.</param>
/// <param name="Images">The images, in order.</param>
internal sealed record ImagesAnswer(long Seed, IReadOnlyList<ImageAnswer> Images)
{
    /// <summary>Notes, in sentences, on anything surprising about the requested classes; usually omitted.</summary>
    public IReadOnlyList<string>? Notes { get; init; }
}

/// <summary>A description of the model.</summary>
internal sealed record ModelAnswer(
    string Name,
    string Preset,
    string Data,
    int Channels,
    int Height,
    int Width,
    IReadOnlyList<string>? Classes
)
{
    /// <summary>The values of each label if images have several labels; usually omitted.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Labels { get; init; }
}

/// <summary>The addresses of a served model of images.</summary>
internal static class ImageEndpoints
{
    internal static void MapImages(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder images = routes.MapModel((ServedImages model) => new ImageWelcomePage(model), Describe).MapWork();
        images.MapGet("/images", Images).WithSummary("New images as JSON, each with a PNG in base64 and its class");
        images
            .MapGet("/images.png", Grid)
            .WithSummary("New images as one PNG: a single image, or several in a grid")
            .WithDescription(
                $"The header {ModelEndpoints.SeedHeader} contains the seed. Notes on a range of classes are only in "
                    + $"the answer of /images."
            )
            .Produces<Stream>(StatusCodes.Status200OK, "image/png");
    }

    private static ModelAnswer Describe(ServedImages model) =>
        new(
            model.Facts.Name,
            model.Facts.Preset,
            model.Facts.Data,
            model.Shape.Channels,
            model.Shape.Height,
            model.Shape.Width,
            model.Classes
        )
        {
            Labels = model.Labels,
        };

    private static async Task<ImagesAnswer> Images(
        [AsParameters] SamplesQuery query,
        ServedImages model,
        ServedRequest request,
        CancellationToken cancellation
    )
    {
        List<string> notes = [];
        SampleOptions options = query.ToOptions(model, notes);
        MadeImages made = await model.MakeAsync(query.Number, options, request, cancellation);
        return new ImagesAnswer(options.Seed, [.. Enumerable.Range(0, made.Images.Count).Select(Image)])
        {
            Notes = AnswerText.SomeOrNone(notes),
        };

        ImageAnswer Image(int index)
        {
            byte[] png = new ImageBatch(made.Images.Shape, made.Images[index].ToArray()).ToPicture().ToPng();
            return made.Classes.Count == 0
                ? new ImageAnswer(null, null, png)
                : new ImageAnswer(made.Classes[index], model.NameOf(made.Classes[index]), png);
        }
    }

    private static async Task<IResult> Grid(
        [AsParameters] GridQuery query,
        ServedImages model,
        ServedRequest request,
        HttpResponse response,
        CancellationToken cancellation
    )
    {
        SampleOptions options = query.ToOptions(model);
        query.CheckSize(model);
        MadeImages made = await model.MakeAsync(query.Number, options, request, cancellation);
        response.Headers[ModelEndpoints.SeedHeader] = options.Seed.ToString(CultureInfo.InvariantCulture);
        return Results.Bytes(made.Images.ToGrid(query.Columns, query.Scale).ToPng(), "image/png");
    }
}
