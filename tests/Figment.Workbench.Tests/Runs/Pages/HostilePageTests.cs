using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Figment.Formats.Onnx;
using Figment.Runs;
using Figment.Runs.Pages;
using Google.Protobuf;

namespace Figment.Tests.Runs.Pages;

/// <summary>Pages that are damaged, or made by an attacker: they give one sentence, and nothing is written to disk.</summary>
public sealed class HostilePageTests : IDisposable
{
    private static readonly Lazy<(string Facts, byte[] Network)> Gan = new(() => Parts("gan", SentPages.Images)),
        Flow = new(() => Parts("flow", SentPages.Images)),
        Gpt = new(() => Parts("gpt", SentPages.Texts, ("merges", "12")));

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_page_that_is_whole_opens() =>
        Assert.Equal("gan", Open(Page(Gan.Value.Facts, Gan.Value.Network)).Options.Preset);

    [Theory]
    [InlineData("", "not the page of a model")]
    [InlineData("<html>a page of somebody else</html>", "not the page of a model")]
    [InlineData("<script type=\"application/json\" id=\"facts\">{}", "it ends early")]
    [InlineData("<script type=\"application/json\" id=\"facts\">{</script>", "cannot be read")]
    [InlineData("<script type=\"application/json\" id=\"facts\">{\"step\":\"\\ud800\"}</script>", "cannot be read")]
    [InlineData("<script type=\"application/json\" id=\"facts\">[]</script>", "are not a JSON object")]
    [InlineData("<script type=\"application/json\" id=\"facts\">{}</script>", "not the page of a model")]
    [InlineData("<script type=\"application/json\" id=\"Facts\">{}</script>", "not the page of a model")]
    public void What_is_no_page_is_refused(string content, string said) => Refuse(Encoding.UTF8.GetBytes(content), said);

    [Fact]
    public void A_missing_file_a_folder_and_one_that_is_too_large_are_refused()
    {
        using (FileStream large = File.Create(folder["large.html"]))
            large.SetLength(PageFile.MostBytes + 1);

        Assert.Contains("cannot be read", RefuseFile(folder["missing.html"]), StringComparison.Ordinal);
        Assert.Contains("cannot be read", RefuseFile(folder.Root), StringComparison.Ordinal);
        Assert.Contains(
            "256 MB",
            RefuseFile(folder["large.html"]).Replace("at most 256", "256 MB", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        File.Delete(folder["large.html"]);
    }

    [Fact]
    public void A_page_of_an_older_Figment_is_to_be_exported_again() =>
        Refuse(Changed(Gan.Value, facts => facts.Remove("run")), "older version of Figment (1.2.3)", "export it again");

    /// <summary>Cut off anywhere; only what comes after the network is not needed.</summary>
    [Fact]
    public void A_page_that_ends_early_is_refused()
    {
        byte[] page = Page(Gan.Value.Facts, Gan.Value.Network);
        int needed = page.AsSpan().LastIndexOf("</script>"u8) + "</script>".Length;
        foreach (int length in Enumerable.Range(0, 40).Select(i => needed * i / 40).Append(needed - 1))
            Refuse(page[..length]);
    }

    /// <summary>A bit may flip where it does no harm, such as in a name. If the page opens, the result must be a run.</summary>
    [Fact]
    public void A_page_with_a_changed_byte_is_refused_or_opens()
    {
        byte[] page = Page(Flow.Value.Facts, Flow.Value.Network);
        int facts = page.AsSpan().IndexOf("</script>"u8);
        Random random = new(3);
        for (int i = 0; i < 40; i++)
        {
            byte[] changed = [.. page];
            changed[random.Next(i % 2 == 0 ? facts : page.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(folder["page.html"], changed);
            try
            {
                Assert.True(RunFolder.Is(PageOpening.Open(folder["page.html"], null, folder["runs"]).Root));
                Directory.Delete(folder["runs"], recursive: true);
            }
            catch (FigmentException)
            {
                AssertNothingIsLeft();
            }
        }
    }

    public static TheoryData<string, string, string> Claims =>
        new()
        {
            { "run", "5", "cannot be read" },
            { "run", "null", "cannot be read" },
            { "run.preset", "\"nothing\"", "no preset 'nothing'" },
            { "run.preset", "\"gpt\"", "cannot be built" },
            { "run.model", "[]", "cannot be built" },
            { "run.model.latentSize", "99999999", "latent size" },
            { "run.model.latentSize", "4096", "does not fit" },
            { "run.model.invented", "1", "cannot be built" },
            { "run.model.conditional", "false", "description of the model" },
            { "run.data.shape", """{"channels":3,"height":4096,"width":4096}""", "its model needs at least" },
            { "run.data.shape", """{"channels":1,"height":-16,"width":16}""", "not supported" },
            { "run.data.shape.height", "99999", "not supported" },
            { "run.data.classes", "[]", "no labels" },
            { "run.data.classes", """[{"name":"a","count":-1},{"name":"b","count":1}]""", "classes without a count" },
            { "run.data.name", "null", "cannot be read" },
            { "run.data.kind", "\"smells\"", "does not know" },
            { "run.training.batchSize", "0", "batch size" },
            { "run.training.length", "null", "cannot be read" },
            { "run.training.sampleCount", "1000000", "number of samples" },
            { "run.randomness", "\"dice\"", "cannot be read" },
            { "run.environment", "null", "cannot be read" },
        };

    [Theory]
    [MemberData(nameof(Claims))]
    public void What_cannot_be_is_refused_before_anything_is_made(string key, string value, string said) =>
        Refuse(Changed(Gan.Value, facts => Set(facts, key, value)), said);

    [Theory]
    [InlineData("gpt", "run.model.width", "4096", "its model needs at least")]
    [InlineData("gpt", "run.model.layers", "64", "its model needs at least")]
    [InlineData("gpt", "run.model.merges", "60000", "its model needs at least")]
    [InlineData("gpt", "run.model.context", "8192", null)]
    [InlineData("gpt", "merges", "[1,2,3]", "page's data")]
    [InlineData("gpt", "merges", "[300,2]", "does not exist yet")]
    [InlineData("gpt", "merges", "[\"a\",2]", "something other than numbers")]
    [InlineData("gpt", "merges", "[]", "merges")]
    [InlineData("flow", "run.model.width", "512", "its model needs at least")]
    [InlineData("flow", "run.model.deepWidth", "1024", "its model needs at least")]
    [InlineData("flow", "run.model.blocks", "8", "its model needs at least")]
    [InlineData("flow", "run.model.solver", "\"euler:99999999\"", "solver")]
    [InlineData("flow", "run.data.shape", """{"channels":3,"height":4088,"width":4088}""", "its model needs at least")]
    public void So_is_a_model_larger_than_what_is_there(string preset, string key, string value, string? said)
    {
        byte[] page = Changed(preset == "gpt" ? Gpt.Value : Flow.Value, facts => Set(facts, key, value));
        if (said is not null)
            Refuse(page, said);
        else
            Open(page); // rotary positions are no weights
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../../secret")]
    [InlineData("C:\\secret")]
    [InlineData("~")]
    public void A_place_that_it_names_is_never_looked_at(string place)
    {
        byte[] page = Changed(
            Gan.Value,
            facts =>
            {
                Set(facts, "run.data.source", JsonSerializer.Serialize(place));
                Set(facts, "run.data.fullPath", JsonSerializer.Serialize(place));
                Set(facts, "run.data.name", JsonSerializer.Serialize("../" + place));
                Set(facts, "run.features", JsonSerializer.Serialize(place));
                Set(facts, "run.featuresPath", JsonSerializer.Serialize(place));
                Set(facts, "run.logs", JsonSerializer.Serialize(new[] { place }));
            }
        );

        RunFolder run = Open(page);

        Assert.Equal(folder["runs"], Path.GetDirectoryName(run.Root));
        RunOptions options = RunFolder.Open(run.Root).Options;
        Assert.Equal(FileNames.Safe(options.Data.Source), options.Data.Source);
        Assert.Equal(
            (null, "auto", null, 0),
            (options.Data.FullPath, options.Features, options.FeaturesPath, options.Logs.Count)
        );
    }

    [Fact]
    public void A_network_that_does_not_unpack_to_what_it_says_is_refused()
    {
        (string facts, byte[] network) = Gan.Value;
        byte[] packed = Packed(network),
            longer = [.. packed],
            shorter = [.. packed],
            bomb = Packed(new byte[50_000_000]);
        BitConverter.TryWriteBytes(longer.AsSpan(^4), network.Length + 100);
        BitConverter.TryWriteBytes(shorter.AsSpan(^4), network.Length - 100);

        RefusePacked("!!!! is no base64 !!!!"u8, "incomplete");
        RefusePacked("AAAA"u8, "incomplete");
        RefusePacked(Base64("no gzip, but long enough to be some of it"u8), "claims to have", "cannot be unpacked");
        RefusePacked(Base64(longer), "cannot be unpacked");
        RefusePacked(Base64(shorter), "longer than stated", "cannot be unpacked");
        RefusePacked(Base64(packed.AsSpan(0, packed.Length / 2)), "claims to have", "cannot be unpacked");
        RefusePacked(Base64(bomb), "claims to have 50,000,000 bytes");
        BitConverter.TryWriteBytes(bomb.AsSpan(^4), 1_000_000);
        RefusePacked(Base64(bomb), "cannot be unpacked", "longer than stated");
        BitConverter.TryWriteBytes(bomb.AsSpan(^4), uint.MaxValue);
        RefusePacked(Base64(bomb), "claims to have 4,294,967,295");

        void RefusePacked(ReadOnlySpan<byte> base64, params string[] either)
        {
            string said = Refuse(Page(facts, Encoding.ASCII.GetString(base64)));
            Assert.True(either.Any(words => said.Contains(words, StringComparison.Ordinal)), said);
        }
    }

    [Fact]
    public void A_network_that_is_not_what_it_says_is_refused()
    {
        RefuseNetwork(_ => [8, 1], "has no graph");
        RefuseNetwork(_ => "nothing that could be a network"u8.ToArray(), "not an ONNX file");
        RefuseNetwork(network => network[..(network.Length / 3)], "ends early");
        RefuseTensor(tensor => tensor.DataLocation = TensorProto.Types.DataLocation.External, "in another file");
        RefuseTensor(tensor => tensor.Dims[0] = -1, "of an impossible size");
        RefuseTensor(tensor => tensor.Dims[0] = long.MaxValue, "of an impossible size");
        RefuseTensor(tensor => tensor.Dims.AddRange(Enumerable.Repeat(1L, 40)), "more than 8 dimensions");
        RefuseTensor(tensor => tensor.RawData = ByteString.CopyFrom(tensor.RawData.Span[4..]), "bytes");
        RefuseTensor(tensor => tensor.Dims.Add(2), "bytes");
        RefuseTensor(tensor => tensor.Name = "another", "is missing");
        RefuseTensor(tensor => (tensor.Dims[0], tensor.Dims[1]) = (tensor.Dims[1], tensor.Dims[0]), "the model has");
        RefuseTensor(tensor => tensor.DataType = 1000, "is missing");
        RefuseTensor(
            tensor => tensor.RawData = ByteString.CopyFrom([0, 0, 192, 127, .. tensor.RawData.Span[4..].ToArray()]),
            "values that are not numbers"
        );

        void RefuseTensor(Action<TensorProto> change, string said) =>
            RefuseNetwork(
                network =>
                {
                    ModelProto model = ModelProto.Parser.ParseFrom(network);
                    change(model.Graph.Initializer.First(tensor => tensor.Dims.Count == 2 && tensor.Dims[0] != tensor.Dims[1]));
                    return model.ToByteArray();
                },
                said
            );

        void RefuseNetwork(Func<byte[], byte[]> change, string said) =>
            Refuse(Page(Gan.Value.Facts, change(Gan.Value.Network)), said);
    }

    [Fact]
    public void Where_the_folder_is_taken_nothing_in_it_is_touched()
    {
        folder.Write(("taken/mine.txt", "mine"), ("page.html", ""));
        File.WriteAllBytes(folder["page.html"], Page(Gan.Value.Facts, Gan.Value.Network));

        Assert.Throws<RunFolderException>(() => PageOpening.Open(folder["page.html"], folder["taken"], folder["runs"]));

        Assert.Equal([folder["taken/mine.txt"]], Directory.GetFileSystemEntries(folder["taken"]));
    }

    private static (string Facts, byte[] Network) Parts(string preset, RunData data, params (string, string)[] options)
    {
        using TemporaryFolder folder = new();
        string page = SentPages.PageOf(SentPages.Run(folder["run"], preset, data, options), folder["page"]);
        return (
            Regex.Match(File.ReadAllText(page), "id=\"facts\">([^<]*)</script>").Groups[1].Value,
            PageFile.Read(page).Network
        );
    }

    private static byte[] Changed((string Facts, byte[] Network) parts, Action<JsonObject> change)
    {
        JsonObject facts = JsonNode.Parse(parts.Facts)!.AsObject();
        change(facts);
        return Page(facts.ToJsonString(), parts.Network);
    }

    private static void Set(JsonObject facts, string key, string value)
    {
        string[] path = key.Split('.');
        JsonObject parent = path[..^1].Aggregate(facts, (now, name) => now[name]!.AsObject());
        parent[path[^1]] = JsonNode.Parse(value);
    }

    private static byte[] Page(string facts, byte[] network) => Page(facts, Encoding.ASCII.GetString(Base64(Packed(network))));

    private static byte[] Page(string facts, string network) =>
        Encoding.UTF8.GetBytes(
            $"<!doctype html>{ModelPage.FactsOpen}{facts}</script>\n{ModelPage.NetworkOpen}{network}</script></html>"
        );

    private static byte[] Base64(ReadOnlySpan<byte> data) => Encoding.ASCII.GetBytes(Convert.ToBase64String(data));

    private static byte[] Packed(byte[] data)
    {
        using MemoryStream packed = new();
        using (GZipStream packing = new(packed, CompressionLevel.Fastest))
            packing.Write(data);
        return packed.ToArray();
    }

    private RunFolder Open(byte[] page)
    {
        File.WriteAllBytes(folder["page.html"], page);
        return PageOpening.Open(folder["page.html"], null, folder["runs"]);
    }

    private string Refuse(byte[] page, params string[] all)
    {
        File.WriteAllBytes(folder["page.html"], page);
        string said = RefuseFile(folder["page.html"]);
        Assert.All(all, words => Assert.Contains(words, said, StringComparison.Ordinal));
        return said;
    }

    private string RefuseFile(string path)
    {
        FigmentException refused = Assert.ThrowsAny<FigmentException>(() => PageOpening.Open(path, null, folder["runs"]));
        Assert.DoesNotContain('\n', refused.Message);
        Assert.InRange(refused.Message.Length, 20, 700);
        AssertNothingIsLeft();
        return refused.Message;
    }

    private void AssertNothingIsLeft() =>
        Assert.Empty(Directory.Exists(folder["runs"]) ? Directory.GetFileSystemEntries(folder["runs"]) : []);
}
