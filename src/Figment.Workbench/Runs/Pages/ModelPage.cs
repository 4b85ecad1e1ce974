using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Figment.Reports;

namespace Figment.Runs.Pages;

/// <summary>
/// A model as one web page that works from a file: the network, ONNX Runtime for browsers and all that draws, plays or writes. It
/// asks no address for anything, and its policy forbids it to.
/// </summary>
internal static partial class ModelPage
{
    /// <summary>What the file is called.</summary>
    internal const string FileName = "model.html";

    // What mail programs refuse and a phone takes long to open.
    private const int Large = 20_000_000;

    private const string Open = "<script type=\"text/plain\" id=\"network\">",
        Close = "</script>";

    /// <summary>Writes the page.</summary>
    /// <param name="request">Where to, and in what precision.</param>
    /// <param name="kind">What pages of such models have.</param>
    /// <param name="facts">What is said of the model.</param>
    /// <param name="network">Its ONNX file.</param>
    internal static RunFile Write(ExportRequest request, PageParts kind, PageFacts facts, byte[] network)
    {
        byte[] page = Encoding.UTF8.GetBytes(Join(kind, facts, network));
        string path = Path.Combine(request.Folder, FileName);
        Directory.CreateDirectory(request.Folder);
        AtomicFile.Write(path, stream => stream.Write(page));
        return new RunFile(path, Describe(facts, page.Length, request.Precision));
    }

    /// <summary>The network that a page holds, as an ONNX file.</summary>
    /// <param name="path">The page.</param>
    internal static byte[] NetworkIn(string path)
    {
        string page = File.ReadAllText(path);
        int from = page.IndexOf(Open, StringComparison.Ordinal) + Open.Length;
        byte[] packed = Convert.FromBase64String(page[from..page.IndexOf(Close, from, StringComparison.Ordinal)]);
        using MemoryStream network = new();
        using (GZipStream unpacked = new(new MemoryStream(packed), CompressionMode.Decompress))
            unpacked.CopyTo(network);
        return network.ToArray();
    }

    /// <summary>Puts the parts together.</summary>
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
    /// onnxruntime-web as a script. A page from a file may import no other file, so what the module exports becomes a global
    /// object. Browsers read a line that names a map of the source, and would ask for it.
    /// </summary>
    internal static string Runtime()
    {
        string module = PageParts.Text("onnxruntime-web.mjs");
        Match exports = Exports().Match(module);
        if (!exports.Success)
            throw new InvalidOperationException("onnxruntime-web.mjs does not end with what it exports.");
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
            ? "open it in a browser, but look before you send it to others: many samples of this run are near copies of what "
                + "it learned from"
            : "open it in a browser, by double click, and send it to whom you like; it works without a network";
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
