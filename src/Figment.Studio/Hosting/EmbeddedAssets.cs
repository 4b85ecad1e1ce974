using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Figment.Runs.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Figment.Studio.Hosting;

/// <summary>
/// Serves style sheets, scripts, and small models from the assembly. The address of an asset contains its hash, so the browser
/// requests it once and caches it. The files that run models in a browser are also part of exported pages.
/// </summary>
internal static class EmbeddedAssets
{
    /// <summary>
    /// The module that makes pictures, sounds, and texts with a network: the scripts of an exported page, wrapped in a function
    /// that takes the page's facts.
    /// </summary>
    internal const string Maker = "maker.js";

    /// <summary>ONNX Runtime for browsers: its module and its WebAssembly.</summary>
    internal const string Runtime = "onnxruntime-web.mjs",
        RuntimeCode = "onnxruntime-web.wasm";

    private const string Prefix = "assets/",
        PagePrefix = "page/",
        Packed = ".gz";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".css"] = "text/css",
        [".js"] = "text/javascript",
        [".mjs"] = "text/javascript",
        [".wasm"] = "application/wasm",
        [".json"] = "application/json",
        [".onnx"] = "application/octet-stream",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Asset> All = typeof(EmbeddedAssets)
        .Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(name => (Name: name[Prefix.Length..], Asset: Asset.Of(typeof(EmbeddedAssets).Assembly, name)))
        .Concat(
            new (string Name, Asset Asset)[]
            {
                (Runtime, Asset.Of(typeof(PageParts).Assembly, PagePrefix + Runtime)),
                (RuntimeCode + Packed, Asset.Of(typeof(PageParts).Assembly, PagePrefix + RuntimeCode + Packed)),
                (Maker, new Asset(MakeMaker, isPacked: false)),
            }
        )
        .ToFrozenDictionary(pair => pair.Asset.IsPacked ? pair.Name[..^Packed.Length] : pair.Name, pair => pair.Asset);

    // Pico first, then what all pages share, then one file for each group of pages.
    private static readonly string[] SharedStyles = ["pico.min.css", "studio.css"];

    /// <summary>The style sheets of every page, each overriding those before it.</summary>
    internal static IReadOnlyList<string> Styles { get; } =
    [
        .. SharedStyles,
        .. All
            .Keys.Where(name => name.EndsWith(".css", StringComparison.Ordinal))
            .Except(SharedStyles)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The address of an asset, relative to the studio's; it changes when the content changes.</summary>
    internal static string Url(string name) => $"assets/{name}?v={All[name].Hash}";

    internal static void MapEmbeddedAssets(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/assets/{name}", (string name, HttpContext context) => Send(name, context));
        routes.MapGet("/_framework/blazor.web.js", (HttpContext context) => Send("blazor.web.js", context));
    }

    private static IResult Send(string name, HttpContext context)
    {
        if (!All.TryGetValue(name, out Asset? asset))
            return Results.NotFound();
        context.Response.Headers.CacheControl = context.Request.Query.ContainsKey("v")
            ? "public, max-age=31536000, immutable"
            : "no-cache";
        string encoding = asset.IsPacked ? "gzip" : "br";
        bool isCompressed = context.Request.Headers.AcceptEncoding.ToString().Contains(encoding, StringComparison.Ordinal);
        if (isCompressed)
            context.Response.Headers.ContentEncoding = encoding;
        return Results.Bytes(
            isCompressed ? asset.Compressed : asset.Bytes,
            Types[Path.GetExtension(name)],
            entityTag: new EntityTagHeaderValue($"\"{asset.Hash}{(isCompressed ? "-" + encoding : "")}\"")
        );
    }

    private static byte[] MakeMaker()
    {
        string parts = string.Concat(
            ((string[])["network.js", "latents.js", "pictures.js", "sounds.js", "texts.js"]).Select(PageParts.Text)
        );
        return Encoding.UTF8.GetBytes(
            $"export function maker(facts) {{\n{parts}\nreturn {{ startNetwork, startWriter, pictures, sounds }};\n}}\n"
        );
    }

    /// <param name="read">Reads the asset as it is stored.</param>
    /// <param name="isPacked">
    /// Whether it is stored compressed with gzip; other assets are compressed on the first request.
    /// </param>
    private sealed class Asset(Func<byte[]> read, bool isPacked)
    {
        private readonly Lazy<byte[]> kept = new(read);
        private readonly Lazy<byte[]> other = new(() => isPacked ? Unpack(read()) : Compress(read()));
        private readonly Lazy<string> hash = new(() => Convert.ToHexStringLower(SHA256.HashData(read()))[..12]);

        internal bool IsPacked => isPacked;

        internal byte[] Bytes => isPacked ? other.Value : kept.Value;

        internal byte[] Compressed => isPacked ? kept.Value : other.Value;

        internal string Hash => hash.Value;

        internal static Asset Of(Assembly assembly, string resource) =>
            new(() => Read(assembly, resource), resource.EndsWith(Packed, StringComparison.Ordinal));

        internal static byte[] Read(Assembly assembly, string resource)
        {
            using Stream stream = assembly.GetManifestResourceStream(resource)!;
            byte[] content = new byte[stream.Length];
            stream.ReadExactly(content);
            return content;
        }

        private static byte[] Compress(byte[] content)
        {
            using MemoryStream target = new();
            using (BrotliStream brotli = new(target, CompressionLevel.Fastest))
                brotli.Write(content);
            return target.ToArray();
        }

        private static byte[] Unpack(byte[] content)
        {
            using GZipStream packed = new(new MemoryStream(content), CompressionMode.Decompress);
            using MemoryStream target = new();
            packed.CopyTo(target);
            return target.ToArray();
        }
    }
}
