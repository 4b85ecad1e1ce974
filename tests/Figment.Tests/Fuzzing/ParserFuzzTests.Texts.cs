using System.IO.Compression;
using System.Text;
using Figment.Backend;
using Figment.Data.Texts;
using Figment.Models;
using Figment.Models.Texts;

namespace Figment.Tests.Fuzzing;

/// <summary>The readers of texts.</summary>
public sealed partial class ParserFuzzTests
{
    [Fact]
    public void Texts() =>
        Fuzz(
            "texts",
            [
                "One line.\r\nAnother, with a 猫 and an é.\n"u8.ToArray(),
                .. new[] { Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32, Encoding.UTF8 }.Select(encoding =>
                    (byte[])[.. encoding.GetPreamble(), .. encoding.GetBytes("eins 猫😀\n")]
                ),
            ],
            path => TextSources.Open(path).Dispose(),
            megabytes: 4,
            ".txt",
            countsTensors: false
        );

    [Fact]
    public void Gzipped_texts() =>
        Fuzz(
            "texts, gzipped",
            [
                Gzip("eins zwei drei\n"u8.ToArray()),
                Gzip(
                    new byte[5000]
                        .Select(_ => (byte)'a')
                        .ToArray()
                ),
            ],
            path => TextSources.Open(path).Dispose(),
            megabytes: 8,
            ".txt.gz",
            countsTensors: false
        );

    [Fact]
    public void Json_lines() =>
        Fuzz(
            "JSON lines",
            [
                "{\"text\":\"eins\"}\n{\"id\":[1,{\"a\":null}],\"text\":\"zw\\u00e9i \\ud83d\\ude00\"}\n"u8.ToArray(),
                "\n{ \"text\" : \"drei\" , \"b\" : true }"u8.ToArray(),
                """
                {"messages":[{"role":"user","content":[{"type":"text","text":"a"}]},{"role":"assistant","content":"b"}]}

                """u8.ToArray(),
            ],
            path => TextSources.Open(path).Dispose(),
            megabytes: 4,
            ".jsonl",
            countsTensors: false
        );

    [Fact]
    public void Archives_of_texts()
    {
        using MemoryStream stored = new();
        using (ZipArchive zip = new(stored, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (
                (string name, byte[] content) in ((string, byte[])[])
                    [("train/a.txt", "eins"u8.ToArray()), ("test/b.jsonl.gz", Gzip("{\"text\":\"zwei\"}"u8.ToArray()))]
            )
            {
                using Stream entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        Fuzz(
            "ZIP of texts",
            [stored.ToArray()],
            path => TextSources.Open(path).Dispose(),
            megabytes: 8,
            ".zip",
            part: 4,
            countsTensors: false
        );
    }

    [Fact]
    public void Packed_texts()
    {
        File.WriteAllText(folder["a.txt"], "to learn from");
        File.WriteAllText(folder["a-test.txt"], "to judge by");
        TextPack.Write(folder["a.txt"], folder["a.safetensors"]);
        File.WriteAllText(folder["b.jsonl"], "{\"text\":\"eins\"}\n{\"text\":\"zwei\"}");
        TextPack.Write(folder["b.jsonl"], folder["b.safetensors"]);

        Fuzz(
            "packed texts",
            [File.ReadAllBytes(folder["a.safetensors"]), File.ReadAllBytes(folder["b.safetensors"])],
            path =>
            {
                _ = TextPack.IsPack(path);
                TextPack.Verify(path);
            },
            megabytes: 4,
            ".safetensors",
            countsTensors: false
        );
    }

    [Fact]
    public void Tokenizers()
    {
        TokenizerFile.Write(Tokenizer.Train(["to be or not to be 猫猫"u8.ToArray()], 6), folder["t.json"]);
        byte[] least = "{\"model\":{\"merges\":[[\"t\",\"o\"],\"b e\",[\"to\",\"be\"]]}}"u8.ToArray();

        Fuzz(
            "tokenizer.json",
            [File.ReadAllBytes(folder["t.json"]), least],
            path => TokenizerFile.Read(path),
            megabytes: 4,
            ".json"
        );
    }

    [Fact]
    public void Weights_of_texts()
    {
        using Gpt model = Gpt.Create(
            new GptOptions
            {
                Layers = 1,
                Width = 8,
                Heads = 1,
                KeyValueHeads = 1,
                Context = 8,
                Merges = 6,
            },
            new SeededRandom(1)
        );
        using TextDataset data = TextDataset.Of("small", ["to be or not to be"], ["to be"]);
        model.Read(data, CancellationToken.None);
        model.SaveWeights(folder["w.safetensors"]);

        Fuzz(
            "weights of gpt",
            [File.ReadAllBytes(folder["w.safetensors"])],
            path =>
            {
                model.LoadWeights(path);
                _ = model.Tokenizer.Encode("to be");
            },
            megabytes: 4,
            ".safetensors",
            countsTensors: false
        );
    }
}
