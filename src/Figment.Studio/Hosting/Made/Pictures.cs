using Figment.Backend;
using Figment.Data.Images;
using Figment.Evaluation.Images;
using Figment.Generation.Images;
using Figment.Imaging;
using Figment.Models.Images;
using Figment.Studio.Shelves;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TorchSharp;
using static Figment.Studio.Hosting.Addresses;

namespace Figment.Studio.Hosting;

/// <summary>
/// The addresses of everything that a page shows as a picture or offers as a download. The same address always gives the same
/// picture, so pages contain only addresses, and the browser caches the pictures.
/// </summary>
internal static partial class Pictures
{
    private const int MostImages = 256,
        MostNumbers = 100_000,
        MostSteps = 64,
        MostScale = 16;
    private const long MostDownload = 256 << 20;

    internal static void MapPictures(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder pictures = routes.MapGroup("").AddEndpointFilter(Explain);
        pictures.MapGet("/data/images.png", DataImages);
        pictures.MapGet("/runs/{run}/files/{**path}", RunFile);
        pictures.MapGet("/runs/{run}/real.png", RealImages);
        pictures.MapGet("/runs/{run}/images.png", Images);
        pictures.MapGet("/runs/{run}/images.npy", Numbers);
        pictures.MapGet("/runs/{run}/model.onnx", Onnx);
        pictures.MapGet("/runs/{run}/walk.png", WalkStrip);
        pictures.MapGet("/runs/{run}/walk.gif", WalkAnimation);
        pictures.MapGet("/runs/{run}/map.png", Map);
        pictures.MapGet("/runs/{run}/point.png", Point);
        pictures.MapGet("/runs/{run}/nearest.png", Nearest);
    }

    /// <summary>
    /// Images of a known data set, page by page, of one class or of all classes. Data that is named by a path is shown only in
    /// the training form, and has no address.
    /// </summary>
    private static Task<IResult> DataImages(
        DataShelf shelf,
        string name = "mnist",
        int? label = null,
        int page = 0,
        int count = 40,
        int columns = 10,
        CancellationToken cancellation = default
    )
    {
        if (!Datasets.Names.Contains(name))
            throw new OptionsException([$"There is no data set called {name}."]);
        return shelf.UseAsync(name, data => Page(data, label, page, count, columns), cancellation);
    }

    /// <summary>The same for the training data of a run.</summary>
    private static async Task<IResult> RealImages(
        RunShelf runs,
        DataShelf shelf,
        string run,
        int? label = null,
        int page = 0,
        int count = 40,
        int columns = 10,
        CancellationToken cancellation = default
    ) =>
        runs.Find(run) is { } found
            ? await shelf.UseAsync(found.Folder, data => Page(data, label, page, count, columns), cancellation)
            : Results.NotFound();

    private static IResult Page(ImageDataset data, int? label, int page, int count, int columns)
    {
        Check(("count", count, 1, MostImages), ("columns", columns, 1, MostImages), ("page", page, 0, 100_000));
        if (label is int wanted && (wanted < 0 || wanted >= data.ClassCounts.Count))
            throw new OptionsException([$"{data.Name} has no class {wanted}."]);
        int of = label is int known ? data.ClassCounts[known] : data.Count;
        if (of == 0)
            throw new FigmentException($"{data.Name} has no image of class {data.ClassNames[label!.Value]}.");
        int pages = (of + count - 1) / count,
            start = page % pages * count;
        torch.Tensor indices = label is int one
            ? GivenImages.FirstOfClass(data, one, Math.Min(of, start + count)).narrow(0, start, Math.Min(count, of - start))
            : Scalars.Range(start, Math.Min(of, start + count), torch.ScalarType.Int64);
        return Png(ImageBatch.FromTensor(data.Gather(indices).Items), columns);
    }

    private static IResult RunFile(RunShelf runs, HttpContext context, string run, string path)
    {
        if (runs.Find(run) is not { } found || RunShelf.FileOf(found, path) is not string file)
            return Results.NotFound();
        string type = Path.GetExtension(file) switch
        {
            ".png" => "image/png",
            ".wav" => "audio/wav",
            ".txt" => "text/plain; charset=utf-8",
            ".gif" => "image/gif",
            ".html" => "text/html",
            ".json" or ".jsonl" => "application/json",
            _ => "application/octet-stream",
        };
        context.Response.Headers.CacheControl = "no-cache";
        // A report is a complete page, and a run may come from anywhere, so the sandbox denies the report access to the studio.
        if (type == "text/html")
            context.Response.Headers.ContentSecurityPolicy =
                "sandbox allow-scripts allow-popups; default-src 'none'; img-src data:; media-src data:; style-src "
                + "'unsafe-inline'; script-src 'unsafe-inline'; font-src data:";
        return Results.File(
            file,
            type,
            type == "application/octet-stream" ? RunShelf.DownloadName(run, Path.GetFileName(file)) : null,
            File.GetLastWriteTimeUtc(file),
            enableRangeProcessing: true
        );
    }

    private static Task<IResult> Images(
        [AsParameters] Asked asked,
        long seed = 0,
        int count = 64,
        int? columns = null,
        string? label = null,
        double truncation = 1,
        int? index = null,
        int? scale = null
    )
    {
        Check(
            ("count", count, 1, MostImages),
            ("columns", columns ?? 1, 1, MostImages),
            ("index", index ?? 0, 0, MostImages - 1),
            ("scale", scale ?? 1, 1, MostScale)
        );
        return With(
            asked,
            model =>
            {
                torch.Tensor images = model.Sample(index is int last ? last + 1 : count, Options(seed, label, truncation));
                return Png(ImageBatch.FromTensor(index is int one ? images.narrow(0, one, 1) : images), columns, scale);
            }
        );
    }

    private static Task<IResult> Numbers(
        [AsParameters] Asked asked,
        long seed = 0,
        int count = 64,
        string? label = null,
        double truncation = 1
    )
    {
        Check(("count", count, 1, MostNumbers));
        return With(
            asked,
            (model, _) =>
            {
                long most = MostDownload / (sizeof(float) * model.Shape.Size);
                if (count > most)
                    throw new OptionsException([
                        $"At most {most:N0} images of {model.Shape} ({MostDownload >> 20} MB) can be made at once. 'figment "
                            + $"generate' has no such limit.",
                    ]);
                Others others = new(asked.Models);
                return Download(
                    RunShelf.DownloadName(asked.Run, $"seed{seed}.npy"),
                    "application/octet-stream",
                    path =>
                        SampleFiles.Write(
                            model,
                            count,
                            Options(seed, label, truncation),
                            path,
                            progress: others,
                            cancellationToken: asked.Cancellation
                        )
                );
            },
            isSlow: true
        );
    }

    private static Task<IResult> Onnx([AsParameters] Asked asked) =>
        With(
            asked,
            (model, found) =>
                OnnxFile.Use(
                    model,
                    found.Folder,
                    path =>
                        Results.Bytes(
                            File.ReadAllBytes(path),
                            "application/octet-stream",
                            RunShelf.DownloadName(asked.Run, Path.GetFileName(path))
                        )
                )
        );

    /// <summary>An image from a seed, with its nearest training image beside it.</summary>
    private static Task<IResult> Nearest(
        [AsParameters] Asked asked,
        long seed = 0,
        int index = 0,
        string? label = null,
        double truncation = 1
    )
    {
        Check(("index", index, 0, MostImages - 1));
        return NearestTo(asked, index, Options(seed, label, truncation));
    }

    private static async Task<IResult> NearestTo(Asked asked, int index, SampleOptions options)
    {
        if (asked.Runs.Find(asked.Run) is not { } run)
            return Results.NotFound();
        ImageBatch mine = await asked.Models.UseAsync(
            run,
            model => ImageBatch.FromTensor(model.Sample(index + 1, options).narrow(0, index, 1)),
            asked.Cancellation
        );
        return await asked.Data.UseAsync(
            run.Folder,
            data =>
            {
                using ImageDataset query = new("sample", mine.Shape, mine[0].ToArray());
                NearestImage match = NearestImages.Find(query, data, 1, asked.Cancellation).Matches[0];
                torch.Tensor nearest = data.Gather(torch.tensor(new long[] { match.Training })).Items;
                return Png(new ImageBatch(mine.Shape, [.. mine[0], .. ImageBatch.FromTensor(nearest)[0]]), 2, 6);
            },
            asked.Cancellation
        );
    }

    private static Task<IResult> With(Asked asked, Func<ImageModel, IResult> use) => With(asked, (model, _) => use(model));

    private static async Task<IResult> With(Asked asked, Func<ImageModel, ShelvedRun, IResult> use, bool isSlow = false) =>
        asked.Runs.Find(asked.Run) is { } found
            ? await asked.Models.UseAsync(found, model => use(model, found), asked.Cancellation, isSlow)
            : Results.NotFound();

    private static IResult Png(ImageBatch images, int? columns = null, int? scale = null) =>
        Results.Bytes(images.ToGrid(columns, scale).ToPng(), "image/png");
}
