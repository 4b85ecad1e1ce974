using Figment.Charts;
using Figment.Generation.Images;
using Figment.Imaging;
using Figment.Models.Images;
using Figment.Studio.Shelves;
using Microsoft.AspNetCore.Http;
using TorchSharp;
using static Figment.Studio.Hosting.Addresses;

namespace Figment.Studio.Hosting;

/// <content>What lies between samples: walks from one to another, and the plane of models with two latents.</content>
internal static partial class Pictures
{
    private static Task<IResult> WalkStrip(
        [AsParameters] Asked asked,
        long seed = 0,
        int from = 0,
        int to = 1,
        int steps = 10,
        string? label = null
    )
    {
        CheckWalk(from, to, steps);
        return With(asked, model => Walk(model, LatentWalk.Strip, seed, from, to, steps, label, images => Png(images, steps)));
    }

    private static Task<IResult> WalkAnimation(
        [AsParameters] Asked asked,
        long seed = 0,
        int from = 0,
        int to = 1,
        int steps = 24,
        string? label = null
    )
    {
        CheckWalk(from, to, steps);
        return With(
            asked,
            model =>
                Walk(
                    model,
                    LatentWalk.Loop,
                    seed,
                    from,
                    to,
                    steps,
                    label,
                    images =>
                        Download(
                            RunShelf.DownloadName(asked.Run, "walk.gif"),
                            "image/gif",
                            path =>
                                Animation.SaveLoop(
                                    [
                                        .. Enumerable
                                            .Range(0, images.Count)
                                            .Select(k => new ImageBatch(images.Shape, images[k].ToArray()).ToGrid(1, 6)),
                                    ],
                                    path,
                                    steps / 8.0
                                )
                        )
                )
        );
    }

    private static Task<IResult> Map([AsParameters] Asked asked, int size = 15, int? label = null)
    {
        Check(("size", size, 2, 30));
        return With(asked, model => Drawn(LatentMap.Grid(model, size, label), model, size));
    }

    /// <summary>The image at a point of a latent plane; x and y are in standard deviations.</summary>
    private static Task<IResult> Point([AsParameters] Asked asked, double x = 0, double y = 0, int? label = null)
    {
        if (!(Math.Abs(x) <= 10 && Math.Abs(y) <= 10))
            throw new OptionsException(["x and y must be between -10 and 10."]);
        return With(
            asked,
            model =>
                LatentMap.IsPossible(model)
                    ? Drawn(
                        new Latents(
                            torch.tensor(
                                new[,]
                                {
                                    { (float)x, (float)y },
                                }
                            ),
                            label is int c ? torch.tensor(new long[] { c }) : null
                        ),
                        model,
                        1,
                        8
                    )
                    : throw new FigmentException(
                        "This model's latents are not pairs of numbers, so they cannot be shown as points in a plane."
                    )
        );
    }

    private static IResult Walk(
        ImageModel model,
        Func<Latents, int, WalkPath, Latents> walk,
        long seed,
        int from,
        int to,
        int steps,
        string? label,
        Func<ImageBatch, IResult> draw
    )
    {
        Latents ends = Latents.OfSamples(model, [from, to], Options(seed, label, 1)).InShares(model);
        Latents between = walk(ends, steps, WalkPath.Spherical);
        return draw(ImageBatch.FromTensor(between.Generate(model)));
    }

    private static IResult Drawn(Latents latents, ImageModel model, int columns, int? scale = null) =>
        Png(ImageBatch.FromTensor(latents.Generate(model)), columns, scale);

    private static void CheckWalk(int from, int to, int steps) =>
        Check(("from", from, 0, MostImages - 1), ("to", to, 0, MostImages - 1), ("steps", steps, 2, MostSteps));
}
