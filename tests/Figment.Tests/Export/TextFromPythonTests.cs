using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Figment.Backend;
using Figment.Data.Texts;
using Figment.Export;
using Figment.Formats;
using Figment.Models.Texts;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Export;

/// <summary>What is written for Hugging Face's libraries matches a model of that architecture.</summary>
public sealed partial class TextFromPythonTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_network_rebuilt_in_PyTorch_has_the_librarys_logits(bool isTied)
    {
        using Gpt model = Create(isTied);
        model.WriteHuggingFace(folder.Root, new Dictionary<string, string>());
        using DisposeScope scope = NewDisposeScope();
        int vocabulary = model.Tokenizer.VocabularySize;
        Tensor tokens = arange(3 * 32, ScalarType.Int64).remainder(vocabulary).view(3, 32);
        Tensor expected = model.Logits(tokens).narrow(2, 0, vocabulary);
        SafeTensorsFile.Write(folder["case.safetensors"], [("tokens", tokens.to(ScalarType.Float32)), ("expected", expected)]);

        string script = Block().Match(File.ReadAllText(Path.Combine(Repository.Root, "docs", "export-text.md"))).Groups[1].Value;
        string read = script[Index("raw =")..Index("def linear")].Replace("weights", "case", StringComparison.Ordinal);
        string compare =
            read.Replace("model.safetensors", "case.safetensors", StringComparison.Ordinal)
            + "\nexpected = case['expected']"
            + "\nprint(float((network(case['tokens'].long()) - expected).abs().max()), float(expected.abs().max()))";
        string? said = Python.Run("torch", $"{script}\n{compare}", folder.Root);
        Assert.SkipWhen(said is null, "There is no Python with PyTorch here (FIGMENT_PYTHON can name one).");

        string[] last = said!.Trim().Split('\n')[^1].Split(' ');
        double[] numbers = [.. last.Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        TestContext.Current.TestOutputHelper?.WriteLine($"Logits up to {numbers[1]:0.0}, differences up to {numbers[0]:0.0e+0}.");
        Assert.InRange(numbers[0], 0, 1e-4);
        Assert.InRange(numbers[1], 1, 1e4);

        int Index(string part) => script.IndexOf(part, StringComparison.Ordinal);
    }

    [Fact]
    public void The_folder_has_exactly_what_a_model_of_that_architecture_has()
    {
        using Gpt model = Create(isTied: false);
        Dictionary<string, string> metadata = new() { ["license"] = "CC0-1.0" };
        IReadOnlyList<ExportedFile> files = model.WriteHuggingFace(folder.Root, metadata);

        Assert.Equal(
            ["model.safetensors", "config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json"],
            files.Select(file => Path.GetFileName(file.Path))
        );
        int vocabulary = model.Tokenizer.VocabularySize;
        Assert.True(vocabulary < model.Options.Shape.Vocabulary); // the text gave fewer merges than there is room for
        using SafeTensors weights = SafeTensorsFile.Read(folder["model.safetensors"]);
        Dictionary<string, long[]> expected = new()
        {
            ["model.embed_tokens.weight"] = [vocabulary, 32],
            ["model.norm.weight"] = [32],
            ["lm_head.weight"] = [vocabulary, 32],
        };
        foreach (int layer in (int[])[0, 1])
        {
            foreach (
                (string name, long[] shape) in ((string, long[])[])
                    [
                        ("self_attn.q_proj", [32, 32]),
                        ("self_attn.k_proj", [16, 32]),
                        ("self_attn.v_proj", [16, 32]),
                        ("self_attn.q_norm", [8]),
                        ("self_attn.k_norm", [8]),
                        ("self_attn.o_proj", [32, 32]),
                        ("mlp.gate_proj", [48, 32]),
                        ("mlp.up_proj", [48, 32]),
                        ("mlp.down_proj", [32, 48]),
                        ("input_layernorm", [32]),
                        ("post_attention_layernorm", [32]),
                    ]
            )
                expected[$"model.layers.{layer}.{name}.weight"] = shape;
        }

        Assert.Equal(expected.Keys.Order(), weights.Tensors.Keys.Order());
        Assert.All(expected, entry => Assert.Equal(entry.Value, weights.Tensors[entry.Key].shape));
        Assert.Equal(("pt", "CC0-1.0"), (weights.Metadata["format"], weights.Metadata["license"]));
        using JsonDocument config = JsonDocument.Parse(File.ReadAllText(folder["config.json"]));
        JsonElement root = config.RootElement;
        Assert.Equal("Qwen3ForCausalLM", root.GetProperty("architectures")[0].GetString());
        Assert.Equal(1e-6, root.GetProperty("rms_norm_eps").GetDouble());
        Assert.Equal(10_000, root.GetProperty("rope_theta").GetDouble());
        Assert.False(root.GetProperty("tie_word_embeddings").GetBoolean());
        Assert.Equal(
            [vocabulary, 32, 48, 2, 4, 2, 8, 64, model.Tokenizer.EndOfText],
            new[]
            {
                "vocab_size",
                "hidden_size",
                "intermediate_size",
                "num_hidden_layers",
                "num_attention_heads",
                "num_key_value_heads",
                "head_dim",
                "max_position_embeddings",
                "eos_token_id",
            }.Select(name => root.GetProperty(name).GetInt32())
        );
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    public void Halves_are_kept_as_halves(ScalarType precision)
    {
        using Gpt model = Create(isTied: true);
        model.WriteHuggingFace(folder.Root, new Dictionary<string, string>(), precision);

        using SafeTensors weights = SafeTensorsFile.Read(folder["model.safetensors"]);
        Assert.All(weights.Tensors.Values, value => Assert.Equal(precision, value.dtype));
        Assert.DoesNotContain("lm_head.weight", weights.Tensors.Keys);
        string named = precision == ScalarType.Float16 ? "\"float16\"" : "\"bfloat16\"";
        Assert.Contains(named, File.ReadAllText(folder["config.json"]), StringComparison.Ordinal);
    }

    /// <summary>A model whose weights are large enough for mistakes to show.</summary>
    private static Gpt Create(bool isTied)
    {
        GptOptions options = new()
        {
            Layers = 2,
            Width = 32,
            Heads = 4,
            KeyValueHeads = 2,
            Hidden = 48,
            Context = 64,
            Merges = 64,
            TiedEmbeddings = isTied,
        };
        Gpt model = Gpt.Create(options, new SeededRandom(2));
        using TextDataset data = TextDataset.Of("small", ["the cat and the hat and the bat and the rat"], ["the"]);
        model.Read(data, CancellationToken.None);
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        using Draws random = new SeededRandom(3).Draws("weights");
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in model.Network.named_parameters())
            parameter.copy_((random.Normal(name, parameter.shape) * 0.3) + (parameter.dim() == 1 ? 1 : 0));
        return model;
    }

    [GeneratedRegex("^```python gpt\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
