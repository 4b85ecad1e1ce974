using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Figment.Reports;

namespace Figment.Runs.Pages;

/// <summary>
/// A model as one web page that works when opened from disk: the network, ONNX Runtime for browsers, and the code that draws,
/// plays, or writes. It makes no network requests, and its content security policy forbids them.
/// </summary>
internal static partial class ModelPage
{
    /// <summary>The name of the file.</summary>
    internal const string FileName = "model.html";

    // Mail programs reject larger files, and phones take long to open them.
    private const int Large = 20_000_000;

    /// <summary>
    /// The opening tags of the facts and of the network in a page. Code that reads pages looks for exactly these tags.
    /// </summary>
    internal const string FactsOpen = "<script type=\"application/json\" id=\"facts\">",
        NetworkOpen = "<script type=\"text/plain\" id=\"network\">";

    /// <summary>Writes the page.</summary>
    /// <param name="request">The folder and the precision.</param>
    /// <param name="kind">The parts of pages for such models.</param>
    /// <param name="facts">What the page says about the model.</param>
    /// <param name="network">The network as an ONNX file.</param>
    internal static RunFile Write(ExportRequest request, PageParts kind, PageFacts facts, byte[] network)
    {
        byte[] page = Encoding.UTF8.GetBytes(Join(kind, facts, network));
        string path = Path.Combine(request.Folder, FileName);
        Directory.CreateDirectory(request.Folder);
        AtomicFile.Write(path, stream => stream.Write(page));
        return new RunFile(path, Describe(facts, page.Length, request.Precision));
    }

    /// <summary>Joins the parts.</summary>
    internal static string Join(PageParts kind, PageFacts facts, byte[] network)
    {
        string style = kind.ToStyle(),
            script = kind.ToScript(),
            runtime = Runtime();
        Dictionary<string, string> parts = new()
        {
            ["policy"] =
                $"default-src 'none'; script-src {Hash(runtime)} {Hash(script)} 'wasm-unsafe-eval'; style-src {Hash(style)}; "
                + "img-src data: blob:; media-src blob:; base-uri 'none'; form-action 'none'",
            ["title"] = HtmlTemplate.Encode(facts.Data),
            ["version"] = HtmlTemplate.Encode(facts.Figment),
            ["style"] = style,
            ["body"] = PageParts.Text(kind.Body),
            ["runtime"] = runtime,
            ["script"] = script,
            ["facts"] = facts.ToJson(),
            ["licence"] = HtmlTemplate.Encode(PageParts.Text("onnxruntime-web.LICENSE.txt")),
            ["wasm"] = Convert.ToBase64String(PageParts.Bytes("onnxruntime-web.wasm.gz")),
            ["network"] = Convert.ToBase64String(Packed(network)),
        };
        return Hole().Replace(PageParts.Text("frame.html"), hole => parts[hole.Groups[1].Value]);
    }

    /// <summary>
    /// onnxruntime-web as a script. A page opened from a file cannot import another file, so the exports of the module become a
    /// global object. The line that names a source map is removed, because browsers would request it.
    /// </summary>
    internal static string Runtime()
    {
        string module = PageParts.Text("onnxruntime-web.mjs");
        Match exports = Exports().Match(module);
        if (!exports.Success)
            throw new InvalidOperationException("The file onnxruntime-web.mjs does not end with an export statement.");
        IEnumerable<string> named = exports
            .Groups[1]
            .Value.Split(',')
            .Select(each => each.Split(" as "))
            .Select(each => $"{each[1]}:{each[0]}");
        return $"{module[..exports.Index]}globalThis.ort={{{string.Join(',', named)}}};\n";
    }

    private static string Describe(PageFacts facts, int length, string precision)
    {
        string said = facts.AreCopies
            ? "open it in a browser, but check it before you send it to others: many samples of this run are "
                + "near copies of its training data"
            : "open it in a browser with a double click, and send it to anyone; it works without a network";
        if (length < Large)
            return said;
        string advice = precision == RunFormat.Fp16 ? "" : ": with weights in fp16 it takes about half";
        return $"{said}. It is large for a phone{advice}";
    }

    private static string Hash(string text) =>
        $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    private static byte[] Packed(byte[] data)
    {
        using MemoryStream packed = new();
        using (GZipStream packing = new(packed, CompressionLevel.SmallestSize))
            packing.Write(data);
        return packed.ToArray();
    }

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"export\{([^{}]*)\};\s*//# sourceMappingURL=\S*\s*$")]
    private static partial Regex Exports();
}
