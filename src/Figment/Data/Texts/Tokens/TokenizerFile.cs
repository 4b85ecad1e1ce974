using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Figment.Data.Texts;

/// <summary>
/// Writes and reads a tokenizer as <c>tokenizer.json</c>, the format of Hugging Face's library <c>tokenizers</c>, which other
/// programs also read.
/// </summary>
internal static class TokenizerFile
{
    /// <summary>The name of the file in the folder of a run and in exports.</summary>
    internal const string Name = "tokenizer.json";

    private const long MostBytes = 64 << 20;

    // GPT-2's characters for bytes: printable bytes stand for themselves, the others are placed after U+00FF, in order.
    private static readonly char[] NameOfByte = NamesOfBytes();

    /// <summary>The name of a token in vocabularies: one character for each of its bytes.</summary>
    internal static string NameOf(Tokenizer tokenizer, int token)
    {
        if (token >= tokenizer.EndOfText)
            return Tokenizer.MarkNames[token - tokenizer.EndOfText];
        StringBuilder name = new();
        foreach (byte value in tokenizer.BytesOf(token))
            name.Append(NameOfByte[value]);
        return name.ToString();
    }

    /// <summary>A merge as files write it: both names, with a space between them.</summary>
    internal static string NameOf(Tokenizer tokenizer, (int Left, int Right) merge) =>
        $"{NameOf(tokenizer, merge.Left)} {NameOf(tokenizer, merge.Right)}";

    /// <summary>Writes the file.</summary>
    internal static void Write(Tokenizer tokenizer, string path)
    {
        JsonObject vocabulary = [];
        for (int token = 0; token < tokenizer.VocabularySize; token++)
            vocabulary[NameOf(tokenizer, token)] = token;
        JsonObject file = new()
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = new JsonArray([.. Tokenizer.MarkNames.Select((name, i) => Mark(name, tokenizer.EndOfText + i))]),
            ["normalizer"] = null,
            ["pre_tokenizer"] = ByteLevel(),
            ["post_processor"] = null,
            ["decoder"] = ByteLevel(),
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["dropout"] = null,
                ["unk_token"] = null,
                ["continuing_subword_prefix"] = null,
                ["end_of_word_suffix"] = null,
                ["fuse_unk"] = false,
                ["byte_fallback"] = false,
                ["ignore_merges"] = false,
                ["vocab"] = vocabulary,
                ["merges"] = new JsonArray([
                    .. tokenizer.Merges.Select(merge => new JsonArray(
                        NameOf(tokenizer, merge.Left),
                        NameOf(tokenizer, merge.Right)
                    )),
                ]),
            },
        };
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, file, OptionsJson.Options));
    }

    /// <summary>Reads a file that <see cref="Write"/> wrote.</summary>
    /// <exception cref="FileFormatException">The file is damaged, or holds a tokenizer of another kind.</exception>
    internal static Tokenizer Read(string path)
    {
        try
        {
            using FileStream stream = SharedFile.OpenRead(path);
            if (stream.Length > MostBytes)
                throw new FileFormatException(
                    $"{path} is {stream.Length >> 20:N0} MB long. Figment's tokenizers are never that large."
                );
            using JsonDocument json = JsonDocument.Parse(stream);
            JsonElement model = json.RootElement.GetProperty("model");
            Dictionary<string, int> tokens = [];
            for (int value = 0; value < NameOfByte.Length; value++)
                tokens[NameOfByte[value].ToString()] = value;
            List<(int, int)> merges = [];
            foreach (JsonElement merge in model.GetProperty("merges").EnumerateArray())
            {
                string[] names =
                    merge.ValueKind == JsonValueKind.String
                        ? merge.GetString()!.Split(' ')
                        : [.. merge.EnumerateArray().Select(name => name.GetString()!)];
                if (
                    names.Length != 2
                    || !tokens.TryGetValue(names[0], out int left)
                    || !tokens.TryGetValue(names[1], out int right)
                )
                    throw new FileFormatException(
                        $"{path} is damaged: its merge {merges.Count} does not join two tokens that exist at that point."
                    );
                tokens.TryAdd(names[0] + names[1], Tokenizer.Bytes + merges.Count);
                merges.Add((left, right));
            }

            return new Tokenizer(merges);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FileFormatException($"{path} is not a tokenizer.json with a byte-pair encoding: {JsonReason.Of(e)}.", e);
        }
    }

    private static JsonObject ByteLevel() =>
        new()
        {
            ["type"] = "ByteLevel",
            ["add_prefix_space"] = false,
            ["trim_offsets"] = true,
            ["use_regex"] = true,
        };

    private static JsonObject Mark(string name, int token) =>
        new JsonObject
        {
            ["id"] = token,
            ["content"] = name,
            ["single_word"] = false,
            ["lstrip"] = false,
            ["rstrip"] = false,
            ["normalized"] = false,
            ["special"] = true,
        };

    private static char[] NamesOfBytes()
    {
        char[] names = new char[Tokenizer.Bytes];
        char next = '\u0100';
        for (int value = 0; value < names.Length; value++)
            names[value] = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF) ? (char)value : next++;
        return names;
    }
}
