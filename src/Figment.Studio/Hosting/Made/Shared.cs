using Figment.Models;
using Figment.Runs;
using Figment.Studio.Shelves;
using Figment.Studio.Train;
using Figment.Studio.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Figment.Studio.Hosting.Addresses;

namespace Figment.Studio.Hosting;

/// <summary>The addresses for sharing: a model as one page, and a picture of its samples. Each is made on request.</summary>
internal static class Shared
{
    private static readonly Dictionary<string, string> Types = new() { [".html"] = "text/html", [".png"] = "image/png" };

    internal static void MapShared(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("").AddEndpointFilter(Explain).MapGet("/runs/{run}/share/{format}", Make);

    private static async Task<IResult> Make([AsParameters] Asked asked, TrainingDesk desk, string format, string? language = null)
    {
        if (!ShareWays.Has(format) || asked.Runs.Find(asked.Run) is not { } found)
            return Results.NotFound();
        if (found.Folder.Options.Kind.Formats.FirstOrDefault(known => known.Name == format) is not { } way)
            return Results.NotFound();
        if (desk.IsTraining(found.Folder))
            throw new StudioException(ShareWords.InTraining);
        return await asked.Models.UseAnyAsync(
            found,
            model => Written(found, model, way, Languages.Find(language) ?? Language.English),
            asked.Cancellation
        );
    }

    private static IResult Written(ShelvedRun run, TrainableModel model, RunFormat way, Language language)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("figment-share-");
        try
        {
            Dictionary<string, string> metadata = run.Folder.ExportMetadata(run.Folder.Preferred);
            ExportRequest request = new(model, folder.FullName, metadata, way.Precisions[0], run.Folder) { Language = language };
            string made = way.Write(request)[0].Path;
            string name = RunShelf.DownloadName(run.Name, Path.GetFileName(made));
            return Download(name, Types[Path.GetExtension(made)], path => File.Move(made, path));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
