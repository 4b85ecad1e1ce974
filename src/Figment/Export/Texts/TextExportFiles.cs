using System.Text.Json;
using System.Text.Json.Nodes;
using Figment.Data.Texts;
using Figment.Models.Texts;
using Figment.Networks.Texts;
using static TorchSharp.torch;

namespace Figment.Export;

/// <summary>The small files that accompany a language model's weights and that other programs need.</summary>
internal static class TextExportFiles
{
    // The class that transformers uses to read any tokenizer.json. Qwen's own class would split words differently.
    private const string TokenizerClass = "PreTrainedTokenizerFast";

    /// <summary>Writes one of these files.</summary>
    internal static ExportedFile Write(string folder, string name, string description, JsonObject content)
    {
        string path = Path.Combine(folder, name);
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, content, OptionsJson.Options));
        return new ExportedFile(path, description);
    }

    /// <summary>Writes the tokenizer and the meaning of its marks.</summary>
    internal static IReadOnlyList<ExportedFile> WriteTokenizer(TextModel model, string folder)
    {
        string path = Path.Combine(folder, TokenizerFile.Name),
            end = Tokenizer.MarkNames[0];
        TokenizerFile.Write(model.Tokenizer, path);
        JsonObject config = new()
        {
            ["tokenizer_class"] = TokenizerClass,
            ["model_max_length"] = model.Context,
            ["bos_token"] = end,
            ["eos_token"] = model.KnowsDialogues ? ChatTemplate.End : end,
            ["pad_token"] = end,
            ["unk_token"] = null,
            ["add_prefix_space"] = false,
            ["clean_up_tokenization_spaces"] = false,
        };
        if (model.KnowsDialogues)
            config["chat_template"] = ChatTemplate.Jinja;
        return
        [
            new ExportedFile(path, $"the tokenizer, {model.Tokenizer.VocabularySize} tokens"),
            Write(folder, "tokenizer_config.json", "the meaning of the tokenizer's marks", config),
        ];
    }

    /// <summary>
    /// Returns the marks at which a program must stop: the one after a text, preceded, for dialogues, by the one after a message.
    /// </summary>
    private static JsonNode Ends(TextModel model)
    {
        Tokenizer tokenizer = model.Tokenizer;
        return model.KnowsDialogues ? new JsonArray(tokenizer.MessageEnd, tokenizer.EndOfText) : tokenizer.EndOfText;
    }

    /// <summary>Builds <c>config.json</c>.</summary>
    internal static JsonObject Config(TextModel model, ScalarType precision)
    {
        GptShape shape = model.Network.Shape;
        return new JsonObject
        {
            ["architectures"] = new JsonArray("Qwen3ForCausalLM"),
            ["model_type"] = "qwen3",
            ["vocab_size"] = model.Tokenizer.VocabularySize,
            ["hidden_size"] = shape.Width,
            ["intermediate_size"] = shape.Hidden,
            ["num_hidden_layers"] = shape.Layers,
            ["num_attention_heads"] = shape.Heads,
            ["num_key_value_heads"] = shape.KeyValueHeads,
            ["head_dim"] = shape.HeadSize,
            ["hidden_act"] = "silu",
            ["max_position_embeddings"] = model.Context,
            ["rms_norm_eps"] = GptShape.Epsilon,
            ["rope_theta"] = shape.RotaryBase,
            ["rope_scaling"] = null,
            ["attention_bias"] = false,
            ["attention_dropout"] = 0.0,
            ["use_sliding_window"] = false,
            ["sliding_window"] = null,
            ["tie_word_embeddings"] = shape.IsTied,
            ["bos_token_id"] = model.Tokenizer.EndOfText,
            ["eos_token_id"] = Ends(model),
            ["pad_token_id"] = model.Tokenizer.EndOfText,
            ["initializer_range"] = 0.02,
            ["use_cache"] = true,
            ["torch_dtype"] = precision switch
            {
                ScalarType.Float16 => "float16",
                ScalarType.BFloat16 => "bfloat16",
                _ => "float32",
            },
        };
    }

    /// <summary>Builds <c>generation_config.json</c>.</summary>
    internal static JsonObject Generation(TextModel model)
    {
        int end = model.Tokenizer.EndOfText;
        return new JsonObject
        {
            ["bos_token_id"] = end,
            ["eos_token_id"] = Ends(model),
            ["pad_token_id"] = end,
            ["do_sample"] = true,
            ["temperature"] = new TextOptions().Temperature,
            ["max_length"] = model.Context,
        };
    }

    /// <summary>Builds <c>genai_config.json</c>.</summary>
    internal static JsonObject GenAi(TextModel model)
    {
        GptShape shape = model.Network.Shape;
        int end = model.Tokenizer.EndOfText;
        return new JsonObject
        {
            ["model"] = new JsonObject
            {
                ["type"] = "qwen3",
                ["vocab_size"] = model.Tokenizer.VocabularySize,
                ["context_length"] = model.Context,
                ["bos_token_id"] = end,
                ["eos_token_id"] = Ends(model),
                ["pad_token_id"] = end,
                ["decoder"] = new JsonObject
                {
                    ["filename"] = DecoderGraph.FileName,
                    ["session_options"] = new JsonObject { ["provider_options"] = new JsonArray() },
                    ["hidden_size"] = shape.Width,
                    ["head_size"] = shape.HeadSize,
                    ["num_hidden_layers"] = shape.Layers,
                    ["num_attention_heads"] = shape.Heads,
                    ["num_key_value_heads"] = shape.KeyValueHeads,
                    ["inputs"] = new JsonObject
                    {
                        ["input_ids"] = DecoderGraph.Tokens,
                        ["attention_mask"] = DecoderGraph.Mask,
                        ["position_ids"] = DecoderGraph.Positions,
                        ["past_key_names"] = DecoderGraph.PastKeys,
                        ["past_value_names"] = DecoderGraph.PastValues,
                    },
                    ["outputs"] = new JsonObject
                    {
                        ["logits"] = DecoderGraph.Logits,
                        ["present_key_names"] = DecoderGraph.PresentKeys,
                        ["present_value_names"] = DecoderGraph.PresentValues,
                    },
                },
            },
            ["search"] = new JsonObject
            {
                ["do_sample"] = true,
                ["temperature"] = new TextOptions().Temperature,
                ["top_k"] = 0,
                ["top_p"] = 1.0,
                ["max_length"] = model.Context,
                ["min_length"] = 0,
                ["num_beams"] = 1,
                ["num_return_sequences"] = 1,
                ["past_present_share_buffer"] = false,
            },
        };
    }
}
