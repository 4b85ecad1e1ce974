using System.Globalization;
using System.Text;
using Figment.Data.Texts;
using Figment.Formats;
using Figment.Models.Texts;
using Figment.Networks.Texts;

namespace Figment.Export;

/// <summary>The metadata of a language model's GGUF file: sizes, tokenizer and origin.</summary>
internal static class GgufFacts
{
    /// <summary>The name of the file.</summary>
    internal const string FileName = "model.gguf";

    private const string Architecture = "qwen3";
    private const int Normal = 1,
        Control = 3; // Token types of llama.cpp.

    /// <summary>Returns all metadata.</summary>
    internal static IReadOnlyList<(string Key, object Value)> Of(
        TextModel model,
        IReadOnlyDictionary<string, string> metadata,
        GgufType type
    )
    {
        GptShape shape = model.Network.Shape;
        List<(string, object)> facts =
        [
            ("general.architecture", Architecture),
            ("general.type", "model"),
            (
                "general.file_type",
                type switch
                {
                    GgufType.F32 => 0u,
                    GgufType.F16 => 1u,
                    _ => 7u,
                }
            ),
            ("general.quantization_version", 2u),
            .. metadata.OrderBy(fact => fact.Key, StringComparer.Ordinal).Select(fact => (Key(fact.Key), (object)fact.Value)),
            ($"{Architecture}.context_length", (uint)model.Context),
            ($"{Architecture}.embedding_length", (uint)shape.Width),
            ($"{Architecture}.block_count", (uint)shape.Layers),
            ($"{Architecture}.feed_forward_length", (uint)shape.Hidden),
            ($"{Architecture}.attention.head_count", (uint)shape.Heads),
            ($"{Architecture}.attention.head_count_kv", (uint)shape.KeyValueHeads),
            ($"{Architecture}.attention.key_length", (uint)shape.HeadSize),
            ($"{Architecture}.attention.value_length", (uint)shape.HeadSize),
            ($"{Architecture}.attention.layer_norm_rms_epsilon", (float)GptShape.Epsilon),
            ($"{Architecture}.rope.freq_base", (float)shape.RotaryBase),
            ($"{Architecture}.vocab_size", (uint)model.Tokenizer.VocabularySize),
        ];
        return [.. facts, .. Tokens(model.Tokenizer), .. Ends(model)];
    }

    /// <summary>Returns where a program must stop, and how it turns messages into text.</summary>
    private static IReadOnlyList<(string, object)> Ends(TextModel model)
    {
        const string Key = "tokenizer.ggml.eos_token_id";
        if (!model.KnowsDialogues)
            return [(Key, (uint)model.Tokenizer.EndOfText)];
        uint end = (uint)model.Tokenizer.MessageEnd;
        return [(Key, end), ("tokenizer.ggml.eot_token_id", end), ("tokenizer.chat_template", ChatTemplate.Jinja)];
    }

    /// <summary>Writes the Modelfile for <c>ollama create</c>.</summary>
    internal static ExportedFile WriteModelfile(TextModel model, string folder)
    {
        string template = "\"{{ .Prompt }}\"",
            stops = "",
            prompt = "Once upon a time";
        if (model.KnowsDialogues)
        {
            template = $"\"\"\"{ChatTemplate.Ollama}\"\"\"";
            stops = string.Concat(
                new[] { ChatTemplate.End, Tokenizer.MarkNames[0] }.Select(stop => $"\nPARAMETER stop \"{stop}\"")
            );
            prompt = "Hello";
        }

        string path = Path.Combine(folder, "Modelfile"),
            text = string.Create(
                CultureInfo.InvariantCulture,
                $$$"""
                # ollama create my-model -f Modelfile && ollama run my-model "{{{prompt}}}"
                FROM ./{{{FileName}}}
                TEMPLATE {{{template}}}
                PARAMETER num_ctx {{{model.Context}}}
                PARAMETER temperature {{{new TextOptions().Temperature}}}
                PARAMETER top_k 0
                PARAMETER top_p 1
                PARAMETER repeat_penalty 1{{{stops}}}

                """
            );
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"))));
        return new ExportedFile(path, "for 'ollama create'");
    }

    /// <summary>A licence has a key that other programs display; other keys are Figment's own.</summary>
    private static string Key(string name) => name == "license" ? "general.license" : $"figment.{name}";

    /// <summary>Returns the tokenizer. The end mark also stands before every text, as in training.</summary>
    private static IEnumerable<(string, object)> Tokens(Tokenizer tokenizer)
    {
        int[] all = [.. Enumerable.Range(0, tokenizer.VocabularySize)];
        return
        [
            ("tokenizer.ggml.model", "gpt2"),
            ("tokenizer.ggml.pre", "gpt-2"),
            ("tokenizer.ggml.tokens", all.Select(token => TokenizerFile.NameOf(tokenizer, token)).ToArray()),
            ("tokenizer.ggml.token_type", all.Select(token => token < tokenizer.EndOfText ? Normal : Control).ToArray()),
            ("tokenizer.ggml.merges", tokenizer.Merges.Select(merge => TokenizerFile.NameOf(tokenizer, merge)).ToArray()),
            ("tokenizer.ggml.bos_token_id", (uint)tokenizer.EndOfText),
            ("tokenizer.ggml.padding_token_id", (uint)tokenizer.EndOfText),
            ("tokenizer.ggml.add_bos_token", true),
            ("tokenizer.ggml.add_space_prefix", false),
        ];
    }
}
