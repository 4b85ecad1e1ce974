using Figment.Studio.Making;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using static Figment.Studio.Hosting.Addresses;

namespace Figment.Studio.Hosting;

/// <summary>The addresses of what visitors make: pictures to show, and files to upload.</summary>
internal static class MadeAddresses
{
    internal static void MapMaking(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder making = routes.MapGroup("").AddEndpointFilter(Explain);
        making.MapGet("/made/{way}/{set}/{name}/{picture}", Picture);
        making.MapPut("/made/uploads/{id}", Send).WithMetadata(new Room());
    }

    private static IResult Picture(MadeShelf shelf, HttpResponse response, string way, string set, string name, string picture)
    {
        response.Headers.CacheControl = "no-cache"; // a name may later mean another picture
        MadeWay[] ways = [.. Enum.GetValues<MadeWay>().Where(each => MadeSet.FolderOf(each) == way)];
        return ways is [MadeWay known] && shelf.FileOf(known, set, name, picture) is string file
            ? Results.File(file, "image/png", lastModified: File.GetLastWriteTimeUtc(file))
            : Results.NotFound();
    }

    /// <summary>
    /// Receives one file of an upload. Only the page that started the upload knows its id, so no other page can send files.
    /// </summary>
    private static async Task<IResult> Send(
        UploadDesk desk,
        HttpRequest request,
        string id,
        string path,
        CancellationToken cancellation
    ) =>
        desk.Find(id) is { } upload
            ? Results.Text(await upload.AddAsync(path, request.Body, cancellation) ? "kept" : "passed over")
            : Results.Text("There is no such upload; it may have ended.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>Allows larger requests than other addresses do.</summary>
    private sealed class Room : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => Upload.MostFileBytes + 1;
    }
}
