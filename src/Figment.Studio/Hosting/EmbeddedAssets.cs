using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Figment.Studio.Hosting;

/// <summary>Styles and scripts, out of the assembly: the browser asks once and keeps them by their hash.</summary>
internal static class EmbeddedAssets
{
    private const string Prefix = "assets/";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".css"] = "text/css",
        [".js"] = "text/javascript",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Asset> All = typeof(EmbeddedAssets).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Prefix.Length..], name => new Asset(name));

    // Pico first, what all pages share second, then a file for each group of pages.
    private static readonly string[] SharedStyles = ["pico.min.css", "studio.css"];

    /// <summary>The style sheets of every page, in the order in which they overrule each other.</summary>
    internal static IReadOnlyList<string> Styles { get; } =
        [.. SharedStyles, .. All.Keys.Where(name => name.EndsWith(".css", StringComparison.Ordinal)).Except(SharedStyles).Order(StringComparer.Ordinal)];

    /// <summary>The address of an asset below the studio's, which changes when its content does.</summary>
    internal static string Url(string name) => $"assets/{name}?v={All[name].Hash}";

    internal static void MapEmbeddedAssets(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/assets/{name}", (string name, HttpContext context) => Send(name, context));
        routes.MapGet("/_framework/blazor.web.js", (HttpContext context) => Send("blazor.web.js", context));
    }

    private static IResult Send(string name, HttpContext context)
    {
        if (!All.TryGetValue(name, out Asset? asset)) return Results.NotFound();
        context.Response.Headers.CacheControl = context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "no-cache";
        bool isCompressed = context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal);
        if (isCompressed) context.Response.Headers.ContentEncoding = "br";
        return Results.Bytes(isCompressed ? asset.Compressed : asset.Bytes, Types[Path.GetExtension(name)], entityTag: new EntityTagHeaderValue($"\"{asset.Hash}{(isCompressed ? "-br" : "")}\""));
    }

    private sealed class Asset
    {
        private readonly Lazy<byte[]> bytes, compressed;
        private readonly Lazy<string> hash;

        internal Asset(string resource)
        {
            bytes = new(() => Read(resource));
            compressed = new(() => Compress(bytes.Value));
            hash = new(() => Convert.ToHexStringLower(SHA256.HashData(bytes.Value))[..12]);
        }

        internal byte[] Bytes => bytes.Value;

        internal byte[] Compressed => compressed.Value;

        internal string Hash => hash.Value;

        private static byte[] Read(string resource)
        {
            using Stream stream = typeof(EmbeddedAssets).Assembly.GetManifestResourceStream(resource)!;
            byte[] content = new byte[stream.Length];
            stream.ReadExactly(content);
            return content;
        }

        private static byte[] Compress(byte[] content)
        {
            using MemoryStream target = new();
            using (BrotliStream brotli = new(target, CompressionLevel.Fastest)) brotli.Write(content);
            return target.ToArray();
        }
    }
}
