using System.IO.Compression;
using System.Text;
using Figment.Data.Texts;

namespace Figment.Tests.Data.Texts;

/// <summary>What texts are read from.</summary>
public sealed class TextSourcesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("book.txt")]
    [InlineData("book.md")]
    [InlineData("BOOK.TXT")]
    [InlineData("book.text.gz")]
    public void A_file_is_one_text_of_which_the_last_tenth_is_held_back(string name)
    {
        using TextDataset data = Open(
            name,
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("Es war einmal ein König.\n", 40)))
        );

        Assert.Equal(
            (Path.GetFileName(name).Split('.')[0], 1, 1, false),
            (data.Name, data.Texts.Count, data.HeldOut.Count, data.HasTestPart)
        );
        Assert.Equal(1000, data.Texts.Characters + data.HeldOut.Characters);
        Assert.InRange(data.HeldOut.Characters, 95, 105);
        Assert.Empty(data.Notes);
    }

    [Theory]
    [InlineData("a.jsonl")]
    [InlineData("a.ndjson.gz")]
    public void Each_line_of_JSON_is_a_text_of_its_own(string name)
    {
        using TextDataset data = Open(
            name,
            (
                "{\"id\": 1, \"text\": \"eins\\nzwei \\u732b\", \"more\": {\"text\": "u8
                + "[3]}}\r\n\n{\"text\":\"\"}\n{\"text\":\"drei\"}"u8
            ).ToArray()
        );

        Assert.Equal("eins\nzwei 猫drei", All(data));
        Assert.Equal([$"1 text is empty and was left out: {folder[name]}, line 3."], data.Notes.Select(note => note.English));
    }

    [Theory]
    [InlineData("utf-16", "UTF-16")]
    [InlineData("utf-16BE", "UTF-16")]
    [InlineData("utf-32", "UTF-32")]
    [InlineData("utf-8", null)]
    public void A_mark_at_the_beginning_says_how_a_text_is_written_and_is_no_part_of_it(string written, string? said)
    {
        Encoding encoding = Encoding.GetEncoding(written);
        string text = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"Zeile {i} 猫😀\n")); // of many blocks

        using TextDataset data = Open("a.txt", [.. encoding.GetPreamble(), .. encoding.GetBytes(text)]);

        Assert.Equal(text, All(data));
        Assert.Equal(
            said is null ? [] : [$"1 file is written in {said} and was converted to UTF-8: {folder["a.txt"]}."],
            data.Notes.Select(note => note.English)
        );
    }

    [Theory]
    [InlineData(54936, "春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少。", "GB18030")]
    [InlineData(932, "吾輩は猫である。名前はまだ無い。", "SHIFT-JIS")]
    [InlineData(1252, "Le café était fermé à midi.", "WINDOWS-1252")]
    [InlineData(1251, "Все счастливые семьи похожи друг на друга", "WINDOWS-1251")]
    public void Other_encodings_are_refused_by_name_with_the_place_and_what_to_do(int page, string text, string name)
    {
        string message = Refused(
            "a.txt",
            [.. "first line\n"u8, .. CodePagesEncodingProvider.Instance.GetEncoding(page)!.GetBytes(text)]
        );

        Assert.Contains("in line 2) does not begin a UTF-8 character. It looks like", message, StringComparison.Ordinal);
        Assert.Contains($"iconv -f {name} -t UTF-8", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damage_in_a_text_of_UTF8_is_no_other_encoding()
    {
        string message = Refused("a.txt", [.. Encoding.UTF8.GetBytes("日本語のテキスト。\n日本語"), 0xff, .. "abc"u8]);

        Assert.Contains(
            "byte 38 (in line 2) does not begin a UTF-8 character, although the text before it is valid UTF-8",
            message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("%PDF-1.7 …", "it is PDF")]
    [InlineData("PK\u0003\u0004…", "a ZIP archive (Word")]
    [InlineData("{\\rtf1 …", "rich text")]
    [InlineData("version https://git-lfs.github.com/spec/v1", "git lfs pull")]
    [InlineData("abc\0def", "byte 4 is zero")]
    [InlineData("h\0e\0l\0l\0o\0", "iconv -f UTF-16LE")]
    public void What_is_no_text_is_refused_by_name(string content, string reason) =>
        Assert.Contains(reason, Refused("a.txt", Encoding.UTF8.GetBytes(content)), StringComparison.Ordinal);

    [Theory]
    [InlineData("{\"text\":\"a\"}\n\n[1]", "line 3 is not a JSON object")]
    [InlineData("{\"txt\":\"a\",\"id\":1}", "line 1 has no field 'text' or 'messages'; it has txt, id")]
    [InlineData("{}", "line 1 has no field 'text' or 'messages'.")]
    [InlineData("{\"text\":7}", "line 1 has a field 'text' that is not a string")]
    [InlineData("{\"text\":\"\\ud800\"}", "half a character")]
    [InlineData("{\"text\":\"a\"} x", "is not valid JSON")]
    [InlineData("{\"text\":\"a\"", "is not valid JSON")]
    public void A_line_that_is_no_object_with_a_text_is_named(string content, string reason)
    {
        string message = Refused("a.jsonl", Encoding.UTF8.GetBytes(content));

        Assert.StartsWith($"{folder["a.jsonl"]} cannot be read as text: ", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_does_not_end_is_refused_before_it_fills_the_memory() =>
        Assert.Contains(
            "line 1 is longer than 8 MB",
            Refused("a.jsonl", [.. "{\"text\":\""u8, .. Enumerable.Repeat((byte)'a', 9 << 20)]),
            StringComparison.Ordinal
        );

    [Fact]
    public void Line_ends_of_Windows_become_those_of_others_and_that_is_said()
    {
        string text = string.Concat(Enumerable.Repeat("abc\r\n\rd\r", 30_000)); // CR alone stays

        using TextDataset data = Open("a.txt", Encoding.UTF8.GetBytes(text));

        Assert.Equal(text.Replace("\r\n", "\n", StringComparison.Ordinal), All(data));
        Assert.Equal(
            [$"1 file has Windows line endings (CR LF), which were converted to LF: {folder["a.txt"]}."],
            data.Notes.Select(note => note.English)
        );
    }

    [Fact]
    public void Gzip_that_is_cut_short_is_noticed_and_members_one_after_the_other_are_one_text()
    {
        byte[] packed = Gzip(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(i => $"line {i}\n"))));
        foreach (int missing in (int[])[1, 4, 8, 9, packed.Length / 2])
        {
            File.WriteAllBytes(folder["a.txt.gz"], packed[..^missing]);
            Assert.Contains("damaged or cut short", Refusal(folder["a.txt.gz"]), StringComparison.Ordinal);
        }

        File.WriteAllBytes(folder["a.txt.gz"], [.. packed, .. packed]);
        using TextDataset data = TextSources.Open(folder["a.txt.gz"]);
        Assert.Equal(2 * 5000, All(data).Count(letter => letter == '\n'));
    }

    [Fact]
    public void What_grows_more_than_a_hundredfold_is_refused()
    {
        using MemoryStream packed = new();
        using (GZipStream zip = new(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            for (int i = 0; i < 70; i++)
                zip.Write(new string('a', 1 << 20).Select(letter => (byte)letter).ToArray());
        File.WriteAllBytes(folder["bomb.txt.gz"], packed.ToArray());

        Assert.Contains("unpacks to more than 64 MB", Refusal(folder["bomb.txt.gz"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_its_texts_in_order_and_what_is_none_is_said()
    {
        folder.Write(
            ("books/b.txt", "b"),
            ("books/a.md", "a"),
            ("books/.c.txt", "c"),
            ("books/d.docx", "d"),
            ("books/e/f.jsonl", "{\"text\":\"f\"}")
        );

        using TextDataset data = TextSources.Open(folder["books"]);

        Assert.Equal(("books", "abf"), (data.Name, All(data)));
        Assert.Equal(
            [
                "1 hidden file or folder was skipped: .c.txt.",
                "1 file was left out because its extension is not that of a text: d.docx.",
            ],
            data.Notes.Select(note => note.English)
        );
    }

    [Theory]
    [InlineData("train/a.txt", "test/b.txt", "1 file is held out and not used for training: test.")]
    [InlineData("all/Train/a.txt", "all/val/b.txt", "1 file is held out and not used for training: val.")]
    [InlineData("a.txt", "test/b.txt", "1 file is held out and not used for training: test.")]
    [InlineData("train.txt", "valid.txt", "1 file is held out and not used for training: valid.")]
    [InlineData("a.txt", "a-test.txt", "1 file is held out and not used for training: a-test.txt.")]
    public void A_part_of_a_folder_that_is_called_so_is_held_out(string training, string heldOut, string note)
    {
        folder.Write(($"x/{training}", "to learn from"), ($"x/{heldOut}", "to judge by"));
        ZipFile.CreateFromDirectory(folder["x"], folder["x.zip"]);
        foreach (string path in (string[])["x", "x.zip"])
        {
            using TextDataset data = TextSources.Open(folder[path]);

            Assert.Equal(("to learn from", "to judge by", true), (Text(data.Texts), Text(data.HeldOut), data.HasTestPart));
            Assert.Equal([note], data.Notes.Select(each => each.English));
        }
    }

    [Fact]
    public void A_file_that_is_called_test_beside_another_is_held_out()
    {
        folder.Write(("book.txt", "to learn from"), ("book-test.txt", "to judge by"));

        using TextDataset data = TextSources.Open(folder["book.txt"]);

        Assert.Equal(("to learn from", "to judge by", true), (Text(data.Texts), Text(data.HeldOut), data.HasTestPart));
    }

    [Fact]
    public void Texts_to_test_with_alone_are_refused()
    {
        folder.Write(("x/test/a.txt", "a"));

        Assert.Contains("but none for training", Refusal(folder["x"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing.txt", "Check the spelling or the path")]
    [InlineData("empty.txt", "holds no text to learn from")]
    [InlineData("a.docx", "does not end like that of a text file")]
    [InlineData("folder", "holds no texts")]
    public void What_cannot_be_learned_from_is_refused(string path, string reason)
    {
        folder.Write(("empty.txt", ""), ("a.docx", "a"), ("folder/a.docx", "a"));

        Assert.Contains(reason, Refusal(folder[path]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("poems", 10_000)]
    [InlineData("verse", 500)]
    public void Texts_in_the_package_are_known_by_name_in_every_folder(string name, int least)
    {
        using TextDataset data = TextSources.Open(name);

        Assert.Equal(name, data.Name);
        Assert.InRange(data.Count, least, 100_000);
        Assert.Contains(name, TextSources.Names);
        Assert.True(TextSources.Takes(name));
    }

    [Theory]
    [InlineData("a.txt", true)]
    [InlineData("a.jsonl.gz", true)]
    [InlineData("a.png", false)]
    [InlineData("texts", true)]
    [InlineData("texts.zip", true)]
    [InlineData("pictures", false)]
    [InlineData("pictures.zip", false)]
    [InlineData("cifar", false)]
    [InlineData("nothing", false)]
    [InlineData("mnist", false)]
    public void Texts_are_told_from_other_data_by_names_alone(string path, bool isTexts)
    {
        folder.Write(
            ("a.txt", "a"),
            ("a.jsonl.gz", "a"),
            ("a.png", "a"),
            ("texts/a/b.txt", "b"),
            ("texts/runs/1/options.json", "{}"),
            ("texts/runs/1/metrics.jsonl", ""),
            ("texts/runs/1/losses.png", ""),
            ("pictures/labels.txt", ""),
            ("pictures/1.png", ""),
            ("cifar/batches.meta.txt", ""),
            ("cifar/test_batch.bin", "")
        );
        foreach (string name in (string[])["texts", "pictures"])
        {
            File.Delete(folder[$"{name}.zip"]);
            Directory.CreateDirectory(folder[$"zipped-{name}"]);
            File.WriteAllText(folder[$"zipped-{name}/{(name == "texts" ? "a.txt" : "a.png")}"], "a");
            ZipFile.CreateFromDirectory(folder[$"zipped-{name}"], folder[$"{name}.zip"]);
        }

        Assert.Equal(isTexts, TextSources.Takes(path == "mnist" ? path : folder[path]));
    }

    internal static byte[] Gzip(byte[] plain)
    {
        using MemoryStream packed = new();
        using (GZipStream zip = new(packed, CompressionLevel.Optimal))
            zip.Write(plain);
        return packed.ToArray();
    }

    internal static string Text(TextSet texts) =>
        string.Concat(Enumerable.Range(0, texts.Count).Select(i => Encoding.UTF8.GetString(texts[i])));

    private static string All(TextDataset data) => Text(data.Texts) + Text(data.HeldOut);

    private TextDataset Open(string name, byte[] content)
    {
        File.WriteAllBytes(folder[name], name.EndsWith(".gz", StringComparison.Ordinal) ? Gzip(content) : content);
        return TextSources.Open(folder[name]);
    }

    private string Refused(string name, byte[] content) => Assert.ThrowsAny<FigmentException>(() => Open(name, content)).Message;

    private static string Refusal(string path) => Assert.ThrowsAny<FigmentException>(() => TextSources.Open(path)).Message;
}
